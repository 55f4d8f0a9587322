"""The quarterly visit: asked, unchanged or not asked; F5, F6 and undo."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.entry.quarter.visit_entry import VisitEntry
from village_desk.rules.records import ORIGIN_CARRIED, LedgerLine, Person, Visit

from .conftest import TODAY, Family, journal_length, line, state_of, statements, store


@pytest.fixture
def visit(sitting, family: Family) -> VisitEntry:
    return VisitEntry(sitting, family.household)


def lines_of(sitting, family: Family) -> list[LedgerLine]:
    with sitting.book.reading() as reading:
        return reading.of_household(LedgerLine, family.household)


def test_the_first_answer_makes_the_visit_and_asks_its_block(visit, sitting, on_disk) -> None:
    assert visit.answer("arrears", "0").is_saved
    found = on_disk(Visit, visit.visit.id)
    assert (found.arrears, found.work_state, found.people_state, found.quarter) == (0, "已询问", None, 202504)


def test_the_first_answer_notes_day_and_visitor_and_one_undo_takes_all_back(visit, sitting) -> None:
    before = state_of(sitting)
    visit.answer("visitor_1", "李支书")
    visit.answer("returned", "否")
    assert (visit.visit.visited_on, visit.visit.visitor_1) == (TODAY, "李支书")
    sitting.undo()
    sitting.undo()
    assert state_of(sitting) == before


def test_a_text_not_understood_makes_no_visit(visit, sitting) -> None:
    before = state_of(sitting)
    assert not visit.answer("arrears", "好几千").is_saved
    assert visit.texts()["arrears"] == "好几千"
    assert not visit.is_begun
    assert state_of(sitting) == before


def test_an_equal_answer_leaves_no_trace(visit, sitting) -> None:
    visit.answer("arrears", "100")
    before = journal_length(sitting)
    visit.answer("arrears", "100.00")
    assert journal_length(sitting) == before


def test_no_change_marks_only_blocks_not_yet_answered(visit) -> None:
    visit.answer("returned", "否")
    visit.answer("people_state", "未询问")
    visit.no_change()
    assert (visit.visit.work_state, visit.visit.people_state) == ("已询问", "无变化")
    assert (visit.visit.visited_on, visit.visit.visitor_1) == (TODAY, "演练员")
    assert visit.is_done


def test_no_change_carries_monthly_lines_once(visit, sitting, family) -> None:
    store(
        sitting,
        line(family, "T011", 202503, 360, person_id=family.mother),
        line(family, "G03", 202502, 3000, person_id=family.head),
        line(family, "J101", 202503, 2000),
    )
    assert visit.no_change() == 2
    carried = [one for one in lines_of(sitting, family) if one.origin == ORIGIN_CARRIED]
    assert {(one.item, one.month) for one in carried} == {("T011", 202506), ("G03", 202505)}
    before = state_of(sitting), journal_length(sitting)
    assert visit.no_change() == 0
    assert visit.no_change("work_state") == 0
    assert (state_of(sitting), journal_length(sitting)) == before


def test_each_unchanged_block_carries_its_own_lines(visit, sitting, family) -> None:
    store(
        sitting,
        line(family, "T011", 202503, 360, person_id=family.mother),
        line(family, "G03", 202503, 3000, person_id=family.head),
    )
    assert visit.no_change("people_state") == 0
    assert visit.no_change("work_state") == 1
    assert visit.no_change("received_state") == 1
    assert not visit.is_done


def test_no_pension_is_carried_for_who_died(visit, sitting, family) -> None:
    store(sitting, line(family, "T011", 202503, 360, person_id=family.mother))
    with sitting.changing("person-saved") as change:
        change.change(Person, family.mother, {"left_on": date(2025, 5, 1), "left_reason": "死亡"})
    assert visit.no_change() == 0


def test_undo_takes_the_whole_no_change_back(visit, sitting, family) -> None:
    store(sitting, line(family, "T011", 202503, 360, person_id=family.mother))
    visit.answer("returned", "否")
    before = state_of(sitting)
    visit.no_change()
    assert state_of(sitting) != before
    sitting.undo()
    assert state_of(sitting) == before
    sitting.redo()
    visit.reload()
    assert visit.is_done


def test_last_quarters_answer_is_copied_with_one_key(visit, sitting, family) -> None:
    earlier = VisitEntry(sitting, family.household, sitting.quarter.shifted(-1))
    earlier.answer("work_note", "在县城工地")
    earlier.answer("judgement", "稳定")
    visit.reload()
    assert visit.earlier_texts()["work_note"] == "在县城工地"
    assert visit.copy_earlier("work_note").text == "在县城工地"
    assert (visit.visit.work_note, visit.visit.work_state) == ("在县城工地", "已询问")
    assert visit.copy_earlier("measure_note") is None
    visit.no_change()
    assert visit.visit.judgement == "稳定"


def test_there_are_eight_blocks(visit) -> None:
    assert len(visit.blocks()) == 8


def test_one_answer_costs_few_statements_and_one_commit(visit, sitting) -> None:
    visit.answer("returned", "否")
    with statements(sitting) as heard:
        visit.answer("arrears", "300")
    assert heard.count("COMMIT") == 1
    assert len(heard) <= 14, heard  # beginnings and ends of both readings included
