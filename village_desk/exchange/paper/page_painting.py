"""Paints pages as PDF operators: what is the same on many pages once, the rest on each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.exchange.paper.drawing_painting import drawing_operators
from village_desk.exchange.paper.fonts import shipped_font
from village_desk.exchange.paper.layout import POINTS_PER_MM, STYLES, Align, Face, Style
from village_desk.exchange.paper.line_breaks import text_width
from village_desk.exchange.paper.page_breaks import Page, number_text
from village_desk.exchange.paper.page_grid import LINE, Shape, grid_of, shape_of
from village_desk.exchange.paper.paper_frame import FOOTER_FACE, FOOTER_LEADING, FOOTER_SIZE, CellText, Frame
from village_desk.exchange.paper.printed_page import number_is_left
from village_desk.exchange.paper.remembered import Remembered
from village_desk.exchange.paper.row_heights import PlacedRow
from village_desk.exchange.paper.text_painting import PaintedLine, TextPainter

if TYPE_CHECKING:
    from village_desk.exchange.paper.pdf_document import BareDocument

_ABOVE_BASELINE = 0.38
"""From a line's middle to the baseline, as a share of the size: Chinese glyphs stand from -0.12 to 0.88."""
_ROUNDING = 0.02
"""Points by which a line may be wider than its room."""
_PALE = 0.92
"""Of white: light enough to read the figures over it."""
_NUMBER_STYLES = {False: STYLES["number"], True: STYLES["number-left"]}
_FOOTER_STYLES = {
    is_left: Style(FOOTER_FACE, FOOTER_SIZE, align, border=False, side_mm=0)
    for is_left, align in ((False, Align.LEFT), (True, Align.RIGHT))
}
"""Where the number stands at the left, the small print stands at the right."""


class PagePainter:
    """Turns pages into PDF operators and remembers what pages of the same shape have in common."""

    def __init__(self, document: BareDocument, frame: Frame, *, is_draft: bool = False) -> None:
        self._document = document
        self._frame = frame
        self._painter = TextPainter(document)
        self._shared: dict[Shape, _Shared] = {}
        self._lines = Remembered(self._drawn)
        self._below = self._new_mark(say("sheet.draft")) if is_draft else ""
        self._footers: dict[bool, str] = {}

    def paint(self, page: Page) -> str:
        """The operators of one page, including its footer and number."""
        body = self._body(page, shape_of(page.rows))
        charts = self._charts(page)
        return f"{self._below}q {self._placing()} cm\n{body}{charts}Q\n{self._footer(page)}"

    def _new_mark(self, text: str) -> str:
        """Define what stands large and pale across every page; the operator that draws it."""
        frame = self._frame
        font = self._painter.embedded(shipped_font(Face.BOLD))
        size = min(frame.width, frame.height) / 3
        x, y = (frame.width - text_width(text, Face.BOLD, size)) / 2, (frame.height - size) / 2
        operators = (
            f"q {_PALE} g BT/{font.name} {size:g} Tf {x:.2f} {y:.2f} Td<{text.translate(font)}>Tj ET Q\n"
        )
        return self._document.add_form((0, 0, frame.width, frame.height), operators)

    def _placing(self) -> str:
        frame = self._frame
        return f"{frame.scale:g} 0 0 {frame.scale:g} {frame.left:.2f} {frame.height - frame.top:.2f}"

    def _body(self, page: Page, shape: Shape) -> str:
        """Draw the form that pages of this shape share; if it does not fit, make it of what is common."""
        texts = [cell.text for placed in page.rows for cell in placed.row.cells]
        shared = self._shared.get(shape)
        if shared is None:
            shared = self._shared[shape] = _Shared("", grid_of(page.rows, self._frame), texts)
            return shared.grid + self._texts(page, texts)
        common = [text if text == before else "" for text, before in zip(texts, shared.texts, strict=True)]
        if not shared.form or common != shared.texts:
            shared.form = self._new_form(shared.grid + self._texts(page, common))
            shared.texts = common
        return shared.form + self._texts(page, (not text for text in common))

    def _new_form(self, operators: str) -> str:
        """Define a form; the operator that draws it."""
        frame = self._frame
        return self._document.add_form((-1, -frame.height / frame.scale, frame.columns[-1] + 1, 1), operators)

    def _texts(self, page: Page, wanted: Iterable[object]) -> str:
        """The texts of the wanted cells, from the first to the last cell of the page."""
        rows, lines, is_wanted = page.rows, self._lines, iter(wanted)
        found: list[str] = []
        top = 0.0
        for index, placed in enumerate(rows):
            for cell, column, is_drawn in zip(placed.row.cells, placed.columns, is_wanted, strict=False):
                if not is_drawn or not cell.text:
                    continue
                height = placed.height
                if cell.rows > 1:
                    height = sum(row.height for row in rows[index : index + cell.rows])
                drawn = lines[cell.text, cell.style, column, column + cell.columns]
                baseline = top - _first_baseline(cell.style, height, len(drawn))
                for before, after in drawn:
                    if after:
                        found.append(f"{before}{baseline:.2f}{after}")
                    if len(drawn) > 1:
                        baseline -= STYLES[cell.style].leading
            top -= placed.height
        return "".join(found)

    def _charts(self, page: Page) -> str:
        """The drawings of a page; hardly any has one."""
        found = ""
        top = 0.0
        for placed in page.rows:
            if placed.row.has_charts:
                found += self._charts_of(placed, top)
            top -= placed.height
        return found

    def _charts_of(self, placed: PlacedRow, top: float) -> str:
        found = ""
        for cell, column in zip(placed.row.cells, placed.columns, strict=True):
            if cell.drawing is not None:
                above = (placed.height - cell.drawing.height) / 2
                left = self._frame.columns[column]
                found += drawing_operators(cell.drawing, left, top - above, self._painter)
        return found

    def _drawn(self, cell: CellText) -> list[PaintedLine]:
        """The lines of a text as operators, but for the height at which they stand."""
        _, style_name, start, end = cell
        style, edges = STYLES[style_name], self._frame.columns
        side = style.side_mm * POINTS_PER_MM
        left, right = edges[start] + side, edges[end] - side
        return [
            self._line(line, style, left, right) if line else ("", "") for line in self._frame.lines[cell]
        ]

    def _line(self, text: str, style: Style, left: float, right: float) -> PaintedLine:
        face, size = style.face, style.size
        if style.align is Align.LEFT:
            return self._painter.line(text, face, size, left)
        width = text_width(text, face, size)
        if width > right - left + _ROUNDING:  # a figure that is not broken, see is_one_number
            size, width = size * (right - left) / width, right - left
        x = right - width if style.align is Align.RIGHT else (left + right - width) / 2
        return self._painter.line(text, face, size, x)

    def _footer(self, page: Page) -> str:
        """The small print, which pages with their number on the same side share, and the number."""
        frame = self._frame
        is_left = number_is_left(page.number, is_landscape=frame.is_landscape)
        if is_left not in self._footers:
            operators = self._footer_operators(_FOOTER_STYLES[is_left])
            self._footers[is_left] = self._document.add_form((0, 0, frame.width, frame.height), operators)
        before, after = self._footer_line(number_text(page), _NUMBER_STYLES[is_left])
        return f"{self._footers[is_left]}{before}{frame.footer_top - FOOTER_SIZE:.2f}{after}"

    def _footer_operators(self, style: Style) -> str:
        frame = self._frame
        top = frame.footer_top
        operators = (
            f"{LINE} w {frame.footer_left:.2f} {top + 3:.2f} m {frame.footer_right:.2f} {top + 3:.2f} l S\n"
        )
        y = top - FOOTER_SIZE
        for line in frame.footer_lines:
            if line:
                before, after = self._footer_line(line, style)
                operators += f"{before}{y:.2f}{after}"
            y -= FOOTER_LEADING
        return operators

    def _footer_line(self, text: str, style: Style) -> PaintedLine:
        return self._line(text, style, self._frame.footer_left, self._frame.footer_right)


class _Shared(Struct):
    """What pages of one shape share: the operator that draws its form, and which text each cell has in it."""

    form: str
    grid: str
    texts: list[str]
    """Blank where the pages differ."""


@cache
def _first_baseline(style_name: str, height: float, lines: int) -> float:
    """From the cell's top to its first baseline; the lines stand in the middle between the paddings."""
    style = STYLES[style_name]
    above, below = style.above_mm * POINTS_PER_MM, style.below_mm * POINTS_PER_MM
    free = 0.0 if style.at_top else (height - above - below - lines * style.leading) / 2
    return above + free + style.leading / 2 + style.size * _ABOVE_BASELINE
