"""Indicators of the village's own work: leaders, sweeps, analyses, problems, candidates."""

from __future__ import annotations

from fractions import Fraction

from village_desk.rules.figures import period_income
from village_desk.rules.indicators.figure import NOTHING, Behind, Figure, Unit, head_count, rate
from village_desk.rules.indicators.registry import FLOOR, LOW_INCOME, Asked, indicator
from village_desk.rules.indicators.scene import Group, Scene, household_behind, is_in, person_behind
from village_desk.rules.items import Category
from village_desk.rules.months import add_months, last_day_of, month_of, rolling_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household


@indicator("village_leaders", Unit.COUNT, Group.RURAL, asked_of=Asked.VILLAGE)
def village_leaders(scene: Scene, group: Group) -> Figure:
    """致富带头人 of the village on the day, whatever the group."""
    del group
    today = month_of(scene.as_of)
    return head_count(
        Behind("", leader.id)
        for leader in scene.village.leaders
        if (leader.since is None or leader.since <= today) and (leader.until is None or leader.until > today)
    )


@indicator("sweeps_done", Unit.RATE, Group.MONITORED)
def sweeps_done(scene: Scene, group: Group) -> Figure:
    """Households swept in every month of the year that has ended, since they are monitored."""
    due = {one.household.id: (one, _months_due(scene, one.household)) for one in scene.of(group)}
    asked = [(one, months) for one, months in due.values() if months]
    done = [one for one, months in asked if {sweep.month for sweep in one.sweeps} >= set(months)]
    return rate(map(household_behind, done), (household_behind(one) for one, _ in asked))


@indicator("analyses_done", Unit.COUNT, Group.RURAL)
def analyses_done(scene: Scene, group: Group) -> Figure:
    """Half-year analyses written in the year; nobody stands behind them."""
    del group
    return Figure(Fraction(sum(analysis.quarter in scene.window for analysis in scene.village.analyses)))


@indicator("problems_found", Unit.COUNT, Group.RURAL)
def problems_found(scene: Scene, group: Group) -> Figure:
    """Households of which a problem was found in the year."""
    return head_count(household_behind(one) for one in _with_problems(scene, group))


@indicator("problems_fixed_rate", Unit.RATE, Group.RURAL)
def problems_fixed_rate(scene: Scene, group: Group) -> Figure:
    """Of them, those whose problems of the year are all closed."""
    found = _with_problems(scene, group)
    fixed = [
        one
        for one in found
        if all(
            problem.closed_on is not None
            for problem in one.problems
            if problem.found_on is not None and month_of(problem.found_on) in scene.window
        )
    ]
    return rate(map(household_behind, fixed), map(household_behind, found))


@indicator("tracked_concentration", Unit.RATE, Group.TRACKED, less_is_better=True, asked_of=Asked.TOWN)
def tracked_concentration(scene: Scene, group: Group) -> Figure:
    """Lifted and monitored persons among the rural population, nobody twice."""
    everybody = [person_behind(one, p) for one in scene.households for p in scene.members(one)]
    own = [person_behind(one, p) for one in scene.of(group) for p in scene.members(one)]
    return rate(own, everybody)


@indicator("monitoring_candidates", Unit.COUNT, Group.RURAL, less_is_better=True, needs=FLOOR)
def monitoring_candidates(scene: Scene, group: Group) -> Figure:
    """Households not monitored whose last twelve months, less own payments, are under the floor per head."""
    floor = scene.yardstick.floor
    if floor is None:
        return NOTHING
    under = [
        one
        for one in scene.of(group)
        if not is_in(one.household, Group.MONITORED)
        and (head := _reference_head(scene, one)) is not None
        and head < floor
    ]
    return head_count(map(household_behind, under))


@indicator("low_income_lifted", Unit.COUNT, Group.LIFTED, needs=LOW_INCOME)
def low_income_lifted(scene: Scene, group: Group) -> Figure:
    """Households under the low-income line last year and no longer."""
    return _crossing(scene, group, was_under=True)


@indicator("low_income_new", Unit.COUNT, Group.LIFTED, less_is_better=True, needs=LOW_INCOME)
def low_income_new(scene: Scene, group: Group) -> Figure:
    """Households that have come under the low-income line this year."""
    return _crossing(scene, group, was_under=False)


def _crossing(scene: Scene, group: Group, *, was_under: bool) -> Figure:
    line = scene.yardstick.low_income
    if line is None:
        return NOTHING
    crossed, known = [], 0
    for one in scene.of(group):
        figure = scene.figures[one.household.id]
        now, before = figure.now.amount("per_capita"), figure.before.amount("per_capita")
        if now is None or before is None or scene.is_safety_net(one):
            continue
        known += 1
        if (before < line, now < line) == (was_under, not was_under):
            crossed.append(one)
    return head_count(map(household_behind, crossed)) if known else NOTHING


def _reference_head(scene: Scene, one: HouseholdPicture) -> Fraction | None:
    found = period_income(one, scene.reckoner, rolling_window(scene.last_month))
    if not found.entered or found.income.persons <= 0:
        return None
    takes = Category.OWN_PAYMENT in scene.reckoner.basis.takes  # the formula P4 does already
    paid = 0 if takes else found.income.of(Category.OWN_PAYMENT)
    return Fraction(found.income.net - paid, found.income.persons)


def _months_due(scene: Scene, household: Household) -> list[int]:
    since = household.monitored_from or scene.window.first
    months = (add_months(scene.window.first, place) for place in range(scene.window.months))
    return [month for month in months if month >= since and last_day_of(month) <= scene.as_of]


def _with_problems(scene: Scene, group: Group) -> list[HouseholdPicture]:
    return [
        one
        for one in scene.of(group)
        if any(p.found_on is not None and month_of(p.found_on) in scene.window for p in one.problems)
    ]
