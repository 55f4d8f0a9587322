"""What another clerk writes into a book on a server is noticed at a quiet moment, and shown when wanted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.listening import statements_in
from tests.server import Server
from village_desk.desk.quiet_moments import QuietMoments
from village_desk.desk.window import DeskWindow, open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.sitting import Sitting
from village_desk.store.book import Book, open_with
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.settings import choose

from .test_town_pages import TOWN, _package
from .village_book import finish, make_desk

PHRASE = "柳树湾 三月桃花 九曲桥头 老水车"
TODAY = date(2025, 9, 10)
NEWS = "按 F5 刷新"


@pytest.fixture
def window(dressed: QApplication, running_server: Server) -> Iterator[DeskWindow]:
    book = running_server.book(TOWN, PHRASE, PRACTICE)
    made = open_desk(Sitting(book, "王建国", TODAY), WrittenAsker())
    finish()
    yield made
    made.close()
    running_server.forget(book)


@pytest.fixture
def other(window: DeskWindow) -> Iterator[Book]:
    """The same book, open at another clerk's."""
    with open_with(window.sitting.book.address, PHRASE) as book:
        yield book


def send(book: Book, code: str = "990101001002") -> None:
    with book.changing(Deed("package-accepted", "李会计")) as change:
        change.insert(_package(code, "柳树湾村"))


def moments(window: DeskWindow) -> QuietMoments:
    assert window.quiet_moments is not None
    return window.quiet_moments


def look(window: DeskWindow) -> str:
    """A quiet moment; what the window says after it."""
    moments(window).ask()
    finish()
    return window.top.news.text()


def press(window: DeskWindow, key: Qt.Key) -> None:
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window.focusWidget() or window, key)
    finish()


def test_what_another_clerk_took_in_is_said_and_shown_by_a_key(window: DeskWindow, other: Book) -> None:
    window.show_page("exchange")
    finish()
    page = window.page("exchange")
    send(other)
    assert NEWS in look(window)
    assert page.model.rows == (), "nothing moves under the hands of whoever works here"
    press(window, Qt.Key.Key_F5)
    assert [one.village_name for one in page.model.rows] == ["柳树湾村"]
    assert NEWS not in window.top.news.text()
    assert NEWS not in look(window), "it is told once"


def test_a_page_that_is_turned_to_is_read_anew(window: DeskWindow, other: Book) -> None:
    window.show_page("exchange")
    window.show_page("matrix")
    finish()
    send(other)
    assert NEWS in look(window)
    window.show_page("exchange")
    finish()
    assert len(window.page("exchange").model.rows) == 1
    assert NEWS not in window.top.news.text()
    window.show_page("matrix")
    finish()
    assert [row.name for row in window.page("matrix").model.rows] == ["柳树湾村"]


def test_what_is_written_here_is_no_news(window: DeskWindow) -> None:
    window.sitting.choose("profile", "shidian_2025")
    finish()
    assert NEWS not in look(window)


def test_choices_of_another_clerk_hold_here_too(window: DeskWindow, other: Book) -> None:
    assert window.sitting.settings.lines == {}
    with other.changing(Deed("setting-chosen", "李会计")) as change:
        choose(change, "lines", {"2025": 870_000})
    assert NEWS in look(window)
    assert window.sitting.settings.lines == {"2025": 870_000}


def test_a_quiet_moment_costs_one_statement_and_none_while_work_is_under_way(window: DeskWindow) -> None:
    with statements_in(window.sitting.book) as heard:
        look(window)
    assert len([one for one in heard if one.startswith("SELECT")]) == 1
    with statements_in(window.sitting.book) as heard:
        _ = window.in_background(lambda _: None, lambda _: None, lambda _: None)
        moments(window).ask()
        finish()
    assert heard == []


def test_a_book_in_a_file_has_one_owner_and_asks_nobody(dressed: QApplication, tmp_path) -> None:
    window, _ = make_desk(tmp_path)
    assert window.quiet_moments is None
    window.close()
    window.sitting.book.close()
