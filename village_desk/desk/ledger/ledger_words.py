"""What the ledger says of the cell in hand, and the keys that work in its grid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import Qt

from village_desk.definitions.words import say
from village_desk.desk.fields.field_notes import NOTE_KEY, note_words
from village_desk.desk.ledger.ledger_table import LedgerModel
from village_desk.entry.keyboard.amount_typing import grouped

_ASKED_AS = {"mark": "item", "hint": "amount"}
"""Columns that only show what follows from another one."""


def asked_as(key: str) -> str:
    """The question that a column answers or follows from."""
    return _ASKED_AS.get(key, key)


def about_cell(model: LedgerModel, row: int, key: str) -> str:
    """What is to be known of a cell: why it is not understood, its note, a correction, last year's figure."""
    index, entry = model.index(row, 0), model.entry
    problem = model.problem(row, key)
    if problem:
        return say("ledger.not_understood", text=entry.text(row, key), why=problem)
    if model.expected_at(row) is not None or not index.isValid():
        return str(model.data(index, Qt.ItemDataRole.ToolTipRole)) if index.isValid() else ""
    if entry.disagrees(row):
        return str(model.data(model.index(row, 5), Qt.ItemDataRole.ToolTipRole))
    if note := model.note(row, asked_as(key)):
        return note_words(note)
    if corrected := entry.correction(row):
        return corrected
    hint = entry.last_year_hint(row)
    return say("ledger.last_year", amount=grouped(hint)) if hint is not None else ""


@cache  # asked for at every turn of the cursor
def ledger_keys() -> Sequence[tuple[str, str]]:
    """The keys that work in the grid."""
    return (
        ("F4", say("ledger.key_list")),
        ("F5", say("ledger.key_copy")),
        ("F6", say("ledger.key_carry")),
        ("F7", say("ledger.key_ratio")),
        ("Del", say("ledger.key_void")),
        (NOTE_KEY, say("notes.key")),
        ("Alt+←→", say("ledger.key_year")),
        ("Ctrl+V", say("pasting.key_paste")),
    )
