"""Which passphrases guard a village's book."""

from __future__ import annotations

import random
import string
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.definitions.words import sentence_of
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.weak_passphrases import refuse_weak

CONTEXT = ("石桥村", "990101001", "shiqiaocun")


def is_refused(passphrase: str, context: tuple[str, ...] = CONTEXT) -> bool:
    try:
        refuse_weak(passphrase, context)
    except Refusal as refusal:
        return refusal.code == "weak-passphrase" and str(refusal.values["reason"]) in sentence_of(refusal)
    return False


@pytest.mark.parametrize(
    "passphrase",
    [
        "", " ", "a1B#", "123456", "1234567890", "13812345678", "99010119900101123X", "0000000000000000",
        "qwertyuiop", "QWERTYUIOP", "1qaz2wsx3edc", "a123456789", "woaini1314520", "P@ssw0rd123",
        "zhangwei1990",        "wangxiaoming88", "lihua13912345678", "cunweihui2025", "我爱你我爱你我爱你1",
        "床前明月光疑是地上霜", "aaaaaaaaaaaaaaa",
        "abcabcabcabcabc", "ＱＷＥＲＴＹ１２３４５６", "love love love love", "1 2 3 4",
        "20250101 20250101", "asdfghjkl;123",
    ],
)  # fmt: skip
def test_what_everybody_uses_is_refused(passphrase: str) -> None:
    assert is_refused(passphrase)


@pytest.mark.parametrize(
    "passphrase", ["990101001 2025", "石桥村石桥村2025年!", "shiqiaocun990101001", "Shiqiaocun#2025"]
)
def test_the_villages_own_name_and_code_count_for_nothing(passphrase: str) -> None:
    assert is_refused(passphrase)


@pytest.mark.parametrize(
    "passphrase",
    ["拖拉机 水井 核桃 石榴", "apple green river stone", "kettle7Granite%owl", "三只黑羊过石桥吃草莓"],
)
def test_four_words_or_ten_characters_of_ones_own_are_taken(passphrase: str) -> None:
    assert not is_refused(passphrase, ())


def test_common_ones_are_refused_however_they_are_put_together() -> None:
    names = [
        "zhangwei",
        "lina",
        "wangfang",
        "liuyang",
        "chenjing",
        "Zhaolei",
        "sunli",
        "zhoujie",
        "wujun",
        "LIMING",
    ]
    words = ["woaini", "mima", "admin", "password", "abc", "qwer", "cunweihui", "Aa", "asdf", "qq"]
    tails = ["1990", "19900101", "123456", "1314520", "888888", "@123", "2025", "123456789", "520", "!"]
    tried = ["".join(parts) for parts in product(names + words, tails, tails, ["", "1", "!", "123", "."])]
    assert len(tried) == 10_000
    # Every eleventh: each name, word and tail comes up many times; all ten thousand take ten seconds.
    assert [passphrase for passphrase in tried[::11] if not is_refused(passphrase)] == []


def test_nearly_all_random_ones_are_taken() -> None:
    draw = random.Random(7)
    letters = string.ascii_letters + string.digits
    refused = sum(is_refused("".join(draw.choices(letters, k=12))) for _ in range(300))
    assert refused <= 3


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(passphrase: str) -> None:
    assert is_refused(passphrase) in (True, False)


@given(st.text(min_size=10, max_size=30))
def test_the_context_never_makes_a_passphrase_stronger(passphrase: str) -> None:
    assert is_refused(passphrase, CONTEXT) >= is_refused(passphrase, ())
