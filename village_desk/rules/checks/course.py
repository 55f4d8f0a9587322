"""The quarters of a run, and what a household earned in the windows that they are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.ledger import Earned
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window


class Incomes(NamedTuple):
    """What a household earned, by windows of one quarter; None where nothing has been entered."""

    now: Earned | None
    """The year so far."""
    before: Earned | None
    """The same months a year earlier."""
    year: Earned | None
    """The twelve months that end with the quarter; None, too, where the book is younger."""


class Course:
    """The quarters of a run in order, with all their windows, so that a ledger is cut up only once."""

    def __init__(self, frames: Sequence[Frame], first_month: Month | None) -> None:
        self.frames = tuple(frames)
        self.first_month = first_month
        """The earliest month with a ledger line in the whole village."""
        self.first_day = min(frame.as_of for frame in frames)
        self.last_day = max(frame.as_of for frame in frames)
        self.firsts = frozenset(frame.quarter.first for frame in frames)
        """The first months of the quarters."""
        self.highest_line = max((frame.monitoring_line or Fen(0) for frame in frames), default=Fen(0))
        self.highest_low_line = max((frame.low_income_line or Fen(0) for frame in frames), default=Fen(0))
        wanted = [(frame.year_so_far, frame.year_earlier, self._year(frame)) for frame in frames]
        windows = list(dict.fromkeys(window for three in wanted for window in three if window))
        self._windows = windows
        self._wanted = [tuple(windows.index(w) if w else len(windows) for w in three) for three in wanted]
        cuts = sorted({month for window in windows for month in (window.first, window.last + 1)})
        self._cuts = [Month(cut) for cut in cuts]
        self._between = [(cuts.index(window.first), cuts.index(window.last + 1)) for window in windows]

    def incomes(self, dossier: Dossier) -> list[Incomes]:
        """What a household earned, by quarter."""
        earned = dossier.incomes(self._windows, self._cuts, self._between)
        earned.append(None)
        return [Incomes(earned[now], earned[before], earned[year]) for now, before, year in self._wanted]

    def _year(self, frame: Frame) -> Window | None:
        """The twelve months of a quarter, unless the book begins too late for them."""
        starts = self.first_month
        if not frame.is_year_complete and (starts is None or starts > frame.begun_by):
            return None
        return frame.twelve_months
