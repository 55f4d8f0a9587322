"""The line of signatures at the end of a sheet."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from msgspec.structs import replace

from village_desk.definitions.sheets import Block
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_grid import Grid

SEAL_ROOM_MM = 40.0
"""Kept free at the right of the signatures for the round seal (domain.md 5.2)."""


_SIGNATURE_HEIGHT_MM = 9.0


def drawn_signatures(block: Block, grid: Grid) -> LayoutBlock:
    """Two signatures to a line, and room for date and seal at the right."""
    return _drawn(block.labels, grid)


@lru_cache(maxsize=16)
def _drawn(signers: tuple[str, ...], grid: Grid) -> LayoutBlock:
    left = grid.left_of(SEAL_ROOM_MM)
    first = max(_half(grid, left), 1)
    labels = [f"{signer}：" for signer in signers]
    pairs = [[*labels[place : place + 2], ""][:2] for place in range(0, len(labels), 2)]
    rows = [
        Row(
            (Cell(pair[0], first, style="signature"), Cell(pair[1], left - first, style="signature")),
            _SIGNATURE_HEIGHT_MM,
        )
        for pair in pairs
    ]
    # The seal is stamped over the date, so both have the one place that stays free.
    seal = Cell(say("sheet.date_line"), grid.columns - left, len(rows), style="signature")
    rows[0] = replace(rows[0], cells=(*rows[0].cells, seal))
    return LayoutBlock(tuple(rows), keep_together=True)


def _half(grid: Grid, left: int) -> int:
    """The column edge nearest to the middle of the columns left of the seal."""
    edges = list(accumulate(grid.widths_mm[:left]))
    return 1 + min(range(left - 1), key=lambda place: abs(edges[place] - edges[-1] / 2))
