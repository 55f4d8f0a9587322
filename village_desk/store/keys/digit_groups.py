"""Bytes as groups of six digits, to be written down, read out and typed again, each group with its own check.

Digits only, because they go through a Chinese input method as they are and can be read out by telephone.
Each group carries 16 bits times 13 plus its place. 13 is prime and the powers of ten up to the sixth digit
leave six different rests, so one wrong digit, any two swapped digits and two groups swapped that stand less
than 13 places apart are noticed, and the group is named.
"""

from __future__ import annotations

import re
import unicodedata

DIGITS = 6

_PRIME = 13
_MEANT = str.maketrans({"O": "0", "Q": "0", "〇": "0", "I": "1", "L": "1", "|": "1"})
_NOT_TYPED = re.compile(r"[^0-9A-Z]+")


class WrongGroupError(ValueError):
    """A group, counted from 1, that cannot be right."""

    def __init__(self, group: int) -> None:
        super().__init__(group)
        self.group = group


def print_groups(content: bytes) -> str:
    """Print an even number of bytes with blanks between the groups.

    Raises:
        ValueError: An odd number of bytes.
    """
    if len(content) % 2:
        raise ValueError("groups hold two bytes each")
    pairs = (int.from_bytes(content[start : start + 2], "big") for start in range(0, len(content), 2))
    return " ".join(f"{pair * _PRIME + place:0{DIGITS}d}" for place, pair in enumerate(pairs, start=1))


def read_groups(typed: str, groups: int | None = None) -> bytes:
    """Read groups back; blanks, dashes, full width, O for 0 and I for 1 are forgiven.

    ``groups`` is how many there must be; None takes as many as there are.

    Raises:
        WrongGroupError: The first group that cannot be right, or is missing.
    """
    found = _groups(typed, groups)
    pairs = [_pair(digits, place) for place, digits in enumerate(found[:groups], start=1)]
    if groups is not None and len(found) != groups:
        raise WrongGroupError(min(len(found) + 1, groups))
    return b"".join(pair.to_bytes(2, "big") for pair in pairs)


def _groups(typed: str, wanted: int | None) -> list[str]:
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_MEANT)
    groups = [group for group in _NOT_TYPED.split(plain) if group]
    whole = "".join(groups)
    if len(groups) == wanted and len(whole) != wanted * DIGITS:
        return groups
    return [whole[start : start + DIGITS] for start in range(0, len(whole), DIGITS)]


def _pair(digits: str, place: int) -> int:
    right_kind = len(digits) == DIGITS and digits.isascii() and digits.isdigit()
    pair, rest = divmod(int(digits) - place, _PRIME) if right_kind else (-1, 0)
    if rest or not 0 <= pair <= 0xFFFF:
        raise WrongGroupError(place)
    return pair
