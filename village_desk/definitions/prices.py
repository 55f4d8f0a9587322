"""Where local prices start: usual cost shares, yields and prices, each with its source (domain.md 2.6)."""

from __future__ import annotations

from msgspec import Struct

from village_desk.definitions.codes import texts
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
)
from village_desk.rules.money import Thousandths

_WHERE = "resources/prices.toml"
_SHARE_KEYS = frozenset({"name", "percent", "source", "items"})
_USUAL_KEYS = frozenset({"item", "unit", "yield", "price", "year", "source"})


class CostShare(Struct, frozen=True):
    """Usual cost of a group of items as a share of gross output, whole percent."""

    name: str
    percent: int
    source: str
    items: tuple[str, ...]


class UsualPrice(Struct, frozen=True):
    """A yield per mu and a price in yuan, both in ``unit``, as a survey found them in one year."""

    item: str
    unit: str
    yield_usual: Thousandths | None
    price_usual: Thousandths | None
    year: int
    source: str


@read_once
def cost_shares() -> tuple[CostShare, ...]:
    """The usual cost shares.

    Raises:
        DefinitionError: An unknown key, a share outside 0 to 100, or an item in two groups.
    """
    table = _table()
    shares = tuple(_share(entry) for entry in take(table, "cost_shares", list, _WHERE))
    codes = [code for share in shares for code in share.items]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise DefinitionError(f"{_WHERE}: {', '.join(twice)} stands in two groups")
    return shares


@read_once
def usual_prices() -> tuple[UsualPrice, ...]:
    """The usual yields and prices that have a source.

    Raises:
        DefinitionError: An unknown key or a value of another kind.
    """
    return tuple(_usual(entry) for entry in take(_table(), "usual", list, _WHERE))


@read_once
def _table() -> Table:
    table = read_table("resources", "prices.toml")
    refuse_unknown(table, frozenset({"cost_shares", "usual"}), _WHERE)
    return table


def _share(entry: Table) -> CostShare:
    name = take(entry, "name", str, _WHERE)
    where = f"{_WHERE}, {name}"
    refuse_unknown(entry, _SHARE_KEYS, where)
    percent = take(entry, "percent", int, where)
    if not 0 <= percent <= 100:
        raise DefinitionError(f"{where}: percent lies between 0 and 100")
    return CostShare(name, percent, take(entry, "source", str, where), texts(entry, "items", where))


def _usual(entry: Table) -> UsualPrice:
    item = take(entry, "item", str, _WHERE)
    where = f"{_WHERE}, {item}"
    refuse_unknown(entry, _USUAL_KEYS, where)
    return UsualPrice(
        item=item,
        unit=take(entry, "unit", str, where),
        yield_usual=_thousandths(entry, "yield", where),
        price_usual=_thousandths(entry, "price", where),
        year=take(entry, "year", int, where),
        source=take(entry, "source", str, where),
    )


def _thousandths(entry: Table, key: str, where: str) -> Thousandths | None:
    found = entry.get(key)
    if found is None:
        return None
    if not isinstance(found, int | float) or found < 0:
        raise DefinitionError(f"{where}: {key} must be a number")
    return Thousandths(round(found * 1000))
