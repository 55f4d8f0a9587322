"""The page 交换: bring tables in, take an import back, and keep backups."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.words import say
from village_desk.desk.exchange.import_wizard import ImportWizard
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card, caption_label, head_label, primary_button
from village_desk.desk.settings.backup_card import BackupCard
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import FileKind, grave_question, question
from village_desk.entry.imported import undo_import
from village_desk.exchange.incoming.roster_writing import ImportOutcome
from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    from village_desk.exchange.incoming.problem_answers import AnswerOutcome

_ENDINGS = ("xlsx", "xlsm", "csv", "txt")


class ExchangePage(WidePage):
    """What comes into the book and what is put by; the file in hand takes the page until it is done with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.choose = primary_button(say("exchange.choose_file"))
        self.wizard = ImportWizard(desk, self.failed)
        self.backups = BackupCard(desk, self.failed)
        self.outcome_words = QLabel()
        self.undo = QPushButton(say("exchange.undo"))
        self.answer = QPushButton(say("exchange.answer"))
        self._outcome_card = Card(say("exchange.last"))
        self._deed_id = ""
        self._stack = QStackedWidget()
        self._first = QScrollArea()
        self._build()
        self._connect()

    @property
    def is_importing(self) -> bool:
        """A file is in hand."""
        return self._stack.currentWidget() is self.wizard

    def turn_to(self) -> None:
        """Come to the front with the cursor where work goes on."""
        super().turn_to()
        if self.isVisible():
            self._take_focus()

    def refresh(self) -> None:
        """Look for the backups there are now."""
        self.backups.refresh()

    def choose_file(self) -> None:
        """Ask for a table and read it."""
        if self.wizard.is_busy or self.is_importing:
            return
        kind = FileKind(say("exchange.table_kind"), _ENDINGS)
        path = self.desk.asker.choose_file_to_open(question("exchange.which_file"), [kind])
        if path is not None:
            self.wizard.start(path)

    def take_back(self) -> None:
        """Take the last import back whole."""
        if not self._deed_id or not self.desk.asker.confirm(grave_question("exchange.undo_sure")):
            return
        try:
            is_back = undo_import(self.desk.sitting, self._deed_id)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        if not is_back:
            self.desk.asker.tell(question("exchange.undo_later"))
            return
        self._deed_id = ""
        self.undo.hide()
        self.outcome_words.setText(say("exchange.undone"))
        self.desk.frame.tell(say("exchange.undone"))

    def answer_list(self) -> None:
        """Fill a county's list of problems with the answers of the book and save it under another name."""
        if self.is_importing:
            return
        desk, kind = self.desk, FileKind(say("sheets.kind_xlsx"), ("xlsx", "xlsm"))
        path = desk.asker.choose_file_to_open(question("exchange.which_list"), [kind])
        if path is None:
            return
        name = say("exchange.answer_name", name=path.stem)
        out = desk.asker.choose_file_to_save(question("exchange.answer_where"), name, [kind])
        if out is None:
            return
        from village_desk.exchange.incoming.problem_answers import Answering, answer_list

        sitting = desk.sitting
        how = Answering(sitting.who, sitting.today, sitting.quarter, sitting.settings)
        desk.frame.in_background(
            lambda _: answer_list(sitting.book, path, out, how),
            partial(self._answered, out.name),
            self.failed,
            title=say("exchange.answer"),
        )

    def _answered(self, name: str, done: AnswerOutcome) -> None:
        words = say("exchange.answered", name=name, answered=done.answered, open=done.open)
        self.desk.frame.tell(words + (say("problems.no_pictures") if done.loses_pictures else ""))

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self.is_importing:
            return (
                ("F9", say("imports.bring_in")),
                (say("keys.enter"), say("imports.key_decide")),
                ("Ctrl+D", say("imports.marked_copy")),
                ("Ctrl+Tab", say("imports.key_tabs")),
                ("Esc", say("imports.back")),
            )
        return (
            (say("keys.enter"), say("exchange.choose_file")),
            ("F7", say("exchange.answer")),
            ("F9", say("exchange.backup_here")),
        )

    def _show_wizard(self) -> None:
        self._stack.setCurrentWidget(self.wizard)
        self._take_focus()
        self.keys_changed.emit()

    def _show_first(self) -> None:
        self._stack.setCurrentWidget(self._first)
        self._take_focus()
        self.keys_changed.emit()

    def _show_outcome(self, outcome: ImportOutcome) -> None:
        self._deed_id = outcome.deed_id
        self.outcome_words.setText(self._words_of(outcome))
        self._outcome_card.show()
        self.undo.setVisible(bool(outcome.deed_id))
        self._show_first()
        self.desk.frame.tell(say("exchange.done"))

    def _words_of(self, outcome: ImportOutcome) -> str:
        words = say(
            "exchange.outcome",
            file=self.wizard.title.text(),
            rows=outcome.rows,
            inserted=outcome.inserted,
            changed=outcome.changed,
        )
        plan = self.wizard.arrival.plan if self.wizard.arrival else None
        left_out = plan.rejected + plan.ambiguous if plan else 0
        return words + (say("exchange.outcome_left_out", count=left_out) if left_out else "")

    def _take_focus(self) -> None:
        if not self.isVisible():
            return
        if self.is_importing:
            self.wizard.tabs.currentWidget().setFocus()
        else:
            self.choose.setFocus()

    def _forward(self) -> None:
        if self.is_importing:
            self.wizard.write()
        else:
            self.backups.back_up_here()

    def _back(self) -> None:
        if self.is_importing and not self.wizard.is_busy:
            self._show_first()

    def _build(self) -> None:
        bring = Card(say("exchange.bring_in"))
        bring.body.addWidget(caption_label(say("exchange.bring_about")))
        row = QHBoxLayout()
        row.setSpacing(pixels("step"))
        row.addWidget(self.choose)
        row.addWidget(self.answer)
        row.addStretch(1)
        bring.body.addLayout(row)
        self.outcome_words.setWordWrap(True)
        self._outcome_card.body.addWidget(self.outcome_words)
        undo_row = QHBoxLayout()
        self.undo.setAutoDefault(True)
        undo_row.addWidget(self.undo)
        undo_row.addStretch(1)
        self._outcome_card.body.addLayout(undo_row)
        self._outcome_card.hide()
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("gap"))
        column.addWidget(head_label(say("rail.exchange")))
        column.addWidget(bring)
        column.addWidget(self._outcome_card)
        column.addWidget(self.backups, 1)
        self._first.setWidget(page)
        self._first.setWidgetResizable(True)
        self._first.setFrameShape(QFrame.Shape.NoFrame)
        self._first.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._first.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.addWidget(self._first)
        self._stack.addWidget(self.wizard)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.own_keys = {
            "F7": self.answer_list,
            "F9": self._forward,
            "Esc": self._back,
            "Ctrl+D": self.wizard.save_marked_copy,
        }
        self.choose.clicked.connect(self.choose_file)
        self.answer.setAutoDefault(True)
        self.answer.clicked.connect(self.answer_list)
        self.undo.clicked.connect(self.take_back)
        self.wizard.ready.connect(self._show_wizard)
        self.wizard.left.connect(self._show_first)
        self.wizard.written.connect(self._show_outcome)
