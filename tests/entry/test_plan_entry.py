"""A plan is opened from the closed year, signed and adjusted; its measures are taken, tracked and copied."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from village_desk.definitions.checks import rule_specs
from village_desk.definitions.measures import called_for
from village_desk.entry.operations import set_household, set_person
from village_desk.entry.record_operations import RecordTexts, set_record
from village_desk.entry.records.plan_entry import PlanEntry, adjust_plan, open_plan, set_plan, set_target
from village_desk.entry.records.plan_measures import copy_measure, suggestions_for, take_suggestion
from village_desk.entry.records.plan_trials import first_trial, outcome, trial
from village_desk.entry.records.plans_list import (
    Burden,
    PlanState,
    burdens_of,
    measure_rows,
    part_rows,
    plan_row,
    sums_of,
)
from village_desk.rules.chosen_records import Price
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.records import StatedTotals
from village_desk.rules.refusals import Refusal
from village_desk.rules.suggesting import UNFINISHED
from village_desk.rules.support_records import Loan, Measure
from village_desk.store.ids import new_id

from .conftest import journal_length, line, store

CODE = "990101001001"


@pytest.fixture
def year_before(sitting, family):
    """What the family earned in the income year 2024, its head able to work and helped by somebody."""
    store(
        sitting,
        line(family, "G01", 202401, 20_000, person_id=family.head),
        line(family, "J101", 202403, 6_000),
        line(family, "Z10", 202403, 1_000),
    )
    set_person(sitting, "5301", "#1", {"labour": "普通劳动力"})
    set_household(sitting, "5301", {"helper_name": "周平", "helper_unit": "乡政府"})


def refusal_of(deed) -> str:
    with pytest.raises(Refusal) as caught:
        deed()
    return caught.value.code


def test_opening_freezes_the_closed_year_and_sets_the_group_in_one_deed(sitting, family, year_before):
    before = journal_length(sitting)
    open_plan(sitting, family.household, 2025)
    assert journal_length(sitting) == before + 1
    plan = sitting.picture(family.household).plan_for(2025)
    assert (plan.version, plan.group, plan.responsible) == (1, "有普通劳动力", "周平")
    assert (plan.baseline_wages, plan.baseline_production, plan.baseline_cost) == (
        2_000_000,
        600_000,
        100_000,
    )
    assert plan.baseline_persons == 2
    store(sitting, line(family, "G01", 202402, 900))
    assert sitting.picture(family.household).plan_for(2025).baseline_wages == 2_000_000


def test_where_the_ledger_has_nothing_the_systems_own_figures_are_the_baseline(sitting, family):
    store(sitting, StatedTotals(new_id(), CODE, family.household, 2024, wages=Fen(1_500_000), cost=Fen(0)))
    open_plan(sitting, family.household, 2025)
    plan = sitting.picture(family.household).plan_for(2025)
    assert (plan.baseline_wages, plan.baseline_cost, plan.baseline_transfer) == (1_500_000, 0, None)


def test_a_year_has_one_plan_and_none_before_the_year_before_has_ended(sitting, family, year_before):
    assert refusal_of(lambda: open_plan(sitting, family.household, 2026)) == "plan-year-open"
    open_plan(sitting, family.household, 2025)
    assert refusal_of(lambda: open_plan(sitting, family.household, 2025)) == "plan-there"


def test_targets_are_typed_and_the_baseline_is_not(sitting, family, year_before):
    open_plan(sitting, family.household, 2025)
    entry = PlanEntry(sitting, sitting.picture(family.household).plan_for(2025))
    assert entry.answer("wages", "2.4万").is_saved
    assert not entry.answer("cost", "很多").is_saved
    assert refusal_of(lambda: entry.answer("baseline_wages", "1")) == "plan-frozen"
    plan = sitting.picture(family.household).plan_for(2025)
    assert (plan.wages, plan.cost, plan.baseline_wages) == (2_400_000, None, 2_000_000)


def test_a_signed_plan_is_changed_by_a_further_version_with_a_reason_and_the_old_one_stays(
    sitting, family, year_before
):
    open_plan(sitting, family.household, 2025)
    entry = PlanEntry(sitting, sitting.picture(family.household).plan_for(2025))
    for key, text in (
        ("wages", "24000"),
        ("signed_by_head_on", "20250310"),
        ("signed_by_responsible_on", "20250311"),
    ):
        entry.answer(key, text)
    assert refusal_of(lambda: entry.answer("wages", "26000")) == "plan-signed"
    assert refusal_of(lambda: adjust_plan(sitting, family.household, 2025, " ")) == "no-reason"
    adjust_plan(sitting, family.household, 2025, "换了厂，工资高了")
    picture = sitting.picture(family.household)
    now, old = picture.plan_for(2025), min(picture.plans, key=lambda plan: plan.version)
    assert (now.version, now.wages, now.change_reason) == (2, 2_400_000, "换了厂，工资高了")
    assert (now.signed_by_head_on, old.signed_by_head_on) == (None, date(2025, 3, 10))
    assert now.baseline_wages == old.baseline_wages
    assert PlanEntry(sitting, now).answer("wages", "26000").is_saved
    picture = sitting.picture(family.household)
    assert [plan.wages for plan in sorted(picture.plans, key=lambda plan: plan.version)] == [
        2_400_000,
        2_600_000,
    ]


def test_by_number_and_text_a_plan_is_opened_answered_and_adjusted(sitting, family, year_before):
    made = set_plan(sitting, "5301", 2025, {"wages": "24000"})
    again = set_plan(sitting, "5301", 2025, {"transfer": "800"})
    further = set_plan(sitting, "5301", 2025, {"wages": "26000", "change_reason": "涨工资"})
    assert (made.is_new, again.is_new, again.id == made.id, further.is_new) == (True, False, True, True)
    plan = sitting.picture(family.household).plan_for(2025)
    assert (plan.version, plan.wages, plan.transfer, plan.baseline_wages) == (2, 2_600_000, 80_000, 2_000_000)
    assert refusal_of(lambda: set_plan(sitting, "5301", 2025, {"baseline_wages": "1"})) == "plan-frozen"
    assert refusal_of(lambda: set_plan(sitting, "9", 2025, {})) == "no-such-household"


def test_a_suggestion_becomes_a_measure_with_the_catalogues_item_and_who_helps(sitting, family, year_before):
    open_plan(sitting, family.household, 2025)
    named = suggestions_for(sitting, sitting.picture(family.household), 2025)
    away = next(one for one in named if one.measure.code == "W01")
    take_suggestion(sitting, family.household, 2025, away)
    picture = sitting.picture(family.household)
    (measure,) = picture.measures
    assert (measure.measure, measure.item, measure.unit, measure.person_id) == (
        "W01",
        "G01",
        "月",
        family.head,
    )
    assert (measure.responsible, measure.responsible_unit, measure.state) == ("周平", "乡政府", "未开始")
    assert away.measure.code not in {one.measure.code for one in suggestions_for(sitting, picture, 2025)}


def test_what_was_left_unfinished_is_suggested_first_and_goes_on_as_it_was(sitting, family, year_before):
    values = {"measure": "W01", "item": "G01", "quantity": "8", "increment": "4000", "state": "实施中"}
    set_record(sitting, "measure", RecordTexts("5301", "#1", None, {"year": 2024}, values))
    first = suggestions_for(sitting, sitting.picture(family.household), 2025)[0]
    assert (first.reason, first.measure.code) == (UNFINISHED, "W01")
    done = take_suggestion(sitting, family.household, 2025, first)
    made = next(one for one in sitting.picture(family.household).measures if one.id == done.id)
    assert (made.year, made.quantity, made.increment, made.state) == (2025, 8_000, 400_000, "未开始")


def test_a_target_set_before_the_year_has_ended_takes_its_baseline_when_it_is_adjusted(
    sitting, family, year_before
):
    set_target(sitting, "5301", 2026, {"wages": 2_400_000})
    assert sitting.picture(family.household).plan_for(2026).baseline_wages is None
    store(sitting, line(family, "G01", 202501, 9_000))
    sitting.today = date(2025, 10, 8)
    adjust_plan(sitting, family.household, 2026, "上年关账了")
    plan = sitting.picture(family.household).plan_for(2026)
    assert (plan.version, plan.wages, plan.baseline_wages) == (2, 2_400_000, 900_000)


def test_what_a_check_finds_calls_for_its_measure_first(sitting, family, year_before):
    set_person(sitting, "5301", "#1", {"labour": "技能劳动力"})
    named = suggestions_for(sitting, sitting.picture(family.household), 2025)
    assert ("LB11", "W08") in {(one.reason, one.measure.code) for one in named}
    assert next(one for one in named if one.measure.code == "W08").reason == "LB11"


def test_every_check_that_calls_for_a_measure_is_one_of_the_catalogue():
    assert called_for()
    assert set(called_for()) <= set(rule_specs())


def test_what_came_in_is_held_against_the_plan_by_quarter_in_yuan_and_percent(sitting, family, year_before):
    set_plan(sitting, "5301", 2025, {"wages": "24000", "production": "8000"})
    said = RecordTexts(
        "5301", "#1", None, {"year": 2025}, {"measure": "W01", "item": "G01", "increment": "4000"}
    )
    set_record(sitting, "measure", said)
    store(
        sitting,
        line(family, "G01", 202501, 21_000, person_id=family.head),
        line(family, "G01", 202505, 2_000, person_id=family.head),
    )
    picture = sitting.picture(family.household)
    (row,) = measure_rows(sitting, picture, 2025)
    assert row.actual == (None, 100_000, 200_000, None)
    assert (row.total, row.percent) == (300_000, 75)
    parts = {one.part: one for one in part_rows(sitting, picture, picture.plan_for(2025))}
    assert (parts["wages"].increase, parts["wages"].actual, parts["wages"].percent) == (
        400_000,
        2_300_000,
        96,
    )
    assert (parts["net"].baseline, parts["net"].target, parts["net"].percent) == (2_500_000, 3_200_000, 72)
    village = plan_row(picture, 2025)
    assert (village.planned, village.gap, village.state) == (400_000, 300_000, PlanState.DRAFT)
    sums = sums_of([village])
    assert (sums.target, sums.gap, sums.without_plan) == (3_200_000, 300_000, 0)
    assert burdens_of([village]) == [Burden("", 0, 1), Burden("周平", 1, 0)]


def test_a_stopped_measure_no_longer_counts(sitting, family, year_before):
    set_plan(sitting, "5301", 2025, {"wages": "24000"})
    done = set_record(
        sitting,
        "measure",
        RecordTexts("5301", None, None, {"year": 2025}, {"measure": "J02", "increment": "900"}),
    )
    assert plan_row(sitting.picture(family.household), 2025).planned == 90_000
    set_record(sitting, "measure", RecordTexts(id=done.id, texts={"state": "已停止"}))
    assert plan_row(sitting.picture(family.household), 2025).planned == 0


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        *(("2×1500", 300_000), ("3*4500*10", 13_500_000), ("1.5x800", 120_000)),
        *(("5×800×1.2-1500", 330_000), ("2×1500－300.5", 269_950)),
    ],
)
def test_a_trial_is_reckoned_and_kept_nowhere(sitting, text, fen):
    before = journal_length(sitting)
    assert trial(text) == fen
    assert journal_length(sitting) == before


@pytest.mark.parametrize("text", ["", "3", "三头×好多", "1*2*3*4", "2**3", "2*3-", "-5", "2*3-多"])
def test_what_is_no_trial_is_refused(text):
    assert refusal_of(lambda: trial(text)) == "not-understood"


def test_a_measure_is_tried_with_the_townships_yield_price_and_cost_else_with_what_it_says(sitting):
    """Maize: 4 mu of 800 jin at 1.2 yuan, 300 yuan of cost for each mu; work: 10 months for 35,000 yuan."""
    price = Price(
        "p", CODE, "J101", 2025, "斤", Thousandths(800_000), Thousandths(1_200), Thousandths(300_000)
    )
    maize = Measure("m", CODE, "h", 2025, item="J101", quantity=Thousandths(4_000), unit="亩")
    work = Measure(
        "w", CODE, "h", 2025, item="G01", quantity=Thousandths(10_000), unit="月", increment=Fen(3_500_000)
    )
    found = [first_trial(one, {"J101": price}, sitting.reckoner) for one in (maize, work)]
    assert found == ["4×800×1.2-1200", "10×3500"]
    assert [trial(text) for text in found] == [264_000, 3_500_000]
    sold = replace(maize, quantity=Thousandths(500_000), unit="斤")
    assert first_trial(sold, {"J101": price}, sitting.reckoner) == "500×1.2"
    assert first_trial(replace(work, increment=None), {}, sitting.reckoner) == ""


def test_another_amount_of_a_measure_changes_what_the_plan_lacks_and_the_income_per_head(
    sitting, family, year_before
):
    """25,000 over 2 persons last year; 30,000 aimed at; 1,000 planned, 4,000 tried."""
    open_plan(sitting, family.household, 2025)
    for key, text in (("wages", "30000"), ("production", "0"), ("cost", "0")):
        PlanEntry(sitting, sitting.picture(family.household).plan_for(2025)).answer(key, text)
    values = {"measure": "W01", "item": "G01", "increment": "1000"}
    set_record(sitting, "measure", RecordTexts("5301", "#1", None, {"year": 2025}, values))
    picture = sitting.picture(family.household)
    found = outcome(picture, 2025, picture.measures[0], Fen(400_000))
    assert (found.known, found.gap_now, found.gap_then) == (100_000, 400_000, 100_000)
    assert (found.per_head_now, found.per_head_then) == (1_300_000, 1_450_000)
    assert sitting.picture(family.household) == picture


def neighbours(sitting) -> dict[str, str]:
    """Four other households: one able, one unable, one with a loan overdue, one that has the measure."""
    labours = {"5302": "普通劳动力", "5303": "丧失劳动力", "5304": "普通劳动力", "5305": "普通劳动力"}
    ids: dict[str, str] = {}
    for number, labour in labours.items():
        ids[number] = set_household(sitting, number, {"helper_name": f"帮{number}"}).id
        set_person(sitting, number, None, {"name": f"户主{number}", "relation": "户主", "labour": labour})
    store(
        sitting,
        Loan(new_id(), CODE, ids["5304"], amount=Fen(100), overdue=True),
        Measure(new_id(), CODE, ids["5305"], 2025, measure="J11"),
    )
    return ids


def test_a_measure_is_copied_in_one_deed_and_those_it_does_not_fit_are_told_why(sitting, family, year_before):
    ids = neighbours(sitting)
    values = {"measure": "J11", "item": "J399", "quantity": "1", "increment": "3000", "responsible": "周平"}
    values |= {"result": "贷到了", "state": "已完成", "support": "500"}
    done = set_record(sitting, "measure", RecordTexts("5301", None, None, {"year": 2025}, values))
    with sitting.book.reading() as reading:
        measure = reading.one(Measure, done.id)
    before = journal_length(sitting)
    copied = copy_measure(sitting, measure, [family.household, *ids.values()])
    assert copied.made == 1
    assert {one.household.number for one in copied.refused} == {"5303", "5304", "5305"}
    assert all(one.reason for one in copied.refused)
    assert journal_length(sitting) == before + 1
    (copy,) = sitting.picture(ids["5302"]).measures
    assert (copy.measure, copy.increment, copy.responsible) == ("J11", 300_000, "帮5302")
    assert (copy.state, copy.result, copy.support) == ("未开始", None, None)


def test_a_measure_for_a_person_goes_to_a_member_who_can_take_it_up(sitting, family, year_before):
    ids = neighbours(sitting)
    said = RecordTexts("5301", "#1", None, {"year": 2025}, {"measure": "W01", "increment": "3000"})
    done = set_record(sitting, "measure", said)
    with sitting.book.reading() as reading:
        measure = reading.one(Measure, done.id)
    copied = copy_measure(sitting, measure, [ids["5302"], ids["5303"]])
    assert [one.household.number for one in copied.refused] == ["5303"]
    picture = sitting.picture(ids["5302"])
    assert [one.person_id for one in picture.measures] == [picture.persons[0].id]


def test_a_target_of_a_signed_plan_stays_and_an_unsigned_one_is_set(sitting, family, year_before):
    set_target(sitting, "5301", 2025, {"wages": 2_400_000})
    set_target(sitting, "5301", 2025, {"wages": 2_500_000})
    set_plan(sitting, "5301", 2025, {"signed_by_head_on": "20250310", "signed_by_responsible_on": "20250311"})
    before = journal_length(sitting)
    assert refusal_of(lambda: set_target(sitting, "5301", 2025, {"wages": 1})) == "plan-signed"
    assert journal_length(sitting) == before
    assert sitting.picture(family.household).plan_for(2025).wages == 2_500_000


def test_by_this_quarter_so_much_of_the_increment_is_due(sitting, family, year_before):
    values = {"measure": "W01", "item": "G01", "increment": "4000"}
    set_record(sitting, "measure", RecordTexts("5301", "#1", None, {"year": 2025}, values))
    picture = sitting.picture(family.household)
    (row,) = measure_rows(sitting, picture, 2025)
    assert (sitting.quarter.name, row.due) == ("2025Q3", 300_000)
    assert plan_row(picture, 2025, sitting.quarter).due == 300_000
    assert sums_of([plan_row(picture, 2025)]).due == 400_000
