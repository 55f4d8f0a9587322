"""``script``: the desk's own operations without a window; an acknowledgement means that it is on disk."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from math import isfinite
from typing import Any

from village_desk.commands.answers import DONE, FINDINGS, refusal_document, use_utf8
from village_desk.commands.opening import sitting_at_village
from village_desk.commands.periods import read_month_of, read_quarter, read_year
from village_desk.entry import operations
from village_desk.entry.checks.problem_entry import note_problem, set_problem
from village_desk.entry.checks.procedure_entry import set_procedure
from village_desk.entry.checks.verdicts import Said, Which, say_of
from village_desk.entry.operations import Done
from village_desk.entry.parts import still_out
from village_desk.entry.quarter.quarter_entry import QuarterEntry, Step
from village_desk.entry.quarter.visit_entry import VisitEntry
from village_desk.entry.record_operations import RecordTexts, set_leader, set_meeting, set_record
from village_desk.entry.records.plan_entry import set_plan, set_target
from village_desk.entry.records.record_kinds import KINDS, RecordKind
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import typed, why_not
from village_desk.entry.voiding import void
from village_desk.rules.exchange_records import Part
from village_desk.rules.reading import NotUnderstoodError, tidy_text
from village_desk.rules.refusals import Refusal

Operation = Mapping[str, Any]

_LINE_KEYS = (
    *("item", "month", "span", "scale", "scale_unit", "quantity", "unit", "price", "amount"),
    *("evidence", "place", "note"),
)
_SAID_KEYS = ("state", "reason_kind", "reason", "evidence", "until")
_EXACT_FLOATS = 2**53
"""Whole numbers above it lose digits as a JSON number with a point or an exponent."""


def script(options: Namespace) -> int:
    """Do one operation a line; each answer is flushed before the next line is read."""
    refused = False
    use_utf8(sys.stdin)
    with sitting_at_village(options.book) as sitting:
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
    name = operation.get("op")
    known = _OPERATIONS.get(name) if isinstance(name, str) else None
    if known is None:
        raise Refusal("unknown-operation", value=_shown(name))
    do, keys = known
    for key in operation:
        if key != "op" and key not in keys:
            raise Refusal("unknown-key", column=_shown(key), value=str(name))
    with sitting.correcting(_optional(operation, "reason")):
        return do(sitting, operation)


def _read(line: str) -> Operation:
    try:
        operation = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, brackets without end
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
    for key in ("item", "month"):
        _text(operation, key)
    texts = {key: text for key in _LINE_KEYS if (text := _value(operation, key)) is not None}
    household, person = _text(operation, "household"), _optional(operation, "person")
    return _done(operations.add_line(sitting, household, person, texts))


def _visit(sitting: Sitting, operation: Operation) -> dict[str, object]:
    quarter = read_quarter(_text(operation, "period"), sitting.settings.year_mode)
    texts = _texts(operation, "set")
    return _done(operations.set_visit(sitting, _text(operation, "household"), quarter.first, texts))


def _no_change(sitting: Sitting, operation: Operation) -> dict[str, object]:
    quarter = read_quarter(_text(operation, "period"), sitting.settings.year_mode)
    with sitting.book.reading() as reading:
        household = operations.household_of(reading, _text(operation, "household"))
    entry = VisitEntry(sitting, household.id, quarter)
    carried = entry.no_change()
    return {"id": entry.visit.id if entry.visit else None, "carried": carried}


def _target(sitting: Sitting, operation: Operation) -> dict[str, object]:
    texts = _texts(operation, "set")
    unknown = next((key for key in texts if key not in TARGET_KEYS), None)
    if unknown is not None:
        raise Refusal("unknown-key", column=_shown(unknown), value="target")
    values = typed("stated_totals", {key: text for key, text in texts.items() if key != "grounds"})
    if "grounds" in texts:
        values["grounds"] = _tidy("grounds", texts["grounds"]) or None
    year = read_year(_text(operation, "year"))
    return _done(set_target(sitting, _text(operation, "household"), year, values))


def _plan(sitting: Sitting, operation: Operation) -> dict[str, object]:
    year = read_year(_text(operation, "year"))
    return _done(set_plan(sitting, _text(operation, "household"), year, _texts(operation, "set")))


def _verdict(sitting: Sitting, operation: Operation) -> dict[str, object]:
    quarter = read_quarter(_text(operation, "period"), sitting.settings.year_mode)
    which = Which(_text(operation, "rule"), _text(operation, "household"), _optional(operation, "person"))
    texts = {key: text for key in _SAID_KEYS if (text := _optional(operation, key)) is not None}
    done = say_of(sitting, quarter, which, Said(**texts))
    return _done(done) if done else {"id": None, "new": False}


def _record(screen: str, sitting: Sitting, operation: Operation) -> dict[str, object]:
    said = RecordTexts(
        household=_optional(operation, "household"),
        person=_optional(operation, "person"),
        id=_optional(operation, "id"),
        period=_period(sitting, operation),
        texts=_texts(operation, "set"),
    )
    if said.household is None and said.id is None:
        raise Refusal("missing-key", column="household")
    return _done(set_record(sitting, screen, said))


def _meeting(sitting: Sitting, operation: Operation) -> dict[str, object]:
    month = read_month_of(_text(operation, "month"))
    return _done(set_meeting(sitting, month, _texts(operation, "set")))


def _leader(sitting: Sitting, operation: Operation) -> dict[str, object]:
    return _done(set_leader(sitting, _optional(operation, "id"), _texts(operation, "set")))


def _period(sitting: Sitting, operation: Operation) -> dict[str, int]:
    """What a record belongs to, by its own key; nothing where it is not said."""
    if (quarter := _optional(operation, "quarter")) is not None:
        return {"quarter": read_quarter(quarter, sitting.settings.year_mode).first}
    if (year := _optional(operation, "year")) is not None:
        return {"year": read_year(year)}
    if (month := _optional(operation, "month")) is not None:
        return {"month": read_month_of(month)}
    return {}


def _quarter(sitting: Sitting, operation: Operation) -> dict[str, object]:
    quarter = read_quarter(_text(operation, "period"), sitting.settings.year_mode)
    entry, step = QuarterEntry(sitting, quarter), _text(operation, "step")
    if step == Step.BEGIN:
        entry.begin()
    elif step == Step.CHECK:
        entry.check(entry.outstanding())
    elif step == Step.CLOSE:
        entry.close(entry.outstanding())
    elif step == Step.REOPEN:
        entry.reopen(_optional(operation, "reason") or "")
    else:
        raise Refusal("unknown-choice", value=_shown(step))
    out = still_out(sitting) if step == Step.CLOSE else []
    warning = {"still_out": [_part_shape(part) for part in out]} if out else {}
    return {"period": quarter.name, "state": entry.state, **warning}


def _part_shape(part: Part) -> dict[str, object]:
    """A part that another desk has while the quarter is closed: what comes back needs a reason then."""
    return {"desk": part.desk, "given_on": part.given_on.isoformat(), "households": len(part.households)}


def _problem(sitting: Sitting, operation: Operation) -> dict[str, object]:
    texts, known = _texts(operation, "set"), _optional(operation, "id")
    if known is not None:
        return _done(set_problem(sitting, known, texts))
    whose = (_optional(operation, "household"), _optional(operation, "person"))
    return _done(note_problem(sitting, *whose, texts))


def _procedure(sitting: Sitting, operation: Operation) -> dict[str, object]:
    whose = (_optional(operation, "household"), _optional(operation, "id"))
    return _done(set_procedure(sitting, *whose, _texts(operation, "set")))


def _void(sitting: Sitting, operation: Operation) -> dict[str, object]:
    kind = _optional(operation, "record")
    return _done(void(sitting, _text(operation, "id"), _text(operation, "reason"), kind))


def _undo(sitting: Sitting, _: Operation) -> dict[str, object]:
    past = sitting.undo()
    if past is None:
        raise Refusal("nothing-to-undo")
    return {"id": past.first, "undone": past.kind}


def _redo(sitting: Sitting, _: Operation) -> dict[str, object]:
    past = sitting.redo()
    if past is None:
        raise Refusal("nothing-to-redo")
    return {"id": past.first, "redone": past.kind}


TARGET_KEYS = frozenset({"wages", "production", "cost", "property", "transfer", "grounds"})


def _record_keys(kind: RecordKind) -> frozenset[str]:
    person = {"person"} if kind.has_person else set()
    period = {kind.period} if kind.period else set()
    return frozenset({"household", "id", "set", "reason", *person, *period})


_Do = Callable[[Sitting, Operation], dict[str, object]]

_OPERATIONS: Mapping[str, tuple[_Do, frozenset[str]]] = {
    "household": (_household, frozenset({"number", "set"})),
    "person": (_person, frozenset({"household", "number", "set"})),
    "line": (_line, frozenset({"household", "person", "reason", *_LINE_KEYS})),
    "visit": (_visit, frozenset({"household", "period", "set", "reason"})),
    "no_change": (_no_change, frozenset({"household", "period", "reason"})),
    **{screen: (partial(_record, screen), _record_keys(kind)) for screen, kind in KINDS.items()},
    "leader": (_leader, frozenset({"id", "set"})),
    "meeting": (_meeting, frozenset({"month", "set"})),
    "quarter": (_quarter, frozenset({"period", "step", "reason"})),
    "target": (_target, frozenset({"household", "year", "set"})),
    "plan": (_plan, frozenset({"household", "year", "set"})),
    "verdict": (_verdict, frozenset({"period", "rule", "household", "person", *_SAID_KEYS})),
    "problem": (_problem, frozenset({"id", "household", "person", "set"})),
    "procedure": (_procedure, frozenset({"id", "household", "set"})),
    "void": (_void, frozenset({"record", "id", "reason"})),
    "undo": (_undo, frozenset({"reason"})),
    "redo": (_redo, frozenset({"reason"})),
}


def _done(done: Done) -> dict[str, object]:
    return {"id": done.id, "new": done.is_new}


def _text(operation: Operation, key: str) -> str:
    text = _optional(operation, key)
    if not text:
        raise Refusal("missing-key", column=key)
    return text


def _optional(operation: Operation, key: str) -> str | None:
    text = _value(operation, key)
    return None if text is None else _tidy(key, text)


def _value(operation: Operation, key: str) -> str | None:
    """A value as a cadre would type it; a number is written out, so that 3500 and 3500.0 are one amount."""
    value = operation.get(key)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**40:
        return str(value)
    if isinstance(value, float) and isfinite(value) and abs(value) < _EXACT_FLOATS:
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    raise Refusal("not-a-text", column=_shown(key))


def _texts(operation: Operation, key: str) -> dict[str, str]:
    texts = operation.get(key)
    if not isinstance(texts, dict):
        raise Refusal("missing-key", column=key)
    return {name: _flag_text(texts[name]) or _value(texts, name) or "" for name in texts}


def _flag_text(value: object) -> str | None:
    return ("是" if value else "否") if isinstance(value, bool) else None


def _tidy(key: str, text: str) -> str:
    try:
        return tidy_text(text)
    except NotUnderstoodError as error:
        raise Refusal("not-understood", column=key, value=_shown(text), why=why_not(error)) from None


def _shown(value: object) -> str:
    return str(value)[:100].encode("utf-8", "replace").decode()
