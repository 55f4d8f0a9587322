"""Where the windows of a run lie in a ledger: decided once for all that have lines in the same months."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from village_desk.rules.checks.ledger import Windows
from village_desk.rules.months import Month, quarter_start

if TYPE_CHECKING:
    from village_desk.rules.checks.course import Course, Ends

_Places = list[tuple[int, int]]


class Outline:
    """The windows of a run by their places in a ledger, and the quarters in which any of them has lines."""

    def __init__(self, course: Course, months: Sequence[Month]) -> None:
        places = [bisect_left(months, cut) for cut in course.cuts]

        def between(windows: Sequence[Ends]) -> _Places:
            return [(places[first], places[last]) for first, last in windows]

        now, before, years = between(course.now), between(course.before), between(course.years)
        self.now = Windows(now)
        """The year so far of every quarter, be it empty."""
        self.with_income = _filled(course.all, now)
        """The quarters in whose year so far something has been entered."""
        self.with_income_before = _filled(course.all, before)
        """The quarters with something entered in the same months of the year before."""
        self.with_both = [place for place in self.with_income if before[place][0] != before[place][1]]
        """The quarters with something entered in both."""
        self.now_filled = Windows([now[place] for place in self.with_income])
        self.now_of_both = Windows([now[place] for place in self.with_both])
        self.before_of_both = Windows([before[place] for place in self.with_both])
        self.compared = [(place, *now[place], *before[place]) for place in self.with_both]
        """The year so far beside the same months a year earlier, of these quarters."""
        self.with_year = _filled(course.with_year, years)
        """The quarters with something entered in the twelve months that end with them."""
        self.years = Windows([window for window in years if window[0] != window[1]])
        """These twelve months."""
        self.complete = [place for place in course.complete if place in self.with_income]
        """The quarters that end a year in which something has been entered."""
        self.quarters = frozenset(map(quarter_start, months))
        """First months of the quarters with lines."""
        self.without_lines = [
            place for place, first in enumerate(course.firsts) if first not in self.quarters
        ]
        """The quarters of the run without any."""


def _filled(quarters: Sequence[int], windows: _Places) -> list[int]:
    return [place for place, (begins, ends) in zip(quarters, windows, strict=True) if begins != ends]
