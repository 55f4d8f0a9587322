"""Which value of ours a heading means for rows of a kind: by spelling, with its group, unit and year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from village_desk.definitions.blank_words import blank_words
from village_desk.definitions.toml_files import read_once
from village_desk.definitions.value_words import RowsOf, value_words
from village_desk.exchange.incoming.heading_words import roster_words
from village_desk.exchange.incoming.headings import heading_text, shown_heading
from village_desk.exchange.values.directory import value_directory
from village_desk.exchange.values.known_values import KnownValue

_YEAR = re.compile(r"(20[0-9]{2})年度?")
_BEFORE = "上年"
_COUNTED = {"人": "人数", "口": "人数", "户": "户数"}
_ORDER: Mapping[RowsOf, tuple[str, ...]] = {
    RowsOf.HOUSEHOLD: ("household", "plan", "visit", "head", "item", "branch", "stated"),
    RowsOf.PERSON: (
        *("person", "household", "work", "post", "own_item", "head", "plan", "visit", "stated", "branch"),
    ),
    RowsOf.GROUP: (),
    RowsOf.VILLAGE: (),
}
"""Whose questions a heading means first, where several are worded alike."""


def value_for(headings: Sequence[str], rows: RowsOf, year: int) -> KnownValue | None:
    """The value that a column's headings mean, from the group down to its own; None where none is sure."""
    known = _spellings(rows)
    for form in _forms(headings):
        dated = _in_year(form, year)
        if dated is None:
            continue
        for spelling in _with_unit(dated):
            if spelling in known:
                return value_directory()[known[spelling]]
    return None


def is_by_hand(headings: Sequence[str]) -> bool:
    """Whether a column is to be signed or stamped."""
    return any(word in shown_heading(headings[-1]) for word in blank_words()["by_hand"])


def unit_of(headings: Iterable[str]) -> str:
    """The unit that stands in brackets behind a heading, the lowest that has one."""
    units = [heading_text(heading).unit for heading in headings]
    return next((unit for unit in reversed(units) if unit), "")


def _forms(headings: Sequence[str]) -> Iterator[str]:
    """A heading with its groups, then with its nearest group, then alone where no group makes it another."""
    own, groups = headings[-1], headings[:-1]
    if groups:
        yield "-".join(headings)
        yield f"{groups[-1]}-{own}"
        yield f"{groups[-1]}{own}"
        if heading_text(groups[-1]).unit:
            yield f"{heading_text(groups[-1]).bare}{own}"
    qualifying = blank_words()["qualifying"]
    if not any(word in group for group in groups for word in qualifying):
        yield own


def _in_year(text: str, year: int) -> str | None:
    """A heading with its year said in words; None where it is about a year that is not looked at."""
    match = _YEAR.search(text)
    if match is None:
        return text
    named = int(match[1])
    if named not in (year, year - 1):
        return None
    return _YEAR.sub("" if named == year else _BEFORE, text, count=1)


def _with_unit(text: str) -> Iterator[str]:
    heading = heading_text(text)
    yield heading.whole
    if heading.unit in _COUNTED:
        yield heading.bare + _COUNTED[heading.unit]
        yield f"{heading.bare}-{_COUNTED[heading.unit]}"
    if heading.whole.endswith(("-户", "-人")):
        yield heading.whole + "数"
    if heading.unit:
        yield heading.bare


@read_once
def _spellings(rows: RowsOf) -> Mapping[str, str]:
    """Value by spelling: those worded for tables first, then questions, then what only may be meant."""
    found: dict[str, str] = {}
    if rows is RowsOf.PERSON:
        for text, question in roster_words().in_person_tables.items():
            found[text] = f"{question.place}.{question.field.key}"
    values = [value for value in value_directory().values() if value.is_of(rows)]
    worded = [value for value in values if value.name in value_words().values]
    _claim(found, worded)
    for place in _ORDER[rows]:
        _claim(found, [value for value in values if value.name.partition(".")[0] == place])
    if rows is RowsOf.HOUSEHOLD:
        for value in values:
            if value.name.startswith("head."):
                lent = value_directory().get("person." + value.name.partition(".")[2])
                for spelling in lent.words.spellings if lent else ():
                    found.setdefault(heading_text(spelling).whole, value.name)
    for text, names in value_words().headings.items():
        meant = next((name for name in names if value_directory()[name].is_of(rows)), None)
        if meant is not None:
            found.setdefault(heading_text(text).whole, meant)
    return MappingProxyType(found)


def _claim(found: dict[str, str], values: Sequence[KnownValue]) -> None:
    """Give spellings to values; a label goes before another value's alias."""
    for value in values:
        found.setdefault(heading_text(value.words.label).whole, value.name)
        if value.words.spellings:
            found.setdefault(heading_text(value.words.spellings[0]).whole, value.name)
    for value in values:
        for spelling in map(heading_text, value.words.spellings):
            if spelling.bare not in found:  # else the same words without a unit mean something already
                found.setdefault(spelling.whole, value.name)
