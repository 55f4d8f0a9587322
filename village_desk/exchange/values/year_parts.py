"""The parts of a year that a table may have columns for: quarters, months so far, halves, months."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from village_desk.rules.months import QUARTER_MONTHS, Window, add_months

Part = Callable[[Window], Window]
_YEAR_MONTHS = 12
_HALF_MONTHS = 6
_FOUR = range(1, 5)


def _months(first: int, count: int, year: Window) -> Window:
    """So many months of a year, from a month of it counted from 0."""
    start = add_months(year.first, first)
    return Window(start, add_months(start, count - 1))


def _calendar_month(number: int, year: Window) -> Window:
    """The month of a year that has a number in the calendar, wherever the year begins."""
    return _months((number - year.first % 100) % _YEAR_MONTHS, 1, year)


YEAR_PARTS: Mapping[str, Part] = {
    **{
        f"quarter_{place + 1}": partial(_months, QUARTER_MONTHS * place, QUARTER_MONTHS) for place in range(4)
    },
    **{f"so_far_{place}": partial(_months, 0, QUARTER_MONTHS * place) for place in range(1, 5)},
    **{f"half_{place + 1}": partial(_months, _HALF_MONTHS * place, _HALF_MONTHS) for place in range(2)},
    **{f"month_{number}": partial(_calendar_month, number) for number in range(1, _YEAR_MONTHS + 1)},
}
"""The months of each part, given those of the year."""
