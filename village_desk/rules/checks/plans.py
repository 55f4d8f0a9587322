"""Checks of the household's plan for the year (domain.md 3.10, PL01, PL04 to PL06, PL13 to PL15)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from village_desk.rules.checks.conditions import in_quarters
from village_desk.rules.checks.course import Course
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Hits, check
from village_desk.rules.checks.span import Span
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import year_window
from village_desk.rules.planning import baseline_net, gap, planned_increment
from village_desk.rules.support_records import MEASURE_DONE


@in_quarters
def _may_lack_plan(span: Span, limits: Limits) -> list[int]:
    if not span.monitored and span.picture.household.household_class not in limits.words("classes"):
        return []
    late, plans = _late_quarters(span.course, limits), span.picture.plans
    if not plans:
        return list(late)
    planned = {plan.year for plan in plans}
    return [place for place, year in late.items() if year not in planned]


@check("PL01", when=_may_lack_plan, items=())
def without_plan(facts: HouseholdFacts, limits: Limits) -> Hits:
    """A household in the scheme has no plan for the year after the deadline (PL01)."""
    if (facts.picture.plans and facts.plan is not None) or not _is_late(facts.frame, limits):
        return ()
    if facts.household.household_class in limits.words("classes") or facts.is_monitored:
        return _no_plan(facts.frame.period.year)
    return ()


@lru_cache(maxsize=64)
def _no_plan(year: int) -> Hits:
    """The same words for every household of a year."""
    return (Hit(None, {"year": year}),)


@check("PL04", on="plans")
def target_without_growth(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The target per head is not above last year's income by the township's share (PL04)."""
    period = facts.frame.period
    target = facts.target_per_capita
    last = facts.dossier.income(year_window(period.year - 1, period.mode))
    if last is None or last.per_capita is None or target is None or last.per_capita <= 0:
        return
    if target * 100 <= last.per_capita * (100 + limits.number("growth_percent")):
        yield Hit(None, _against(facts, target, last.per_capita))


@check("PL05", on="plans", items=())
def target_under_the_line(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The target per head is under the monitoring line; who lives on support is spared (PL05)."""
    line, target = facts.frame.monitoring_line, facts.target_per_capita
    if line is None or target is None or facts.household.without_labour:
        return
    if target < line:
        yield Hit(None, _against(facts, target, line))


@check("PL06", on="plans", items=())
def measures_do_not_reach(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """What the measures are expected to bring does not lead from the baseline to the target (PL06)."""
    missing = gap(facts.plan, facts.measures, facts.frame.lists.measures)
    if missing is not None and missing > 0:
        expected = planned_increment(facts.measures, facts.frame.lists.measures)
        values = {"expected": yuan_text(expected), "needed": yuan_text(Fen(expected + missing))}
        yield Hit(None, {"year": facts.frame.period.year, **values})


@check("PL13", on="plans", items=())
def plan_not_signed(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The plan is due and has not been signed by the head, or by who answers for it (PL13)."""
    plan = facts.plan
    if plan is None or not _is_late(facts.frame, limits):
        return
    signed = {"户主": plan.signed_by_head_on, "责任人": plan.signed_by_responsible_on}
    missing = [who for who, day in signed.items() if day is None]
    if missing:
        yield Hit(None, {"year": plan.year, "names": "、".join(missing)})


@check("PL14", on="plans")
def baseline_is_not_the_income(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The plan starts from another income than the closed year's (PL14): the ledger's, else the system's."""
    period, baseline = facts.frame.period, baseline_net(facts.plan)
    last = facts.dossier.income(year_window(period.year - 1, period.mode))
    stated = facts.picture.stated_for(period.year - 1)
    income = last.net if last is not None else stated.net if stated else None
    if baseline is None or income is None or abs(baseline - income) <= limits.fen("tolerance_yuan"):
        return
    yield Hit(None, {"year": period.year - 1, "baseline": yuan_text(baseline), "income": yuan_text(income)})


@check("PL15", on="plans", items=())
def measures_not_handed_over(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Somebody else answers for the household now, and open measures still name the one before (PL15)."""
    plan = facts.plan
    if plan is None or not plan.responsible:
        return
    before = {old.responsible for old in facts.picture.plans} - {plan.responsible, None}
    left = [m for m in facts.measures if m.responsible in before and m.state != MEASURE_DONE]
    if left:
        yield Hit(None, {"was": left[0].responsible or "", "now": plan.responsible, "count": len(left)})


@lru_cache(maxsize=1)
def _late_quarters(course: Course, limits: Limits) -> dict[int, int]:
    """The quarters of a run that are judged after the deadline of their year, with the year."""
    frames = enumerate(course.frames)
    return {place: frame.period.year for place, frame in frames if _is_late(frame, limits)}


def _is_late(frame: Frame, limits: Limits) -> bool:
    """The day by which the plans of the year are made has passed; it lies in the year's own calendar year."""
    year, day = frame.period.year, frame.as_of
    return day.year > year or (day.year == year and (day.month, day.day) > limits.day("due_on"))


def _against(facts: HouseholdFacts, target: Fen, other: Fen) -> dict[str, str | int]:
    return {"year": facts.frame.period.year, "target": yuan_text(target), "other": yuan_text(other)}
