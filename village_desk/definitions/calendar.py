"""The calendar of work and what counts as near the line: data of the first page, changed in its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from village_desk.definitions.toml_files import DefinitionError, Table, read_table, refuse_unknown, take
from village_desk.rules.months import YearMode

_CALENDAR = "resources/calendar.toml"
_LIMITS = "resources/today.toml"
_EVERY_MONTH = "every_month"
_ALL_MONTHS = frozenset(range(1, 13))


@dataclass(frozen=True, slots=True)
class Duty:
    """A task of certain months and the paper that comes of it; ``{quarter}`` in it stands for a quarter."""

    months: frozenset[int]
    task: str
    output: str


@cache
def duties() -> Mapping[YearMode, tuple[Duty, ...]]:
    """The duties of each way to reckon a year, those of every month last (domain.md 4.2).

    Raises:
        DefinitionError: File, key and reason, for example a month 13.
    """
    table = read_table("resources", "calendar.toml")
    refuse_unknown(table, frozenset({_EVERY_MONTH, *(mode.value for mode in YearMode)}), _CALENDAR)
    always = [make_duty({**entry, "months": sorted(_ALL_MONTHS)}) for entry in _entries(table, _EVERY_MONTH)]
    return MappingProxyType(
        {mode: (*map(make_duty, _entries(table, mode.value)), *always) for mode in YearMode}
    )


def make_duty(entry: Table) -> Duty:
    """Build a duty from its table.

    Raises:
        DefinitionError: See duties.
    """
    refuse_unknown(entry, frozenset({"months", "task", "output"}), _CALENDAR)
    months = take(entry, "months", list, _CALENDAR)
    if not months or not _ALL_MONTHS.issuperset(months):
        raise DefinitionError(f"{_CALENDAR}: months must be 1 to 12")
    return Duty(frozenset(months), take(entry, "task", str, _CALENDAR), take(entry, "output", str, _CALENDAR))


@cache
def near_line_percent() -> int:
    """How many percent above the line a household is still near it.

    Raises:
        DefinitionError: The share is lacking or below zero.
    """
    table = read_table("resources", "today.toml")
    refuse_unknown(table, frozenset({"near_line_percent"}), _LIMITS)
    percent: int = take(table, "near_line_percent", int, _LIMITS)
    if percent < 0:
        raise DefinitionError(f"{_LIMITS}: near_line_percent must not be below zero")
    return percent


def _entries(table: Table, key: str) -> list[Table]:
    entries: list[Table] = take(table, key, list, _CALENDAR)
    return entries
