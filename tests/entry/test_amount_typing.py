"""The keyboard of amounts, and the echo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.entry.keyboard.amount_typing import (
    amount_echo,
    grouped,
    key_writes,
    number_echo,
    shown_amount,
)
from village_desk.rules.money import Fen
from village_desk.rules.reading import read_money


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("1", "1"),
        ("１", "1"),
        ("。", "."),
        ("×", "*"),
        ("x", "*"),
        ("÷", "/"),
        ("（", "("),
        ("w", "万"),
        ("W", "万"),
        ("j", "斤"),
    ],
)
def test_a_key_writes_what_it_means(key, written):
    assert key_writes(key) == written


@pytest.mark.parametrize("key", ["a", "王", "!", "q"])
def test_other_keys_write_nothing(key):
    assert not key_writes(key)


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("450", ""),
        ("9,999.99", ""),
        ("10000", "10,000.00 元　壹万元整"),
        ("1.2万", "12,000.00 元　壹万贰仟元整"),
        ("1200*3+450", "4,050.00 元"),
        ("0.5万", "5,000.00 元"),
        ("约三百", ""),
        ("", ""),
    ],
)
def test_an_amount_is_echoed_where_the_text_does_not_say_it_plainly(text, echo):
    assert amount_echo(text) == echo


def test_a_quantity_echoes_its_arithmetic():
    assert number_echo("3*600") == "= 1800"
    assert number_echo("1800") == ""


@pytest.mark.parametrize(
    ("amount", "shown"), [(None, ""), (0, "0"), (120450, "1,204.50"), (-120450, "(1,204.50)")]
)
def test_nothing_zero_and_below_zero_look_different(amount, shown):
    assert shown_amount(amount) == shown


def test_not_asked_is_a_dot():
    assert shown_amount(None, is_asked=False) == "·"


@given(st.integers(-(10**12), 10**12))
def test_a_grouped_amount_reads_back(fen):
    assert read_money(grouped(Fen(fen))) == fen
