"""The members of a household: a short list above, the questions about one of them below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.codes import code_list
from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.cards import caption_label
from village_desk.desk.entry_form import EntryForm
from village_desk.desk.household_tab import HouseholdTab
from village_desk.desk.list_view import ListView
from village_desk.desk.look import pixels
from village_desk.desk.own_keys import add_keys
from village_desk.desk.page import Desk
from village_desk.desk.tables import Column, ListModel
from village_desk.desk.village_checker import LEVELS
from village_desk.entry.asking import grave_question, question
from village_desk.entry.new_record import NewRecordEntry, new_member
from village_desk.entry.record_entry import RecordEntry
from village_desk.rules.months import age_on
from village_desk.rules.population import is_counted_on, is_member_on
from village_desk.rules.reading import NotUnderstoodError, read_day
from village_desk.rules.records import Person
from village_desk.rules.refusals import Refusal
from village_desk.store.findings import Finding

_MOST_ROWS = 5
_FIRST_FIELD = "name"


class MembersTab(HouseholdTab):
    """The list of members and the form of the one in hand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.model: ListModel[Person] = ListModel(_columns(), self._text)
        self.view = ListView(self.model)
        self.none = caption_label(say("members.none"))
        self.form = EntryForm(desk, screen("person"))
        self._entry: RecordEntry | NewRecordEntry | None = None
        self._found: dict[str, dict[str, tuple[str, str]]] = {}
        self._build()
        add_keys(
            self,
            {
                "Ctrl+N": self.begin_member,
                "Alt+Up": lambda: self.step(-1),
                "Alt+Down": lambda: self.step(+1),
                "Ctrl+Shift+Up": lambda: self.shift(-1),
                "Ctrl+Shift+Down": lambda: self.shift(+1),
                "Ctrl+Delete": self.mark_left,
            },
        )

    @property
    def person_in_hand(self) -> Person | None:
        """The member whose form is shown; None while a new one is begun."""
        record = self._entry.record if self._entry is not None else None
        return record if isinstance(record, Person) else None

    def turn_over(self) -> None:
        """Another household is in hand."""
        self._entry = None
        self._found = {}

    def read(self) -> None:
        """Show the members as they are in the book."""
        in_hand = self.person_in_hand
        with self.desk.sitting.book.reading() as reading:
            persons = reading.of_household(Person, self.household_id)
        self._show_list(persons)
        here = next((row for row, person in enumerate(persons) if in_hand and person.id == in_hand.id), 0)
        if isinstance(self._entry, NewRecordEntry) and self._entry.record is None:
            return
        if not persons:
            self._bind(None)
        elif in_hand is not None and persons[here].id == in_hand.id:
            self._take_row(here)
            self.form.read()
        else:
            self._take_row(here)
            self._bind(RecordEntry(self.desk.sitting, persons[here]))

    def begin_member(self) -> None:
        """Begin a new member: written as soon as anything is answered, the first one as the head."""
        self.commit()
        entry = new_member(self.desk.sitting, self.household_id)
        self._bind(entry)
        self.view.body.clearSelection()
        self.form.focus(_FIRST_FIELD)

    def step(self, by: int) -> None:
        """Turn to the next or the last member, staying in the field in hand."""
        self.commit()
        in_hand = self.person_in_hand
        rows = self.model.rows
        place = next((row for row, person in enumerate(rows) if in_hand and person.id == in_hand.id), -by)
        if rows and 0 <= place + by < len(rows):
            self._show_row(place + by)

    def shift(self, by: int) -> None:
        """Change places with the member above or below."""
        self.commit()
        person = self.person_in_hand
        order = [member.id for member in self.model.rows]
        if person is None or not 0 <= order.index(person.id) + by < len(order):
            return
        place = order.index(person.id)
        order[place], order[place + by] = order[place + by], order[place]
        self._try_deed(lambda: self._reorder(order))

    def mark_left(self) -> None:
        """Note when and why a member left; the name stays on record."""
        self.commit()
        person = self.person_in_hand
        if person is None:
            return
        name = person.name or say("households.no_name")
        if person.left_on is not None:
            self.desk.frame.tell(say("members.already_left", name=name))
            return
        reasons = code_list("leaving").labels
        chosen = self.desk.asker.choose(question("members.left_why", name=name), reasons)
        if chosen is None:
            return
        day = self._ask_day(name)
        if day is not None:
            values = {"left_on": day, "left_reason": reasons[chosen]}
            self._try_deed(lambda: self._change(person, values))
            self.desk.frame.tell(say("members.left_done", name=name))

    def show_found(self, findings: Sequence[Finding]) -> None:
        """Mark the fields of the member in hand."""
        self._found = {}
        for finding in reversed(findings):
            if finding.field.startswith("person."):
                of_person = self._found.setdefault(finding.person_id or "", {})
                of_person[finding.field.partition(".")[2]] = (LEVELS[finding.level], finding.message)
        self._show_marks()

    def take_focus(self, key: str = "", person_id: str = "") -> None:
        """Put the cursor into a field of a member; a household without members begins its first."""
        if not self.model.rows and self._entry is None:
            self.begin_member()
            return
        row = next((row for row, person in enumerate(self.model.rows) if person.id == person_id), None)
        if row is not None:
            self._show_row(row)
        wanted = key if key in self.form.keys else self.form.key_in_hand
        self.form.focus(wanted or _FIRST_FIELD)

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.form.commit()

    def explain(self) -> None:
        """Explain the field in hand."""
        self.form.explain()

    def place_in_hand(self) -> tuple[str, str]:
        """The field in hand and the member it is asked of."""
        person = self.person_in_hand
        return f"person.{self.form.key_in_hand}", person.id if person else ""

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            ("Ctrl+N", say("members.key_new")),
            ("Alt+↑↓", say("members.key_other")),
            ("Ctrl+Shift+↑↓", say("members.key_move")),
            ("Ctrl+Del", say("members.key_left")),
        )

    def _build(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), 0)
        column.addWidget(self.view)
        column.addWidget(self.none)
        self.column.addWidget(upper)
        self.column.addWidget(self.form, 1)
        for table in (self.view.top, self.view.body):
            table.horizontalHeader().setStretchLastSection(True)
        self.view.body.clicked.connect(lambda index: self._show_row(index.row()))
        self.view.opened.connect(self._show_row)
        self.form.saved.connect(self._saved)

    def _show_list(self, persons: Sequence[Person]) -> None:
        self.model.set_rows(persons)
        self.view.setVisible(bool(persons))
        self.none.setVisible(not persons)
        rows = 1 + min(len(persons), _MOST_ROWS)
        self.view.setFixedHeight(rows * pixels("row") + 6)

    def _take_row(self, row: int) -> None:
        self.view.take(row)

    def _show_row(self, row: int) -> None:
        if not 0 <= row < len(self.model.rows):
            return
        self.commit()
        person = self.model.rows[row]
        if self.person_in_hand is None or self.person_in_hand.id != person.id:
            self._bind(RecordEntry(self.desk.sitting, person))
        self._take_row(row)

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
        person = self.person_in_hand
        marks = {**self._found.get("", {}), **self._found.get(person.id, {})} if person else {}
        self.form.set_found(marks)

    def _ask_day(self, name: str) -> date | None:
        asked = self.desk.asker.ask_text(
            question("members.left_when", name=name), initial=self.desk.sitting.today.isoformat()
        )
        try:
            return read_day(asked) if asked else None
        except NotUnderstoodError:
            self.desk.asker.tell(grave_question("not-understood.not-a-day"))
            return None

    def _reorder(self, order: Sequence[str]) -> None:
        with self.desk.sitting.changing("person-saved", self.household_id) as change:
            for place, person_id in enumerate(order, 1):
                change.change(Person, person_id, {"position": place})

    def _change(self, person: Person, values: dict[str, object]) -> None:
        with self.desk.sitting.changing("person-saved", self.household_id) as change:
            change.change(Person, person.id, values)

    def _try_deed(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except Refusal as refusal:
            self.desk.refused(refusal)

    def _text(self, person: Person, key: str) -> str:
        day = self.desk.sitting.today
        if key == "number":
            return str(person.position)
        if key == "age":
            return str(age_on(person.born_on, day)) if person.born_on else ""
        if key == "state":
            return _state(person, day)
        return getattr(person, key) or ""


def _state(person: Person, day: date) -> str:
    if not is_member_on(person, day):
        return person.left_reason or say("members.state_left")
    return say("members.state_here") if is_counted_on(person, day) else say("members.state_not_counted")


def _columns() -> list[Column]:
    widths = {"number": 2, "name": 6, "relation": 6, "sex": 3, "age": 3, "labour": 6, "state": 5}
    return [
        Column(
            key,
            say(f"members.{key}"),
            is_figure=key in ("number", "age"),
            width=width,
            is_spare=key in ("sex", "age"),
        )
        for key, width in widths.items()
    ]
