"""Indicators of what households raise: every industry, areas, herds and grain (policies.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from village_desk.rules.followup_records import Stock
from village_desk.rules.indicators.figure import NOTHING, Beside, Figure, FigureRow, Unit, head_count
from village_desk.rules.indicators.registry import indicator, of
from village_desk.rules.indicators.scene import Group, Scene, household_behind
from village_desk.rules.items import Category
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_counted_on
from village_desk.rules.records import LedgerLine

_CROPS = "种植"
_MU, _HEAD, _KILOGRAM = "亩", "头", "公斤"
_THOUSANDTHS = 1000
_GRAMS_PER_KG, _GRAMS_PER_TONNE = 1000, 1_000_000
_BESIDE = ("persons", "scale", "output", "income", "net")
"""What is summed of an industry beside its households."""
_NO_INCOME = (Fraction(0), Fraction(0))


def _industries(scene: Scene, group: Group) -> Figure:
    """The households of a group that raise or run anything, by industry, with sums beside them."""
    found: dict[str, _Industry] = {}
    households = scene.of(group)
    for one in households:
        incomes = _incomes(scene, one)
        amounts = scene.once(_scales, one), scene.once(_output, one)
        for item in _items_run(scene, one):
            own = found.setdefault(item, _Industry())
            own.add(scene, one, incomes.get(item, _NO_INCOME), *(_of_item(item, each) for each in amounts))
    running = {one.household.id for industry in found.values() for one in industry.households}
    counted = (one for one in households if one.household.id in running)
    figure = head_count(map(household_behind, counted), map(household_behind, households))
    return replace(figure, rows=tuple(FigureRow(item, own.figure()) for item, own in found.items()))


@indicator("crop_livestock", Unit.COUNT, Group.TRACKED)
@of(_industries)
def crop_livestock(scene: Scene, found: Figure) -> Figure:
    """Households that raise or run anything, by industry; one with several is in each of its rows."""
    if not found.rows:
        return NOTHING
    rows = {
        row.name: replace(row.figure, denominator=found.denominator, base=found.base) for row in found.rows
    }
    items = [item for item in scene.reckoner.items if item in rows]
    return replace(found, rows=tuple(FigureRow(item, _with_each(rows[item])) for item in items))


@indicator("crop_area", Unit.QUANTITY, Group.TRACKED)
def crop_area(scene: Scene, group: Group) -> Figure:
    """Mu under crops in the year."""
    return _sum(scene, group, lambda one: _scale(scene, one, _MU, lambda code: scene.branch(code) == _CROPS))


@indicator("livestock_heads", Unit.QUANTITY, Group.TRACKED)
def livestock_heads(scene: Scene, group: Group) -> Figure:
    """Head of cattle, pigs and sheep kept in the year: whatever is counted by the head."""
    return _sum(scene, group, lambda one: _scale(scene, one, _HEAD))


@indicator("grain_area", Unit.QUANTITY, Group.TRACKED)
def grain_area(scene: Scene, group: Group) -> Figure:
    """Mu under grain in the year."""
    grain = scene.yardstick.grain
    return _sum(scene, group, lambda one: _scale(scene, one, _MU, grain.__contains__))


@indicator("grain_output", Unit.QUANTITY, Group.TRACKED)
def grain_output(scene: Scene, group: Group) -> Figure:
    """Tonnes of grain harvested in the year."""
    return _sum(scene, group, lambda one: _grain(scene, one) / _GRAMS_PER_TONNE)


def _grain_of_persons(scene: Scene, group: Group) -> Figure:
    """Kilograms of grain over the counted persons of a group."""
    households = scene.of(group)
    kilograms = sum((_grain(scene, one) for one in households), Fraction(0)) / _GRAMS_PER_KG
    persons = sum(is_counted_on(person, scene.as_of) for one in households for person in one.persons)
    behind = tuple(map(household_behind, households))
    value = kilograms / persons if persons else None
    return Figure(value, kilograms, Fraction(persons), behind, behind)


@indicator("grain_per_person", Unit.QUANTITY, Group.TRACKED)
@of(_grain_of_persons)
def grain_per_person(_: Scene, grain: Figure) -> Figure:
    """Kilograms of grain for each counted person of the group."""
    return grain if grain.value else NOTHING


def _sum(scene: Scene, group: Group, of: Callable[[HouseholdPicture], Fraction]) -> Figure:
    """A quantity over a group: nothing where nobody has any on record."""
    having = {household_behind(one): amount for one in scene.of(group) if (amount := of(one)) > 0}
    if not having:
        return NOTHING
    return Figure(sum(having.values(), Fraction(0)), counted=tuple(having), base=tuple(having))


def _scale(
    scene: Scene, one: HouseholdPicture, unit: str, wanted: Callable[[str], bool] = lambda _: True
) -> Fraction:
    """How much a household has of the wanted items in a unit."""
    found = scene.once(_scales, one)
    return _total(scale for (code, of), scale in found.items() if of == unit and wanted(code))


def _scales(scene: Scene, one: HouseholdPicture) -> dict[tuple[str, str], Fraction]:
    """How much a household has by item and unit: as its industries say, else the most its ledger shows.

    Two harvests of one field are one area, so the largest figure of an item counts and not the sum.
    """
    stated: dict[tuple[str, str], int] = {}
    for industry in one.industries:
        if industry.year == scene.year and industry.item and industry.scale_unit:
            key = (industry.item, industry.scale_unit)
            stated[key] = stated.get(key, 0) + (industry.scale or 0)
    shown: dict[tuple[str, str], int] = {}
    records: list[LedgerLine | Stock] = list(scene.lines(one))
    records += [stock for stock in one.stocks if stock.quarter in scene.window]
    for record in records:
        if record.item and record.scale_unit:
            key = (record.item, record.scale_unit)
            shown[key] = max(shown.get(key, 0), record.scale or 0)
    return {key: Fraction(scale, _THOUSANDTHS) for key, scale in {**shown, **stated}.items() if scale}


def _grain(scene: Scene, one: HouseholdPicture) -> Fraction:
    """Grams of grain."""
    amounts = scene.once(_output, one)
    return _total(
        amount * scene.yardstick.unit_grams.get(unit, 0)
        for (item, unit), amount in amounts.items()
        if item in scene.yardstick.grain
    )


def _output(scene: Scene, one: HouseholdPicture) -> dict[tuple[str, str], Fraction]:
    """What a household produced by item and unit: what the stocks say, else what the ledger sold."""
    grown: dict[tuple[str, str], Fraction] = {}
    for stock in one.stocks:
        if stock.quarter in scene.window and stock.item and stock.produced:
            _add(grown, stock.item, stock.unit, stock.produced)
    told = {item for item, _ in grown}
    for line in scene.lines(one):
        if line.item and line.item not in told and line.quantity:
            _add(grown, line.item, line.unit, line.quantity)
    return grown


def _add(amounts: dict[tuple[str, str], Fraction], item: str, unit: str | None, thousandths: int) -> None:
    key = (item, unit or "")
    amounts[key] = amounts.get(key, Fraction(0)) + Fraction(thousandths, _THOUSANDTHS)


def _items_run(scene: Scene, one: HouseholdPicture) -> set[str]:
    """The industries of a household in the year: on record, or income from production."""
    recorded = {industry.item for industry in one.industries if industry.year == scene.year and industry.item}
    return recorded | {
        line.item
        for line in scene.lines(one)
        if line.item and line.amount is not None and scene.category(line.item) is Category.PRODUCTION
    }


def _incomes(scene: Scene, one: HouseholdPicture) -> dict[str, tuple[Fraction, Fraction]]:
    """What each item brought a household before cost, and less its share of the cost of its branch.

    Cost is entered by branch: each item of it bears the part of the cost that it has of the income.
    """
    parts = scene.reckoner.net_by_item(one.lines, scene.window)
    known = [(scene.reckoner.items[code], amount) for code, amount in parts.items()]
    gross = [(item, amount) for item, amount in known if item.category is Category.PRODUCTION]
    found = {}
    for item, amount in gross:
        branch = sum(each for other, each in gross if other.branch == item.branch)
        cost = sum(each for other, each in known if other.cost_of == item.branch)
        share = Fraction(amount * cost, branch) if branch else Fraction(0)
        found[item.code] = Fraction(amount), amount + share
    return found


def _of_item(item: str, amounts: Mapping[tuple[str, str], Fraction]) -> dict[str, Fraction]:
    return {unit: amount for (code, unit), amount in amounts.items() if code == item}


class _Industry(Struct):
    """One industry of a group, added up household by household."""

    households: list[HouseholdPicture] = field(default_factory=list)
    persons: int = 0
    gross: Fraction = Fraction(0)
    net: Fraction = Fraction(0)
    scale: dict[str, Fraction] = field(default_factory=dict)
    output: dict[str, Fraction] = field(default_factory=dict)

    def add(
        self,
        scene: Scene,
        one: HouseholdPicture,
        income: tuple[Fraction, Fraction],
        scale: Mapping[str, Fraction],
        output: Mapping[str, Fraction],
    ) -> None:
        self.households.append(one)
        self.persons += scene.figures[one.household.id].now.income.persons
        self.gross, self.net = self.gross + income[0], self.net + income[1]
        for sums, amounts in ((self.scale, scale), (self.output, _in_kilograms(scene, output))):
            for unit, amount in amounts.items():
                sums[unit] = sums.get(unit, Fraction(0)) + amount

    def figure(self) -> Figure:
        """Its households, and beside them persons, scale, output, income and net income."""
        beside = (
            Beside("persons", Fraction(self.persons)),
            *_measured("scale", self.scale),
            *_measured("output", self.output),
            Beside("income", self.gross, Unit.YUAN),
            Beside("net", self.net, Unit.YUAN),
        )
        return replace(head_count(map(household_behind, self.households)), beside=beside)


def _with_each(row: Figure) -> Figure:
    """An industry with what each of its households has and what each person in them earns."""
    sums = {name: [one for one in row.beside if one.name == name] for name in _BESIDE}
    persons, households = sums["persons"][0].value, len(row.counted)
    each = [Beside("scale_each", one.value / households, one.unit, one.measure) for one in sums["scale"]]
    net = [Beside("net_each", one.value / persons, one.unit) for one in sums["net"] if persons]
    beside = [*sums["persons"], *sums["scale"], *each, *sums["output"], *sums["income"], *sums["net"], *net]
    return replace(row, beside=tuple(beside))


def _in_kilograms(scene: Scene, amounts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The same with every unit of weight as kilograms."""
    sums: dict[str, Fraction] = {}
    for unit, amount in amounts.items():
        grams = scene.yardstick.unit_grams.get(unit)
        key = _KILOGRAM if grams else unit
        sums[key] = sums.get(key, Fraction(0)) + (amount * grams / _GRAMS_PER_KG if grams else amount)
    return sums


def _measured(name: str, amounts: Mapping[str, Fraction]) -> list[Beside]:
    return [Beside(name, amount, Unit.QUANTITY, unit) for unit, amount in amounts.items()]


def _total(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))
