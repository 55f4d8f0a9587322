"""目标差距 by keys: what each household lacks of the target; another target changes list and sums."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.entry.operations import add_line, set_household, set_person

from .village_book import finish, make_desk

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(dressed, tmp_path):
    """赵一 has 3,000 and 8,000 of the last twelve months, 钱二 3,000 and no labour; the line is 8,700."""
    window, asker = make_desk(tmp_path)
    add_line(
        window.sitting, "9901010001", "#1", {"item": "省外务工工资", "month": "202412", "amount": "5000"}
    )
    set_person(window.sitting, "9901010002", "#1", {"labour": "丧失劳动力"})
    window.show_page("plans")
    finish()
    press(Qt.Key.Key_F9)
    yield window, window.page("target_gaps"), asker
    window.close()
    window.sitting.book.close()


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    finish()


def shown(page):
    model = page.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_line_stands_for_a_target_and_the_safety_net_comes_last(desk):
    _, page, _ = desk
    assert "人均目标 8,700 元" in page.head.text()
    one, two = shown(page)
    assert [one[0], one[2], one[3], one[4], one[7]] == ["赵一", "1", "8,000", "700", "接近"]
    assert [two[0], two[7]] == ["钱二", "兜底户"]
    assert "兜底户 1户1人" in page.sums.text()
    assert "平均 5,500 元" in page.sums.text()


def test_another_target_is_tried_and_kept_nowhere(desk):
    _, page, asker = desk
    asker.answers.append("10000")
    press(Qt.Key.Key_T, CONTROL)
    assert shown(page)[0][4:5] + shown(page)[0][7:] == ["2,000", "差得多"]
    assert page.model.sums["gap"] == "2,000"
    asker.answers.append("")
    press(Qt.Key.Key_T, CONTROL)
    assert shown(page)[0][4] == "700"
    asker.answers.append("很多")
    press(Qt.Key.Key_T, CONTROL)
    assert shown(page)[0][4] == "700"


def test_one_kind_alone_is_shown_with_its_sums(desk):
    _, page, _ = desk
    for _ in range(2):
        press(Qt.Key.Key_Right, ALT)
    assert [row[0] for row in shown(page)] == ["赵一"]
    assert page.model.sums["head"] == "1户"
    for _ in range(2):
        press(Qt.Key.Key_Right, ALT)
    assert [row[0] for row in shown(page)] == ["钱二"]


def test_enter_leads_to_the_plan_and_f9_back_and_forth(desk):
    window, page, _ = desk
    page.list.setFocus()
    press(Qt.Key.Key_Return)
    assert window.key_in_hand == "plans"
    assert window.page("plans").list.row.household.head_name == "赵一"
    press(Qt.Key.Key_F9)
    assert window.key_in_hand == "target_gaps"


def test_who_is_no_longer_of_the_group_is_gone_from_the_list(desk):
    window, page, _ = desk
    set_household(window.sitting, "9901010001", {"household_class": "一般农户"})
    finish()
    assert [row[0] for row in shown(page)] == ["钱二"]
