"""Measures the paper: the room for rows, the scale of columns, the lines of footer and cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from math import floor

from msgspec import Struct

from village_desk.exchange.paper.layout import POINTS_PER_MM, STYLES, Cell, Face, Layout, Style
from village_desk.exchange.paper.line_breaks import fits_one_line, lines_of
from village_desk.exchange.paper.remembered import Remembered
from village_desk.exchange.paper.row_plans import Covered, RowPlan, RowShape, row_plan

FOOTER_FACE = Face.SERIF
FOOTER_SIZE = 8.0
FOOTER_LEADING = 10.5
_NUMBER_ROOM_MM = {"whole": 28.0, "group": 20.0}
"""Kept free at the right of the footer for the page's number; a household has few pages."""
_PAPER_MM = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
_FOOTER_FROM_EDGE_MM = 9.0
_FACES_OF_FIGURES = frozenset({Face.SANS, Face.BOLD})
_NUMBER = re.compile(r"[-−]?[0-9][0-9,.]*%?")
_SLACK = 0.985
"""Excel and WPS round every row to a pixel of the printer; this much of the page stays free for that."""


CellText = tuple[str, str, int, int]
"""A text, its style, and the column edges between which it stands."""


class Frame(Struct, frozen=True):
    """The paper around the rows, in points; ``scale`` is 1 unless the columns are made to fit the paper."""

    width: float
    height: float
    top: float
    left: float
    room: float
    scale: float
    columns: tuple[float, ...]
    footer_lines: tuple[str, ...]
    footer_top: float
    footer_left: float
    footer_right: float
    lines: Mapping[CellText, tuple[str, ...]]
    """A text as the lines that are drawn; its row and its page both ask."""
    plans: Mapping[tuple[Covered, RowShape], RowPlan]

    @property
    def growth(self) -> float:
        """How much larger than usual all is set where it is enlarged, else 1: Excel only ever shrinks."""
        return max(1.0, self.scale)

    @property
    def is_landscape(self) -> bool:
        """Whether the paper is turned."""
        return self.width > self.height


def frame_of(layout: Layout) -> Frame:
    """Measure the paper: what is free for rows, how far the columns are scaled, how the footer is cut."""
    short, long = _PAPER_MM[layout.paper]
    wide, high = (long, short) if layout.landscape else (short, long)
    top, right, bottom, left = layout.margins_mm
    usable = (wide - left - right) * POINTS_PER_MM
    columns = sum(layout.column_widths_mm) * POINTS_PER_MM
    fitting = floor(100 * usable / columns + 1e-6) / 100
    scale = fitting if layout.enlarged else min(1.0, fitting)
    number_room = _NUMBER_ROOM_MM[layout.numbering] * POINTS_PER_MM
    edges = _edges(layout.column_widths_mm)
    lines = lines_of(layout.footer, FOOTER_FACE, FOOTER_SIZE, usable - number_room)
    footer_height = len(lines) * FOOTER_LEADING
    footer_top = _FOOTER_FROM_EDGE_MM * POINTS_PER_MM + footer_height
    lowest = max(bottom * POINTS_PER_MM, footer_top + 3 * POINTS_PER_MM)
    room = (high - top) * POINTS_PER_MM - lowest
    return Frame(
        width=wide * POINTS_PER_MM,
        height=high * POINTS_PER_MM,
        top=top * POINTS_PER_MM,
        left=left * POINTS_PER_MM + (usable - columns * scale) / 2,
        room=room * _SLACK / scale,
        scale=scale,
        columns=edges,
        footer_lines=lines,
        footer_top=footer_top,
        footer_left=left * POINTS_PER_MM,
        footer_right=(wide - right) * POINTS_PER_MM,
        lines=Remembered(partial(_cut, edges)),
        plans=Remembered(partial(row_plan, edges)),
    )


def cell_lines(cell: Cell, column: int, frame: Frame) -> tuple[str, ...]:
    """The cell's text as the lines that are drawn."""
    return frame.lines[cell.text, cell.style, column, column + cell.columns]


def _cut(edges: tuple[float, ...], cell: CellText) -> tuple[str, ...]:
    text, style_name, start, end = cell
    style = STYLES[style_name]
    room = edges[end] - edges[start] - 2 * style.side_mm * POINTS_PER_MM
    if fits_one_line(text, style.face, style.size, room) or is_one_number(text, style):
        return (text,)
    return lines_of(text, style.face, style.size, room)


def is_one_number(text: str, style: Style) -> bool:
    """Whether a text is a figure: it is set smaller where it does not fit, for half a number misleads."""
    return style.face in _FACES_OF_FIGURES and _NUMBER.fullmatch(text) is not None


def _edges(widths_mm: tuple[float, ...]) -> tuple[float, ...]:
    edges = [0.0]
    for width in widths_mm:
        edges.append(edges[-1] + width * POINTS_PER_MM)
    return tuple(edges)
