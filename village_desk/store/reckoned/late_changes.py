"""What was changed in a quarter after it had been closed, read from the journal for the check SZ05."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from village_desk.rules.checks.frame import LateChanges
from village_desk.rules.followup_records import QUARTER_CLOSED, QuarterState
from village_desk.rules.months import Month, Quarter, quarter_start
from village_desk.store.journal import Entry
from village_desk.store.reading import Reading
from village_desk.store.rows import Stored

LEDGER_LINE = "ledger_line"
"""How the journal calls the record."""


def late_changes(reading: Reading, quarter: Quarter) -> dict[str, LateChanges]:
    """Count the ledger lines of a closed quarter touched since, by household; an open one has none."""
    closing = _closing(reading, quarter)
    if closing is None:
        return {}
    by_line: dict[str, list[Entry]] = defaultdict(list)
    for entry in reading.entries_after(closing, LEDGER_LINE):
        by_line[entry.row_id].append(entry)
    by_household: dict[str, list[list[Entry]]] = defaultdict(list)
    for line_id, late in by_line.items():
        history = reading.history([line_id])
        if quarter.first in _quarters(late, history):
            by_household[_named(history, "household_id")].append(late)
    return {household: _summed(lines) for household, lines in by_household.items()}


def _closing(reading: Reading, quarter: Quarter) -> int | None:
    """The number of the journal entry by which the quarter was closed, if it still is."""
    for state in reading.all(QuarterState):
        if state.quarter == quarter.first and state.state == QUARTER_CLOSED:
            for entry in reading.history([state.id]):
                if entry.after is not None and entry.after.get("state") == QUARTER_CLOSED:
                    return entry.seq
    return None


def _quarters(late: Iterable[Entry], history: Iterable[Entry]) -> set[Month]:
    """The quarters a line was in when they were closed or came to be in afterwards."""
    months = {
        part["month"] for entry in late for part in (entry.before, entry.after) if part and "month" in part
    }
    return {
        quarter_start(Month(month))
        for month in months or {_named(history, "month")}
        if isinstance(month, int)
    }


def _named(history: Iterable[Entry], key: str) -> str:
    """What the newest entry that names a field says of it."""
    parts: Iterable[Stored] = (part for e in history for part in (e.after, e.before) if part and key in part)
    return next((part[key] for part in parts), "")  # type: ignore[return-value]


def _summed(lines: list[list[Entry]]) -> LateChanges:
    newest = max(entry.at for late in lines for entry in late)
    unexplained = sum(any(not entry.reason for entry in late) for late in lines)
    return LateChanges(len(lines), unexplained, date.fromisoformat(newest[:10]))
