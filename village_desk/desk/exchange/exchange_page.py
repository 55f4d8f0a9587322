"""The page 交换: bring tables in, take an import back, and keep backups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from village_desk.desk.exchange.parts_view import PartsView
from village_desk.desk.exchange.township_card import TownshipCard
from village_desk.desk.exchange.typing_view import TypingView
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card, caption_label, head_label, primary_button
from village_desk.desk.settings.backup_card import BackupCard
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import FileKind, grave_question, question
from village_desk.entry.imported import undo_import
from village_desk.exchange.export_out import write_export
from village_desk.exchange.incoming.roster_writing import ImportOutcome
from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    from village_desk.exchange.problem_answers import AnswerOutcome

_ENDINGS = ("xlsx", "xlsm", "csv", "txt")


class ExchangePage(WidePage):
    """What comes into the book and what is put by; the file in hand takes the page until it is done with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.choose = primary_button(say("exchange.choose_file"))
        self.wizard = ImportWizard(desk, self.failed)
        self.typing = TypingView(desk, self.failed)
        self.parts = PartsView(desk, self.failed)
        self.township = TownshipCard(desk, self.failed)
        self.backups = BackupCard(desk, self.failed)
        self.outcome_words = QLabel()
        self.undo = QPushButton(say("exchange.undo"))
        self.answer = QPushButton(say("exchange.answer"))
        self.to_type = QPushButton(say("exchange.typing"))
        self.to_parts = QPushButton(say("parts.head"))
        self.export = QPushButton(say("exchange.export"))
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

    @property
    def is_typing(self) -> bool:
        """The list of what is to be typed into the system is shown."""
        return self._stack.currentWidget() is self.typing

    @property
    def is_first(self) -> bool:
        """Nothing has taken the page."""
        return self._stack.currentWidget() is self._first

    def turn_to(self) -> None:
        """Come to the front with the cursor where work goes on."""
        super().turn_to()
        if self.isVisible():
            self._take_focus()

    def refresh(self) -> None:
        """Look for the backups there are now, and for what is to be typed where that is shown."""
        self.township.refresh()
        self.backups.refresh()
        self.parts.refresh()
        if self.is_typing:
            self.typing.refresh()

    def choose_file(self) -> None:
        """Ask for a table and read it."""
        if self.wizard.is_busy or not self.is_first:
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

    def list_typing(self) -> None:
        """Show what is to be typed into the national system."""
        if not self.is_importing:
            self._turn(self.typing)
            self.typing.refresh()

    def show_parts(self) -> None:
        """Show what a second desk works on."""
        if self.is_first:
            self._turn(self.parts)

    def export_book(self) -> None:
        """Write the village in the order and words of the system's last imported export."""
        if not self.is_first:
            return
        desk, sitting = self.desk, self.desk.sitting
        name = say("exchange.export_name", village=sitting.book.village.name, day=sitting.today)
        kind = FileKind(say("sheets.kind_xlsx"), ("xlsx",))
        path = desk.asker.choose_file_to_save(question("exchange.export_where"), name, [kind])
        if path is None:
            return
        desk.frame.in_background(
            lambda _: write_export(path, sitting.book, sitting.today),
            partial(self._exported, path.name),
            self.failed,
            title=say("exchange.exporting"),
        )

    def _exported(self, name: str, is_own: bool) -> None:  # noqa: FBT001 - what the work gives
        self.desk.frame.tell(say("exchange.exported" if is_own else "exchange.exported_standard", name=name))

    def answer_list(self) -> None:
        """Fill a county's list of problems with the answers of the book and save it under another name."""
        if not self.is_first:
            return
        desk, kind = self.desk, FileKind(say("sheets.kind_xlsx"), ("xlsx", "xlsm"))
        path = desk.asker.choose_file_to_open(question("exchange.which_list"), [kind])
        if path is None:
            return
        name = say("exchange.answer_name", name=path.stem)
        out = desk.asker.choose_file_to_save(question("exchange.answer_where"), name, [kind])
        if out is None:
            return
        from village_desk.exchange.problem_answers import Answering, answer_list

        sitting = desk.sitting
        how = Answering(sitting.who, sitting.today, sitting.quarter, sitting.settings)
        desk.frame.in_background(
            lambda _: answer_list(sitting.book, path, out, how),
            partial(self._answered, out.name),
            self.failed,
            title=say("exchange.answer"),
        )

    def _answered(self, name: str, done: AnswerOutcome) -> None:
        self.desk.frame.tell(say("exchange.answered", name=name, answered=done.answered, open=done.open))

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
        if not self.is_first:
            return (self.typing if self.is_typing else self.parts).bottom_keys()
        return (
            (say("keys.enter"), say("exchange.choose_file")),
            ("F8", say("exchange.typing")),
            ("F6", say("exchange.export")),
            ("F7", say("exchange.answer")),
            ("F5", say("township.pack")),
            ("F4", say("township.receipt")),
            ("F3", say("parts.head")),
            ("F9", say("exchange.backup_here")),
        )

    def _show_wizard(self) -> None:
        self._turn(self.wizard)

    def _show_first(self) -> None:
        self._turn(self._first)

    def _turn(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
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
        elif self.is_first:
            self.choose.setFocus()
        else:
            (self.typing if self.is_typing else self.parts).take_focus()

    def _leave_wizard(self) -> None:
        if not self.wizard.is_busy:
            self._show_first()

    def _press(self, key: str) -> None:
        """Do what a key says to whatever has the page now."""
        deed = self._keys().get(key)
        if deed is not None:
            deed()

    def _keys(self) -> Mapping[str, Callable[[], object]]:
        if self.is_importing:
            return {
                "F9": self.wizard.write,
                "Ctrl+D": self.wizard.save_marked_copy,
                "Esc": self._leave_wizard,
            }
        if self.is_typing:
            return {
                "F3": self.typing.open_household,
                "F7": self.typing.mark_household,
                "F9": self.typing.turn,
                "Ctrl+D": partial(self.typing.save, "pdf"),
                "Ctrl+E": partial(self.typing.save, "xlsx"),
                "Esc": self._show_first,
            }
        return self._own_keys if self.is_first else self.parts.keys()

    def _build(self) -> None:
        bring = _card("bring_in", "bring_about", self.choose, self.answer)
        system = _card("system", "system_about", self.to_type, self.export)
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
        column.addWidget(system)
        column.addWidget(self.township)
        column.addWidget(_card("desks", "desks_about", self.to_parts))
        column.addWidget(self.backups, 1)
        self._first.setWidget(page)
        self._first.setWidgetResizable(True)
        self._first.setFrameShape(QFrame.Shape.NoFrame)
        self._first.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._first.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.addWidget(self._first)
        self._stack.addWidget(self.wizard)
        self._stack.addWidget(self.typing)
        self._stack.addWidget(self.parts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self._own_keys: dict[str, Callable[[], object]] = {
            "F3": self.show_parts,
            "F4": self.township.open_answer,
            "F5": self.township.pack_quarter,
            "F6": self.export_book,
            "F7": self.answer_list,
            "F8": self.list_typing,
            "F9": self.backups.back_up_here,
        }
        keys = (*self._own_keys, "Esc", "Ctrl+D", "Ctrl+E")
        self.own_keys = {key: partial(self._press, key) for key in keys}
        self.choose.clicked.connect(self.choose_file)
        for button, deed in (
            (self.answer, self.answer_list),
            (self.to_type, self.list_typing),
            (self.export, self.export_book),
            (self.to_parts, self.show_parts),
        ):
            button.setAutoDefault(True)
            button.clicked.connect(deed)
        for view in (self.typing, self.parts):
            view.left.connect(self._show_first)
        self.parts.keys_changed.connect(self.keys_changed)
        self.undo.clicked.connect(self.take_back)
        self.wizard.ready.connect(self._show_wizard)
        self.wizard.left.connect(self._show_first)
        self.wizard.written.connect(self._show_outcome)


def _card(title: str, about: str, *buttons: QPushButton) -> Card:
    card = Card(say(f"exchange.{title}"))
    card.body.addWidget(caption_label(say(f"exchange.{about}")))
    row = QHBoxLayout()
    row.setSpacing(pixels("step"))
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    card.body.addLayout(row)
    return card
