"""Writes a layout as a workbook: the same rows on the same pages, texts stay texts, no clear copy on disk."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from village_desk.exchange.layout import STYLES, Cell, Layout, Row
from village_desk.exchange.page_breaks import NUMBER_ROW, Page, break_pages, number_text
from village_desk.exchange.pdf_out import Cancelled, Progress, look
from village_desk.exchange.rare_text import workbook_text
from village_desk.exchange.row_heights import PlacedRow
from village_desk.exchange.workbook_setup import Looks, new_workbook, new_worksheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from village_desk.exchange.sheet_rows import RowsWorksheet

_PAGES_A_SHEET = 1_000
"""Excel keeps 1,023 page ends in a worksheet; more pages go on in the next one."""
_SURE_DIGITS = 15
_FROZEN_ROOM = 220.0
"""Points; a taller head would leave no room to scroll below it on a small screen."""
_NUMBER = re.compile(r"([-−]?)([0-9,]+)(?:\.([0-9]+))?(%?)")

_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def write_workbook(
    layout: Layout, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> bytes:
    """Write every page below the other in one worksheet, with page ends where the PDF has them.

    Raises:
        Refusal: Stopped by the user, a text is longer than a cell holds, or has half a character.
    """
    target = BytesIO()
    workbook = new_workbook(target, layout)
    _fill(workbook, layout, progress, cancelled)
    workbook.close()
    return target.getvalue()


def _fill(workbook: Workbook, layout: Layout, progress: Progress | None, cancelled: Cancelled | None) -> None:
    pages = break_pages(layout)
    looks = Looks(workbook)
    for start in range(0, len(pages), _PAGES_A_SHEET):
        part = pages[start : start + _PAGES_A_SHEET]
        worksheet = new_worksheet(workbook, layout, _sheet_name(layout, start), start + 1)
        sheet = _SheetWriter(worksheet, layout, looks, part)
        for number, page in enumerate(part, start):
            if number % 16 == 0:
                look(number, len(pages), progress, cancelled)
            sheet.add(page)
        sheet.finish()
    look(len(pages), len(pages), progress, cancelled)


def number_format(text: str) -> str | None:
    """The number format that shows a number as this text, or None if the text is no plain number."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    whole = "#,##0" if "," in found[2] else "0"
    decimals = "." + "0" * len(found[3]) if found[3] else ""
    return whole + decimals + found[4]


class _SheetWriter:
    """Fills one worksheet page by page."""

    def __init__(
        self, worksheet: RowsWorksheet, layout: Layout, looks: Looks, pages: tuple[Page, ...]
    ) -> None:
        from village_desk.exchange import sheet_rows

        self._rows = sheet_rows
        self._worksheet = worksheet
        self._looks = looks
        self._width = len(layout.column_widths_mm)
        self._in_groups = layout.numbering == "group"
        self._head = None if self._in_groups else _printed_head(pages)
        self._next = 0
        self._page_ends: list[int] = []
        self._below: dict[int, dict[int, str]] = {}
        if self._head is not None:
            first, count = self._head
            worksheet.repeat_rows(first, first + count - 1)
            above = sum(placed.height for placed in pages[0].rows[: first + count])
            if above <= _FROZEN_ROOM:
                worksheet.freeze_panes(first + count, 0)

    def add(self, page: Page) -> None:
        """Write a page's rows; a head that Excel itself repeats on paper is not written again."""
        if self._next:
            self._page_ends.append(self._next)
        skipped = page.repeated if self._head is not None else 0
        for placed in page.rows[skipped:]:
            self._add_row(placed)
        if self._in_groups and page.total > 1:
            self._add_number(page)

    def finish(self) -> None:
        """Set the page ends and what is printed."""
        self._worksheet.set_extent(self._next, self._width)
        self._worksheet.set_h_pagebreaks(self._page_ends)
        self._worksheet.print_area(0, 0, self._next - 1, self._width - 1)

    def _add_row(self, placed: PlacedRow) -> None:
        below = self._below.pop(self._next, {})
        made: dict[int, str] = {}
        for cell, column in zip(placed.row.cells, placed.columns, strict=True):
            made[column], style = self._cell(cell, column)
            if cell.columns > 1 or cell.rows > 1:
                self._join(cell, column, style, made)
        if below:
            made.update(below)
            made = dict(sorted(made.items()))
        self._worksheet.add_row(self._next, placed.height, list(made.values()))
        self._next += 1

    def _join(self, cell: Cell, column: int, style: int, made: dict[int, str]) -> None:
        """Join cells; the ones underneath are there too, blank, so that the frame is whole."""
        self._worksheet.join_cells(self._next, column, cell.rows, cell.columns)
        if not STYLES[cell.style].border and STYLES[cell.style].fill is None:
            return
        for row in range(self._next, self._next + cell.rows):
            for under in range(column, column + cell.columns):
                if row == self._next and under > column:
                    made[under] = self._rows.blank_cell(row, under, style)
                elif row > self._next:
                    self._below.setdefault(row, {})[under] = self._rows.blank_cell(row, under, style)

    def _add_number(self, page: Page) -> None:
        number = Cell(number_text(page), columns=self._width, style="number")
        self._add_row(PlacedRow(Row((number,)), (0,), NUMBER_ROW))

    def _cell(self, cell: Cell, column: int) -> tuple[str, int]:
        if cell.number is not None:
            shown = number_format(cell.text)
            digits = f"{cell.number:f}" if isinstance(cell.number, Decimal) else str(cell.number)
            if shown is not None and len(digits.strip("-0").replace(".", "")) <= _SURE_DIGITS:
                style = self._looks.of(cell.style, shown)
                return self._rows.number_cell(self._next, column, style, digits), style
        style = self._looks.of(cell.style)
        if not cell.text:
            return self._rows.blank_cell(self._next, column, style), style
        text = workbook_text(cell.text, STYLES[cell.style])
        return self._worksheet.text_cell(self._next, column, style, text), style


def _printed_head(pages: tuple[Page, ...]) -> tuple[int, int] | None:
    """First row and number of rows of the one head that every later page repeats; else None.

    Excel repeats rows on all pages or none: a worksheet with several heads gets them as rows.
    """
    count = pages[-1].repeated
    if len(pages) == 1 or not count:
        return None
    head = pages[-1].rows[:count]
    if any(page.rows[: page.repeated] != head for page in pages[1:]):
        return None
    rows = pages[0].rows
    for first in range(len(rows) - count):
        if rows[first : first + count] == head:
            return first, count
    return None


def _sheet_name(layout: Layout, start: int) -> str:
    name = _NOT_IN_A_SHEET_NAME.sub("", layout.file_title)[:25] or "表"
    return f"{name}{start // _PAGES_A_SHEET + 1}" if start else name
