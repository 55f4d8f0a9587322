"""A blank table as it was found: cells with their texts, merged cells, and what each style is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from msgspec import Struct

PLAIN, TEXT, DAY, PERCENT = "plain", "text", "day", "percent"
"""What a style's number format is for."""


COLON = re.compile(r"[:：]")
"""What stands between a label and its value."""


class Area(NamedTuple):
    """Cells merged into one, all counted from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class BlankCell(NamedTuple):
    """A cell that is there, with or without a text."""

    text: str
    is_formula: bool
    style: int


class BlankSheet(Struct, frozen=True, dict=True):
    """One visible sheet."""

    name: str
    cells: Mapping[tuple[int, int], BlankCell]
    """By row and column."""
    merged: tuple[Area, ...]

    @cached_property
    def last_row(self) -> int:
        """The last row with a cell."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        """The last column with a cell that has a text, or that is merged with one."""
        filled = [column for (_, column), cell in self.cells.items() if cell.text]
        return max([*filled, *(area.right for area in self.merged)], default=0)


class BlankBook(Struct, frozen=True):
    """A workbook that is to be filled; its bytes have passed the gate."""

    file: str
    content: bytes
    sheets: tuple[BlankSheet, ...]
    styles: tuple[str, ...]
    """What each cell style is for."""
    inflated: int

    def use_of(self, style: int) -> str:
        """What a cell style is for."""
        return self.styles[style] if style < len(self.styles) else PLAIN


def sheet_of(told: Mapping[str, Any]) -> BlankSheet:
    """A sheet as the child tells of it."""
    cells = {
        (row, column): BlankCell(text, bool(formula), style)
        for row, column, text, formula, style in told["cells"]
    }
    return BlankSheet(told["name"], cells, tuple(Area(*area) for area in told["merged"]))


class Grid:
    """A sheet asked cell by cell, where a merged area answers in every cell as its first one."""

    def __init__(self, sheet: BlankSheet) -> None:
        self.sheet = sheet
        self._filled: dict[int, list[Area]] = {}
        self._areas = {
            (row, column): area
            for area in sheet.merged
            for row in range(area.top, min(area.bottom, sheet.last_row) + 1)
            for column in range(area.left, area.right + 1)
        }

    def area(self, row: int, column: int) -> Area:
        """The merged area that a cell belongs to, else the cell alone."""
        return self._areas.get((row, column)) or Area(row, column, row, column)

    def text(self, row: int, column: int) -> str:
        """The text of a cell."""
        area = self.area(row, column)
        cell = self.sheet.cells.get((area.top, area.left))
        return cell.text.strip() if cell else ""

    def is_formula(self, row: int, column: int) -> bool:
        """Whether a cell holds a formula."""
        area = self.area(row, column)
        cell = self.sheet.cells.get((area.top, area.left))
        return cell is not None and cell.is_formula

    def is_empty_below(self, area: Area) -> bool:
        """Whether a cell that is there and empty stands under another."""
        below = area.bottom + 1
        is_free = not self.text(below, area.left) and not self.is_formula(below, area.left)
        return (below, area.left) in self.sheet.cells and is_free

    def areas_of(self, row: int) -> Iterator[Area]:
        """What stands in a row from left to right, a merged area once."""
        column = 1
        while column <= self.sheet.last_column:
            area = self.area(row, column)
            yield area
            column = area.right + 1

    def filled(self, row: int) -> list[Area]:
        """What has a text or formula in a row; looked up once, for rows are asked for again and again."""
        if row not in self._filled:
            self._filled[row] = [
                area
                for area in self.areas_of(row)
                if self.text(row, area.left) or self.is_formula(row, area.left)
            ]
        return self._filled[row]
