"""Whose book it is."""

from __future__ import annotations

from msgspec import Struct


class Village(Struct, frozen=True):
    """What a book says of itself from its first day."""

    code: str
    name: str
    profile: str
    kind: str = "village"
    """``village``, ``town``, or ``practice``: a practice book can never be sent to a township."""
