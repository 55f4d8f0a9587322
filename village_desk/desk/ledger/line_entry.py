"""The rest of a ledger row as a form, over the same presenter as the grid."""

from __future__ import annotations

from village_desk.definitions.screens import screen
from village_desk.entry.ledger.ledger_entry import LedgerEntry
from village_desk.entry.records.record_entry import Answer
from village_desk.rules.records import LedgerLine


class LineEntry:
    """One row of the grid by its line, wherever the row moves."""

    def __init__(self, entry: LedgerEntry, row: int) -> None:
        self._entry = entry
        self._line_id = entry.lines[row].id

    @property
    def line(self) -> LedgerLine | None:
        """The line; None where it has gone."""
        row = self._row()
        return self._entry.lines[row] if row >= 0 else None

    def texts(self) -> dict[str, str]:
        """Every field as text."""
        row = self._row()
        keys = [field.key for field in screen("ledger_line").fields]
        return {key: self._entry.text(row, key) for key in keys} if row >= 0 else dict.fromkeys(keys, "")

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text."""
        row = self._row()
        return self._entry.answer(row, key, text) if row >= 0 else Answer("")

    def reload(self) -> None:
        """The grid reads the lines anew for both."""

    def _row(self) -> int:
        return next((row for row, line in enumerate(self._entry.lines) if line.id == self._line_id), -1)
