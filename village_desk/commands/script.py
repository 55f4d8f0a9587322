"""``script``: the desk's own operations without a window; an acknowledgement means that it is on disk."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any

from village_desk.commands.answers import DONE, FINDINGS, refusal_document
from village_desk.commands.opening import sitting_at
from village_desk.commands.periods import read_quarter, read_year
from village_desk.entry import operations
from village_desk.entry.operations import Done
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import typed
from village_desk.entry.verdicts import confirm
from village_desk.rules.refusals import Refusal

Operation = Mapping[str, Any]

_LINE_KEYS = (
    "item",
    "month",
    "span",
    "scale",
    "scale_unit",
    "quantity",
    "unit",
    "price",
    "amount",
    "evidence",
    "place",
    "note",
)


def script(options: Namespace) -> int:
    """Do one operation a line; each answer is flushed before the next line is read."""
    refused = False
    with sitting_at(options.book) as sitting:
        for number, line in enumerate(sys.stdin, 1):
            if not line.strip():
                continue
            reply = _reply(sitting, number, line)
            refused = refused or "refused" in reply
            sys.stdout.write(json.dumps(reply, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return FINDINGS if refused else DONE


def _reply(sitting: Sitting, number: int, line: str) -> dict[str, object]:
    try:
        return {"ack": number, **perform(sitting, _read(line))}
    except Refusal as refusal:
        return {**refusal_document(refusal), "line": number}


def perform(sitting: Sitting, operation: Operation) -> dict[str, object]:
    """Do one operation and return what its acknowledgement carries.

    Raises:
        Refusal: Nothing has changed.
    """
    do = _OPERATIONS.get(str(operation.get("op")))
    if do is None:
        raise Refusal("unknown-operation", value=str(operation.get("op")))
    return do(sitting, operation)


def _read(line: str) -> Operation:
    try:
        operation = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        raise Refusal("not-json") from None
    if not isinstance(operation, dict):
        raise Refusal("not-json")
    return operation


def _household(sitting: Sitting, operation: Operation) -> dict[str, object]:
    return _done(operations.set_household(sitting, _text(operation, "number"), _texts(operation, "set")))


def _person(sitting: Sitting, operation: Operation) -> dict[str, object]:
    number = _optional(operation, "number")
    texts = _texts(operation, "set")
    return _done(operations.set_person(sitting, _text(operation, "household"), number, texts))


def _line(sitting: Sitting, operation: Operation) -> dict[str, object]:
    texts = {key: text for key in _LINE_KEYS if (text := _optional(operation, key)) is not None}
    return _done(
        operations.add_line(sitting, _text(operation, "household"), _optional(operation, "person"), texts)
    )


def _visit(sitting: Sitting, operation: Operation) -> dict[str, object]:
    quarter = read_quarter(_text(operation, "period"), sitting.settings.year_mode)
    texts = _texts(operation, "set")
    return _done(operations.set_visit(sitting, _text(operation, "household"), quarter.first, texts))


def _target(sitting: Sitting, operation: Operation) -> dict[str, object]:
    values = typed("stated_totals", {k: v for k, v in _texts(operation, "set").items() if k != "grounds"})
    values |= {k: v for k, v in _texts(operation, "set").items() if k == "grounds"}
    year = read_year(_text(operation, "year"))
    return _done(operations.set_target(sitting, _text(operation, "household"), year, values))


def _verdict(sitting: Sitting, operation: Operation) -> dict[str, object]:
    quarter = read_quarter(_text(operation, "period"), sitting.settings.year_mode)
    return _done(
        confirm(
            sitting,
            quarter,
            rule=_text(operation, "rule"),
            household_number=_text(operation, "household"),
            person_number=_optional(operation, "person"),
            reason=_text(operation, "reason"),
            until=_optional(operation, "until"),
        )
    )


def _void(sitting: Sitting, operation: Operation) -> dict[str, object]:
    record = _optional(operation, "record") or "line"
    return _done(operations.void(sitting, record, _text(operation, "id"), _text(operation, "reason")))


def _undo(sitting: Sitting, _: Operation) -> dict[str, object]:
    past = sitting.undo()
    if past is None:
        raise Refusal("nothing-to-undo")
    return {"undone": past.kind}


def _redo(sitting: Sitting, _: Operation) -> dict[str, object]:
    past = sitting.redo()
    if past is None:
        raise Refusal("nothing-to-redo")
    return {"redone": past.kind}


_OPERATIONS: Mapping[str, Callable[[Sitting, Operation], dict[str, object]]] = {
    "household": _household,
    "person": _person,
    "line": _line,
    "visit": _visit,
    "target": _target,
    "verdict": _verdict,
    "void": _void,
    "undo": _undo,
    "redo": _redo,
}


def _done(done: Done) -> dict[str, object]:
    return {"id": done.id, "new": done.is_new}


def _text(operation: Operation, key: str) -> str:
    text = _optional(operation, key)
    if text is None:
        raise Refusal("missing-key", column=key)
    return text


def _optional(operation: Operation, key: str) -> str | None:
    value = operation.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refusal("not-a-text", column=key)
    return str(value)


def _texts(operation: Operation, key: str) -> dict[str, str]:
    texts = operation.get(key)
    if not isinstance(texts, dict):
        raise Refusal("missing-key", column=key)
    return {name: _optional(texts, name) or "" for name in texts}
