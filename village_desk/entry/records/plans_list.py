"""The village's plans of a year in one list, with their sums, and how a household's plan is coming along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from village_desk.definitions.items import income_items
from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.rules.income import Income
from village_desk.rules.money import Fen, divide_half_up
from village_desk.rules.months import Quarter, Window, year_window
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.planning import (
    PARTS,
    baseline_net,
    due_by,
    due_of_all,
    gained,
    gap,
    is_signed,
    measures_for,
    planned_increment,
    quarters_of,
    target_net,
)
from village_desk.rules.records import Household
from village_desk.rules.suggesting import usual_increments
from village_desk.rules.support_records import Measure, Plan

NET = "net"


class PlanState(StrEnum):
    """How far a household's plan is."""

    NONE = "none"
    DRAFT = "draft"
    SIGNED = "signed"


class PlanRow(Struct, frozen=True):
    """A household's plan of the year as the village sees it."""

    household: Household
    plan: Plan | None
    baseline: Fen | None
    target: Fen | None
    planned: Fen
    """What the measures are expected to bring."""
    due: Fen
    """What of it should have come by the quarter in hand, by the seasons of the items."""
    gap: Fen | None
    measures: tuple[Measure, ...]

    @property
    def state(self) -> PlanState:
        """None yet, being written, or signed by both."""
        if self.plan is None:
            return PlanState.NONE
        return PlanState.SIGNED if is_signed(self.plan) else PlanState.DRAFT

    @property
    def responsible(self) -> str:
        """Who answers for the plan."""
        return (self.plan.responsible if self.plan else None) or ""


class PlanSums(Struct, frozen=True):
    """The sums over a list of plans; a gap is summed over those plans that name both ends."""

    baseline: Fen | None
    target: Fen | None
    planned: Fen
    due: Fen
    gap: Fen | None
    without_plan: int
    households: int


class VillagePlans(Struct, frozen=True):
    """The village's plans of a year, and what each kind of measure usually brings here."""

    rows: list[PlanRow]
    usual: Mapping[str, Fen]


class Burden(Struct, frozen=True):
    """How many households' plans and how many measures one person answers for."""

    name: str
    households: int
    measures: int


class PartRow(Struct, frozen=True):
    """One kind of income of a plan: where it starts, what is aimed at, what has come in."""

    part: str
    baseline: Fen | None
    target: Fen | None
    actual: Fen | None

    @property
    def increase(self) -> Fen | None:
        """Target less baseline."""
        if self.target is None or self.baseline is None:
            return None
        return Fen(self.target - self.baseline)

    @property
    def percent(self) -> int | None:
        """What has come in of a hundred parts of the target."""
        return percent_of(self.actual, self.target)


class MeasureRow(Struct, frozen=True):
    """A measure with what the ledger says it has brought, quarter by quarter."""

    measure: Measure
    label: str
    person: str
    due: Fen
    """What it should have brought by the quarter in hand."""
    actual: tuple[Fen | None, ...]

    @property
    def total(self) -> Fen | None:
        """What it has brought in the year; None while nothing is known."""
        known = [amount for amount in self.actual if amount is not None]
        return Fen(sum(known)) if known else None

    @property
    def percent(self) -> int | None:
        """What it has brought of a hundred parts of what is expected."""
        return percent_of(self.total, self.measure.increment)


def plan_row(picture: HouseholdPicture, year: int, quarter: Quarter | None = None) -> PlanRow:
    """A household's row at the end of a quarter; where none is said, of the year."""
    plan, measures, catalogue = picture.plan_for(year), measures_for(picture, year), measure_catalogue()
    planned = planned_increment(measures, catalogue)
    return PlanRow(
        picture.household,
        plan,
        baseline_net(plan),
        target_net(plan),
        planned,
        planned if quarter is None else due_of_all(measures, catalogue, income_items(), quarter),
        gap(plan, measures, catalogue),
        tuple(measures),
    )


def village_plans(picture: VillagePicture, year: int, quarter: Quarter | None = None) -> list[PlanRow]:
    """Every household's row in walking order."""
    return [plan_row(one, year, quarter) for one in picture.households]


def plans_with_usual(picture: VillagePicture, year: int, quarter: Quarter) -> VillagePlans:
    """The rows with what each kind of measure of this year and the last is expected to bring."""
    measures = (measure for one in picture.households for measure in one.measures)
    usual = usual_increments(measure for measure in measures if measure.year in (year - 1, year))
    return VillagePlans(village_plans(picture, year, quarter), usual)


def sums_of(rows: Iterable[PlanRow]) -> PlanSums:
    """The sums over rows."""
    rows = list(rows)
    return PlanSums(
        _sum(row.baseline for row in rows),
        _sum(row.target for row in rows),
        Fen(sum(row.planned for row in rows)),
        Fen(sum(row.due for row in rows)),
        _sum(row.gap for row in rows),
        sum(row.plan is None for row in rows),
        len(rows),
    )


def sums_together(villages: Sequence[PlanSums]) -> PlanSums:
    """The sums over several villages."""
    return PlanSums(
        _sum(one.baseline for one in villages),
        _sum(one.target for one in villages),
        Fen(sum(one.planned for one in villages)),
        Fen(sum(one.due for one in villages)),
        _sum(one.gap for one in villages),
        sum(one.without_plan for one in villages),
        sum(one.households for one in villages),
    )


def burdens_of(rows: Sequence[PlanRow]) -> list[Burden]:
    """What each person answers for, the most burdened first; a blank name stands for nobody."""
    plans = Counter(row.responsible for row in rows)
    measures = Counter(measure.responsible or "" for row in rows for measure in row.measures)
    found = [Burden(name, plans[name], measures[name]) for name in plans | measures]
    return sorted(found, key=lambda one: (-one.measures, -one.households, one.name))


def part_rows(sitting: Sitting, picture: HouseholdPicture, plan: Plan) -> list[PartRow]:
    """The kinds of income of a plan and the net, each with what came in from the year's beginning."""
    window = _so_far(sitting, plan.year)
    income = sitting.income(picture, window) if window and _has_lines(picture, window) else None
    rows = [
        PartRow(part, getattr(plan, f"baseline_{part}"), getattr(plan, part), _of(income, part))
        for part in PARTS
    ]
    return [*rows, PartRow(NET, baseline_net(plan), target_net(plan), _of(income, NET))]


def measure_rows(sitting: Sitting, picture: HouseholdPicture, year: int) -> list[MeasureRow]:
    """The measures of a year's plan, those that were stopped included, with their quarters."""
    quarters = quarters_of(year, sitting.settings.year_mode)
    return [
        _measure_row(picture, measure, quarters, sitting.quarter)
        for measure in picture.measures
        if measure.year == year
    ]


def total_of(rows: Iterable[MeasureRow]) -> Fen | None:
    """What measures have brought together in the year; None while nothing is known of any."""
    return _sum(row.total for row in rows)


def percent_of(actual: Fen | None, whole: Fen | None) -> int | None:
    """An amount in hundredths of a whole, rounded; None where either is unknown or the whole is nothing."""
    if actual is None or not whole:
        return None
    return divide_half_up(actual * 100, whole)


def _measure_row(
    picture: HouseholdPicture, measure: Measure, quarters: Sequence[Quarter], in_hand: Quarter
) -> MeasureRow:
    known, person = measure_catalogue().get(measure.measure or ""), picture.person(measure.person_id)
    return MeasureRow(
        measure,
        known.label if known else measure.content or say("plans.unnamed"),
        (person.name or "") if person else say("support.whole"),
        due_by(measure, income_items(), in_hand),
        tuple(gained(measure, picture, quarter.window) for quarter in quarters),
    )


def _so_far(sitting: Sitting, year: int) -> Window | None:
    """The months of a plan's year up to the quarter in hand; None for a year yet to come."""
    whole = year_window(year, sitting.settings.year_mode)
    last = min(whole.last, sitting.quarter.window.last)
    return Window(whole.first, last) if last >= whole.first else None


def _has_lines(picture: HouseholdPicture, window: Window) -> bool:
    return any(
        line.month is not None and line.amount is not None and window.first <= line.month <= window.last
        for line in picture.lines
    )


def _of(income: Income | None, part: str) -> Fen | None:
    return None if income is None else Fen(int(getattr(income, part)))


def _sum(amounts: Iterable[Fen | None]) -> Fen | None:
    known = [amount for amount in amounts if amount is not None]
    return Fen(sum(known)) if known else None
