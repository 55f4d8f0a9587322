"""填乡镇的表: the township's blank, what each heading is given, and the file that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.jobs import Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import EmptyPage, caption_label, head_label, primary_button, scrolled
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.sheets.blank_form import BlankForm
from village_desk.desk.sheets.blank_in_hand import BlankInHand
from village_desk.desk.sheets.value_picker import ValuePicker
from village_desk.desk.village_register import register_of
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import FileKind, question
from village_desk.entry.stills import still_of
from village_desk.exchange.blanks.blank_file import read_blank
from village_desk.exchange.blanks.blank_fill import FilledBlank
from village_desk.exchange.blanks.proposals import Slot
from village_desk.exchange.finished_file import refuse_same_file
from village_desk.rules.refusals import Refusal

_COLUMNS = (("heading", 15), ("value", 10), ("example", 9), ("meaning", 8))
_CHOOSING = (Qt.Key.Key_F4, Qt.Key.Key_F2, Qt.Key.Key_Space)
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class BlankPage(WidePage):
    """Nothing is written before Enter; what was filled once is proposed so the next time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.blank: BlankInHand | None = None
        self.village = register_of(desk)
        self._path = Path()
        self.form = BlankForm(desk.sitting)
        columns = [
            Column(key, say(f"blank.column_{key}"), width=width, is_spare=key == "meaning")
            for key, width in _COLUMNS
        ]
        self.model: ListModel[Slot] = ListModel(columns, self._text)
        self.list = ListView(self.model)
        self.picker = ValuePicker(self)
        self.title = caption_label("")
        self.meaning = caption_label("")
        self.summary = caption_label("")
        self.choose = QPushButton(say("blank.choose"))
        self.fill = primary_button(say("blank.fill"))
        self.back = QPushButton(say("blank.back"))
        self.first = EmptyPage("report", say("blank.about"), say("blank.choose"))
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def turn_to(self) -> None:
        """Come to the front with the cursor where work goes on."""
        super().turn_to()
        if self.isVisible():
            (self.list if self.blank else self.first.button).setFocus()

    def refresh(self) -> None:
        """Offer the households as they are now."""
        self.village.catch_up()
        self.form.household.take(self.desk.sitting.household_in_hand)
        self.form.take_register(self.village.register)

    def leave(self) -> None:
        """The book is being closed."""
        self.village.leave()
        super().leave()

    def choose_blank(self) -> None:
        """Ask for the township's file and look into it."""
        kind = FileKind(say("sheets.kind_xlsx"), ("xlsx",))
        path = self.desk.asker.choose_file_to_open(question("blank.which"), [kind])
        if path is None:
            return
        sitting = self.desk.sitting
        _ = sitting.reckoner  # read here, so that the work needs nothing of the window's thread

        def work(progress: Progress) -> BlankInHand:
            blank = read_blank(path, cancelled=lambda: progress.is_cancelled)
            return BlankInHand(sitting, blank, still_of(sitting))

        self.desk.frame.in_background(
            work, partial(self._take, path), self.failed, title=say("blank.reading")
        )

    def choose_value(self, typed: str = "") -> None:
        """Offer the values that the heading in hand may be given."""
        slot = self._slot
        if slot is None or self.blank is None:
            return
        body = self.list.body
        cell = body.visualRect(body.currentIndex())
        place = body.viewport().mapToGlobal(QPoint(0, cell.bottom() + 1))
        self.picker.open(self.blank.values_for(slot), slot.value, typed, place)

    def give(self, name: str) -> None:
        """Give the heading in hand a value; the next one comes into hand."""
        slot, number = self._slot, self.list.row_in_hand
        if slot is None or self.blank is None:
            return
        self.blank.set_value(slot, name)
        self._show()
        self.list.take(min(number + 1, self.model.rowCount() - 1))
        self.list.setFocus()

    def save(self) -> None:
        """Fill the blank and save it under another name."""
        if self.blank is None:
            return
        name = say("blank.file_name", name=self._path.stem)
        kind = FileKind(say("sheets.kind_xlsx"), ("xlsx",))
        path = self.desk.asker.choose_file_to_save(
            question("sheets.save_where"), str(self._path.with_name(name)), [kind]
        )
        if path is None:
            return
        try:
            refuse_same_file(path, self._path)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        blank = self.blank
        self.desk.frame.in_background(
            partial(blank.fill, path), partial(self._saved, path), self.failed, title=say("blank.filling")
        )

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self.blank is None:
            return ((say("keys.enter"), say("blank.choose")), ("Esc", say("blank.back")))
        return (
            (say("keys.enter"), say("blank.fill")),
            ("F4", say("blank.key_value")),
            ("Del", say("blank.leave_empty")),
            ("Ctrl+B", say("blank.choose")),
            ("Esc", say("blank.back")),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F4, a letter or a Chinese word in the list opens the values; Del leaves the heading empty."""
        if event.type() == QEvent.Type.KeyPress and self._takes_key(event):
            return True
        return super().eventFilter(watched, event)

    def _takes_key(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        if event.key() in _CHOOSING:
            self.choose_value()
        elif event.key() in _CLEARING:
            self.give("")
        elif event.text().isalpha():
            self.choose_value(event.text())
        else:
            return False
        return True

    @property
    def _slot(self) -> Slot | None:
        number = self.list.row_in_hand
        return self.model.row(number) if 0 <= number < self.model.rowCount() else None

    def _take(self, path: Path, blank: BlankInHand) -> None:
        if self._has_left:
            return
        self.blank, self._path = blank, path
        self.form.show_blank(blank)
        self._stack.setCurrentIndex(1)
        for button in (self.fill, self.choose):
            button.show()
        self._show()
        self.list.take(0)
        self.list.setFocus()
        self.keys_changed.emit()

    def _show(self) -> None:
        if self.blank is None:
            return
        proposal = self.blank.proposal
        self.title.setText(proposal.layout.title or self._path.name)
        number = max(0, self.list.row_in_hand)
        self.model.set_rows(proposal.slots)
        self.list.take(min(number, len(proposal.slots) - 1))
        self._explain()
        key = "sheets" if proposal.is_form else "rows"
        known = say("blank.known") if proposal.is_remembered else ""
        empty = say("blank.empty", headings="、".join(self.blank.empty)) if self.blank.empty else ""
        self.summary.setText(say(f"blank.so_many_{key}", count=len(self.blank.rows)) + empty + known)

    def _explain(self) -> None:
        """Say in full what is under the heading in hand."""
        slot = self._slot
        value = self.blank.value_of(slot) if slot and self.blank else None
        heading = slot.heading if slot else ""
        meaning = value.words.meaning if value else say("blank.nothing")
        self.meaning.setText(say("blank.meaning", heading=heading, meaning=meaning) if slot else "")

    def _saved(self, path: Path, made: FilledBlank) -> None:
        if self.blank is None or self._has_left:
            return
        self.blank.keep()
        words = say("blank.saved", name=path.name, folder=path.parent.name, rows=made.rows)
        empty = say("blank.empty", headings="、".join(made.empty)) if made.empty else ""
        unmatched = say("blank.unmatched", count=made.unmatched) if made.unmatched else ""
        self.summary.setText(words + empty + unmatched)
        self.desk.frame.tell(say("sheets.saved", name=path.name))

    def _text(self, slot: Slot, key: str) -> str:
        value = self.blank.value_of(slot) if self.blank else None
        if key == "heading":
            return slot.heading
        if value is None or self.blank is None:
            return say("blank.nothing") if key == "value" else ""
        if key == "example":
            return self.blank.example(slot)
        return value.words.label if key == "value" else value.words.meaning

    def _go_back(self) -> None:
        self.desk.frame.show_page("sheets")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(pixels("step"))
        head.addWidget(head_label(say("blank.title")))
        head.addWidget(self.title, 1)
        for button in (self.fill, self.choose, self.back):
            button.setAutoDefault(True)
            head.addWidget(button)
        for button in (self.fill, self.choose):
            button.hide()  # without a blank the page has its one button in the middle
        right = QVBoxLayout()
        right.setSpacing(pixels("step"))
        right.addWidget(self.list, 1)
        right.addWidget(self.meaning)
        right.addWidget(self.summary)
        left = scrolled(self.form)
        left.setFixedWidth(pixels("panel"))
        middle = QWidget()
        body = QHBoxLayout(middle)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(pixels("gap"))
        body.addWidget(left)
        body.addLayout(right, 1)
        self._stack.addWidget(self.first)
        self._stack.addWidget(middle)
        self.list.top.horizontalHeader().setStretchLastSection(True)
        self.list.body.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("gap"))
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.own_keys = {"Ctrl+B": self.choose_blank, "F9": self.save, "Esc": self._go_back}
        self.list.opened.connect(lambda _: self.save())
        self.list.row_changed.connect(lambda _: self._explain())
        self.form.changed.connect(self._show)
        self.village.arrived.connect(lambda: self.form.take_register(self.village.register))
        self.picker.picked.connect(self.give)
        self.choose.clicked.connect(self.choose_blank)
        self.first.wanted.connect(self.choose_blank)
        self.fill.clicked.connect(self.save)
        self.back.clicked.connect(self._go_back)
