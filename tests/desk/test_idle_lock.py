"""Nobody at the desk: the book is closed and its key gone, and the passphrase leads back there."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from village_desk.desk.idle_lock import IdleLock
from village_desk.desk.start.start_window import StartWindow
from village_desk.desk.window import open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.operations import set_household
from village_desk.entry.sitting import Sitting
from village_desk.entry.who_is_typing import is_pin, set_pin
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Village, create_book, open_with
from village_desk.store.keys.keyslots import PRACTICE

from .village_book import TODAY, make_sitting

OPENING_MS = 20_000
PHRASE = "四个 不相干 的词 在此"


@pytest.fixture
def village_book(tmp_path, monkeypatch):
    """A real village's book with two households."""
    monkeypatch.setenv("VILLAGE_DESK_HOME", str(tmp_path / "home"))
    path = tmp_path / "青石坪.book"
    book, _ = create_book(path, Village("990101001001", "青石坪村", "shidian_2025"), PHRASE, cost=PRACTICE)
    sitting = Sitting(book, "王建国", TODAY)
    for number, name in (("9901010001", "赵一"), ("9901010002", "钱二")):
        set_household(sitting, number, {"head_name": name, "group": "一组"})
    sitting.choose("staff", ["王建国", "李会计"])
    yield sitting
    book.close()


@pytest.fixture
def at_the_desk(qtbot, village_book, monkeypatch):
    """The program with this book open, and what opens the desk's windows."""
    path = village_book.book.path
    village_book.book.close()
    monkeypatch.setattr("village_desk.entry.books.opening.needs_no_passphrase", lambda _: False)
    windows = []

    def keep(*parts):
        windows.append(open_desk(*parts))
        return windows[-1]

    start = StartWindow(WrittenAsker(), keep)
    qtbot.addWidget(start)
    start.open_book(path)
    unlock(qtbot, start, windows, 1)
    yield start, windows, path
    for window in windows:
        window.close()


def unlock(qtbot, start, windows, count):
    start.passphrase.setText(PHRASE)
    qtbot.keyClick(start.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(windows) == count, timeout=OPENING_MS)


def test_after_some_minutes_the_book_is_closed_and_nothing_of_it_is_left_on_the_screen(qtbot, at_the_desk):
    start, (window,), path = at_the_desk
    window.show_page("households")
    QApplication.clipboard().setText("赵一 9901010001")
    window.idle_lock.timer.start(0)
    qtbot.waitUntil(start.isVisible, timeout=OPENING_MS)
    assert not window.isVisible()
    assert QApplication.clipboard().text() == ""
    assert start.stack.currentWidget() is start.unlock
    assert "锁上" in start.unlock_words.text()
    open_with(path, PHRASE).close()


def test_the_passphrase_leads_back_to_the_page_and_the_household(qtbot, at_the_desk):
    start, windows, _ = at_the_desk
    rows = windows[0].page("households").register.rows
    windows[0].open_household(rows[1].household_id)
    windows[0].sitting.who = "李会计"
    windows[0].lock()
    qtbot.waitUntil(start.isVisible, timeout=OPENING_MS)
    unlock(qtbot, start, windows, 2)
    again = windows[1]
    assert (again.key_in_hand, again.sitting.who) == ("households", "李会计")
    assert again.page("households").household.household_id == rows[1].household_id


def test_what_was_typed_last_is_saved_before_the_book_is_locked(qtbot, at_the_desk):
    start, windows, path = at_the_desk
    page = windows[0].page("households")
    windows[0].open_household(page.register.rows[0].household_id, "household", "group")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "9")
    windows[0].lock()
    qtbot.waitUntil(start.isVisible, timeout=OPENING_MS)
    with open_with(path, PHRASE) as book, book.reading() as reading:
        assert reading.household("9901010001").group == "9"


def test_a_key_begins_the_wait_anew(qtbot, at_the_desk):
    _, (window,), _ = at_the_desk
    timer = window.idle_lock.timer
    assert timer.interval() == 5 * 60_000
    window.activateWindow()
    qtbot.waitUntil(lambda: window.idle_lock._heard is window.windowHandle())
    qtbot.waitUntil(lambda: timer.remainingTime() < timer.interval() - 50)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F12)
    assert timer.remainingTime() > timer.interval() - 50


def test_the_minutes_are_a_choice_of_the_book(at_the_desk):
    _, (window,), _ = at_the_desk
    window.sitting.choose("lock_minutes", 30)
    assert window.idle_lock.timer.interval() == 30 * 60_000


def test_a_practice_book_is_never_locked(qtbot, tmp_path):
    window = open_desk(make_sitting(tmp_path), WrittenAsker())
    qtbot.addWidget(window)
    assert window.idle_lock is None
    window.close()


def test_a_name_with_a_pin_is_taken_only_with_it(qtbot, at_the_desk):
    start, windows, _ = at_the_desk
    set_pin(windows[0].sitting, "李会计", "2580")
    windows[0].close()
    for answers, who in (
        (["李会计", "1111", "0000", "2222"], "村级录入员"),
        (["李会计", "9", "2580"], "李会计"),
    ):
        start.asker.answers += answers
        start.open_book(windows[0].sitting.book.path)
        unlock(qtbot, start, windows, len(windows) + 1)
        assert windows[-1].sitting.who == who
        assert not start.asker.answers
        windows[-1].close()


def test_a_pin_is_digits_and_is_nowhere_in_clear(village_book):
    with pytest.raises(Refusal, match="pin-not-digits"):
        set_pin(village_book, "李会计", "12a4")
    set_pin(village_book, "李会计", "2580")
    assert "2580" not in str(village_book.settings.pins)
    assert is_pin(village_book, "李会计", "2580")
    assert not is_pin(village_book, "李会计", "2581")
    set_pin(village_book, "李会计", "")
    assert is_pin(village_book, "李会计", "anything")


def test_the_pin_is_set_under_settings_and_asked_before_it_is_changed(qtbot, tmp_path):
    sitting = make_sitting(tmp_path)
    window = open_desk(sitting, WrittenAsker("4321", "4321", "4321", "88", "88"))
    qtbot.addWidget(window)
    window.show_page("settings")
    side = window.page("settings").show_side("people")
    side.pin.click()
    assert is_pin(sitting, sitting.who, "4321")
    side.pin.click()
    assert window.asker.heard[-1] == "desk.refused"
    assert is_pin(sitting, sitting.who, "4321")
    window.close()


def test_a_window_that_is_gone_is_no_longer_listened_to(qtbot):
    parent = QObject()
    lock = IdleLock(parent, 1)
    window = QWindow()
    lock._listen_to(window)
    delete(window)

    QGuiApplication.instance().focusWindowChanged.emit(None)
    lock.stop()
    QGuiApplication.instance().focusWindowChanged.emit(None)

    assert not lock.timer.isActive()
