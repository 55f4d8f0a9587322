"""Writes a layout as a workbook: the same rows on the same pages, texts stay texts, no clear copy on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec.structs import replace

from village_desk.definitions.words import say
from village_desk.exchange.paper.contents_pages import PageRanges
from village_desk.exchange.paper.drawing_painting import drawing_png
from village_desk.exchange.paper.layout import Cell, Layout
from village_desk.exchange.paper.page_breaks import (
    NUMBER_ROW,
    Page,
    break_pages,
    number_text,
    pages_expected,
    pages_in_turn,
)
from village_desk.exchange.paper.paper_frame import Frame, frame_of
from village_desk.exchange.paper.pdf_out import Cancelled, Progress, look
from village_desk.exchange.paper.printed_page import number_is_left, whole_row
from village_desk.exchange.paper.row_heights import PlacedRow, place_rows
from village_desk.exchange.paper.sheet_row_shapes import RowShape, ShapedCell, row_shape
from village_desk.exchange.paper.workbook_cells import CellInWorkbook, cells_in
from village_desk.exchange.paper.workbook_setup import new_workbook, new_worksheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from village_desk.exchange.paper.sheet_rows import RowsWorksheet

_PAGES_BETWEEN_LOOKS = 16
_PAGES_A_SHEET = 1_000
"""Excel keeps 1,023 page ends in a worksheet; more pages go on in the next one."""
_FROZEN_ROOM = 220.0
"""Points; a taller head would leave no room to scroll below it on a small screen."""
_PIXELS_A_POINT = 4 / 3
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def write_workbook(
    layout: Layout,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    ranges: PageRanges | None = None,
) -> bytes:
    """Write every page below the other in one worksheet, with page ends where the PDF has them.

    ``ranges`` knows afterwards on which pages each group stands.

    Raises:
        Refusal: Stopped by the user, a text is longer than a cell holds, or has half a character.
    """
    from village_desk.exchange.paper.sheet_rows import with_rows

    target = BytesIO()
    workbook = new_workbook(target, layout)
    worksheets = _filled(workbook, layout, progress, cancelled, ranges or PageRanges())
    workbook.close()
    return with_rows(target, worksheets)


def _filled(
    workbook: Workbook,
    layout: Layout,
    progress: Progress | None,
    cancelled: Cancelled | None,
    ranges: PageRanges,
) -> list[RowsWorksheet]:
    frame = frame_of(layout)
    # A head that all pages share is known at the end only; pages counted by group have none.
    pages = pages_in_turn(layout, frame) if layout.numbering == "group" else break_pages(layout)
    cells = cells_in(workbook, frame.growth)
    writers: list[_SheetWriter] = []
    if layout.contents is not None:  # worksheets stand in the order they are made in
        worksheet = new_worksheet(workbook, layout, say("sheet.contents"), 1)
        writers.append(_SheetWriter(worksheet, frame, cells, ()))
    done = 0
    for page in pages:
        if done % _PAGES_BETWEEN_LOOKS == 0:
            look(done, pages_expected(layout, done, page), progress, cancelled)
        if done % _PAGES_A_SHEET == 0:
            worksheet = new_worksheet(workbook, layout, _sheet_name(layout, done), done + 1)
            part = pages[done : done + _PAGES_A_SHEET] if isinstance(pages, tuple) else ()
            writers.append(_SheetWriter(worksheet, frame, cells, part))
        writers[-1].add(page)
        ranges.hear(page)
        done += 1
    contents = ranges.contents(layout, frame)
    for page in contents:
        writers[0].add(page)
    done += len(contents)
    for writer in writers:
        writer.finish()
    look(done, done, progress, cancelled)
    return [writer.worksheet for writer in writers]


class _SheetWriter:
    """Fills one worksheet page by page.

    Pages counted by group get their numbers as rows. The others are ``known`` beforehand, and a head that
    they all repeat is left to Excel.
    """

    def __init__(
        self,
        worksheet: RowsWorksheet,
        frame: Frame,
        cells: Mapping[Cell, CellInWorkbook],
        known: tuple[Page, ...],
    ) -> None:
        self.worksheet = worksheet
        self._frame = frame
        self._cells = cells
        self._in_groups = not known
        self._head = _printed_head(known) if known else None
        self._next = 0
        self._page_ends: list[int] = []
        self._shapes: dict[object, RowShape] = {}
        self._below: dict[int, dict[int, ShapedCell]] = {}
        if self._head is not None:
            first, count = self._head
            worksheet.repeat_rows(first, first + count - 1)
            above = sum(placed.height for placed in known[0].rows[: first + count])
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
        width = len(self._frame.columns) - 1
        self.worksheet.set_extent(self._next, width)
        self.worksheet.set_h_pagebreaks(self._page_ends)
        self.worksheet.print_area(0, 0, self._next - 1, width - 1)

    def _add_row(self, placed: PlacedRow) -> None:
        found = [self._cells[cell] for cell in placed.row.cells]
        cells = tuple([cell for cell, _ in found])
        below = self._below.pop(self._next, None)
        key = (placed.plan, cells, tuple(below.items()) if below else ())
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = row_shape(cells, placed.columns, below or {})
        for column, cell in shape.tall:
            for row in range(self._next + 1, self._next + cell.rows):
                self._below.setdefault(row, {})[column] = cell
        if placed.row.has_charts:
            self._add_charts(placed)
        self._next += 1
        values = [value for _, value in found if value is not None]
        filled = shape.row(self._next, placed.height * self._frame.growth, values)
        self.worksheet.add_row(filled, shape.joined_cells(self._next))

    def _add_charts(self, placed: PlacedRow) -> None:
        """Lay a row's drawings over it as pictures: WPS shows these as they are."""
        for cell, column in zip(placed.row.cells, placed.columns, strict=True):
            if cell.drawing is not None:
                growth = self._frame.growth
                self.worksheet.set_row(self._next, placed.height * growth)
                picture = BytesIO(drawing_png(cell.drawing))
                about = {
                    "image_data": picture,
                    "description": cell.drawing.about,
                    "object_position": 1,
                    "x_scale": growth,
                    "y_scale": growth,
                    "y_offset": (placed.height - cell.drawing.height) * growth / 2 * _PIXELS_A_POINT,
                }
                self.worksheet.insert_image(self._next, column, "chart.png", about)

    def _add_number(self, page: Page) -> None:
        is_left = number_is_left(page.number, is_landscape=self._frame.is_landscape)
        row = whole_row(number_text(page), "number-left" if is_left else "number", self._frame)
        (number,) = place_rows([row], self._frame)
        self._add_row(replace(number, height=NUMBER_ROW))


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
