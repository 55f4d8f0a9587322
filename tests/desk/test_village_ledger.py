"""全村录入: a column is typed down for the whole village, taken over from before, or pasted."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from village_desk.desk.ledger.village_ledger_table import FIRST
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

CODE = "990101001001"
JUNE, MARCH = Month(202506), Month(202503)


@pytest.fixture
def street():
    """Three households; two had subsidies a year ago, all heads last quarter a pension."""
    records = []
    for number, name in enumerate(("单秀英", "翟玉兰", "乜春"), 1):
        home = Household(new_id(), CODE, number=f"580{number}", head_name=name, group="一组")
        head = Person(new_id(), CODE, home.id, 1, name=name, relation="户主")
        records += [home, head, _line(home, head, "T011", MARCH, 20_000)]
        if number < 3:
            records.append(_line(home, None, "T071", Month(202406), 30_000 * number))
    return records


def _line(home, person, item, month, amount):
    return LedgerLine(
        new_id(), CODE, home.id, person.id if person else None, item=item, month=month, span="月",
        amount=Fen(amount), origin="录入",
    )  # fmt: skip


def opened(qtbot, sitting, *answers):
    window, hands = open_window(qtbot, sitting, "households", *answers)
    hands.control(Qt.Key.Key_G)
    return window, window.page("village_ledger"), hands


def of_june(book):
    with book.reading() as reading:
        return sorted((line.item, line.amount) for line in reading.all(LedgerLine) if line.month == JUNE)


def test_a_column_is_typed_down_and_each_cell_is_on_disk(qtbot, book, street):
    _, page, hands = opened(qtbot, sit_at(book, *street))
    page.table.go_to(0, FIRST)
    item = page.table.item
    hands.type("600")
    hands.enter()
    hands.type("250*2")
    hands.enter()
    assert of_june(book) == [(item.code, 50_000), (item.code, 60_000)]
    assert page.table.currentIndex().row() == 2
    assert page.model.headerData(FIRST, Qt.Orientation.Horizontal) == f"{item.label}\n1,100.00"


def test_an_empty_cell_shows_pale_what_stood_there_and_a_key_takes_the_column(qtbot, book, street):
    window, page, hands = opened(qtbot, sit_at(book, *street))
    before = dump_hash(book)
    items = [item.code for item in page.ledger.items]
    page.table.go_to(0, FIRST + items.index("T071"))
    assert page.table.currentIndex().data() == "300.00"
    hands.press(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert of_june(book) == [("T071", 30_000), ("T071", 60_000)]
    window.undo()
    assert dump_hash(book) == before


def test_a_row_for_each_member_takes_what_only_a_person_can_have(qtbot, book, street):
    _, page, hands = opened(qtbot, sit_at(book, *street))
    hands.press(Qt.Key.Key_F7)
    assert [item.code for item in page.ledger.items] == ["T011"]
    page.table.go_to(0, FIRST)
    hands.press(Qt.Key.Key_F5)
    assert of_june(book) == [("T011", 20_000)]
    with book.reading() as reading:
        assert all(line.person_id for line in reading.all(LedgerLine) if line.month == JUNE)


def test_what_is_not_understood_stays_in_its_cell_and_the_book_as_it_was(qtbot, book, street):
    _, page, hands = opened(qtbot, sit_at(book, *street))
    before = dump_hash(book)
    page.table.go_to(0, FIRST)
    hands.type("6..5")
    hands.enter()
    assert page.model.index(0, FIRST).data() == "6..5"
    assert "6..5" in page.desk.frame.keys.line.text()
    assert dump_hash(book) == before


def test_bare_figures_are_pasted_from_the_cell_in_hand_on_and_seen_first(qtbot, book, street):
    _, page, hands = opened(qtbot, sit_at(book, *street))
    before = dump_hash(book)
    page.table.go_to(1, FIRST)
    item = page.table.item
    QApplication.clipboard().setText("12\n13\n")
    hands.control(Qt.Key.Key_V)
    assert [row.texts["number"] for row in page.preview.block.rows] == ["5802", "5803"]
    assert dump_hash(book) == before
    hands.control(Qt.Key.Key_Return)
    assert of_june(book) == [(item.code, 1_200), (item.code, 1_300)]


def test_an_item_is_chosen_for_a_column_and_another_month_is_turned_to(qtbot, book, street):
    window, page, hands = opened(qtbot, sit_at(book, *street), 0)
    count = page.model.columnCount()
    hands.press(Qt.Key.Key_F4)
    assert page.model.columnCount() == count + 1
    hands.alt(Qt.Key.Key_Left)
    assert page.quarter.text() == "2025年第二季度"
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.key_in_hand == "households"


def test_several_lines_of_one_cell_are_shown_summed_and_changed_in_the_household(qtbot, book, street):
    home = street[0]
    twice = [_line(home, None, "T071", JUNE, 1_000), _line(home, None, "T071", JUNE, 2_000)]
    _, page, hands = opened(qtbot, sit_at(book, *street, *twice))
    column = FIRST + [item.code for item in page.ledger.items].index("T071")
    page.table.go_to(0, column)
    assert page.table.currentIndex().data() == "30.00"
    hands.type("5")
    assert not page.table.is_typing


def test_what_is_known_only_by_quarter_is_changed_in_its_own_line(qtbot, book, street):
    home = street[0]
    by_quarter = replace(_line(home, None, "T071", Month(202504), 9_000), span="季")
    _, page, hands = opened(qtbot, sit_at(book, *street, by_quarter))
    page.table.go_to(0, FIRST + [item.code for item in page.ledger.items].index("T071"))
    assert page.table.currentIndex().data() == "90.00"
    hands.type("95")
    hands.enter()
    with book.reading() as reading:
        assert reading.one(LedgerLine, by_quarter.id).amount == 9_500
    assert of_june(book) == []
