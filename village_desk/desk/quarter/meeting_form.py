"""The month's meeting beside the duties of the first page: written field by field, Esc leads back."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import head_label
from village_desk.entry.quarter.meeting_entry import MeetingEntry
from village_desk.rules.months import month_words


class MeetingForm(QWidget):
    """Title and form; the form is made when it is first wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = head_label("")
        self.form: EntryForm | None = None
        self._entry: MeetingEntry | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.title)

    def begin(self) -> None:
        """Show the meeting that is due and put the cursor behind its month."""
        if self.form is None:
            self.form = EntryForm(self._desk, screen("meeting"))
            self.form.saved.connect(lambda _: self._name())
            self._column.addWidget(self.form, 1)
        self._entry = MeetingEntry(self._desk.sitting)
        self.form.bind(self._entry)
        self._name()
        self.show()
        self.form.focus("held_on")

    def commit(self) -> None:
        """Take the answer under the cursor."""
        if self.form is not None and self.isVisible():
            self.form.commit()

    def _name(self) -> None:
        if self._entry is not None:
            self.title.setText(say("today.meeting_of", month=month_words(self._entry.month)))
