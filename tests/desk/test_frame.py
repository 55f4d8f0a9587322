"""The frame: pages by the rail and by keys, the bars, the panel, and room on small screens."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from village_desk.desk.fields.finding_column import PanelFinding
from village_desk.desk.frame import DeskFrame
from village_desk.desk.look import TextSize, resize_text


@pytest.fixture
def frame(dressed, qtbot):
    made = DeskFrame()
    qtbot.addWidget(made)
    made.add_page("today", "home", "工作台", QWidget())
    made.add_page("households", "users", "农户", QLineEdit())
    made.resize(1366, 728)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def settle():
    for _ in range(6):
        QApplication.processEvents()


def test_a_page_comes_to_the_front_by_its_key(frame, qtbot):
    with qtbot.waitSignal(frame.page_shown) as shown:
        QTest.keyClick(frame, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert shown.args == ["households"]
    assert frame.stack.currentWidget() is frame.page("households")
    assert QApplication.focusWidget() is frame.page("households")


def test_a_page_is_made_when_it_is_first_shown(frame):
    made = []
    frame.add_page("sheets", "report", "报表", lambda: made.append("sheets") or QWidget())
    assert made == []
    frame.show_page("sheets")
    frame.show_page("today")
    frame.show_page("sheets")
    assert made == ["sheets"]


def test_only_pages_that_are_there_stand_in_the_rail(frame):
    assert list(frame.rail._entries) == ["today", "households"]


def test_a_page_that_is_not_there_is_a_mistake(frame):
    with pytest.raises(KeyError):
        frame.show_page("plans")


def test_the_top_says_where_one_is(frame):
    frame.set_top("青石坪村", "2025年第2季度", "2025年1月—2025年3月", "王建国")
    frame.set_saved("已保存 14:32")
    shown = [label.text() for label in frame.top.findChildren(QLabel) if label.isVisible()]
    assert {"青石坪村", "· 2025年第2季度", "（2025年1月—2025年3月）", "录入：王建国", "已保存 14:32"} <= set(
        shown
    )
    assert "青石坪村" in frame.windowTitle()


def test_find_puts_the_cursor_into_the_search_and_enter_opens(frame, qtbot):
    heard = []
    frame.search_changed.connect(heard.append)
    QTest.keyClick(frame, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is frame.search
    QTest.keyClicks(frame.search, "zxm")
    assert heard == ["z", "zx", "zxm"]
    with qtbot.waitSignal(frame.search_entered) as entered:
        QTest.keyClick(frame.search, Qt.Key.Key_Return)
    assert entered.args == ["zxm"]


def test_escape_empties_the_search_and_goes_back_to_the_page(frame):
    frame.show_page("households")
    QTest.keyClick(frame, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(frame.search, "zxm")
    QTest.keyClick(frame.search, Qt.Key.Key_Escape)
    assert frame.search.text() == ""
    assert QApplication.focusWidget() is frame.page("households")


def test_the_bottom_shows_the_keys_that_work_now(frame):
    frame.set_keys([("F5", "沿用上季"), ("F9", "下一户")])
    frame.set_keys([("F9", "下一户")])
    settle()
    words = [label.text() for label in frame.keys.findChildren(QLabel) if label.isVisible() and label.text()]
    assert words == ["F9", "下一户"]


def test_success_is_one_line_that_goes_away(frame):
    frame.tell("已导出")
    assert frame.keys.line.text() == "已导出"
    frame._quiet.timeout.emit()
    assert frame.keys.line.text() == ""


def test_a_finding_in_the_panel_leads_to_its_field(frame, qtbot):
    frame.panel.show_findings([PanelFinding("must", "性别与证件号码不一致。", "sex")])
    settle()
    button = next(child for child in frame.panel.findChildren(QWidget) if child.property("role") == "finding")
    assert button.accessibleName() == "必改：性别与证件号码不一致。"
    with qtbot.waitSignal(frame.finding_chosen) as chosen:
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert chosen.args == ["sex"]


def test_findings_replace_each_other(frame):
    frame.panel.show_findings([PanelFinding("must", "甲。"), PanelFinding("hint", "乙。")])
    frame.panel.show_findings([PanelFinding("doubt", "丙。")])
    settle()
    shown = [child for child in frame.panel.findChildren(QWidget) if child.property("role") == "finding"]
    shown = [child for child in shown if child.isVisible()]
    assert len(shown) == 1


def test_nothing_wrong_is_not_said_before_the_checks_are_ready(frame):
    def said():
        return {label.text() for label in frame.panel.findChildren(QLabel) if label.isVisible()}

    frame.panel.show_findings([PanelFinding("must", "甲。")])
    frame.panel.show_checking()
    settle()
    assert "正在核查……" in said()
    assert not {"必改：甲。", "本页没有问题。"} & said()
    frame.panel.show_findings(())
    settle()
    assert "本页没有问题。" in said()


def test_the_panel_opens_and_closes(frame):
    QTest.mouseClick(frame.top.panel_switch, Qt.MouseButton.LeftButton)
    assert frame.panel.isHidden()
    QTest.mouseClick(frame.top.panel_switch, Qt.MouseButton.LeftButton)
    assert not frame.panel.isHidden()


@pytest.mark.parametrize("size", TextSize)
def test_the_frame_fits_an_office_screen_at_every_text_size(frame, dressed, size):
    frame.set_top("青石坪村", "2025年第2季度", "2025年1月—2025年3月", "王建国")
    frame.set_saved("已保存 14:32")
    resize_text(dressed, size)
    settle()
    assert (frame.width(), frame.height()) == (1366, 728)
    assert not frame.panel.isHidden()
    assert not frame.rail.is_narrow
    for label in (frame.top.village, frame.top.period, frame.top.saved):
        assert label.width() >= label.sizeHint().width(), label.text()
    for button, _ in frame.rail._entries.values():
        room = button.width() - button.iconSize().width()
        assert room >= button.fontMetrics().horizontalAdvance(button.text())


@pytest.mark.parametrize(("scaling", "width", "height"), [(125, 1093, 582), (150, 911, 485), (200, 683, 364)])
def test_the_frame_fits_at_every_scaling(frame, scaling, width, height):
    for key in ("tracking", "findings", "plans", "indicators", "sheets", "exchange", "settings"):
        frame.add_page(key, "report", "季度跟踪", QWidget())
    frame.resize(width, height)
    settle()
    assert (frame.width(), frame.height()) == (width, height), scaling
    assert frame.stack.width() >= 440


def test_the_window_opens_without_the_heavy_libraries():
    program = (
        "import sys, village_desk.desk.frame, village_desk.desk.fields.form_view, "
        "village_desk.desk.parts.list_view, "
        "village_desk.desk.asker; "
        "heavy = {'sqlalchemy', 'alembic', 'openpyxl', 'reportlab', 'pypinyin', 'nacl'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
