"""Measures of a plan: taken from the suggestions, copied to other households."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.measures import called_for, measure_catalogue
from village_desk.definitions.words import say
from village_desk.entry.operations import Done
from village_desk.entry.sitting import Sitting
from village_desk.rules.measures import CatalogueMeasure
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter, make_quarter
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.planning import group_of
from village_desk.rules.population import is_member_on
from village_desk.rules.records import Household, Person
from village_desk.rules.refusals import Refusal
from village_desk.rules.suggesting import UNFINISHED, Suggestion, members_for, ranked, suggestions
from village_desk.rules.support_records import MEASURE_OPEN, MEASURE_STOPPED, Measure
from village_desk.store.changing import Changing
from village_desk.store.reckoned.findings import OPEN, check_day, village_findings

_UNFIT = "PL09"
"""The rule that a measure fits whom it is for (domain.md 3.10)."""
_NOT_COPIED: dict[str, Any] = dict.fromkeys(("support", "result", "note", "content"))
"""What was said of a measure at one household is not true of another."""
_GOES_ON = ("content", "item", "quantity", "unit", "increment")
"""What holds on of a measure that was left unfinished."""


class Refused(Struct, frozen=True):
    """A household to which a measure was not copied, and why."""

    household: Household
    reason: str


class Copied(Struct, frozen=True):
    """What came of copying a measure."""

    made: int
    refused: tuple[Refused, ...]


def suggestions_for(
    sitting: Sitting, picture: HouseholdPicture, year: int, usual: Mapping[str, Fen] = MappingProxyType({})
) -> list[Suggestion]:
    """What may be planned for a household, the best first: left unfinished, called for by a check, or fit.

    ``usual`` is what each measure brings in this village, see plans_list.VillagePlans.
    """
    plan = picture.plan_for(year)
    group = (plan.group if plan else None) or group_of(picture, sitting.today)
    called = _by_check(sitting, picture, year)
    return ranked(suggestions(picture, group, measure_catalogue(), called, year, sitting.today), usual)


def take_suggestion(sitting: Sitting, household_id: str, year: int, suggestion: Suggestion) -> Done:
    """Make a suggestion a measure of the year, with the catalogue's item and unit and the household's helper.

    What was left unfinished goes on with its quantity and what was expected of it.

    Raises:
        Refusal: ``no-such-household``.
    """
    picture = sitting.picture(household_id)
    if picture is None:
        raise Refusal("no-such-household", household="")
    with sitting.changing("measure-taken", household_id) as change:
        made = _taken(change, picture, year, suggestion)
        change.insert(made)
    return Done(made.id, is_new=True)


def copy_measure(sitting: Sitting, measure: Measure, household_ids: Iterable[str]) -> Copied:
    """Plan a measure for other households too, in one deed; whom it does not fit is told with the reason."""
    made: list[tuple[HouseholdPicture, Person | None]] = []
    refused: list[Refused] = []
    for household_id in household_ids:
        picture = sitting.picture(household_id)
        if picture is None or household_id == measure.household_id:
            continue
        person, reason = _taker(sitting, measure, picture)
        if reason:
            refused.append(Refused(picture.household, reason))
        else:
            made.append((picture, person))
    if made:
        with sitting.changing("measure-copied") as change:
            change.insert_many([_copy(change, measure, picture, person) for picture, person in made])
    return Copied(len(made), tuple(refused))


def _taken(change: Changing, picture: HouseholdPicture, year: int, suggestion: Suggestion) -> Measure:
    household, measure = picture.household, suggestion.measure
    person_id = suggestion.person.id if suggestion.person else None
    made = Measure(
        change.new_id(),
        change.village_code,
        household.id,
        year,
        person_id,
        measure=measure.code,
        item=measure.item,
        unit=measure.unit,
        responsible=household.helper_name,
        responsible_unit=household.helper_unit,
        state=MEASURE_OPEN,
    )
    before = [
        old
        for old in picture.measures
        if (old.year, old.measure, old.person_id) == (year - 1, measure.code, person_id)
    ]
    if suggestion.reason != UNFINISHED or not before:
        return made
    kept: dict[str, Any] = {key: getattr(before[-1], key) for key in _GOES_ON}
    return replace(made, **kept)


def _taker(sitting: Sitting, measure: Measure, picture: HouseholdPicture) -> tuple[Person | None, str]:
    """For whom of a household a measure can be planned; else the reason why for nobody."""
    known = measure_catalogue().get(measure.measure or "")
    have = {
        one.person_id
        for one in picture.measures
        if (one.year, one.measure) == (measure.year, measure.measure) and one.state != MEASURE_STOPPED
    }
    takers = [
        one for one in _takers(sitting, known, measure, picture) if (one.id if one else None) not in have
    ]
    if not takers:
        return None, say("plans.refused_has" if have else "plans.refused_nobody")
    reason = ""
    for person in takers:
        reason = _unfit(sitting, measure, picture, person)
        if not reason:
            return person, ""
    return None, reason


def _takers(
    sitting: Sitting, known: CatalogueMeasure | None, measure: Measure, picture: HouseholdPicture
) -> Sequence[Person | None]:
    if measure.person_id is None:
        return (None,)
    members = [person for person in picture.persons if is_member_on(person, sitting.today)]
    return members if known is None else members_for(known, members)


def _unfit(sitting: Sitting, measure: Measure, picture: HouseholdPicture, person: Person | None) -> str:
    """What the check of measures says against one; blank for nothing."""
    tried = replace(measure, household_id=picture.household.id, person_id=person.id if person else None)
    alone = replace(picture, measures=(tried,))
    found = village_findings(
        _village_of(sitting, alone), sitting.settings, *_moment(sitting, measure.year), rules={_UNFIT}
    )
    return found[0].message if found else ""


def _by_check(sitting: Sitting, picture: HouseholdPicture, year: int) -> Mapping[str, Sequence[str]]:
    """The measures that the checks with something to say of a household call for, by check."""
    calls = called_for()
    found = village_findings(
        _village_of(sitting, picture), sitting.settings, *_moment(sitting, year), rules=calls.keys()
    )
    return {one.rule: calls[one.rule] for one in found if one.state == OPEN}


def _moment(sitting: Sitting, year: int) -> tuple[Quarter, date]:
    quarter = sitting.quarter
    if quarter.year != year:
        quarter = make_quarter(year, 1, sitting.settings.year_mode)
    return quarter, check_day(quarter, sitting.today)


def _village_of(sitting: Sitting, picture: HouseholdPicture) -> VillagePicture:
    return VillagePicture(sitting.book.village.code, sitting.book.village.name, (picture,))


def _copy(change: Changing, measure: Measure, picture: HouseholdPicture, person: Person | None) -> Measure:
    household = picture.household
    return replace(
        measure,
        id=change.new_id(),
        household_id=household.id,
        person_id=person.id if person else None,
        responsible=household.helper_name or measure.responsible,
        responsible_unit=household.helper_unit or measure.responsible_unit,
        state=MEASURE_OPEN,
        **_NOT_COPIED,
    )
