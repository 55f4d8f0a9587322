"""Tells from a workbook's styles which numbers are days and which are lengths of time."""

from __future__ import annotations

import re
from enum import Enum

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_DAY_LETTERS = re.compile(r"[ymdhs]|a/p", re.IGNORECASE)
_BUILT_IN_DAYS = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_BUILT_IN_ELAPSED = 46


class Kind(Enum):
    """What a number is, going by its format."""

    NUMBER = "number"
    DAY = "day"
    ELAPSED = "elapsed"


def kind_of(number: int, code: str | None) -> Kind:
    """What a number of this format is; ``code`` is None for the formats a spreadsheet knows by number.

    The numbers 27-36 and 50-58 are days in Chinese programs only, and there is no other use for them.
    """
    if code is not None:
        return _kind_of_code(code)
    if number == _BUILT_IN_ELAPSED:
        return Kind.ELAPSED
    return Kind.DAY if number in _BUILT_IN_DAYS else Kind.NUMBER


def _kind_of_code(code: str) -> Kind:
    first = _QUOTED.sub("", code).split(";", 1)[0]
    if _ELAPSED.search(first):
        return Kind.ELAPSED
    return Kind.DAY if _DAY_LETTERS.search(_BRACKETS.sub("", first)) else Kind.NUMBER
