"""The household itself: its questions, and the national system's figures beside ours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from village_desk.definitions.screens import caption, screen
from village_desk.definitions.words import say
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.fields.field_notes import NOTE_KEY, FieldNotes
from village_desk.desk.household.household_tab import HouseholdTab
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import Card
from village_desk.desk.village_checker import LEVELS
from village_desk.entry.keyboard.amount_typing import shown_amount
from village_desk.entry.records.record_entry import RecordEntry
from village_desk.rules.money import Fen
from village_desk.rules.records import Household
from village_desk.store.reckoned.findings import Finding

_COMPARED = ("wages", "production", "cost", "property", "transfer", "net", "per_capita")


class OverviewTab(HouseholdTab):
    """The form of the household."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = EntryForm(desk, screen("household"))
        self.stated = StatedCard()
        self.form.put_on_top(self.stated)
        self.notes = FieldNotes(self.form, lambda: self._entry.record if self._entry is not None else None)
        self.column.addWidget(self.form)
        self._entry: RecordEntry | None = None

    def turn_over(self) -> None:
        """Another household is in hand."""
        self._entry = None

    def read(self) -> None:
        """Show the household as it is in the book."""
        if self._entry is not None:
            self.form.read()
        else:
            with self.desk.sitting.book.reading() as reading:
                household = reading.one(Household, self.household_id)
            self._entry = RecordEntry(self.desk.sitting, household) if household else None
            self.form.bind(self._entry)
        self._compare()

    def show_found(self, findings: Sequence[Finding]) -> None:
        """Mark the household's fields."""
        here = {
            finding.field.partition(".")[2]: (LEVELS[finding.level], finding.message)
            for finding in reversed(findings)
            if finding.field.startswith("household.")
        }
        self.form.set_found(here)

    def take_focus(self, key: str = "", person_id: str = "") -> None:
        """Put the cursor into a field, the one in hand or the first."""
        wanted = key if key in self.form.keys else self.form.key_in_hand
        self.form.focus(wanted or self.form.keys[0])

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.form.commit()

    def explain(self) -> None:
        """Explain the field in hand."""
        self.form.explain()

    def place_in_hand(self) -> tuple[str, str]:
        """The household's field in hand."""
        return f"household.{self.form.key_in_hand}", ""

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return ((NOTE_KEY, say("notes.key")), ("Ctrl+Shift+M", say("notes.key_list")))

    def _compare(self) -> None:
        sitting = self.desk.sitting
        picture = sitting.picture(self.household_id)
        stated = picture.stated_for(sitting.year) if picture else None
        self.stated.setVisible(stated is not None)
        if picture is None or stated is None:
            return
        own = sitting.income(picture, sitting.year_window)
        rows = [
            (caption(f"stated_totals.{key}"), getattr(stated, key), getattr(own, key)) for key in _COMPARED
        ]
        self.stated.show_rows(sitting.year, rows)


class StatedCard(Card):
    """The system's totals beside those of the ledger, where they differ: both stay as they are."""

    def __init__(self) -> None:
        super().__init__("")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(pixels("gap"))
        self.grid.setVerticalSpacing(pixels("half-step"))
        self.body.addLayout(self.grid)

    def show_rows(self, year: int, rows: Sequence[tuple[str, Fen | None, Fen | None]]) -> None:
        """Show labels with the system's amount and ours."""
        self.title.setText(say("households.stated_title", year=year))
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        differing = [(label, system, own) for label, system, own in rows if system != own]
        if not differing:
            self._put(0, 0, say("households.stated_same"), "caption")
            return
        for column, key in enumerate(("stated_system", "stated_own", "stated_gap"), 1):
            self._put(0, column, say(f"households.{key}"), "caption")
        for row, (label, system, own) in enumerate(differing, 1):
            gap = None if system is None else Fen((own or 0) - system)
            self._put(row, 0, label, "caption")
            for column, amount in enumerate((system, own, gap), 1):
                self._put(row, column, shown_amount(amount), "doubt" if column == 3 else "")

    def _put(self, row: int, column: int, text: str, role: str) -> None:
        label = QLabel(text)
        label.setProperty("role", role)
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.grid.addWidget(label, row, column)
        self.grid.setColumnStretch(column, 1 if column else 0)
