"""The texts of the half-year's analysis, written where its sheet stands; Esc leads back to the sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.screens import screen
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import head_label
from village_desk.entry.quarter.analysis_entry import AnalysisEntry
from village_desk.entry.stills import still_of
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import VillagePicture


class AnalysisForm(QWidget):
    """Title and form; the form is made when it is first wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = head_label("")
        self.form: EntryForm | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.title)

    def begin(self, quarter: Quarter, picture: VillagePicture | None) -> None:
        """Show the texts of the half-year a quarter lies in, drafted from a picture of the village."""
        if self.form is None:
            self.form = EntryForm(self._desk, screen("analysis"))
            self._column.addWidget(self.form, 1)
        entry = AnalysisEntry(self._desk.sitting, quarter, picture or still_of(self._desk.sitting))
        self.title.setText(entry.title)
        self.form.bind(entry)
        self.form.focus("summary")

    def commit(self) -> None:
        """Take the text under the cursor."""
        if self.form is not None:
            self.form.commit()
