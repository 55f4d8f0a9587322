"""Indicators of what households run: coverage, 双绑, an income project, the courtyard (policies.md)."""

from __future__ import annotations

from fractions import Fraction

from village_desk.rules.figures import LABOURLESS
from village_desk.rules.indicators.figure import Figure, Unit, head_count, rate
from village_desk.rules.indicators.registry import indicator
from village_desk.rules.indicators.scene import Group, Scene, household_behind
from village_desk.rules.items import Category
from village_desk.rules.pictures import HouseholdPicture

_COURTYARD = "庭院经济"


@indicator("industry_coverage", Unit.RATE, Group.TRACKED)
def industry_coverage(scene: Scene, group: Group) -> Figure:
    """Households with labour, and not unwilling, that run an industry among all such."""
    able = [
        one for one in scene.of(group) if has_labour(scene, one) and one.household.industry_wish is not False
    ]
    running = [one for one in able if runs(scene, one)]
    return rate(map(household_behind, running), map(household_behind, able))


@indicator("double_binding_rate", Unit.RATE, Group.TRACKED)
def double_binding_rate(scene: Scene, group: Group) -> Figure:
    """双绑: households that run an industry and are bound to a cooperative that an enterprise is bound to."""
    running = [one for one in scene.of(group) if runs(scene, one)]
    bound = [one for one in running if _is_bound(scene, one)]
    return rate(map(household_behind, bound), map(household_behind, running))


@indicator("relocated_one_project", Unit.RATE, Group.RELOCATED)
def relocated_one_project(scene: Scene, group: Group) -> Figure:
    """Relocated households with an income project: an industry, or a measure of industry."""
    households = scene.of(group)
    having = [one for one in households if runs(scene, one) or one.household.industry_help]
    return rate(map(household_behind, having), map(household_behind, households))


@indicator("courtyard_economy", Unit.COUNT, Group.TRACKED)
def courtyard_economy(scene: Scene, group: Group) -> Figure:
    """Households with income from the courtyard in the year."""
    households = scene.of(group)
    return head_count(
        (household_behind(one) for one in households if _courtyard(scene, one) > 0),
        map(household_behind, households),
    )


@indicator("courtyard_income", Unit.YUAN, Group.TRACKED)
def courtyard_income(scene: Scene, group: Group) -> Figure:
    """What the courtyards brought in, before cost, of the households that have such income."""
    earning = {
        household_behind(one): amount for one in scene.of(group) if (amount := _courtyard(scene, one)) > 0
    }
    return Figure(Fraction(sum(earning.values())), counted=tuple(earning), base=tuple(earning))


def has_labour(scene: Scene, one: HouseholdPicture) -> bool:
    """Whether anybody in a household can work."""
    return any(person.labour and person.labour not in LABOURLESS for person in scene.members(one))


def runs(scene: Scene, one: HouseholdPicture) -> bool:
    """Whether a household runs an industry in the year: a record says so, or income from production."""
    return Category.PRODUCTION in scene.figures[one.household.id].now.entered or any(
        industry.year == scene.year for industry in one.industries
    )


def _is_bound(scene: Scene, one: HouseholdPicture) -> bool:
    """By the year's records of industries; where there is none, as the roster says."""
    of_year = [industry for industry in one.industries if industry.year == scene.year]
    if of_year:
        return any(industry.cooperative and industry.enterprise for industry in of_year)
    return bool(one.household.cooperative and one.household.leading_enterprise)


def _courtyard(scene: Scene, one: HouseholdPicture) -> int:
    return sum(line.amount or 0 for line in scene.lines(one) if scene.branch(line.item) == _COURTYARD)
