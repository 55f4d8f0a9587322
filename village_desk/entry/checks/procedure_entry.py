"""A monitoring procedure 监测程序: begun, taken step by step, finished with what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.procedures import procedure_ways
from village_desk.entry.operations import Done, household_of
from village_desk.entry.records.record_entry import RecordEntry
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, typed
from village_desk.rules.followup_records import PROCEDURE_AGREED, PROCEDURE_IDENTIFY, Procedure
from village_desk.rules.monitoring import is_monitored
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.procedures import Standing, standing
from village_desk.rules.reading import Value
from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal

_DEED = "procedure-saved"
_IDENTIFIED = ("monitoring_class", "monitored_from")
_REMOVED = ("monitored_until", "removal_way")
_OF_HOUSEHOLD = frozenset({*_IDENTIFIED, *_REMOVED})


def finish_keys(kind: str | None) -> tuple[str, ...]:
    """The questions of a household that finishing a procedure with 同意 answers."""
    return _IDENTIFIED if kind == PROCEDURE_IDENTIFY else _REMOVED


class ProcedureEntry(RecordEntry):
    """The form of one procedure; its steps are saved one by one, 同意 is given by finish_procedure alone."""

    record: Procedure

    def _save(self, key: str, value: Value) -> None:
        if key == "outcome" and value == PROCEDURE_AGREED:
            raise Refusal("procedure-needs-finishing")
        super()._save(key, value)


class ProcedureRow(Struct, frozen=True):
    """One procedure of the village and how it stands today."""

    procedure: Procedure
    household: Household
    standing: Standing


def rows_of(pictures: Iterable[HouseholdPicture], sitting: Sitting) -> list[ProcedureRow]:
    """The procedures of households as in_order has them."""
    return in_order(
        ProcedureRow(procedure, picture.household, standing_of(procedure, picture.household, sitting))
        for picture in pictures
        for procedure in picture.procedures
    )


def in_order(rows: Iterable[ProcedureRow]) -> list[ProcedureRow]:
    """Those under way first, the late ones before the others."""
    return sorted(
        rows, key=lambda row: (row.procedure.outcome is not None, not row.standing.is_late, row.procedure.id)
    )


def standing_of(procedure: Procedure, household: Household, sitting: Sitting) -> Standing:
    """How a procedure stands today; one whose kind is not known has the steps of an identification."""
    ways = procedure_ways()
    way = ways.get(procedure.kind or "") or ways[PROCEDURE_IDENTIFY]
    return standing(procedure, way, sitting.today, household.monitored_from)


def begin_procedure(sitting: Sitting, household_id: str, kind: str) -> Done:
    """Begin a procedure of a household; its first step has been taken today.

    Raises:
        Refusal: ``procedure-under-way``, ``already-monitored``, ``not-monitored`` or ``no-such-household``.
    """
    first = procedure_ways()[kind].steps[0].key
    return _begin(sitting, household_id, {"kind": kind, first: sitting.today}, {})


def finish_procedure(sitting: Sitting, procedure: Procedure, texts: Mapping[str, str]) -> Done:
    """Finish a procedure with 同意: in the same deed the household becomes, or ceases to be, a 监测对象.

    ``texts`` answers finish_keys of its kind.

    Raises:
        Refusal: ``procedure-not-decided``: the county has not decided; ``procedure-lacks``: an answer that
            the household's record needs; ``not-understood``.
    """
    return _go_on(sitting, procedure, {"outcome": PROCEDURE_AGREED}, texts)


def set_procedure(
    sitting: Sitting, household_number: str | None, procedure_id: str | None, texts: Mapping[str, str]
) -> Done:
    """Begin a procedure or answer questions of one, by number and text, in one deed.

    With 同意 ``texts`` answers finish_keys too.

    Raises:
        Refusal: As begin_procedure and finish_procedure; ``no-such-record``.
    """
    own = {key: text for key, text in texts.items() if key not in _OF_HOUSEHOLD}
    values = typed("procedure", own)
    with sitting.book.reading() as reading:
        if procedure_id is None:
            household_id = household_of(reading, household_number or "").id
            known = None
        else:
            known = reading.one(Procedure, procedure_id)
            household_id = ""
    if household_id:
        return _begin(sitting, household_id, values, texts)
    if not isinstance(known, Procedure):
        raise Refusal("no-such-record")
    return _go_on(sitting, known, values, texts)


def _begin(
    sitting: Sitting, household_id: str, values: Mapping[str, Value], texts: Mapping[str, str]
) -> Done:
    picture = sitting.picture(household_id)
    if picture is None:
        raise Refusal("no-such-household", household="")
    answers: dict[str, Any] = dict(values)
    draft = Procedure("", "", household_id, **answers)
    _refuse_beginning(picture, draft.kind)
    follows = _follows(draft, texts)
    with sitting.changing(_DEED, household_id) as change:
        procedure_id = change.new_id()
        change.insert(Procedure(procedure_id, change.village_code, household_id, **answers))
        if follows:
            change.change(Household, household_id, follows)
    return Done(procedure_id, is_new=True)


def _go_on(
    sitting: Sitting, procedure: Procedure, values: Mapping[str, Value], texts: Mapping[str, str]
) -> Done:
    answers: dict[str, Any] = dict(values)
    is_finishing = answers.get("outcome") == PROCEDURE_AGREED and procedure.outcome != PROCEDURE_AGREED
    follows = _follows(replace(procedure, **answers), texts) if is_finishing else {}
    if answers:
        kind = "procedure-finished" if is_finishing else _DEED
        with sitting.changing(kind, procedure.household_id) as change:
            change.change(Procedure, procedure.id, answers)
            if follows:
                change.change(Household, procedure.household_id, follows)
    return Done(procedure.id, is_new=False)


def _refuse_beginning(picture: HouseholdPicture, kind: str | None) -> None:
    if kind is None:
        raise Refusal("missing-key", column="kind")
    name = picture.household.head_name or picture.household.number or ""
    if any(one.outcome is None and one.kind == kind for one in picture.procedures):
        raise Refusal("procedure-under-way", household=name, kind=kind)
    if is_monitored(picture.household) is (kind == PROCEDURE_IDENTIFY):
        code = "already-monitored" if kind == PROCEDURE_IDENTIFY else "not-monitored"
        raise Refusal(code, household=name)


def _follows(procedure: Procedure, texts: Mapping[str, str]) -> dict[str, Value]:
    """What the household's record takes over from a procedure that is agreed to; nothing from others."""
    if procedure.outcome != PROCEDURE_AGREED:
        return {}
    if procedure.county_decided_on is None:
        raise Refusal("procedure-not-decided")
    wanted = finish_keys(procedure.kind)
    values = typed("household", {key: texts.get(key, "") for key in wanted})
    if None in values.values():
        raise Refusal("procedure-lacks", fields="、".join(field_of("household", key).label for key in wanted))
    if procedure.kind == PROCEDURE_IDENTIFY:
        return {**values, "risk_removed": False, "monitored_until": None, "removal_way": None}
    return {**values, "risk_removed": True}
