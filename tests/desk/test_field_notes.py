"""备注 by keys: noted at a field, marked there, listed, and found again by Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from village_desk.desk.asker import WindowAsker
from village_desk.entry.asking import Noted, question
from village_desk.rules.followup_records import FieldNote
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person, Visit
from village_desk.store.ids import new_id

from .hands import Hands, open_window, settle, sit_at

CODE = "990101001001"
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def home():
    """A household of two with a ledger line."""
    household = Household(new_id(), CODE, number="5501", head_name="单秀英", group="一组")
    members = [
        Person(new_id(), CODE, household.id, 1, name="单秀英", relation="户主"),
        Person(new_id(), CODE, household.id, 2, name="翟玉兰", relation="之母"),
    ]
    wages = LedgerLine(
        new_id(), CODE, household.id, members[0].id, item="W01", month=Month(202504), span="月",
        amount=Fen(300_000), origin="录入",
    )  # fmt: skip
    return household, *members, wages


def notes(book):
    with book.reading() as reading:
        return [(one.record, one.field, one.text, bool(one.follow_up)) for one in reading.all(FieldNote)]


def test_a_note_at_a_household_is_marked_at_its_field_and_undone(qtbot, book, home):
    window, hands = open_window(qtbot, sit_at(book, *home), "households", Noted("是他儿子的", True))
    window.open_household(home[0].id, "overview", "phone")
    settle()
    hands.control(Qt.Key.Key_M)
    assert window.asker.heard == ["notes.ask"]
    form = window.page("households").household.tab_in_hand.form
    assert form.editor("phone").note == "待跟进：是他儿子的"
    assert form.editor("phone").hasFocus()
    assert notes(book) == [("household", "phone", "是他儿子的", True)]
    hands.control(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: form.editor("phone").note == "")
    assert notes(book) == []


def test_what_was_being_typed_is_saved_before_the_note_is_asked(qtbot, book, home):
    window, hands = open_window(qtbot, sit_at(book, *home), "households", Noted("新换的"))
    window.open_household(home[0].id, "overview", "phone")
    hands.type("13900000001")
    hands.control(Qt.Key.Key_M)
    with book.reading() as reading:
        assert reading.one(Household, home[0].id).phone == "13900000001"
    assert notes(book) == [("household", "phone", "新换的", False)]


def test_the_notes_of_one_member_are_not_those_of_another(qtbot, book, home):
    window, hands = open_window(qtbot, sit_at(book, *home), "households", Noted("腿伤"))
    window.open_household(home[0].id, "members", "labour")
    hands.control(Qt.Key.Key_M)
    tab = window.page("households").household.tab_in_hand
    assert tab.form.editor("labour").note == "备注：腿伤"
    hands.alt(Qt.Key.Key_Down)
    assert tab.person_in_hand.name == "翟玉兰"
    assert tab.form.editor("labour").note == ""


def test_a_cell_of_the_ledger_has_a_corner_and_says_its_note_below(qtbot, book, home):
    window, hands = open_window(qtbot, sit_at(book, *home), "households", Noted("等流水", True))
    window.open_household(home[0].id, "ledger", "")
    tab = window.page("households").household.tab_in_hand
    tab.view.go_to(0, "amount")
    hands.control(Qt.Key.Key_M)
    assert tab.model.note(0, "amount").text == "等流水"
    assert tab.model.note(0, "month") is None
    assert tab.line.text() == "待跟进：等流水"
    assert tab.view.hasFocus()


def test_the_row_that_waits_has_nothing_to_be_noted_at(qtbot, book, home):
    window, hands = open_window(qtbot, sit_at(book, *home), "households")
    window.open_household(home[0].id, "ledger", "")
    tab = window.page("households").household.tab_in_hand
    tab.view.go_to(tab.model.waiting, "item")
    hands.control(Qt.Key.Key_M)
    assert window.asker.heard == []
    assert window.keys.line.text() == "这里没有可以记备注的内容，先填一项再记。"


def test_a_visit_is_noted_at_once_it_has_begun(qtbot, book, home):
    window, hands = open_window(qtbot, sit_at(book, *home), "households", Noted("问的邻居"))
    window.open_household(home[0].id, "visit", "interviewee")
    hands.control(Qt.Key.Key_M)
    assert window.asker.heard == []
    hands.type("翟玉兰")
    hands.control(Qt.Key.Key_M)
    assert notes(book) == [("visit", "interviewee", "问的邻居", False)]


def test_enter_in_the_list_leads_to_the_member_and_the_field(qtbot, book, home):
    answers = (Noted("腿伤", True), Noted("备查的"))
    window, hands = open_window(qtbot, sit_at(book, *home), "households", *answers)
    window.open_household(home[0].id, "members", "labour")
    hands.alt(Qt.Key.Key_Down)
    hands.control(Qt.Key.Key_M)
    window.open_household(home[0].id, "overview", "phone")
    hands.control(Qt.Key.Key_M)
    hands.press(Qt.Key.Key_M, CONTROL_SHIFT)
    page = window.page("notes")
    assert window.key_in_hand == "notes"
    assert page.count.text() == "全村 2 条，待跟进 1 条。"
    assert [row.note.text for row in page.model.rows] == ["腿伤", "备查的"]
    hands.enter()
    tab = window.page("households").household.tab_in_hand
    assert (tab.person_in_hand.name, tab.form.key_in_hand) == ("翟玉兰", "labour")
    assert tab.form.editor("labour").hasFocus()


def test_enter_in_the_list_leads_to_the_cell_and_f6_says_it_is_done(qtbot, book, home):
    window, hands = open_window(qtbot, sit_at(book, *home), "households", Noted("等流水", True))
    window.open_household(home[0].id, "ledger", "")
    tab = window.page("households").household.tab_in_hand
    tab.view.go_to(0, "month")
    hands.control(Qt.Key.Key_M)
    tab.view.go_to(tab.model.waiting, "item")
    hands.press(Qt.Key.Key_M, CONTROL_SHIFT)
    hands.press(Qt.Key.Key_F6)
    assert notes(book) == [("ledger_line", "month", "等流水", False)]
    hands.enter()
    assert (tab.view.row, tab.view.key) == (0, "month")
    assert tab.view.hasFocus()


def test_the_window_asks_for_text_and_tick_by_keys(qtbot, book, home):
    window, _ = open_window(qtbot, sit_at(book, *home))
    hands = Hands(window)

    def answer():
        qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QDialog))
        hands.type("停机")
        hands.press(Qt.Key.Key_Tab)
        hands.press(Qt.Key.Key_Space)
        hands.enter()

    QTimer.singleShot(0, window, answer)
    noted = WindowAsker(window).ask_note(question("notes.ask", label="户联系电话"), Noted())
    assert noted == Noted("停机", follow_up=True)


def test_a_note_of_the_year_before_leads_to_that_year(qtbot, book, home):
    before = LedgerLine(
        new_id(), CODE, home[0].id, home[1].id, item="W01", month=Month(202402), span="月",
        amount=Fen(250_000), origin="录入",
    )  # fmt: skip
    note = FieldNote(new_id(), CODE, home[0].id, "ledger_line", before.id, "evidence", "找合同", True)
    window, hands = open_window(qtbot, sit_at(book, *home, before, note), "households")
    hands.press(Qt.Key.Key_M, CONTROL_SHIFT)
    hands.enter()
    tab = window.page("households").household.tab_in_hand
    assert tab.entry.lines[tab.view.row].id == before.id
    assert tab.more.key_in_hand == "evidence"
    assert tab.more.editor("evidence").note == "待跟进：找合同"


def test_a_note_of_another_quarters_visit_says_so(qtbot, book, home):
    visit = Visit(new_id(), CODE, home[0].id, Month(202501), interviewee="翟玉兰")
    note = FieldNote(new_id(), CODE, home[0].id, "visit", visit.id, "interviewee", "问的邻居", True)
    window, hands = open_window(qtbot, sit_at(book, *home, visit, note), "households")
    hands.press(Qt.Key.Key_M, CONTROL_SHIFT)
    hands.enter()
    assert window.keys.line.text().startswith("这条备注记在2025年第二季度跟踪")


def test_a_list_without_notes_says_how_to_make_one_and_esc_leads_back(qtbot, book, home):
    window, hands = open_window(qtbot, sit_at(book, *home), "households")
    hands.press(Qt.Key.Key_M, CONTROL_SHIFT)
    assert window.key_in_hand == "notes"
    assert "Ctrl+M" in window.page("notes").count.text()
    hands.press(Qt.Key.Key_Escape)
    assert window.key_in_hand == "households"
