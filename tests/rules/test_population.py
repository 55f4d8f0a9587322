"""Who belongs to a household and who counts, on a day."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.rules.months import Month
from village_desk.rules.population import counted_count, is_counted_on, is_member_on, registered_count
from village_desk.rules.records import Person

DAY = date(2025, 9, 30)


def person(**values: object) -> Person:
    return Person("p", "990101001001", "h", 1, **values)  # type: ignore[arg-type]


def test_a_member_without_dates_always_belongs() -> None:
    assert is_member_on(person(), date(1990, 1, 1))
    assert is_counted_on(person(), DAY)


@pytest.mark.parametrize(("day", "belongs"), [(date(2025, 3, 4), False), (date(2025, 3, 5), True)])
def test_a_child_belongs_from_the_day_of_joining(day: date, belongs: bool) -> None:  # noqa: FBT001
    assert is_member_on(person(joined_on=date(2025, 3, 5)), day) is belongs


@pytest.mark.parametrize(("day", "belongs"), [(date(2025, 3, 4), True), (date(2025, 3, 5), False)])
def test_who_left_no_longer_belongs_on_the_day_of_leaving(day: date, belongs: bool) -> None:  # noqa: FBT001
    assert is_member_on(person(left_on=date(2025, 3, 5)), day) is belongs


def test_who_is_not_counted_is_registered_all_the_same() -> None:
    family = [person(), person(counted=False), person(left_on=date(2024, 1, 1))]
    assert (registered_count(family, DAY), counted_count(family, DAY)) == (2, 1)


@pytest.mark.parametrize(
    ("month", "counts"), [(202412, True), (202501, False), (202506, False), (202507, True)]
)
def test_a_dated_exception_holds_only_between_its_months(month: int, counts: bool) -> None:  # noqa: FBT001
    away = person(counted=False, not_counted_from=Month(202501), not_counted_until=Month(202506))
    assert is_counted_on(away, date(month // 100, month % 100, 28)) is counts


def test_an_exception_without_an_end_goes_on() -> None:
    away = person(counted=False, not_counted_from=Month(202501))
    assert not is_counted_on(away, date(2039, 1, 1))
    assert is_counted_on(away, date(2024, 12, 31))


def test_months_alone_make_no_exception() -> None:
    assert is_counted_on(person(counted=None, not_counted_from=Month(202501)), DAY)
    assert is_counted_on(person(counted=True, not_counted_from=Month(202501)), DAY)


def test_an_empty_household_has_nobody() -> None:
    assert (registered_count([], DAY), counted_count([], DAY)) == (0, 0)
