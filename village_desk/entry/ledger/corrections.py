"""What was changed of a closed quarter after its closing: said at the line, with what stood there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from village_desk.definitions.words import say
from village_desk.entry.history_entry import told_change
from village_desk.entry.sitting import Sitting
from village_desk.rules.followup_records import QUARTER_CLOSED, QuarterState
from village_desk.rules.income import line_month
from village_desk.rules.months import Month, quarter_start
from village_desk.rules.records import LedgerLine
from village_desk.store.journal import Entry


def corrections(sitting: Sitting, lines: Sequence[LedgerLine]) -> Mapping[str, str]:
    """The newest correction of each line by its id, in words; nothing is read where no quarter is closed."""
    closed = sitting.book.closed
    months = {line.id: quarter_start(Month(month)) for line in lines if (month := line_month(line))}
    wanted = {line_id: first for line_id, first in months.items() if first in closed}
    if not wanted:
        return {}
    with sitting.book.reading() as reading:
        states = {one.id: one.quarter for one in reading.all(QuarterState) if one.quarter in closed}
        entries = reading.history([*states, *wanted])
    closings: dict[Month, int] = {}
    for entry in entries:
        if entry.row_id in states and (entry.after or {}).get("state") == QUARTER_CLOSED:
            closings.setdefault(states[entry.row_id], entry.seq)
    found: dict[str, str] = {}
    for entry in entries:
        first = wanted.get(entry.row_id)
        if first is not None and entry.seq > closings.get(first, entry.seq):
            found.setdefault(entry.row_id, _told(entry))
    return found


def _told(entry: Entry) -> str:
    change = told_change(entry)
    return say("ledger.corrected", at=entry.at[:10], who=entry.who, change=change, reason=entry.reason or "")
