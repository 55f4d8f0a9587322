"""A field that finds one household: by name, initials, number or the tail of an identity number."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.entry.register import Register, RegisterRow

_MOST = 5
_KEY = Qt.ItemDataRole.UserRole


class HouseholdPicker(QWidget):
    """Typing finds, arrows choose among the found, Enter takes.

    Signals:
        chosen: Another household (its id) was taken.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.household_id = ""
        self._register: Register | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(say("sheets.find_household"))
        self.line.textEdited.connect(self._find)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _: self._take())
        self.list.hide()
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("half-step"))
        column.addWidget(self.line)
        column.addWidget(self.list)

    def take_register(self, register: Register) -> None:
        """Offer these households; the first is in hand until another is chosen."""
        self._register = register
        row = register.row_of(self.household_id) or next(iter(register.rows), None)
        self.household_id = row.household_id if row else ""
        self.line.setText(shown_row(row) if row else "")
        self.line.setCursorPosition(0)

    def take(self, household_id: str) -> None:
        """Take a household in hand without telling."""
        self.household_id = household_id
        if self._register is not None:
            self.take_register(self._register)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter work in the found; leaving without a choice brings the old name back."""
        is_key = event.type() == QEvent.Type.KeyPress and self.list.isVisible()
        if is_key and self._takes_key(cast(QKeyEvent, event).key()):
            return True
        if event.type() == QEvent.Type.FocusIn:
            self.line.selectAll()
        if event.type() == QEvent.Type.FocusOut and self._register is not None:
            self.list.hide()
            self.take_register(self._register)
        return super().eventFilter(watched, event)

    def _takes_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        return False

    def _find(self, text: str) -> None:
        found = self._register.found(text)[:_MOST] if self._register and text.strip() else []
        self.list.clear()
        for row in found:
            self.list.addItem(shown_row(row))
            self.list.item(self.list.count() - 1).setData(_KEY, row.household_id)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(max(1, len(found)) * pixels("row") + pixels("half-step"))
        self.list.setVisible(bool(found))

    def _take(self) -> None:
        if self.list.currentRow() < 0 or self._register is None:
            return
        self.household_id = self.list.currentItem().data(_KEY)
        self.list.hide()
        self.take_register(self._register)
        self.line.selectAll()
        self.chosen.emit(self.household_id)


def shown_row(row: RegisterRow) -> str:
    """A household in one line."""
    return f"{row.head_name or say('findings.no_head')}　{row.number}"
