"""The list of problems by keys: noted, filtered, reviewed, closed; one entry of the rail for three pages."""

from __future__ import annotations

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.entry.checks.problem_entry import note_problem
from village_desk.rules.followup_records import Problem

from .village_book import finish, make_desk, settle

RISK = "监测对象没有致贫返贫风险"


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    for number, title, due in (("9901010001", RISK, "2025-07-01"), ("9901010002", "路没有硬化", "")):
        texts = {"title": title, "due_on": due, "responsible": "李国强", "source": "督查"}
        note_problem(window.sitting, number, None, texts)
    window.show_page("problems")
    finish()
    yield window, window.page("problems"), asker
    window.close()
    window.sitting.book.close()


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    finish()


def stored(window, problem_id):
    with window.sitting.book.reading() as reading:
        return reading.one(Problem, problem_id)


def titles(page):
    return [row.problem.title for row in page.model.rows]


def test_the_rail_lights_the_checks_and_a_key_goes_round_the_three_pages(desk):
    window, page, _ = desk
    assert window.rail._entries["findings"][0].isChecked()
    for expected in ("monitoring", "findings", "problems"):
        press(Qt.Key.Key_F9)
        assert window.key_in_hand == expected
        assert window.rail._entries["findings"][0].isChecked()
    assert page.bar.switch.choice == "problems"


def test_the_overdue_stands_first_and_filters_leave_out_the_rest(desk):
    _, page, _ = desk
    assert titles(page) == [RISK, "路没有硬化"]
    page.bar.state.choose("overdue")
    assert titles(page) == [RISK]
    page.bar.state.choose("closed")
    assert titles(page) == []
    page.bar.state.choose("all")
    page.bar.responsible.answered.emit("")
    page.bar.source.set_text("村级自查")
    page.bar.changed.emit()
    assert titles(page) == []


def test_a_problem_is_noted_by_keys_and_the_cursor_goes_on_in_its_form(desk):
    window, page, asker = desk
    asker.answers += ["钱二", "没有参保"]
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    row = page.row_in_hand
    assert (row.problem.title, row.head, row.problem.source) == ("没有参保", "钱二", "村级自查")
    assert page.form.key_in_hand == "responsible"
    QTest.keyClicks(QApplication.focusWidget(), "Wang")
    press(Qt.Key.Key_Return)
    assert stored(window, row.problem.id).responsible == "Wang"
    asker.answers += ["没有这个人"]
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert asker.heard[-1] == "checks.no_household"


def test_enter_leads_into_the_form_and_closing_needs_answer_and_text(desk):
    window, page, asker = desk
    page.list.take(1)
    settle()
    problem = page.row_in_hand.problem
    press(Qt.Key.Key_Return)
    assert page.form.key_in_hand == "answer"
    asker.answers += ["已改", " "]
    press(Qt.Key.Key_F7)
    assert asker.heard[-1] == "desk.refused"
    assert stored(window, problem.id).closed_on is None
    asker.answers += ["已改", "铺了水泥"]
    press(Qt.Key.Key_F7)
    closed = stored(window, problem.id)
    assert (closed.answer, closed.done, closed.closed_by) == ("已改", "铺了水泥", window.sitting.who)
    assert titles(page) == [RISK]


def test_what_the_rules_no_longer_find_is_proposed_and_closed_in_one_deed(desk):
    window, page, asker = desk
    press(Qt.Key.Key_F6)
    assert asker.heard == []
    press(Qt.Key.Key_F8)
    proposals = [page.model.index(n, 8).data() for n in range(2)]
    assert proposals == ["已改", ""]
    asker.answers += [True]
    press(Qt.Key.Key_F6)
    assert titles(page) == ["路没有硬化"]
    window.undo()
    finish()
    assert titles(page) == [RISK, "路没有硬化"]


def test_a_key_opens_the_household_of_a_problem(desk):
    window, page, _ = desk
    wanted = page.row_in_hand.problem.household_id
    press(Qt.Key.Key_F3)
    assert window.key_in_hand == "households"
    assert window.page("households").household.household_id == wanted


def test_an_empty_list_says_what_to_do(dressed, tmp_path):
    window, _ = make_desk(tmp_path)
    window.show_page("problems")
    finish()
    page = window.page("problems")
    assert page.empty.isVisible()
    assert QApplication.focusWidget() is page.empty.button
    window.close()
    window.sitting.book.close()


def test_the_exchange_page_answers_a_list_by_a_key(desk, tmp_path):
    window, _, asker = desk
    path, out = tmp_path / "清单.xlsx", tmp_path / "回复.xlsx"
    workbook = Workbook()
    for cells in (("户编号", "规则名称", "规则编码"), ("9901010001", RISK, "1_11_001")):
        workbook.active.append(cells)
    workbook.save(path)
    window.show_page("exchange")
    finish()
    asker.answers += [str(path), str(out)]
    press(Qt.Key.Key_F7)
    told = [cell.value for cell in load_workbook(out).active[2]]
    assert told[3:] == ["已改", "已改正，程序复核不再查出", window.sitting.who, "2025-07-10"]
