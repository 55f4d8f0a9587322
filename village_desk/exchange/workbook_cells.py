"""What a cell is in a workbook: a number where that is sure, else a text; equal cells are looked at once."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from village_desk.exchange.layout import STYLES, Cell
from village_desk.exchange.sheet_row_shapes import Kind, ShapedCell
from village_desk.exchange.workbook_setup import Looks

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from village_desk.exchange.sheet_rows import RowsWorksheet

_SURE_DIGITS = 15
_NUMBER = re.compile(r"([-−]?)([0-9,]+)(?:\.([0-9]+))?(%?)")
_REMEMBERED = 8_192
"""Cells; captions and the usual figures come again with each household, most others never."""


class CellShapes:
    """Knows for each cell of one workbook its shape and value: a text's place, a number's digits or None."""

    def __init__(self, workbook: Workbook) -> None:
        self._looks = Looks(workbook)
        self._known: dict[Cell, tuple[ShapedCell, int | str | None]] = {}
        self._shapes: dict[tuple[int, int, int, Kind], ShapedCell] = {}

    def of(self, cell: Cell, worksheet: RowsWorksheet) -> tuple[ShapedCell, int | str | None]:
        """The shape and the value of a cell.

        Raises:
            Refusal: A text is longer than a cell holds, or has half a character.
        """
        found = self._known.get(cell)
        if found is None:
            if len(self._known) == _REMEMBERED:
                self._known.clear()
            found = self._known[cell] = self._looked_at(cell, worksheet)
        return found

    def _looked_at(self, cell: Cell, worksheet: RowsWorksheet) -> tuple[ShapedCell, int | str | None]:
        if cell.number is not None:
            shown = number_format(cell.text)
            digits = f"{cell.number:f}" if isinstance(cell.number, Decimal) else str(cell.number)
            if shown is not None and len(digits.strip("-0").replace(".", "")) <= _SURE_DIGITS:
                return self._shape(cell, Kind.NUMBER, shown), digits
        if not cell.text:
            return self._shape(cell, Kind.BLANK), None
        return self._shape(cell, Kind.TEXT), worksheet.text_place(cell.text)

    def _shape(self, cell: Cell, kind: Kind, shown: str | None = None) -> ShapedCell:
        key = (cell.columns, cell.rows, self._looks.of(cell.style, shown), kind)
        if key not in self._shapes:
            style = STYLES[cell.style]
            self._shapes[key] = ShapedCell(*key, is_framed=style.border or style.fill is not None)
        return self._shapes[key]


def number_format(text: str) -> str | None:
    """The number format that shows a number as this text, or None if the text is no plain number."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    whole = "#,##0" if "," in found[2] else "0"
    decimals = "." + "0" * len(found[3]) if found[3] else ""
    return whole + decimals + found[4]
