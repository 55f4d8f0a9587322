"""Measures that may suit a household's plan, the best first (domain.md 6.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median_low

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.figures import LABOURLESS
from village_desk.rules.measures import CatalogueMeasure
from village_desk.rules.money import Fen
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.records import Person
from village_desk.rules.support_records import MEASURE_DONE, Measure

UNFINISHED, BY_GROUP = "unfinished", "group"
"""Why a measure is suggested, where it is no check that calls for it."""


class Suggestion(Struct, frozen=True):
    """A measure that may suit a household, for one member or for all, and why it is named."""

    measure: CatalogueMeasure
    person: Person | None
    reasons: tuple[str, ...]
    """UNFINISHED, the numbers of the checks that found something, BY_GROUP: the most urgent first."""
    increment: Fen | None = None
    """What it may bring in a year; None where nobody has said so of any like it."""

    @property
    def reason(self) -> str:
        """The most urgent reason."""
        return self.reasons[0]


def suggestions(
    picture: HouseholdPicture,
    group: str,
    catalogue: Mapping[str, CatalogueMeasure],
    by_check: Mapping[str, Sequence[str]],
    year: int,
    day: date,
) -> list[Suggestion]:
    """Measures for a plan: last year's unfinished ones, those that checks call for, those of the group.

    Args:
        picture: The household with the measures it has; what is planned already is not named again.
        group: The household's group, see planning.group_of.
        catalogue: The measures there are.
        by_check: Measures called for by the checks that found something here, by check.
        year: The plan's year.
        day: Members and abilities are those of this day.
    """
    members = [person for person in picture.persons if is_member_on(person, day)]
    taken = {(one.measure, one.person_id) for one in picture.measures if one.year == year}
    left = {(one.measure, one.person_id): one.increment for one in _left(picture, year)}
    found: dict[tuple[str, str | None], Suggestion] = {}
    for code, person, reason in _candidates(picture, group, catalogue, by_check, year, members):
        key = (code, person.id if person else None)
        if code not in catalogue or key in taken or not _suits(catalogue[code], person):
            continue
        known = found.get(key, Suggestion(catalogue[code], person, (), left.get(key)))
        found[key] = replace(known, reasons=(*known.reasons, reason))
    return list(found.values())


def ranked(found: Iterable[Suggestion], usual: Mapping[str, Fen]) -> list[Suggestion]:
    """The best first: what was left unfinished, what most checks call for, then what may bring most.

    A measure for a second member comes after the others for a first one, so that the beginning of the list
    shows different measures. ``usual`` is what each brings in this village, see usual_increments.
    """
    turns: Counter[str] = Counter()
    places: list[tuple[tuple[bool, int, int, int], Suggestion]] = []
    for one in found:
        code = one.measure.code
        expected = one.increment if one.increment is not None else usual.get(code)
        called = sum(reason not in (UNFINISHED, BY_GROUP) for reason in one.reasons)
        place = (UNFINISHED not in one.reasons, -called, turns[code], -(expected or 0))
        turns[code] += 1
        places.append((place, replace(one, increment=expected)))
    return [one for _, one in sorted(places, key=lambda pair: pair[0])]


def usual_increments(measures: Iterable[Measure]) -> dict[str, Fen]:
    """What each kind of measure is expected to bring, by the middle one of those that say so, by code."""
    by_code: dict[str, list[int]] = {}
    for one in measures:
        if one.measure and one.increment:
            by_code.setdefault(one.measure, []).append(one.increment)
    return {code: Fen(median_low(amounts)) for code, amounts in by_code.items()}


def members_for(measure: CatalogueMeasure | None, members: Sequence[Person]) -> list[Person | None]:
    """The members a measure is made for; None stands for the household as a whole."""
    if measure is None:
        return []
    if not measure.for_person:
        return [None]
    return [person for person in members if not measure.needs_labour or can_work(person)]


def _candidates(
    picture: HouseholdPicture,
    group: str,
    catalogue: Mapping[str, CatalogueMeasure],
    by_check: Mapping[str, Sequence[str]],
    year: int,
    members: Sequence[Person],
) -> Iterator[tuple[str, Person | None, str]]:
    """Measure, member and reason, the most urgent first; the same may come again."""
    for old in _left(picture, year):
        yield old.measure or "", picture.person(old.person_id), UNFINISHED
    for rule, codes in by_check.items():
        for code in codes:
            yield from ((code, person, rule) for person in members_for(catalogue.get(code), members))
    for code, measure in catalogue.items():
        if group in measure.groups:
            yield from ((code, person, BY_GROUP) for person in members_for(measure, members))


def _left(picture: HouseholdPicture, year: int) -> list[Measure]:
    """The measures of the year before that were not done."""
    return [
        old for old in picture.measures if old.year == year - 1 and old.state != MEASURE_DONE and old.measure
    ]


def _suits(measure: CatalogueMeasure, person: Person | None) -> bool:
    return person is None or not measure.needs_labour or can_work(person)


def can_work(person: Person) -> bool:
    """Whether a person has some labour and is no pupil."""
    return bool(person.labour) and person.labour not in LABOURLESS and not person.schooling
