"""A tab with a short list above and the questions about the record in hand below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.household.household_tab import HouseholdTab
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.tables import ListModel
from village_desk.desk.village_checker import LEVELS
from village_desk.entry.records.new_record import NewRecordEntry
from village_desk.entry.records.record_entry import RecordEntry
from village_desk.rules.records import Record
from village_desk.rules.refusals import Refusal
from village_desk.store.reckoned.findings import Finding

R = TypeVar("R", bound=Record)
_MOST_ROWS = 5


class ListFormTab(HouseholdTab, Generic[R]):
    """What the members and the records beside the ledger have in common: the list, the form, their keys.

    A subclass gives the records, begins a new one and says which key of a finding is its own.
    """

    first_field = ""
    """Where a new record begins."""

    def __init__(self, desk: Desk, model: ListModel[R], form: EntryForm, none: str) -> None:
        super().__init__(desk)
        self.model = model
        self.view = ListView(model)
        self.none = caption_label(none)
        self.form = form
        self.upper = QVBoxLayout()
        self._entry: RecordEntry | NewRecordEntry | None = None
        self._found: dict[str, dict[str, tuple[str, str]]] = {}
        self._build()
        add_keys(
            self,
            {
                "Ctrl+N": self.begin,
                "Alt+Up": lambda: self.step(-1),
                "Alt+Down": lambda: self.step(+1),
            },
        )

    def records(self) -> Sequence[R]:
        """The records as they are in the book.

        Raises:
            NotImplementedError: A subclass says which they are.
        """
        raise NotImplementedError

    def new_entry(self) -> NewRecordEntry:
        """Make the empty form of a new record.

        Raises:
            NotImplementedError: A subclass says of which kind.
        """
        raise NotImplementedError

    @property
    def screen_name(self) -> str:
        """The screen that is shown: the part before the point in the field of a finding."""
        return self.form.screen_shown.name

    @property
    def record_in_hand(self) -> R | None:
        """The record whose form is shown; None while a new one is begun."""
        record = self._entry.record if self._entry is not None else None
        return cast(R, record) if record is not None else None

    def turn_over(self) -> None:
        """Another household is in hand."""
        self._entry = None
        self._found = {}

    def read(self) -> None:
        """Show the records as they are in the book."""
        in_hand = self._entry.record if self._entry is not None else None
        records = self.records()
        self._show_list(records)
        if isinstance(self._entry, NewRecordEntry) and self._entry.record is None:
            return
        here = next((row for row, one in enumerate(records) if in_hand and one.id == in_hand.id), 0)
        if not records:
            self._bind(None)
        elif in_hand is not None and records[here].id == in_hand.id:
            self.view.take(here)
            self.form.read()
        else:
            self.view.take(here)
            self._bind(RecordEntry(self.desk.sitting, records[here]))

    def begin(self) -> None:
        """Begin a new record: it is written as soon as anything is answered."""
        self.commit()
        self._bind(self.new_entry())
        self.view.body.clearSelection()
        self.form.focus(self.first_field)

    def step(self, by: int) -> None:
        """Turn to the next or the last record, staying in the field in hand."""
        self.commit()
        in_hand = self.record_in_hand
        rows = self.model.rows
        place = next((row for row, one in enumerate(rows) if in_hand and one.id == in_hand.id), -by)
        if rows and 0 <= place + by < len(rows):
            self.show_row(place + by)

    def show_row(self, row: int) -> None:
        """Take the record of a row in hand."""
        if not 0 <= row < len(self.model.rows):
            return
        self.commit()
        record = self.model.rows[row]
        in_hand = self.record_in_hand
        if in_hand is None or in_hand.id != record.id:
            self._bind(RecordEntry(self.desk.sitting, record))
        self.view.take(row)

    def show_found(self, findings: Sequence[Finding]) -> None:
        """Mark the fields of the record in hand."""
        self._found = {}
        for finding in reversed(findings):
            name, _, key = finding.field.partition(".")
            if name == self.screen_name:
                of_person = self._found.setdefault(finding.person_id or "", {})
                of_person[key] = (LEVELS[finding.level], finding.message)
        self._show_marks()

    def person_of(self, record: R) -> str:
        """The id of the member that a record is about; blank for the household."""
        return getattr(record, "person_id", None) or ""

    def take_focus(self, key: str = "", person_id: str = "") -> None:
        """Put the cursor into a field of a member's record; where there is none yet the first is begun."""
        if not self.model.rows and self._entry is None:
            self.begin()
            return
        rows = enumerate(self.model.rows)
        row = next((row for row, one in rows if person_id and self.person_of(one) == person_id), None)
        if row is not None:
            self.show_row(row)
        wanted = key if key in self.form.keys else self.form.key_in_hand
        self.form.focus(wanted or self.first_field)

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.form.commit()

    def explain(self) -> None:
        """Explain the field in hand."""
        self.form.explain()

    def place_in_hand(self) -> tuple[str, str]:
        """The field in hand and the member it is asked of."""
        record = self.record_in_hand
        return f"{self.screen_name}.{self.form.key_in_hand}", self.person_of(record) if record else ""

    def try_deed(self, deed: Callable[[], object]) -> bool:
        """Do something; whether it was done."""
        try:
            deed()
        except Refusal as refusal:
            return self.desk.correct(refusal, lambda: (deed(),)) is not None
        return True

    def _build(self) -> None:
        upper = QWidget()
        self.upper = QVBoxLayout(upper)
        self.upper.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), 0)
        self.upper.setSpacing(pixels("step"))
        self.upper.addWidget(self.view)
        self.upper.addWidget(self.none)
        self.column.addWidget(upper)
        self._tie_view()
        self._place_form(self.form)

    def _place_form(self, form: EntryForm) -> None:
        self.column.addWidget(form, 1)
        form.saved.connect(self._saved)

    def _tie_view(self) -> None:
        for table in (self.view.top, self.view.body):
            table.horizontalHeader().setStretchLastSection(True)
        self.view.body.clicked.connect(lambda index: self.show_row(index.row()))
        self.view.opened.connect(self.show_row)

    def _show_list(self, records: Sequence[R]) -> None:
        self.model.set_rows(records)
        self.view.setVisible(bool(records))
        self.none.setVisible(not records)
        rows = 1 + min(len(records), _MOST_ROWS)
        self.view.setFixedHeight(rows * pixels("row") + 6)

    def _bind(self, entry: RecordEntry | NewRecordEntry | None) -> None:
        self._entry = entry
        self.form.bind(entry)
        self._show_marks()

    def _saved(self, _: str) -> None:
        if isinstance(self._entry, NewRecordEntry) and self._entry.record is not None:
            self._entry = self._entry.as_record()
            self.form.rebind(self._entry)
        self._show_marks()

    def _show_marks(self) -> None:
        record = self.record_in_hand
        if record is None:
            self.form.set_found({})
            return
        of_member = self._found.get(self.person_of(record), {})
        self.form.set_found({**self._found.get("", {}), **of_member})
