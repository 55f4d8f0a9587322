"""The keyboard of a day field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.entry.keyboard.date_typing import DateTyping
from village_desk.rules.reading import NotUnderstoodError, read_day

TODAY = date(2025, 6, 30)


def typed(keys, text=""):
    machine = DateTyping(text, TODAY)
    for key in keys:
        machine.type(key)
    return machine.finish()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("20240501", "2024-05-01"),
        ("2024-5-1", "2024-05-01"),
        ("2024.5.1", "2024-05-01"),
        ("202451", "2024-05-01"),
        ("2024年5月1日", "2024-05-01"),
        ("２０２４０５０１", "2024-05-01"),
        ("20241231", "2024-12-31"),
        ("24-5-1", "2024-05-01"),
        ("68-5-1", "1968-05-01"),
        ("t", "2025-06-30"),
        ("", ""),
        ("2024", "2024"),
    ],
)
def test_keys_become_a_day(keys, text):
    assert typed(keys) == text


def test_a_thirteenth_month_was_january_and_the_day_begins_with_three():
    assert typed("2024131") == "2024-01-31"
    assert typed("2024134") == "2024-01-03"


def test_digits_replace_a_stored_day_from_its_year_on():
    assert typed("19990203", "2024-05-31") == "1999-02-03"


def test_a_new_month_brings_the_31st_back_to_the_last_day_there_is():
    machine = DateTyping("2024-05-31")
    machine.move(+1)
    machine.type("6")
    assert machine.finish() == "2024-06-30"


def test_stepping_the_month_brings_the_31st_back():
    machine = DateTyping("2024-01-31")
    machine.move(+1)
    machine.step(+1)
    assert machine.text == "2024-02-29"


def test_stepping_the_year_brings_a_leap_day_back():
    machine = DateTyping("2024-02-29")
    machine.step(+1)
    assert machine.text == "2025-02-28"


def test_a_day_that_does_not_exist_stays_as_typed():
    assert typed("20250230") == "2025-02-30"
    with pytest.raises(NotUnderstoodError):
        read_day("2025-02-30")


def test_the_day_steps_round_the_end_of_its_month():
    machine = DateTyping("2025-02-28")
    machine.move(+1)
    machine.move(+1)
    machine.step(+1)
    assert machine.text == "2025-02-01"
    machine.step(-1)
    assert machine.text == "2025-02-28"


def test_stepping_an_empty_field_begins_with_today():
    machine = DateTyping("", TODAY)
    machine.step(+1)
    assert machine.text == "2025-06-30"


def test_erasing_takes_back_key_by_key():
    machine = DateTyping()
    for key in "202405":
        machine.type(key)
    machine.erase()
    assert machine.finish().startswith("2024")
    machine.erase()
    machine.erase()
    assert not machine.is_complete


def test_text_that_is_no_day_stays_until_a_digit_begins_anew():
    machine = DateTyping("八零年春")
    assert machine.finish() == "八零年春"
    machine.type("1")
    assert machine.text == "1"


def test_a_letter_means_nothing():
    machine = DateTyping("2024-05-01")
    assert not machine.type("x")
    assert machine.text == "2024-05-01"


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_can_be_typed_as_eight_digits(day):
    assert typed(day.strftime("%Y%m%d").zfill(8)) == day.isoformat()


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_stored_day_passes_through_unchanged(day):
    machine = DateTyping(day.isoformat())
    assert machine.finish() == day.isoformat()


@given(st.text(alphabet="0123456789-/.年 tx", max_size=20), st.lists(st.integers(-3, 3), max_size=8))
def test_no_keys_break_the_machine(keys, steps):
    machine = DateTyping("", TODAY)
    for key in keys:
        machine.type(key)
    for by in steps:
        machine.step(by)
        machine.move(by)
        machine.erase()
    start, length = machine.selection
    assert 0 <= start <= start + length <= len(machine.text)
    machine.finish()
