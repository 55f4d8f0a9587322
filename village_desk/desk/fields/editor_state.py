"""The editor of a visit's block: asked, unchanged or not asked, as three words side by side."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from village_desk.desk.fields.editor import Editor
from village_desk.desk.look import pixels, restyle
from village_desk.rules.records import ASKED, NO_CHANGE, NOT_ASKED

_WORDS = (ASKED, NO_CHANGE, NOT_ASKED)
_WIDTH = 14
"""In widths of a character."""


class StateEditor(Editor):
    """Three words, one lit: 1, 2 or 3 takes one and goes on. Nothing entered is shown as not asked."""

    def __init__(self, key: str) -> None:
        self._text = ""
        self.box = QFrame()
        self.box.setProperty("role", "flags")
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.buttons = {word: self._button(word) for word in _WORDS}
        super().__init__(key, self.box)
        self.fit()
        row = QHBoxLayout(self.box)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for button in self.buttons.values():
            row.addWidget(button, 1)
        self._show("")

    def text(self) -> str:
        """One of the three words, or blank."""
        return self._text

    def take(self, word: str) -> None:
        """Take a word as if its digit had been pressed."""
        self._show(word)
        self.commit()

    def fit(self) -> None:
        """Take the field height of the text size in use."""
        self.box.setFixedHeight(pixels("field"))
        self.setFixedWidth(_WIDTH * pixels("text"))

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "box"):
            self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show where the cursor is."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.box.setProperty("focused", "yes" if event.type() == QEvent.Type.FocusIn else "no")
            restyle(self.box)
        return super().eventFilter(watched, event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        if event.text() in ("1", "2", "3"):
            self._show(_WORDS[int(event.text()) - 1])
            self._leave(+1)
            return True
        if event.key() == Qt.Key.Key_Space:
            place = _WORDS.index(self._text) if self._text in _WORDS else 2
            self._show(_WORDS[(place + 1) % 3])
            return True
        return super()._takes_key(event)

    def _show(self, text: str) -> None:
        self._text = text
        for word, button in self.buttons.items():
            button.setChecked(word == (text or NOT_ASKED))

    def _show_silence(self, sign: str) -> None:
        """Nothing entered is not asked already: there is nothing more to show."""

    def _button(self, word: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "flags")
        button.setText(word)
        button.setProperty("tone", "quiet" if word == NOT_ASKED else "")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Expanding)
        button.clicked.connect(partial(self._press, word))
        return button

    def _press(self, word: str) -> None:
        self.box.setFocus()
        self.take(word)
