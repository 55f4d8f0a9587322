"""One record of a household as a form: texts in, texts out, saved field by field, findings beside it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.entry.keyboard.member_names import member_label, member_named
from village_desk.entry.operations import follow_head
from village_desk.entry.records.record_kinds import KINDS, PERSON
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, fields_of, why_not
from village_desk.rules.followup_records import Problem, Procedure
from village_desk.rules.livelihood_records import Leader
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.records import Household, Person, Record
from village_desk.rules.support_records import Plan

_SCREENS: dict[type[Record], str] = {
    Household: "household",
    Person: "person",
    Problem: "problem",
    Procedure: "procedure",
    Plan: "plan",
    Leader: "leader",
    **{kind.record_type: kind.screen for kind in KINDS.values()},
}
_DEEDS = {"household": "household-saved", "person": "person-saved", "procedure": "procedure-saved"}
_HEAD_KEYS = frozenset({"name", "relation"})


class Answer(Struct, frozen=True):
    """What became of a typed text: saved and shown as ``text``, or kept in the field with ``problem``."""

    text: str
    problem: str | None = None

    @property
    def is_saved(self) -> bool:
        """The value is on disk."""
        return self.problem is None


class RecordEntry:
    """The form of one record; an answer that is understood is on disk when ``answer`` returns."""

    def __init__(self, sitting: Sitting, record: Record) -> None:
        self._sitting = sitting
        self.record = record
        self.screen = _SCREENS[type(record)]
        self._not_understood: dict[str, str] = {}

    @property
    def household_id(self) -> str:
        """The household that the record belongs to."""
        if isinstance(self.record, Household):
            return self.record.id
        return getattr(self.record, "household_id", None) or ""  # a problem may be the village's own

    def texts(self) -> dict[str, str]:
        """Every field as text; a text that was not understood stays as it was typed."""
        shown = {key: field.write(getattr(self.record, key)) for key, field in fields_of(self.screen).items()}
        if hasattr(self.record, "person_id"):
            shown[PERSON] = member_label(self._persons(), self.record.person_id)
        return shown | self._not_understood

    def reload(self) -> None:
        """Read the record anew after somebody else's change."""
        with self._sitting.book.reading() as reading:
            found = reading.one(type(self.record), self.record.id)
        if found is not None:
            self.record = found

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text.

        Raises:
            Refusal: The book cannot be written: disk full, stick pulled; or the number is taken.
        """
        try:
            stored_key, value = self._understood(key, text)
        except NotUnderstoodError as error:
            return self._kept(key, text, why_not(error))
        if value is None and key == "number" and isinstance(self.record, Household):
            return self._kept(key, text, say("not-understood.number-needed"))
        self._not_understood.pop(key, None)
        if value != getattr(self.record, stored_key):
            self._save(stored_key, value)
        return Answer(self.texts()[key])

    def _understood(self, key: str, text: str) -> tuple[str, Value]:
        if key == PERSON:
            return "person_id", member_named(self._persons(), text)
        return key, field_of(self.screen, key).read(text)

    def _persons(self) -> tuple[Person, ...]:
        picture = self._sitting.picture(self.household_id)
        return picture.persons if picture is not None else ()

    def _kept(self, key: str, text: str, problem: str) -> Answer:
        self._not_understood[key] = text
        return Answer(text, problem)

    def _save(self, key: str, value: Value) -> None:
        record_type: type[Any] = type(self.record)
        with self._sitting.changing(_DEEDS.get(self.screen, "record-saved"), self.household_id) as change:
            change.change(record_type, self.record.id, {key: value})
            if isinstance(self.record, Person) and key in _HEAD_KEYS:
                follow_head(change, self.record.household_id, self.record.id)
        self.reload()
