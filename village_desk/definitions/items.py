"""The shipped tree of income items, and the one way in which a text becomes an item."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from village_desk.definitions.codes import claim, optional_day, read_spelling, texts
from village_desk.definitions.prices import cost_shares
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
    take_choice,
)
from village_desk.rules.items import Category, Counting, IncomeItem
from village_desk.rules.money import Fen, Thousandths

_WHERE = "resources/items.toml"
_OWNERS = frozenset({"person", "household", "either"})
_TEXT_KEYS = ("unit", "scale_unit", "cost_of")
_BOUNDS = ("yield_bounds", "price_bounds")
_LIMITS = ("month_limit", "year_limit")
_KEYS = frozenset(
    {
        *("code", "label", "category", "branch", "owner", "counting", "sign", "evidence_by_quantity"),
        *("season", "valid_from", "valid_until", "aliases", *_TEXT_KEYS, *_BOUNDS, *_LIMITS),
    }
)


@read_once
def income_items() -> Mapping[str, IncomeItem]:
    """Every item by code, in the order of the lists (domain.md 2.2).

    Raises:
        DefinitionError: An unknown key, a code or a label twice, or a value that is none.
    """
    return MappingProxyType(make_items(read_table("resources", "items.toml"), _percents()))


def income_item(code: str) -> IncomeItem:
    """The item of a stored code.

    Raises:
        KeyError: No such item.
    """
    return income_items()[code]


def read_item(text: str) -> str | None:
    """Read a code, a label or another heading to the item's code; blank is None.

    Raises:
        NotUnderstoodError: It names no item (not-in-list).
    """
    return read_spelling(text, _spellings())


def branches() -> tuple[str, ...]:
    """The groups of the lists in their order."""
    return tuple(dict.fromkeys(item.branch for item in income_items().values()))


def make_items(table: Table, percents: Mapping[str, int]) -> dict[str, IncomeItem]:
    """Build the tree from its table and the local cost shares by item code.

    Raises:
        DefinitionError: See income_items.
    """
    refuse_unknown(table, frozenset({"items"}), _WHERE)
    items: dict[str, IncomeItem] = {}
    for entry in take(table, "items", list, _WHERE):
        item = _item(entry, percents)
        if item.code in items:
            raise DefinitionError(f"{_WHERE}, {item.code}: code stands twice")
        items[item.code] = item
    _refuse_loose_ends(items, percents)
    return items


@read_once
def _spellings() -> dict[str, str]:
    spellings: dict[str, str] = {}
    for code, item in income_items().items():
        for spelling in (code, item.label, *item.aliases):
            claim(spellings, spelling, code, _WHERE)
    return spellings


def _percents() -> dict[str, int]:
    return {code: share.percent for share in cost_shares() for code in share.items}


def _item(entry: Table, percents: Mapping[str, int]) -> IncomeItem:
    code = take(entry, "code", str, _WHERE)
    where = f"{_WHERE}, {code}"
    refuse_unknown(entry, _KEYS, where)
    owner, sign = take(entry, "owner", str, where), entry.get("sign", 1)
    if owner not in _OWNERS or sign not in (1, -1):
        raise DefinitionError(f"{where}: owner or sign is not one that rules know")
    yields, prices = _bounds(entry, "yield_bounds", where), _bounds(entry, "price_bounds", where)
    optional = {key: take(entry, key, str, where) for key in _TEXT_KEYS if key in entry}
    return IncomeItem(
        code=code,
        label=take(entry, "label", str, where),
        category=take_choice(Category, entry, "category", where),
        branch=take(entry, "branch", str, where),
        owner=owner,
        unit=optional.get("unit"),
        scale_unit=optional.get("scale_unit"),
        counting=read_counting(entry.get("counting", Counting.COUNTED), where),
        sign=sign,
        cost_of=optional.get("cost_of"),
        cost_percent=percents.get(code),
        evidence_by_quantity=entry.get("evidence_by_quantity", False) is True,
        yield_low=yields[0],
        yield_high=yields[1],
        price_low=prices[0],
        price_high=prices[1],
        month_limit=_limit(entry, "month_limit", where),
        year_limit=_limit(entry, "year_limit", where),
        season=_season(entry, where),
        valid_from=optional_day(entry, "valid_from", where),
        valid_until=optional_day(entry, "valid_until", where),
        aliases=texts(entry, "aliases", where),
    )


def read_counting(text: object, where: str) -> Counting:
    """Read one of the three marks 计入, 不计入 and 另列.

    Raises:
        DefinitionError: Another word.
    """
    try:
        return Counting(str(text))
    except ValueError:
        raise DefinitionError(f"{where}: {text} is none of 计入, 不计入, 另列") from None


def _bounds(entry: Table, key: str, where: str) -> tuple[Thousandths | None, Thousandths | None]:
    found = entry.get(key)
    if found is None:
        return None, None
    if not (isinstance(found, list) and len(found) == 2 and 0 <= found[0] < found[1]):
        raise DefinitionError(f"{where}: {key} must be a lower and a higher number")
    return Thousandths(round(found[0] * 1000)), Thousandths(round(found[1] * 1000))


def _limit(entry: Table, key: str, where: str) -> Fen | None:
    return Fen(take(entry, key, int, where) * 100) if key in entry else None


def _season(entry: Table, where: str) -> tuple[int, ...]:
    season = tuple(entry.get("season", ()))
    if any(month not in range(1, 13) for month in season):
        raise DefinitionError(f"{where}: season holds months 1 to 12")
    return season


def _refuse_loose_ends(items: Mapping[str, IncomeItem], percents: Mapping[str, int]) -> None:
    unknown = sorted(set(percents) - set(items))
    if unknown:
        raise DefinitionError(f"resources/prices.toml: no such item {', '.join(unknown)}")
    branch_names = {item.branch for item in items.values()}
    for item in items.values():
        if item.cost_of is not None and item.cost_of not in branch_names:
            raise DefinitionError(f"{_WHERE}, {item.code}: no branch {item.cost_of}")
