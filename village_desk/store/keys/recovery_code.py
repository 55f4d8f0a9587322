"""The recovery code: 128 random bits as eight groups of six digits, for the sealed envelope in the safe.

Digits only, because they go through a Chinese input method as they are and can be read out by telephone.
Each group carries 16 bits times 13 plus its place. 13 is prime and the powers of ten up to the sixth digit
leave six different rests, so one wrong digit, any two swapped digits and any two swapped groups are noticed,
and the group is named before the code is used.
"""

from __future__ import annotations

import re
import unicodedata

from village_desk.rules.refusals import Refusal

SECRET_BYTES = 16
GROUPS = 8

_DIGITS = 6
_PRIME = 13
_MEANT = str.maketrans({"O": "0", "Q": "0", "〇": "0", "I": "1", "L": "1", "|": "1"})
_NOT_TYPED = re.compile(r"[^0-9A-Z]+")
_LIKE_A_CODE = re.compile(r"\s*(\d{6}[\s-]*){7,}")


def print_code(secret: bytes) -> str:
    """Print 16 secret bytes as eight groups of six digits with blanks between them.

    Raises:
        ValueError: Not 16 bytes.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError("a recovery secret has 16 bytes")
    pairs = (int.from_bytes(secret[start : start + 2], "big") for start in range(0, SECRET_BYTES, 2))
    return " ".join(f"{pair * _PRIME + place:0{_DIGITS}d}" for place, pair in enumerate(pairs, start=1))


def looks_like_code(typed: str) -> bool:
    """Whether the paper from the safe was typed where a passphrase is asked for."""
    return _LIKE_A_CODE.fullmatch(typed) is not None


def read_code(typed: str) -> bytes:
    """Read a typed code back; blanks, dashes, full width, O for 0 and I for 1 are forgiven.

    Raises:
        Refusal: recovery-code-mistyped with the first group that cannot be right.
    """
    groups = _groups(typed)
    pairs = [_pair(digits, place) for place, digits in enumerate(groups[:GROUPS], start=1)]
    if len(groups) != GROUPS:
        raise Refusal("recovery-code-mistyped", group=min(len(groups) + 1, GROUPS))
    return b"".join(pair.to_bytes(2, "big") for pair in pairs)


def _groups(typed: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_MEANT)
    groups = [group for group in _NOT_TYPED.split(plain) if group]
    whole = "".join(groups)
    if len(groups) == GROUPS and len(whole) != GROUPS * _DIGITS:
        return groups
    return [whole[start : start + _DIGITS] for start in range(0, len(whole), _DIGITS)]


def _pair(digits: str, place: int) -> int:
    right_kind = len(digits) == _DIGITS and digits.isascii() and digits.isdigit()
    pair, rest = divmod(int(digits) - place, _PRIME) if right_kind else (-1, 0)
    if rest or not 0 <= pair <= 0xFFFF:
        raise Refusal("recovery-code-mistyped", group=place)
    return pair
