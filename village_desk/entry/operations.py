"""The desk's operations by number and text: what a script says and what the window does are the same deeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from village_desk.definitions.items import income_items
from village_desk.entry.line_amounts import completed, unit_for
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import typed
from village_desk.rules.months import Month
from village_desk.rules.reading import Value
from village_desk.rules.records import HEAD_RELATION, Household, LedgerLine, Person, Record, Target, Visit
from village_desk.rules.refusals import Refusal
from village_desk.store.changing import Changing
from village_desk.store.reading import Reading

RECORDS: Mapping[str, type[Record]] = {
    "household": Household,
    "person": Person,
    "line": LedgerLine,
    "visit": Visit,
    "target": Target,
}

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that is on disk: the record it concerns."""

    id: str
    is_new: bool


def set_household(sitting: Sitting, number: str, texts: Texts) -> Done:
    """Answer questions of a household; an unknown number makes a new one.

    Raises:
        Refusal: A text is not understood, or the number is blank.
    """
    values = typed("household", texts)
    with sitting.book.reading() as reading:
        known = reading.household(number)
    if known is None and not number.strip():
        raise Refusal("no-household-number")
    with sitting.changing("household-saved", known.id if known else None) as change:
        if known is not None:
            change.change(Household, known.id, values)
            return Done(known.id, is_new=False)
        household_id = change.new_id()
        answers = {"number": number.strip(), **values}
        change.insert(Household(household_id, change.village_code, **answers))  # type: ignore[arg-type]
        return Done(household_id, is_new=True)


def set_person(sitting: Sitting, household_number: str, number: str | None, texts: Texts) -> Done:
    """Answer questions of a member by 人编号 or by place (``#2``); an unknown number makes a new member.

    Raises:
        Refusal: ``no-such-household``, or a text is not understood.
    """
    values = typed("person", texts)
    with sitting.book.reading() as reading:
        household = household_of(reading, household_number)
        persons = reading.of_household(Person, household.id)
    known = _member(persons, number)
    with sitting.changing("person-saved", household.id) as change:
        person_id = known.id if known else change.new_id()
        if known is not None:
            change.change(Person, person_id, values)
        else:
            if number and not number.startswith("#"):
                values.setdefault("number", number)
            place = max((person.position for person in persons), default=0) + 1
            change.insert(Person(person_id, change.village_code, household.id, place, **values))  # type: ignore[arg-type]
        _follow_head(change, household, person_id)
    return Done(person_id, is_new=known is None)


def add_line(sitting: Sitting, household_number: str, person: str | None, texts: Texts) -> Done:
    """Add a ledger line.

    Raises:
        Refusal: ``no-such-household``, ``no-such-person``, or a text is not understood.
    """
    values = typed("ledger_line", texts)
    with sitting.book.reading() as reading:
        household = household_of(reading, household_number)
        member = _member(reading.of_household(Person, household.id), person)
    if person and member is None:
        raise Refusal("no-such-person", household=household_number, value=person)
    return insert_line(sitting, household.id, member.id if member else None, values)


def insert_line(sitting: Sitting, household_id: str, person_id: str | None, values: Mapping[str, Value]) -> Done:
    """Add a ledger line whose values are understood already."""
    item = income_items().get(str(values.get("item")))
    whole = completed(None, {**unit_for(item), **values})
    with sitting.changing("line-added", household_id) as change:
        line_id = change.new_id()
        line = LedgerLine(line_id, change.village_code, household_id, person_id, **whole)  # type: ignore[arg-type]
        change.insert(line)
    return Done(line_id, is_new=True)


def set_line(sitting: Sitting, line: LedgerLine, values: Mapping[str, Value]) -> Done:
    """Change a ledger line; its amount follows quantity and price unless it is typed."""
    with sitting.changing("line-changed", line.household_id) as change:
        change.change(LedgerLine, line.id, completed(line, values))
    return Done(line.id, is_new=False)


def set_visit(sitting: Sitting, household_number: str, quarter: Month, texts: Texts) -> Done:
    """Answer questions of a quarter's visit; the first answer makes the visit.

    Raises:
        Refusal: ``no-such-household``, or a text is not understood.
    """
    values = typed("visit", texts)
    with sitting.book.reading() as reading:
        household = household_of(reading, household_number)
    return answer_visit(sitting, household.id, quarter, values)


def answer_visit(sitting: Sitting, household_id: str, quarter: Month, values: Mapping[str, Value]) -> Done:
    """Write answers of a visit that are understood already."""
    with sitting.changing("visit-saved", household_id) as change:
        known = change.visit(household_id, quarter)
        if known is not None:
            change.change(Visit, known.id, values)
            return Done(known.id, is_new=False)
        visit_id = change.new_id()
        change.insert(Visit(visit_id, change.village_code, household_id, quarter, **values))  # type: ignore[arg-type]
        return Done(visit_id, is_new=True)


def set_target(sitting: Sitting, household_number: str, year: int, values: Mapping[str, Value]) -> Done:
    """Set a household's target for a year.

    Raises:
        Refusal: ``no-such-household``.
    """
    with sitting.book.reading() as reading:
        household = household_of(reading, household_number)
        known = next((t for t in reading.of_household(Target, household.id) if t.year == year), None)
    with sitting.changing("target-set", household.id) as change:
        if known is not None:
            change.change(Target, known.id, values)
            return Done(known.id, is_new=False)
        target_id = change.new_id()
        change.insert(Target(target_id, change.village_code, household.id, year, **values))  # type: ignore[arg-type]
        return Done(target_id, is_new=True)


def void(sitting: Sitting, record: str, record_id: str, reason: str) -> Done:
    """Void a record by kind and id.

    Raises:
        Refusal: ``no-reason``, ``unknown-record`` or ``no-such-record``.
    """
    if not reason.strip():
        raise Refusal("no-reason")
    if record not in RECORDS:
        raise Refusal("unknown-record", value=record)
    with sitting.changing("voided", reason=reason.strip()) as change:
        change.void(RECORDS[record], record_id)
    return Done(record_id, is_new=False)


def household_of(reading: Reading, number: str) -> Household:
    """The household with a number.

    Raises:
        Refusal: ``no-such-household``.
    """
    household = reading.household(number)
    if household is None:
        raise Refusal("no-such-household", household=number)
    return household


def next_number(reading: Reading) -> str:
    """A number for a household that the national system does not know yet: 临0001 and on."""
    own = [household.number or "" for household in reading.all(Household)]
    used = [int(number[1:]) for number in own if number.startswith("临") and number[1:].isdigit()]
    return f"临{max(used, default=0) + 1:04d}"


def _member(persons: list[Person], number: str | None) -> Person | None:
    if not number:
        return None
    if number.startswith("#") and number[1:].isdigit():
        return next((person for person in persons if person.position == int(number[1:])), None)
    return next((person for person in persons if person.number == number), None)


def _follow_head(change: Changing, household: Household, person_id: str) -> None:
    """The household's head name is the head's own name: it is typed once."""
    person = cast("Person", change.one(Person, person_id))
    if person.relation == HEAD_RELATION and person.name and person.name != household.head_name:
        change.change(Household, household.id, {"head_name": person.name})
