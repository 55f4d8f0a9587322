"""The year's plan of a household: baseline, target, what measures bring and have brought (domain.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from village_desk.rules.chosen_records import Price
from village_desk.rules.income import Reckoner, lines_in
from village_desk.rules.items import IncomeItem
from village_desk.rules.measures import Aim, CatalogueMeasure
from village_desk.rules.money import Fen, Thousandths, amount_of, divide_half_up
from village_desk.rules.months import Month, Quarter, Window, YearMode, add_months, make_quarter, year_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.records import StatedTotals
from village_desk.rules.support_records import MEASURE_STOPPED, Measure, Plan

PARTS = ("wages", "production", "cost", "property", "transfer")
"""What a plan names a baseline and a target for; the net is their sum less the cost."""

SKILLED, PLAIN, WEAK = "技能劳动力", "普通劳动力", "弱劳动力或半劳动力"
GROUP_SKILLED, GROUP_PLAIN, GROUP_WEAK = "有技能劳动力", "有普通劳动力", "只有弱劳动力"
GROUP_NONE, GROUP_PUPIL, GROUP_STRUCK = "整户无劳动力", "有中高职在校生", "突发困难"
_VOCATIONAL = ("中职", "高职", "技师")
_STRUCK_CLASS = "突发严重困难户"
_ANY_ITEM = "99"
"""How the item ends that stands for any of its branch."""
Received = Callable[[tuple[str, ...], Window], Mapping[str | None, int]]
"""What each person (None: the household) received under items that begin so, in a window, in fen."""
_INCOME = frozenset({Aim.WAGES, Aim.PRODUCTION, Aim.PROPERTY, Aim.TRANSFER})


def baseline(
    picture: HouseholdPicture, reckoner: Reckoner, window: Window, stated: StatedTotals | None = None
) -> dict[str, int | None]:
    """The closed year's income as a plan keeps it, by key.

    It is the ledger's; where nothing was entered the national system's, and nothing where that says nothing.
    """
    persons = reckoner.divisor(picture.persons, window, picture.household.stated_members_year)
    lines = lines_in(picture.lines, window)
    if not any(line.amount is not None for line in lines):
        known = {f"baseline_{part}": getattr(stated, part, None) for part in PARTS}
        return {**known, "baseline_persons": persons}
    income = reckoner.income(lines, window, persons)
    amounts = {f"baseline_{part}": int(getattr(income, part)) for part in PARTS}
    return {**amounts, "baseline_persons": persons}


def target_net(plan: Plan | None) -> Fen | None:
    """The net income a plan aims at; None where it names no amount."""
    return None if plan is None else _net([getattr(plan, part) for part in PARTS])


def baseline_net(plan: Plan | None) -> Fen | None:
    """The net income a plan starts from; None where it names no amount."""
    return None if plan is None else _net([getattr(plan, f"baseline_{part}") for part in PARTS])


def is_signed(plan: Plan) -> bool:
    """Whether both the head and who answers for the plan have signed it."""
    return plan.signed_by_head_on is not None and plan.signed_by_responsible_on is not None


def measures_for(picture: HouseholdPicture, year: int) -> list[Measure]:
    """The measures of a year's plan; those that were stopped no longer belong to it."""
    return [one for one in picture.measures if one.year == year and one.state != MEASURE_STOPPED]


def planned_increment(measures: Iterable[Measure], catalogue: Mapping[str, CatalogueMeasure]) -> Fen:
    """What the measures that raise an income are expected to bring."""
    return Fen(sum(one.increment or 0 for one in measures if raises_income(one, catalogue)))


def raises_income(measure: Measure, catalogue: Mapping[str, CatalogueMeasure]) -> bool:
    """Whether income comes of a measure; one that is not in the catalogue may."""
    known = catalogue.get(measure.measure or "")
    return known is None or known.aim in _INCOME


def gap(
    plan: Plan | None, measures: Iterable[Measure], catalogue: Mapping[str, CatalogueMeasure]
) -> Fen | None:
    """What still lacks a measure: target less baseline less increments; below zero is room to spare."""
    target, start = target_net(plan), baseline_net(plan)
    if target is None or start is None:
        return None
    return Fen(target - start - planned_increment(measures, catalogue))


def due_of_all(
    measures: Iterable[Measure],
    catalogue: Mapping[str, CatalogueMeasure],
    items: Mapping[str, IncomeItem],
    quarter: Quarter,
) -> Fen:
    """What the measures that raise an income should have brought by the end of a quarter."""
    return Fen(sum(due_by(one, items, quarter) for one in measures if raises_income(one, catalogue)))


def gained(measure: Measure, picture: HouseholdPicture, window: Window) -> Fen | None:
    """What a measure has brought, of the lines of a picture, see brought."""

    def received(starts: tuple[str, ...], within: Window) -> dict[str | None, int]:
        sums: dict[str | None, int] = {}
        for line in lines_in(picture.lines, within):
            if line.amount is not None and (line.item or "").startswith(starts):
                sums[line.person_id] = sums.get(line.person_id, 0) + line.amount
        return sums

    return brought(measure, received, window)


def brought(measure: Measure, received: Received, window: Window) -> Fen | None:
    """What a measure's item brought its person or the household, less the same months a year earlier.

    For the household it is what all its members were paid. None where the measure names no item or nothing
    was entered in either: actuals are read, never typed.
    """
    if not measure.item:
        return None
    now, before = (
        _for_whom(measure, received((beginning_of_items(measure),), one))
        for one in (window, window.year_earlier())
    )
    return None if now is None and before is None else Fen((now or 0) - (before or 0))


def beginning_of_items(measure: Measure) -> str:
    """How the items begin in which a measure shows: its own, or all of its branch where it names any."""
    return (measure.item or "").removesuffix(_ANY_ITEM)


def quarters_of(year: int, mode: YearMode) -> tuple[Quarter, ...]:
    """The four quarters of a plan's year."""
    return tuple(make_quarter(year, number, mode) for number in (1, 2, 3, 4))


def worth(measure: Measure, price: Price | None, reckoner: Reckoner) -> Fen | None:
    """What a quantity is worth at the township's yield and price, less cost; None where these are unknown."""
    item = reckoner.items.get(measure.item or "")
    if price is None or item is None or price.price_usual is None or measure.quantity is None:
        return None
    if measure.unit == price.unit and measure.unit != item.scale_unit:
        return amount_of(measure.quantity, price.price_usual)
    if measure.unit != item.scale_unit or price.yield_usual is None:
        return None
    each = amount_of(price.yield_usual, price.price_usual) - (price.cost_each or 0) // 10
    return Fen(divide_half_up(each * measure.quantity, 1000))


def what_if(quantity: Thousandths, each: Thousandths, times: int = 1) -> Fen:
    """What so many units at so many yuan each come to, so many times: a trial, kept nowhere."""
    return Fen(amount_of(quantity, each) * times)


def due_share(item_season: Sequence[int], quarter: Quarter, begun: Month | None = None) -> Fraction:
    """The share of a year's income of an item that is due by the end of a quarter.

    An item with a season comes in evenly in the months of its season, any other evenly over the year; of what
    begins during the year (``begun``) only the months from then on count.
    """
    whole = year_window(quarter.year, quarter.mode)
    months = [add_months(whole.first, step) for step in range(whole.months)]
    live = [month for month in months if begun is None or month >= begun] or months[-1:]
    season = [month for month in live if month % 100 in item_season] or live
    return Fraction(sum(month <= quarter.window.last for month in season), len(season))


def due_by(measure: Measure, items: Mapping[str, IncomeItem], quarter: Quarter) -> Fen:
    """What a measure should have brought by the end of a quarter: nothing before its year, all after it."""
    item = items.get(measure.item or "")
    share = Fraction(quarter.year > measure.year)
    if quarter.year == measure.year:
        share = due_share(item.season if item else (), quarter, measure.started)
    return Fen(divide_half_up((measure.increment or 0) * share.numerator, share.denominator))


def group_of(picture: HouseholdPicture, day: date) -> str:
    """The group of a household for its plan: what strikes it first, then the best labour it has."""
    members = [person for person in picture.persons if is_member_on(person, day)]
    if picture.household.monitoring_class == _STRUCK_CLASS and picture.household.risk_removed is not True:
        return GROUP_STRUCK
    able = {person.labour for person in members if not person.schooling}
    for labour, group in ((SKILLED, GROUP_SKILLED), (PLAIN, GROUP_PLAIN), (WEAK, GROUP_WEAK)):
        if labour in able:
            return group
    if any((person.schooling or "").startswith(_VOCATIONAL) for person in members):
        return GROUP_PUPIL
    return GROUP_NONE


def _for_whom(measure: Measure, paid: Mapping[str | None, int]) -> int | None:
    amounts = [
        amount
        for person_id, amount in paid.items()
        if measure.person_id is None or person_id in (None, measure.person_id)
    ]
    return sum(amounts) if amounts else None


def _net(parts: Sequence[Fen | None]) -> Fen | None:
    wages, production, cost, rent, transfer = parts
    if all(part is None for part in (wages, production, rent, transfer)):
        return None
    return Fen(sum(part or 0 for part in (wages, production, rent, transfer)) - (cost or 0))
