"""What is said of a sheet before it is printed, and by which keys."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.exchange.sheets.making import SheetMade

Keys = tuple[tuple[str, str], ...]

_MOST_MISSING = 6


def missing_words(made: SheetMade) -> str:
    """Which characters no font has and whose sheets they are on; blank when all are there."""
    if not made.missing:
        return ""
    named = [f"{whose} {'、'.join(sorted(lacking))}" for whose, lacking in made.missing.items()]
    shown = "；".join(named[:_MOST_MISSING])
    more = len(named) - _MOST_MISSING
    return say("sheets.missing", named=shown) + (say("sheets.missing_more", count=more) if more > 0 else "")


def sheet_keys(writing: Keys, own: Keys) -> Keys:
    """The keys that work over a preview, those without a button first.

    ``writing`` are those of a sheet with texts of its own, ``own`` those that only a village's book has.
    """
    return (
        (say("sheets.digits"), say("sheets.which")),
        *writing,
        ("PgUp PgDn", say("sheets.key_pages")),
        ("Ctrl+L", say("sheets.key_go")),
        ("Ctrl+F", say("sheets.key_find")),
        ("Ctrl+P", say("sheets.print")),
        ("Ctrl+D", say("sheets.save_pdf")),
        ("Ctrl+E", say("sheets.save_xlsx")),
        *own,
        ("Ctrl+K", say("sheets.sign")),
        ("Ctrl+＋ －", say("sheets.key_zoom")),
    )
