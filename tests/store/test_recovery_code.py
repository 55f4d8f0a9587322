"""The code from the safe: what is typed wrong is noticed, what is typed differently is forgiven."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from village_desk.definitions.words import sentence_of
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.recovery_code import print_code, read_code

SECRETS = st.binary(min_size=16, max_size=16)


@given(SECRETS)
def test_a_printed_code_reads_back(secret: bytes) -> None:
    code = print_code(secret)
    assert [len(group) for group in code.split(" ")] == [6] * 8
    assert read_code(code) == secret


@given(SECRETS, st.integers(0, 47), st.sampled_from(string.digits + "ABCXZabcxz"))
def test_one_wrong_character_is_noticed_and_its_group_named(secret: bytes, at: int, wrong: str) -> None:
    typed = list(print_code(secret).replace(" ", ""))
    assume(typed[at] != wrong)
    typed[at] = wrong
    with pytest.raises(Refusal) as refused:
        read_code("".join(typed))
    assert refused.value.code == "recovery-code-mistyped"
    assert refused.value.values["group"] == at // 6 + 1
    assert f"第{at // 6 + 1}组" in sentence_of(refused.value)


@given(SECRETS, st.integers(0, 47), st.integers(0, 47))
def test_any_two_swapped_characters_are_noticed(secret: bytes, one: int, other: int) -> None:
    typed = list(print_code(secret).replace(" ", ""))
    assume(typed[one] != typed[other])
    typed[one], typed[other] = typed[other], typed[one]
    with pytest.raises(Refusal) as refused:
        read_code("".join(typed))
    assert refused.value.values["group"] in {one // 6 + 1, other // 6 + 1}


@given(SECRETS, st.integers(0, 7), st.integers(0, 7))
def test_two_swapped_groups_are_noticed(secret: bytes, one: int, other: int) -> None:
    assume(one != other)
    groups = print_code(secret).split(" ")
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(Refusal) as refused:
        read_code(" ".join(groups))
    assert refused.value.values["group"] == min(one, other) + 1


@given(SECRETS, st.integers(0, 47))
def test_a_forgotten_character_is_noticed(secret: bytes, at: int) -> None:
    code = print_code(secret)
    place = at // 6 * 7 + at % 6
    with pytest.raises(Refusal) as refused:
        read_code(code[:place] + code[place + 1 :])
    assert refused.value.values["group"] == at // 6 + 1
    with pytest.raises(Refusal):
        read_code((code[:place] + code[place + 1 :]).replace(" ", ""))


@given(st.text())
def test_any_text_is_a_code_or_a_refusal(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_code(typed)
    assert 1 <= int(refused.value.values["group"]) <= 8


@given(SECRETS, st.sampled_from(["", "-", "  ", "－", "\u3000", "\n", "—", "."]))
def test_separators_and_letters_for_digits_are_forgiven(secret: bytes, between: str) -> None:
    code = print_code(secret)
    assert read_code(f" {code.replace(' ', between)} ") == secret
    assert read_code(code.replace("0", "O").replace("1", "I")) == secret
    assert read_code(code.replace("0", "o").replace("1", "l")) == secret
    full_width = code.translate({ord(digit): ord(digit) + 0xFEE0 for digit in string.digits})
    assert read_code(full_width) == secret


def test_more_than_eight_groups_are_noticed() -> None:
    with pytest.raises(Refusal):
        read_code(print_code(bytes(16)) + " 000000")


def test_only_sixteen_bytes_make_a_code() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        print_code(b"short")
