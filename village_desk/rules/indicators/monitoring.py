"""Indicators of monitoring, help and the village's own work: measures, guarantees, tracking, problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from village_desk.rules.indicators.figure import NOTHING, Figure, FigureRow, Unit, head_count, quotient, rate
from village_desk.rules.indicators.industry import has_labour
from village_desk.rules.indicators.registry import Asked, indicator
from village_desk.rules.indicators.scene import Group, Scene, household_behind, person_behind
from village_desk.rules.items import Category
from village_desk.rules.months import QUARTER_MONTHS, add_months, month_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household

_DEVELOPMENT = ("industry_help", "employment_help", "post_help", "finance_help")
"""The columns of 开发式帮扶 in the national system."""
_SAFETY_NET = ("safety_net_help",)
_GUARANTEES = ("schooling_safe", "medical_safe", "housing_safe", "water_safe")
"""The answers of a visit that say whether schooling, medical care, house and water are safe."""


@indicator("development_measure_rate", Unit.RATE, Group.MONITORED)
def development_measure_rate(scene: Scene, group: Group) -> Figure:
    """Households with labour ability that have a developmental measure among those that should."""
    able = [one for one in scene.of(group) if has_labour(scene, one)]
    helped = [one for one in able if _is_helped(one, _DEVELOPMENT)]
    return rate(map(household_behind, helped), map(household_behind, able))


@indicator("safety_net_measure_rate", Unit.RATE, Group.MONITORED)
def safety_net_measure_rate(scene: Scene, group: Group) -> Figure:
    """Households without labour ability that have a safety-net measure among all such."""
    unable = [one for one in scene.of(group) if not has_labour(scene, one)]
    covered = [one for one in unable if _is_helped(one, _SAFETY_NET) or _has_allowance(scene, one)]
    return rate(map(household_behind, covered), map(household_behind, unable))


@indicator("three_guarantees", Unit.COUNT, Group.TRACKED, less_is_better=True)
def three_guarantees(scene: Scene, group: Group) -> Figure:
    """Households with an open problem of schooling, medical insurance, housing or drinking water."""
    households = scene.of(group)
    everybody = [household_behind(one) for one in households]
    rows = tuple(
        FigureRow(
            name, head_count((household_behind(o) for o in households if lacks(o.household)), everybody)
        )
        for name, lacks in _LACKING.items()
    )
    lacking = {whose for row in rows for whose in row.figure.counted}
    return replace(head_count((whose for whose in everybody if whose in lacking), everybody), rows=rows)


@indicator("three_guarantees_days", Unit.QUANTITY, Group.TRACKED, less_is_better=True)
def three_guarantees_days(scene: Scene, group: Group) -> Figure:
    """For how many days a problem told at the visits has been open, over all such; the oldest stand first."""
    days = {household_behind(one): _days_open(scene, one) for one in scene.of(group)}
    lacking = sorted((whose for whose in days if days[whose]), key=lambda whose: -max(days[whose]))
    every = [count for whose in lacking for count in days[whose]]
    return quotient(sum(every), len(every), lacking)


@indicator("village_concentration", Unit.RATE, Group.MONITORED, less_is_better=True, asked_of=Asked.VILLAGE)
def village_concentration(scene: Scene, group: Group) -> Figure:
    """Monitored persons among the rural population: above a share the village is marked."""
    everybody = [person_behind(one, p) for one in scene.households for p in scene.members(one)]
    watched = [person_behind(one, p) for one in scene.of(group) for p in scene.members(one)]
    return rate(watched, everybody)


@indicator("tracking_done", Unit.RATE, Group.TRACKED)
def tracking_done(scene: Scene, group: Group) -> Figure:
    """Households visited in every quarter of the year that has ended."""
    quarters = [
        add_months(scene.window.first, QUARTER_MONTHS * place)
        for place in range(scene.window.months // QUARTER_MONTHS)
        if add_months(scene.window.first, QUARTER_MONTHS * (place + 1)) <= month_of(scene.as_of)
        or scene.as_of >= scene.window.last_day
    ]
    if not quarters:
        return NOTHING
    households = scene.of(group)
    done = [one for one in households if {visit.quarter for visit in one.visits} >= set(quarters)]
    return rate(map(household_behind, done), map(household_behind, households))


@indicator("problems_open", Unit.COUNT, Group.RURAL, less_is_better=True)
def problems_open(scene: Scene, group: Group) -> Figure:
    """Households with a problem of the list that is past its day and not closed."""
    households = [one for one in scene.of(group) if one.problems]
    late = [
        one
        for one in households
        if any(p.closed_on is None and p.due_on is not None and p.due_on < scene.as_of for p in one.problems)
    ]
    return head_count(map(household_behind, late), map(household_behind, households))


@indicator("evidence_rate", Unit.RATE, Group.LIFTED)
def evidence_rate(scene: Scene, group: Group) -> Figure:
    """Lines of production income that rest on a quantity among all such lines."""
    counted = base = 0
    behind = []
    for one in scene.of(group):
        lines = [line for line in scene.lines(one) if scene.category(line.item) is Category.PRODUCTION]
        if lines:
            behind.append(household_behind(one))
        base += len(lines)
        counted += sum(line.quantity is not None for line in lines)
    value = Fraction(counted, base) if base else None
    return Figure(value, Fraction(counted), Fraction(base), tuple(behind), tuple(behind))


def _is_helped(one: HouseholdPicture, columns: tuple[str, ...]) -> bool:
    return any(getattr(one.household, column) for column in columns)


def _has_allowance(scene: Scene, one: HouseholdPicture) -> bool:
    return any(person.minimum_living or person.extreme_poverty for person in scene.members(one))


_LACKING: Mapping[str, Callable[[Household], bool]] = {
    "schooling": lambda household: bool(household.dropout_member),
    "medical": lambda household: bool(household.uninsured_member),
    "housing": lambda household: bool(household.unsafe_house or household.house_damaged),
    "water": lambda household: bool(household.water_damaged) or household.safe_water is False,
}
"""What each guarantee lacks, as the roster says."""


def _days_open(scene: Scene, one: HouseholdPicture) -> list[int]:
    """Of each guarantee lacking as last told, the days since the visit that first said so unbroken."""
    told = [visit for visit in one.visits if visit.visited_on is not None and visit.visited_on <= scene.as_of]
    found = []
    for guarantee in _GUARANTEES:
        since: date | None = None
        for visit in sorted(told, key=lambda visit: visit.quarter):
            answer = getattr(visit, guarantee)
            if answer is not None:
                since = None if answer else since or visit.visited_on
        if since is not None:
            found.append((scene.as_of - since).days)
    return found
