"""The clocks of a monitoring procedure: what is next, what is late, what was too short."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from village_desk.definitions.procedures import make_way, procedure_ways
from village_desk.definitions.toml_files import DefinitionError
from village_desk.rules.followup_records import PROCEDURE_IDENTIFY, PROCEDURE_REMOVE, Procedure
from village_desk.rules.months import Month
from village_desk.rules.procedures import Standing, StepState, standing

APPLIED = date(2025, 6, 2)
IDENTIFY = procedure_ways()[PROCEDURE_IDENTIFY]
REMOVE = procedure_ways()[PROCEDURE_REMOVE]


def identify(today: int, **days: int | str) -> Standing:
    """An identification applied for on 2 June; days are counted from there, ``today`` too."""
    values = {key: APPLIED + timedelta(day) if isinstance(day, int) else day for key, day in days.items()}
    procedure = Procedure("a", "v", "h", PROCEDURE_IDENTIFY, applied_on=APPLIED, **values)  # type: ignore[arg-type]
    return standing(procedure, IDENTIFY, APPLIED + timedelta(today))


def test_the_visit_is_due_within_three_days_and_late_on_the_fourth() -> None:
    due, late = identify(3), identify(4)
    assert due.next is not None
    assert (due.next.step.key, due.next.state, due.is_late) == ("visited_on", StepState.DUE, False)
    assert due.next.due_on == APPLIED + timedelta(3)
    assert late.next is not None
    assert (late.next.state, late.is_late) == (StepState.LATE, True)


def test_a_step_taken_late_stays_marked_and_the_next_clock_runs_from_it() -> None:
    found = identify(6, visited_on=5)
    assert [(one.step.key, one.state) for one in found.faults] == [("visited_on", StepState.DONE_LATE)]
    assert found.next is not None
    assert found.next.due_on == APPLIED + timedelta(10)


@pytest.mark.parametrize(("until", "state"), [(13, StepState.TOO_SHORT), (14, StepState.DONE)])
def test_the_notice_hangs_at_least_five_days(until: int, state: StepState) -> None:
    found = identify(14, visited_on=1, compared_on=4, discussed_on=8, posted_from=9, posted_until=until)
    assert {one.step.key: one.state for one in found.steps}["posted_until"] is state


def test_the_whole_takes_fifteen_days_at_most_and_a_finished_one_is_judged_by_its_end() -> None:
    days = {"visited_on": 1, "compared_on": 4, "discussed_on": 6, "posted_from": 7, "posted_until": 12}
    days |= {"town_reviewed_on": 13, "county_decided_on": 14}
    assert not identify(15, **days).is_whole_late
    assert identify(16, **days).is_whole_late
    assert not identify(99, **days, announced_on=15, outcome="同意").is_whole_late
    assert identify(99, **days, announced_on=16, outcome="同意").is_whole_late


def test_a_step_before_the_one_before_it_is_out_of_order() -> None:
    found = identify(5, visited_on=3, compared_on=2)
    assert [one.state for one in found.faults] == [StepState.OUT_OF_ORDER]


def test_a_procedure_with_an_outcome_waits_for_nothing() -> None:
    assert identify(40, visited_on=1, outcome="撤回").next is None
    assert not identify(40, visited_on=1, outcome="撤回").is_late


@pytest.mark.parametrize(("decided", "early"), [(date(2025, 8, 31), True), (date(2025, 9, 1), False)])
def test_a_risk_is_removed_half_a_year_after_identification_at_the_earliest(
    decided: date, *, early: bool
) -> None:
    procedure = Procedure(
        "a", "v", "h", PROCEDURE_REMOVE, visited_on=date(2025, 8, 20), county_decided_on=decided
    )
    found = standing(procedure, REMOVE, date(2025, 9, 2), Month(202503))
    assert found.stable_from == date(2025, 9, 1)
    assert found.is_too_early is early


def test_every_step_names_its_papers_and_a_removal_needs_no_application() -> None:
    assert all(step.papers for way in (IDENTIFY, REMOVE) for step in way.steps)
    assert "applied_on" not in {step.key for step in REMOVE.steps}


@pytest.mark.parametrize(
    "spoilt",
    [{"kind": "别的"}, {"whole_days": -1}, {"steps": [{"key": "note", "papers": []}]}, {"more": 1}],
)
def test_a_way_that_is_none_is_refused(spoilt: dict[str, object]) -> None:
    entry = {"kind": "识别纳入", "whole_days": 15, "posting_days": 5, "stable_months": 0, "steps": []}
    assert make_way(entry).whole_days == 15
    with pytest.raises(DefinitionError):
        make_way({**entry, **spoilt})
