"""What a county sets for its villages: files of definitions, choices of the book, local prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from msgspec import Struct

from village_desk.definitions.own_files import tried
from village_desk.rules.chosen_records import Price
from village_desk.store.changing import Changing
from village_desk.store.own_files import own_files, put_file
from village_desk.store.reading import Reading
from village_desk.store.settings import BookSettings, choose

CHOICES = (
    *("profile", "basis", "year_mode", "counting", "limits"),
    *("lines", "lines_since", "references", "documents"),
)
"""The choices of a book that a county sets; the others belong to the people at one desk."""
_PRICE_KEYS = tuple(name for name in Price.__struct_fields__ if name not in ("id", "village_code"))
_PRICE_KINDS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("item",), (str,)),
    **dict.fromkeys(("year",), (int,)),
    **dict.fromkeys(("unit", "source"), (str, type(None))),
    **dict.fromkeys(("yield_usual", "price_usual", "cost_each", "cost_percent"), (int, type(None))),
}


class Parameters(Struct, frozen=True):
    """One whole setting: a book that takes it over goes by nothing else."""

    files: Mapping[str, str]
    """Files that stand before the shipped ones, by path."""
    settings: Mapping[str, Any]
    """Choices by name, as they are stored."""
    prices: Sequence[Mapping[str, Any]]
    """Local prices by item and year, as they are stored."""

    @staticmethod
    def of_table(table: Mapping[str, Any]) -> Parameters:
        """What stands in the table of a pack.

        Raises:
            ValueError: A value is of another kind than it must be.
        """
        files, settings, prices = table["files"], table["settings"], table["prices"]
        are_texts = all(isinstance(path, str) and isinstance(text, str) for path, text in files.items())
        if not are_texts or set(settings) != set(CHOICES) or not all(map(_is_price, prices)):
            raise ValueError("not the parameters of a county")
        return Parameters(files, settings, prices)


def parameters_of(reading: Reading, settings: BookSettings) -> Parameters:
    """The parameters that a book goes by."""
    prices = sorted(reading.own(Price), key=lambda price: (price.year, price.item))
    return Parameters(
        own_files(reading),
        {name: _plain(getattr(settings, name)) for name in CHOICES},
        [{key: getattr(price, key) for key in _PRICE_KEYS} for price in prices],
    )


def shipped_parameters(profile: str) -> Parameters:
    """The parameters of a book that has set nothing itself, under a shipped profile."""
    with tried({}):
        settings = BookSettings(profile)
    chosen = {name: _plain(getattr(settings, name)) for name in CHOICES}
    return Parameters({}, {**chosen, "year_mode": settings.policy.year_mode.value}, [])


def put_parameters(change: Changing, now: Parameters, then: Parameters) -> None:
    """Make a book's parameters (``now``) into others (``then``) within one deed.

    Local prices that the others do not name stay: they are the village's own answers, not a setting.
    """
    for path in sorted({*now.files, *then.files}):
        if now.files.get(path) != then.files.get(path):
            put_file(change, path, then.files.get(path))
    for name in CHOICES:
        if now.settings[name] != then.settings[name]:
            choose(change, name, then.settings[name])
    _put_prices(change, then.prices)


def _put_prices(change: Changing, prices: Sequence[Mapping[str, Any]]) -> None:
    known = {(price.item, price.year): price for price in change.own(Price)}
    for one in prices:
        before = known.get((one["item"], one["year"]))
        if before is None:
            change.insert(Price(change.new_id(), change.village_code, **one))
        else:
            change.change(Price, before.id, one)


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever a setting is stored as
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _is_price(price: Mapping[str, Any]) -> bool:
    return set(price) == set(_PRICE_KEYS) and all(
        isinstance(price[key], kinds) and not isinstance(price[key], bool)
        for key, kinds in _PRICE_KINDS.items()
    )
