"""What is said of a sheet before it is printed."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.exchange.sheets.making import SheetMade

_MOST_MISSING = 6


def missing_words(made: SheetMade) -> str:
    """Which characters no font has and whose sheets they are on; blank when all are there."""
    if not made.missing:
        return ""
    named = [f"{whose} {'、'.join(sorted(lacking))}" for whose, lacking in made.missing.items()]
    shown = "；".join(named[:_MOST_MISSING])
    more = len(named) - _MOST_MISSING
    return say("sheets.missing", named=shown) + (say("sheets.missing_more", count=more) if more > 0 else "")
