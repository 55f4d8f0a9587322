"""Cells and rows that every kind of block is made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from village_desk.definitions.sheets import Block
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_shown import Shown


def section_row(title: str, grid: Grid) -> Row:
    """The title of a block, never alone at the foot of a page."""
    return Row((Cell(title, grid.columns, style="section"),), keep_with_next=True)


def titled(block: Block, rows: Sequence[Row], grid: Grid, *, head_rows: int = 0) -> LayoutBlock:
    """Rows under their title, which a repeated head has with it."""
    if block.title:
        return LayoutBlock((section_row(block.title, grid), *rows), 0 if not head_rows else head_rows + 1)
    return LayoutBlock(tuple(rows), head_rows)


@lru_cache(maxsize=64)
def head_row(captions: tuple[str, ...], spans: tuple[int, ...]) -> Row:
    """The head of a table of single captions."""
    cells = (Cell(caption, span, style="head") for caption, span in zip(captions, spans, strict=True))
    return Row(tuple(cells))


@lru_cache(maxsize=4096)
def shown_cell(shown: Shown, columns: int, style: str) -> Cell:
    """A value as a cell; most cells of a batch say what many others say, and are the same ones."""
    return Cell(shown.text, columns, style=style, number=shown.number)
