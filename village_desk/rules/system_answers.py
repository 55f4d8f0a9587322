"""Our book beside the national system: what it has otherwise, by household, person and question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from msgspec import Struct

from village_desk.rules.figures import MEASURES, PeriodIncome
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import registered_count
from village_desk.rules.reading import Value
from village_desk.rules.records import Household, Person
from village_desk.rules.system_records import SystemAnswers

HOUSEHOLD, PERSON, STATED = "household", "person", "stated_totals"
LEFT = "person.left_on"
"""Asked of everybody whom the system still has: its exports have no column for those who are gone."""
MEMBERS = "household.stated_members"
"""The system's own count, held against the members that we have."""

_OF_THE_SYSTEM = frozenset(
    {"household.stated_members_start", "household.stated_members_year", "household.note", "person.note"}
)
"""Questions about the system's own figures, and notes of ours: nothing of ours is to be typed there."""


class Difference(Struct, frozen=True):
    """One answer that the system has otherwise than our book; None is a blank."""

    household_id: str
    person_id: str | None
    question: str
    """Such as ``person.phone``."""
    theirs: Value
    ours: Value
    year: int | None = None
    """The year of a stated total."""
    is_new: bool = False
    """The system does not have the household or member at all."""

    @property
    def place(self) -> tuple[str, str | None, str, int | None]:
        """Which cell of the system it is, whatever stands there."""
        return self.household_id, self.person_id, self.question, self.year


def differences(
    households: Iterable[HouseholdPicture],
    system: SystemAnswers,
    income: Callable[[HouseholdPicture], PeriodIncome] | None,
    as_of: date,
) -> Iterator[Difference]:
    """Every answer of ours that is to be typed into the system, household by household.

    Args:
        households: Our book.
        system: What the system has.
        income: A household's income of a whole year, held against the system's totals of that year; None
            where no year is to be compared.
        as_of: The day on which members are counted.
    """
    for one in households:
        if one.household.id in system.unseen or not system.asked:
            continue
        yield from _of_household(one, system, as_of)
        for person in one.persons:
            yield from _of_person(person, system)
        if income is not None:
            yield from _of_income(one, system, income)


def _of_household(one: HouseholdPicture, system: SystemAnswers, as_of: date) -> Iterator[Difference]:
    own = one.household
    is_new = own.id in system.absent
    for question, key in _asked(HOUSEHOLD, system):
        ours: Value = getattr(own, key)
        theirs = None if is_new else system.theirs.get((own.id, key), ours)
        if question == MEMBERS:
            ours = registered_count(one.persons, as_of) or None
        if theirs != ours and not (question == MEMBERS and theirs is None):
            yield Difference(own.id, None, question, theirs, ours, is_new=is_new)


def _of_person(person: Person, system: SystemAnswers) -> Iterator[Difference]:
    is_new = person.id in system.absent or person.household_id in system.absent
    if person.left_on is not None:
        if not is_new and person.id not in system.gone:
            yield Difference(person.household_id, person.id, LEFT, None, person.left_on)
        return
    for question, key in _asked(PERSON, system):
        ours: Value = getattr(person, key)
        theirs = None if is_new else system.theirs.get((person.id, key), ours)
        if theirs != ours:
            yield Difference(person.household_id, person.id, question, theirs, ours, is_new=is_new)


def _of_income(
    one: HouseholdPicture, system: SystemAnswers, income: Callable[[HouseholdPicture], PeriodIncome]
) -> Iterator[Difference]:
    asked = [measure for measure in MEASURES if f"{STATED}.{measure}" in system.asked]
    if not asked:
        return
    found = income(one)
    year = found.window.last // 100
    stated = one.stated_for(year)
    for measure in asked:
        ours, theirs = found.amount(measure), getattr(stated, measure, None)
        if ours is not None and theirs != ours:
            question = f"{STATED}.{measure}"
            yield Difference(one.household.id, None, question, theirs, ours, year)


def _asked(place: str, system: SystemAnswers) -> Iterator[tuple[str, str]]:
    """The questions asked about one kind of record, in the order of the record."""
    record_type = Household if place == HOUSEHOLD else Person
    for key in record_type.__struct_fields__:
        question = f"{place}.{key}"
        if question in system.asked and question not in _OF_THE_SYSTEM:
            yield question, key
