"""Cells merged into one: where a workbook says they are, and what stands in them for a row further down."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

_RANGE = re.compile(
    rb"<(?:[\w.-]+:)?mergeCell\s[^<>]*?ref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})[\"']"
)
_LONGEST = 200
"""Bytes of such a tag at most."""
_MOST = 100_000


class MergedCells(NamedTuple):
    """A range that reaches over several rows: its first column and its rows, all counted from 1."""

    column: int
    first_row: int
    last_row: int


class MergeScan:
    """Listens to the bytes of a sheet on their way to a reader and keeps the ranges over several rows."""

    def __init__(self) -> None:
        self.found: list[MergedCells] = []

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Hand the pieces on as they come."""
        rest = b""
        for piece in pieces:
            yield piece
            text = rest + piece
            rest = text[-_LONGEST:]
            if b"mergeCell" in text:
                rest = text[self._take(text) :][-_LONGEST:]

    def _take(self, text: bytes) -> int:
        """Keep the ranges of a piece; where the last one ends."""
        end = 0
        for match in _RANGE.finditer(text):
            end = match.end()
            first, last = int(match[2]), int(match[3])
            if first < last and len(self.found) < _MOST:
                self.found.append(MergedCells(column_number(match[1].decode()), first, last))
        return end


class MergedColumns:
    """The texts of merged cells in some columns, asked row by row downwards."""

    def __init__(self, ranges: Iterable[MergedCells], columns: Collection[int], first_row: int) -> None:
        """Keep the ranges of these columns (counted from 1) that begin at ``first_row`` or below."""
        wanted = [one for one in ranges if one.column in columns and one.first_row >= first_row]
        self._coming = sorted(wanted, key=lambda one: one.first_row, reverse=True)
        self._open: dict[int, tuple[int, str]] = {}

    def fill(self, row: int, cells: list[str]) -> list[str]:
        """Give a row the texts of the merged cells that reach down to it; its own texts stay."""
        while self._coming and self._coming[-1].first_row <= row:
            started = self._coming.pop()
            text = cells[started.column - 1] if started.first_row == row else ""
            self._open[started.column] = (started.last_row, text)
        wanted = {
            column: text
            for column, (last_row, text) in self._open.items()
            if text and row <= last_row and not cells[column - 1]
        }
        if not wanted:
            return cells
        return [wanted.get(column, text) for column, text in enumerate(cells, 1)]


def column_number(letters: str) -> int:
    """The number of a column by its capital letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
