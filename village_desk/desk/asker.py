"""Asks by boxes over the window; the only module that names Qt's boxes and file dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import primary_button
from village_desk.entry.asking import FileKind, Noted, Question


class WindowAsker:
    """Asks the person at the window; Escape turns back, and Enter never destroys."""

    def __init__(self, window: QWidget | None = None) -> None:
        self._own_window = window

    @property
    def _window(self) -> QWidget | None:
        """The window given, or the one in front: the start window gives way to the desk."""
        return self._own_window or QApplication.activeWindow()

    def confirm(self, question: Question) -> bool:
        """Ask for yes or no."""
        return _Box(self._window, question).exec() == QDialog.DialogCode.Accepted

    def choose(self, question: Question, options: Sequence[str]) -> int | None:
        """Ask for one of several; digits pick, Enter takes the one in hand."""
        box = _ListBox(self._window, question, options)
        return box.list.currentRow() if box.exec() == QDialog.DialogCode.Accepted else None

    def ask_text(self, question: Question, *, initial: str = "", is_secret: bool = False) -> str | None:
        """Ask for a line of text."""
        box = _LineBox(self._window, question, initial)
        if is_secret:
            box.line.setEchoMode(QLineEdit.EchoMode.Password)
        return box.line.text() if box.exec() == QDialog.DialogCode.Accepted else None

    def ask_note(self, question: Question, initial: Noted) -> Noted | None:
        """Ask for a note, with a tick where somebody has to come back to it."""
        box = _NoteBox(self._window, question, initial)
        return box.noted if box.exec() == QDialog.DialogCode.Accepted else None

    def choose_file_to_open(self, question: Question, kinds: Sequence[FileKind]) -> Path | None:
        """Ask for a file that is there."""
        name, _ = QFileDialog.getOpenFileName(self._window, question.text, "", _filters(kinds))
        return Path(name) if name else None

    def choose_file_to_save(self, question: Question, name: str, kinds: Sequence[FileKind]) -> Path | None:
        """Ask where a file is to be written."""
        chosen, _ = QFileDialog.getSaveFileName(self._window, question.text, name, _filters(kinds))
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix or not kinds else path.with_name(f"{path.name}.{kinds[0].endings[0]}")

    def choose_folder(self, question: Question) -> Path | None:
        """Ask for a folder, beginning at the stick where one is plugged in."""
        from village_desk.places.sticks import first_stick

        name = QFileDialog.getExistingDirectory(self._window, question.text, str(first_stick() or ""))
        return Path(name) if name else None

    def tell(self, question: Question) -> None:
        """Say something that must be read before going on."""
        _Box(self._window, question, turns_back=False).exec()


class _Box(QDialog):
    """A question with its buttons: the deed by its name on the left, turning back on the right."""

    def __init__(self, window: QWidget | None, question: Question, *, turns_back: bool = True) -> None:
        super().__init__(window)
        self.setWindowTitle(say("frame.program"))
        words = QLabel(question.text)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setMinimumWidth(26 * pixels("text"))
        self.agree = _agreeing(question, turns_back=turns_back)
        self.agree.clicked.connect(self.accept)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(pixels("margin"),) * 4)
        self.column.setSpacing(pixels("gap"))
        self.column.addWidget(words)
        self._add_buttons(question, turns_back=turns_back)

    def _add_buttons(self, question: Question, *, turns_back: bool) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.agree)
        safe = self.agree
        if turns_back:
            back = QPushButton(say("editors.turn_back"))
            back.clicked.connect(self.reject)
            row.addWidget(back)
            safe = back if question.is_destructive else safe
        safe.setDefault(True)
        safe.setFocus()
        self.column.addLayout(row)


class _ListBox(_Box):
    """A question with a list."""

    def __init__(self, window: QWidget | None, question: Question, options: Sequence[str]) -> None:
        super().__init__(window, question)
        self.list = QListWidget()
        self.list.addItems([f"{row + 1}  {option}" for row, option in enumerate(options)])
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self.accept)
        self.list.setMinimumHeight(min(len(options), 8) * pixels("row") + pixels("step"))
        self.column.insertWidget(1, self.list)
        self.list.setFocus()


class _LineBox(_Box):
    """A question with a line to type in."""

    def __init__(self, window: QWidget | None, question: Question, initial: str) -> None:
        super().__init__(window, question)
        self.line = QLineEdit(initial)
        self.line.selectAll()
        self.column.insertWidget(1, self.line)
        self.line.setFocus()


class _NoteBox(_LineBox):
    """A question with a line to type in and a tick below it."""

    def __init__(self, window: QWidget | None, question: Question, initial: Noted) -> None:
        super().__init__(window, question, initial.text)
        self.tick = QCheckBox(say("notes.tick"))
        self.tick.setChecked(initial.follow_up)
        self.column.insertWidget(2, self.tick)

    @property
    def noted(self) -> Noted:
        """What was noted."""
        return Noted(self.line.text(), self.tick.isChecked())


def _agreeing(question: Question, *, turns_back: bool) -> QPushButton:
    word = question.agreement if turns_back else say("editors.fine")
    if question.is_destructive:
        button = QPushButton(word)
        button.setProperty("role", "danger")
        button.setAutoDefault(False)
        return button
    return primary_button(word)


def _filters(kinds: Sequence[FileKind]) -> str:
    listed = [f"{kind.word} ({' '.join(f'*.{ending}' for ending in kind.endings)})" for kind in kinds]
    return ";;".join([*listed, f"{say('editors.all_files')} (*)"])
