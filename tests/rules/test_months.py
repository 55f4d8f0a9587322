"""Months, quarters and windows of both year modes; ages as of a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.rules.months import (
    Month,
    Window,
    YearMode,
    add_months,
    age_on,
    last_day_of,
    make_month,
    make_quarter,
    month_of,
    month_text,
    month_words,
    quarter_of,
    quarter_start,
    rolling_window,
    year_of,
    year_window,
)

MONTHS = st.builds(make_month, st.integers(1950, 2150), st.integers(1, 12))
MODES = st.sampled_from(YearMode)


def test_the_income_year_runs_from_october_to_september() -> None:
    assert year_window(2025, YearMode.INCOME_YEAR) == Window(Month(202410), Month(202509))


def test_the_calendar_year_runs_from_january_to_december() -> None:
    assert year_window(2025, YearMode.CALENDAR) == Window(Month(202501), Month(202512))


def test_the_first_quarter_of_the_income_year_is_october_to_december() -> None:
    quarter = make_quarter(2025, 1, YearMode.INCOME_YEAR)
    assert quarter.window == Window(Month(202410), Month(202412))
    assert quarter.name == "2025Q1"
    assert quarter.window.text() == "2024年10月—2024年12月"


@pytest.mark.parametrize(("number", "first"), [(1, 202501), (2, 202504), (3, 202507), (4, 202510)])
def test_calendar_quarters_begin_with_january(number: int, first: int) -> None:
    assert make_quarter(2025, number, YearMode.CALENDAR).first == first


@given(MONTHS, MODES)
def test_every_month_lies_in_its_quarter_and_year(month: Month, mode: YearMode) -> None:
    quarter = quarter_of(month, mode)
    assert month in quarter.window
    assert quarter == make_quarter(quarter.year, quarter.number, mode)
    assert month in year_window(year_of(month, mode), mode)
    assert quarter.first == quarter_start(month)


@given(st.integers(1950, 2150), MODES)
def test_four_quarters_make_the_year(year: int, mode: YearMode) -> None:
    quarters = [make_quarter(year, number, mode) for number in (1, 2, 3, 4)]
    months = [add_months(quarter.first, step) for quarter in quarters for step in range(3)]
    window = year_window(year, mode)
    assert months == [add_months(window.first, step) for step in range(12)]
    assert months[-1] == window.last


@given(MONTHS, st.integers(-600, 600))
def test_stepping_there_and_back_is_the_same_month(month: Month, count: int) -> None:
    assert add_months(add_months(month, count), -count) == month
    assert 1 <= add_months(month, count) % 100 <= 12


@given(MONTHS, MODES, st.integers(-20, 20))
def test_quarters_step_over_year_ends(month: Month, mode: YearMode, steps: int) -> None:
    quarter = quarter_of(month, mode)
    assert quarter.shifted(steps).shifted(-steps) == quarter


@given(MONTHS)
def test_twelve_rolling_months_end_with_the_month(month: Month) -> None:
    window = rolling_window(month)
    assert (window.months, window.last) == (12, month)
    assert window.year_earlier() == window.before()


def test_a_month_has_one_last_day() -> None:
    assert last_day_of(Month(202402)) == date(2024, 2, 29)
    assert last_day_of(Month(202502)) == date(2025, 2, 28)
    assert last_day_of(Month(202512)) == date(2025, 12, 31)


@pytest.mark.parametrize(("year", "month"), [(2024, 0), (2024, 13), (1899, 1), (2200, 1), (2024, -1)])
def test_there_is_no_thirteenth_month(year: int, month: int) -> None:
    with pytest.raises(ValueError, match="no such month"):
        make_month(year, month)


@pytest.mark.parametrize("number", [0, 5, -1])
def test_there_is_no_fifth_quarter(number: int) -> None:
    with pytest.raises(ValueError, match="no such quarter"):
        make_quarter(2025, number, YearMode.CALENDAR)


def test_a_year_is_completed_on_the_birthday_itself() -> None:
    born = date(2009, 9, 1)
    assert (age_on(born, date(2025, 8, 31)), age_on(born, date(2025, 9, 1))) == (15, 16)


def test_who_is_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() -> None:
    born = date(2008, 2, 29)
    assert (age_on(born, date(2026, 2, 28)), age_on(born, date(2026, 3, 1))) == (17, 18)
    assert (age_on(born, date(2024, 2, 28)), age_on(born, date(2024, 2, 29))) == (15, 16)


def test_months_are_written_as_machines_and_as_papers_have_them() -> None:
    assert (month_text(Month(202503)), month_words(Month(202503)), month_text(None)) == (
        "2025-03",
        "2025年3月",
        "",
    )
    assert month_of(date(2025, 3, 31)) == 202503
