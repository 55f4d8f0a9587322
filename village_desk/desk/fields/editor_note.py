"""The editor of a note: several lines, as many as are written, and Enter still goes to the next field."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit

from village_desk.desk.fields.editor import Editor
from village_desk.desk.look import pixels

_MOST_LINES = 5
"""More are scrolled."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteBox(QPlainTextEdit):
    """A text that is as high as its lines; Alt+Enter begins another one, as in a spreadsheet's cell."""

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.fit())
        self.fit()

    def fit(self) -> None:
        """Take the height of the lines."""
        lines = min(_MOST_LINES, math.ceil(self.document().size().height()))
        line = self.fontMetrics().lineSpacing()
        self.document().setDocumentMargin(max(0, (pixels("field") - 2 - line) // 2))  # one line in the middle
        self.setFixedHeight(pixels("field") + max(0, lines - 1) * line)
        many = self.document().size().height() > _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin another line with Alt+Enter."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.insertPlainText("\n")
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self.fit)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self.fit)


class NoteEditor(Editor):
    """A field of several lines; the cursor comes in behind what is written, which stays."""

    def __init__(self, key: str) -> None:
        self.line = NoteBox()
        super().__init__(key, self.line)

    def text(self) -> str:
        """The text in the box."""
        return self.line.toPlainText()

    def _show(self, text: str) -> None:
        self.line.setPlainText(text)
        self.line.moveCursor(self.line.textCursor().MoveOperation.End)

    def _show_silence(self, sign: str) -> None:
        self.line.setPlaceholderText(sign)
