"""Indicators of what households raise and run: coverage, 双绑, areas, herds and grain (policies.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from village_desk.rules.figures import LABOURLESS
from village_desk.rules.followup_records import Stock
from village_desk.rules.income import lines_in
from village_desk.rules.indicators.figure import NOTHING, Figure, Unit, head_count, rate
from village_desk.rules.indicators.registry import indicator
from village_desk.rules.indicators.scene import Group, Scene, household_behind
from village_desk.rules.items import Category
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_counted_on
from village_desk.rules.records import LedgerLine

_COURTYARD = "庭院经济"
_CROPS = "种植"
_MU, _HEAD = "亩", "头"
_THOUSANDTHS = 1000
_GRAMS_PER_KG, _GRAMS_PER_TONNE = 1000, 1_000_000


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


@indicator("crop_area", Unit.QUANTITY, Group.TRACKED)
def crop_area(scene: Scene, group: Group) -> Figure:
    """Mu under crops in the year."""
    return _sum(scene, group, lambda one: _scale(scene, one, lambda code: scene.branch(code) == _CROPS, _MU))


@indicator("livestock_heads", Unit.QUANTITY, Group.TRACKED)
def livestock_heads(scene: Scene, group: Group) -> Figure:
    """Head of cattle, pigs and sheep kept in the year: whatever is counted by the head."""
    return _sum(scene, group, lambda one: _scale(scene, one, lambda _: True, _HEAD))


@indicator("grain_area", Unit.QUANTITY, Group.TRACKED)
def grain_area(scene: Scene, group: Group) -> Figure:
    """Mu under grain in the year."""
    return _sum(scene, group, lambda one: _scale(scene, one, lambda code: code in scene.yardstick.grain, _MU))


@indicator("grain_output", Unit.QUANTITY, Group.TRACKED)
def grain_output(scene: Scene, group: Group) -> Figure:
    """Tonnes of grain harvested in the year."""
    return _sum(scene, group, lambda one: _grain(scene, one) / _GRAMS_PER_TONNE)


@indicator("grain_per_person", Unit.QUANTITY, Group.TRACKED)
def grain_per_person(scene: Scene, group: Group) -> Figure:
    """Kilograms of grain for each counted person of the group."""
    households = scene.of(group)
    grams = sum((_grain(scene, one) for one in households), Fraction(0))
    persons = sum(is_counted_on(person, scene.as_of) for one in households for person in one.persons)
    if not persons or not grams:
        return NOTHING
    behind = tuple(map(household_behind, households))
    kilograms = grams / _GRAMS_PER_KG
    return Figure(kilograms / persons, kilograms, Fraction(persons), behind, behind)


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
    return sum(
        line.amount or 0
        for line in lines_in(one.lines, scene.window)
        if scene.branch(line.item) == _COURTYARD
    )


def _sum(scene: Scene, group: Group, of: Callable[[HouseholdPicture], Fraction]) -> Figure:
    """A quantity over a group: nothing where nobody has any on record."""
    having = {household_behind(one): amount for one in scene.of(group) if (amount := of(one)) > 0}
    if not having:
        return NOTHING
    return Figure(sum(having.values(), Fraction(0)), counted=tuple(having), base=tuple(having))


def _scale(scene: Scene, one: HouseholdPicture, wanted: Callable[[str], bool], unit: str) -> Fraction:
    """How much a household has of the wanted items: as its industries say, else the most its ledger shows.

    Two harvests of one field are one area, so the largest figure of an item counts and not the sum.
    """
    stated: dict[str, int] = {}
    for industry in one.industries:
        if industry.year == scene.year and industry.item and industry.scale_unit == unit:
            stated[industry.item] = stated.get(industry.item, 0) + (industry.scale or 0)
    shown: dict[str, int] = {}
    records: list[LedgerLine | Stock] = list(lines_in(one.lines, scene.window))
    records += [stock for stock in one.stocks if stock.quarter in scene.window]
    for record in records:
        if record.item and record.scale_unit == unit:
            shown[record.item] = max(shown.get(record.item, 0), record.scale or 0)
    found = {code: scale for code, scale in {**shown, **stated}.items() if wanted(code)}
    return Fraction(sum(found.values()), _THOUSANDTHS)


def _grain(scene: Scene, one: HouseholdPicture) -> Fraction:
    """Grams of grain: what the stocks say was harvested, else what the ledger sold."""
    yard = scene.yardstick
    grown: dict[str, Fraction] = {}
    for stock in one.stocks:
        if stock.quarter in scene.window and stock.item in yard.grain and stock.produced:
            grown[stock.item] = grown.get(stock.item, Fraction(0)) + _grams(scene, stock.produced, stock.unit)
    sold: dict[str, Fraction] = {}
    for line in lines_in(one.lines, scene.window):
        if line.item in yard.grain and line.quantity:
            sold[line.item] = sold.get(line.item, Fraction(0)) + _grams(scene, line.quantity, line.unit)
    return _total({**sold, **grown}.values())


def _total(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))


def _grams(scene: Scene, thousandths: int, unit: str | None) -> Fraction:
    return Fraction(thousandths * scene.yardstick.unit_grams.get(unit or "", 0), _THOUSANDTHS)
