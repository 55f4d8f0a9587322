"""A block of cells pasted from a spreadsheet into a ledger: read as if typed, seen, then written.

Nothing is on disk before ``write``, which is one deed with one undo.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from msgspec import Struct, field

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.items import income_items
from village_desk.definitions.words import say
from village_desk.entry.keyboard.month_typing import month_in
from village_desk.entry.ledger.ledger_entry import PERSON, LedgerEntry
from village_desk.entry.line_amounts import completed, unit_for
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import fields_of, why_not
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.records import LedgerLine

_FEWEST_HEADINGS = 2
_NAME_HEADINGS = ("谁的", "姓名", "成员")
_FIGURES = frozenset({"quantity", "price", "amount", "scale"})
_NEVER_PASTED = frozenset({"origin"})


class SeenRow(Protocol):
    """One row of a block as it is shown before it is written."""

    texts: dict[str, str]
    problems: dict[str, str]

    @property
    def is_new(self) -> bool:
        """It only adds; other rows change what is there."""


class SeenBlock(Protocol):
    """A block that is shown and mended before it is written: one household's, or a village's."""

    columns: tuple[str, ...]
    left_over: int

    @property
    def rows(self) -> Sequence[SeenRow]:
        """All rows, those with a problem too."""

    @property
    def good(self) -> int:
        """Rows that can be written."""

    def label(self, column: str) -> str:
        """What a column is called."""

    def is_figure(self, column: str) -> bool:
        """Whether a column holds figures."""

    def mend(self, number: int, column: str, text: str) -> None:
        """Take another text for one cell."""

    def write(self) -> int:
        """Write what can be written as one deed; how many lines are on disk."""


class PastedRow(Struct):
    """One row of the block; the line it is typed over, or none for a new one."""

    texts: dict[str, str]
    line: LedgerLine | None
    values: dict[str, Value] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    """Column to why its cell cannot be taken."""

    @property
    def is_new(self) -> bool:
        """It adds a line."""
        return self.line is None


class PastedBlock:
    """What a paste would do to one household's ledger."""

    def __init__(
        self, sitting: Sitting, entry: LedgerEntry, text: str, row: int, columns: Sequence[str]
    ) -> None:
        """Read a block for the grid from ``row`` down; without headings of its own it fills ``columns``."""
        self._sitting = sitting
        self._entry = entry
        cells = cells_of(text)
        headed = _columns_named(cells[0]) if cells else []
        self.columns: tuple[str, ...] = tuple(column for column in headed or columns if column)
        self.left_over = 0
        """Columns to the right for which the grid has none."""
        self.rows: list[PastedRow] = []
        for place, texts in enumerate(cells[1:] if headed else cells):
            self._add(texts, headed or list(columns), row + place)
        used = {column for row in self.rows for column in row.texts}
        self.columns = tuple(column for column in self.columns if column in used)

    @property
    def good(self) -> int:
        """Rows that can be written."""
        return sum(not row.problems for row in self.rows)

    def label(self, column: str) -> str:
        """What a column is called."""
        return say("ledger.person") if column == PERSON else fields_of("ledger_line")[column].label

    def is_figure(self, column: str) -> bool:
        """Whether a column holds figures."""
        return column in _FIGURES

    def mend(self, number: int, column: str, text: str) -> None:
        """Take another text for one cell."""
        self.rows[number].texts[column] = text
        self._read(self.rows[number])

    def write(self) -> int:
        """Write the rows that can be written, in one deed; how many lines are on disk.

        Raises:
            Refusal: The book cannot be written: nothing is.
        """
        good = [row for row in self.rows if not row.problems]
        if good:
            with self._sitting.changing("block-pasted", self._entry.household_id) as change:
                for row in good:
                    if row.line is not None:
                        change.change(LedgerLine, row.line.id, row.values)
                        continue
                    whole: dict[str, Any] = row.values
                    change.insert(
                        LedgerLine(change.new_id(), change.village_code, self._entry.household_id, **whole)
                    )
            self._entry.reload()
        return len(good)

    def _add(self, texts: Sequence[str], columns: Sequence[str], place: int) -> None:
        if not any(texts):
            return
        self.left_over = max(self.left_over, sum(map(bool, texts[len(columns) :])))
        named = zip(columns, texts, strict=False)
        lines = self._entry.lines
        row = PastedRow(
            {column: text for column, text in named if column and text},
            lines[place] if place < len(lines) else None,
        )
        self._read(row)
        self.rows.append(row)

    def _read(self, row: PastedRow) -> None:
        row.values, row.problems = {}, {}
        for column, text in row.texts.items():
            try:
                typed = month_in(text, self._entry.window) if column == "month" else text
                row.values |= self._entry.values_of(column, typed)
            except NotUnderstoodError as error:
                row.problems[column] = why_not(error)
        if row.line is None and row.values.get("item") is None:
            row.problems.setdefault("item", say("pasting.no_item"))
        if not row.problems:
            self._complete(row)

    def _complete(self, row: PastedRow) -> None:
        values = row.values
        if row.line is None:
            values = {**unit_for(income_items().get(str(values["item"]))), **values}
            values.setdefault("month", min(self._sitting.quarter.window.last, self._entry.window.last))
        try:
            row.values = completed(row.line, values)
        except NotUnderstoodError as error:
            row.problems["price" if "price" in row.texts else "amount"] = why_not(error)


class HeadedCells:
    """Cells under a heading: which columns are known, and each row's texts by column."""

    def __init__(self, cells: Sequence[Sequence[str]], column_of: Callable[[str], str]) -> None:
        """Read the first row as the heading; ``column_of`` gives a blank for what it does not know."""
        heading, *rows = cells
        columns = [column_of(cell) for cell in heading]
        self.left_over = sum(bool(cell) for cell, key in zip(heading, columns, strict=True) if not key)
        self.columns = tuple(dict.fromkeys(key for key in columns if key))
        self.rows = [
            {key: cell for key, cell in zip(columns, row, strict=False) if key and cell}
            for row in rows
            if any(row)
        ]


def cells_of(text: str) -> list[list[str]]:
    """The cells of a spreadsheet's clipboard text; a cell of several lines stands in quotation marks."""
    plain = text.replace("\r\n", "\n").rstrip("\n")
    try:
        rows = list(csv.reader(io.StringIO(plain, newline=""), delimiter="\t"))
    except csv.Error:  # a cell without end: no spreadsheet writes that
        rows = [line.split("\t") for line in plain.split("\n")]
    return [[cell.strip() for cell in row] for row in rows]


def is_block(text: str) -> bool:
    """Whether a clipboard text is more than one cell."""
    cells = cells_of(text)
    return len(cells) > 1 or any(len(row) > 1 for row in cells)


def _columns_named(cells: Sequence[str]) -> list[str]:
    """The columns that a heading row names, blank for none; an empty list where it is no heading row."""
    known = _headings()
    columns = [known.get(comparing_form(cell), "") for cell in cells]
    filled = [column for cell, column in zip(cells, columns, strict=True) if cell]
    return columns if len(filled) >= _FEWEST_HEADINGS and sum(map(bool, filled)) * 2 > len(filled) else []


def _headings() -> dict[str, str]:
    found = {comparing_form(text): PERSON for text in _NAME_HEADINGS}
    for key, asked in fields_of("ledger_line").items():
        if key not in _NEVER_PASTED:
            found |= {comparing_form(text): key for text in (asked.label, *asked.aliases)}
    return found
