"""What a posted copy shows of a name, and a finding of a number."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.rules.checks.masks import masked_account, masked_number, masked_phone
from village_desk.rules.masking import is_minor, minor_name, starred_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李安", "李*"),
        ("李成山", "李*山"),
        ("欧阳成山", "欧*成山"),
        ("𠮷成海", "𠮷*海"),
        ("李", "李"),
        ("阿依古丽·吐尔逊", "阿依古丽·***"),
    ],
)
def test_the_second_character_of_a_name_is_starred(name: str, shown: str) -> None:
    assert starred_name(name) == shown


@given(st.text(min_size=2, max_size=8))
def test_nothing_but_the_first_character_of_a_childs_name_is_left(name: str) -> None:
    assert minor_name(name) == name[0] + "*" * (len(name) - 1)


def test_numbers_are_cut_as_the_field_does() -> None:
    assert masked_number("990101198001011236") == "990101********1236"
    assert masked_phone("13900001234") == "139****1234"
    assert masked_account("6217000000000001234") == "尾号1234"


@given(st.text(alphabet="0123456789", max_size=25))
def test_a_masked_number_is_as_long_as_the_number_and_hides_most_of_it(number: str) -> None:
    for mask, most in ((masked_number, 10), (masked_phone, 7)):
        masked = mask(number)
        assert len(masked) == len(number)
        assert sum(letter != "*" for letter in masked) <= most


def test_an_eighteenth_birthday_ends_being_a_minor_and_an_unknown_one_does_not() -> None:
    assert is_minor(date(2007, 10, 21), date(2025, 10, 20))
    assert not is_minor(date(2007, 10, 20), date(2025, 10, 20))
    assert is_minor(None, date(2025, 10, 20))
