"""Questions at the window: Escape turns back, and Enter never destroys."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from village_desk.desk.asker import WindowAsker
from village_desk.entry.asking import grave_question, question

ASKED = question("frame.saved", time="14:32")
GRAVE = grave_question("frame.saved", time="14:32")


@pytest.fixture
def press(qapp):
    def later(*keys):
        def send():
            box = QApplication.activeModalWidget()
            if box is None or not box.isActiveWindow():  # not there yet on a busy machine
                QTimer.singleShot(10, send)
                return
            for key in keys:
                if isinstance(key, str):
                    QTest.keyClicks(QApplication.focusWidget(), key)
                else:
                    QTest.keyClick(QApplication.focusWidget() or box, key)

        QTimer.singleShot(0, send)

    return later


def test_enter_agrees_to_what_destroys_nothing(press):
    press(Qt.Key.Key_Return)
    assert WindowAsker(None).confirm(ASKED)


def test_enter_never_destroys(press):
    press(Qt.Key.Key_Return)
    assert not WindowAsker(None).confirm(GRAVE)


def test_the_deed_is_reached_by_one_key_and_then_done(press):
    press(Qt.Key.Key_Backtab, Qt.Key.Key_Space)
    assert WindowAsker(None).confirm(GRAVE)


@pytest.mark.parametrize("asked", [ASKED, GRAVE])
def test_escape_turns_back(press, asked):
    press(Qt.Key.Key_Escape)
    assert not WindowAsker(None).confirm(asked)


def test_the_question_and_the_buttons_are_in_chinese(qapp):
    seen = []

    def look():
        box = QApplication.activeModalWidget()
        seen.extend(label.text() for label in box.findChildren(QLabel))
        seen.extend(button.text() for button in box.findChildren(QPushButton))
        box.reject()

    QTimer.singleShot(50, look)
    WindowAsker(None).confirm(ASKED)
    assert seen == ["已保存 14:32", "确定", "取消"]


def test_one_of_several_is_chosen(press):
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert WindowAsker(None).choose(ASKED, ["甲", "乙", "丙"]) == 1


def test_a_digit_chooses_one_of_several(press):
    press("3", Qt.Key.Key_Return)
    assert WindowAsker(None).choose(ASKED, ["甲", "乙", "丙"]) == 2


def test_a_text_is_asked_for(press):
    press("abc", Qt.Key.Key_Return)
    assert WindowAsker(None).ask_text(ASKED, initial="old") == "abc"


def test_turning_back_gives_no_text(press):
    press("abc", Qt.Key.Key_Escape)
    assert WindowAsker(None).ask_text(ASKED) is None
