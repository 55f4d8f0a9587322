"""A quarter from the first day to the closed books: what each step asks for, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.entry.checks.findings_entry import FindingsEntry
from village_desk.entry.ledger.ledger_entry import LedgerEntry
from village_desk.entry.quarter.quarter_entry import Outstanding, QuarterEntry
from village_desk.entry.quarter.tracking_state import tracking_state
from village_desk.entry.quarter.visit_entry import VisitEntry
from village_desk.entry.sitting import Sitting
from village_desk.rules.months import YearMode, make_quarter
from village_desk.rules.records import LedgerLine
from village_desk.rules.refusals import Refusal

from .conftest import Family, line, statements, store

NOTHING = Outstanding((), ())


@pytest.fixture
def quarter(sitting, family: Family) -> QuarterEntry:
    return QuarterEntry(sitting)


@pytest.fixture
def closed(sitting, family: Family, quarter) -> QuarterEntry:
    store(sitting, line(family, "G01", 202505, 3000, person_id=family.head))
    VisitEntry(sitting, family.household).no_change()
    quarter.begin()
    quarter.check(NOTHING)
    quarter.close(NOTHING)
    return quarter


def code_of(deed) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        deed()
    return refusal.value


def test_a_quarter_that_nobody_has_begun_is_not_checked(quarter) -> None:
    assert quarter.state == "未开始"
    assert code_of(lambda: quarter.check(NOTHING)).code == "quarter-not-begun"


def test_open_findings_stand_in_the_way_and_are_counted_and_named(sitting, quarter) -> None:
    quarter.begin()
    outstanding = quarter.outstanding()
    refusal = code_of(lambda: quarter.check(outstanding))
    assert refusal.code == "quarter-not-checked"
    found = FindingsEntry(sitting)
    found.run()
    assert refusal.values["must"] == found.counts()["必改"] > 0
    assert refusal.values["doubts"] == found.counts()["疑点"]
    assert "5301" in str(refusal.values["where"])
    assert quarter.state == "跟踪中"


def test_households_not_visited_are_named_at_the_closing(sitting, family, quarter) -> None:
    quarter.begin()
    quarter.check(NOTHING)
    left = Outstanding((), quarter.outstanding().unvisited)
    refusal = code_of(lambda: quarter.close(left))
    assert refusal.code == "quarter-not-visited"
    assert (refusal.values["count"], refusal.values["where"]) == (1, "二组单秀英（5301）")
    VisitEntry(sitting, family.household).no_change()
    assert quarter.outstanding().unvisited == []


def test_a_quarter_is_not_closed_before_it_is_checked(quarter) -> None:
    quarter.begin()
    assert code_of(lambda: quarter.close(NOTHING)).code == "quarter-not-ready"


def test_a_closed_quarter_stays_closed_on_disk_and_in_the_next_sitting(closed) -> None:
    again = Sitting(closed._sitting.book, "另一人", date(2025, 7, 11))
    again.work_on(closed.quarter)
    assert QuarterEntry(again).state == "已关账"


def test_a_cell_of_a_closed_quarter_is_corrected_only_with_a_reason(sitting, family, closed) -> None:
    grid = LedgerEntry(sitting, family.household, sitting.year_window)
    refusal = code_of(lambda: grid.answer(0, "amount", "3500"))
    assert refusal.code == "quarter-closed"
    with sitting.correcting("少记了加班费"):
        assert grid.answer(0, "amount", "3500").is_saved
    with sitting.book.reading() as reading:
        (entry, *_) = reading.history([grid.lines[0].id])
    assert (entry.before, entry.after, entry.reason) == (
        {"amount": 300_000},
        {"amount": 350_000},
        "少记了加班费",
    )


def test_the_reason_is_spent_when_its_block_is_left(sitting, family, closed) -> None:
    with sitting.correcting("少记了加班费"):
        pass
    grid = LedgerEntry(sitting, family.household, sitting.year_window)
    assert code_of(lambda: grid.answer(0, "amount", "3600")).code == "quarter-closed"


def test_a_visit_of_a_closed_quarter_is_not_answered_in_passing(sitting, family, closed) -> None:
    visit = VisitEntry(sitting, family.household)
    assert code_of(lambda: visit.answer("medical_spending", "500")).code == "quarter-closed"


def test_opened_again_with_a_reason_it_takes_answers_as_before(sitting, family, closed) -> None:
    assert code_of(lambda: closed.reopen(" ")).code == "no-reason"
    closed.reopen("县里退回")
    assert closed.state == "跟踪中"
    assert VisitEntry(sitting, family.household).answer("medical_spending", "500").is_saved


def test_closed_quarters_are_not_asked_for_with_every_saved_cell(sitting, family, quarter) -> None:
    """The quarter in hand is closed; a line of another is saved with as many statements as ever."""
    store(sitting, line(family, "G01", 202507, 3000, person_id=family.head))
    grid = LedgerEntry(sitting, family.household, make_quarter(2025, 4, YearMode.INCOME_YEAR).window)
    grid.answer(0, "amount", "3500")
    with statements(sitting) as before:
        grid.answer(0, "amount", "3600")
    VisitEntry(sitting, family.household).no_change()
    for step in (quarter.begin, lambda: quarter.check(NOTHING), lambda: quarter.close(NOTHING)):
        step()
    grid.answer(0, "amount", "3700")
    with statements(sitting) as after:
        grid.answer(0, "amount", "3800")
    assert len(after) == len(before)
    with sitting.book.reading() as reading:
        assert reading.one(LedgerLine, grid.lines[0].id).amount == 380_000


def test_tracking_names_whoever_is_overdue_and_who_answers_for_it(sitting, family) -> None:
    last = make_quarter(2025, 2, YearMode.INCOME_YEAR)
    found = tracking_state(sitting, last)
    assert (found.state, found.due, found.done) == ("未开始", 1, 0)
    assert found.due_on == date(2025, 4, 25)
    assert [(one.number, one.group, one.responsible) for one in found.overdue] == [("5301", "二组", "")]


def test_nobody_is_overdue_before_the_day(sitting, family) -> None:
    found = tracking_state(sitting, sitting.quarter)
    assert (found.due_on, found.done, found.overdue) == (date(2025, 7, 25), 0, ())


def test_a_visit_that_is_done_is_owed_by_nobody(sitting, family) -> None:
    last = make_quarter(2025, 2, YearMode.INCOME_YEAR)
    VisitEntry(sitting, family.household, last).no_change()
    found = tracking_state(sitting, last)
    assert (found.done, found.overdue) == (1, ())
    this = make_quarter(2025, 1, YearMode.INCOME_YEAR)
    assert tracking_state(sitting, this).overdue[0].responsible == "演练员"


def test_a_corrected_line_says_so_with_what_stood_before(sitting, family, closed) -> None:
    grid = LedgerEntry(sitting, family.household, sitting.year_window)
    assert grid.correction(0) == ""
    with sitting.correcting("少记了加班费"):
        grid.answer(0, "amount", "3500")
    assert "金额：3000.00" in grid.correction(0)
    assert "少记了加班费" in grid.correction(0)
    assert "金额：3000.00" in LedgerEntry(sitting, family.household, sitting.year_window).correction(0)


def test_what_was_changed_before_the_closing_is_no_correction(sitting, family, quarter) -> None:
    store(sitting, line(family, "G01", 202505, 3000, person_id=family.head))
    grid = LedgerEntry(sitting, family.household, sitting.year_window)
    grid.answer(0, "amount", "3500")
    VisitEntry(sitting, family.household).no_change()
    for step in (quarter.begin, lambda: quarter.check(NOTHING), lambda: quarter.close(NOTHING)):
        step()
    assert LedgerEntry(sitting, family.household, sitting.year_window).correction(0) == ""


def test_what_has_come_up_since_the_check_stands_in_the_way_of_the_closing(sitting, family, quarter) -> None:
    VisitEntry(sitting, family.household).no_change()
    quarter.begin()
    quarter.check(NOTHING)
    outstanding = quarter.outstanding()
    assert (len(outstanding.findings) > 0, outstanding.unvisited) == (True, [])
    assert code_of(lambda: quarter.close(outstanding)).code == "quarter-not-checked"
    assert quarter.state == "已核查"
