"""Rows of one shape in a workbook: their XML is made once, and each row only fills in its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache

from msgspec import Struct

_ROW = "\0"
"""Stands for the row's number until it is known; no text ever gets in here, texts have places in a table."""


class Kind(StrEnum):
    """What a cell holds; the value is its XML, with a gap for a text's place or a number's digits."""

    BLANK = '<c r="{}" s="{}"/>'
    TEXT = '<c r="{}" s="{}" t="s"><v>%s</v></c>'
    NUMBER = '<c r="{}" s="{}"><v>%s</v></c>'


class ShapedCell(Struct, frozen=True, eq=False):
    """A cell but for its value; one with a frame or fill has it underneath all columns and rows it covers."""

    columns: int
    rows: int
    look: int
    kind: Kind
    is_framed: bool


class RowShape(Struct, frozen=True):
    """A row but for its number, its height and its values."""

    cells: str
    joined: str
    tall: tuple[tuple[int, ShapedCell], ...]
    """Columns of cells over several rows."""

    def row(self, number: int, height: float, values: Iterable[int | str]) -> str:
        """The row's XML."""
        cells = (self.cells % tuple(values)).replace(_ROW, str(number))
        return f'<row r="{number}" ht="{height:g}" customHeight="1">{cells}</row>'

    def joined_cells(self, number: int) -> str:
        """The ranges that the row's cells cover."""
        tall = "".join(
            _range(column, cell, str(number), str(number + cell.rows - 1)) for column, cell in self.tall
        )
        return self.joined.replace(_ROW, str(number)) + tall


def row_shape(
    cells: Iterable[ShapedCell], columns: Iterable[int], below: Mapping[int, ShapedCell]
) -> RowShape:
    """The shape of a row, given the cells above that still cover columns of it."""
    placed = list(zip(columns, cells, strict=True))
    made = dict(_blanks(below.items()))
    for column, cell in placed:
        made.update(_blanks([(column, cell)]))
        made[column] = _cell(column, cell.look, cell.kind)
    return RowShape(
        cells="".join(made[column] for column in sorted(made)),
        joined="".join(
            _range(column, cell, _ROW, _ROW) for column, cell in placed if cell.columns > 1 and cell.rows == 1
        ),
        tall=tuple((column, cell) for column, cell in placed if cell.rows > 1),
    )


def _blanks(cells: Iterable[tuple[int, ShapedCell]]) -> Iterator[tuple[int, str]]:
    for column, cell in cells:
        if cell.is_framed:
            yield from (
                (under, _cell(under, cell.look, Kind.BLANK)) for under in range(column, column + cell.columns)
            )


def _cell(column: int, look: int, kind: Kind) -> str:
    return kind.value.format(_letters(column) + _ROW, look)


def _range(column: int, cell: ShapedCell, first: str, last: str) -> str:
    end = _letters(column + cell.columns - 1)
    return f'<mergeCell ref="{_letters(column)}{first}:{end}{last}"/>'


@cache
def _letters(column: int) -> str:
    """A column's name, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
