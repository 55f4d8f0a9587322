"""How many findings are open, by level, for the first page: counted beside the window, kept up to date."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from msgspec import Struct

from village_desk.entry.checks.findings_entry import LEVELS, FindingsEntry
from village_desk.entry.sitting import Sitting
from village_desk.store.reckoned.findings import OPEN, Cancelled, Finding, Progress

AT_ONCE = 20
"""So many changed households are checked anew; after more, everything is."""


class LevelToday(Struct, frozen=True):
    """The open findings of one level."""

    level: str
    count: int
    households: int


class FindingsToday(Struct, frozen=True):
    """The open findings of the quarter, and when they were counted."""

    levels: tuple[LevelToday, ...]
    households: int
    """With any open finding: fewer than the levels' together where one has several."""
    at: datetime


class TodayFindings:
    """Runs the checks of the page; an errand is taken on the window's thread and may run beside it."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._entry: FindingsEntry | None = None

    def errand(
        self, changed: Collection[str] | None
    ) -> Callable[[Progress | None, Cancelled | None], FindingsToday]:
        """What brings the counts up to date: some changed households, or everything where that is None."""
        _ = self._sitting.settings  # read here, so that the work needs nothing of the window's thread
        known = self._entry
        is_partial = known is not None and changed is not None and len(changed) <= AT_ONCE
        ids = tuple(changed or ())

        def count(progress: Progress | None, cancelled: Cancelled | None) -> FindingsToday:
            if is_partial and known is not None:
                for household_id in ids:
                    known.refresh(household_id)
                return counted(known.findings)
            entry = FindingsEntry(self._sitting)
            entry.run(progress, cancelled)
            if cancelled is None or not cancelled():
                self._entry = entry
            return counted(entry.findings)

        return count


def counted(findings: Collection[Finding]) -> FindingsToday:
    """Count the open ones by level, gravest first."""
    still_open = [finding for finding in findings if finding.state == OPEN]
    levels = tuple(_level(level, still_open) for level in LEVELS)
    return FindingsToday(levels, _households(still_open), datetime.now().astimezone())


def _level(level: str, still_open: Collection[Finding]) -> LevelToday:
    found = [finding for finding in still_open if finding.level == level]
    return LevelToday(level, len(found), _households(found))


def _households(findings: Collection[Finding]) -> int:
    return len({finding.household_id for finding in findings})
