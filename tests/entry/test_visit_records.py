"""The records that a visit goes through are answered on its page and stay records of their own."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.entry.quarter.tracking_queue import TrackingQueue
from village_desk.entry.quarter.visit_entry import VisitEntry
from village_desk.rules.followup_records import Stock
from village_desk.rules.months import Month
from village_desk.rules.records import Household
from village_desk.rules.support_records import Measure, WorkSpell
from village_desk.store.ids import new_id

from .conftest import TODAY, Family, state_of, store

CODE = "990101001001"
SPELL, ENDED, MEASURE, PIGS, HENS = (new_id() for _ in range(5))


@pytest.fixture
def visit(sitting, family: Family) -> VisitEntry:
    home = family.household
    store(
        sitting,
        WorkSpell(SPELL, CODE, home, family.head, working=True, started=Month(202402), job="缝纫工"),
        WorkSpell(ENDED, CODE, home, family.head, started=Month(202302), ended=Month(202312)),
        Stock(PIGS, CODE, home, Month(202501), "猪", unit="头", closing=3000),
        Stock(HENS, CODE, home, Month(202501), "鸡", unit="只", closing=0),
        Measure(MEASURE, CODE, home, 2025, content="养猪 3 头"),
        Measure(new_id(), CODE, home, 2024, content="去年的措施"),
    )
    return VisitEntry(sitting, home)


def of(sitting, kind, family):
    with sitting.book.reading() as reading:
        return reading.of_household(kind, family.household)


def test_who_is_at_work_what_is_in_stock_and_this_years_measures_are_gone_through(visit) -> None:
    titles = [one.title for one in visit.records()]
    assert titles[0] == "单秀英 · 缝纫工"
    assert "季初 3 头" in titles[1]
    assert titles[2].endswith("养猪 3 头")
    assert len(titles) == 3


def test_an_answer_of_a_record_asks_its_block_in_the_same_deed(visit, sitting, family) -> None:
    before = state_of(sitting)
    assert visit.answer(f"work_spell:{SPELL}.arrears", "1200").is_saved
    spell = next(one for one in of(sitting, WorkSpell, family) if one.id == SPELL)
    assert spell.arrears == 120_000
    assert visit.visit.work_state == "已询问"
    assert (visit.visit.visited_on, visit.visit.visitor_1) == (TODAY, "演练员")
    assert visit.texts()[f"work_spell:{SPELL}.arrears"] == "1200.00"
    sitting.undo()
    assert state_of(sitting) == before


def test_a_spell_that_has_ended_this_quarter_stays_on_the_page(visit) -> None:
    visit.answer(f"work_spell:{SPELL}.working", "否")
    visit.answer(f"work_spell:{SPELL}.returned_on", "20250610")
    assert f"work_spell:{SPELL}" in [one.key for one in visit.records()]


def test_the_first_figure_of_a_stock_opens_it_with_last_quarters_closing(visit, sitting, family) -> None:
    key = visit.records()[1].key
    visit.answer(f"{key}.sold", "2")
    visit.answer(f"{key}.closing", "1")
    now = [one for one in of(sitting, Stock, family) if one.quarter == 202504]
    assert [(one.item, one.opening, one.sold, one.closing) for one in now] == [("猪", 3000, 2000, 1000)]
    assert key in [one.key for one in visit.records()]


def test_not_understood_it_stays_in_its_field_and_writes_nothing(visit, sitting) -> None:
    before = state_of(sitting)
    answer = visit.answer(f"work_spell:{SPELL}.arrears", "很多")
    assert (answer.is_saved, visit.texts()[f"work_spell:{SPELL}.arrears"]) == (False, "很多")
    assert state_of(sitting) == before


def test_an_unchanged_household_is_still_at_work_and_has_as_much_in_stock(visit, sitting, family) -> None:
    visit.no_change()
    visit.no_change()
    spells = {one.id: one.checked_on for one in of(sitting, WorkSpell, family)}
    assert spells == {SPELL: TODAY, ENDED: None}
    now = [one for one in of(sitting, Stock, family) if one.quarter == 202504]
    assert [(one.item, one.opening, one.closing) for one in now] == [("猪", 3000, 3000)]


def test_progress_of_a_measure_is_kept_at_the_measure(visit, sitting, family) -> None:
    visit.answer(f"measure:{MEASURE}.state", "已完成")
    found = {one.id: one.state for one in of(sitting, Measure, family)}
    assert found[MEASURE] == "已完成"
    assert visit.visit.measure_state == "已询问"


def test_the_queue_goes_on_where_it_stopped_also_in_another_sitting(sitting, family) -> None:
    others = [Household(new_id(), CODE, number=f"540{place}", group="三组") for place in range(4)]
    store(sitting, *others)
    VisitEntry(sitting, others[1].id).no_change()
    assert TrackingQueue(sitting).resume() == others[2].id
    VisitEntry(sitting, others[3].id).answer("medical_spending", "300")
    assert TrackingQueue(sitting).resume() == others[3].id
    VisitEntry(sitting, others[3].id).no_change()
    assert TrackingQueue(sitting).resume() == family.household
    assert sitting.today == date(2025, 7, 10)
