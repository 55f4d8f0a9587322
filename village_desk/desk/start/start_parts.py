"""What the first window shows: recent books, plain buttons, cards in the middle."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.parts.cards import caption_label
from village_desk.store.server.address import BookAddress, book_address

_PATH = Qt.ItemDataRole.UserRole
BOOK_KIND = ("book",)
WIDEST_FORM = 48
"""In widths of a character."""


def plain_button(word: str, deed: Callable[[], object]) -> QPushButton:
    """A button that is not the one a page is for; Enter presses it while it has the cursor."""
    button = QPushButton(word)
    button.setAutoDefault(True)
    button.clicked.connect(lambda _: deed())
    return button


def centred(card: QWidget) -> QHBoxLayout:
    """A card in the middle of the page."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 8)
    row.addStretch(1)
    return row


class BookList(QWidget):
    """Books opened lately.

    Signals:
        opened: A book (where it lies) was chosen.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setObjectName("recent")
        self.list.itemActivated.connect(self._activated)
        self.empty = caption_label(say("start.recent_none"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)

    def show_paths(self, paths: Sequence[BookAddress]) -> None:
        """Show these books, the first in hand."""
        self.list.clear()
        for path in paths:
            item = QListWidgetItem(f"{path.stem}    {path.parent}")
            item.setData(_PATH, str(path))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.empty.setVisible(not paths)
        self.list.setVisible(bool(paths))

    def take_focus(self) -> None:
        """Put the cursor on the first book."""
        self.list.setFocus()

    def _activated(self, item: QListWidgetItem) -> None:
        self.opened.emit(book_address(item.data(_PATH)))
