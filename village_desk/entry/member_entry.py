"""A member about to be added: written as soon as anything is answered, with what follows from the answer."""

from __future__ import annotations

from typing import Any

from village_desk.entry.operations import follow_head
from village_desk.entry.record_entry import Answer, RecordEntry
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, fields_of, why_not
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.records import HEAD_RELATION, Household, Person


class NewMemberEntry:
    """The empty form of a new member; the first of a household is its head."""

    def __init__(self, sitting: Sitting, household_id: str) -> None:
        self._sitting = sitting
        self.household_id = household_id
        with sitting.book.reading() as reading:
            is_first = not reading.of_household(Person, household_id)
        self._implied: dict[str, Value] = {"relation": HEAD_RELATION} if is_first else {}
        self._entry: RecordEntry | None = None
        self._not_understood: dict[str, str] = {}

    @property
    def record(self) -> Person | Household | None:
        """The member once written; None before."""
        return self._entry.record if self._entry is not None else None

    def as_record(self) -> RecordEntry:
        """The form of the member written.

        Raises:
            LookupError: Nothing has been answered yet.
        """
        if self._entry is None:
            raise LookupError
        return self._entry

    def texts(self) -> dict[str, str]:
        """Every field as text, what is implied included."""
        if self._entry is not None:
            return self._entry.texts()
        shown = {key: field.write(self._implied.get(key)) for key, field in fields_of("person").items()}
        return shown | self._not_understood

    def reload(self) -> None:
        """Read the member anew, once written."""
        if self._entry is not None:
            self._entry.reload()

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text; the first answer writes the member.

        Raises:
            Refusal: The book cannot be written.
        """
        if self._entry is not None:
            return self._entry.answer(key, text)
        field = field_of("person", key)
        try:
            value = field.read(text)
        except NotUnderstoodError as error:
            self._not_understood[key] = text
            return Answer(text, why_not(error))
        self._not_understood.pop(key, None)
        if value is not None:
            self._write({**self._implied, key: value})
        return Answer(field.write(value))

    def _write(self, values: dict[str, Any]) -> None:
        with self._sitting.changing("person-saved", self.household_id) as change:
            persons = change.of_household(Person, self.household_id)
            place = max((person.position for person in persons), default=0) + 1
            person = Person(change.new_id(), change.village_code, self.household_id, place, **values)
            change.insert(person)
            follow_head(change, self.household_id, person.id)
        self._entry = RecordEntry(self._sitting, person)
