"""Writes a layout as a workbook: the same rows on the same pages, texts stay texts, no clear copy on disk."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from village_desk.exchange.layout import POINTS_PER_MM, STYLES, Align, Cell, Face, Layout, Row
from village_desk.exchange.page_breaks import Page, PlacedRow, break_pages, frame_of, number_text
from village_desk.exchange.pdf_out import Cancelled, Progress, look

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from village_desk.exchange.sheet_rows import RowsWorksheet

_PAGES_A_SHEET = 1_000
"""Excel keeps 1,023 page ends in a worksheet; more pages go on in the next one."""
_PAPER_CODES = {"A4": 9, "A3": 8}
_FACES = {Face.SERIF: "宋体", Face.SANS: "宋体", Face.BOLD: "黑体"}
_INCH_MM = 25.4
_SCREEN_PIXELS_MM = 96 / _INCH_MM
_FOOTER_FROM_EDGE_MM = 7.0
_SURE_DIGITS = 15
_NUMBER_ROW = 15.75
_FROZEN_ROOM = 220.0
"""Points; a taller head would leave no room to scroll below it on a small screen."""
_NUMBER = re.compile(r"([-−]?)([0-9,]+)(?:\.([0-9]+))?(%?)")
_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - the library wants it without a zone
"""Stands as day of writing in every file, so that equal layouts give equal bytes."""


def write_workbook(
    layout: Layout, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> bytes:
    """Write every page below the other in one worksheet, with page ends where the PDF has them.

    Raises:
        Refusal: Stopped by the user, a text is longer than a cell holds, or has half a character.
    """
    target = BytesIO()
    workbook = _workbook(target, layout)
    _fill(workbook, layout, progress, cancelled)
    workbook.close()
    return target.getvalue()


def _fill(workbook: Workbook, layout: Layout, progress: Progress | None, cancelled: Cancelled | None) -> None:
    pages = break_pages(layout)
    looks = _Looks(workbook)
    for start in range(0, len(pages), _PAGES_A_SHEET):
        part = pages[start : start + _PAGES_A_SHEET]
        sheet = _SheetWriter(_worksheet(workbook, layout, start), layout, looks, part)
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


class _Looks:
    """The numbers of the workbook's formats by style and number format, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._numbers: dict[tuple[str, str | None], int] = {}

    def of(self, style_name: str, number: str | None = None) -> int:
        key = (style_name, number)
        if key not in self._numbers:
            from village_desk.exchange.sheet_rows import style_number

            self._numbers[key] = style_number(self._workbook.add_format(_properties(style_name, number)))
        return self._numbers[key]


class _SheetWriter:
    """Fills one worksheet page by page."""

    def __init__(
        self, worksheet: RowsWorksheet, layout: Layout, looks: _Looks, pages: tuple[Page, ...]
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
        if self._in_groups:
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
        self._add_row(PlacedRow(Row((number,)), (0,), _NUMBER_ROW))

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
        return self._worksheet.text_cell(self._next, column, style, cell.text), style


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


def _workbook(target: BytesIO, layout: Layout) -> Workbook:
    from xlsxwriter import Workbook

    workbook = Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    workbook.set_properties({"title": layout.file_title, "created": _NO_DAY})
    return workbook


def _worksheet(workbook: Workbook, layout: Layout, start: int) -> RowsWorksheet:
    from village_desk.exchange.sheet_rows import RowsWorksheet

    name = re.sub(r"[\[\]:*?/\\']", "", layout.file_title)[:25] or "表"
    sheet_name = f"{name}{start // _PAGES_A_SHEET + 1}" if start else name
    worksheet: RowsWorksheet = workbook.add_worksheet(sheet_name, worksheet_class=RowsWorksheet)
    for column, width in enumerate(layout.column_widths_mm):
        worksheet.set_column_pixels(column, column, round(width * _SCREEN_PIXELS_MM))
    worksheet.set_paper(_PAPER_CODES[layout.paper])
    if layout.landscape:
        worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    _set_margins(worksheet, layout)
    if start and layout.numbering == "whole":
        worksheet.set_start_page(start + 1)
    return worksheet


def _set_margins(worksheet: RowsWorksheet, layout: Layout) -> None:
    frame = frame_of(layout)
    top, right, bottom, left = layout.margins_mm
    lowest = max(bottom, frame.footer_top / POINTS_PER_MM + 3)
    worksheet.set_margins(left / _INCH_MM, right / _INCH_MM, top / _INCH_MM, lowest / _INCH_MM)
    footer = "\n".join(frame.footer_lines).replace("&", "&&")
    number = '&R&"宋体,Regular"&8 第&P页 共&N页' if layout.numbering == "whole" else ""
    written = worksheet.set_footer(
        f'&L&"宋体,Regular"&8 {footer}{number}', {"margin": _FOOTER_FROM_EDGE_MM / _INCH_MM}
    )
    if written:
        raise ValueError("the footer is too long for a workbook")


def _properties(style_name: str, number: str | None) -> dict[str, object]:
    style = STYLES[style_name]
    properties: dict[str, object] = {
        "font_name": _FACES[style.face],
        "font_size": style.size,
        "bold": style.face is Face.BOLD,
        "align": "center" if style.align is Align.CENTRE else style.align.value,
        "valign": "top" if style.at_top else "vcenter",
        "text_wrap": True,
        "num_format": number or "@",
    }
    if style.border:
        properties["border"] = 1
    if style.fill is not None:
        level = round(style.fill * 255)
        properties["bg_color"] = f"#{level:02X}{level:02X}{level:02X}"
    return properties
