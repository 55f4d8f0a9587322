"""批量修改 by keys: from the list of households to every row written, and back by one undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from village_desk.rules.records import Household, Person
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

CODE = "990101001001"


@pytest.fixture
def homes():
    """Three households; two are of one class, and each has its head."""
    records = []
    for number, name, group, kind, helper in (
        ("5501", "单秀英", "一组", "脱贫户", "赵干部"),
        ("5502", "王建军", "一组", "脱贫户", None),
        ("5503", "翟玉兰", "二组", "一般农户", "赵干部"),
    ):
        home = Household(
            new_id(),
            CODE,
            number=number,
            head_name=name,
            group=group,
            household_class=kind,
            helper_name=helper,
            phone=f"1390000{number}",
        )
        records += [home, Person(new_id(), CODE, home.id, 1, name=name, relation="户主")]
    return records


def _answers(book, record_type, key):
    with book.reading() as reading:
        return {
            getattr(one, "number", None) or one.name: getattr(one, key) for one in reading.all(record_type)
        }


def test_the_helper_of_a_class_is_changed_by_keys_and_undone_by_one(qtbot, book, homes):
    window, hands = open_window(qtbot, sit_at(book, *homes), "households", "换了干部")
    before = dump_hash(book)
    hands.press(Qt.Key.Key_F4)
    hands.type("2")
    hands.control(Qt.Key.Key_B)
    page = window.page("bulk")
    assert window.key_in_hand == "bulk"
    assert page.scope.text() == "脱贫户 2 户"
    hands.type("bfzrr")
    hands.press(Qt.Key.Key_Space)
    hands.enter()
    assert page.form.key_in_hand == "helper_name"
    hands.type("钱干部")
    hands.enter()
    assert page.rows.list.body.hasFocus()
    shown = [page.rows.model.data(page.rows.model.index(row, 3)) for row in range(2)]
    assert shown == ["赵干部 → 钱干部", "（空） → 钱干部"]
    hands.control(Qt.Key.Key_Return)
    assert window.asker.heard == ["bulk.why"]
    assert window.keys.line.text() == "已改 2 行，按 Ctrl+Z 可以一次撤销。"
    assert _answers(book, Household, "helper_name") == {"5501": "钱干部", "5502": "钱干部", "5503": "赵干部"}
    hands.control(Qt.Key.Key_Z)
    assert dump_hash(book) == before
    hands.press(Qt.Key.Key_Escape)
    assert window.key_in_hand == "households"


def test_an_answer_the_village_has_is_chosen_instead_of_typed(qtbot, book, homes):
    window, hands = open_window(qtbot, sit_at(book, *homes))
    hands.control(Qt.Key.Key_B)
    page = window.page("bulk")
    hands.type("bfzrr")
    hands.press(Qt.Key.Key_Space)
    hands.enter()
    hands.press(Qt.Key.Key_F4)
    assert QApplication.activePopupWidget().shown == ["赵干部"]
    hands.type("1")
    assert page.rows.words.text() == "改成：帮扶责任人 赵干部"
    hands.press(Qt.Key.Key_F4)
    hands.press(Qt.Key.Key_Escape)
    assert page.form.key_in_hand == "helper_name"


def test_members_are_another_kind_and_enter_leaves_one_of_them_out(qtbot, book, homes):
    window, hands = open_window(qtbot, sit_at(book, *homes), "households", "都参保了")
    hands.control(Qt.Key.Key_B)
    page = window.page("bulk")
    hands.press(Qt.Key.Key_F7)
    assert page.bulk.kind.screen == "person"
    hands.press(Qt.Key.Key_F4)
    hands.type("cxjmjbyl")
    hands.press(Qt.Key.Key_Space)
    hands.enter()
    hands.type("1")
    assert page.rows.list.body.hasFocus()
    hands.enter()
    assert page.rows.shown._buttons["left_out"].text() == "不选 1"
    hands.control(Qt.Key.Key_Return)
    assert _answers(book, Person, "resident_medical") == {"单秀英": None, "王建军": True, "翟玉兰": True}


def test_an_answer_not_understood_is_marked_at_its_field_and_nothing_can_be_written(qtbot, book, homes):
    window, hands = open_window(qtbot, sit_at(book, *homes))
    before = dump_hash(book)
    hands.control(Qt.Key.Key_B)
    page = window.page("bulk")
    page.bulk.choose(("lifted_year",))
    page._show_form()
    page.form.focus()
    hands.type("2+")
    hands.enter()
    assert page.form.editor("lifted_year").level == "unread"
    hands.control(Qt.Key.Key_Return)
    assert window.asker.heard == []
    assert window.keys.line.text() == "没有要改的行。"
    assert dump_hash(book) == before


def test_f8_lets_the_checks_look_at_the_rows_before_they_are_written(qtbot, book, homes):
    window, hands = open_window(qtbot, sit_at(book, *homes))
    before = dump_hash(book)
    hands.control(Qt.Key.Key_B)
    page = window.page("bulk")
    hands.type("hlxdh")
    hands.press(Qt.Key.Key_Space)
    hands.enter()
    hands.type("1234")
    hands.enter()
    hands.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "3 行改后核查会提出问题" in window.keys.line.text(), timeout=20_000)
    assert window.key_in_hand == "bulk"
    assert "电话" in page.rows.why.text()
    assert dump_hash(book) == before


def test_what_was_just_searched_for_is_changed_alone(qtbot, book, homes):
    window, hands = open_window(qtbot, sit_at(book, *homes))
    hands.control(Qt.Key.Key_F)
    hands.type("二组")
    hands.control(Qt.Key.Key_B)
    page = window.page("bulk")
    assert page.scope.text() == "找到 1 户"
    page.bulk.choose(("group",))
    assert [row.household.number for row in page.bulk.rows()] == ["5503"]
