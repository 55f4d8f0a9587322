"""The desk's operations by number and text: a script and the window do the same deeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from village_desk.definitions.items import income_items
from village_desk.entry.line_amounts import completed, unit_for
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import typed, why_not
from village_desk.entry.visit_blocks import with_states
from village_desk.rules.months import Month
from village_desk.rules.reading import NotUnderstoodError, Value
from village_desk.rules.records import HEAD_RELATION, Household, LedgerLine, Person, Record, Visit
from village_desk.rules.refusals import Refusal
from village_desk.store.changing import Changing
from village_desk.store.reading import Reading

Texts = Mapping[str, str]


class Done(Struct, frozen=True):
    """A deed that is on disk: the record it concerns."""

    id: str
    is_new: bool


def set_household(sitting: Sitting, number: str, texts: Texts) -> Done:
    """Answer questions of a household; an unknown number makes a new one.

    Raises:
        Refusal: A text is not understood, or the number is blank.
    """
    wanted = _number("household", number)
    if wanted is None:
        raise Refusal("no-household-number")
    values = typed("household", texts)
    with sitting.book.reading() as reading:
        known = reading.household(wanted)
    with sitting.changing("household-saved", known.id if known else None) as change:
        if known is not None:
            _change(change, Household, known.id, values)
            return Done(known.id, is_new=False)
        household_id = change.new_id()
        answers: dict[str, Any] = {"number": wanted, **values}
        change.insert(Household(household_id, change.village_code, **answers))
        return Done(household_id, is_new=True)


def set_person(sitting: Sitting, household_number: str, number: str | None, texts: Texts) -> Done:
    """Answer questions of a member, found as member_of finds one; an unknown number makes a new member.

    Raises:
        Refusal: ``no-such-household``, ``no-such-person`` for a place nobody has, or as typed.
    """
    values = typed("person", texts)
    with sitting.book.reading() as reading:
        household = household_of(reading, household_number)
        persons = reading.of_household(Person, household.id)
    known = member_of(persons, number)
    if known is None and number and number.startswith("#"):
        raise Refusal("no-such-person", household=household_number, value=number)
    with sitting.changing("person-saved", household.id) as change:
        person_id = known.id if known else change.new_id()
        if known is not None:
            _change(change, Person, person_id, values)
        else:
            answers: dict[str, Any] = {"number": _number("person", number or ""), **values}
            place = max((person.position for person in persons), default=0) + 1
            change.insert(Person(person_id, change.village_code, household.id, place, **answers))
        follow_head(change, household.id, person_id)
    return Done(person_id, is_new=known is None)


def add_line(sitting: Sitting, household_number: str, person: str | None, texts: Texts) -> Done:
    """Add a ledger line.

    Raises:
        Refusal: ``no-such-household``, ``no-such-person``, or a text is not understood.
    """
    values = typed("ledger_line", texts)
    with sitting.book.reading() as reading:
        household = household_of(reading, household_number)
        member = member_of(reading.of_household(Person, household.id), person)
    if person and member is None:
        raise Refusal("no-such-person", household=household_number, value=person)
    return insert_line(sitting, household.id, member.id if member else None, values)


def insert_line(
    sitting: Sitting, household_id: str, person_id: str | None, values: Mapping[str, Value]
) -> Done:
    """Add a ledger line whose values are understood already.

    Raises:
        Refusal: ``not-understood``: quantity times price is too large to be meant.
    """
    item = income_items().get(str(values.get("item")))
    whole: dict[str, Any] = _completed({**unit_for(item), **values})
    with sitting.changing("line-added", household_id) as change:
        line_id = change.new_id()
        change.insert(LedgerLine(line_id, change.village_code, household_id, person_id, **whole))
    return Done(line_id, is_new=True)


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
    """Write answers of a visit that are understood already; their blocks are marked as asked."""
    with sitting.changing("visit-saved", household_id) as change:
        return tell_visit(change, household_id, quarter, with_states(values))


def tell_visit(
    change: Changing, household_id: str, quarter: Month, answers: Mapping[str, Value], **at_first: Value
) -> Done:
    """Write answers of a visit within a deed; ``at_first`` is noted besides where they make the visit."""
    known = change.visit(household_id, quarter)
    if known is not None:
        _change(change, Visit, known.id, answers)
        return Done(known.id, is_new=False)
    visit_id, whole = change.new_id(), dict[str, Any](at_first) | dict(answers)
    change.insert(Visit(visit_id, change.village_code, household_id, quarter, **whole))
    return Done(visit_id, is_new=True)


def household_of(reading: Reading, number: str) -> Household:
    """The household with a number.

    Raises:
        Refusal: ``no-such-household``.
    """
    household = reading.household(number)
    if household is None:
        raise Refusal("no-such-household", household=number)
    return household


def member_of(persons: list[Person], number: str | None) -> Person | None:
    """The member with a 人编号, else the one at a place: 2 or #2 is the second of the household."""
    if not number:
        return None
    found = next((person for person in persons if person.number == number), None)
    place = number.removeprefix("#")
    if found is None and place.isdecimal() and place.isascii() and len(place) <= 2:
        return next((person for person in persons if person.position == int(place)), None)
    return found


def next_number(reading: Reading) -> str:
    """A number for a household that the national system does not know yet: 临0001 and on."""
    own = [household.number or "" for household in reading.all(Household)]
    used = [int(number[1:]) for number in own if number.startswith("临") and number[1:].isdecimal()]
    return f"临{max(used, default=0) + 1:04d}"


def follow_head(change: Changing, household_id: str, person_id: str) -> None:
    """The household's head name is the head's own name: it is typed once."""
    person = change.one(Person, person_id)
    if person is not None and person.relation == HEAD_RELATION and person.name:
        change.change(Household, household_id, {"head_name": person.name})


def _change(change: Changing, kind: type[Record], record_id: str, values: Mapping[str, Value]) -> None:
    if values:  # an operation that sets nothing is no change, and no statement either
        change.change(kind, record_id, values)


def _number(screen_name: str, number: str) -> str | None:
    value = typed(screen_name, {"number": number})["number"]
    return None if value is None else str(value)


def _completed(values: Mapping[str, Value]) -> dict[str, Value]:
    try:
        return completed(None, values)
    except NotUnderstoodError as error:
        raise Refusal("not-understood", column="金额", value="", why=why_not(error)) from None
