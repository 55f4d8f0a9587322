"""Decides once, for workbook, PDF and preview alike, where cells stand and how high each row is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from village_desk.exchange.paper.layout import POINTS_PER_MM, STYLES, Cell, Row
from village_desk.exchange.paper.paper_frame import Frame, cell_lines, is_one_number
from village_desk.exchange.paper.row_plans import Covered, RowPlan, lines_height, shape_of
from village_desk.rules.refusals import Refusal

_TALLEST_ROW = 396.0
"""Points; Excel knows no row higher than 409."""
_SURELY_LOW = 25
"""Characters that cannot make a row too tall in the narrowest column."""
_STEP = 0.75
"""Points in a pixel of the screen: Excel stores row heights in these steps."""


class PlacedRow(Struct, frozen=True):
    """A row on its page: the plan that says where its cells stand, and the height in points."""

    row: Row
    plan: RowPlan
    height: float

    @property
    def columns(self) -> tuple[int, ...]:
        """The column at which each cell starts."""
        return self.plan.columns


def place_rows(rows: Sequence[Row], frame: Frame) -> list[PlacedRow]:
    """Give every cell its column and every row the height that its texts need.

    A row whose text is higher than half a page or than Excel allows becomes several; rows under a cell over
    several rows do not: their parts could not be joined again.

    Raises:
        Refusal: A text is longer than its joined cells can ever show.
    """
    plans = _plans(rows, frame)
    heights = [_natural_height(row, plan, frame) for row, plan in zip(rows, plans, strict=True)]
    if any(plan.covered for plan in plans):
        _stretch_all(heights, rows, plans, frame)
    elif max(heights, default=0.0) > _tallest(frame):
        parts = [part for row in rows for part in _parts_of_tall(row, frame)]
        if len(parts) > len(rows):
            return place_rows(parts, frame)
    for row, height in zip(rows, heights, strict=True):
        if height > _TALLEST_ROW:
            raise Refusal("paper-cell-too-long", length=max(len(cell.text) for cell in row.cells))
    return [
        PlacedRow(row, plan, _stepped(height)) for row, plan, height in zip(rows, plans, heights, strict=True)
    ]


def _plans(rows: Sequence[Row], frame: Frame) -> list[RowPlan]:
    plans: list[RowPlan] = []
    covered: Covered = ()
    for row in rows:
        plan = frame.plans[covered, shape_of(row)]
        covered = plan.covered
        plans.append(plan)
    return plans


def _tallest(frame: Frame) -> float:
    return min(_TALLEST_ROW, frame.room / 2)


def _parts_of_tall(row: Row, frame: Frame) -> Iterator[Row]:
    if not any(len(cell.text) > _SURELY_LOW or "\n" in cell.text for cell in row.cells):
        yield row
        return
    plan = frame.plans[(), shape_of(row)]
    limit = _tallest(frame)
    if _natural_height(row, plan, frame) <= limit:
        yield row
        return
    lines = [cell_lines(cell, column, frame) for cell, column in zip(row.cells, plan.columns, strict=True)]
    size = min(int(limit / STYLES[cell.style].leading) - 2 for cell in row.cells)
    for start in range(0, max(map(len, lines)), size):
        texts = ["\n".join(part[start : start + size]) for part in lines]
        cells = (
            replace(cell, text=text, number=None if start else cell.number)
            for cell, text in zip(row.cells, texts, strict=True)
        )
        yield replace(row, cells=tuple(cells), height_mm=None)


def _natural_height(row: Row, plan: RowPlan, frame: Frame) -> float:
    height = plan.height
    if row.height_mm:
        height = max(height, min(row.height_mm * POINTS_PER_MM, _TALLEST_ROW))
    # most texts are so short that they need not be measured: this loop sees every cell of a village
    for cell, column, letters in zip(row.cells, plan.columns, plan.letters, strict=True):
        if (len(cell.text) > letters or "\n" in cell.text) and cell.rows == 1 and not _is_figure(cell):
            height = max(height, lines_height(cell.style, len(cell_lines(cell, column, frame))))
    return height


def _is_figure(cell: Cell) -> bool:
    return cell.number is not None and is_one_number(cell.text, STYLES[cell.style])


def _stretch_all(heights: list[float], rows: Sequence[Row], plans: Sequence[RowPlan], frame: Frame) -> None:
    """Share out among the rows under a cell what the cell still needs."""
    for index, (row, plan) in enumerate(zip(rows, plans, strict=True)):
        for cell, column in zip(row.cells, plan.columns, strict=True):
            if cell.rows > len(rows) - index:
                raise ValueError(f"a cell covers {cell.rows} rows where {len(rows) - index} are left")
            if cell.rows > 1:
                needed = lines_height(cell.style, len(cell_lines(cell, column, frame)))
                more = (needed - sum(heights[index : index + cell.rows])) / cell.rows
                if more > 0:
                    for covered in range(index, index + cell.rows):
                        heights[covered] += more


def _stepped(height: float) -> float:
    return ceil(height / _STEP - 1e-6) * _STEP
