"""A household's plan of a year 增收计划: opened from the closed year, answered field by field, adjusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from village_desk.definitions.words import say
from village_desk.entry.operations import Done, household_of
from village_desk.entry.records.record_entry import RecordEntry
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, typed
from village_desk.rules.months import year_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.planning import PARTS, baseline, baseline_net, group_of, is_signed
from village_desk.rules.reading import Value
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import Plan
from village_desk.store.changing import Changing

SIGNATURES = ("signed_by_head_on", "signed_by_responsible_on")
FROZEN = frozenset(name for name in Plan.__struct_fields__ if name.startswith("baseline_"))
"""What a plan starts from: taken from the closed year when it is opened, answered by nobody."""
_REASON = "change_reason"


class PlanEntry(RecordEntry):
    """The form of a plan in force; what is signed is changed by adjust_plan alone."""

    record: Plan

    def _save(self, key: str, value: Value) -> None:
        _refuse_answers(self.record, {key: value})
        super()._save(key, value)


def new_plan(sitting: Sitting, change: Changing, picture: HouseholdPicture, year: int) -> Plan:
    """Make the first version of a plan: baseline of the year before, group, who answers for it.

    While the year before goes on there is no baseline yet.
    """
    household = picture.household
    return Plan(
        change.new_id(),
        change.village_code,
        household.id,
        year,
        group=group_of(picture, sitting.today),
        responsible=household.helper_name,
        responsible_unit=household.helper_unit,
        **_start(sitting, picture, year),
    )


def open_plan(
    sitting: Sitting, household_id: str, year: int, values: Mapping[str, Value] | None = None
) -> Done:
    """Open a household's plan of a year in one deed, perhaps with first answers.

    Raises:
        Refusal: ``no-such-household``; ``plan-there``; ``plan-year-open``: the year before has not ended.
    """
    picture = _picture(sitting, household_id)
    if picture.plan_for(year) is not None:
        raise Refusal("plan-there", household=_name(picture), year=year)
    if not _has_ended(sitting, year - 1):
        raise Refusal("plan-year-open", year=year, before=year - 1)
    answers: dict[str, Any] = dict(values or {})
    with sitting.changing("plan-opened", household_id) as change:
        plan = replace(new_plan(sitting, change, picture, year), **answers)
        change.insert(plan)
    return Done(plan.id, is_new=True)


def adjust_plan(
    sitting: Sitting, household_id: str, year: int, reason: str, values: Mapping[str, Value] | None = None
) -> Done:
    """Make a further version of a plan with a reason; it is to be signed anew, the old one stays as it was.

    A baseline that could not be taken when the plan was made is taken now.

    Raises:
        Refusal: ``no-reason``; ``no-plan``: there is none to adjust.
    """
    if not reason.strip():
        raise Refusal("no-reason")
    picture = _picture(sitting, household_id)
    known = picture.plan_for(year)
    if known is None:
        raise Refusal("no-plan", household=_name(picture), year=year)
    unsigned: dict[str, Any] = dict.fromkeys(SIGNATURES)
    start = _start(sitting, picture, year) if baseline_net(known) is None else {}
    answers: dict[str, Any] = {**start, **unsigned, **(values or {}), _REASON: reason.strip()}
    with sitting.changing("plan-adjusted", household_id) as change:
        plan = replace(known, id=change.new_id(), version=known.version + 1, **answers)
        change.insert(plan)
    return Done(plan.id, is_new=True)


def set_plan(sitting: Sitting, household_number: str, year: int, texts: Mapping[str, str]) -> Done:
    """Open, answer or adjust a plan, by number and text, in one deed.

    A 调整原因 makes a further version of a plan that is there.

    Raises:
        Refusal: As open_plan and adjust_plan; ``plan-signed``, ``plan-frozen``, ``no-such-household``, or a
            text is not understood.
    """
    values = typed("plan", texts)
    with sitting.book.reading() as reading:
        household_id = household_of(reading, household_number).id
    known = _picture(sitting, household_id).plan_for(year)
    reason = str(values.get(_REASON) or "")
    _refuse_answers(None if reason else known, values)
    if known is None:
        return open_plan(sitting, household_id, year, values)
    if reason:
        return adjust_plan(sitting, household_id, year, reason, values)
    if values:
        with sitting.changing("record-saved", household_id) as change:
            change.change(Plan, known.id, values)
    return Done(known.id, is_new=False)


def set_target(sitting: Sitting, household_number: str, year: int, values: Mapping[str, Value]) -> Done:
    """Set a household's target for a year; the plan is made where there is none.

    Raises:
        Refusal: ``no-such-household``; ``plan-signed``: it is to be adjusted instead, with a reason.
    """
    answers: dict[str, Any] = dict(values)
    with sitting.book.reading() as reading:
        household_id = household_of(reading, household_number).id
    picture = _picture(sitting, household_id)
    known = picture.plan_for(year)
    _refuse_answers(known, values)
    with sitting.changing("target-set", household_id) as change:
        if known is None:
            plan = replace(new_plan(sitting, change, picture, year), **answers)
            change.insert(plan)
            return Done(plan.id, is_new=True)
        if answers:
            change.change(Plan, known.id, answers)
    return Done(known.id, is_new=False)


def _start(sitting: Sitting, picture: HouseholdPicture, year: int) -> dict[str, Any]:
    if not _has_ended(sitting, year - 1):
        return {}
    window = year_window(year - 1, sitting.settings.year_mode)
    return dict(baseline(picture, sitting.reckoner, window, picture.stated_for(year - 1)))


def _has_ended(sitting: Sitting, year: int) -> bool:
    return year_window(year, sitting.settings.year_mode).last_day <= sitting.today


def _refuse_answers(known: Plan | None, values: Mapping[str, Value]) -> None:
    """Refuse what nobody may answer, and new targets under old signatures."""
    frozen = next((key for key in values if key in FROZEN), None)
    if frozen is not None:
        raise Refusal("plan-frozen", column=field_of("plan", frozen).label)
    if known is not None and is_signed(known):
        moved = [key for key in PARTS if key in values and values[key] != getattr(known, key)]
        if moved:
            raise Refusal("plan-signed", column=field_of("plan", moved[0]).label)


def _picture(sitting: Sitting, household_id: str) -> HouseholdPicture:
    picture = sitting.picture(household_id)
    if picture is None:
        raise Refusal("no-such-household", household="")
    return picture


def _name(picture: HouseholdPicture) -> str:
    household = picture.household
    return household.head_name or household.number or say("findings.no_head")
