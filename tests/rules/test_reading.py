"""Any text is understood or not understood, nothing else; what is written reads back to the same value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.rules import reading
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import make_month
from village_desk.rules.reading import MAX_TEXT, NotUnderstoodError, Value, write_value

READERS: dict[str, Callable[[str], Value]] = {
    "text": reading.read_text,
    "digits": reading.read_digits,
    "identity": reading.read_identity_text,
    "number": reading.read_number,
    "whole": reading.read_whole,
    "money": reading.read_money,
    "day": reading.read_day,
    "month": reading.read_month,
    "flag": reading.read_flag,
    "choices": reading.split_choices,
}

ODD = [
    *(
        "1e400",
        "１２００＊３",
        "1.2万",
        "3万元",
        "0x10",
        "--5",
        "1/0",
        "((((",
        "(" * 5000,
        "1" * 5000,
        "1+" * 3000,
    ),
    *(
        "\ud842",
        "a\udc00b",
        "\u3000",
        "\u3000１２\u3000",
        "2024-02-30",
        "20240230",
        "2024年13月",
        "13612345678.0",
    ),
    *(
        '"',
        "\x00",
        "\x001\x00",
        "nan",
        "inf",
        "-inf",
        "1_000",
        "٣",
        "½",
        "²",
        "10²",
        "①",
        "#N/A",
        "=1+1",
        "−5",
        "—",
    ),
    *(
        "0000-00-00",
        "00000000",
        "9999-12-31",
        "2024-05-01 25:99",
        "1,2",
        "1,234,5",
        ".",
        "..",
        "-",
        "+",
        "*",
        "()",
    ),
    *(
        "1 2",
        "\ufeff5",
        "5\u200b",
        "￥",
        "元",
        "万",
        "万万",
        "1/3*3",
        "9" * 300 + "/3",
        "\uffff",
        "\x85",
        "是否",
        "是 ",
    ),
]


@pytest.mark.parametrize("kind", READERS)
@given(text=st.text() | st.sampled_from(ODD) | st.text("0123456789.+-*/()万元,年月日 ", max_size=40))
def test_any_text_is_understood_or_not_understood(kind: str, text: str) -> None:
    try:
        value = READERS[kind](text)
    except NotUnderstoodError:
        return
    if isinstance(value, int) and not isinstance(value, bool):
        assert -(2**63) < value < 2**63
    written = write_value(kind, value)
    written.encode()
    assert READERS[kind](written) == value


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_understood_or_not_understood(kind: str, text: str) -> None:
    try:
        value = READERS[kind](text)
    except NotUnderstoodError:
        return
    assert READERS[kind](write_value(kind, value)) == value


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\t\n", "\u200b", "\ufeff", "\x00"])
def test_a_blank_is_nothing_and_never_zero(kind: str, blank: str) -> None:
    assert not READERS[kind](blank)
    assert READERS[kind](blank) in (None, ())


@given(st.integers(-(10**13) + 1, 10**13 - 1))
def test_money_written_reads_back(fen: int) -> None:
    assert reading.read_money(write_value("money", Fen(fen))) == fen


@given(st.integers(-(10**14) + 1, 10**14 - 1))
def test_a_quantity_written_reads_back(value: int) -> None:
    assert reading.read_number(write_value("number", Thousandths(value))) == value


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_written_reads_back_in_each_of_its_forms(day: date) -> None:
    forms = (write_value("day", day), f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}")
    words = f"{day.year}年{day.month}月{day.day}日"
    assert {reading.read_day(form) for form in (*forms, words, f"{forms[0]} 08:30:00")} == {day}
    assert {reading.read_month(form) for form in (*forms, words)} == {day.year * 100 + day.month}


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_a_month_written_reads_back_in_each_of_its_forms(year: int, number: int) -> None:
    month = make_month(year, number)
    forms = (
        write_value("month", month),
        f"{month}",
        f"{year}/{number}",
        f"{year}年{number:02d}月",
        f"{year}.{number}",
    )
    assert {reading.read_month(form) for form in forms} == {month}


@given(st.booleans())
def test_a_flag_written_reads_back(flag: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    assert reading.read_flag(write_value("flag", flag)) is flag


@given(st.lists(st.text("甲乙丙丁", min_size=1), max_size=5).map(tuple))
def test_choices_written_read_back(chosen: tuple[str, ...]) -> None:
    assert reading.split_choices(write_value("choices", chosen)) == chosen


@given(st.integers(0, 10**9 - 1), st.integers(0, 99))
def test_the_short_way_and_the_long_way_give_one_value(yuan: int, fen: int) -> None:
    text = f"{yuan}.{fen:02d}"
    assert reading.read_money(text) == reading.read_money(f"0+{text}") == yuan * 100 + fen
    assert reading.read_number(text) == reading.read_number(f"0+{text}")
    assert reading.read_whole(str(yuan)) == reading.read_whole(f"{yuan}.0") == yuan


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.integers(1, 9))
def test_arithmetic_is_exact_and_rounded_once(parts: list[int], divisor: int) -> None:
    text = f"({'+'.join(f'{part / 100:.2f}' for part in parts)})/{divisor}"
    exact = Fraction(sum(parts), divisor)
    assert abs(Fraction(reading.read_money(text) or 0) - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1200*3+450", 405_000),
        ("１２００＊３", 360_000),
        ("1.2万", 1_200_000),
        ("3万元", 3_000_000),
        ("1.2万+500", 1_250_000),
        ("3+2万", 2_000_300),
        ("3500元", 350_000),
        ("￥3,500.50", 350_050),
        ("¥ 12", 1_200),
        ("12，345", 1_234_500),
        ("3。5", 350),
        ("-20", -2_000),
        ("－20", -2_000),
        ("0.005", 1),
        ("-0.005", -1),
        ("0", 0),
        ("100÷3", 3_333),
        ("2×(3+4)", 1_400),
        ("5.", 500),
        (".5", 50),
    ],
)
def test_amounts_as_cadres_write_them(text: str, fen: int) -> None:
    assert reading.read_money(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "1e400",
        "1e3",
        "0x10",
        "--5",
        "1/0",
        "((((",
        "1,2",
        "12,34",
        "10²",
        "①",
        "½",
        "3元5",
        "nan",
        "(1200)",
        "（1,200.00）",
    ],
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        reading.read_money(text)
    assert caught.value.code == "not-a-number"


@pytest.mark.parametrize(
    "text", ["100000000000", "1000亿", "99999999999999999999", "-100000000000", "10000000万"]
)
def test_a_hundred_billion_is_a_slip(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        reading.read_money(text)


@pytest.mark.parametrize(
    "text", ["2024-02-30", "20240230", "2024-13-01", "2024-123", "240501", "13612345678.0", "1899-12-31"]
)
def test_days_that_do_not_exist_are_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        reading.read_day(text)


@pytest.mark.parametrize(
    "text", ["2024年13月", "202413", "2024-00", "2024-123", "2024-02-30", "20240230", "5月", "2024"]
)
def test_months_that_do_not_exist_are_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        reading.read_month(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("13612345678.0", "13612345678"),
        ("１３６１２３４５６７８", "13612345678"),
        ("136 1234 5678", "13612345678"),
        ("'6222020200112233445", "6222020200112233445"),
        ("0875-1234567", "0875-1234567"),
    ],
)
def test_telephone_and_account_numbers_are_put_right(text: str, digits: str) -> None:
    assert reading.read_digits(text) == digits


def test_half_a_rare_character_is_refused_and_a_whole_one_kept() -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        reading.read_text("张\ud842")
    assert caught.value.code == "half-character"
    assert reading.read_text("张𠮷䶮\U00030000\U000323af\ue815") == "张𠮷䶮\U00030000\U000323af\ue815"


def test_long_text_is_refused_and_never_cut() -> None:
    assert reading.read_text("长" * MAX_TEXT) == "长" * MAX_TEXT
    with pytest.raises(NotUnderstoodError) as caught:
        reading.read_text("长" * (MAX_TEXT + 1))
    assert caught.value.code == "too-long"


def test_names_match_without_what_cannot_be_seen_and_keep_it() -> None:
    seen = {
        reading.matching_text(name)
        for name in ("张三", "张 三", "张　三", "张\u200b三", "\u202a张三\u202c", "张\u00a0三")
    }
    assert seen == {"张三"}
    assert reading.read_text("张　三") == "张　三"


@given(st.text())
def test_what_is_taken_holds_nothing_that_breaks_a_later_export(text: str) -> None:
    try:
        taken = reading.read_text(text) or ""
    except NotUnderstoodError:
        return
    assert all(
        c in "\t\n\r" or 0x20 <= ord(c) < 0xD800 or 0xE000 <= ord(c) <= 0xFFFD or ord(c) > 0xFFFF
        for c in taken
    )


@pytest.mark.parametrize(
    ("text", "flag"), [("是", True), ("Y", True), ("√", True), ("否", False), ("×", False), ("０", False)]
)
def test_yes_and_no_as_they_are_written(text: str, flag: bool) -> None:  # noqa: FBT001 - parametrized
    assert reading.read_flag(text) is flag


@pytest.mark.parametrize("text", ["*", "2", "不清楚", "??"])
def test_what_is_neither_yes_nor_no_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        reading.read_flag(text)
