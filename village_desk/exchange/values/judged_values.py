"""Values that a household is judged by: how far from the line, and how much of its income nothing proves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from village_desk.definitions.value_words import value_words
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.known_values import KnownValue, Take, of_household
from village_desk.exchange.values.value_rows import ValueRow
from village_desk.rules.income import lines_in
from village_desk.rules.items import Category, Counting
from village_desk.rules.money import Fen, divide_half_up
from village_desk.rules.records import LedgerLine

SPOKEN = "口述"
"""The evidence of a line for which there is nobody's word but the household's."""
_EARNED = frozenset({Category.WAGES, Category.PRODUCTION, Category.PROPERTY, Category.TRANSFER})


def judged_values() -> Iterator[KnownValue]:
    """A value for each such figure."""
    words = value_words().values
    for name, take in _TAKEN.items():
        yield KnownValue(words[name], take)


def _over_line(row: ValueRow) -> Fen | None:
    """What the year's net per head is above the monitoring line; below it is negative."""
    per_head = row.household.year.amount("per_capita") if row.household else None
    line = row.scene.line
    return None if per_head is None or line is None else Fen(per_head - line)


def _over_line_percent(row: ValueRow) -> int | None:
    """The same in thousandths of the line."""
    over, line = _over_line(row), row.scene.line
    return None if over is None or not line else divide_half_up(over * 1000, line)


def _unproved(household: HouseholdSubject) -> Fen | None:
    """The year's counted income of lines without evidence but a word; None where none was entered."""
    if household.year.amount("gross") is None:
        return None
    lines = lines_in(household.picture.lines, household.run.year_window)
    return Fen(sum(line.amount or 0 for line in lines if _is_unproved(household, line)))


def _unproved_share(household: HouseholdSubject) -> int | None:
    """Its part of the gross in thousandths."""
    unproved, gross = _unproved(household), household.year.amount("gross")
    return None if unproved is None or not gross else divide_half_up(unproved * 1000, gross)


def _is_unproved(household: HouseholdSubject, line: LedgerLine) -> bool:
    reckoner = household.run.reckoner
    item = reckoner.items.get(line.item or "")
    if item is None or item.category not in _EARNED or line.evidence not in (None, "", SPOKEN):
        return False
    return reckoner.counting_of(item.code) is Counting.COUNTED


_TAKEN: Mapping[str, Take] = {
    "household.over_line": _over_line,
    "household.over_line_percent": _over_line_percent,
    "household.unproved": of_household(_unproved),
    "household.unproved_share": of_household(_unproved_share),
}
