"""Refuses passphrases that are guessed early: short ones, and those made of what everybody uses.

A passphrase is taken apart into the cheapest pieces a guesser would try: common words, pinyin syllables,
birthdays, years, telephone numbers, rows of the keyboard, repetitions, the village's own name and code. What
the pieces cost, in bits, must reach a limit. The words are in resources/words/weak_passphrases.txt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.places.shipped import shipped
from village_desk.rules.refusals import Refusal

_LEAST_CHARACTERS = 10
_LEAST_WORDS = 4
_LEAST_BITS = 40.0
_LONGEST_PIECE = 24
_DIGITS_ARE_NUMBERS_UP_TO = 20
_CONTEXT_BITS = 2.0
_WORD_BITS = 10.0
_SYLLABLE_BITS = 8.0
_WALK_BITS = 7.0
_RUN_BITS = 6.0
_REPEAT_BITS = 4.0
_HAN_BITS = 9.0

_NUMBERS = (
    (re.compile(r"(19|20)\d\d"), 6.0),
    (re.compile(r"(19|20)?\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"), 13.0),
    (re.compile(r"1[3-9]\d{9}"), 12.0),
)
_MEANT = str.maketrans("@0134$57!", "aoleassti")


class _Common(Struct, frozen=True):
    """What many people use: words, the syllables of pinyin, walks over the keyboard both ways."""

    words: frozenset[str]
    syllables: frozenset[str]
    walks: tuple[str, ...]


def refuse_weak(passphrase: str, context: tuple[str, ...] = ()) -> None:
    """Refuse a passphrase that is too short or too common for a book of real people.

    Args:
        passphrase: As typed.
        context: What a guesser knows of this village: its name, its code, its township.

    Raises:
        Refusal: weak-passphrase; ``reason`` says in words what is wrong.
    """
    plain = " ".join(unicodedata.normalize("NFKC", passphrase).split())
    reason = _reason(
        plain, tuple(" ".join(unicodedata.normalize("NFKC", known).lower().split()) for known in context)
    )
    if reason:
        raise Refusal("weak-passphrase", reason=say(f"weak_passphrase.{reason}"))


def _reason(plain: str, context: tuple[str, ...]) -> str | None:
    words = {word.lower() for word in plain.split(" ") if len(word) > 1}
    if len(plain.replace(" ", "")) < _LEAST_CHARACTERS and len(words) < _LEAST_WORDS:
        return "short"
    if re.fullmatch(rf"[\d -]{{,{_DIGITS_ARE_NUMBERS_UP_TO}}}[xX]?", plain):
        return "only_digits"
    if _bits(plain, ()) < _LEAST_BITS:
        return "common"
    return "of_this_village" if _bits(plain, context) < _LEAST_BITS else None


def _bits(plain: str, context: tuple[str, ...]) -> float:
    """The cheapest way to put the passphrase together, in bits."""
    least = [0.0] + [float("inf")] * len(plain)
    for start in range(len(plain)):
        for end, bits in _pieces(plain, start, context):
            least[end] = min(least[end], least[start] + bits)
    return least[-1]


def _pieces(plain: str, start: int, context: tuple[str, ...]) -> Iterator[tuple[int, float]]:
    yield start + 1, _bits_of_letter(plain[start])
    lower = plain.lower()
    for end in range(start + 2, min(len(plain), start + _LONGEST_PIECE) + 1):
        piece = lower[start:end]
        bits = _bits_of_piece(piece, context)
        if start >= len(piece) and lower[start - len(piece) : start] == piece:
            bits = min(bits, _REPEAT_BITS)
        yield end, bits + (1.0 if plain[start:end] not in (piece, piece.capitalize()) else 0.0)


def _bits_of_piece(piece: str, context: tuple[str, ...]) -> float:
    common = _common()
    if any(piece in known for known in context):
        return _CONTEXT_BITS
    if len(piece) > 2 and (len(set(piece)) == 1 or _is_run(piece)):
        return _RUN_BITS
    if len(piece) > 2 and any(piece in walk for walk in common.walks):
        return _WALK_BITS
    if piece in common.words or piece.translate(_MEANT) in common.words:
        return _WORD_BITS
    if piece in common.syllables:
        return _SYLLABLE_BITS
    return min((bits for pattern, bits in _NUMBERS if pattern.fullmatch(piece)), default=float("inf"))


def _is_run(piece: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(piece)}
    return steps in ({1}, {-1})


def _bits_of_letter(letter: str) -> float:
    if letter == " ":
        return 1.0
    if letter.isascii() and letter.isdigit():
        return 3.3
    if letter.isascii() and letter.isalpha():
        return 4.7 if letter.islower() else 5.2
    return 5.5 if letter.isascii() else _HAN_BITS


@cache
def _common() -> _Common:
    sections: dict[str, list[str]] = {"words": [], "syllables": [], "walks": []}
    section = "words"
    for line in (
        shipped("resources", "words", "weak_passphrases.txt").read_text(encoding="utf-8").splitlines()
    ):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif not line.startswith("# "):
            sections[section] += line.split()
    walks = [*sections["walks"], *(walk[::-1] for walk in sections["walks"])]
    return _Common(frozenset(sections["words"]), frozenset(sections["syllables"]), tuple(walks))
