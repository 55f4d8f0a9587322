"""The one door to a blank's bytes: gate, child, facts; and back, an order for the child, a workbook."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from village_desk.exchange.blanks.blank_sheets import BlankBook, sheet_of
from village_desk.exchange.reading.child_process import Patience, answer_of_child
from village_desk.exchange.reading.gate import FileKind, recognise, scan_workbook
from village_desk.exchange.reading.tables_in import bytes_of
from village_desk.exchange.reading.zip_directory import MAX_INFLATED
from village_desk.rules.refusals import Refusal

_CHILD = "blanks.blank_child"
_MOST = 32 * 1024 * 1024
"""Bytes of all parts; a blank table with a hundred pictures is smaller."""
_MOST_ROWS = 5_000
"""A blank table is not longer; what lies below is left as it is."""
_ROWS_THERE_ARE = 1_048_576
_CELL_BYTES = 500
"""What a cell that is put in costs, in bytes of a workbook that is read."""

Cancelled = Callable[[], bool]


def read_blank(path: Path, *, cancelled: Cancelled | None = None) -> BlankBook:
    """Look into a township's workbook: its visible sheets, cell by cell.

    Raises:
        Refusal: It is no workbook, hostile, damaged, too large, or has nothing in it.
    """
    return _read(path, _MOST_ROWS, _MOST, cancelled)


def read_filled(path: Path) -> BlankBook:
    """The same of a table that was filled, to its last row.

    Raises:
        Refusal: As for read_blank.
    """
    return _read(path, _ROWS_THERE_ARE, MAX_INFLATED, None)


def _read(path: Path, most_rows: int, most_bytes: int, cancelled: Cancelled | None) -> BlankBook:
    file = path.name
    content = bytes_of(path, file)
    if recognise(content, file) is not FileKind.WORKBOOK:
        raise Refusal("table-is-csv", file=file)
    _, scan = scan_workbook(content, file, cancelled=cancelled)
    if "macros-ignored" in scan.notices:
        raise Refusal("blank-with-macros", file=file)
    if scan.inflated > most_bytes:
        raise Refusal("blank-too-large", file=file)
    order = {"task": "look", "rows": most_rows}
    patience = Patience.of(scan.inflated)
    told = json.loads(answer_of_child(_CHILD, content, file, order, patience, cancelled=cancelled))
    sheets = tuple(sheet_of(one) for one in told["sheets"])
    return BlankBook(file, content, sheets, tuple(told["styles"]), scan.inflated)


def filled_bytes(
    blank: BlankBook, order: Mapping[str, object], cells: int, *, cancelled: Cancelled | None = None
) -> bytes:
    """The workbook with so many cells put in as ordered; everything else in it as it was.

    Raises:
        Refusal: The blank is made in a way that cannot be kept, or it took too long.
    """
    patience = Patience.of(blank.inflated + cells * _CELL_BYTES)
    return answer_of_child(
        _CHILD, blank.content, blank.file, {"task": "fill", **order}, patience, cancelled=cancelled
    )
