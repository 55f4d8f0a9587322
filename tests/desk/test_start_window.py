"""The start page: opening, making, practising and restoring, and the way back from the desk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from village_desk.desk.start.start_window import StartWindow
from village_desk.desk.window import DeskWindow, open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.rules.records import Household
from village_desk.store.backups.backup import awaits_confirmation, back_up
from village_desk.store.backups.restore import restore
from village_desk.store.book import create_book, open_with
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE

OPENING_MS = 20_000


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The program's own folders lie in the test's."""
    monkeypatch.setenv("VILLAGE_DESK_HOME", str(tmp_path / "home"))
    return tmp_path


def _start(qtbot, *answers):
    opened = []

    def keep(sitting, asker, when_closed):
        opened.append(open_desk(sitting, asker, when_closed))
        return opened[-1]

    start = StartWindow(WrittenAsker(*answers), keep)
    qtbot.addWidget(start)
    start.show()
    qtbot.waitExposed(start)
    start.activateWindow()
    return start, opened


@pytest.fixture
def closed_book(book_path, village, passphrase):
    """A book that lies on the disk; every book here opens with its passphrase."""
    made, _ = create_book(book_path, village, passphrase, cost=PRACTICE)
    made.close()
    return book_path


def test_a_wrong_passphrase_is_said_and_the_book_stays_shut(qtbot, home, closed_book, monkeypatch):
    monkeypatch.setattr("village_desk.entry.books.opening.needs_no_passphrase", lambda _: False)
    start, opened = _start(qtbot)
    start.open_book(closed_book)
    start.passphrase.setText("not the passphrase")
    qtbot.keyClick(start.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(start.problem.text()), timeout=OPENING_MS)
    assert opened == []
    assert start.stack.currentWidget() is start.unlock


def test_the_right_passphrase_opens_the_desk_and_closing_it_leads_back(
    qtbot, home, closed_book, passphrase, monkeypatch
):
    monkeypatch.setattr("village_desk.entry.books.opening.needs_no_passphrase", lambda _: False)
    start, opened = _start(qtbot)
    start.open_book(closed_book)
    start.passphrase.setText(passphrase)
    qtbot.keyClick(start.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=OPENING_MS)
    desk = opened[0]
    assert isinstance(desk, DeskWindow)
    assert desk.isVisible()
    assert not start.isVisible()
    desk.close()
    qtbot.waitUntil(start.isVisible)
    assert start.books.list.count() == 1


def test_a_book_that_has_gone_is_refused_by_name(qtbot, home, tmp_path):
    start, _ = _start(qtbot)
    start.open_book(tmp_path / "没有的账本.book")
    assert start.asker.heard == ["desk.refused"]


def test_two_passphrases_that_differ_make_no_book(qtbot, home):
    start, _ = _start(qtbot)
    start._show_new_form()
    form = start.new_form
    for key, text in {
        "name": "柳树湾村",
        "code": "990101001001",
        "phrase": "一二三四五六七八九十",
        "again": "x",
    }.items():
        form._lines[key].setText(text)
    form._try()
    assert "不一样" in form.problem.text()


def test_the_practice_village_opens_without_a_passphrase(qtbot, home, monkeypatch):
    from village_desk.practice import village as practice

    make = practice.make_practice_village
    monkeypatch.setattr(practice, "make_practice_village", lambda folder, _, seed: make(folder, 6, seed))
    start, opened = _start(qtbot)
    start.make_practice()
    qtbot.waitUntil(lambda: bool(opened), timeout=OPENING_MS)
    page = opened[0].page("households")
    qtbot.waitUntil(lambda: len(page.register.rows) == 6)
    opened[0].close()
    qtbot.waitUntil(start.isVisible)
    QApplication.processEvents()


@pytest.mark.parametrize("is_right", [True, False])
def test_a_restored_book_keeps_all_backups_until_somebody_has_looked_at_it(
    qtbot, home, closed_book, passphrase, monkeypatch, is_right
):
    monkeypatch.setattr("village_desk.entry.books.opening.needs_no_passphrase", lambda _: False)
    with open_with(closed_book, passphrase) as book:
        made = back_up(book, "hand")
    restore(made.path, closed_book, passphrase=passphrase)
    assert awaits_confirmation(closed_book)
    start, opened = _start(qtbot, is_right)
    start.open_book(closed_book)
    start.passphrase.setText(passphrase)
    qtbot.keyClick(start.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=OPENING_MS)
    opened[0].close()
    qtbot.waitUntil(start.isVisible)
    assert awaits_confirmation(closed_book) is not is_right


def _with_backup(book_path, passphrase, invented):
    """A backup of the empty book, and a family that came afterwards."""
    with open_with(book_path, passphrase) as book:
        made = back_up(book, "hand")
        with book.changing(Deed("record-saved", "演练员")) as change:
            change.insert_many(invented.family(1))
    return made.path


def test_a_backup_is_held_against_the_book_before_it_is_put_back(
    qtbot, home, closed_book, passphrase, invented, monkeypatch
):
    monkeypatch.setattr("village_desk.entry.books.opening.needs_no_passphrase", lambda _: False)
    monkeypatch.setattr("village_desk.entry.books.restoring.needs_passphrase", lambda _: True)
    backup = _with_backup(closed_book, passphrase, invented)
    start, _ = _start(qtbot, passphrase, False)
    start.show_restore(closed_book)
    page = start.restore
    here = next(number for number, row in enumerate(page.model.rows) if row.path == backup)
    page.view.take(here)
    page._chosen(here)
    qtbot.waitUntil(lambda: "start.restore_sure" in start.asker.heard, timeout=OPENING_MS)
    shown = page.model.index(here, len(page.model.columns) - 1).data()
    assert "少 1 户" in shown
    assert "不含之后的" in shown
    with open_with(closed_book, passphrase) as book, book.reading() as reading:
        assert len(reading.all(Household)) == 1


def test_a_backup_of_a_book_that_cannot_be_opened_says_that_nothing_can_be_compared(
    qtbot, home, closed_book, passphrase, invented, monkeypatch
):
    monkeypatch.setattr("village_desk.entry.books.opening.needs_no_passphrase", lambda _: False)
    monkeypatch.setattr("village_desk.entry.books.restoring.needs_passphrase", lambda _: True)
    backup = _with_backup(closed_book, passphrase, invented)
    closed_book.write_bytes(b"x" * 8192)
    start, opened = _start(qtbot, passphrase, True)
    start.show_restore(closed_book)
    start.restore._restore(backup)
    qtbot.waitUntil(lambda: "start.restore_done" in start.asker.heard, timeout=OPENING_MS)
    assert opened == []
    assert start.restore._differences == {}
    with open_with(closed_book, passphrase) as book, book.reading() as reading:
        assert reading.all(Household) == []
