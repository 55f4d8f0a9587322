"""Reads the tables that others made, workbook or text, into plain rows: the one door for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field

from village_desk.exchange.cells import Cell, CellProblem
from village_desk.exchange.reading.child_process import Patience, read_in_child
from village_desk.exchange.reading.csv_in import read_csv
from village_desk.exchange.reading.gate import MAX_FILE, FileKind, recognise, scan_workbook
from village_desk.exchange.reading.handover import SheetRead
from village_desk.exchange.reading.merged_cells import MergedCells
from village_desk.rules.refusals import Refusal

__all__ = ["Cell", "CellProblem", "TableIn", "TablesIn", "read_tables"]


class TableIn(Struct, frozen=True):
    """One sheet: rows of equal width, every value as text, from the first row that holds anything on.

    Days stand as 2024-05-01, whole numbers without ``.0``, an empty cell is ``""``. A cell named in
    ``problems`` must be looked at before its text is used.
    """

    name: str
    is_hidden: bool
    first_row: int
    rows: list[list[str]]
    problems: list[CellProblem]
    merged: list[MergedCells] = field(default_factory=list)
    """Ranges over several rows; their text stands in ``rows`` once, in the uppermost."""


class TablesIn(Struct, frozen=True):
    """A file's tables, the SHA-256 of its bytes, and notices about it (words "tables")."""

    file_name: str
    digest: str
    tables: list[TableIn]
    notices: list[str]


def read_tables(
    path: Path, *, progress: Callable[[int], None] | None = None, cancelled: Callable[[], bool] | None = None
) -> TablesIn:
    """Read a workbook or text table, hostile or not; it ends in rows or in one refusal, and in time.

    ``progress`` hears the number of rows read so far; ``cancelled`` is asked again and again.

    Raises:
        Refusal: Nothing of the file may be used; its values name the file and, where known, sheet and row.
    """
    file = path.name
    content = bytes_of(path, file)
    digest = hashlib.sha256(content).hexdigest()
    if recognise(content, file) is FileKind.TEXT:
        sheet, notices = read_csv(content, file)
        sheets = [sheet]
    else:
        _, scan = scan_workbook(content, file, cancelled=cancelled)
        patience = Patience.of(scan.inflated)
        read = read_in_child(
            content, file, patience, is_plain=scan.is_plain, progress=progress, cancelled=cancelled
        )
        sheets, notices = read.sheets, read.notices | scan.notices
    if any(sheet.is_hidden for sheet in sheets):
        notices.add("hidden-sheets")
    return TablesIn(file, digest, [_table(sheet) for sheet in sheets], sorted(notices))


def bytes_of(path: Path, file: str) -> bytes:
    """The bytes of a table's file.

    Raises:
        Refusal: It is no file, too large, in use, or cannot be opened.
    """
    if file.startswith("~$"):
        raise Refusal("table-lock-file", file=file)
    try:
        if path.is_dir():
            raise Refusal("table-is-folder", file=file)
        if not path.exists():
            raise Refusal("table-missing", file=file)
        if not path.is_file() or path.stat().st_size > MAX_FILE:
            raise Refusal("table-too-large", file=file, most=MAX_FILE // 1024 // 1024)
        with path.open("rb") as stream:
            return stream.read(MAX_FILE)
    except PermissionError:
        raise Refusal("table-in-use", file=file) from None
    except (OSError, ValueError):
        raise Refusal("table-cannot-be-opened", file=file) from None


def _table(sheet: SheetRead) -> TableIn:
    width = max(map(len, sheet.rows), default=0)
    for row in sheet.rows:
        row.extend([""] * (width - len(row)))
    return TableIn(sheet.name, sheet.is_hidden, sheet.first_row, sheet.rows, sheet.problems, sheet.merged)
