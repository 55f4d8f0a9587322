"""全村台账: the records of one kind of all households as one table, answered cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.screens import Field
from village_desk.definitions.words import say
from village_desk.entry.keyboard.member_names import member_label, member_named
from village_desk.entry.records.record_entry import Answer, RecordEntry
from village_desk.entry.records.record_kinds import PERSON
from village_desk.entry.records.village_kinds import VillageKind
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, why_not
from village_desk.rules.entitlements import paid_of
from village_desk.rules.livelihood_records import Entitlement
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import Window, year_window
from village_desk.rules.population import is_member_on
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.record_years import belongs_to
from village_desk.rules.records import Household, LedgerLine, Person, Record
from village_desk.store.pictures import walking_order
from village_desk.store.reading import Reading

HEAD = "head_column"
"""The column that says which household a row is of."""
PAID, LACKING = "paid", "lacking"
"""What the ledger shows of an entitlement, and what is still to come."""


_HOME = ("id", "village_code", "number", "head_name", "group", "walking_place")
_MEMBER = ("id", "village_code", "household_id", "position", "name", "joined_on", "left_on")
"""What is read of households and members to say whose a row is: a book has thousands."""


class VillageRecordRow(Struct, frozen=True):
    """One record with whose it is; a row without a record waits for its first answer."""

    household: Household | None = None
    person_id: str | None = None
    record: Record | None = None


class VillageRecords:
    """The rows of one list in one year; the last of a list that grows waits to be filled in."""

    def __init__(self, sitting: Sitting, kind: VillageKind) -> None:
        self._sitting = sitting
        self.year = sitting.year
        self.show(kind)

    def show(self, kind: VillageKind) -> None:
        """Show another list."""
        self.kind = kind
        self.fields: list[Field] = kind.fields()
        self.reload()

    def turn(self, years: int) -> None:
        """Go to another year."""
        self.year += years
        self.reload()

    @property
    def window(self) -> Window:
        """The months of the year."""
        return year_window(self.year, self._sitting.settings.year_mode)

    @property
    def columns(self) -> list[str]:
        """Who, then the questions, then what is reckoned."""
        who = [HEAD] if self.kind.has_household else []
        who += [PERSON] if self.kind.has_person else []
        reckoned = [PAID, LACKING] if self.kind.record_type is Entitlement else []
        return [*who, *(field.key for field in self.fields), *reckoned]

    def reload(self) -> None:
        """Read the list anew, in a handful of statements; texts that were not understood are let go."""
        self._problems: dict[tuple[int, str], tuple[str, str]] = {}
        with self._sitting.book.reading() as reading:
            homes = sorted(reading.household_by_household(Household, _HOME), key=walking_order)
            self.households = {one.id: one for one in homes}
            self._members = _by_household(reading.household_by_household(Person, _MEMBER))
            found = self._records(reading)
            self._lines = (
                _lines_by_household(reading.lines_of_village(self.window))
                if self.kind.record_type is Entitlement
                else {}
            )
        self.rows: list[VillageRecordRow] = [self._row(record) for record in self._sorted(found)]
        if self.kind.grows:
            self.rows.append(VillageRecordRow())

    def persons(self, row: int) -> Sequence[Person]:
        """The members of a row's household."""
        household = self.rows[row].household
        return self._members.get(household.id, ()) if household is not None else ()

    def labels(self, field: Field) -> Sequence[str]:
        """What a choice offers today."""
        return field.offered_on(self._sitting.today)

    def offered(self, row: int) -> list[str]:
        """The members that a row may be about: those who are members now."""
        members = self.persons(row)
        now = [one for one in members if is_member_on(one, self._sitting.today)]
        return [member_label(members, one.id) for one in now]

    def asks(self, row: int, key: str) -> bool:
        """Whether a cell takes an answer: whose a row is, is said while it waits."""
        one = self.rows[row]
        if key in (HEAD, PERSON):
            return one.record is None and (key == HEAD or one.household is not None)
        is_question = key not in (PAID, LACKING)
        return is_question and (
            one.record is not None or one.household is not None or not self.kind.has_household
        )

    def text(self, row: int, key: str) -> str:
        """What stands in a cell; what was typed and not understood stays in it."""
        if (row, key) in self._problems:
            return self._problems[row, key][0]
        one = self.rows[row]
        if key == HEAD:
            return "" if one.household is None else one.household.head_name or one.household.number or ""
        if key == PERSON:
            return self._who(row)
        if key in (PAID, LACKING):
            return self._reckoned(one, key)
        return (
            field_of(self.kind.screen, key).write(getattr(one.record, key)) if one.record is not None else ""
        )

    def problem(self, row: int, key: str) -> str:
        """Why a cell's text was not understood; blank where it was."""
        return self._problems.get((row, key), ("", ""))[1]

    def begin(self, household_id: str) -> None:
        """Say of which household the waiting row is; its only member is taken with it."""
        members = self._members.get(household_id, ())
        now = [one for one in members if is_member_on(one, self._sitting.today)]
        only = now[0].id if self.kind.has_person and len(now) == 1 else None
        self.rows[-1] = VillageRecordRow(self.households[household_id], only)

    def answer(self, row: int, key: str, text: str) -> Answer:
        """Take a cell's text; it is on disk when this returns without a problem.

        The first answer of the waiting row writes its record, and another row waits.

        Raises:
            Refusal: The book cannot be written.
        """
        one = self.rows[row]
        try:
            if key == PERSON:
                self.rows[row] = replace(one, person_id=member_named(self.persons(row), text))
                return Answer(self.text(row, key))
            value = field_of(self.kind.screen, key).read(text)
        except NotUnderstoodError as error:
            self._problems[row, key] = (text, why_not(error))
            return Answer(text, why_not(error))
        self._problems.pop((row, key), None)
        if one.record is not None:
            return self._answer_record(row, key, text)
        if value is not None:
            record = self._insert(one, {key: value})
            self.rows[row] = replace(one, record=record)
            self.rows.append(VillageRecordRow())
        return Answer(self.text(row, key))

    def _answer_record(self, row: int, key: str, text: str) -> Answer:
        entry = RecordEntry(self._sitting, self.rows[row].record)  # type: ignore[arg-type]  # asked before
        answer = entry.answer(key, text)
        self.rows[row] = replace(self.rows[row], record=entry.record)
        if answer.problem is not None:
            self._problems[row, key] = (text, answer.problem)
        return answer

    def _insert(self, one: VillageRecordRow, values: Mapping[str, Value]) -> Record:
        household_id = one.household.id if one.household is not None else None
        with self._sitting.changing("record-saved", household_id) as change:
            record = self.made(change.new_id(), change.village_code, household_id, one.person_id, values)
            change.insert(record)
        return record

    def made(
        self,
        new_id: str,
        code: str,
        household_id: str | None,
        person_id: str | None,
        values: Mapping[str, Value],
    ) -> Record:
        """A new record of the list's kind and year with its first answers."""
        make: Any = self.kind.record_type
        whose: dict[str, Any] = {} if household_id is None else {"household_id": household_id}
        if self.kind.has_person:
            whose["person_id"] = person_id
        if self.kind.is_of_year:
            whose["year"] = self.year
        record: Record = make(new_id, code, **whose, **values)
        return record

    def _records(self, reading: Reading) -> Iterable[Record]:
        record_type = self.kind.record_type
        if record_type is Person:
            return [one for one in reading.all(Person) if is_member_on(one, self._sitting.today)]
        return [record for record in reading.all(record_type) if belongs_to(record, self.window)]

    def _row(self, record: Record) -> VillageRecordRow:
        if isinstance(record, Household):
            return VillageRecordRow(record, None, record)
        household = self.households.get(getattr(record, "household_id", None) or "")
        person_id = record.id if isinstance(record, Person) else getattr(record, "person_id", None)
        return VillageRecordRow(household, person_id, record)

    def _sorted(self, records: Iterable[Record]) -> list[Record]:
        places = {household_id: place for place, household_id in enumerate(self.households)}
        positions = {one.id: one.position for members in self._members.values() for one in members}

        def order(record: Record) -> tuple[int, int, str]:
            row = self._row(record)
            home = places.get(row.household.id, -1) if row.household is not None else -1
            return (home, positions.get(row.person_id or "", 0), record.id)

        return sorted(records, key=order)

    def _who(self, row: int) -> str:
        one = self.rows[row]
        if one.household is None:
            return ""
        label = member_label(self.persons(row), one.person_id)
        return label or (say("support.whole") if one.record is not None else "")

    def _reckoned(self, one: VillageRecordRow, key: str) -> str:
        record = one.record
        if not isinstance(record, Entitlement) or record.due is None:
            return ""
        paid = paid_of(record, self._lines.get(record.household_id, ()), self.window)
        return yuan_text(paid if key == PAID else Fen(max(0, record.due - paid)))


def _by_household(persons: Iterable[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in sorted(persons, key=lambda one: one.position):
        found.setdefault(person.household_id, []).append(person)
    return found


def _lines_by_household(lines: Iterable[LedgerLine]) -> dict[str, list[LedgerLine]]:
    found: dict[str, list[LedgerLine]] = {}
    for line in lines:
        found.setdefault(line.household_id, []).append(line)
    return found
