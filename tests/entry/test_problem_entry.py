"""A problem from the day it is found to the day it is closed, and the list that shows it."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.entry.checks.findings_entry import FindingsEntry
from village_desk.entry.checks.problem_entry import (
    ProblemEntry,
    close_problem,
    note_problem,
    set_problem,
)
from village_desk.entry.checks.problem_list import ProblemList
from village_desk.entry.checks.verdicts import Said
from village_desk.entry.operations import set_household
from village_desk.rules.followup_records import Problem
from village_desk.rules.problems import ProblemFilter, ProblemState
from village_desk.rules.refusals import Refusal

from .conftest import Family, state_of


@pytest.fixture
def listed(sitting, family: Family) -> ProblemList:
    """Three problems: one overdue, one with time left, one of the village without a day."""
    for household, title, due, who in (
        ("5301", "路没有硬化", "2025-07-20", "甲"),
        ("5301", "监测对象没有致贫返贫风险", "2025-07-09", "乙"),
        (None, "公示栏破损", "", "甲"),
    ):
        texts = {"title": title, "due_on": due, "responsible": who, "source": "督查"}
        note_problem(sitting, household, None, texts)
    found = ProblemList(sitting)
    found.read()
    return found


def titles(problems: ProblemList, wanted: ProblemFilter) -> list[str | None]:
    return [row.problem.title for row in problems.shown(wanted)]


def refused(sitting, deed) -> str:
    before = state_of(sitting)
    with pytest.raises(Refusal) as refusal:
        deed()
    assert state_of(sitting) == before
    return refusal.value.code


def test_the_overdue_come_first_and_what_has_no_day_last(listed) -> None:
    assert titles(listed, ProblemFilter()) == ["监测对象没有致贫返贫风险", "路没有硬化", "公示栏破损"]
    assert listed.counts() == {ProblemState.OPEN: 2, ProblemState.OVERDUE: 1, ProblemState.CLOSED: 0}
    assert [row.head for row in listed.rows] == ["单秀英", "单秀英", ""]


def test_the_last_day_itself_is_not_overdue(listed, sitting) -> None:
    set_problem(sitting, listed.rows[0].problem.id, {"due_on": f"{sitting.today:%Y-%m-%d}"})
    listed.read()
    assert listed.counts()[ProblemState.OVERDUE] == 0


def test_filters_go_by_state_source_and_who_is_responsible(listed) -> None:
    assert titles(listed, ProblemFilter(frozenset({ProblemState.OVERDUE}))) == ["监测对象没有致贫返贫风险"]
    assert titles(listed, ProblemFilter(responsible="甲")) == ["路没有硬化", "公示栏破损"]
    assert titles(listed, ProblemFilter(source="上级督查")) == titles(listed, ProblemFilter())
    assert titles(listed, ProblemFilter(source="村级自查")) == []
    assert [row.problem.title for row in listed.shown(ProblemFilter(), "硬化")] == ["路没有硬化"]


def test_a_problem_is_found_today_by_whoever_notes_it(listed, sitting) -> None:
    problem = listed.rows[0].problem
    assert (problem.found_on, problem.found_by) == (sitting.today, "演练员")


def test_closing_needs_an_answer_and_a_text(listed, sitting) -> None:
    problem = listed.rows[1].problem
    for answer, done in (("已改", ""), ("", "铺了路"), ("待核", "再看")):
        assert (
            refused(sitting, lambda a=answer, d=done: close_problem(sitting, problem, a, d))
            == "problem-not-answered"
        )
    close_problem(sitting, problem, "已整改", "铺了路")
    listed.read()
    closed = listed.rows[-1]
    assert closed.state is ProblemState.CLOSED
    assert (closed.problem.answer, closed.problem.done) == ("已改", "铺了路")
    assert (closed.problem.closed_on, closed.problem.closed_by) == (sitting.today, "演练员")


def test_the_form_takes_a_day_of_closing_only_after_the_answer(listed, sitting) -> None:
    entry = ProblemEntry(sitting, listed.rows[1].problem)
    assert refused(sitting, lambda: entry.answer("closed_on", "2025-07-08")) == "problem-not-answered"
    for key, text in (("answer", "属实"), ("done", "明年修"), ("closed_on", "2025-07-08")):
        assert entry.answer(key, text).is_saved
    assert entry.record.closed_on == date(2025, 7, 8)
    assert refused(sitting, lambda: entry.answer("done", "")) == "problem-not-answered"
    entry.answer("closed_on", "")
    assert entry.answer("done", "").is_saved


def test_a_problem_of_the_village_is_written_by_the_form_too(listed, sitting, on_disk) -> None:
    problem = listed.rows[2].problem
    ProblemEntry(sitting, problem).answer("note", "已报乡镇")
    assert on_disk(Problem, problem.id).note == "已报乡镇"


def test_what_the_rules_say_now_is_proposed(listed, sitting, family) -> None:
    def proposed() -> str | None:
        answered = listed.propose().get(problem.id)
        return answered.answer if answered else None

    problem = listed.rows[0].problem
    assert proposed() == "已改"
    set_household(sitting, "5301", {"monitoring_class": "边缘易致贫户"})
    assert proposed() is None
    page = FindingsEntry(sitting)
    finding = next(one for one in page.run() if one.rule == "RK01")
    page.say(finding, Said("等民政", state="待核"))
    assert proposed() == "待核"
    set_household(sitting, "5301", {"risk_1": "因病"})
    assert proposed() == "已改"
    assert listed.rows[1].problem.id not in listed.propose()


def test_by_number_and_text_a_problem_is_noted_and_answered(sitting, family) -> None:
    done = note_problem(sitting, "5301", "530102", {"title": "没有参保"})
    with sitting.book.reading() as reading:
        assert reading.one(Problem, done.id).person_id == family.mother
    set_problem(sitting, done.id, {"answer": "已改", "done": "已参保", "closed_on": "2025-07-10"})
    assert refused(sitting, lambda: set_problem(sitting, "没有", {"note": "1"})) == "no-such-record"
    assert refused(sitting, lambda: note_problem(sitting, "5301", "9", {})) == "no-such-person"
    assert refused(sitting, lambda: note_problem(sitting, "9", None, {})) == "no-such-household"
