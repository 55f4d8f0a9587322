"""The quarter's visit of one household: eight blocks, each asked, unchanged or not asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.fields.field_notes import NOTE_KEY, FieldNotes
from village_desk.desk.household.household_tab import HouseholdTab
from village_desk.desk.look import pixels, restyle
from village_desk.desk.page import Desk
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.quarter.visit_form import VisitForm
from village_desk.desk.village_checker import LEVELS
from village_desk.entry.operations import Done
from village_desk.entry.quarter.event_asking import ask_event
from village_desk.entry.quarter.event_entry import DISASTERS, note_event
from village_desk.entry.quarter.visit_entry import VisitEntry
from village_desk.entry.visit_blocks import answered, blocks
from village_desk.rules.refusals import Refusal
from village_desk.store.reckoned.findings import Finding


class VisitTab(HouseholdTab):
    """The visit of the household in hand in the quarter being worked on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state = QLabel()
        self.form = VisitForm(desk, screen("visit"))
        head = QWidget()
        row = QVBoxLayout(head)
        row.setContentsMargins(pixels("margin"), pixels("step"), pixels("margin"), 0)
        row.addWidget(self.state)
        self.column.addWidget(head)
        self.column.addWidget(self.form, 1)
        self.form.saved.connect(lambda _: self._show_state())
        self._entry: VisitEntry | None = None
        self.notes = FieldNotes(self.form, lambda: self._entry.visit if self._entry is not None else None)
        add_keys(self, {"F5": self.copy_earlier, "F6": self.no_change, "Ctrl+N": self.note_event})

    def turn_over(self) -> None:
        """Another household is in hand."""
        self._entry = None

    def read(self) -> None:
        """Show the visit as it is in the book."""
        sitting = self.desk.sitting
        if self._entry is None or self._entry.quarter != sitting.quarter:
            self._entry = VisitEntry(sitting, self.household_id)
            self.form.show_records(self._entry.records())
            self.form.bind(self._entry)
        else:
            self.form.show_records(self._entry.records())
            self.form.read()
        self.form.show_earlier(self._entry.earlier_texts())
        self._show_state()

    def no_change(self) -> int:
        """Mark the block in hand as unchanged and go to the next (F6)."""
        state = self.form.state_in_hand
        return self._mark(state or None, self.form.after_block(state) if state else "")

    def no_change_at_all(self) -> bool:
        """Mark every block not yet answered as unchanged; whether that is on disk now."""
        return self._mark(None, "") >= 0

    def copy_earlier(self) -> None:
        """Take last quarter's answer of the field in hand (F5)."""
        key = self.form.key_in_hand
        entry = self._entry
        if entry is None or not key:
            return
        try:
            answer = entry.copy_earlier(key)
        except Refusal as refusal:
            answer = self.desk.correct(refusal, lambda: entry.copy_earlier(key))
            if answer is None:
                return
        if answer is None:
            self.desk.frame.tell(say("visit.nothing_earlier"))
            return
        self.form.read()
        self._show_state()
        self.form.editor(key).moved.emit(+1)

    def show_found(self, findings: Sequence[Finding]) -> None:
        """Mark the fields of the visit."""
        here: dict[str, tuple[str, str]] = {}
        for finding in reversed(findings):
            name, _, key = finding.field.partition(".")
            for shown in (key,) if name == "visit" else self.form.keys_of(name, key):
                here[shown] = (LEVELS[finding.level], finding.message)
        self.form.set_found(here)

    def take_focus(self, key: str = "", person_id: str = "") -> None:
        """Put the cursor where work goes on."""
        self.form.focus(key if key in self.form.keys else self.form.first_open())

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.form.commit()

    def explain(self) -> None:
        """Explain the field in hand."""
        self.form.explain()

    def place_in_hand(self) -> tuple[str, str]:
        """The visit's field in hand, or that of a record it goes through."""
        key = self.form.key_in_hand
        if ":" in key:
            return f"{key.partition(':')[0]}.{key.rpartition('.')[2]}", ""
        return f"visit.{key}", ""

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            ("F5", say("visit.key_copy")),
            ("F6", say("visit.key_same")),
            ("Ctrl+N", say("visit.key_event")),
            (NOTE_KEY, say("notes.key")),
        )

    def note_event(self) -> None:
        """Note something that happened in the family: it asks what, to whom and when (Ctrl+N)."""
        self.commit()
        entry, desk = self._entry, self.desk
        picture = desk.sitting.picture(self.household_id)
        if entry is None or picture is None:
            return
        happened = ask_event(desk.asker, picture, desk.sitting.today, entry.quarter)
        if happened is None:
            return

        def note() -> Done:
            return note_event(desk.sitting, self.household_id, happened)

        try:
            done: Done | None = note()
        except Refusal as refusal:
            done = desk.correct(refusal, note)
        if done is not None:
            key = "visit.event_help_first" if happened.kind in DISASTERS else "visit.event_noted"
            desk.frame.tell(say(key, kind=happened.kind))
            self.read()

    def _mark(self, state: str | None, then: str) -> int:
        self.commit()
        entry = self._entry
        if entry is None:
            return -1
        try:
            carried = entry.no_change(state)
        except Refusal as refusal:
            corrected = self.desk.correct(refusal, lambda: entry.no_change(state))
            if corrected is None:
                return -1
            carried = corrected
        self.form.read()
        self._show_state()
        key = "visit.same_carried" if carried else "visit.same"
        self.desk.frame.tell(say(key, count=carried))
        if then:
            self.form.focus(then)
        return carried

    def _show_state(self) -> None:
        visit = self._entry.visit if self._entry is not None else None
        left = len(blocks()) - answered(visit)
        if self._entry is not None and self._entry.quarter.first in self.desk.sitting.book.closed:
            text, role = say("visit.closed"), "caption"
        elif visit is None:
            text, role = say("visit.not_begun"), "caption"
        elif left:
            text, role = say("visit.open", count=left), "doubt"
        else:
            text, role = say("visit.done"), "done"
        self.state.setText(text)
        self.state.setProperty("role", role)
        restyle(self.state)
