"""Values that are counted or concluded of a household or a member: heads, labour, work, measures, age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from village_desk.definitions.value_words import RowsOf, ValueWords, value_words
from village_desk.exchange.sheets.sheet_household_values import LABOUR_KINDS, labourers, measure_labels
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.known_values import KnownValue, Take, of_household, of_person
from village_desk.exchange.values.value_rows import newest_of
from village_desk.rules.months import age_on
from village_desk.rules.population import is_counted_on
from village_desk.rules.records import Household, Person

LIFTED = "脱贫户"


def counted_values() -> Iterator[KnownValue]:
    """A value for each such figure."""
    words = value_words().values
    for name, take in _TAKEN.items():
        yield KnownValue(words[name], take)
    yield KnownValue(_head_age_words(), of_household(_head_age))


def is_monitored(household: Household) -> bool:
    """Whether a household is monitored and its risk not yet removed."""
    return bool(household.monitoring_class) and not household.risk_removed


def is_labourer(person: Person) -> bool:
    """Whether a member has some labour."""
    return person.labour in LABOUR_KINDS


def works_away(household: HouseholdSubject, person: Person) -> bool:
    """Whether a member has a stretch of work within the months; where none was ever noted, months of work."""
    if any(spell.person_id == person.id for spell in household.picture.spells):
        return newest_of(household, person, "work_spell") is not None
    return bool(person.work_months)


def work_area(household: HouseholdSubject, person: Person) -> str | None:
    """Where a member works: of the last stretch, else what the member's own answer says."""
    return getattr(newest_of(household, person, "work_spell"), "area", None) or person.work_area


def _labourers(*kinds: str) -> Take:
    return of_household(lambda household: labourers(household, *kinds))


def _workers(household: HouseholdSubject) -> int:
    return sum(works_away(household, person) for person in household.registered)


def _tracked_as(household: HouseholdSubject) -> str | None:
    own = household.picture.household
    return own.monitoring_class if is_monitored(own) else own.household_class


def _risks(household: HouseholdSubject) -> str:
    own = household.picture.household
    return "、".join(
        dict.fromkeys(risk for risk in (own.risk_1, own.risk_2, own.risk_3, own.risk_4, own.risk_5) if risk)
    )


def _age(household: HouseholdSubject, person: Person) -> int | None:
    born = person.born_on
    return age_on(born, household.run.window.last_day) if born else None


def _head_age(household: HouseholdSubject) -> int | None:
    head = household.head
    return _age(household, head) if head else None


def _place(household: HouseholdSubject, person: Person) -> str | None:
    spell = newest_of(household, person, "work_spell")
    parts = [getattr(spell, key, None) for key in ("province", "city", "county")]
    return "".join(part for part in parts if part) or person.work_place


def _head_age_words() -> ValueWords:
    words, label = value_words().values["person.age"], value_words().wording["head_label"]
    return replace(
        words,
        name="head.age",
        label=label.format(label=words.label),
        of=frozenset({RowsOf.HOUSEHOLD, RowsOf.PERSON}),
        spellings=tuple(label.format(label=spelling) for spelling in words.spellings),
    )


_TAKEN: Mapping[str, Take] = {
    "household.members": of_household(lambda household: household.members),
    "household.counted": of_household(lambda household: household.counted),
    "household.labourers": _labourers(*LABOUR_KINDS),
    "household.labour_skilled": _labourers(LABOUR_KINDS[0]),
    "household.labour_plain": _labourers(LABOUR_KINDS[1]),
    "household.labour_weak": _labourers(LABOUR_KINDS[2]),
    "household.workers": of_household(_workers),
    "household.measures": of_household(measure_labels),
    "household.tracked_as": of_household(_tracked_as),
    "household.is_lifted": of_household(lambda one: one.picture.household.household_class == LIFTED),
    "household.is_monitored": of_household(lambda one: is_monitored(one.picture.household)),
    "household.risks": of_household(_risks),
    "person.age": of_person(_age),
    "person.is_counted": of_person(lambda one, person: is_counted_on(person, one.run.window.last_day)),
    "person.is_labourer": of_person(lambda _, person: is_labourer(person)),
    "person.works": of_person(works_away),
    "person.place": of_person(_place),
}
