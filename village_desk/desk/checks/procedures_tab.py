"""The procedures of monitoring: what is to be done now and by when; below, the days of the one in hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card, caption_label, scrolled
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.checks.procedure_entry import ProcedureEntry, ProcedureRow
from village_desk.entry.checks.procedure_words import next_words, standing_lines, state_words

_WIDTHS = {"head": 5, "group": 4, "kind": 5, "now": 8, "due": 6, "standing": 8}


class ProceduresTab(QWidget):
    """List, form and steps.

    Signals:
        opened: A household (its id) is wanted.
    """

    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        columns = [Column(key, say(f"procedures.{key}"), width=width) for key, width in _WIDTHS.items()]
        self.model: ListModel[ProcedureRow] = ListModel(columns, _text)
        self.view = ListView(self.model)
        self.form = EntryForm(desk, screen("procedure"))
        self.steps = QLabel()
        self.none = caption_label(say("procedures.none"))
        self._middle = QStackedWidget()
        self._bound = ""
        self._build()
        self.view.row_changed.connect(self._turn)
        self.view.opened.connect(lambda _: self.form.focus())
        self.form.passed_end.connect(self.view.setFocus)
        self.form.passed_start.connect(self.view.setFocus)

    @property
    def row_in_hand(self) -> ProcedureRow | None:
        """The procedure in hand."""
        row = self.view.row_in_hand
        return self.model.row(row) if 0 <= row < len(self.model.rows) else None

    def show_rows(self, rows: Sequence[ProcedureRow], wanted: str = "") -> None:
        """Show the procedures; the wanted one, or the one in hand, stays in hand."""
        in_hand = wanted or self._bound
        self.model.set_rows(rows)
        self._middle.setCurrentIndex(0 if rows else 1)
        place = next((place for place, row in enumerate(rows) if row.procedure.id == in_hand), 0)
        self.view.take(place)
        self._bind(place)

    def take_focus(self) -> None:
        """Put the cursor into the list."""
        self.view.setFocus()

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.form.commit()

    def _turn(self, number: int) -> None:
        if 0 <= number < len(self.model.rows) and self.model.row(number).procedure.id != self._bound:
            self.form.commit()
            self._bind(number)

    def _bind(self, number: int) -> None:
        if not 0 <= number < len(self.model.rows):
            self._bound = ""
            return
        row = self.model.row(number)
        self.steps.setText("\n".join(standing_lines(row)))
        if row.procedure.id == self._bound:
            self.form.read()
            return
        self._bound = row.procedure.id
        self.form.bind(ProcedureEntry(self._desk.sitting, row.procedure))

    def _build(self) -> None:
        self.steps.setWordWrap(True)
        self.steps.setTextFormat(Qt.TextFormat.PlainText)
        self.steps.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = Card(say("procedures.steps"))
        card.body.addWidget(self.steps)
        card.body.addStretch(1)
        for table in (self.view.top, self.view.body):
            table.horizontalHeader().setStretchLastSection(True)
        lower = QHBoxLayout()
        lower.setSpacing(pixels("gap"))
        lower.addWidget(self.form, 1)
        steps = scrolled(card)
        steps.setFixedWidth(pixels("panel"))
        lower.addWidget(steps)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        self.view.setMinimumHeight(2 * pixels("row"))
        column.addWidget(self.view, 2)
        column.addLayout(lower, 3)
        self._middle.addWidget(whole)
        self._middle.addWidget(self.none)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, pixels("step"), 0, 0)
        outer.addWidget(self._middle)


def _text(row: ProcedureRow, key: str) -> str:
    if key == "head":
        return row.household.head_name or row.household.number or say("findings.no_head")
    if key == "group":
        return row.household.group or ""
    if key == "kind":
        return row.procedure.kind or ""
    if key == "standing":
        return state_words(row)
    step, due = next_words(row)
    return step if key == "now" else due
