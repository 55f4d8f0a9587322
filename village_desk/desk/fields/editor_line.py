"""Editors of one line: free text, identity and telephone numbers, figures and amounts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from village_desk.desk.fields.editor import Editor
from village_desk.desk.look import pixels
from village_desk.entry.keyboard.amount_typing import key_writes

COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def turn_input_method_off(line: QLineEdit) -> None:
    """Let keys arrive as they are: Chinese input stays off in fields of figures."""
    line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
    line.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText)


class LineBox(QLineEdit):
    """A line with its unit inside at the right, so that all fields of a column end at one edge."""

    def __init__(self, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = QLabel(unit, self)
        self._unit.setProperty("role", "caption")
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._unit.setVisible(bool(unit))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the unit at the right edge."""
        super().resizeEvent(event)
        if self._unit.text():
            width = self._unit.sizeHint().width()
            self._unit.setGeometry(self.width() - width - pixels("step"), 0, width, self.height())
            self.setTextMargins(0, 0, width + pixels("half-step"), 0)


class CodeBox(LineBox):
    """A line for identity and telephone numbers: a small x is written large."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write x as X, as identity numbers have it."""
        if event.text() == "x" and not event.modifiers() & COMMANDS:
            self.insert("X")
            return
        super().keyPressEvent(event)


class AmountBox(LineBox):
    """A line for figures and arithmetic, where w writes 万 because the input method is off."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let through what can stand in a figure; commands such as Ctrl+V go their own way."""
        typed = event.text()
        if len(typed) != 1 or not typed.isprintable() or event.modifiers() & COMMANDS:
            super().keyPressEvent(event)
            return
        written = key_writes(typed)
        if written:
            self.insert(written)


class LineEditor(Editor):
    """A field of one line; ``reads`` may say under it how its text will be understood."""

    def __init__(
        self, key: str, box: QLineEdit | None = None, reads: Callable[[str], str] | None = None
    ) -> None:
        self.line = box if box is not None else LineBox()
        super().__init__(key, self.line)
        self._reads = reads
        if reads is not None:
            self.line.textChanged.connect(self._echo_text)

    def text(self) -> str:
        """The text in the line."""
        return self.line.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Select all as the cursor comes in, so that typing replaces and arrows amend."""
        used = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusIn and not self._is_composing and not self.is_changed:
            self.line.selectAll()
        return used

    def _show(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)
        if self.line.hasFocus():
            self.line.selectAll()

    def _show_silence(self, sign: str) -> None:
        self.line.setPlaceholderText(sign)

    def _echo_text(self, text: str) -> None:
        self._set_echo(self._reads(text) if self._reads else "")


def make_code_editor(key: str) -> LineEditor:
    """An editor for identity, telephone and account numbers."""
    box = CodeBox()
    turn_input_method_off(box)
    return LineEditor(key, box)


def make_amount_editor(key: str, unit: str, reads: Callable[[str], str] | None) -> LineEditor:
    """An editor for whole numbers, quantities and amounts: right-aligned, with an echo."""
    box = AmountBox(unit)
    box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    turn_input_method_off(box)
    return LineEditor(key, box, reads)
