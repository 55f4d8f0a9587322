"""The members of a household: a short list above, the questions about one of them below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from village_desk.definitions.codes import code_list
from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.fields.field_notes import NOTE_KEY, FieldNotes
from village_desk.desk.household.list_form_tab import ListFormTab
from village_desk.desk.page import Desk
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.asking import grave_question, question
from village_desk.entry.records.new_record import NewRecordEntry, new_member
from village_desk.rules.months import age_on
from village_desk.rules.population import is_counted_on, is_member_on
from village_desk.rules.reading import NotUnderstoodError, read_day
from village_desk.rules.records import Person


class MembersTab(ListFormTab[Person]):
    """The list of members and the form of the one in hand."""

    first_field = "name"

    def __init__(self, desk: Desk) -> None:
        model: ListModel[Person] = ListModel(_columns(), self._text)
        super().__init__(desk, model, EntryForm(desk, screen("person")), say("members.none"))
        self.notes = FieldNotes(self.form, lambda: self.record_in_hand)
        add_keys(
            self,
            {
                "Ctrl+Shift+Up": lambda: self.shift(-1),
                "Ctrl+Shift+Down": lambda: self.shift(+1),
                "Ctrl+Delete": self.mark_left,
            },
        )

    @property
    def person_in_hand(self) -> Person | None:
        """The member whose form is shown; None while a new one is begun."""
        return self.record_in_hand

    def records(self) -> list[Person]:
        """The members, those who left included."""
        with self.desk.sitting.book.reading() as reading:
            return reading.of_household(Person, self.household_id)

    def new_entry(self) -> NewRecordEntry:
        """Begin a member; the first one is the head."""
        return new_member(self.desk.sitting, self.household_id)

    def person_of(self, record: Person) -> str:
        """A finding of a member is marked at that member."""
        return record.id

    def shift(self, by: int) -> None:
        """Change places with the member above or below."""
        self.commit()
        person = self.record_in_hand
        order = [member.id for member in self.model.rows]
        if person is None or not 0 <= order.index(person.id) + by < len(order):
            return
        place = order.index(person.id)
        order[place], order[place + by] = order[place + by], order[place]
        self.try_deed(lambda: self._reorder(order))

    def mark_left(self) -> None:
        """Note when and why a member left; the name stays on record."""
        self.commit()
        person = self.record_in_hand
        if person is None:
            return
        name = person.name or say("households.no_name")
        if person.left_on is not None:
            self.desk.frame.tell(say("members.already_left", name=name))
            return
        reasons = code_list("leaving").labels_on(self.desk.sitting.today)
        chosen = self.desk.asker.choose(question("members.left_why", name=name), reasons)
        if chosen is None:
            return
        day = self._ask_day(name)
        if day is not None:
            values = {"left_on": day, "left_reason": reasons[chosen]}
            self.try_deed(lambda: self._change(person, values))
            self.desk.frame.tell(say("members.left_done", name=name))

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            ("Ctrl+N", say("members.key_new")),
            ("Alt+↑↓", say("members.key_other")),
            ("Ctrl+Shift+↑↓", say("members.key_move")),
            ("Ctrl+Del", say("members.key_left")),
            (NOTE_KEY, say("notes.key")),
        )

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
