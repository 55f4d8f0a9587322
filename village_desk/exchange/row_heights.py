"""Decides once, for workbook, PDF and preview alike, where cells stand and how high each row is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import ceil

from village_desk.exchange.layout import POINTS_PER_MM, STYLES, Cell, Row
from village_desk.exchange.line_breaks import WIDEST_EM
from village_desk.exchange.paper_frame import Frame, cell_lines
from village_desk.rules.refusals import Refusal

_TALLEST_ROW = 396.0
"""Points; Excel knows no row higher than 409."""
_SURELY_LOW = 25
"""Characters that cannot make a row too tall in the narrowest column."""
_STEP = 0.75
"""Points in a pixel of the screen: Excel stores row heights in these steps."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row on its page: the column at which each cell starts and the height in points."""

    row: Row
    columns: tuple[int, ...]
    height: float


def place_rows(rows: list[Row], frame: Frame) -> list[PlacedRow]:
    """Give every cell its column and every row the height that its texts need.

    Raises:
        Refusal: A text is longer than its joined cells can ever show.
    """
    positions = _positions(rows, len(frame.columns) - 1)
    heights = [_natural_height(row, columns, frame) for row, columns in zip(rows, positions, strict=True)]
    for index, (row, columns) in enumerate(zip(rows, positions, strict=True)):
        for cell, column in zip(row.cells, columns, strict=True):
            if cell.rows > len(rows) - index:
                raise ValueError(f"a cell covers {cell.rows} rows where {len(rows) - index} are left")
            if cell.rows > 1:
                _stretch(heights, index, cell.rows, _cell_height(cell, column, frame))
    for row, height in zip(rows, heights, strict=True):
        if height > _TALLEST_ROW:
            raise Refusal("paper-cell-too-long", length=max(len(cell.text) for cell in row.cells))
    return [
        PlacedRow(row, columns, _stepped(height))
        for row, columns, height in zip(rows, positions, heights, strict=True)
    ]


def parted_rows(rows: tuple[Row, ...], frame: Frame) -> list[Row]:
    """The rows, each one whose text is higher than half a page or than Excel allows as several.

    Rows under a cell over several rows are left as they are: their parts could not be joined again.
    """
    if any(cell.rows > 1 for row in rows for cell in row.cells):
        return list(rows)
    return [part for row in rows for part in _parts_of_tall(row, frame)]


def _parts_of_tall(row: Row, frame: Frame) -> Iterator[Row]:
    if not any(len(cell.text) > _SURELY_LOW or "\n" in cell.text for cell in row.cells):
        yield row
        return
    (columns,) = _positions([row], len(frame.columns) - 1)
    limit = min(_TALLEST_ROW, frame.room / 2)
    if _natural_height(row, columns, frame) <= limit:
        yield row
        return
    lines = [cell_lines(cell, column, frame) for cell, column in zip(row.cells, columns, strict=True)]
    size = min(int(limit / STYLES[cell.style].leading) - 2 for cell in row.cells)
    for start in range(0, max(map(len, lines)), size):
        texts = ["\n".join(part[start : start + size]) for part in lines]
        cells = (
            replace(cell, text=text, number=None if start else cell.number)
            for cell, text in zip(row.cells, texts, strict=True)
        )
        yield replace(row, cells=tuple(cells), height_mm=None)


def _positions(rows: list[Row], width: int) -> list[tuple[int, ...]]:
    """The column of every cell, skipping what cells above still cover.

    Raises:
        ValueError: A row has more cells than the layout has columns.
    """
    covered: dict[int, int] = {}
    positions: list[tuple[int, ...]] = []
    for row in rows:
        columns: list[int] = []
        column = 0
        opened: dict[int, int] = {}
        for cell in row.cells:
            while column in covered:
                column += 1
            columns.append(column)
            if cell.rows > 1:
                opened.update(dict.fromkeys(range(column, column + cell.columns), cell.rows))
            column += cell.columns
        if column > width:
            raise ValueError(f"a row has more cells than {width} columns hold")
        positions.append(_one_for_all(tuple(columns)))
        if covered or opened:
            covered = {taken: left - 1 for taken, left in (covered | opened).items() if left > 1}
    return positions


@lru_cache(maxsize=1024)
def _one_for_all(columns: tuple[int, ...]) -> tuple[int, ...]:
    return columns


def _natural_height(row: Row, columns: tuple[int, ...], frame: Frame) -> float:
    height = min((row.height_mm or 0.0) * POINTS_PER_MM, _TALLEST_ROW)
    edges = frame.columns
    for cell, column in zip(row.cells, columns, strict=True):
        if cell.rows > 1:
            continue
        one_line, sides, widest = _line_measures(cell.style)
        height = max(height, one_line)
        text = cell.text
        # most texts are so short that they need not be measured: this loop sees every cell of a village
        if len(text) * widest + sides > edges[column + cell.columns] - edges[column] or "\n" in text:
            height = max(height, _cell_height(cell, column, frame))
    return height


def _cell_height(cell: Cell, column: int, frame: Frame) -> float:
    lines = len(cell_lines(cell, column, frame))
    return _line_measures(cell.style)[0] + STYLES[cell.style].leading * (lines - 1)


@cache
def _line_measures(style_name: str) -> tuple[float, float, float]:
    """Height of a cell of one line, both paddings at its sides, and the widest that a character can be."""
    style = STYLES[style_name]
    one_line = style.leading + (style.above_mm + style.below_mm) * POINTS_PER_MM
    return one_line, 2 * style.side_mm * POINTS_PER_MM, WIDEST_EM * style.size


def _stretch(heights: list[float], first: int, rows: int, needed: float) -> None:
    """Share out among the covered rows what a cell over several rows still needs."""
    more = (needed - sum(heights[first : first + rows])) / rows
    if more > 0:
        for index in range(first, first + rows):
            heights[index] += more


def _stepped(height: float) -> float:
    return ceil(height / _STEP - 1e-6) * _STEP
