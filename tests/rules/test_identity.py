"""Identity numbers and disability certificates, as real rosters have them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.rules.identity import (
    check_digit,
    is_checked,
    matching_number,
    read_identity,
    tidy_identity,
)

DIGITS = st.text("0123456789", min_size=17, max_size=17)


def number_of(region: str = "990101", born: str = "19900307", order: str = "123") -> str:
    seventeen = region + born + order
    return seventeen + check_digit(seventeen)


@given(DIGITS, st.integers(0, 16), st.integers(1, 9))
def test_the_check_digit_notices_any_single_wrong_digit(seventeen: str, place: int, step: int) -> None:
    right = seventeen + check_digit(seventeen)
    wrong = str((int(right[place]) + step) % 10)
    assert is_checked(right)
    assert not is_checked(right[:place] + wrong + right[place + 1 :])


def test_a_number_says_birthday_and_sex() -> None:
    identity = read_identity(number_of())
    assert (identity.born, identity.sex, identity.is_checked) == (date(1990, 3, 7), "男", True)
    assert read_identity(number_of(order="124")).sex == "女"


def test_a_certificate_says_kind_and_grade_of_the_disability() -> None:
    identity = read_identity(number_of() + "43")
    assert (identity.disability_kind, identity.disability_grade) == ("肢体", "三级")
    assert identity.is_checked
    assert read_identity(number_of() + "43B1").disability_kind == "肢体"


@pytest.mark.parametrize("digits", ["01", "85", "05", "40", "4X", "²1", "١٢"])
def test_a_certificate_with_an_unknown_kind_or_grade_says_nothing_of_it(digits: str) -> None:
    identity = read_identity(number_of() + digits)
    assert identity.disability_kind is None or identity.disability_grade is None


@pytest.mark.parametrize("length", [0, 1, 9, 14, 15, 16, 17, 19, 21, 23])
def test_a_number_of_another_length_says_nothing(length: int) -> None:
    identity = read_identity((number_of() * 2)[:length])
    assert (identity.born, identity.sex, identity.is_checked) == (None, None, False)


def test_an_old_number_of_fifteen_digits_has_no_birthday_in_the_year_8203() -> None:
    assert read_identity("990101820304123").born is None


def test_a_day_that_does_not_exist_is_no_birthday() -> None:
    assert read_identity(number_of(born="20230229")).born is None
    assert read_identity(number_of(born="20230229")).is_checked


@given(st.text(max_size=24))
def test_reading_a_number_never_fails(text: str) -> None:
    identity = read_identity(text)
    assert identity.number == text
    assert identity.is_checked == is_checked(text)


def test_nobody_is_matched_on_a_placeholder_or_a_damaged_number() -> None:
    assert matching_number(number_of(region="999999")) is None
    assert read_identity(number_of(region="999999")).is_placeholder
    assert matching_number(number_of()[:-1] + "?") is None
    assert matching_number(None) is None
    assert matching_number("") is None
    assert matching_number(number_of() + "4") is None


def test_a_person_is_the_same_with_and_without_the_certificate() -> None:
    assert matching_number(number_of() + "43") == matching_number(number_of()) == number_of()


def _ending_in_x() -> str:
    return next(n for n in (number_of(order=f"{order:03d}") for order in range(200)) if n.endswith("X"))


@pytest.mark.parametrize("sign", ["x", "X", "Ｘ", "ｘ", "×"])
def test_every_x_is_one_x(sign: str) -> None:
    number = _ending_in_x()
    assert tidy_identity(number[:-1] + sign) == number


@pytest.mark.parametrize("shape", ["'{}", " {} ", "　{}", "{}\u200b", "\u202a{}\u202c", "＇{}", "\ufeff{}"])
def test_what_cannot_be_seen_is_taken_out(shape: str) -> None:
    assert tidy_identity(shape.format(number_of())) == number_of()


def test_wide_digits_and_blanks_within_are_put_right() -> None:
    number = number_of()
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number)
    assert tidy_identity(wide) == number
    assert tidy_identity(f"{number[:6]} {number[6:14]} {number[14:]}") == number


@given(st.text(max_size=40))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy_identity(tidy_identity(text)) == tidy_identity(text)
