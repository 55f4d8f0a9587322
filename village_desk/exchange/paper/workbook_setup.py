"""Sets up our own workbooks: paper, margins, footer and the looks of cells."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from math import floor
from typing import TYPE_CHECKING

from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import POINTS_PER_MM, STYLES, Align, Face, Layout
from village_desk.exchange.paper.paper_frame import frame_of
from village_desk.exchange.paper.printed_page import number_is_left
from village_desk.exchange.paper.rare_text import FACES

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from village_desk.exchange.paper.sheet_rows import RowsWorksheet

_PAPER_CODES = {"A4": 9, "A3": 8}
_INCH_MM = 25.4
_SCREEN_PIXELS_MM = 96 / _INCH_MM
_FOOTER_FROM_EDGE_MM = 7.0
_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - the library wants it without a zone
"""Stands as day of writing in every file, so that equal layouts give equal bytes."""


def new_workbook(target: BytesIO, layout: Layout) -> Workbook:
    """A workbook made in memory, whose own properties name nobody."""
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


def new_worksheet(workbook: Workbook, layout: Layout, name: str, first_page: int) -> RowsWorksheet:
    """A worksheet set up for printing, whose page numbers go on from the worksheet before."""
    from village_desk.exchange.paper.sheet_rows import RowsWorksheet

    worksheet: RowsWorksheet = workbook.add_worksheet(name, worksheet_class=RowsWorksheet)
    growth = frame_of(layout).growth
    for column, width in enumerate(layout.column_widths_mm):
        worksheet.set_column_pixels(column, column, round(width * growth * _SCREEN_PIXELS_MM))
    worksheet.set_paper(_PAPER_CODES[layout.paper])
    if layout.landscape:
        worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    _set_margins(worksheet, layout)
    if layout.is_draft:
        worksheet.set_header(f'&R&"宋体,Regular"&14 {say("sheet.draft")}')
    if first_page > 1 and layout.numbering == "whole":
        worksheet.set_start_page(first_page)
    return worksheet


class Looks:
    """The numbers of the workbook's formats by style and number format, each made once."""

    def __init__(self, workbook: Workbook, growth: float) -> None:
        self._workbook = workbook
        self._growth = growth
        self._numbers: dict[tuple[str, str | None], int] = {}

    def of(self, style_name: str, number: str | None = None) -> int:
        """The number by which cells name a look."""
        key = (style_name, number)
        if key not in self._numbers:
            from village_desk.exchange.paper.sheet_rows import style_number

            self._numbers[key] = style_number(
                self._workbook.add_format(_properties(style_name, number, self._growth))
            )
        return self._numbers[key]


def _set_margins(worksheet: RowsWorksheet, layout: Layout) -> None:
    frame = frame_of(layout)
    top, right, bottom, left = layout.margins_mm
    lowest = max(bottom, frame.footer_top / POINTS_PER_MM + 3)
    worksheet.set_margins(left / _INCH_MM, right / _INCH_MM, top / _INCH_MM, lowest / _INCH_MM)
    footer = "\n".join(frame.footer_lines).replace("&", "&&")
    number = "第&P页 共&N页" if layout.numbering == "whole" else ""
    for page in (1, 2):
        is_left = number_is_left(page, is_landscape=layout.landscape)
        parts = (number, footer) if is_left else (footer, number)
        written = "".join(
            f'&{side}&"宋体,Regular"&8 {text}' for side, text in zip("LR", parts, strict=True) if text
        )
        worksheet.set_page_footer(written, page, _FOOTER_FROM_EDGE_MM / _INCH_MM)


def _properties(style_name: str, number: str | None, growth: float) -> dict[str, object]:
    style = STYLES[style_name]
    properties: dict[str, object] = {
        "font_name": FACES[style.face],
        "font_size": style.size if growth == 1 else floor(2 * style.size * growth) / 2,
        "bold": style.face is Face.BOLD,
        "align": "center" if style.align is Align.CENTRE else style.align.value,
        "valign": "top" if style.at_top else "vcenter",
        "text_wrap": number is None,
        "shrink": number is not None,  # as on paper: a number is never broken, nor shown as ####
        "num_format": number or "@",
    }
    if style.border:
        properties["border"] = 1
    if style.fill is not None:
        level = round(style.fill * 255)
        properties["bg_color"] = f"#{level:02X}{level:02X}{level:02X}"
    return properties
