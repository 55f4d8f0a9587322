"""Who belongs in a table: what its title says, and the households and members that this leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from village_desk.definitions.blank_words import FilterWords, blank_words
from village_desk.definitions.value_words import RowsOf
from village_desk.exchange.incoming.headings import shown_heading
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.counted_values import LIFTED, is_labourer, is_monitored, works_away
from village_desk.exchange.values.value_rows import Scene, ValueRow, newest_of, rows_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, Person

_BOTH = "tracked"


def filters_for(rows: RowsOf) -> list[FilterWords]:
    """The filters that can be chosen for rows of a kind."""
    return [
        one for one in blank_words().filters.values() if one.rows is RowsOf.HOUSEHOLD or rows is RowsOf.PERSON
    ]


def filters_in(title: str, rows: RowsOf) -> tuple[str, ...]:
    """The filters that a title means, by key; two kinds of household named together mean either."""
    plain = shown_heading(title)
    found = [one.key for one in filters_for(rows) if any(word in plain for word in one.words)]
    households = [key for key in found if blank_words().filters[key].rows is RowsOf.HOUSEHOLD]
    if _BOTH in households or {"lifted", "monitored"} <= set(households):
        households = [_BOTH]
    elif len(households) > 1 and "monitored" in households:
        households.remove("monitored")  # the class that is named says more
    persons = [key for key in found if blank_words().filters[key].rows is RowsOf.PERSON]
    if len(persons) > 1 and "labour" in persons:
        persons.remove("labour")  # what they do says more than that they can
    return (*households[:1], *persons[:1])


def chosen_rows(
    kind: RowsOf, scene: Scene, pictures: Iterable[HouseholdPicture], filters: Collection[str]
) -> list[ValueRow]:
    """The rows of a table: each household, member or group that all its filters leave."""
    households = [HouseholdSubject(scene.run, one) for one in pictures]
    for key in filters:
        if key in _HOUSEHOLDS:
            households = [one for one in households if _HOUSEHOLDS[key](one.picture.household)]
    rows = rows_of(kind, scene, households)
    if kind is not RowsOf.PERSON:
        return rows
    wanted = [_PERSONS[key] for key in filters if key in _PERSONS]
    return _numbered([row for row in rows if all(_fits(row, holds) for holds in wanted)])


def _fits(row: ValueRow, holds: Callable[[HouseholdSubject, Person], bool]) -> bool:
    return row.household is not None and row.person is not None and holds(row.household, row.person)


def _numbered(rows: Sequence[ValueRow]) -> list[ValueRow]:
    return [
        ValueRow(row.scene, place, row.household, row.person, row.unit) for place, row in enumerate(rows, 1)
    ]


def _is_class(label: str) -> Callable[[Household], bool]:
    return lambda household: is_monitored(household) and household.monitoring_class == label


_HOUSEHOLDS: Mapping[str, Callable[[Household], bool]] = {
    "tracked": lambda household: household.household_class == LIFTED or is_monitored(household),
    "lifted": lambda household: household.household_class == LIFTED,
    "monitored": is_monitored,
    "unstable": _is_class("脱贫不稳定户"),
    "marginal": _is_class("边缘易致贫户"),
    "sudden": _is_class("突发严重困难户"),
    "removed": lambda household: bool(household.monitoring_class) and household.risk_removed is True,
}
_PERSONS: Mapping[str, Callable[[HouseholdSubject, Person], bool]] = {
    "labour": lambda _, person: is_labourer(person),
    "working": works_away,
    "posts": lambda household, person: newest_of(household, person, "public_post") is not None,
    "minimum_living": lambda _, person: person.minimum_living in ("农村低保", "城市低保"),
    "extreme_poverty": lambda _, person: person.extreme_poverty in ("农村特困", "城市特困"),
    "disabled": lambda _, person: "残疾" in (person.health or ()) or person.disability_grade is not None,
    "students": lambda _, person: person.schooling is not None,
}
