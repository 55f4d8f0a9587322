"""A table of values: one row for each subject, a repeated head, empty rows to write on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from msgspec.structs import replace

from village_desk.definitions.sheets import Block
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_cells import shown_cell, titled
from village_desk.exchange.sheets.sheet_columns import captions_over, head_rows
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_shown import SheetValue, Shown, amount
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.rules.money import Fen


class _OfHousehold(Protocol):
    @property
    def household(self) -> HouseholdSubject: ...


Subject = TypeVar("Subject", bound=_OfHousehold)

NUMBER = "record.number"
"""The column that numbers rows; empty rows are numbered too."""


def drawn_table(
    block: Block,
    value_of: Callable[[str], SheetValue[Subject]],
    rows: Sequence[Subject],
    grid: Grid,
) -> LayoutBlock:
    """Draw the rows; ``count`` empty ones follow, and as many more as make ``at_least`` rows in all.

    The sums of the ``total`` columns stand under the last row, on its page.
    """
    spans = grid.spans(block.widths_mm)
    values = [value_of(name) for name in block.values]
    head = tuple(head_rows(captions_over(block, lambda name: value_of(name).caption), spans))
    height = block.height_mm or None
    body = [
        Row(
            tuple(
                shown_cell(value.show(row), span, value.style)
                for value, span in zip(values, spans, strict=True)
            ),
            height,
            name=row.household.name,
        )
        for row in rows
    ]
    for number in range(len(rows) + 1, len(rows) + 1 + max(block.count, block.at_least - len(rows))):
        texts = (str(number) if name == NUMBER else "" for name in block.values)
        cells = (Cell(text, span, style="tight-count") for text, span in zip(texts, spans, strict=True))
        body.append(Row(tuple(cells), height))
    if not body:
        body.append(Row((Cell(say("sheet.nobody"), sum(spans), style="centre"),), height))
    if block.total and rows:
        body[-1] = replace(body[-1], keep_with_next=True)
        body.append(_total_row(block, values, rows, spans))
    return titled(block, (*head, *body), grid, head_rows=len(head))


def _total_row(
    block: Block, values: Sequence[SheetValue[Subject]], rows: Sequence[Subject], spans: Sequence[int]
) -> Row:
    first = min(block.values.index(name) for name in block.total)
    label = Shown(say("sheet.rows_total", count=len(rows)))
    cells = [shown_cell(label, sum(spans[:first]), "tight-total")]
    for value, span in zip(values[first:], spans[first:], strict=True):
        shown = _sum(value, rows) if value.name in block.total else Shown()
        cells.append(shown_cell(shown, span, "tight-total-amount"))
    return Row(tuple(cells), keep_with_next=True)


def _sum(value: SheetValue[Subject], rows: Sequence[Subject]) -> Shown:
    """The sum of what is shown, in yuan; blank where nothing was entered."""
    amounts = [number for row in rows if (number := value.show(row).number) is not None]
    return amount(Fen(int(sum(amounts) * 100)) if amounts else None)
