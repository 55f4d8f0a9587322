"""What rows of one shape share: where their cells stand, and how many letters surely fit on a line."""

from __future__ import annotations

import sys

from msgspec import Struct

from village_desk.exchange.paper.layout import POINTS_PER_MM, STYLES, Row
from village_desk.exchange.paper.line_breaks import WIDEST_EM

RowShape = tuple[tuple[int, int, str], ...]
"""Columns, rows and style of every cell."""
Covered = tuple[tuple[int, int], ...]
"""Columns that cells of earlier rows still cover, each with the number of rows left."""


class RowPlan(Struct, frozen=True, eq=False):
    """The places of a row's cells; ``height`` (points) is that of one line in each cell of this row alone."""

    shape: RowShape
    columns: tuple[int, ...]
    height: float
    letters: tuple[int, ...]
    covered: Covered = ()
    """What this row's cells and those above it cover of the next."""

    @property
    def covers(self) -> int:
        """How many of the rows below this row's own cells cover."""
        return max((rows for _, rows, _ in self.shape), default=1) - 1


def shape_of(row: Row) -> RowShape:
    """A row but for its texts."""
    return tuple([(cell.columns, cell.rows, cell.style) for cell in row.cells])


def row_plan(edges: tuple[float, ...], key: tuple[Covered, RowShape]) -> RowPlan:
    """Plan a row that stands below others, between column edges in points.

    Raises:
        ValueError: The row has more cells than there are columns.
    """
    above, shape = key
    taken = dict(above)
    columns: list[int] = []
    column = 0
    opened: dict[int, int] = {}
    for span, rows, _ in shape:
        while column in taken:
            column += 1
        columns.append(column)
        if rows > 1:
            opened.update(dict.fromkeys(range(column, column + span), rows))
        column += span
    if column >= len(edges):
        raise ValueError(f"a row has more cells than {len(edges) - 1} columns hold")
    measured = [
        _cell_measures(style, edges[start + span] - edges[start]) if rows == 1 else (0.0, sys.maxsize)
        for (span, rows, style), start in zip(shape, columns, strict=True)
    ]
    return RowPlan(
        shape=shape,
        columns=tuple(columns),
        height=max((height for height, _ in measured), default=0.0),
        letters=tuple(letters for _, letters in measured),
        covered=tuple((place, left - 1) for place, left in (taken | opened).items() if left > 1),
    )


def lines_height(style_name: str, lines: int) -> float:
    """Points that so many lines take with the paddings above and below them."""
    style = STYLES[style_name]
    return style.leading * lines + (style.above_mm + style.below_mm) * POINTS_PER_MM


def _cell_measures(style_name: str, width: float) -> tuple[float, int]:
    style = STYLES[style_name]
    room = width - 2 * style.side_mm * POINTS_PER_MM
    return lines_height(style_name, 1), max(int(room / (WIDEST_EM * style.size)), 0)
