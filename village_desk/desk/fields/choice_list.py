"""The list that a choice field opens: digits pick, pinyin initials find, Escape leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels

MOST_ROWS = 10
_DIGIT_BLANK = "\u2007"
"""As wide as a digit."""
_CLOSING = (Qt.Key.Key_Escape, Qt.Key.Key_F4)
_PICKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ChoiceList(QFrame):
    """A list over the window, once for each field.

    Signals:
        picked: One label was chosen, or the ticked ones were taken, and whether by key.
        closed: The list has gone, whatever was chosen.
    """

    picked = Signal(list, bool)
    closed = Signal()

    def __init__(
        self, field: QWidget, initials: Callable[[str], Sequence[str]], *, several: bool = False
    ) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setProperty("role", "choices")
        self._field = field
        self._initials = initials
        self._several = several
        self._labels: tuple[str, ...] = ()
        self._ticked: set[str] = set()
        self._typed = ""
        self._head = QLabel()
        self._head.setProperty("role", "caption")
        self._head.setMargin(pixels("step"))
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._click)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list)

    @property
    def shown(self) -> list[str]:
        """The labels that the typed letters leave over."""
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]

    def open(self, labels: Sequence[str], chosen: Sequence[str]) -> None:
        """Show the labels under the field with the present choice in hand."""
        self._labels = tuple(labels)
        self._ticked = {label for label in chosen if label in labels}
        self._typed = ""
        self._fill()
        if not self._several and chosen and chosen[0] in self._labels:
            self.list.setCurrentRow(self._labels.index(chosen[0]))
        self._place()
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find, tick, pick or leave."""
        key = event.key()
        if key in _CLOSING:
            self.hide()
        elif key in _PICKING:
            self._take(by_key=True)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Space:
            self._tick(self.list.currentRow())
        elif key == Qt.Key.Key_Backspace:
            self._find(self._typed[:-1])
        else:
            self.type(event.text())

    def type(self, character: str) -> None:
        """Pick by a digit or narrow the list by a letter."""
        if character in tuple("123456789"):
            self._pick_row(int(character) - 1)
        elif character.isascii() and character.isalpha():
            self._find(self._typed + character.lower())

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that the list has gone."""
        super().hideEvent(event)
        self.closed.emit()

    def _pick_row(self, row: int) -> None:
        if row >= self.list.count():
            return
        self.list.setCurrentRow(row)
        if self._several:
            self._tick(row)
        else:
            self._take(by_key=True)

    def _click(self, item: QListWidgetItem) -> None:
        if self._several:
            self._tick(self.list.row(item))
        else:
            self._take(by_key=False)

    def _take(self, *, by_key: bool) -> None:
        row = self.list.currentRow()
        if self._several:
            taken = [label for label in self._labels if label in self._ticked]
        elif row < 0:
            return
        else:
            taken = [self.shown[row]]
        self.hide()
        self.picked.emit(taken, by_key)

    def _tick(self, row: int) -> None:
        if self._several and 0 <= row < self.list.count():
            self._ticked ^= {self.shown[row]}
            self._fill()
            self.list.setCurrentRow(row)

    def _go(self, by: int) -> None:
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())

    def _find(self, typed: str) -> None:
        if not typed or any(self._fits(label, typed) for label in self._labels):
            self._typed = typed
            self._fill()
            self.list.setCurrentRow(0)

    def _fits(self, label: str, typed: str) -> bool:
        return any(typed in spelling for spelling in self._initials(label))

    def _begins(self, label: str) -> bool:
        return any(spelling.startswith(self._typed) for spelling in self._initials(label))

    def _fill(self) -> None:
        found = [label for label in self._labels if not self._typed or self._fits(label, self._typed)]
        if self._typed:
            found = sorted(found, key=lambda label: not self._begins(label))
        self.list.clear()
        for row, label in enumerate(found):
            number = str(row + 1) if row < 9 else _DIGIT_BLANK
            tick = ("☑ " if label in self._ticked else "☐ ") if self._several else ""
            item = QListWidgetItem(f"{number}  {tick}{label}")
            item.setData(Qt.ItemDataRole.UserRole, label)
            self.list.addItem(item)
        key = "choices_several" if self._several else "choices_one"
        self._head.setText(
            say("editors.choices_found", typed=self._typed) if self._typed else say(f"editors.{key}")
        )

    def _place(self) -> None:
        rows = min(len(self._labels), MOST_ROWS)
        wide = max(self._field.width(), self.list.sizeHintForColumn(0) + 4 * pixels("step"))
        wide = max(wide, self._head.sizeHint().width() + 2)
        self.resize(
            wide, rows * max(self.list.sizeHintForRow(0), pixels("row")) + self._head.sizeHint().height() + 4
        )
        below = self._field.mapToGlobal(QPoint(0, self._field.height()))
        screen = self._field.screen().availableGeometry()
        if below.y() + self.height() > screen.bottom():
            below = self._field.mapToGlobal(QPoint(0, -self.height()))
        below.setX(max(screen.left(), min(below.x(), screen.right() - self.width())))
        self.move(below)
