"""What was changed in a quarter after its closing is read from the journal, and whether with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.rules.households import PERIOD, VILLAGE, clean_household, line
from village_desk.rules.followup_records import QUARTER_CLOSED, QUARTER_TRACKING, QuarterState
from village_desk.rules.records import LedgerLine
from village_desk.store.book import Book, Village, create_book
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.reckoned.late_changes import late_changes

pytestmark = pytest.mark.both_engines

PLAIN = Deed("record-saved", "演练员")
OPENING = Deed("record-saved", "演练员", is_correction=True)
SILENT = Deed("record-saved", "演练员", is_correction=True)
BECAUSE = Deed("record-saved", "演练员", reason="工资条后来才到", is_correction=True)


@pytest.fixture
def book(tmp_path, server):
    village = Village(VILLAGE, "测试村", "xinyang_2023_2025", "town" if server else "village")
    if server:
        book = server.book(village, "测试口令 甲乙丙丁", PRACTICE)
    else:
        book, _ = create_book(tmp_path / "账.vdbook", village, "测试口令 甲乙丙丁", cost=PRACTICE)
    with book:
        with book.changing(PLAIN) as change:
            change.insert(clean_household(1).household)
            change.insert(clean_household(2).household)
            for serial, month in enumerate((202501, 202502, 202503, 202410), 1):
                change.insert(line(1, serial, "G03", month, 3000 + serial))
            change.insert(line(2, 9, "G03", 202502, 2800))
        yield book


def close(book: Book) -> None:
    with book.changing(PLAIN) as change:
        change.insert(QuarterState("q1", VILLAGE, PERIOD.first, QUARTER_TRACKING, date(2025, 1, 2)))
    with book.changing(PLAIN) as change:
        change.change(QuarterState, "q1", {"state": QUARTER_CLOSED})


def late(book: Book):
    with book.reading() as reading:
        return late_changes(reading, PERIOD)


def test_nothing_is_late_while_the_quarter_is_open(book):
    with book.changing(PLAIN) as change:
        change.change(LedgerLine, "l1-1", {"amount": 1})
    assert late(book) == {}


def test_lines_changed_before_the_closing_are_not_late(book):
    with book.changing(PLAIN) as change:
        change.change(LedgerLine, "l1-1", {"amount": 1})
    close(book)
    assert late(book) == {}


def test_each_line_touched_after_the_closing_counts_once_and_says_whether_with_a_reason(book):
    close(book)
    with book.changing(SILENT) as change:
        change.change(LedgerLine, "l1-1", {"amount": 1})
        change.insert(line(1, 7, "G03", 202503, 900))
    with book.changing(BECAUSE) as change:
        change.change(LedgerLine, "l1-1", {"amount": 2})
        change.void(LedgerLine, "l2-9")
    found = late(book)
    assert {household: (one.lines, one.unexplained) for household, one in found.items()} == {
        "h1": (2, 2),
        "h2": (1, 0),
    }
    assert found["h1"].newest == datetime.now(UTC).date()


def test_lines_of_other_quarters_are_not_late_but_one_moved_out_is(book):
    close(book)
    with book.changing(SILENT) as change:
        change.change(LedgerLine, "l1-4", {"amount": 1})
        change.change(LedgerLine, "l1-2", {"month": 202504})
    assert late(book)["h1"].lines == 1


def test_a_quarter_opened_and_closed_again_forgets_what_was_changed_in_between(book):
    close(book)
    with book.changing(OPENING) as change:
        change.change(QuarterState, "q1", {"state": QUARTER_TRACKING})
    with book.changing(PLAIN) as change:
        change.change(LedgerLine, "l1-1", {"amount": 1})
    with book.changing(PLAIN) as change:
        change.change(QuarterState, "q1", {"state": QUARTER_CLOSED})
    assert late(book) == {}
