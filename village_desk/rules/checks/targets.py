"""Checks of the household's target for the year (domain.md 3.10, PL04 and PL05)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, check
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import year_window


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


@check("PL05", on="plans")
def target_under_the_line(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The target per head is under the monitoring line; who lives on support is spared (PL05)."""
    line, target = facts.frame.monitoring_line, facts.target_per_capita
    if line is None or target is None or facts.household.without_labour:
        return
    if target < line:
        yield Hit(None, _against(facts, target, line))


def _against(facts: HouseholdFacts, target: Fen, other: Fen) -> dict[str, str | int]:
    return {"year": facts.frame.period.year, "target": yuan_text(target), "other": yuan_text(other)}
