"""The pages of the start window that are made when they are wanted: a new book, the list of backups."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.policies import shipped_profiles
from village_desk.definitions.words import say, sentence_of
from village_desk.desk.jobs import in_background
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card, caption_label, primary_button
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.start.start_parts import WIDEST_FORM, centred, plain_button
from village_desk.entry.asking import Asker, FileKind, grave_question, question
from village_desk.rules.refusals import Refusal
from village_desk.store.village import Village

if TYPE_CHECKING:
    # Only named here: what reads backups is loaded when the list of them is wanted.
    from village_desk.entry.books.restoring import BackupRow


class NewBookForm(QWidget):
    """What a new book needs to know.

    Signals:
        made: Everything is filled in and the person wants the book.
        turned_back: The person wants to go back.
    """

    made = Signal()
    turned_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines = {key: QLineEdit() for key in ("name", "code", "who", "phrase", "again")}
        for key, line in self._lines.items():
            line.setObjectName(key)
        for key in ("phrase", "again"):
            self._lines[key].setEchoMode(QLineEdit.EchoMode.Password)
        self.profile = QComboBox()
        for profile in shipped_profiles():
            self.profile.addItem(profile.name, profile.id)
        self.town = QCheckBox(say("start.new_town"))
        self.town.setObjectName("town")
        self.problem = caption_label("")
        self.problem.setProperty("role", "must")
        self._build()

    def name(self) -> str:
        """The village's name."""
        return self._lines["name"].text().strip()

    def who(self) -> str:
        """Who is typing."""
        return self._lines["who"].text().strip() or say("start.somebody")

    def phrase(self) -> str:
        """The passphrase."""
        return self._lines["phrase"].text()

    def village(self) -> Village:
        """The village that the book will be for."""
        kind = "town" if self.town.isChecked() else "village"
        return Village(self._lines["code"].text().strip(), self.name(), str(self.profile.currentData()), kind)

    def take_focus(self) -> None:
        """Put the cursor into the first field."""
        self._lines["name"].setFocus()

    def _build(self) -> None:
        card = Card(say("start.new"))
        form = QFormLayout()
        form.setSpacing(pixels("step"))
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for key in ("name", "code"):
            form.addRow(say(f"start.new_{key}"), self._lines[key])
        form.addRow(say("start.new_profile"), self.profile)
        for key in ("who", "phrase", "again"):
            form.addRow(say(f"start.new_{key}"), self._lines[key])
        card.body.addLayout(form)
        card.body.addWidget(caption_label(say("start.new_note")))
        card.body.addWidget(self.problem)
        row = QHBoxLayout()
        make = primary_button(say("start.new_make"))
        make.clicked.connect(self._try)
        row.addWidget(make)
        row.addSpacing(pixels("gap"))
        row.addWidget(self.town)  # behind the button: a village never comes by it
        row.addStretch(1)
        row.addWidget(plain_button(say("start.back"), self.turned_back.emit))
        card.body.addLayout(row)
        column = QVBoxLayout(self)
        margin = 2 * pixels("margin")
        column.setContentsMargins(margin, margin, margin, margin)
        card.setMaximumWidth(WIDEST_FORM * pixels("text"))
        column.addStretch(1)
        column.addLayout(centred(card))
        column.addStretch(1)

    def _try(self) -> None:
        problem = self._what_is_missing()
        self.problem.setText(problem)
        if not problem:
            self.made.emit()

    def _what_is_missing(self) -> str:
        from village_desk.entry.books.opening import refuse_weak_passphrase

        if not self.name():
            return say("start.no_name")
        if not self._lines["code"].text().strip().isdigit():
            return say("start.no_code")
        if self.phrase() != self._lines["again"].text():
            return say("start.differ")
        try:
            refuse_weak_passphrase(self.phrase(), self.name(), self._lines["code"].text())
        except Refusal as refusal:
            return sentence_of(refusal)
        return ""


class RestoreList(QWidget):
    """The backups of one book, and putting one of them back.

    Signals:
        restored: The book (its path) has been restored.
        turned_back: The person wants to go back.
    """

    restored = Signal(object)
    turned_back = Signal()

    def __init__(self, asker: Asker) -> None:
        super().__init__()
        self.asker = asker
        self._book = Path()
        self.why = caption_label("")
        self.model: ListModel[BackupRow] = ListModel(
            [
                Column("made_at", say("start.backup_when"), width=10),
                Column("why", say("start.backup_why"), width=6),
                Column("households", say("start.backup_households"), is_figure=True, width=4),
                Column("persons", say("start.backup_persons"), is_figure=True, width=4),
                Column("changes", say("start.backup_changes"), is_figure=True, width=6),
                Column("difference", say("start.backup_difference"), width=24),
            ],
            self._text,
        )
        self._differences: dict[Path, str] = {}
        self._is_comparing = False
        self._afterwards: Callable[[], None] | None = None
        self.view = ListView(self.model)
        self.view.top.horizontalHeader().setStretchLastSection(True)
        self.view.opened.connect(self._chosen)
        self._build()

    def show_book(self, book: Path, why: str = "") -> None:
        """Show a book's backups, with the reason for being here."""
        from village_desk.entry.books.opening import needs_no_passphrase
        from village_desk.entry.books.restoring import backups_of, problem_of

        self._book = book
        self._differences = {}
        self.why.setText(why or problem_of(book) or say("start.restore_fine"))
        rows = backups_of(book)
        self.model.set_rows(rows)
        self.view.take(0)
        self.view.setFocus()
        if needs_no_passphrase(book):
            self._compare("", lambda: None)

    def _build(self) -> None:
        card = Card(say("start.restore"))
        card.body.addWidget(self.why)
        card.body.addWidget(caption_label(say("start.restore_note")))
        card.body.addWidget(self.view, 1)
        row = QHBoxLayout()
        restore = primary_button(say("start.restore_do"))
        restore.clicked.connect(lambda: self._chosen(self.view.row_in_hand))
        row.addWidget(restore)
        row.addWidget(plain_button(say("start.restore_other"), self._choose_file))
        row.addStretch(1)
        row.addWidget(plain_button(say("start.back"), self.turned_back.emit))
        card.body.addLayout(row)
        column = QVBoxLayout(self)
        margin = 2 * pixels("margin")
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(card)

    def _choose_file(self) -> None:
        kind = FileKind(say("start.backup_kind"), ("vdbak",))
        path = self.asker.choose_file_to_open(question("start.restore_file"), [kind])
        if path is not None:
            self._restore(path)

    def _chosen(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            self._restore(self.model.row(row).path)

    def _restore(self, backup: Path) -> None:
        from village_desk.entry.books.restoring import needs_passphrase

        try:
            asks = needs_passphrase(backup)
        except Refusal as refusal:
            self._failed(refusal)
            return
        phrase = self.asker.ask_text(question("start.restore_phrase"), is_secret=True) if asks else ""
        if phrase is not None:
            self._compare(phrase, lambda: self._put_back(backup, phrase), backup)

    def _compare(self, phrase: str, then: Callable[[], None], *more: Path) -> None:
        """Hold the backups against the book as it is now, show the differences and go on.

        One at a time: the book has one owner while it is looked at.
        """
        from village_desk.entry.books.restoring import contents_now, difference_words

        if self._is_comparing:
            self._afterwards = partial(self._compare, phrase, then, *more)
            return
        self._is_comparing = True

        book, backups = self._book, {*more, *(row.path for row in self.model.rows)}

        def work(_: object) -> dict[Path, str]:
            now = contents_now(book, phrase)
            return {backup: difference_words(backup, now) for backup in backups} if now else {}

        def show(words: dict[Path, str]) -> None:
            self._is_comparing = False
            if book == self._book:
                in_hand, self._differences = self.view.row_in_hand, words
                self.model.set_rows(self.model.rows)
                self.view.take(in_hand)
                then()
            afterwards, self._afterwards = self._afterwards, None
            if afterwards is not None:
                afterwards()

        in_background(work, show, self._failed)

    def _put_back(self, backup: Path, phrase: str) -> None:
        from village_desk.entry.books.restoring import put_back

        known = self._differences.get(backup) or say("start.restore_unknown")
        sure = grave_question("start.restore_sure", name=self._book.stem, difference=known)
        if self.asker.confirm(sure):
            in_background(lambda _: put_back(backup, self._book, phrase), self._done, self._failed)

    def _text(self, row: BackupRow, key: str) -> str:
        return self._differences.get(row.path, "") if key == "difference" else str(getattr(row, key))

    def _done(self, _: object) -> None:
        self.asker.tell(question("start.restore_done"))
        self.restored.emit(self._book)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Refusal):
            raise error
        self.asker.tell(question("desk.refused", sentence=sentence_of(error)))
