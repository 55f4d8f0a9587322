"""The quarter as an object with a state 季度状态: begun, tracked, checked, closed, and opened again."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.entry.checks.findings_entry import LEVELS, FindingsEntry
from village_desk.entry.quarter.tracking_queue import QueueRow, TrackingQueue
from village_desk.entry.sitting import Sitting
from village_desk.rules.followup_records import (
    QUARTER_CHECKED,
    QUARTER_CLOSED,
    QUARTER_OPEN,
    QUARTER_TRACKING,
    QuarterState,
)
from village_desk.rules.months import Quarter
from village_desk.rules.refusals import Refusal
from village_desk.store.reading import Reading
from village_desk.store.reckoned.findings import OPEN, Cancelled, Finding, Progress

_NAMED = 8
"""So many households are named in a refusal; of the others it says how many there are."""


class Step(StrEnum):
    """What can be done with a quarter."""

    BEGIN = "begin"
    CHECK = "check"
    CLOSE = "close"
    REOPEN = "reopen"


NEXT_STEP = {
    QUARTER_OPEN: Step.BEGIN,
    QUARTER_TRACKING: Step.CHECK,
    QUARTER_CHECKED: Step.CLOSE,
    QUARTER_CLOSED: Step.REOPEN,
}
_LEADS_TO = {
    Step.BEGIN: ("quarter-begun", QUARTER_TRACKING),
    Step.CHECK: ("quarter-checked", QUARTER_CHECKED),
    Step.CLOSE: ("quarter-closed", QUARTER_CLOSED),
    Step.REOPEN: ("quarter-reopened", QUARTER_TRACKING),
}


class Outstanding(Struct, frozen=True):
    """What stands between a quarter and its closing."""

    findings: Sequence[Finding]
    """Open 必改 and unexplained 疑点."""
    unvisited: Sequence[QueueRow]


class QuarterEntry:
    """One quarter's state and the steps it can take; each step is one deed."""

    def __init__(self, sitting: Sitting, quarter: Quarter | None = None) -> None:
        self._sitting = sitting
        self.quarter = quarter or sitting.quarter

    @property
    def record(self) -> QuarterState | None:
        """The state as it is in the book; None for a quarter that has not been begun."""
        with self._sitting.book.reading() as reading:
            return quarter_record(reading, self.quarter)

    @property
    def state(self) -> str:
        """How far the quarter has come."""
        return state_of(self.record)

    def begin(self) -> None:
        """Begin the quarter's visits.

        Raises:
            Refusal: ``quarter-not-ready``: it has been begun.
        """
        self._take(Step.BEGIN, QUARTER_OPEN)

    def outstanding(
        self, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Outstanding:
        """Run every rule and look through the visits; long work that changes nothing."""
        found = FindingsEntry(self._sitting, self.quarter).run(progress, cancelled)
        grave = [one for one in found if one.state == OPEN and one.level in LEVELS[:2]]
        queue = TrackingQueue(self._sitting, self.quarter)
        return Outstanding(grave, [row for row in queue.rows if not row.is_done])

    def check(self, outstanding: Outstanding) -> None:
        """Note that the quarter is checked.

        Raises:
            Refusal: ``quarter-not-begun``; ``quarter-not-ready``: it is closed; ``quarter-not-checked``: what
                is still open, how much of it and at whom.
        """
        if self.state == QUARTER_OPEN:
            raise Refusal("quarter-not-begun", window=self._months)
        self._refuse_findings(outstanding.findings)
        self._take(Step.CHECK, QUARTER_TRACKING, QUARTER_CHECKED)

    def close(self, outstanding: Outstanding) -> None:
        """Close the quarter.

        Raises:
            Refusal: ``quarter-not-ready``: it is not checked; ``quarter-not-visited`` with the households;
                ``quarter-not-checked``: something has come up since.
        """
        if self.state == QUARTER_CHECKED:
            if outstanding.unvisited:
                where = _named([_row_name(row) for row in outstanding.unvisited])
                count = len(outstanding.unvisited)
                raise Refusal("quarter-not-visited", window=self._months, count=count, where=where)
            self._refuse_findings(outstanding.findings)
        self._take(Step.CLOSE, QUARTER_CHECKED)

    def reopen(self, reason: str) -> None:
        """Open a closed quarter again.

        Raises:
            Refusal: ``no-reason``; ``quarter-not-ready``: it is not closed.
        """
        if not reason.strip():
            raise Refusal("no-reason")
        self._take(Step.REOPEN, QUARTER_CLOSED, reason=reason.strip())

    @property
    def _months(self) -> str:
        return self.quarter.window.text()

    def _refuse_findings(self, findings: Sequence[Finding]) -> None:
        if not findings:
            return
        names = dict.fromkeys(_finding_name(finding) for finding in findings)
        raise Refusal(
            "quarter-not-checked",
            window=self._months,
            must=sum(finding.level == LEVELS[0] for finding in findings),
            doubts=sum(finding.level == LEVELS[1] for finding in findings),
            where=_named(list(names)),
        )

    def _take(self, step: Step, *allowed: str, reason: str | None = None) -> None:
        known = self.record
        if state_of(known) not in allowed:
            raise Refusal("quarter-not-ready", window=self._months, state=state_of(known))
        kind, state = _LEADS_TO[step]
        now = {"state": state, "since": self._sitting.today, "by": self._sitting.who}
        with self._sitting.changing(kind, reason=reason) as change:
            if known is not None:
                change.change(QuarterState, known.id, now)
            else:
                new = QuarterState(change.new_id(), change.village_code, self.quarter.first, **now)  # type: ignore[arg-type]
                change.insert(new)


def quarter_record(reading: Reading, quarter: Quarter) -> QuarterState | None:
    """The state of a quarter as it is in the book."""
    return next((one for one in reading.all(QuarterState) if one.quarter == quarter.first), None)


def state_of(record: QuarterState | None) -> str:
    """A quarter without a record has not been begun."""
    return QUARTER_OPEN if record is None else record.state


def _row_name(row: QueueRow) -> str:
    return say("quarter.household", group=row.group, name=row.head_name, number=row.number)


def _finding_name(finding: Finding) -> str:
    name, number = finding.head_name, finding.household_number
    return say("quarter.household", group="", name=name, number=number)


def _named(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return "、".join(names)
    return say("quarter.and_more", names="、".join(names[:_NAMED]), count=len(names))
