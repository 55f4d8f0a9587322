"""Reads plain workbooks with calamine; one cell on which it cannot be trusted sends the file on."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from village_desk.exchange.cells import (
    Cell,
    duration_text,
    is_clean,
    is_plain_number,
    moment_text,
    number_text,
    text_cell,
)
from village_desk.exchange.reading.handover import RowsOut
from village_desk.exchange.reading.merged_cells import MergedCells, MergeScan
from village_desk.exchange.reading.part_scan import PLAIN_CELLS
from village_desk.exchange.reading.workbook_parts import SheetPart, find_parts
from village_desk.exchange.reading.zip_directory import Part, inflate
from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Value = str | float | bool | date | time | timedelta

_DOUBTFUL_BEFORE = date(1900, 3, 1)


class NotPlainError(Exception):
    """The workbook holds something that only the careful reader reads right."""


def read_fast(content: bytes, parts: list[Part], out: RowsOut, file: str) -> None:
    """Send all sheets of a workbook that the scan found plain.

    Raises:
        NotPlainError: A value calamine is known to get wrong; what has been sent must be taken back.
        Refusal: The markup is broken, which calamine passes over in silence.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    expected = find_parts(content, parts, file)
    if expected.texts:
        _check_markup(content, expected.texts, file)
    merges = [_check_markup(content, sheet.part, file) for sheet in expected.sheets]
    try:
        _read_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content)), expected.sheets, merges, out)
    except CalamineError:
        raise NotPlainError from None


def _check_markup(content: bytes, part: Part, file: str) -> list[MergedCells]:
    """Read a part to its end; the merged cells that it names."""
    parser = ParserCreate(namespace_separator="}")
    merges = MergeScan()
    try:
        for piece in merges.through(inflate(content, part, file)):
            parser.Parse(PLAIN_CELLS.sub(b"", piece), False)
        parser.Parse(b"", True)
    except ExpatError:
        raise Refusal("table-damaged", file=file) from None
    return merges.found


def _read_sheets(
    workbook: CalamineWorkbook, expected: list[SheetPart], merges: list[list[MergedCells]], out: RowsOut
) -> None:
    from python_calamine import SheetTypeEnum

    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    if names != [sheet.name for sheet in expected] or len(set(names)) != len(names):
        raise NotPlainError
    numbers = _Numbers(out)
    for sheet, merged in zip(expected, merges, strict=True):
        out.begin_sheet(text_cell(sheet.name).text, is_hidden=sheet.is_hidden)
        _read_sheet(workbook.get_sheet_by_name(sheet.name).iter_rows(), numbers, out)
        out.merged(merged)


def _read_sheet(rows: Iterable[list[Value]], numbers: _Numbers, out: RowsOut) -> None:
    number_of = numbers.__getitem__
    odd = numbers.odd
    for row, values in enumerate(rows, 1):
        found = list(map(number_of, values))
        if odd and not odd.keys().isdisjoint(found):
            for column, number in enumerate(found, 1):
                if number in odd:
                    out.problem(row, column, odd[number])
        if not out.add(row, found):
            return


class _Numbers(dict[Value, int]):
    """The number of each distinct value, so that a value is turned into text once and not for every cell."""

    def __init__(self, out: RowsOut) -> None:
        super().__init__()
        self._out = out
        self.odd: dict[int, Cell] = {}

    def __missing__(self, value: Value) -> int:
        if type(value) is float and is_plain_number(value):
            number = self._out.number_of(number_text(value))
        elif type(value) is str and is_clean(value):
            number = self._out.number_of(value)
        else:
            number = self._number_of_odd(value)
        self[value] = number
        return number

    def _number_of_odd(self, value: Value) -> int:
        cell = _cell(value)
        if not cell.reason:
            return self._out.number_of(cell.text)
        number = self._out.own_number_of(cell.text)
        self.odd[number] = cell
        return number


def _cell(value: Value) -> Cell:
    if isinstance(value, str):
        return text_cell(value)
    if (
        isinstance(value, date)
        and (value.date() if isinstance(value, datetime) else value) >= _DOUBTFUL_BEFORE
    ):
        return Cell(moment_text(value))
    if isinstance(value, timedelta) and value >= timedelta():
        return Cell(duration_text(value / timedelta(days=1)))
    # calamine shows days before the count begins as midnight, and 29 February 1900 as the 28th.
    if isinstance(value, time) and value != time(0):
        return Cell(moment_text(value))
    raise NotPlainError
