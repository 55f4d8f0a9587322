"""The recovery code: 128 random bits as eight groups of six digits, for the sealed envelope in the safe."""

from __future__ import annotations

import re

from village_desk.rules.refusals import Refusal
from village_desk.store.keys.digit_groups import WrongGroupError, print_groups, read_groups

SECRET_BYTES = 16
GROUPS = 8

_LIKE_A_CODE = re.compile(r"\s*(\d{6}[\s-]*){7,}")


def print_code(secret: bytes) -> str:
    """Print 16 secret bytes as eight groups of six digits with blanks between them.

    Raises:
        ValueError: Not 16 bytes.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError("a recovery secret has 16 bytes")
    return print_groups(secret)


def looks_like_code(typed: str) -> bool:
    """Whether the paper from the safe was typed where a passphrase is asked for."""
    return _LIKE_A_CODE.fullmatch(typed) is not None


def read_code(typed: str) -> bytes:
    """Read a typed code back; blanks, dashes, full width, O for 0 and I for 1 are forgiven.

    Raises:
        Refusal: recovery-code-mistyped with the first group that cannot be right.
    """
    try:
        return read_groups(typed, GROUPS)
    except WrongGroupError as wrong:
        raise Refusal("recovery-code-mistyped", group=wrong.group) from None
