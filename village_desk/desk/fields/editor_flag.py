"""The editor of yes, no and nothing entered."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from village_desk.definitions.words import say
from village_desk.desk.fields.editor import Editor
from village_desk.desk.look import pixels, restyle

_YES_KEYS = frozenset("1sy是")
_NO_KEYS = frozenset("02fn否")


class FlagEditor(Editor):
    """Two words side by side, neither lit while nothing is entered.

    1, s or y says yes, 2, 0, f or n says no, and the cursor goes on; Space changes and stays; Delete empties.
    """

    def __init__(self, key: str) -> None:
        self._text = ""
        self.box = QFrame()
        self.box.setProperty("role", "flags")
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.yes = self._button(say("editors.yes"))
        self.no = self._button(say("editors.no"))
        self._loose = QLabel()
        super().__init__(key, self.box)
        self.fit()
        row = QHBoxLayout(self.box)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        row.addWidget(self.yes, 1)
        row.addWidget(self.no, 1)
        row.addWidget(self._loose)
        self._loose.hide()

    def text(self) -> str:
        """是, 否, blank, or a stored text that is neither."""
        return self._text

    def fit(self) -> None:
        """Take the field height of the text size in use."""
        self.box.setFixedHeight(pixels("field"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show where the cursor is."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.box.setProperty("focused", "yes" if event.type() == QEvent.Type.FocusIn else "no")
            restyle(self.box)
        return super().eventFilter(watched, event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        typed = event.text().lower()
        if typed and (typed in _YES_KEYS or typed in _NO_KEYS):
            self._show(say("editors.yes") if typed in _YES_KEYS else say("editors.no"))
            self._leave(+1)
            return True
        if event.key() == Qt.Key.Key_Space:
            self._show(say("editors.no") if self._text == say("editors.yes") else say("editors.yes"))
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._show("")
            return True
        return super()._takes_key(event)

    def _show(self, text: str) -> None:
        self._text = text
        self.yes.setChecked(text == say("editors.yes"))
        self.no.setChecked(text == say("editors.no"))
        self._show_loose(text if text not in (say("editors.yes"), say("editors.no")) else "")

    def _show_silence(self, sign: str) -> None:
        self._show_loose(sign if not self._text else "")

    def _show_loose(self, text: str) -> None:
        if not text and not self._text and not self._is_asked:
            text = say("editors.not_asked_dot")
        self._loose.setText(f"{text} ")
        self._loose.setVisible(bool(text))

    def _button(self, word: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "flags")
        button.setText(word)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Expanding)
        button.clicked.connect(partial(self._press, word))
        return button

    def _press(self, word: str) -> None:
        self._show("" if self._text == word else word)
        self.box.setFocus()
        self.commit()
