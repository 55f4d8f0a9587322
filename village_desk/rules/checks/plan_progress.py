"""Checks of how far a plan has come (domain.md 3.10, PL10 to PL12), by what the ledger says.

What a measure has brought is what its item brought, less what it brought in the same months a year earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.ledger import Earned
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.measures import measure_label
from village_desk.rules.checks.registry import Hit, check
from village_desk.rules.money import Fen, divide_half_up, yuan_text
from village_desk.rules.months import Window, year_window
from village_desk.rules.planning import brought
from village_desk.rules.support_records import MEASURE_DONE, Measure

_CATEGORIES = ("wages", "production", "cost", "property", "transfer")


@check("PL10", on="measures")
def nothing_gained(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A running measure brought nothing more in this quarter and the last (PL10); out of season spared."""
    quarter = facts.frame.quarter
    both = Window(quarter.before().first, quarter.last)
    for measure in facts.measures:
        if not _is_awaited(measure) or (measure.started or both.last) > both.first:
            continue
        if _is_in_season(facts, measure, both) and not any(
            _gained(facts, measure, window) > 0 for window in (quarter, quarter.before())
        ):
            yield _of_measure(facts, measure, {"months": both.text()})


@check("PL11", on="plans")
def behind_the_plan(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The year so far is far behind the target, each category spread as last year's months were (PL11)."""
    plan, income = facts.plan, facts.income_now
    last = facts.dossier.income(year_window(facts.frame.period.year - 1, facts.frame.period.mode))
    if plan is None or income is None or last is None or facts.income_before is None:
        return
    expected = 0
    for name in _CATEGORIES:
        share = _share(facts.income_before, last, name, getattr(plan, name) or 0)
        expected += -share if name == "cost" else share
    behind = expected - income.net
    if expected > 0 and behind * 100 > limits.number("behind_percent") * expected:
        values = {"expected": yuan_text(Fen(expected)), "income": yuan_text(income.net)}
        percent = divide_half_up(behind * 100, expected)
        yield Hit(None, {"months": facts.frame.year_so_far.text(), **values, "percent": percent})


@check("PL12", on="measures")
def done_without_result(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A measure is done and nothing is said of its result, or it brought more than was expected (PL12)."""
    for measure in facts.measures:
        if measure.state == MEASURE_DONE and not measure.result:
            yield _of_measure(facts, measure)
        increment = measure.increment or 0
        if increment <= 0:
            continue
        gained = _gained(facts, measure, facts.frame.year_so_far)
        if gained * 100 > limits.number("most_percent") * increment:
            shown = {"gained": yuan_text(Fen(gained)), "increment": yuan_text(Fen(increment))}
            yield _of_measure(facts, measure, shown, "over")


def _of_measure(
    facts: HouseholdFacts, measure: Measure, values: Mapping[str, str] | None = None, variant: str = ""
) -> Hit:
    label = {"measure": measure_label(facts, measure)}
    return Hit(facts.picture.person(measure.person_id), {**label, **(values or {})}, variant)


def _is_awaited(measure: Measure) -> bool:
    return bool(measure.item) and (measure.increment or 0) > 0 and measure.state != MEASURE_DONE


def _is_in_season(facts: HouseholdFacts, measure: Measure, window: Window) -> bool:
    """Whether the item ever comes in during a window; items without a season do."""
    item = facts.frame.reckoner.items.get(measure.item or "")
    if item is None or not item.season:
        return item is not None
    months = {(window.first % 100 - 1 + step) % 12 + 1 for step in range(window.months)}
    return bool(months & set(item.season))


def _gained(facts: HouseholdFacts, measure: Measure, window: Window) -> int:
    return brought(measure, facts.dossier.ledger.received, window) or 0


def _share(before: Earned, last: Earned, name: str, target: int) -> int:
    """The part of a category's target that is due by now, as last year's months were of last year."""
    whole = getattr(last, name)
    return divide_half_up(target * getattr(before, name), whole) if whole > 0 else 0
