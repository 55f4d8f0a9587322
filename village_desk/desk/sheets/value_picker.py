"""The list from which a heading is given a value: typing finds, Chinese or initials; Enter takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.entry.keyboard.initials import initials_of
from village_desk.exchange.values.directory import search
from village_desk.exchange.values.known_values import KnownValue

_MOST_SHOWN = 200
_ROWS = 9
_WIDTH = 44
"""In widths of a character."""
_NAME = Qt.ItemDataRole.UserRole
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ValuePicker(QFrame):
    """A list over the window with a line to type in.

    Signals:
        picked: A value (its name, blank for leaving the heading empty) was taken.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._page = parent
        self.setProperty("role", "choices")
        self._values: Sequence[KnownValue] = ()
        self.line = QLineEdit()
        self.line.setPlaceholderText(say("blank.find_value"))
        self.line.textEdited.connect(self._find)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _: self._take())
        column = QVBoxLayout(self)
        column.setContentsMargins(*(pixels("half-step"),) * 4)
        column.setSpacing(pixels("half-step"))
        column.addWidget(self.line)
        column.addWidget(self.list)

    def open(self, values: Sequence[KnownValue], chosen: str, typed: str, place: QPoint) -> None:
        """Show the values at a place of the screen, those first that what is typed finds."""
        self._values = values
        self.line.setText(typed)
        self._find(typed)
        if not typed:
            names = [self.list.item(row).data(_NAME) for row in range(self.list.count())]
            self.list.setCurrentRow(names.index(chosen) if chosen in names else 0)
        self.resize(_WIDTH * pixels("text"), (_ROWS + 1) * pixels("row") + pixels("gap"))
        screen = self._page.screen().availableGeometry()
        left = max(screen.left(), min(place.x(), screen.right() - self.width()))
        top = max(screen.top(), min(place.y(), screen.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.line.setFocus()

    @property
    def shown(self) -> list[str]:
        """The names of the values that are offered."""
        return [self.list.item(row).data(_NAME) for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter work in the list while the cursor is in the line."""
        if event.type() == QEvent.Type.KeyPress and self._takes_key(cast(QKeyEvent, event).key()):
            return True
        return super().eventFilter(watched, event)

    def _takes_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.list.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            return True
        if key in _TAKING:
            self._take()
            return True
        return False

    def _find(self, typed: str) -> None:
        self.list.clear()
        if not typed:
            self._offer(say("blank.leave_empty"), "")
        for value in search(self._values, typed, initials_of)[:_MOST_SHOWN]:
            self._offer(f"{value.words.label}　{value.words.meaning}", value.name)
        self.list.setCurrentRow(0)

    def _offer(self, text: str, name: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_NAME, name)
        self.list.addItem(item)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.hide()
            self.picked.emit(item.data(_NAME))
