"""Paints pages as PDF operators: what is the same on many pages once, the rest on each."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from village_desk.exchange.embedded_font import EmbeddedFont
from village_desk.exchange.fonts import Font, font_for, shipped_font
from village_desk.exchange.layout import POINTS_PER_MM, STYLES, Align, Face, Style
from village_desk.exchange.line_breaks import text_width
from village_desk.exchange.page_breaks import Page, number_text
from village_desk.exchange.page_grid import LINE, Shape, grid_of, shape_of
from village_desk.exchange.paper_frame import FOOTER_FACE, FOOTER_LEADING, FOOTER_SIZE, Frame, cell_lines

if TYPE_CHECKING:
    from village_desk.exchange.pdf_canvas import BareCanvas

_ABOVE_BASELINE = 0.38
"""From a line's middle to the baseline, as a share of the size: Chinese glyphs stand from -0.12 to 0.88."""
_NUMBER_STYLE = STYLES["number"]


class PagePainter:
    """Turns pages into PDF operators and remembers what pages of the same shape have in common."""

    def __init__(self, canvas: BareCanvas, frame: Frame) -> None:
        self._canvas = canvas
        self._frame = frame
        self._fonts: dict[str, EmbeddedFont] = {}
        self._grids: dict[Shape, str] = {}
        self._shared: dict[Shape, _Shared] = {}
        self._forms = 0
        self._footer = self._footer_operators()

    def paint(self, page: Page) -> str:
        """The operators of one page, including its footer and number."""
        shape = shape_of(page.rows)
        seen = shape in self._grids
        if not seen:
            self._grids[shape] = grid_of(page.rows, self._frame)
        texts = self._texts(page)
        grid = self._grids[shape]
        body = self._with_shared(shape, grid, texts) if seen else self._first(shape, grid, texts)
        return f"q {self._placing()} cm\n{body}Q\n{self._footer}{self._number(page)}"

    def _placing(self) -> str:
        frame = self._frame
        return f"{frame.scale:g} 0 0 {frame.scale:g} {frame.left:.2f} {frame.height - frame.top:.2f}"

    def _first(self, shape: Shape, grid: str, texts: list[str]) -> str:
        self._shared[shape] = _Shared("", frozenset(texts))
        return grid + "".join(texts)

    def _with_shared(self, shape: Shape, grid: str, texts: list[str]) -> str:
        """Draw the form that pages of this shape share; if it does not fit, make it of what is common."""
        shared = self._shared[shape]
        if not shared.form or not shared.texts.issubset(texts):
            common = shared.texts.intersection(texts)
            shared = _Shared(self._new_form(grid, [text for text in texts if text in common]), common)
            self._shared[shape] = shared
        return self._canvas.use_form(shared.form) + "".join(
            text for text in texts if text not in shared.texts
        )

    def _new_form(self, grid: str, texts: list[str]) -> str:
        """Define a form and return the name under which this page's operators call it."""
        self._forms += 1
        frame = self._frame
        name = f"form{self._forms}"
        box = (-1, -frame.height / frame.scale, frame.columns[-1] + 1, 1)
        self._canvas.make_form(name, box, grid + "".join(texts))
        return name

    def _texts(self, page: Page) -> list[str]:
        frame = self._frame
        edges = frame.columns
        rows = page.rows
        found: list[str] = []
        top = 0.0
        for index, placed in enumerate(rows):
            for cell, column in zip(placed.row.cells, placed.columns, strict=True):
                if not cell.text:
                    continue
                height = placed.height
                if cell.rows > 1:
                    height = sum(row.height for row in rows[index : index + cell.rows])
                style = STYLES[cell.style]
                left, right = _inner(cell.style, edges[column], edges[column + cell.columns])
                lines = cell_lines(cell, column, frame)
                baseline = top - _first_baseline(style, height, len(lines))
                for line in lines:
                    if line:
                        found.append(self._line(line, style, left, right, baseline))
                    baseline -= style.leading
            top -= placed.height
        return found

    def _line(self, text: str, style: Style, left: float, right: float, baseline: float) -> str:
        face, size = style.face, style.size
        if style.align is Align.LEFT:
            x = left
        elif style.align is Align.RIGHT:
            x = right - text_width(text, face, size)
        else:
            x = (left + right - text_width(text, face, size)) / 2
        return self._string(text, face, size, x, baseline)

    def _string(self, text: str, face: Face, size: float, x: float, y: float) -> str:
        font = self._embedded(shipped_font(face))
        codes = text.translate(font)
        if "?" in codes:
            return self._mixed_string(text, face, size, x, y)
        return f"BT/{font.name} {size:g} Tf {x:.2f} {y:.2f} Td<{codes}>Tj ET\n"

    def _mixed_string(self, text: str, face: Face, size: float, x: float, y: float) -> str:
        """One text object of several fonts; what no font has is drawn as the face's own □."""
        own = self._embedded(shipped_font(face))
        operators = f"BT {x:.2f} {y:.2f} Td"
        for character in text:
            found = font_for(character, face)
            font = self._embedded(found) if found else own
            code = font[ord(character)] if found else own.stand_in(character)
            operators += f"/{font.name} {size:g} Tf<{code}>Tj"
        return f"{operators} ET\n"

    def _embedded(self, font: Font) -> EmbeddedFont:
        embedded = self._fonts.get(font.name)
        if embedded is None:
            embedded = self._fonts[font.name] = EmbeddedFont(font, len(self._fonts) + 1)
            self._canvas.embed(embedded)
        return embedded

    def _footer_operators(self) -> str:
        frame = self._frame
        top = frame.footer_top
        operators = (
            f"{LINE} w {frame.footer_left:.2f} {top + 3:.2f} m {frame.footer_right:.2f} {top + 3:.2f} l S\n"
        )
        y = top - FOOTER_SIZE
        for line in frame.footer_lines:
            if line:
                operators += self._string(line, FOOTER_FACE, FOOTER_SIZE, frame.footer_left, y)
            y -= FOOTER_LEADING
        return operators

    def _number(self, page: Page) -> str:
        text = number_text(page)
        face, size = _NUMBER_STYLE.face, _NUMBER_STYLE.size
        x = self._frame.footer_right - text_width(text, face, size)
        return self._string(text, face, size, x, self._frame.footer_top - FOOTER_SIZE)


class _Shared:
    """What pages of one shape share: the form drawn for it and the texts inside."""

    __slots__ = ("form", "texts")

    def __init__(self, form: str, texts: frozenset[str]) -> None:
        self.form = form
        self.texts = texts


@cache
def _inner(style_name: str, left: float, right: float) -> tuple[float, float]:
    side = STYLES[style_name].side_mm * POINTS_PER_MM
    return left + side, right - side


def _first_baseline(style: Style, height: float, lines: int) -> float:
    """From the cell's top to its first baseline; the lines stand in the middle between the paddings."""
    above, below = style.above_mm * POINTS_PER_MM, style.below_mm * POINTS_PER_MM
    free = 0.0 if style.at_top else (height - above - below - lines * style.leading) / 2
    return above + free + style.leading / 2 + style.size * _ABOVE_BASELINE
