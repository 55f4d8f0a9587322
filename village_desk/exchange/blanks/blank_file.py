"""The one door to a blank's bytes: gate, child, facts; and back, an order for the child, a workbook."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from village_desk.exchange.blanks.blank_sheets import BlankBook, sheet_of
from village_desk.exchange.reading.child_process import Patience, answer_of_child
from village_desk.exchange.reading.gate import FileKind, recognise, scan_workbook
from village_desk.exchange.reading.tables_in import bytes_of
from village_desk.rules.refusals import Refusal

_CHILD = "blanks.blank_child"
_MOST = 32 * 1024 * 1024
"""A blank table with a hundred pictures is smaller."""

Cancelled = Callable[[], bool]


def read_blank(path: Path, *, cancelled: Cancelled | None = None) -> BlankBook:
    """Look into a township's workbook: its visible sheets, cell by cell.

    Raises:
        Refusal: It is no workbook, hostile, damaged, too large, or has nothing in it.
    """
    file = path.name
    content = bytes_of(path, file)
    if recognise(content, file) is not FileKind.WORKBOOK:
        raise Refusal("table-is-csv", file=file)
    _, scan = scan_workbook(content, file, cancelled=cancelled)
    if "macros-ignored" in scan.notices:
        raise Refusal("blank-with-macros", file=file)
    if scan.inflated > _MOST:
        raise Refusal("blank-too-large", file=file)
    told = json.loads(
        answer_of_child(
            _CHILD, content, file, {"task": "look"}, Patience.of(scan.inflated), cancelled=cancelled
        )
    )
    sheets = tuple(sheet_of(one) for one in told["sheets"])
    return BlankBook(file, content, sheets, tuple(told["styles"]), scan.inflated)


def filled_bytes(
    blank: BlankBook, order: Mapping[str, object], *, cancelled: Cancelled | None = None
) -> bytes:
    """The workbook with cells put in as ordered; everything else in it as it was.

    Raises:
        Refusal: The blank is made in a way that cannot be kept, or it took too long.
    """
    patience = Patience.of(blank.inflated * 8)
    return answer_of_child(
        _CHILD, blank.content, blank.file, {"task": "fill", **order}, patience, cancelled=cancelled
    )
