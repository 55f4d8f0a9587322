"""The keyboard of a month field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.entry.keyboard.month_typing import MonthTyping


def typed(keys, text=""):
    machine = MonthTyping(text)
    for key in keys:
        machine.type(key)
    return machine.finish()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("202305", "2023-05"),
        ("2023-5", "2023-05"),
        ("20235", "2023-05"),
        ("2023年5月", "2023-05"),
        ("202312", "2023-12"),
    ],
)
def test_keys_become_a_month(keys, text):
    assert typed(keys) == text


def test_a_thirteenth_month_is_not_written():
    assert typed("202313") == "2023-01"


def test_december_is_followed_by_january_of_the_next_year():
    machine = MonthTyping("2024-12")
    machine.move(+1)
    machine.step(+1)
    assert machine.text == "2025-01"
    machine.step(-1)
    assert machine.text == "2024-12"


def test_a_day_is_cut_to_its_month():
    assert typed("", "2023-05-17") == "2023-05"


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_every_month_can_be_typed_as_six_digits(year, month):
    assert typed(f"{year}{month:02d}") == f"{year}-{month:02d}"
