"""The calendar of work and what counts as near the line: data of the first page, changed in its files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    take,
)
from village_desk.rules.months import Month, YearMode, add_months, last_day_of

_CALENDAR = "resources/calendar.toml"
_LIMITS = "resources/today.toml"
_SAFE_DAYS = 28
_EVERY_MONTH = "every_month"
_PAPERS, _PACKAGE, _ANSWER = "papers_days", "package_days", "answer_days"
_ALL_MONTHS = frozenset(range(1, 13))


class DutyKind(StrEnum):
    """What of the book says how far a duty is done."""

    VISITS = "visits"
    SWEEPS = "sweeps"
    PLANS = "plans"
    ANALYSIS = "analysis"
    PAPERS = "papers"
    """The papers that follow help given at once; they come from events, not from the calendar."""
    UNTOLD = ""
    """Nothing: it is done outside the program."""


class Duty(Struct, frozen=True):
    """A task of certain months and the paper that comes of it; ``{quarter}`` in it stands for a quarter."""

    months: frozenset[int]
    task: str
    output: str
    day: int = 0
    """Day of its last month by which it is due; 0 stands for the last one."""
    kind: DutyKind = DutyKind.UNTOLD


@read_once
def duties() -> Mapping[YearMode, tuple[Duty, ...]]:
    """The duties of each way to reckon a year, those of every month last (domain.md 4.2).

    Raises:
        DefinitionError: File, key and reason, for example a month 13.
    """
    table = read_table("resources", "calendar.toml")
    days = {_PAPERS, _PACKAGE, _ANSWER}
    refuse_unknown(table, frozenset({_EVERY_MONTH, *days, *(mode.value for mode in YearMode)}), _CALENDAR)
    always = [make_duty({**entry, "months": sorted(_ALL_MONTHS)}) for entry in _entries(table, _EVERY_MONTH)]
    return MappingProxyType(
        {mode: (*map(make_duty, _entries(table, mode.value)), *always) for mode in YearMode}
    )


def make_duty(entry: Table) -> Duty:
    """Build a duty from its table.

    Raises:
        DefinitionError: See duties.
    """
    refuse_unknown(entry, frozenset({"months", "task", "output", "due_day", "done_by"}), _CALENDAR)
    months = take(entry, "months", list, _CALENDAR)
    if not months or not _ALL_MONTHS.issuperset(months):
        raise DefinitionError(f"{_CALENDAR}: months must be 1 to 12", "months", where=_CALENDAR)
    day = take(entry, "due_day", int, _CALENDAR) if "due_day" in entry else 0
    if day not in range(_SAFE_DAYS + 1):
        raise DefinitionError(
            f"{_CALENDAR}: due_day lies between 1 and {_SAFE_DAYS}, which every month has",
            "due-day",
            where=_CALENDAR,
            most=_SAFE_DAYS,
        )
    try:
        kind = DutyKind(entry.get("done_by", ""))
    except ValueError:
        raise DefinitionError(f"{_CALENDAR}: done_by is not one that is known") from None
    task, output = take(entry, "task", str, _CALENDAR), take(entry, "output", str, _CALENDAR)
    return Duty(frozenset(months), task, output, day, kind)


def due_day(duty: Duty | None, month: Month) -> date:
    """The day by which a duty of a month is due; one of several months on end is due in the last of them."""
    if duty is None:
        return last_day_of(month)
    while duty.months != _ALL_MONTHS and add_months(month, 1) % 100 in duty.months:
        month = add_months(month, 1)
    return date(month // 100, month % 100, duty.day) if duty.day else last_day_of(month)


def papers_days() -> int:
    """Within how many days of an event the papers of the green channel are to be complete.

    Raises:
        DefinitionError: It is lacking.
    """
    return _days(_PAPERS)


def package_days() -> int:
    """Within how many days of a quarter's end the village's package is to be at the township.

    Raises:
        DefinitionError: It is lacking.
    """
    return _days(_PACKAGE)


def answer_days() -> int:
    """Within how many days a village is to answer what the township asks.

    Raises:
        DefinitionError: It is lacking.
    """
    return _days(_ANSWER)


@read_once
def _days(key: str) -> int:
    days: int = take(read_table("resources", "calendar.toml"), key, int, _CALENDAR)
    return days


@read_once
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
