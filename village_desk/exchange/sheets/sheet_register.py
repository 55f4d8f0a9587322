"""Draws the village's register: one row for each household by 小组, and the village on the last page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from village_desk.definitions.sheets import Block
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_cells import shown_cell
from village_desk.exchange.sheets.sheet_columns import captions_over, head_rows, without_columns
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_register_values import (
    RegisterRow,
    RegisterTotal,
    RegisterValue,
    register_values,
)
from village_desk.exchange.sheets.sheet_shown import caption_of
from village_desk.exchange.sheets.sheet_subjects import SheetRun


def shown_register(block: Block, run: SheetRun) -> Block:
    """The block with the columns that this kind of copy has."""
    return without_columns(block, lambda name: run.mask.hides(register_values()[name].own.sensitive))


def drawn_register(run: SheetRun, block: Block, rows: Sequence[RegisterRow], grid: Grid) -> LayoutBlock:
    """The table with a repeated head; the village's row stands with a household's and the signatures.

    A township's has a row for each village in place of the households.
    """
    shown = shown_register(block, run)
    spans = grid.spans(shown.widths_mm)
    values = [register_values()[name] for name in shown.values]
    head = tuple(head_rows(captions_over(shown, caption_of), spans))
    if run.villages is None:
        body = [Row(tuple(_cells(values, row, spans)), name=row.household.name) for row in rows]
    else:
        body = [Row(tuple(_sums(values, one, spans, "tight"))) for one in _village_totals(run, rows)]
    if body:
        body[-1] = replace(body[-1], keep_with_next=True)
    total = Row(tuple(_sums(values, RegisterTotal(run, rows), spans)), keep_with_next=True)
    return LayoutBlock((*head, *body, total), head_rows=len(head))


def _village_totals(run: SheetRun, rows: Sequence[RegisterRow]) -> Iterator[RegisterTotal]:
    by_village: dict[str, list[RegisterRow]] = {code: [] for code in run.villages or {}}
    for row in rows:
        by_village[row.household.picture.household.village_code].append(row)
    for code, own in by_village.items():
        yield RegisterTotal(run, own, (run.villages or {})[code])


def _cells(values: Sequence[RegisterValue], row: RegisterRow, spans: Sequence[int]) -> Iterator[Cell]:
    for value, span in zip(values, spans, strict=True):
        yield shown_cell(value.own.show(row), span, value.own.style)


def _sums(
    values: Sequence[RegisterValue], total: RegisterTotal, spans: Sequence[int], style: str = "tight-total"
) -> list[Cell]:
    cells: list[Cell] = []
    for value, span in zip(values, spans, strict=True):
        if value.total is None:
            cells[-1] = replace(cells[-1], columns=cells[-1].columns + span)
            continue
        is_amount = value.own.style == "tight-amount"
        cells.append(shown_cell(value.total(total), span, f"{style}-amount" if is_amount else style))
    return cells
