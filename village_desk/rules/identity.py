"""Identity numbers and disability certificates: check digit, birthday, sex, kind and grade."""

from __future__ import annotations

import re
from datetime import date
from operator import mul

from msgspec import Struct

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_OF_ZEROS = ord("0") * sum(_WEIGHTS)
"""What the weights make of seventeen zeros as bytes."""
_CHECK_DIGITS = "10X98765432"
_DIGITS = "0123456789"
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_FULL_WIDTH = {ord("　"): None, **{0xFF10 + digit: 0x30 + digit for digit in range(10)}}
_LIKE_X = str.maketrans({"x": "X", "Ｘ": "X", "ｘ": "X", "×": "X"})
_INVISIBLE = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060\ufeff'‘’`＇]")
_BIRTHDAY = re.compile(r"[0-9]{8}")

ID_LENGTH = 18
CERTIFICATE_LENGTHS = (20, 22)
PLACEHOLDER_REGION = "999999"

DISABILITY_KINDS = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
DISABILITY_GRADES = ("一级", "二级", "三级", "四级")


class Identity(Struct, frozen=True):
    """What an identity number or disability certificate says of its holder; None where it says nothing."""

    number: str
    born: date | None
    sex: str | None
    is_checked: bool
    """The check digit of the 18-digit part is right."""
    disability_kind: str | None
    disability_grade: str | None

    @property
    def is_placeholder(self) -> bool:
        """The number stands for a person without registration: it never identifies anybody."""
        return self.number.startswith(PLACEHOLDER_REGION)


def tidy_identity(text: str) -> str:
    """Bring a typed number to its stored form: digits and X only differ in width, case and blanks."""
    return _INVISIBLE.sub("", text).translate(_FULL_WIDTH).translate(_LIKE_X)


def check_digit(seventeen: str) -> str:
    """The eighteenth character for seventeen digits (GB 11643)."""
    total = sum(map(mul, seventeen.encode("ascii"), _WEIGHTS)) - _OF_ZEROS
    return _CHECK_DIGITS[total % 11]


def is_checked(number: str) -> bool:
    """Whether a number or a certificate begins with eighteen characters whose check digit is right.

    Nineteen characters are never right: nobody can know which one is too many.
    """
    return _has_known_length(number) and _is_right(number[:ID_LENGTH])


def read_identity(number: str) -> Identity:
    """Read what a stored number says; never raises, because real rosters hold one wrong number in twenty."""
    if not _has_known_length(number):
        return Identity(number, None, None, False, None, None)
    is_certificate = len(number) > ID_LENGTH
    return Identity(
        number=number,
        born=_born(number[6:14]),
        sex=_sex(number[16]),
        is_checked=_is_right(number[:ID_LENGTH]),
        disability_kind=_pick(DISABILITY_KINDS, number[18]) if is_certificate else None,
        disability_grade=_pick(DISABILITY_GRADES, number[19]) if is_certificate else None,
    )


def matching_number(number: str | None) -> str | None:
    """The part by which two records may be taken for one person: 18 characters with a right check digit.

    Empty, damaged and placeholder numbers give None, so nobody is ever matched on them.
    """
    if not number or number.startswith(PLACEHOLDER_REGION) or not is_checked(number):
        return None
    return number[:ID_LENGTH]


def _has_known_length(number: str) -> bool:
    return len(number) == ID_LENGTH or len(number) in CERTIFICATE_LENGTHS


def _is_right(body: str) -> bool:
    return bool(_SHAPE.fullmatch(body)) and check_digit(body[:17]) == body[17]


def _born(eight: str) -> date | None:
    if not _BIRTHDAY.fullmatch(eight):
        return None
    try:
        return date.fromisoformat(eight)
    except ValueError:
        return None


def _sex(digit: str) -> str | None:
    if digit not in _DIGITS:
        return None
    return "男" if int(digit) % 2 else "女"


def _pick(names: tuple[str, ...], digit: str) -> str | None:
    return names[int(digit) - 1] if digit in _DIGITS and 1 <= int(digit) <= len(names) else None
