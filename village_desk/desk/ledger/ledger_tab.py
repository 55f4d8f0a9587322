"""The income ledger of one household: sums above, the grid, and the rest of the row in hand below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.bars import ShortLabel, StillLabel
from village_desk.desk.fields.cell_box import CellBox
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.fields.field_notes import NOTE_KEY, FieldNotes, ask_note
from village_desk.desk.household.household_tab import HouseholdTab
from village_desk.desk.ledger.income_sums import IncomeSums
from village_desk.desk.ledger.ledger_paste import LedgerPaste
from village_desk.desk.ledger.ledger_table import WIDTHS, LedgerModel
from village_desk.desk.ledger.ledger_view import LedgerView
from village_desk.desk.ledger.ledger_words import about_cell, asked_as, ledger_keys
from village_desk.desk.ledger.line_entry import LineEntry
from village_desk.desk.look import pixels, set_role
from village_desk.desk.page import Desk
from village_desk.desk.parts.own_keys import add_keys
from village_desk.entry.asking import grave_question
from village_desk.entry.keyboard.amount_typing import amount_echo, grouped, number_echo
from village_desk.entry.ledger.income_summary import SummaryRow
from village_desk.entry.ledger.ledger_entry import PERSON, LedgerEntry
from village_desk.entry.notes import place_of
from village_desk.rules.months import Window, year_window
from village_desk.rules.records import LedgerLine
from village_desk.rules.refusals import Refusal

_ROOM_FOR_ALL = 9
"""Rows high that the tab must be for the bar and the words."""
_MORE = ("span", "scale", "scale_unit", "unit", "evidence", "place", "note")


class LedgerTab(HouseholdTab):
    """The grid of a household in one window: the year, the year before, or the quarter in work."""

    def __init__(self, desk: Desk, *, begins_with_quarter: bool = False) -> None:
        super().__init__(desk)
        self._place = 2 if begins_with_quarter else 1
        self._more: LineEntry | None = None
        self.sums = IncomeSums()
        self.model = LedgerModel(desk.sitting)
        self.view = LedgerView(self.model)
        self.line = StillLabel(ground="paper")
        self.line.setProperty("role", "caption")
        self.more = EntryForm(desk, screen("ledger_line"), keys=_MORE)
        self.notes = FieldNotes(self.more, lambda: self._more.line if self._more is not None else None)
        self.months = ShortLabel()
        self.months.setProperty("role", "caption")
        self.switches = [self._switch(place) for place in range(3)]
        self._build()
        self._tie()

    @property
    def entry(self) -> LedgerEntry:
        """The presenter of the household in hand."""
        return self.model.entry

    def minimumSizeHint(self) -> QSize:
        """The bar of incomes and the words below the grid give way on a low screen."""
        hint = super().minimumSizeHint()
        spare = sum(widget.sizeHint().height() + pixels("step") for widget in self._spare_shown())
        return QSize(hint.width(), hint.height() - spare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        has_room = self.height() >= _ROOM_FOR_ALL * pixels("row")
        for widget in (self.sums.bar, self.line):
            widget.setVisible(has_room)

    def _spare_shown(self) -> list[QWidget]:
        return [widget for widget in (self.sums.bar, self.line) if not widget.isHidden()]

    def read(self) -> None:
        """Show the ledger as it is in the book."""
        window = self._windows()[self._place]
        if self.view.cell.is_open:
            return
        entry = None if self.model.is_empty else self.entry
        if entry is None or (entry.household_id, entry.window) != (self.household_id, window):
            self.model.set_entry(LedgerEntry(self.desk.sitting, self.household_id, window))
            self.view.go_to(self.model.waiting, "item")
            # The table has no height yet when the tab is first shown.
            QTimer.singleShot(0, self.view, lambda: self.view.scrollTo(self.view.currentIndex()))
        else:
            row = self.view.row
            line_id = entry.lines[row].id if row < self.model.waiting else ""
            key = self.view.key
            entry.reload()
            self.model.show_rows()
            row = self.model.row_of(line_id) if line_id else min(row, self.model.rowCount() - 1)
            self.view.go_to(row, key)
        self._show_sums()

    def read_again(self) -> None:
        """Show the sums; lines keep their places while they are typed, unless others came or went."""
        picture = self.desk.sitting.picture(self.household_id)
        if picture is self.entry.picture:
            return  # the answer was given here, and its sums are shown already
        if picture is None or [line.id for line in picture.lines] != [
            line.id for line in self.entry.picture.lines
        ]:
            self.read()
        else:
            self._show_amounts()

    def take_focus(self, key: str = "", person_id: str = "") -> None:
        """Put the cursor into the grid; where a line (id) is said, on its cell, be it of the year before."""
        self.view.setFocus()
        lines = () if self.model.is_empty else self.entry.picture.lines
        line = next((one for one in lines if one.id == person_id), None)
        if line is not None:
            self._show_line(line, key)

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.view.commit()
        self.more.commit()

    def explain(self) -> None:
        """Explain the column in hand."""
        if self.more.isVisible() and self.more.focusWidget() is QApplication.focusWidget():
            self.more.explain()
            return
        name = asked_as(self.view.key)
        if name == PERSON:
            self.desk.frame.panel.show_help(say("ledger.person"), say("ledger.person_help"))
        else:
            field = screen("ledger_line").field(name)
            self.desk.frame.panel.show_help(field.label, field.help)

    def place_in_hand(self) -> tuple[str, str]:
        """Findings lead to the ledger as a whole."""
        return "ledger", ""

    def field_in_hand(self) -> str:
        """The column in hand."""
        return f"ledger_line.{asked_as(self.view.key)}"

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self.pasting.preview is not None:
            return self.pasting.preview.bottom_keys()
        return ledger_keys()

    def copy_last_year(self) -> None:
        """Copy last year's figure of the row in hand (F5)."""
        self.view.commit()
        row = self.view.row
        pale = self.model.expected_at(row)
        if pale is not None:
            count = self._try_count(lambda: self.entry.take_expected(pale))
            self._tell_count(count, "copied")
            return
        hint = self.entry.last_year_hint(row)
        if hint is None:
            self.desk.frame.tell(say("ledger.nothing_to_copy"))
            return
        self._try_count(lambda: self._answered(row, "amount", grouped(hint)))
        self._after_change()

    def carry_forward(self) -> None:
        """Copy last quarter's recurring lines into this quarter (F6)."""
        self.view.commit()
        self._tell_count(self._try_count(self.entry.carry_forward), "carried")

    def cost_by_ratio(self) -> None:
        """Reckon the cost that nobody could name (F7)."""
        self.view.commit()
        self._tell_count(self._try_count(self.entry.cost_by_ratio), "by_ratio", "no_ratio")

    def void(self) -> None:
        """Take the line in hand out, with a reason (Delete)."""
        row = self.view.row
        if row >= self.model.waiting:
            return
        item, line = self.model.text(row, "item"), self.entry.lines[row]
        amount = grouped(line.amount) if line.amount is not None else ""
        asked = grave_question("ledger.void", item=item, amount=amount)
        reason = self.desk.asker.ask_text(asked)
        if not (reason or "").strip():
            return
        if self._try_count(lambda: self._voided(row, str(reason))):
            self._after_change()
            self.desk.frame.tell(say("ledger.voided", item=item))

    def note(self) -> None:
        """Note something at the cell in hand (Ctrl+M)."""
        self.view.commit()
        row, key = self.view.row, asked_as(self.view.key)
        place = place_of(self.entry.lines[row], key) if row < self.model.waiting else None
        if place is None:
            self.desk.frame.tell(say("notes.nowhere"))
        elif ask_note(self.desk, place, self.model.note(row, key)):
            self.read()

    def show_window(self, place: int) -> None:
        """Show the year before (0), the year (1) or the quarter in work (2)."""
        self.commit()
        self._place = max(0, min(place, 2))
        self.read()
        self.view.setFocus()

    def _show_line(self, line: LedgerLine, key: str) -> None:
        windows = self._windows()
        shown = (one for one in (self._place, 1, 0) if line.month is not None and line.month in windows[one])
        place = next(shown, self._place)
        if place != self._place:
            self.show_window(place)
        self.view.go_to(self.model.row_of(line.id), key if key in WIDTHS else "item")
        if key in _MORE:
            self._go_to_more()
            self.more.focus(key)

    def _windows(self) -> tuple[Window, Window, Window]:
        sitting = self.desk.sitting
        before = year_window(sitting.year - 1, sitting.settings.year_mode)
        return before, sitting.year_window, sitting.quarter.window

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(pixels("step"))
        frame = QFrame()
        frame.setProperty("role", "flags")
        inner = QHBoxLayout(frame)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.setSpacing(2)
        for switch in self.switches:
            inner.addWidget(switch)
        head.addWidget(frame)
        head.addWidget(self.months, 1)
        table = QFrame()
        table.setProperty("role", "table")
        inside = QVBoxLayout(table)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.addWidget(self.view)
        self.table = table
        self.pasting = LedgerPaste(self.desk, self.view, table)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("step"))
        column.setSpacing(pixels("step"))
        column.addLayout(head)
        column.addWidget(self.sums)
        column.addWidget(table, 1)
        column.addWidget(self.line)
        self.column.addWidget(page, 1)
        self.more.hide()
        self.column.addWidget(self.more)

    def _tie(self) -> None:
        self.view.answered.connect(self._show_amounts)
        self.view.turned.connect(self._show_row)
        self.pasting.turned.connect(self.keys_changed)
        self.pasting.written.connect(lambda count: self._tell_count(count, "pasted"))
        self.view.refused.connect(self.desk.correct)
        self.view.cell.textChanged.connect(lambda _: self._echo())
        self.more.saved.connect(lambda _: self._after_change())
        add_keys(
            self,
            {
                "F5": self.copy_last_year,
                "F6": self.carry_forward,
                "F7": self.cost_by_ratio,
                "Ctrl+V": self.pasting.paste,
                "Alt+Left": lambda: self.show_window(self._place - 1),
                "Alt+Right": lambda: self.show_window(self._place + 1),
                "Alt+Down": self._go_to_more,
                "Alt+Up": self.view.setFocus,
            },
        )
        add_keys(self.view, {NOTE_KEY: self.note})
        add_keys(self.view, {"Del": self.void}, alone=True)

    def _switch(self, place: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "flags")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.show_window(place))
        return button

    def _show_sums(self) -> None:
        sitting = self.desk.sitting
        words = (
            say("ledger.this_year", year=sitting.year - 1),
            say("ledger.this_year", year=sitting.year),
            say("ledger.this_quarter"),
        )
        for place, (switch, word) in enumerate(zip(self.switches, words, strict=True)):
            switch.setText(f" {word} ")
            switch.setChecked(place == self._place)
        self.months.setText(say("ledger.window", window=self.entry.window.text()))
        self._show_amounts()
        self._show_row()

    def _show_amounts(self) -> None:
        rows = self.entry.summary()
        if self._place == 2:
            # A quarter's income per head says nothing against a line of the year.
            rows[-1] = SummaryRow(rows[-1].label, None, lambda: say("ledger.gap_of_year"))
        self.sums.show_sums(rows, self.entry.income())

    def _show_row(self) -> None:
        """Say under the grid what is to be known of the cell in hand."""
        if self.model.is_empty:
            return
        row, key = self.view.row, self.view.key
        text = about_cell(self.model, row, key)
        is_doubt = bool(self.model.problem(row, key)) or self.entry.disagrees(row)
        self.line.setText(text)
        set_role(self.line, "doubt" if is_doubt else "caption")
        self.table.setProperty("focused", "yes" if self.view.hasFocus() else "no")
        self.explain()

    def _echo(self) -> None:
        box: CellBox = self.view.cell
        if box.is_open:
            reads = amount_echo if self.view.key == "amount" else number_echo
            self.line.setText(reads(box.text()))

    def _go_to_more(self) -> None:
        self.view.commit()
        row = self.view.row
        if row >= self.model.waiting:
            self.desk.frame.tell(say("ledger.more_waiting"))
            return
        self._more = LineEntry(self.entry, row)
        self.more.bind(self._more)
        self.more.show()
        self.more.setFixedHeight(min(self.height() // 2, 7 * pixels("field")))
        self.more.focus()

    def _after_change(self) -> None:
        self.view.show_rows()
        self._show_amounts()
        self._show_row()

    def _answered(self, row: int, key: str, text: str) -> int:
        self.model.answer(row, key, text)
        return 1

    def _voided(self, row: int, reason: str) -> int:
        self.entry.void(row, reason)
        return 1

    def _tell_count(self, count: int, done: str, nothing: str = "nothing_to_copy") -> None:
        self._after_change()
        self.desk.frame.tell(say(f"ledger.{done}", count=count) if count else say(f"ledger.{nothing}"))

    def _try_count(self, deed: Callable[[], int]) -> int:
        try:
            return deed()
        except Refusal as refusal:
            return self.desk.correct(refusal, deed) or 0
