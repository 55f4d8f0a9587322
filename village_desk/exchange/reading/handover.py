"""How the reading child hands rows over: each distinct text once, rows as numbers, nothing to execute."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator
from typing import IO

from msgspec import Struct, field

from village_desk.exchange.cells import Cell, CellProblem
from village_desk.exchange.reading.merged_cells import MergedCells
from village_desk.exchange.reading.part_scan import MAX_GAP
from village_desk.rules.refusals import Refusal

_FRAME = struct.Struct("<cI")
_CHUNK = struct.Struct("<II")
_BETWEEN = "\x1f"
"""No cell holds it: control characters are taken out before."""
_ROWS_AT_ONCE = 1_000

_SHEET, _TEXTS, _ROWS, _PROBLEMS, _MERGED = b"S", b"T", b"R", b"P", b"M"
_NOTICE, _AGAIN, _REFUSED, _DONE = b"N", b"A", b"X", b"."


class RowsOut:
    """Sends the sheets of one workbook; a row is a list of numbers that ``number_of`` has given to texts."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._numbers: dict[str, int] = {}
        self._new: list[str] = []
        self._count = 0
        self._notices: set[str] = set()
        self._first = self._last = 0
        self._lengths, self._cells = array("I"), array("I")
        self._problems: list[str] = []
        self.number_of("")

    def number_of(self, text: str) -> int:
        """The number under which a clean text is sent; the empty text is 0."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = self._count
            self._new.append(text)
            self._count += 1
        return number

    def own_number_of(self, text: str) -> int:
        """A number that no other cell has, for a text whose cells need a look."""
        self._new.append(text)
        self._count += 1
        return self._count - 1

    def begin_sheet(self, name: str, *, is_hidden: bool) -> None:
        """Start a sheet; the one before is complete."""
        self.flush()
        self._begin_table()
        self._send(_SHEET, f"{int(is_hidden)}{name}".encode())

    def add(self, row: int, numbers: list[int]) -> bool:
        """Add a row, numbered upwards as in the file; False behind a long gap, where nothing more is read."""
        while numbers and not numbers[-1]:
            numbers.pop()
        if not numbers:
            return True
        missing = row - self._last - 1
        if missing > MAX_GAP:
            self.notice("rows-after-gap")
            return False
        if self._last and missing:
            self._lengths.extend([0] * missing)
        self._first = self._first or row
        self._last = row
        self._lengths.append(len(numbers))
        self._cells.extend(numbers)
        if len(self._lengths) >= _ROWS_AT_ONCE:
            self.flush()
        return True

    def problem(self, row: int, column: int, cell: Cell) -> None:
        """Name a cell that is not plain."""
        self._problems.append(_BETWEEN.join((str(row), str(column), cell.reason, cell.value)))

    def merged(self, ranges: list[MergedCells]) -> None:
        """Name the merged cells of the sheet, once its rows are in."""
        if ranges:
            self._send(_MERGED, array("I", (number for one in ranges for number in one)).tobytes())

    def notice(self, key: str) -> None:
        """Say something about the file as a whole, once."""
        if key not in self._notices:
            self._notices.add(key)
            self._send(_NOTICE, key.encode())

    def flush(self) -> None:
        """Send what has been added, in the order in which the other side needs it."""
        if self._new:
            self._send(_TEXTS, _BETWEEN.join(self._new).encode())
            self._new = []
        if self._lengths:
            head = _CHUNK.pack(self._first, len(self._lengths))
            self._send(_ROWS, head + self._lengths.tobytes() + self._cells.tobytes())
            self._lengths, self._cells = array("I"), array("I")
        if self._problems:
            self._send(_PROBLEMS, "\x1e".join(self._problems).encode("utf-8", "replace"))
            self._problems = []

    def start_again(self) -> None:
        """Take back every sheet sent so far: another reader begins from the start."""
        self._begin_table()
        self._notices.clear()
        self._send(_AGAIN, b"")

    def refuse(self, refusal: Refusal) -> None:
        """End with a refusal."""
        texts = [refusal.code, *(f"{key}={value}" for key, value in refusal.values.items())]
        self._send(_REFUSED, _BETWEEN.join(texts).encode("utf-8", "replace"))

    def end(self) -> None:
        """End well: only now is the workbook whole."""
        self.flush()
        self._send(_DONE, b"")
        self._stream.flush()

    def _begin_table(self) -> None:
        self._first = self._last = 0
        self._lengths, self._cells = array("I"), array("I")
        self._problems = []

    def _send(self, kind: bytes, payload: bytes) -> None:
        self._stream.write(_FRAME.pack(kind, len(payload)))
        self._stream.write(payload)


class SheetRead(Struct):
    """A sheet as it arrives."""

    name: str
    is_hidden: bool
    first_row: int = 1
    rows: list[list[str]] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    merged: list[MergedCells] = field(default_factory=list)


class WorkbookRead(Struct):
    """A workbook as it arrives; ``is_whole`` once the child has said so."""

    sheets: list[SheetRead] = field(default_factory=list)
    notices: set[str] = field(default_factory=set)
    is_whole: bool = False


def receive(stream: IO[bytes]) -> Iterator[WorkbookRead]:
    """Yield the workbook after every frame, so that the caller can follow; ends with the stream.

    Raises:
        Refusal: The child refused.
        ValueError: What arrives is not what a child sends.
    """
    read = WorkbookRead()
    texts: list[str] = []
    while head := stream.read(_FRAME.size):
        if len(head) < _FRAME.size:
            raise ValueError("cut off")
        kind, length = _FRAME.unpack(head)
        payload = stream.read(length)
        if len(payload) < length:
            raise ValueError("cut off")
        if kind == _TEXTS:
            texts.extend(payload.decode().split(_BETWEEN))
        else:
            _take(read, kind, payload, texts)
        yield read


def _take(read: WorkbookRead, kind: bytes, payload: bytes, texts: list[str]) -> None:
    if kind == _ROWS:
        _take_rows(read.sheets[-1], payload, texts)
    elif kind == _SHEET:
        text = payload.decode()
        read.sheets.append(SheetRead(text[1:], text[0] == "1"))
    elif kind == _PROBLEMS:
        read.sheets[-1].problems.extend(_problems(payload.decode().split("\x1e")))
    elif kind == _MERGED:
        numbers = iter(memoryview(payload).cast("I"))
        read.sheets[-1].merged.extend(map(MergedCells, numbers, numbers, numbers))
    elif kind == _NOTICE:
        read.notices.add(payload.decode())
    elif kind == _AGAIN:
        read.sheets.clear()
        read.notices.clear()
    elif kind == _REFUSED:
        code, *values = payload.decode().split(_BETWEEN)
        raise Refusal(code, **dict(_named(values)))
    elif kind == _DONE:
        read.is_whole = True


def _take_rows(sheet: SheetRead, payload: bytes, texts: list[str]) -> None:
    first, count = _CHUNK.unpack_from(payload)
    numbers = array("I")
    numbers.frombytes(payload[_CHUNK.size :])
    if not sheet.rows:
        sheet.first_row = first
    text_of = texts.__getitem__
    at = count
    for length in numbers[:count]:
        sheet.rows.append(list(map(text_of, numbers[at : at + length])))
        at += length


def _problems(lines: Iterable[str]) -> Iterator[CellProblem]:
    for line in lines:
        row, column, reason, value = line.split(_BETWEEN)
        yield CellProblem(int(row), int(column), value, reason)


def _named(values: Iterable[str]) -> Iterator[tuple[str, str | int]]:
    for value in values:
        key, _, text = value.partition("=")
        yield key, int(text) if text.isdecimal() and key in ("row", "column", "most") else text
