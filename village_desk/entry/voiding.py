"""Voiding and bringing back: nothing is deleted, and what was voided together comes back together."""

from __future__ import annotations

from collections.abc import Mapping

from village_desk.entry.operations import Done
from village_desk.entry.sitting import Sitting
from village_desk.rules.chosen_records import Price
from village_desk.rules.followup_records import (
    Event,
    FieldNote,
    Meeting,
    Problem,
    Procedure,
    Stock,
    Sweep,
    Verdict,
)
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Leader, Study, Training
from village_desk.rules.records import Household, LedgerLine, Person, Record, StatedTotals, Visit
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import Loan, Measure, Plan, PublicPost, WorkSpell
from village_desk.store.changing import Changing
from village_desk.store.reading import Reading

KINDS: Mapping[str, type[Record]] = {
    "line": LedgerLine,
    "visit": Visit,
    "person": Person,
    "household": Household,
    "plan": Plan,
    "verdict": Verdict,
    "stated": StatedTotals,
    "price": Price,
    "work_spell": WorkSpell,
    "public_post": PublicPost,
    "measure": Measure,
    "loan": Loan,
    "training": Training,
    "study": Study,
    "industry": Industry,
    "insurance": Insurance,
    "entitlement": Entitlement,
    "leader": Leader,
    "event": Event,
    "stock": Stock,
    "sweep": Sweep,
    "meeting": Meeting,
    "problem": Problem,
    "procedure": Procedure,
    "field_note": FieldNote,
}

OF_HOUSEHOLD = tuple(kind for kind in KINDS.values() if "household_id" in kind.__struct_fields__)
"""The records that belong to a household and go with it."""


def void(sitting: Sitting, record_id: str, reason: str, kind: str | None = None) -> Done:
    """Void a record; its kind is found by its id where it is not said. A household takes all it has along.

    Raises:
        Refusal: ``no-reason``, ``unknown-record`` or ``no-such-record``.
    """
    if not reason.strip():
        raise Refusal("no-reason")
    with sitting.book.reading() as reading:
        record = _found(reading, record_id, kind)
    household_id = getattr(record, "household_id", None)
    with sitting.changing("voided", household_id, reason=reason.strip()) as change:
        if isinstance(record, Household):
            _void_all_of(change, record_id)
        change.void(type(record), record_id)
    return Done(record_id, is_new=False)


def bring_back(sitting: Sitting, kind: str, record_id: str, household_id: str, reason: str) -> Done:
    """Bring back a voided record of a household.

    Raises:
        Refusal: ``no-reason``, ``unknown-record``, ``no-such-record``, or ``already-there`` when another has
            taken its place since.
    """
    if not reason.strip():
        raise Refusal("no-reason")
    if kind not in KINDS:
        raise Refusal("unknown-record", value=kind)
    with sitting.changing("brought-back", household_id, reason=reason.strip()) as change:
        change.bring_back(KINDS[kind], record_id)
    return Done(record_id, is_new=False)


def _found(reading: Reading, record_id: str, kind: str | None) -> Record:
    if kind is not None and kind not in KINDS:
        raise Refusal("unknown-record", value=kind)
    for record_type in (KINDS[kind],) if kind else KINDS.values():
        record = reading.one(record_type, record_id)
        if record is not None:
            return record
    raise Refusal("no-such-record")


def _void_all_of(change: Changing, household_id: str) -> None:
    for record_type in OF_HOUSEHOLD:
        for record in change.of_household(record_type, household_id):
            change.void(record_type, record.id)
