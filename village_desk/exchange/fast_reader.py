"""Reads plain workbooks with calamine; one cell on which it cannot be trusted sends the file on."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from village_desk.exchange.cells import (
    Cell,
    duration_text,
    is_plain_number,
    moment_text,
    number_text,
    text_cell,
)
from village_desk.exchange.handover import RowsOut

Value = str | float | bool | date | time | timedelta

_DOUBTFUL_BEFORE = date(1900, 3, 1)


class NotPlainError(Exception):
    """The workbook holds something that only the careful reader reads right."""


def read_fast(content: bytes, out: RowsOut) -> None:
    """Send all sheets of a workbook that the scan found plain.

    Raises:
        NotPlainError: A value calamine is known to get wrong; what has been sent must be taken back.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    numbers = _Numbers(out)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in workbook.sheets_metadata:
            if sheet.typ is SheetTypeEnum.WorkSheet:
                out.begin_sheet(
                    text_cell(sheet.name).text, is_hidden=sheet.visible is not SheetVisibleEnum.Visible
                )
                _read_sheet(workbook.get_sheet_by_name(sheet.name).iter_rows(), numbers, out)
    except CalamineError:
        raise NotPlainError from None


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
        cell = _cell(value)
        if cell.reason:
            number = self._out.own_number_of(cell.text)
            self.odd[number] = cell
        else:
            number = self._out.number_of(cell.text)
        self[value] = number
        return number


def _cell(value: Value) -> Cell:
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, float | int) and not isinstance(value, bool) and is_plain_number(value):
        return Cell(number_text(float(value)))
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
