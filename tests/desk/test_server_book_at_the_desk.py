"""A township's book on a server is opened in the window like any other, and says where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.server import Server
from village_desk.desk.start.start_window import StartWindow
from village_desk.desk.window import DeskWindow, open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.store.book import Book, Village
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.server.address import ServerAddress, book_address

from .village_book import finish

GOOD = "柳树湾 三月桃花 九曲桥头 老水车"
TOWN = Village("990101001000", "九曲镇", "shidian_2025", "town")
OPENING_MS = 20_000


@pytest.fixture
def town(running_server: Server) -> Iterator[Book]:
    made = running_server.book(TOWN, GOOD, KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1))
    made.close()
    yield made
    running_server.forget(made)


@pytest.fixture
def start(
    dressed: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[StartWindow, list[DeskWindow]]]:
    monkeypatch.setenv("VILLAGE_DESK_HOME", str(tmp_path / "home"))
    opened: list[DeskWindow] = []

    def keep(*arguments: object) -> DeskWindow:
        opened.append(open_desk(*arguments))  # type: ignore[arg-type]
        return opened[-1]

    window = StartWindow(WrittenAsker(), keep)
    window.show()
    yield window, opened
    window.close()


def address_with_a_password(book: Book) -> ServerAddress:
    """As somebody may type it; this server asks for none."""
    assert isinstance(book.address, ServerAddress)
    made = book_address(str(book.address).replace("township@", "township:geheim@"))
    assert isinstance(made, ServerAddress)
    return made


def test_the_window_opens_it_keeps_no_password_and_finds_it_again(
    qtbot, start: tuple[StartWindow, list[DeskWindow]], town: Book, tmp_path: Path
) -> None:
    window, opened = start
    window.open_book(address_with_a_password(town))
    assert town.address.name in window.unlock_title.text()
    window.passphrase.setText(GOOD)
    qtbot.keyClick(window.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=OPENING_MS)
    desk = opened[0]
    finish()
    page = desk.page("settings")
    said = " ".join(label.text() for label in page.show_side("about").findChildren(QLabel))
    assert f"服务器 localhost 的数据库“{town.address.name}”" in said
    card = page.show_side("backups").card
    assert not any(button.isVisibleTo(card) for button in (card.here, card.stick))
    assert "服务器管理员" in " ".join(label.text() for label in card.findChildren(QLabel))
    desk.close()
    qtbot.waitUntil(window.isVisible)
    kept = (tmp_path / "home" / "recent.json").read_text("utf-8")
    assert "geheim" not in kept
    assert window.recent.paths() == [town.address]
    window.books.list.itemActivated.emit(window.books.list.item(0))
    assert window.stack.currentWidget() is window.unlock


def test_a_server_that_is_not_there_is_said(qtbot, start: tuple[StartWindow, list[DeskWindow]]) -> None:
    window, opened = start
    window.open_book(book_address("postgresql+psycopg://li@127.0.0.1:9/town"))
    window.passphrase.setText(GOOD)
    qtbot.keyClick(window.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.asker.heard == ["desk.refused"], timeout=OPENING_MS)
    assert opened == []
    assert window.stack.currentWidget() is window.choices
