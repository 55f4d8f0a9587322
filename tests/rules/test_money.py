"""Money is whole fen: sums never drift, and everything is rounded once, half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.rules.money import (
    Fen,
    Thousandths,
    amount_of,
    capitals,
    divide_half_up,
    per_head,
    quantity_text,
    yuan_text,
)

_DIGITS = "零壹贰叁肆伍陆柒捌玖"


@given(st.integers(-(10**18), 10**18), st.integers(-(10**6), 10**6).filter(bool))
def test_dividing_agrees_with_decimal_half_up(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    rounded = exact.quantize(Decimal(1), ROUND_HALF_UP)
    halves = abs(exact % 1) == Decimal("0.5")
    assert halves or divide_half_up(numerator, denominator) == int((exact).to_integral_value(ROUND_HALF_UP))
    assert divide_half_up(numerator, denominator) == int(rounded)


@pytest.mark.parametrize(
    ("fen", "persons", "each"), [(1, 2, 1), (-1, 2, -1), (5, 10, 1), (4, 10, 0), (-5, 10, -1)]
)
def test_half_a_fen_each_is_a_fen_away_from_zero(fen: int, persons: int, each: int) -> None:
    assert per_head(Fen(fen), persons) == each


def test_nobody_counted_has_no_figure_per_head() -> None:
    assert per_head(Fen(100), 0) is None


def test_dividing_by_nothing_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        divide_half_up(1, 0)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_quantity_times_price_is_rounded_once(quantity: int, price: int) -> None:
    exact = Decimal(quantity) / 1000 * Decimal(price) / 1000
    amount = amount_of(Thousandths(quantity), Thousandths(price))
    assert Decimal(amount) / 100 == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_ten_times_ten_fen_is_one_yuan() -> None:
    assert yuan_text(Fen(sum(Fen(10) for _ in range(10)))) == "1.00"


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456, "1234.56"), (-100, "-1.00")]
)
def test_yuan_have_two_decimals(fen: int, text: str) -> None:
    assert yuan_text(Fen(fen)) == text


def test_a_missing_amount_is_blank_and_zero_is_not() -> None:
    assert (yuan_text(None), yuan_text(Fen(0))) == ("", "0.00")
    assert (quantity_text(None), quantity_text(Thousandths(0))) == ("", "0")


@pytest.mark.parametrize(("value", "text"), [(1000, "1"), (100000, "100"), (2500, "2.5"), (-1, "-0.001")])
def test_quantities_show_the_decimals_they_have(value: int, text: str) -> None:
    assert quantity_text(Thousandths(value)) == text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (1000, "壹拾元整"),
        (12_000_00, "壹万贰仟元整"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (600714, "陆仟零柒元壹角肆分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (10_050_000, "壹拾万零伍佰元整"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_000_100_000, "壹亿零壹仟元整"),
        (1_000_000_000, "壹仟万元整"),
        (53, "伍角叁分"),
        (3, "叁分"),
        (-1000, "负壹拾元整"),
    ],
)
def test_known_amounts_in_capitals(fen: int, text: str) -> None:
    assert capitals(Fen(fen)) == text


@given(st.integers(0, 10**13))
def test_capitals_read_back_to_the_same_amount(fen: int) -> None:
    assert _read_capitals(capitals(Fen(fen))) == fen


@given(st.integers(0, 10**13))
def test_capitals_never_hold_two_zeros_together_nor_one_before_yuan(fen: int) -> None:
    text = capitals(Fen(fen))
    assert "零零" not in text
    assert fen < 100 or "零元" not in text


def _read_capitals(text: str) -> int:
    """Reads capitals by adding place by place: another way than writing them."""
    whole, _, rest = text.partition("元") if "元" in text else ("", "", text)
    total = section = digit = 0
    for character in whole:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[character]
            digit = 0
        else:
            times = {"万": 10**4, "亿": 10**8}[character]
            total = (
                (total + section + digit) * times if character == "亿" else total + (section + digit) * times
            )
            section = digit = 0
    fen = (total + section + digit) * 100
    for before, unit in pairwise(rest):
        if unit in "角分":
            fen += _DIGITS.index(before) * {"角": 10, "分": 1}[unit]
    return fen
