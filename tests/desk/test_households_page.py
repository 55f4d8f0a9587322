"""The households' page: list, search, tabs, what is said when there is nothing, and what undo shows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from village_desk.desk.look import TextSize, resize_text
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person, StatedTotals
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

CODE = "990101001001"


@pytest.fixture
def people():
    """Three households of two groups, each with a head."""
    records = []
    for number, name, group in (
        ("5501", "单秀英", "一组"),
        ("5502", "王建军", "一组"),
        ("5503", "翟玉兰", "二组"),
    ):
        household = Household(new_id(), CODE, number=number, head_name=name, group=group)
        records += [household, Person(new_id(), CODE, household.id, 1, name=name, relation="户主", sex="女")]
    return records


def _page(window):
    return window.page("households")


def _household(book, number):
    with book.reading() as reading:
        return reading.household(number)


def test_an_empty_village_says_to_import_the_roster(qtbot, book):
    window, _ = open_window(qtbot, sit_at(book))
    page = _page(window)
    assert page.empty.isVisible()
    assert page.empty.button.hasFocus()
    assert page.bottom_keys() == (("Ctrl+N", "新户"),)


def test_the_first_household_stands_open_beside_the_list(qtbot, book, people):
    window, _ = open_window(qtbot, sit_at(book, *people))
    page = _page(window)
    assert page.household.household_id == people[0].id
    qtbot.waitUntil(lambda: page.household.name.text() == "单秀英")
    assert "5501" in page.household.facts.text()
    assert page.list.household_in_hand == people[0].id


def test_an_answer_is_on_disk_before_saved_is_said(qtbot, book, people):
    """The mark is set by the news, which goes out after the commit: a reader sees the answer then."""
    window, hands = open_window(qtbot, sit_at(book, *people))
    seen = []
    window.set_saved = lambda text: seen.append((text, _household(book, "5501").phone))
    page = _page(window)
    hands.alt(Qt.Key.Key_1)
    page.household.tab("overview").form.focus("phone")
    hands.type("13800000000")
    hands.enter()
    assert seen
    assert all(phone == "13800000000" for _, phone in seen)


def test_a_text_that_is_not_understood_stays_in_its_field(qtbot, book, people):
    window, hands = open_window(qtbot, sit_at(book, *people))
    form = _page(window).household.tab("overview").form
    hands.alt(Qt.Key.Key_1)
    form.focus("farmland")
    hands.type("3*")
    hands.enter()
    QApplication.processEvents()
    assert form.editor("farmland").text() == "3*"
    assert form.editor("farmland").level == "unread"
    assert _household(book, "5501").farmland is None


def test_undo_gives_back_the_old_answer_on_the_page_in_front(qtbot, book, people):
    window, hands = open_window(qtbot, sit_at(book, *people))
    form = _page(window).household.tab("overview").form
    hands.alt(Qt.Key.Key_1)
    form.focus("group")
    hands.control(Qt.Key.Key_A)
    hands.type("9")
    hands.enter()
    assert _household(book, "5501").group == "9"
    hands.control(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: form.editor("group").text() == "一组")
    assert _household(book, "5501").group == "一组"
    hands.control(Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: form.editor("group").text() == "9")


def test_page_down_goes_to_the_next_household_in_the_same_tab_and_field(qtbot, book, people):
    window, hands = open_window(qtbot, sit_at(book, *people))
    page = _page(window)
    hands.alt(Qt.Key.Key_1)
    page.household.tab("overview").form.focus("phone")
    hands.type("139")
    hands.control(Qt.Key.Key_PageDown)
    assert page.household.household_id == people[2].id
    assert QApplication.focusWidget().property("field") == "phone"
    assert _household(book, "5501").phone == "139"
    hands.control(Qt.Key.Key_PageUp)
    assert page.household.household_id == people[0].id


@pytest.mark.parametrize(("typed", "number"), [("zyl", "5503"), ("5502", "5502"), ("wjj", "5502")])
def test_letters_and_digits_in_the_list_search(qtbot, book, people, typed, number):
    window, hands = open_window(qtbot, sit_at(book, *people))
    hands.type(typed)
    assert window.top.search.text() == typed
    hands.enter()
    assert _page(window).household.household_id == _household(book, number).id
    assert window.top.search.text() == ""
    assert _page(window).list.rows.rowCount() == 3


def test_nothing_found_is_said(qtbot, book, people):
    window, hands = open_window(qtbot, sit_at(book, *people))
    hands.control(Qt.Key.Key_F)
    hands.type("qqq")
    assert "没有找到" in _page(window).count.text()
    hands.press(Qt.Key.Key_Escape)
    assert _page(window).list.rows.rowCount() == 3


def test_a_new_household_gets_the_next_number_of_our_own(qtbot, book, people):
    window, hands = open_window(qtbot, sit_at(book, *people))
    hands.control(Qt.Key.Key_N)
    page = _page(window)
    made = _household(book, "临0001")
    assert page.household.household_id == made.id
    hands.type("李春")
    hands.enter()
    qtbot.waitUntil(lambda: page.household.name.text() == "李春")
    assert _household(book, "临0001").head_name == "李春"


def test_members_move_and_leave_but_stay_on_record(qtbot, book, people):
    household = people[0]
    second = Person(new_id(), CODE, household.id, 2, name="单春", relation="之女")
    window, hands = open_window(qtbot, sit_at(book, *people, second), "households", 1, "2025-06-30")
    page = _page(window)
    hands.alt(Qt.Key.Key_2)
    members = page.household.tab("members")
    hands.alt(Qt.Key.Key_Down)
    assert members.person_in_hand.id == second.id
    hands.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: members.model.rows[0].id == second.id)
    hands.control(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: members.model.rows[0].left_reason == "嫁出")
    with book.reading() as reading:
        left = reading.one(Person, second.id)
    assert str(left.left_on) == "2025-06-30"
    assert len(members.model.rows) == 2


def test_stated_totals_stand_beside_ours_only_where_they_differ(qtbot, book, people):
    household = people[0]
    line = LedgerLine(
        new_id(),
        CODE,
        household.id,
        people[1].id,
        item="G01",
        month=Month(202503),
        span="月",
        amount=Fen(900_000),
    )
    stated = StatedTotals(new_id(), CODE, household.id, 2025, wages=Fen(800_000))
    window, hands = open_window(qtbot, sit_at(book, *people, line, stated))
    hands.alt(Qt.Key.Key_1)
    card = _page(window).household.tab("overview").stated
    texts = [card.grid.itemAt(place).widget().text() for place in range(card.grid.count())]
    assert card.isVisible()
    assert {"8,000.00", "9,000.00", "1,000.00"} <= set(texts)


def test_what_was_voided_comes_back_from_the_history(qtbot, book, people):
    household = people[0]
    line = LedgerLine(
        new_id(),
        CODE,
        household.id,
        people[1].id,
        item="G01",
        month=Month(202503),
        span="月",
        amount=Fen(900_000),
    )
    window, hands = open_window(qtbot, sit_at(book, *people, line), "households", "记错了", "没有记错")
    page = _page(window)
    hands.alt(Qt.Key.Key_3)
    page.household.tab("ledger").view.go_to(0, "item")
    hands.press(Qt.Key.Key_Delete)
    with book.reading() as reading:
        assert reading.one(LedgerLine, line.id) is None
    hands.alt(Qt.Key.Key_6)
    history = page.household.tab("history")
    assert "作废" in history.model.row(0).deed
    assert "记错了" in history.whole.text()
    hands.control(Qt.Key.Key_R)
    with book.reading() as reading:
        assert reading.one(LedgerLine, line.id).amount == 900_000


def test_the_bottom_bar_follows_the_cursor(qtbot, book, people):
    window, hands = open_window(qtbot, sit_at(book, *people))
    assert ("Ctrl+N", "新户") in window.keys.keys
    hands.alt(Qt.Key.Key_2)
    assert ("Ctrl+N", "添成员") in window.keys.keys
    hands.alt(Qt.Key.Key_3)
    assert ("F5", "照抄上年") in window.keys.keys


@pytest.mark.parametrize("size", list(TextSize))
def test_a_small_screen_holds_every_tab_at_every_text_size(qtbot, dressed, book, people, size):
    """1366 by 768 with the panel open: nothing makes the window wider, and no form is wider than its room."""
    resize_text(dressed, size)
    window, hands = open_window(qtbot, sit_at(book, *people))
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6):
        hands.alt(key)
        assert window.width() == 1366
        assert window.height() <= 768
    for key in ("overview", "members", "visit"):
        form = _page(window).household.tab(key).form
        _page(window).household.open_tab(key)
        QApplication.processEvents()
        assert form.widget().width() <= form.viewport().width()
    window.show_page("tracking")
    QApplication.processEvents()
    form = window.page("tracking").visit.form
    assert form.widget().width() <= form.viewport().width()
    assert window.width() == 1366


@pytest.fixture
def classed(people):
    """The same three: one lifted, one monitored for illness, one whose risk has been removed."""
    changes = {
        "5501": {"household_class": "脱贫户"},
        "5502": {"household_class": "脱贫户", "monitoring_class": "脱贫不稳定户", "risk_1": "因病"},
        "5503": {"household_class": "一般农户", "monitoring_class": "边缘易致贫户", "risk_removed": True},
    }
    return [
        replace(record, **changes[record.number]) if isinstance(record, Household) else record
        for record in people
    ]


def _listed(page):
    return [page.list.rows.row(place).name for place in range(page.list.rows.rowCount())]


def _see_only(qtbot, page, digit):
    """Open the list of classes and take one of them, as the keys do."""
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F4)
    popup = QApplication.activePopupWidget()
    offered = popup.shown
    qtbot.keyClick(popup, digit)
    return offered


def test_the_classes_of_the_village_are_offered_with_their_counts(qtbot, book, classed):
    window, _ = open_window(qtbot, sit_at(book, *classed))
    page = _page(window)
    offered = _see_only(qtbot, page, Qt.Key.Key_2)
    assert offered == [
        "全部农户 3 户",
        "脱贫户 2 户",
        "一般农户 1 户",
        "监测对象 1 户",
        "风险已消除 1 户",
        "监测，因病 1 户",
    ]
    assert _listed(page) == ["单秀英", "王建军"]
    assert page.count.text() == "脱贫户 2 户"
    assert page.list.hasFocus()


def test_the_next_household_is_the_next_of_the_class_shown(qtbot, book, classed):
    window, _ = open_window(qtbot, sit_at(book, *classed))
    page = _page(window)
    _see_only(qtbot, page, Qt.Key.Key_4)
    assert _listed(page) == ["王建军"]
    assert page.household.household_id == classed[2].id
    qtbot.keyClick(page.list, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.household.household_id == classed[2].id
    _see_only(qtbot, page, Qt.Key.Key_1)
    qtbot.keyClick(page.list, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.household.household_id == classed[4].id


def test_a_search_looks_at_every_household_whatever_class_is_shown(qtbot, book, classed):
    window, _ = open_window(qtbot, sit_at(book, *classed))
    page = _page(window)
    _see_only(qtbot, page, Qt.Key.Key_2)
    qtbot.keyClicks(page.list, "z")
    assert "翟玉兰" in _listed(page)
    qtbot.keyClicks(QApplication.focusWidget(), "yl")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert page.household.household_id == classed[4].id
    assert len(_listed(page)) == 3, "it is of another class, so all are shown again"


def test_a_cause_of_the_old_registers_stands_where_it_stood_but_is_offered_no_more(qtbot, book):
    home = Household(new_id(), CODE, number="5801", head_name="单秀英", group="一组", risk_1="缺技术")
    window, hands = open_window(qtbot, sit_at(book, home))
    page = _page(window)
    hands.alt(Qt.Key.Key_1)
    page.household.tab("overview").form.focus("risk_1")
    hands.press(Qt.Key.Key_F4)
    popup = QApplication.activePopupWidget()
    assert "因病" in popup.shown
    assert "缺技术" not in popup.shown
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert page.household.tab("overview").form.editor("risk_1").line.text() == "缺技术"


def test_a_nickname_typed_at_a_member_finds_its_household_by_initials(qtbot, book, people):
    window, hands = open_window(qtbot, sit_at(book, *people))
    window.open_household(people[4].id, "members", "nickname")
    hands.type("歪嘴婆")
    hands.enter()
    hands.control(Qt.Key.Key_F)
    hands.type("wzp")
    assert _listed(_page(window)) == ["翟玉兰"]
