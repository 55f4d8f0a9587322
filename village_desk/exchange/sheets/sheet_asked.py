"""Questions of the visit on paper: what was answered last quarter, and a box for what is answered now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from village_desk.definitions.screens import Field, Kind, screen
from village_desk.definitions.sheets import Block
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_cells import shown_cell, titled
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_household_values import written
from village_desk.exchange.sheets.sheet_shown import Shown
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject

_BOX = "□"
_MOST_BOXES = 9
"""Longer lists are written in words."""


def drawn_asked(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    """Question, last answer and box, as many to a line as the block has widths for."""
    spans = grid.spans(block.widths_mm)
    to_a_line = len(spans) // 3
    fields = [visit_field(name) for name in block.values]
    rows = [
        _row(subject, fields[start : start + to_a_line], spans) for start in range(0, len(fields), to_a_line)
    ]
    yield titled(block, rows, grid)


def visit_field(name: str) -> Field:
    """The question of the visit that a sheet names.

    Raises:
        KeyError: There is none of that name.
    """
    kind, _, key = name.partition(".")
    if kind != "visit":
        raise KeyError(name)
    return screen("visit").field(key)


def boxes(field: Field) -> str:
    """The answers to tick; blank where something is to be written."""
    if field.kind is Kind.FLAG:
        return "　".join(f"{_BOX}{answer}" for answer in (say("sheet.yes"), say("sheet.no")))
    if field.kind is Kind.CHOICE and len(field.labels()) <= _MOST_BOXES:
        return "　".join(f"{_BOX}{label}" for label in field.labels())
    return ""


def _row(subject: HouseholdSubject, fields: Sequence[Field], spans: Sequence[int]) -> Row:
    cells: list[Cell] = []
    for field in fields:
        label, last, box = spans[len(cells) : len(cells) + 3]
        cells.append(Cell(field.label, label, style="label"))
        cells.append(shown_cell(_last(subject, field), last, "centre"))
        cells.append(Cell(boxes(field), box, style="body"))
    rest = sum(spans[len(cells) :])
    cells[-1] = replace(cells[-1], columns=cells[-1].columns + rest)
    return Row(tuple(cells))


def _last(subject: HouseholdSubject, field: Field) -> Shown:
    return written(field, getattr(subject.last_visit, field.key)) if subject.last_visit else Shown()
