"""Draws the fills and lines of a page; pages of one shape have the same ones."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.exchange.paper.layout import STYLES
from village_desk.exchange.paper.paper_frame import Frame
from village_desk.exchange.paper.row_heights import PlacedRow
from village_desk.exchange.paper.row_plans import RowPlan

Shape = tuple[tuple[RowPlan, float], ...]
"""Plan and height of every row."""

LINE = 0.4
"""Points; thin enough to look fine, thick enough for an old printer."""
_UNSEEN = 0.05


def shape_of(rows: Iterable[PlacedRow]) -> Shape:
    """What decides the lines of a page."""
    return tuple([(placed.plan, placed.height) for placed in rows])


def grid_of(rows: tuple[PlacedRow, ...], frame: Frame) -> str:
    """Fills and lines of a page; a line that several cells share is drawn once."""
    fills: list[str] = []
    across: dict[float, list[tuple[float, float]]] = {}
    down: dict[float, list[tuple[float, float]]] = {}
    top = 0.0
    for index, placed in enumerate(rows):
        for cell, column in zip(placed.row.cells, placed.columns, strict=True):
            style = STYLES[cell.style]
            left, right = frame.columns[column], frame.columns[column + cell.columns]
            bottom = top - sum(row.height for row in rows[index : index + cell.rows])
            if style.fill is not None:
                fills.append(
                    f"{style.fill:g} g {left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re f\n"
                )
            if style.border:
                for level in (top, bottom):
                    across.setdefault(round(level, 2), []).append((left, right))
                for level in (left, right):
                    down.setdefault(round(level, 2), []).append((bottom, top))
        top -= placed.height
    lines = [
        f"{a:.2f} {y:.2f} m {b:.2f} {y:.2f} l\n" for y, spans in across.items() for a, b in _merged(spans)
    ]
    lines += [
        f"{x:.2f} {a:.2f} m {x:.2f} {b:.2f} l\n" for x, spans in down.items() for a, b in _merged(spans)
    ]
    return f"{''.join(fills)}0 g {LINE} w\n{''.join(lines)}S\n"


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + _UNSEEN:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
