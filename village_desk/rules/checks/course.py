"""The quarters of a run in order, with the windows that they are judged by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain

from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.outline import Outline
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window, month_of

_MOST_OUTLINES = 4096
_LATEST = Month(999912)
Ends = tuple[int, int]
"""Where a window begins and ends, as places among the cuts of a course."""


class Course:
    """All windows of a run, so that a ledger is cut up once for all its quarters."""

    def __init__(self, frames: Sequence[Frame], first_month: Month | None) -> None:
        self.frames = tuple(frames)
        self.first_day = min(frame.as_of for frame in frames)
        self.last_day = max(frame.as_of for frame in frames)
        self.days = [frame.day for frame in frames]
        """The days that the quarters are judged on, written yyyymmdd."""
        self.quarters = frozenset(frame.quarter.first for frame in frames)
        """The first months of the quarters."""
        self.highest_line = max(frame.monitoring_line or Fen(0) for frame in frames)
        self.highest_low_line = max(frame.low_income_line or Fen(0) for frame in frames)
        self.last_month = max(frame.quarter.last for frame in frames)
        self.running = [month_of(frame.as_of) for frame in frames if frame.is_running]
        """The months on whose days a quarter is judged before it is over."""
        self.changed_late = frozenset(chain.from_iterable(frame.earlier.late_changes for frame in frames))
        """The households of which lines of a closed quarter were changed."""
        self.knows_schooling = any(frame.earlier.schooling for frame in frames)
        """It has been looked up in which grade somebody was before."""
        self.all = range(len(frames))
        """The quarters by place."""
        self.firsts = [frame.quarter.first for frame in frames]
        self.complete = [place for place, frame in enumerate(frames) if frame.is_year_complete]
        """Which of the quarters are the last of their year."""
        self._first_month = first_month
        now, before = [f.year_so_far for f in frames], [f.year_earlier for f in frames]
        self.with_year = [place for place, frame in enumerate(frames) if self._has_year(frame)]
        """Which of the quarters have whole years behind them in the book."""
        self.year_windows = [frames[place].twelve_months for place in self.with_year]
        """The twelve months that end with each of these."""
        windows = (*now, *before, *self.year_windows)
        self.cuts = sorted({month for window in windows for month in (window.first, _after(window))})
        """The months before which a ledger is cut, so that each window is what lies between two cuts."""
        self.now, self.before = self._ends(now), self._ends(before)
        self.years = self._ends(self.year_windows)
        self._outlines: dict[tuple[Month, ...], Outline] = {}
        self._in_each_year: dict[tuple[Month, ...], bool] = {}

    def outline(self, months: Sequence[Month]) -> Outline:
        """Where the windows lie in a ledger with lines in some months: many households have the same."""
        key = tuple(months)
        known = self._outlines.get(key)
        if known is None:
            if len(self._outlines) >= _MOST_OUTLINES:
                self._outlines.clear()
            known = self._outlines[key] = Outline(self, months)
        return known

    def is_in_each_year(self, months: tuple[Month, ...]) -> bool:
        """Whether each of the twelve months that end with a quarter have one of some months, in order."""
        known = self._in_each_year.get(months)
        if known is None:
            if len(self._in_each_year) >= _MOST_OUTLINES:
                self._in_each_year.clear()
            later = [*months, _LATEST]
            known = self._in_each_year[months] = all(
                [later[bisect_left(later, window.first)] <= window.last for window in self.year_windows]
            )
        return known

    def _has_year(self, frame: Frame) -> bool:
        starts = self._first_month
        return frame.is_year_complete or (starts is not None and starts <= frame.begun_by)

    def _ends(self, windows: Sequence[Window]) -> list[Ends]:
        cuts = self.cuts
        return [(cuts.index(window.first), cuts.index(_after(window))) for window in windows]


def _after(window: Window) -> Month:
    """What is later than a window and no later than the month that follows: a thirteenth month will do."""
    return Month(window.last + 1)
