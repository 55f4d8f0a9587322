"""The child process that looks into a blank and fills it: a workbook comes in, facts or a workbook go out."""

from __future__ import annotations

import json
import sys
from typing import Any

from village_desk.exchange.blanks.sheet_facts import facts_of
from village_desk.exchange.blanks.workbook_edits import WorkbookEdit, filled_sheet
from village_desk.exchange.reading.reading_child import limit_memory
from village_desk.exchange.reading.zip_directory import read_directory
from village_desk.rules.refusals import Refusal


def main(_argv: list[str] | None = None) -> int:
    """Do what the parent's one line says with the file behind it; a line of JSON goes before the answer."""
    order = json.loads(sys.stdin.buffer.readline())
    limit_memory(int(order["memory_mib"]))
    file = str(order["file"])
    try:
        answer = _answer(order, sys.stdin.buffer.read(), file)
        head: dict[str, object] = {"length": len(answer)}
    except Refusal as refusal:
        answer, head = b"", {"refused": refusal.code, "values": dict(refusal.values)}
    except (MemoryError, RecursionError):
        answer, head = b"", {"refused": "table-too-big-inside", "values": {"file": file}}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + answer)
    sys.stdout.buffer.flush()
    return 0


def _answer(order: dict[str, Any], content: bytes, file: str) -> bytes:
    parts = read_directory(content, file)
    if order["task"] == "look":
        return json.dumps(facts_of(content, parts, file, int(order["rows"]))).encode()
    edit = WorkbookEdit(content, parts, file)
    for one in order["sheets"]:
        first, *copies = map(filled_sheet, one["filled"])
        edit.fill(one["sheet"], first, copies)
    return edit.result()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
