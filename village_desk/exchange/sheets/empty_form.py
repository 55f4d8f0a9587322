"""A household's sheet as an empty form: for a household that is in no register yet, to be filled by hand."""

from __future__ import annotations

from msgspec.structs import replace

from village_desk.definitions.sheets import Block, BlockKind, Sheet
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell
from village_desk.exchange.sheets.sheet_shown import NOT_APPLICABLE
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household

_MEMBERS, _ROWS = 6, 2
"""Rows to be written on where members stand, and where other records or lines of the ledger do."""
_NOTHING_ENTERED = frozenset({NOT_APPLICABLE, "0"})


def nobody_yet(village_code: str) -> HouseholdPicture:
    """A household of which nothing is known."""
    return HouseholdPicture(Household("", village_code))


def with_room(sheet: Sheet) -> Sheet:
    """The sheet with rows to be written on."""
    return replace(sheet, blocks=tuple(map(_with_rows, sheet.blocks)))


def emptied(block: LayoutBlock) -> LayoutBlock:
    """The block with a blank wherever it says that there is nothing."""
    rows = (replace(row, cells=tuple(map(_without_sign, row.cells))) for row in block.rows)
    return replace(block, rows=tuple(rows))


def _with_rows(block: Block) -> Block:
    if block.kind is BlockKind.RECORDS:
        return replace(block, at_least=max(block.at_least, _MEMBERS if block.of == "person" else _ROWS))
    if block.kind is BlockKind.LINES and block.head:
        return replace(block, count=max(block.count, _ROWS))
    return block


def _without_sign(cell: Cell) -> Cell:
    return replace(cell, text="", number=None) if cell.text in _NOTHING_ENTERED else cell
