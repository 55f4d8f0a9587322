"""The line that lies over a cell while a figure is typed into it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from village_desk.desk.fields.editor_line import AmountBox, turn_input_method_off

_FORWARD = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UPRIGHT = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}


class CellBox(AmountBox):
    """Takes figures and arithmetic; Enter, Tab, up and down take the text and go on, Escape leaves the cell.

    Signals:
        taken: The text is to be taken; the key that ended it tells the way: enter, tab, back, up, down, away.
        left: The cell stays as it was.
    """

    taken = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self._around = parent
        self.setProperty("role", "cell")
        turn_input_method_off(self)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._is_open = False
        self.hide()

    @property
    def is_open(self) -> bool:
        """A cell is being typed into."""
        return self._is_open

    def open(self, text: str, typed: str) -> None:
        """Begin with the cell's text, all of it selected, or with the first character typed."""
        self._is_open = True
        self.setText("" if typed else text)
        self.show()
        self.setFocus()
        if typed:
            self.keyPressEvent(_pressed(typed))
        else:
            self.selectAll()

    def finish(self, way: str) -> None:
        """Hand on the text and go away."""
        if self._is_open:
            self._is_open = False
            text = self.text()
            if way != "away":
                self._around.setFocus()  # before it is hidden, or Qt would look for another place
            self.taken.emit(text, way)
            self.hide()  # last: a grid that scrolls moves what is drawn, unless something in it has just gone

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, go back or type."""
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._is_open = False
            self.hide()
            self.left.emit()
        elif key == Qt.Key.Key_Backtab or (shifted and key in (*_FORWARD, Qt.Key.Key_Tab)):
            self.finish("back")
        elif key in _FORWARD:
            self.finish("enter")
        elif key == Qt.Key.Key_Tab:
            self.finish("tab")
        elif key in _UPRIGHT:
            self.finish("up" if key == Qt.Key.Key_Up else "down")
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab is the cell's own key."""
        del forward
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is taken wherever the cursor goes."""
        super().focusOutEvent(event)
        self.finish("away")


def _pressed(character: str) -> QKeyEvent:
    return QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
