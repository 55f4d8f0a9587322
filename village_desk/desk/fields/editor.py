"""What every field editor does: it takes text, hands it on when left, and shows a finding in its place."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.icons import picture
from village_desk.desk.look import pixels, restyle, set_role

MUST = "must"
DOUBT = "doubt"
HINT = "hint"
UNREAD = "unread"
LEVEL_ICONS = {MUST: "alert-octagon", DOUBT: "alert-triangle", HINT: "info-circle", UNREAD: "help"}
LEVEL_INKS = {MUST: "cinnabar", DOUBT: "wheat", HINT: "indigo", UNREAD: "wheat"}
_FORWARD = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class Editor(QWidget):
    """One field by its key. Its text means nothing here: the presenter understands it or marks it.

    Signals:
        answered: The field was left with a text other than the one it was given.
        entered: The cursor came in.
        moved: Enter or Tab (+1) or Shift+Tab (-1) asks for another field.
        left: The cursor has gone elsewhere; the answer has been handed on.
    """

    answered = Signal(str)
    entered = Signal()
    moved = Signal(int)
    left = Signal()

    def __init__(self, key: str, box: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._box = box
        self._given = ""
        self._level: str | None = None
        self._sentence = ""
        self._is_composing = False
        self._is_asked = True
        self._echo = _caption("caption")
        self._mark = QLabel()
        self._words = _caption("caption")
        self._note: QLabel | None = None
        self._build()
        box.setProperty("field", key)
        box.installEventFilter(self)
        self.setFocusProxy(box)
        self.setObjectName(key)

    @property
    def level(self) -> str | None:
        """The level of the finding shown, if any."""
        return self._level

    @property
    def sentence(self) -> str:
        """The sentence of the finding shown."""
        return self._sentence

    @property
    def echo(self) -> str:
        """What is echoed under the field."""
        return self._echo.text()

    @property
    def note(self) -> str:
        """What is noted at the field."""
        return self._note.text() if self._note is not None else ""

    @property
    def is_changed(self) -> bool:
        """The text differs from the one given: it is being typed and not yet handed on."""
        return self.text() != self._given

    def text(self) -> str:
        """The text in the field."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Show a stored text; what is being typed at this moment is never overwritten."""
        is_typing = self._box.hasFocus() and self.is_changed
        self._given = text
        if not is_typing and text != self.text():
            self._show(text)

    def set_asked(self, *, is_asked: bool) -> None:
        """Show a blank field as asked and empty, or as not asked: a dot."""
        self._is_asked = is_asked
        self._show_silence("" if is_asked else say("editors.not_asked_dot"))

    def set_problem(self, level: str | None, sentence: str = "") -> None:
        """Mark the field and say why under it; None takes the mark away."""
        if (level, sentence) == (self._level, self._sentence):
            return
        self._level, self._sentence = level, sentence
        self._box.setProperty("problem", level or "")
        restyle(self._box)
        self._mark.setVisible(level is not None)
        self._words.setVisible(level is not None)
        if level is not None:
            self._mark.setPixmap(
                picture(LEVEL_ICONS[level], LEVEL_INKS[level], pixels("text") + 2, self.devicePixelRatio())
            )
            self._words.setProperty("role", level)
            self._words.setText(say(f"editors.{level}", sentence=sentence))
            restyle(self._words)
            self._fit_lines()

    def set_note(self, text: str, *, is_open: bool = False) -> None:
        """Say under the field what is noted at it; blank takes the note away."""
        if self._note is None:
            if not text:
                return
            self._note = _caption("caption")
            self._column.addWidget(self._note)
        set_role(self._note, "doubt" if is_open else "caption")
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._fit_lines()

    def commit(self) -> None:
        """Hand on what is in the field, including what the input method still holds."""
        if self._is_composing:
            QGuiApplication.inputMethod().commit()
        if self.is_changed:
            self._given = self.text()
            self.answered.emit(self._given)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the lines under the field be as high as their text needs at this width."""
        super().resizeEvent(event)
        self._fit_lines()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Pass on what is composed before the box has the cursor, as a table does that opens its cells."""
        QCoreApplication.sendEvent(self._box, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move between fields and hand the answer on as the cursor leaves."""
        kind = event.type()
        if kind == QEvent.Type.InputMethod:
            self._is_composing = bool(cast(QInputMethodEvent, event).preeditString())
        elif kind == QEvent.Type.FocusIn:
            self.entered.emit()
        elif kind == QEvent.Type.FocusOut and not self._keeps_focus():
            self.commit()
            self.left.emit()
        elif kind == QEvent.Type.KeyPress and not self._is_composing:
            return self._takes_key(cast(QKeyEvent, event))
        return super().eventFilter(watched, event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        """Use up a key, or leave it to the box."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Backtab or (plain and shifted and event.key() in _FORWARD):
            self._leave(-1)
            return True
        if plain and event.key() in _FORWARD:
            self._leave(+1)
            return True
        return False

    def _leave(self, way: int) -> None:
        self.commit()
        self.moved.emit(way)

    def _keeps_focus(self) -> bool:
        """Whether the cursor only went to the field's own list."""
        return False

    def _show(self, text: str) -> None:
        raise NotImplementedError

    def _show_silence(self, sign: str) -> None:
        raise NotImplementedError

    def _set_echo(self, text: str) -> None:
        self._echo.setText(text)
        self._echo.setVisible(bool(text))
        self._fit_lines()

    def _fit_lines(self) -> None:
        beside = pixels("text") + 2 + pixels("half-step")
        lines = [(self._echo, self.width()), (self._words, self.width() - beside)]
        for label, width in [*lines, *([(self._note, self.width())] if self._note is not None else [])]:
            label.setMinimumHeight(max(0, label.heightForWidth(width)) if label.text() else 0)

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self._box)
        self._column.addWidget(self._echo)
        row = QHBoxLayout()
        row.setSpacing(pixels("half-step"))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self._column.addLayout(row)
        for hidden in (self._echo, self._mark, self._words):
            hidden.hide()


def _caption(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
