"""What a cell is in a workbook: a number where that is sure, else a text; equal cells are looked at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from village_desk.exchange.paper.layout import STYLES, Cell
from village_desk.exchange.paper.rare_text import workbook_text
from village_desk.exchange.paper.remembered import Remembered
from village_desk.exchange.paper.sheet_row_shapes import Kind, ShapedCell
from village_desk.exchange.paper.workbook_setup import Looks

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_SURE_DIGITS = 15
_NUMBER = re.compile(r"([-−]?)([0-9,]+)(?:\.([0-9]+))?(%?)")


CellInWorkbook = tuple[ShapedCell, int | str | None]
"""A cell's shape and its value: a text's place, a number's digits, or None."""


def cells_in(workbook: Workbook, growth: float) -> Mapping[Cell, CellInWorkbook]:
    """What each cell is in a workbook whose type is set so much larger than usual.

    Asking for one raises a Refusal if its text is longer than a cell holds, or has half a character.
    """
    return Remembered(_Cells(workbook, growth).cell)


class _Cells:
    def __init__(self, workbook: Workbook, growth: float) -> None:
        self._workbook = workbook
        self._looks = Looks(workbook, growth)
        self._shapes: dict[tuple[int, int, int, Kind], ShapedCell] = {}

    def cell(self, cell: Cell) -> CellInWorkbook:
        if cell.number is not None:
            shown = number_format(cell.text)
            digits = f"{Decimal(cell.number).normalize():f}"  # equal numbers look equal, so do the files
            if shown is not None and len(digits.strip("-0").replace(".", "")) <= _SURE_DIGITS:
                return self._shape(cell, Kind.NUMBER, shown), digits
        if not cell.text:
            return self._shape(cell, Kind.BLANK), None
        from village_desk.exchange.paper.sheet_rows import text_place

        text = workbook_text(cell.text, STYLES[cell.style])
        return self._shape(cell, Kind.TEXT), text_place(self._workbook, text)

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
