"""Bare figures pasted into 全村录入 from a cell on: seen by row with what is wrong, written as one deed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from village_desk.definitions.items import income_items
from village_desk.definitions.words import say
from village_desk.entry.ledger.pasting import cells_of
from village_desk.entry.ledger.village_ledger import Slot, VillageLedger, VillageLedgerRow
from village_desk.entry.typing import why_not
from village_desk.rules.money import Fen
from village_desk.rules.reading import NotUnderstoodError

_WHO = ("number", "head_name", "name")


class FiguresRow(Struct):
    """One row of figures beside the household or member that they fall on."""

    texts: dict[str, str]
    slots: dict[str, Slot]
    amounts: dict[Slot, Fen] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    is_new: bool = True
    """Nothing of it is in the book yet."""


class VillageFigures:
    """What a paste of bare figures would do."""

    def __init__(self, ledger: VillageLedger, text: str, row: int, column: int) -> None:
        """Lay a block over the table, its first figure on the cell in hand; empty cells change nothing."""
        self._ledger = ledger
        cells = cells_of(text)
        items = ledger.items[column : column + max(map(len, cells), default=0)]
        self.columns = (*_WHO[: 3 if ledger.whose == "person" else 2], *(item.code for item in items))
        self.left_over = max(map(len, cells), default=0) - len(items)
        self.rows: Sequence[FiguresRow] = [
            FiguresRow(
                _who(one) | {item.code: cell for item, cell in zip(items, figures, strict=False) if cell},
                {item.code: ledger.slot(place, item) for item in items},
            )
            for place, (one, figures) in enumerate(zip(ledger.rows[row:], cells, strict=False), row)
            if any(figures)
        ]
        for one in self.rows:
            self._read(one)

    @property
    def good(self) -> int:
        """Rows that can be written."""
        return sum(not row.problems for row in self.rows)

    def label(self, column: str) -> str:
        """What a column is called."""
        item = income_items().get(column)
        return item.label if item is not None else say(f"village_ledger.{column}")

    def is_figure(self, column: str) -> bool:
        """Whether a column holds amounts."""
        return column not in _WHO

    def mend(self, number: int, column: str, text: str) -> None:
        """Take another text for one cell."""
        self.rows[number].texts[column] = text
        self._read(self.rows[number])

    def write(self) -> int:
        """Write the rows that can be written, in one deed; how many figures are on disk.

        Raises:
            Refusal: The book cannot be written: nothing is.
        """
        good = [row.amounts for row in self.rows if not row.problems]
        return self._ledger.write(
            {slot: amount for row in good for slot, amount in row.items()}, "block-pasted"
        )

    def _read(self, row: FiguresRow) -> None:
        row.amounts, row.problems = {}, {}
        for column, slot in row.slots.items():
            try:
                amount = self._ledger.read(slot, row.texts.get(column, ""))
            except NotUnderstoodError as error:
                row.problems[column] = why_not(error)
                continue
            if amount is not None:
                row.amounts[slot] = amount
        row.is_new = not any(self._ledger.lines(slot) for slot in row.amounts)


def _who(row: VillageLedgerRow) -> dict[str, str]:
    return {key: getattr(row, key) for key in _WHO}
