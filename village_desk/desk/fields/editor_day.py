"""Editors of days and months: a line in front of the keyboard machines of entry."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from village_desk.definitions.words import say
from village_desk.desk.fields.editor_line import COMMANDS, LineBox, LineEditor, turn_input_method_off
from village_desk.entry.keyboard.part_typing import PartTyping

_STEPS = {Qt.Key.Key_Up: +1, Qt.Key.Key_Down: -1}
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: +1}


class PartsBox(LineBox):
    """Shows what the machine holds and selects the part in hand."""

    def __init__(self, typing: PartTyping, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.typing = typing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand keys to the machine; only copying stays with the line."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.typing.put(QGuiApplication.clipboard().text().strip())
        elif event.key() in _STEPS:
            self.typing.step(_STEPS[Qt.Key(event.key())])
        elif event.key() in _MOVES:
            self.typing.move(_MOVES[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Backspace:
            self.typing.erase()
        elif event.key() == Qt.Key.Key_Delete:
            self.typing.put("")
        elif event.modifiers() & COMMANDS or not event.text() or not self.typing.type(event.text()):
            self._pass_on(event)
            return
        self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the part in hand that was clicked."""
        self.typing.go_to(self.cursorPositionAt(event.position().toPoint()))
        self.refresh()

    def refresh(self) -> None:
        """Show the machine's text with its part in hand selected."""
        if self.text() != self.typing.text:
            self.setText(self.typing.text)
        start, length = self.typing.selection
        if self.hasFocus():
            self.setCursorPosition(start + length)
            self.setSelection(start, length)

    def _pass_on(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.modifiers() & COMMANDS or not event.text() or not event.text().isprintable():
            event.ignore()


class PartsEditor(LineEditor):
    """A day or month field; the shape is shown faintly while the cursor is in it and it is blank."""

    def __init__(self, key: str, typing: PartTyping, shape_key: str) -> None:
        self.parts = PartsBox(typing)
        super().__init__(key, self.parts)
        self._shape = say(shape_key)
        turn_input_method_off(self.parts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin with the first part as the cursor comes in."""
        if event.type() == QEvent.Type.FocusOut:
            self._finish()
            self.set_asked(is_asked=self._is_asked)
        used = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusIn:
            self.line.setPlaceholderText(self._shape)
            self.parts.typing.go_to(0)
            self.parts.refresh()
        return used

    def commit(self) -> None:
        """Fill in what the last part lacks and hand the text on."""
        self._finish()
        super().commit()

    def _finish(self) -> None:
        self.parts.typing.finish()
        text = self.parts.typing.finish()
        if text != self.line.text():
            self.line.setText(text)

    def _show(self, text: str) -> None:
        self.parts.typing.put(text)
        # A stored text is shown as it stands, even where the machine would write it in another way.
        self.line.setText(text)
        if self.parts.hasFocus():
            self.parts.refresh()
