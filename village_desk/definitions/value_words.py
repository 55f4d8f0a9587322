"""What values are called that no question words: label, meaning, and the headings they stand under."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from village_desk.definitions.codes import texts
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
    take_choice,
)

_WHERE = "resources/values.toml"
_KEYS = frozenset({"periods", "measures", "own_measures", "headings", "values", "wording"})
_VALUE_KEYS = frozenset({"label", "meaning", "kind", "of", "spellings", "sensitive", "adds"})


class RowsOf(StrEnum):
    """What one row of a table stands for."""

    HOUSEHOLD = "household"
    PERSON = "person"
    GROUP = "group"
    VILLAGE = "village"


class ValueKind(StrEnum):
    """How a value is written and compared."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    """Thousandths, as a quantity is kept."""
    MONEY = "money"
    """Fen."""
    PERCENT = "percent"
    """Thousandths of the whole."""
    DAY = "day"
    MONTH = "month"
    FLAG = "flag"


class ValueWords(Struct, frozen=True):
    """How one value is worded."""

    name: str
    label: str
    meaning: str
    kind: ValueKind
    of: frozenset[RowsOf]
    """The rows that can show it."""
    spellings: tuple[str, ...] = ()
    """Headings it stands under."""
    sensitive: str = ""
    adds: bool = False
    """A column of it may be summed."""


class AllValueWords(Struct, frozen=True):
    """Everything that the file says."""

    values: Mapping[str, ValueWords]
    headings: Mapping[str, tuple[str, ...]]
    """Values by headings that mean them besides their own spellings, the likeliest first."""
    wording: Mapping[str, str]
    """How values are worded whose own words stand elsewhere, by where they come from."""


@read_once
def value_words() -> AllValueWords:
    """The shipped words.

    Raises:
        DefinitionError: An unknown key, a missing text, or a kind of value or row that is none.
    """
    table = read_table("resources", "values.toml")
    refuse_unknown(table, _KEYS, _WHERE)
    values = _measured(table)
    values |= {name: _value(name, entry) for name, entry in take(table, "values", dict, _WHERE).items()}
    listed = take(table, "headings", dict, _WHERE)
    headings = {heading: texts(listed, heading, _WHERE) for heading in listed}
    return AllValueWords(values, headings, take(table, "wording", dict, _WHERE))


def _measured(table: Table) -> dict[str, ValueWords]:
    """Each measure of income in each period: their words are put together."""
    found = {}
    of_households = take(table, "measures", dict, _WHERE)
    of_members = take(table, "own_measures", dict, _WHERE)
    for period, words in take(table, "periods", dict, _WHERE).items():
        for measure, own in of_households.items():
            name = f"{period}.{measure}"
            found[name] = _in_period(name, words, own, frozenset({RowsOf.HOUSEHOLD, RowsOf.PERSON}))
        for measure, own in of_members.items() if words.get("own") else ():
            name = f"own_{period}.{measure}"
            found[name] = _in_period(name, words, own, frozenset({RowsOf.PERSON}))
    return found


def _in_period(name: str, words: Table, own: Table, of: frozenset[RowsOf]) -> ValueWords:
    period, _, measure = name.partition(".")
    return ValueWords(
        name,
        words["label"].format(measure=own["label"]),
        words["meaning"].format(measure=own["label"]),
        ValueKind.PERCENT if period == "growth" else ValueKind.MONEY,
        of,
        tuple(
            form.format(measure=spelling)
            for form in texts(words, "spellings", f"{_WHERE}, {period}")
            for spelling in texts(own, "spellings", f"{_WHERE}, {measure}")
        ),
        adds=measure != "per_capita" and period != "growth",
    )


def _value(name: str, entry: Table) -> ValueWords:
    where = f"{_WHERE}, {name}"
    refuse_unknown(entry, _VALUE_KEYS, where)
    try:
        of = frozenset(RowsOf(word) for word in texts(entry, "of", where))
    except ValueError:
        raise DefinitionError(f"{where}: no such row") from None
    return ValueWords(
        name,
        take(entry, "label", str, where),
        take(entry, "meaning", str, where),
        take_choice(ValueKind, entry, "kind", where),
        of,
        texts(entry, "spellings", where),
        str(entry.get("sensitive", "")),
        adds=bool(entry.get("adds")),
    )
