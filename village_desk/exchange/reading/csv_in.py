"""Reads text tables: which encoding, which separator, and rows whose quotes do not add up."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice

from village_desk.exchange.cells import Cell, CellProblem, text_cell
from village_desk.exchange.reading.handover import SheetRead
from village_desk.exchange.reading.part_scan import MAX_COLUMNS, MAX_ROWS
from village_desk.rules.refusals import Refusal

_MAX_LINE = 256 * 1024
_MAX_LINES_IN_CELL = 60
"""A quote left open swallows line after line; an honest cell has a handful."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CHINESE = "gb18030"
_SEPARATORS = (",", "\t", ";")
_SAMPLE_LINES = 20
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠']", re.DOTALL)

# The codec follows GB 18030-2005; the edition of 2022 gave these 24 private codes their characters.
_PRIVATE_2005 = (
    *(0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864),
    *range(0xE78D, 0xE797),
    *(0xE816, 0xE817, 0xE818, 0xE831, 0xE83B, 0xE855),
)
_PUBLIC_2022 = "龴龵龶龷龸龹龺龻︐︒︑︓︔︕︖︗︘\ufe19𠂇𠂉𠃌𡗗𢦏𤇾"
_EDITION_2022 = dict(zip(_PRIVATE_2005, _PUBLIC_2022, strict=True))


def read_csv(content: bytes, file: str) -> tuple[SheetRead, set[str]]:
    """Read a text table; the notices say when the encoding had to be taken for GB 18030.

    Raises:
        Refusal: No known encoding, quotes that do not close, or lines and rows beyond all measure.
    """
    encoding, content = _encoding(content, file)
    notices = {"read-as-gb18030"} if encoding == _CHINESE else set()
    sheet = SheetRead("", is_hidden=False)
    cells = _Cells()
    lines = _lines(content, encoding, file)
    sample = list(islice(lines, _SAMPLE_LINES))
    reader = csv.reader(chain(sample, lines), delimiter=_separator("".join(sample)), strict=True)
    begun = 1
    try:
        for values in reader:
            if reader.line_num - begun > _MAX_LINES_IN_CELL:
                raise Refusal("csv-quotes", file=file, row=begun)
            if len(values) > MAX_COLUMNS:
                notices.add("columns-beyond")
            _add(sheet, values[:MAX_COLUMNS], cells)
            begun = reader.line_num + 1
            if len(sheet.rows) > MAX_ROWS:
                raise Refusal("table-too-many-rows", file=file, most=MAX_ROWS)
    except csv.Error:
        raise Refusal("csv-quotes", file=file, row=begun) from None
    return _without_edges(sheet), notices


class _Cells(dict[str, str]):
    """The clean text of each distinct value, so that a value is looked at once and not for every cell."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: dict[str, Cell] = {}

    def __missing__(self, value: str) -> str:
        cell = text_cell(_without_guard(value))
        if cell.reason:
            self.odd[value] = cell
        self[value] = cell.text
        return cell.text


def _encoding(content: bytes, file: str) -> tuple[str, bytes]:
    """The encoding in which all of a text decodes, and the text without its mark.

    The order is fixed, because short Chinese texts cannot be told apart by their letters.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _proven(content[len(mark) :], (encoding,), file)
    return _proven(content, ("utf-8", _CHINESE), file)


def _proven(content: bytes, encodings: tuple[str, ...], file: str) -> tuple[str, bytes]:
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            content.decode(encoding)
            return encoding, content
    raise Refusal("csv-encoding", file=file)


def _lines(content: bytes, encoding: str, file: str) -> Iterator[str]:
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    number = 0
    while line := stream.readline(_MAX_LINE + 1):
        number += 1
        if len(line) > _MAX_LINE:
            raise Refusal("csv-long-line", file=file, row=number)
        yield line.translate(_EDITION_2022) if encoding == _CHINESE else line


def _separator(text: str) -> str:
    """The mark that stands most often outside quotes in the first lines; a comma where there is none."""
    lines = re.sub(r'"[^"]*"', "", text).splitlines()
    return max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in lines))


def _add(sheet: SheetRead, values: list[str], cells: _Cells) -> None:
    row = [cells[value] for value in values]
    if cells.odd:
        for column, value in enumerate(values, 1):
            cell = cells.odd.get(value)
            if cell is not None:
                sheet.problems.append(CellProblem(len(sheet.rows) + 1, column, cell.value, cell.reason))
    while row and not row[-1]:
        row.pop()
    sheet.rows.append(row)


def _without_guard(value: str) -> str:
    """Take off what keeps a spreadsheet from reckoning: ``="…"`` and the apostrophe before a sign."""
    if (match := _AS_TEXT.fullmatch(value)) is not None:
        return match[1].replace('""', '"')
    return value[1:] if _GUARDED.match(value) else value


def _without_edges(sheet: SheetRead) -> SheetRead:
    while sheet.rows and not sheet.rows[-1]:
        sheet.rows.pop()
    empty = next((at for at, row in enumerate(sheet.rows) if row), 0)
    del sheet.rows[:empty]
    sheet.first_row = empty + 1
    return sheet
