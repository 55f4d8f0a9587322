"""A record about to be added: written as soon as anything is answered, with what follows from the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from village_desk.entry.keyboard.member_names import member_named
from village_desk.entry.operations import follow_head
from village_desk.entry.records.record_entry import Answer, RecordEntry
from village_desk.entry.records.record_kinds import PERSON, RecordKind, period_for
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, fields_of, why_not
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.records import HEAD_RELATION, Person, Record
from village_desk.store.changing import Changing

Make = Callable[[Changing, dict[str, Any]], Record]
"""Makes the record of its first answers inside the deed that writes it."""


class NewRecordEntry:
    """The empty form of a record that is not there yet."""

    def __init__(
        self, sitting: Sitting, household_id: str, screen: str, make: Make, implied: Mapping[str, Value]
    ) -> None:
        self._sitting = sitting
        self.household_id = household_id
        self.screen = screen
        self._make = make
        self._implied = dict(implied)
        self._entry: RecordEntry | None = None
        self._not_understood: dict[str, str] = {}

    @property
    def record(self) -> Record | None:
        """The record once written; None before."""
        return self._entry.record if self._entry is not None else None

    def as_record(self) -> RecordEntry:
        """The form of the record written.

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
        shown = {key: field.write(self._implied.get(key)) for key, field in fields_of(self.screen).items()}
        return shown | self._not_understood

    def reload(self) -> None:
        """Read the record anew, once written."""
        if self._entry is not None:
            self._entry.reload()

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text; the first answer writes the record.

        Raises:
            Refusal: The book cannot be written.
        """
        if self._entry is not None:
            return self._entry.answer(key, text)
        try:
            stored_key, value = self._understood(key, text)
        except NotUnderstoodError as error:
            self._not_understood[key] = text
            return Answer(text, why_not(error))
        self._not_understood.pop(key, None)
        if value is None:
            return Answer("")
        self._write({**self._implied, stored_key: value})
        return Answer(self.texts().get(key, text))

    def _understood(self, key: str, text: str) -> tuple[str, Value]:
        if key == PERSON:
            picture = self._sitting.picture(self.household_id)
            return "person_id", member_named(picture.persons if picture else (), text)
        return key, field_of(self.screen, key).read(text)

    def _write(self, values: dict[str, Any]) -> None:
        deed = "person-saved" if self.screen == "person" else "record-saved"
        with self._sitting.changing(deed, self.household_id) as change:
            record = self._make(change, values)
            change.insert(record)
            if isinstance(record, Person):
                follow_head(change, self.household_id, record.id)
        self._entry = RecordEntry(self._sitting, record)


def new_member(sitting: Sitting, household_id: str) -> NewRecordEntry:
    """Begin a member; the first of a household is its head."""

    def make(change: Changing, values: dict[str, Any]) -> Person:
        persons = change.of_household(Person, household_id)
        place = max((person.position for person in persons), default=0) + 1
        return Person(change.new_id(), change.village_code, household_id, place, **values)

    with sitting.book.reading() as reading:
        is_first = not reading.of_household(Person, household_id)
    implied = {"relation": HEAD_RELATION} if is_first else {}
    return NewRecordEntry(sitting, household_id, "person", make, implied)


def new_record(sitting: Sitting, household_id: str, kind: RecordKind) -> NewRecordEntry:
    """Begin a record of a kind; it belongs to the quarter, year or month that is being worked on."""

    def make(change: Changing, values: dict[str, Any]) -> Record:
        made: Any = kind.record_type
        record: Record = made(change.new_id(), change.village_code, household_id, **{**period, **values})
        return record

    picture = sitting.picture(household_id)
    period = {} if picture is None else period_for(kind, picture, sitting.quarter.first, sitting.year)
    implied: dict[str, Value] = {"working": True} if kind.screen == "work_spell" else {}
    if kind.period == "month":
        implied["month"] = period.get("month")
    return NewRecordEntry(sitting, household_id, kind.screen, make, implied)
