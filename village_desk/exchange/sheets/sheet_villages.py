"""The table of a township's sheet that has one row for each village, and the township under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from village_desk.definitions.sheets import Block
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Row
from village_desk.exchange.sheets.sheet_cells import shown_cell, titled
from village_desk.exchange.sheets.sheet_columns import captions_over, head_rows
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_shown import Shown, caption_of

Subject = TypeVar("Subject")

VILLAGE_NAME = "village.name"
"""The column that names the village."""


def drawn_villages(
    block: Block,
    villages: Sequence[Subject],
    town: Subject,
    show: Callable[[str, Subject], Shown],
    grid: Grid,
) -> LayoutBlock:
    """The table with a repeated head; the township is not parted from its last village."""
    spans = grid.spans(block.widths_mm)

    def row(of: Subject, prefix: str = "") -> Row:
        cells = (
            shown_cell(
                show(name, of), span, prefix + ("count" if name != VILLAGE_NAME or prefix else "centre")
            )
            for name, span in zip(block.values, spans, strict=True)
        )
        return Row(tuple(cells))

    body = [row(village) for village in villages]
    body[-1:] = [replace(last, keep_with_next=True) for last in body[-1:]]
    head = tuple(head_rows(captions_over(block, caption_of), spans))
    return titled(block, (*head, *body, row(town, "total-")), grid, head_rows=len(head))
