"""Reads periods and windows as the command line writes them: 2025Q2, 2025, 12m:2025-06."""

from __future__ import annotations

import re

from village_desk.rules.months import (
    Month,
    Quarter,
    Window,
    YearMode,
    make_quarter,
    rolling_window,
    year_window,
)
from village_desk.rules.reading import NotUnderstoodError, read_month
from village_desk.rules.refusals import Refusal


def read_quarter(text: str, mode: YearMode) -> Quarter:
    """A quarter such as 2025Q2 in the book's numbering.

    Raises:
        Refusal: ``not-a-period``.
    """
    match = re.fullmatch(r"((?:19|20|21)[0-9]{2})[Qq]([1-4])", text)
    if match is None:
        raise Refusal("not-a-period", value=text)
    return make_quarter(int(match[1]), int(match[2]), mode)


def read_year(text: str) -> int:
    """A year of four digits.

    Raises:
        Refusal: ``not-a-period``.
    """
    if not re.fullmatch(r"(19|20|21)[0-9]{2}", text):
        raise Refusal("not-a-period", value=text)
    return int(text)


def read_month_of(text: str) -> Month:
    """A month such as 2025-06.

    Raises:
        Refusal: ``not-a-period``.
    """
    try:
        month = read_month(text)
    except NotUnderstoodError:
        month = None
    if month is None:
        raise Refusal("not-a-period", value=text)
    return month


def read_window(text: str, year: int, mode: YearMode) -> Window:
    """The window of a year: the book's own, ``income-year``, ``calendar`` or ``12m:2025-06``.

    Raises:
        Refusal: ``not-a-period``.
    """
    if text.startswith("12m:"):
        return rolling_window(read_month_of(text.removeprefix("12m:")))
    if not text:
        return year_window(year, mode)
    try:
        return year_window(year, YearMode(text))
    except ValueError:
        raise Refusal("not-a-period", value=text) from None
