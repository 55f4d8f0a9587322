"""Reads any workbook cell by cell: errors, formulas without a result and lost digits are named.

The gate has refused every DOCTYPE in these very bytes, so no entity can be declared, let alone fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from typing import cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from village_desk.exchange.cells import (
    EMPTY,
    Cell,
    duration_text,
    moment_text,
    number_cell,
    serial_cell,
    text_cell,
    unescape,
)
from village_desk.exchange.reading.handover import RowsOut
from village_desk.exchange.reading.merged_cells import MergeScan, column_number
from village_desk.exchange.reading.number_formats import Kind
from village_desk.exchange.reading.part_scan import MAX_COLUMNS
from village_desk.exchange.reading.workbook_parts import SheetPart, WorkbookParts, find_parts, local
from village_desk.exchange.reading.zip_directory import Part, inflate
from village_desk.rules.refusals import Refusal

_LETTERS = re.compile(r"[A-Z]{1,3}")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LAST_COLUMN = 16_384
_LAST_ROW = 1_048_576


def read_carefully(content: bytes, parts: list[Part], out: RowsOut, file: str) -> None:
    """Send all sheets of a workbook whose bytes have passed the gate.

    Raises:
        Refusal: The markup is broken, or cells stand at places that do not exist.
    """
    workbook = find_parts(content, parts, file)
    texts = list(shared_texts(content, workbook.texts, file)) if workbook.texts else []
    for sheet in workbook.sheets:
        out.begin_sheet(text_cell(sheet.name).text, is_hidden=sheet.is_hidden)
        _Sheet(sheet, workbook, texts, out, file).read(content)


def _elements(pieces: Iterable[bytes], wanted: str, last: str, file: str) -> Iterator[Element]:
    """Yield the elements of a name as they are complete, up to the end of ``last``; all must be sound."""
    parser: XMLPullParser[Element] = XMLPullParser(("end",))
    is_over = False
    try:
        for piece in pieces:
            parser.feed(piece)
            for event in parser.read_events():
                element = cast("tuple[str, Element]", event)[1]
                name = local(element.tag)
                if name == wanted and not is_over:
                    yield element
                elif name == last:
                    is_over = True
        parser.close()
    except ParseError:
        raise Refusal("table-damaged", file=file) from None


def shared_texts(content: bytes, part: Part, file: str) -> Iterator[Cell]:
    """Yield the texts that cells name by number.

    Raises:
        Refusal: The markup is broken.
    """
    for element in _elements(inflate(content, part, file), "si", "sst", file):
        yield text_cell(_text_of(element))
        element.clear()


def _text_of(element: Element) -> str:
    """The text of a string with its runs; reading aids (rPh) are no part of a name."""
    pieces = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            pieces.append(_kept(child))
        elif name == "r":
            pieces.extend(_kept(run) for run in child if local(run.tag) == "t")
    return unescape("".join(pieces))


def _kept(element: Element) -> str:
    """Edge blanks are part of a text only where the file says so; spreadsheets drop the others."""
    text = element.text or ""
    return text if element.get(_SPACE) == "preserve" else text.strip(" \t\r\n")


class _Sheet:
    def __init__(
        self, sheet: SheetPart, workbook: WorkbookParts, texts: list[Cell], out: RowsOut, file: str
    ) -> None:
        self._sheet = sheet
        self._workbook = workbook
        self._texts = texts
        self._out = out
        self._file = file
        self._row = 0
        self._row_text = ""
        self._columns: dict[str, int] = {}
        self._readers: dict[str, Callable[[Element, str], Cell]] = {
            "s": self._shared,
            "str": lambda _cell, value: text_cell(unescape(value)),
            "b": lambda _cell, value: _truth(value),
            "e": lambda _cell, value: Cell("", value, "formula-error"),
            "d": lambda _cell, value: _written_day(value),
        }

    def read(self, content: bytes) -> None:
        merges = MergeScan()
        pieces = merges.through(inflate(content, self._sheet.part, self._file))
        for element in _elements(pieces, "row", "sheetData", self._file):
            goes_on = self._take(element)
            element.clear()
            if not goes_on:
                return
        self._out.merged(merges.found)

    def _take(self, row: Element) -> bool:
        number = row.get("r")
        at = self._row + 1 if number is None else int(number) if number.isdecimal() and len(number) < 8 else 0
        if not self._row < at <= _LAST_ROW:
            raise self._misplaced(self._row + 1)
        self._row = at
        self._row_text = str(at)
        numbers: list[int] = []
        column = 0
        for element in row:
            if local(element.tag) != "c":
                continue
            column = self._column(element, column)
            if column <= MAX_COLUMNS:
                self._add(element, column, numbers)
            elif len(element):
                self._out.notice("columns-beyond")
        return self._out.add(at, numbers)

    def _add(self, element: Element, column: int, numbers: list[int]) -> None:
        cell = self._cell(element)
        if cell is EMPTY:
            return
        numbers.extend([0] * (column - 1 - len(numbers)))
        if cell.reason:
            self._out.problem(self._row, column, cell)
        numbers.append(self._out.number_of(cell.text))

    def _column(self, element: Element, before: int) -> int:
        place = element.get("r")
        if place is None:
            return before + 1
        letters = place.removesuffix(self._row_text)
        column = self._columns.get(letters) or self._columns.setdefault(letters, _column_of(letters))
        if not before < column <= _LAST_COLUMN or len(letters) + len(self._row_text) != len(place):
            raise self._misplaced(self._row)
        return column

    def _misplaced(self, row: int) -> Refusal:
        return Refusal("table-misplaced-cells", file=self._file, sheet=self._sheet.name[:31], row=row)

    def _cell(self, element: Element) -> Cell:
        value: str | None = None
        formula: str | None = None
        for child in element:
            name = local(child.tag)
            if name == "v":
                value = child.text or ""
            elif name == "f":
                formula = child.text or ""
            elif name == "is":
                return text_cell(_text_of(child))
        kind = element.get("t", "n")
        if formula is not None:
            self._out.notice("formulas-read")
            if value is None or (not value and kind != "str"):
                return Cell("", "=" + formula, "formula-without-result")
        if not value:
            return EMPTY
        reader = self._readers.get(kind, self._number)
        return reader(element, value)

    def _shared(self, _element: Element, value: str) -> Cell:
        number = value.strip()
        if not number.isdecimal() or len(number) > 9 or int(number) >= len(self._texts):
            raise Refusal("table-damaged", file=self._file)
        return self._texts[int(number)]

    def _number(self, element: Element, value: str) -> Cell:
        style = element.get("s", "0")
        kinds = self._workbook.kinds
        kind = (
            kinds[int(style)]
            if style.isdecimal() and len(style) < 6 and int(style) < len(kinds)
            else Kind.NUMBER
        )
        cell = number_cell(value.strip())
        if kind is Kind.NUMBER or cell.reason:
            return cell
        if kind is Kind.ELAPSED:
            return Cell(duration_text(float(value)))
        return serial_cell(float(value), from_1904=self._workbook.is_1904)


def _column_of(letters: str) -> int:
    """The number of a column, 0 where there is no such column."""
    return column_number(letters) if _LETTERS.fullmatch(letters) else 0


def _written_day(value: str) -> Cell:
    try:
        moment = time.fromisoformat(value) if ":" in value[:3] else datetime.fromisoformat(value)
    except ValueError:
        return text_cell(value)
    return Cell(moment_text(moment.replace(tzinfo=None)))


def _truth(value: str) -> Cell:
    text = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}.get(value.strip(), "")
    return Cell(text, text or value, "true-or-false")
