"""A monitoring procedure is one deed with what it means for the household, or nothing at all."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.entry.checks.procedure_entry import (
    ProcedureEntry,
    begin_procedure,
    finish_procedure,
    rows_of,
    set_procedure,
)
from village_desk.entry.operations import set_household
from village_desk.rules.followup_records import PROCEDURE_IDENTIFY, PROCEDURE_REMOVE, Procedure
from village_desk.rules.months import Month
from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal

from .conftest import Family, state_of

AGREED = {"monitoring_class": "边缘易致贫户", "monitored_from": "2025-07"}


def one(sitting, kind, record_id):
    with sitting.book.reading() as reading:
        return reading.one(kind, record_id)


def begun(sitting, family: Family, kind: str = PROCEDURE_IDENTIFY) -> Procedure:
    return one(sitting, Procedure, begin_procedure(sitting, family.household, kind).id)


def refused(sitting, deed) -> str:
    before = state_of(sitting)
    with pytest.raises(Refusal) as refusal:
        deed()
    assert state_of(sitting) == before
    return refusal.value.code


def test_the_first_step_is_taken_on_the_day_it_is_begun(sitting, family) -> None:
    procedure = begun(sitting, family)
    assert procedure.applied_on == sitting.today
    (row,) = rows_of((sitting.picture(family.household),), sitting)
    assert row.standing.next.step.key == "visited_on"


def test_agreement_makes_a_monitored_household_in_one_deed_that_undo_takes_back(sitting, family) -> None:
    procedure = begun(sitting, family)
    entry = ProcedureEntry(sitting, procedure)
    entry.answer("county_decided_on", "2025-07-09")
    before = state_of(sitting)
    finish_procedure(sitting, entry.record, AGREED)
    household = one(sitting, Household, family.household)
    assert (household.monitoring_class, household.monitored_from) == ("边缘易致贫户", Month(202507))
    assert household.risk_removed is False
    assert one(sitting, Procedure, procedure.id).outcome == "同意"
    sitting.undo()
    assert state_of(sitting) == before


def test_a_removed_risk_says_from_when_and_how(sitting, family) -> None:
    set_household(sitting, "5301", {"monitoring_class": "脱贫不稳定户", "monitored_from": "2024-10"})
    procedure = begun(sitting, family, PROCEDURE_REMOVE)
    assert procedure.visited_on == sitting.today
    texts = {"county_decided_on": "2025-07-09", "outcome": "同意"}
    texts |= {"monitored_until": "2025-07", "removal_way": "帮扶消除"}
    set_procedure(sitting, None, procedure.id, texts)
    household = one(sitting, Household, family.household)
    assert (household.risk_removed, household.monitored_until) == (True, Month(202507))
    assert household.removal_way == "帮扶消除"
    assert household.monitoring_class == "脱贫不稳定户"


def test_what_is_not_decided_or_lacks_an_answer_is_not_finished(sitting, family) -> None:
    procedure = begun(sitting, family)
    assert refused(sitting, lambda: finish_procedure(sitting, procedure, AGREED)) == "procedure-not-decided"
    entry = ProcedureEntry(sitting, procedure)
    entry.answer("county_decided_on", "2025-07-09")
    half = {"monitoring_class": "边缘易致贫户"}
    assert refused(sitting, lambda: finish_procedure(sitting, entry.record, half)) == "procedure-lacks"
    assert refused(sitting, lambda: entry.answer("outcome", "同意")) == "procedure-needs-finishing"
    entry.answer("outcome", "不同意")
    assert one(sitting, Household, family.household).monitoring_class is None


def test_nothing_is_begun_twice_or_for_the_wrong_household(sitting, family) -> None:
    begin = lambda kind: lambda: begin_procedure(sitting, family.household, kind)  # noqa: E731
    assert refused(sitting, begin(PROCEDURE_REMOVE)) == "not-monitored"
    begin(PROCEDURE_IDENTIFY)()
    assert refused(sitting, begin(PROCEDURE_IDENTIFY)) == "procedure-under-way"
    set_household(sitting, "5301", {"monitoring_class": "边缘易致贫户"})
    assert refused(sitting, begin(PROCEDURE_IDENTIFY)) == "procedure-under-way"
    with sitting.changing("procedure-saved", family.household) as change:
        (known,) = change.of_household(Procedure, family.household)
        change.change(Procedure, known.id, {"outcome": "撤回"})
    assert refused(sitting, begin(PROCEDURE_IDENTIFY)) == "already-monitored"


def test_a_procedure_typed_whole_is_one_deed_or_none(sitting, family) -> None:
    texts = {"kind": "识别", "applied_on": "2025-6-2", "county_decided_on": "2025-6-16", "outcome": "同意"}
    assert refused(sitting, lambda: set_procedure(sitting, "5301", None, texts)) == "procedure-lacks"
    done = set_procedure(sitting, "5301", None, {**texts, **AGREED})
    assert one(sitting, Procedure, done.id).applied_on == date(2025, 6, 2)
    assert one(sitting, Household, family.household).monitoring_class == "边缘易致贫户"
