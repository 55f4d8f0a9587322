"""A closed quarter: a change needs a reason, and what stood before can still be seen."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.rules.followup_records import QUARTER_CLOSED, QUARTER_TRACKING, QuarterState
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Visit
from village_desk.rules.refusals import Refusal
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed

pytestmark = pytest.mark.both_engines

CODE = "990101001001"
DEED = Deed("line-changed", "演练员")
CORRECTION = Deed("line-changed", "演练员", "漏记一个月工资", is_correction=True)
HOUSEHOLD, CLOSED_LINE, OPEN_LINE, VISIT, STATE = (new_id() for _ in range(5))


@pytest.fixture
def closed_book(book):
    """April to June 2025 is closed; July is not."""
    with book.changing(Deed("import", "演练员")) as change:
        change.insert(Household(HOUSEHOLD, CODE, number="5301"))
        for line_id, month in ((CLOSED_LINE, 202505), (OPEN_LINE, 202507)):
            change.insert(LedgerLine(line_id, CODE, HOUSEHOLD, month=Month(month), amount=Fen(100)))
        change.insert(Visit(VISIT, CODE, HOUSEHOLD, Month(202504)))
    with book.changing(Deed("quarter-closed", "演练员")) as change:
        change.insert(QuarterState(STATE, CODE, Month(202504), QUARTER_CLOSED, date(2025, 7, 5)))
    return book


def amount(book, line_id):
    with book.reading() as reading:
        return reading.one(LedgerLine, line_id).amount


WRITES = {
    "a line is changed": lambda change: change.change(LedgerLine, CLOSED_LINE, {"amount": 200}),
    "a line is voided": lambda change: change.void(LedgerLine, CLOSED_LINE),
    "a line is added": lambda change: change.insert(
        LedgerLine(new_id(), CODE, HOUSEHOLD, month=Month(202506))
    ),
    "a line is moved in": lambda change: change.change(LedgerLine, OPEN_LINE, {"month": 202504}),
    "a line is moved out": lambda change: change.change(LedgerLine, CLOSED_LINE, {"month": 202507}),
    "a visit is changed": lambda change: change.change(Visit, VISIT, {"way": "电话"}),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_nothing_of_a_closed_quarter_changes_without_a_reason(closed_book, write) -> None:
    before = closed_book.deeds
    with pytest.raises(Refusal) as refusal, closed_book.changing(DEED) as change:
        write(change)
    assert refusal.value.code == "quarter-closed"
    assert refusal.value.values["window"] == "2025年4月—2025年6月"
    assert closed_book.deeds == before


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_with_a_reason_it_is_saved_and_the_journal_keeps_both(closed_book, write) -> None:
    with closed_book.changing(CORRECTION) as change:
        write(change)
        deed_id = change.deed_id
    with closed_book.reading() as reading:
        entries = reading.history([CLOSED_LINE, OPEN_LINE, VISIT])
    found = [entry for entry in entries if entry.deed == deed_id]
    assert all(entry.reason == "漏记一个月工资" for entry in found)


def test_a_quarter_that_is_not_closed_is_written_as_ever(closed_book) -> None:
    with closed_book.changing(DEED) as change:
        change.change(LedgerLine, OPEN_LINE, {"amount": 200})
        change.insert(LedgerLine(new_id(), CODE, HOUSEHOLD, month=None))
    assert amount(closed_book, OPEN_LINE) == 200


def test_taking_back_a_deed_of_before_the_closing_needs_a_reason_too(book) -> None:
    with book.changing(Deed("import", "演练员")) as change:
        change.insert(Household(HOUSEHOLD, CODE, number="5301"))
        change.insert(LedgerLine(CLOSED_LINE, CODE, HOUSEHOLD, month=Month(202505), amount=Fen(100)))
        change.insert(QuarterState(STATE, CODE, Month(202504), QUARTER_TRACKING, date(2025, 7, 1)))
    with book.changing(DEED) as change:
        change.change(LedgerLine, CLOSED_LINE, {"amount": 200})
        change.change(QuarterState, STATE, {"state": QUARTER_CLOSED})
    with pytest.raises(Refusal) as refusal:
        book.undo("演练员")
    assert refusal.value.code == "closing-stands"
    book.undo("演练员", "关错了季度")
    assert amount(book, CLOSED_LINE) == 100
    assert book.closed == frozenset()


def test_a_correction_is_undone_and_redone_with_a_reason(closed_book) -> None:
    with closed_book.changing(CORRECTION) as change:
        change.change(LedgerLine, CLOSED_LINE, {"amount": 300})
    with pytest.raises(Refusal) as refusal:
        closed_book.undo("演练员")
    assert refusal.value.code == "quarter-closed"
    assert amount(closed_book, CLOSED_LINE) == 300
    closed_book.undo("演练员", "更正错了")
    assert amount(closed_book, CLOSED_LINE) == 100
    with pytest.raises(Refusal):
        closed_book.redo("演练员")
    closed_book.redo("演练员", "还是要更正")
    assert amount(closed_book, CLOSED_LINE) == 300


def test_a_closed_quarter_is_opened_again_only_with_a_reason(closed_book) -> None:
    with pytest.raises(Refusal) as refusal, closed_book.changing(DEED) as change:
        change.change(QuarterState, STATE, {"state": QUARTER_TRACKING})
    assert refusal.value.code == "closing-stands"
    with closed_book.changing(CORRECTION) as change:
        change.change(QuarterState, STATE, {"state": QUARTER_TRACKING})
    with closed_book.changing(DEED) as change:
        change.change(LedgerLine, CLOSED_LINE, {"amount": 200})
    assert amount(closed_book, CLOSED_LINE) == 200
