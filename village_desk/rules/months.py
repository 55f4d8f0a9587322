"""Months, quarters and statistical windows: years and quarters are views over months (domain.md 2.4)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NewType

from msgspec import Struct

Month = NewType("Month", int)
"""A calendar month as yyyymm, for example 202510: readable, comparable, the form the national system uses."""

QUARTER_MONTHS = 3


class YearMode(StrEnum):
    """Which months make up the year that income is reckoned for."""

    INCOME_YEAR = "income-year"
    """1 October of the year before to 30 September: the national system's window."""
    CALENDAR = "calendar"
    """1 January to 31 December."""


class Window(Struct, frozen=True):
    """An unbroken run of months, both ends included."""

    first: Month
    last: Month

    def __contains__(self, month: Month) -> bool:
        return self.first <= month <= self.last

    @property
    def months(self) -> int:
        """How many months the window spans."""
        return _ordinal(self.last) - _ordinal(self.first) + 1

    @property
    def first_day(self) -> date:
        """The first day of the first month."""
        return date(self.first // 100, self.first % 100, 1)

    @property
    def last_day(self) -> date:
        """The day on which household membership is counted (the population at the end of the window)."""
        return last_day_of(self.last)

    def before(self) -> Window:
        """The window of equal length just before this one."""
        return Window(add_months(self.first, -self.months), add_months(self.last, -self.months))

    def year_earlier(self) -> Window:
        """The same months of the year before."""
        return Window(add_months(self.first, -12), add_months(self.last, -12))

    def part(self, first: Month | None, last: Month | None) -> Window | None:
        """The months it shares with a run of months; an end that is None lies outside of it."""
        begins, ends = max(first or self.first, self.first), min(last or self.last, self.last)
        return Window(begins, ends) if begins <= ends else None

    def text(self) -> str:
        """The month range as it is printed beside every period, for example 2024年10月—2025年9月."""
        return f"{month_words(self.first)}—{month_words(self.last)}"


class Quarter(Struct, frozen=True, order=True):
    """One quarter of a year in the book's numbering; its first month says what it really spans."""

    first: Month
    year: int
    number: int
    mode: YearMode

    @property
    def window(self) -> Window:
        """The three months of the quarter."""
        return Window(self.first, add_months(self.first, QUARTER_MONTHS - 1))

    @property
    def year_so_far(self) -> Window:
        """From the first month of the quarter's year to the quarter's last."""
        return Window(year_window(self.year, self.mode).first, self.window.last)

    @property
    def name(self) -> str:
        """The short name of the command line, for example 2025Q2."""
        return f"{self.year}Q{self.number}"

    def text(self) -> str:
        """The quarter in words; its month range belongs beside it because numbering differs by place."""
        return f"{self.year}年第{'一二三四'[self.number - 1]}季度"

    def shifted(self, quarters: int) -> Quarter:
        """The quarter so many quarters later (or earlier when negative)."""
        return quarter_of(add_months(self.first, QUARTER_MONTHS * quarters), self.mode)


def month_of(day: date) -> Month:
    """The month a day lies in."""
    return Month(day.year * 100 + day.month)


def make_month(year: int, month: int) -> Month:
    """Build a month.

    Raises:
        ValueError: The month is not 1 to 12 or the year is outside 1900 to 2199.
    """
    if not (1 <= month <= 12 and 1900 <= year <= 2199):
        raise ValueError(f"no such month: {year}-{month}")
    return Month(year * 100 + month)


def add_months(month: Month, count: int) -> Month:
    """Step over year ends."""
    ordinal = _ordinal(month) + count
    return Month(ordinal // 12 * 100 + ordinal % 12 + 1)


def months_between(first: Month, last: Month) -> int:
    """How many months the last lies after the first."""
    return _ordinal(last) - _ordinal(first)


def month_text(month: Month | None) -> str:
    """Write a month as 2025-10; missing is blank."""
    return "" if month is None else f"{month // 100}-{month % 100:02d}"


def month_words(month: Month) -> str:
    """Write a month as official papers do: 2025年10月, no leading zero."""
    return f"{month // 100}年{month % 100}月"


@lru_cache(maxsize=1024)
def last_day_of(month: Month) -> date:
    """The last day of a month."""
    following = add_months(month, 1)
    return date.fromordinal(date(following // 100, following % 100, 1).toordinal() - 1)


def last_month_over(day: date) -> Month:
    """The last month that is over on a day: its own on the month's last day."""
    month = month_of(day)
    return month if last_day_of(month) == day else add_months(month, -1)


def year_window(year: int, mode: YearMode) -> Window:
    """The twelve months that count as a year under a year mode (domain.md 2.4)."""
    first = Month((year - 1) * 100 + 10 if mode is YearMode.INCOME_YEAR else year * 100 + 1)
    return Window(first, add_months(first, 11))


@lru_cache(maxsize=1024)
def rolling_window(last: Month) -> Window:
    """The twelve months ending with a month, as monitoring uses them."""
    return Window(add_months(last, -11), last)


def year_of(month: Month, mode: YearMode) -> int:
    """The year a month is reckoned to."""
    return month // 100 + (1 if mode is YearMode.INCOME_YEAR and month % 100 >= 10 else 0)


def last_whole_year(day: date, mode: YearMode) -> Window:
    """The months of the last year that is over on a day."""
    year = year_of(month_of(day), mode)
    running = year_window(year, mode)
    return running if running.last_day <= day else year_window(year - 1, mode)


@lru_cache(maxsize=1024)
def quarter_of(month: Month, mode: YearMode) -> Quarter:
    """The quarter a month lies in; quarters of both modes share their month boundaries."""
    first = quarter_start(month)
    calendar_number = (first % 100 - 1) // 3 + 1
    number = calendar_number % 4 + 1 if mode is YearMode.INCOME_YEAR else calendar_number
    return Quarter(first, year_of(first, mode), number, mode)


@lru_cache(maxsize=1024)
def quarter_start(month: Month) -> Month:
    """The first month of the quarter a month lies in, the same in both year modes."""
    return Month(month // 100 * 100 + (month % 100 - 1) // QUARTER_MONTHS * QUARTER_MONTHS + 1)


def make_quarter(year: int, number: int, mode: YearMode) -> Quarter:
    """The quarter with a number: in income-year mode the first runs October to December of the year before.

    Raises:
        ValueError: The number is not 1 to 4.
    """
    if number not in (1, 2, 3, 4):
        raise ValueError(f"no such quarter: {number}")
    return quarter_of(add_months(year_window(year, mode).first, QUARTER_MONTHS * (number - 1)), mode)


def day_number(day: date) -> int:
    """A day written yyyymmdd: a birthday that a year does not have keeps its place between two days."""
    return day.year * 10_000 + day.month * 100 + day.day


def age_on(born: date, day: date) -> int:
    """Full years of life, completed on the birthday itself; one way everywhere (realdata.md 5)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _ordinal(month: Month) -> int:
    return month // 100 * 12 + month % 100 - 1
