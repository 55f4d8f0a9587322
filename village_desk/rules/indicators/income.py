"""Indicators of income: per head, growth, structure, floor, references (policies.md)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from village_desk.rules.figures import HouseholdFigure, parts_of
from village_desk.rules.income import Income
from village_desk.rules.indicators.figure import (
    NOTHING,
    Behind,
    Beside,
    Figure,
    FigureRow,
    Unit,
    and_households,
    head_count,
    quotient,
)
from village_desk.rules.indicators.registry import FLOOR, LOW_INCOME, indicator, of
from village_desk.rules.indicators.scene import Group, Scene, household_behind, person_behind
from village_desk.rules.money import Fen
from village_desk.rules.population import is_counted_on

FARMERS = "local_rural"
"""The reference figure: disposable income per head of the place's farmers."""
NATIONAL_LIFTED = "national_lifted"
"""The reference figure: net income per head of the nation's lifted population."""
MEAN = "prefecture_mean"
"""The reference figure: the prefecture's mean that a household is held against."""


@indicator("per_capita_net_income", Unit.YUAN, Group.LIFTED, Group.MONITORED, Group.RURAL)
def per_capita_net_income(scene: Scene, group: Group) -> Figure:
    """Net income of a group over its counted persons: a quotient of sums, never a mean of means."""
    return _per_head(scene.entered(group), now=True)


def _per_head_before(scene: Scene, group: Group) -> Figure:
    """The same of the year before, of all that it has entered."""
    return _per_head(_entered_before(scene, group), now=False)


def _panel_now(scene: Scene, group: Group) -> Figure:
    """The same of the households that have both years."""
    return _per_head(_both(scene, group), now=True)


def _panel_before(scene: Scene, group: Group) -> Figure:
    """And theirs of the year before."""
    return _per_head(_both(scene, group), now=False)


def _lifted_now(scene: Scene, _: Group) -> Figure:
    return _panel_now(scene, Group.LIFTED)


def _lifted_before(scene: Scene, _: Group) -> Figure:
    return _panel_before(scene, Group.LIFTED)


@indicator("income_growth", Unit.RATE, Group.LIFTED, Group.MONITORED)
@of(per_capita_net_income, _per_head_before)
def income_growth(_: Scene, now: Figure, before: Figure) -> Figure:
    """This year's income per head over last year's, less one, of all that each year has entered."""
    return _growth(now, before)


@indicator("income_growth_panel", Unit.RATE, Group.LIFTED, Group.MONITORED)
@of(_panel_now, _panel_before)
def income_growth_panel(_: Scene, now: Figure, before: Figure) -> Figure:
    """The same over the households that have both years: nobody's coming or going passes for growth."""
    return _growth(now, before)


@indicator("growth_relocated", Unit.RATE, Group.RELOCATED)
@of(_panel_now, _panel_before, _lifted_now, _lifted_before)
def growth_relocated(
    _: Scene, now: Figure, before: Figure, lifted_now: Figure, lifted_before: Figure
) -> Figure:
    """Growth of the relocated less that of all lifted, households with both years."""
    return _difference(_growth(now, before), _growth(lifted_now, lifted_before).value)


def _share(place: int) -> None:
    names = ("wages", "production", "property", "transfer")

    def part_of_net(scene: Scene, group: Group) -> Figure:
        figures = scene.entered(group)
        income = scene.reckoner.total(one.now.income for one in figures)
        return quotient(parts_of(income)[place], income.net, _behind(figures))

    def part_now(scene: Scene, group: Group) -> Figure:
        return _part(scene, [one.now.income for one in _both(scene, group)])

    def part_before(scene: Scene, group: Group) -> Figure:
        return _part(scene, [one.before.income for one in _both(scene, group)])

    def _part(scene: Scene, incomes: Sequence[Income]) -> Figure:
        whole = scene.reckoner.total(incomes)
        return quotient(parts_of(whole)[place], whole.persons, ())

    @of(part_of_net)
    def reckon(_: Scene, part: Figure) -> Figure:
        return part if (part.denominator or 0) > 0 else NOTHING

    @of(part_now, part_before, _panel_before)
    def contribution(_: Scene, now: Figure, before: Figure, base: Figure) -> Figure:
        if now.value is None or before.value is None or base.value is None or base.value <= 0:
            return NOTHING
        grown = now.value - before.value
        return Figure(grown / base.value, grown, base.value, base.counted, base.base)

    reckon.conclude.__doc__ = f"The share of {names[place]} in the net income of a group."
    contribution.conclude.__doc__ = (
        f"What {names[place]} add to the growth per head, as a share of last year's."
    )
    indicator(f"income_share_{names[place]}", Unit.RATE, Group.LIFTED)(reckon)
    indicator(f"growth_from_{names[place]}", Unit.RATE, Group.LIFTED)(contribution)


for _place in range(4):
    _share(_place)


@indicator("below_floor", Unit.COUNT, Group.LIFTED, Group.MONITORED, less_is_better=True, needs=FLOOR)
def below_floor(scene: Scene, group: Group) -> Figure:
    """Counted persons in households under the floor; the safety net is left out where the policy says so."""
    if scene.yardstick.floor is None or not scene.entered(group):
        return NOTHING
    in_scope = [one for one in scene.entered(group) if not _is_left_out(scene, one)]
    under = [one for one in in_scope if _is_under(one, scene.yardstick.floor)]
    return and_households(head_count(_persons(scene, under), _persons(scene, in_scope)))


@indicator("below_floor_with_safety_net", Unit.COUNT, Group.LIFTED, less_is_better=True, needs=FLOOR)
def below_floor_with_safety_net(scene: Scene, group: Group) -> Figure:
    """The same with the safety-net households, whatever the policy says."""
    figures = scene.entered(group)
    if scene.yardstick.floor is None or not figures:
        return NOTHING
    under = [one for one in figures if _is_under(one, scene.yardstick.floor)]
    return and_households(head_count(_persons(scene, under), _persons(scene, figures)))


def _below_floor_before(scene: Scene, group: Group) -> Figure:
    """Persons under last year's floor, of the households that it has entered."""
    floor = scene.yardstick.floor_before
    known = [one for one in _entered_before(scene, group) if not _is_left_out(scene, one)]
    if floor is None or not known:
        return NOTHING
    under = [one for one in known if (one.before.income.per_capita or Fen(0)) < floor]
    return Figure(Fraction(sum(one.before.income.persons for one in under)), base=_behind(known))


@indicator("below_floor_change", Unit.COUNT, Group.LIFTED, Group.MONITORED, less_is_better=True, needs=FLOOR)
@of(below_floor, _below_floor_before)
def below_floor_change(_: Scene, now: Figure, before: Figure) -> Figure:
    """Persons under this year's floor less those who were under last year's: it is to be below zero."""
    return _change(now, before)


@indicator("low_income_ledger", Unit.COUNT, Group.LIFTED, less_is_better=True, needs=LOW_INCOME)
def low_income_ledger(scene: Scene, group: Group) -> Figure:
    """Households under the threshold of the low-income ledger, safety net left out."""
    line = scene.yardstick.low_income
    if line is None:
        return NOTHING
    in_scope = [one for one in scene.entered(group) if not scene.is_safety_net(one.picture)]
    return _households_and_persons([one for one in in_scope if _is_under(one, line)], in_scope)


def _low_income_before(scene: Scene, group: Group) -> Figure:
    """Households under last year's threshold, of those that it has entered, safety net left out."""
    line = scene.yardstick.low_income_before
    known = [one for one in _entered_before(scene, group) if not scene.is_safety_net(one.picture)]
    if line is None or not known:
        return NOTHING
    under = sum((one.before.income.per_capita or 0) < line for one in known)
    return Figure(Fraction(under), base=_behind(known))


@indicator("low_income_change", Unit.COUNT, Group.LIFTED, less_is_better=True, needs=LOW_INCOME)
@of(low_income_ledger, _low_income_before)
def low_income_change(_: Scene, now: Figure, before: Figure) -> Figure:
    """Households of the low-income ledger less those of the year before by its own line: it is to shrink."""
    return _change(now, before)


@indicator("below_reference_mean", Unit.COUNT, Group.TRACKED, less_is_better=True, reference=MEAN)
def below_reference_mean(scene: Scene, group: Group) -> Figure:
    """Households under the mean that the profile refers to: they are followed closely."""
    mean = scene.yardstick.references.get(MEAN, {}).get(scene.year)
    if mean is None:
        return NOTHING
    figures = scene.entered(group)
    return head_count(_behind([one for one in figures if _is_under(one, mean)]), _behind(figures))


@indicator("income_ratio", Unit.RATIO, Group.LIFTED, less_is_better=True, reference=FARMERS)
@of(per_capita_net_income)
def income_ratio(scene: Scene, own: Figure) -> Figure:
    """Disposable income per head of the local farmers over a group's net income per head."""
    farmers = scene.yardstick.references.get(FARMERS, {}).get(scene.year)
    if farmers is None or own.value is None or own.value <= 0:
        return NOTHING
    return Figure(Fraction(farmers) / own.value, Fraction(farmers), own.value, own.counted, own.base)


@indicator("growth_vs_local_rural", Unit.RATE, Group.LIFTED, reference=FARMERS)
@of(_panel_now, _panel_before)
def growth_vs_local_rural(scene: Scene, now: Figure, before: Figure) -> Figure:
    """Growth of a group less that of the local farmers."""
    return _difference(_growth(now, before), _reference_growth(scene, FARMERS))


@indicator("growth_vs_national_lifted", Unit.RATE, Group.LIFTED, reference=NATIONAL_LIFTED)
@of(_panel_now, _panel_before)
def growth_vs_national_lifted(scene: Scene, now: Figure, before: Figure) -> Figure:
    """Growth of a group less that of the nation's lifted population."""
    return _difference(_growth(now, before), _reference_growth(scene, NATIONAL_LIFTED))


@indicator("income_bands", Unit.COUNT, Group.RURAL, Group.LIFTED, Group.MONITORED_ONLY, Group.GENERAL)
def income_bands(scene: Scene, group: Group) -> Figure:
    """Households that have an income per head, band by band; the bands sum to them all."""
    edges = scene.yardstick.bands
    if not edges or not scene.entered(group):
        return NOTHING
    placed: list[list[HouseholdFigure]] = [[] for _ in range(len(edges) + 1)]
    for one in scene.entered(group):
        if one.now.income.per_capita is not None:
            placed[bisect_right(edges, one.now.income.per_capita)].append(one)
    everybody = [one for band in placed for one in band]
    rows = (
        FigureRow(name, _households_and_persons(band, everybody))
        for name, band in zip(band_names(edges), placed, strict=True)
    )
    return replace(_households_and_persons(everybody, everybody), rows=tuple(rows))


def band_names(edges: Sequence[Fen]) -> list[str]:
    """The names of the bands between edges, in yuan: ``-8700``, ``8700-10000``, ``10000-``."""
    ends = ["", *(f"{edge // 100}" for edge in edges), ""]
    return [f"{low}-{high}" for low, high in pairwise(ends)]


def _households_and_persons(figures: Sequence[HouseholdFigure], base: Sequence[HouseholdFigure]) -> Figure:
    persons = Beside("persons", Fraction(sum(one.now.income.persons for one in figures)))
    return replace(head_count(_behind(figures), _behind(base)), beside=(persons,))


def _per_head(figures: Sequence[HouseholdFigure], *, now: bool) -> Figure:
    incomes = [one.now.income if now else one.before.income for one in figures]
    net, persons = sum(income.net for income in incomes), sum(income.persons for income in incomes)
    return quotient(net, persons, _behind(figures))


def _growth(now: Figure, before: Figure) -> Figure:
    """Growth in parts of one; from a base of nothing or less there is none, only an amount."""
    if now.value is None or before.value is None or before.value <= 0:
        return NOTHING
    return Figure(now.value / before.value - 1, now.value, before.value, now.counted, before.base)


def _change(now: Figure, before: Figure) -> Figure:
    """How many are counted less how many were, where both are known."""
    if now.value is None or before.value is None:
        return NOTHING
    change, is_none_left = now.value - before.value, now.value == 0
    return Figure(change, now.value, before.value, now.counted, before.base, is_none_left)


def _entered_before(scene: Scene, group: Group) -> list[HouseholdFigure]:
    figures = (scene.figures[one.household.id] for one in scene.of(group))
    return [one for one in figures if one.before.entered]


def _both(scene: Scene, group: Group) -> list[HouseholdFigure]:
    return [one for one in scene.entered(group) if one.before.entered]


def _difference(own: Figure, other: Fraction | None) -> Figure:
    if own.value is None or other is None:
        return NOTHING
    return Figure(own.value - other, own.value, other, own.counted, own.base)


def _reference_growth(scene: Scene, name: str) -> Fraction | None:
    known = scene.yardstick.references.get(name, {})
    now, before = known.get(scene.year), known.get(scene.year - 1)
    return None if now is None or not before else Fraction(now, before) - 1


def _is_left_out(scene: Scene, figure: HouseholdFigure) -> bool:
    return scene.yardstick.excludes_safety_net and scene.is_safety_net(figure.picture)


def _is_under(figure: HouseholdFigure, line: Fen) -> bool:
    per_head = figure.now.income.per_capita
    return per_head is not None and per_head < line


def _behind(figures: Sequence[HouseholdFigure]) -> tuple[Behind, ...]:
    return tuple(household_behind(one.picture) for one in figures)


def _persons(scene: Scene, figures: Sequence[HouseholdFigure]) -> list[Behind]:
    return [
        person_behind(one.picture, person)
        for one in figures
        for person in one.picture.persons
        if is_counted_on(person, scene.window.last_day)
    ]
