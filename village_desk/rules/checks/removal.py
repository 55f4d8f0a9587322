"""Checks of how the risk of a 监测对象 was removed (domain.md 3.8, RK10 to RK15)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.helps import registered_help
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.money import yuan_text
from village_desk.rules.months import Window, month_words
from village_desk.rules.records import Household


@check("RK10", on="monitored", lasts=Lasts.MEMBERS)
def removed_early(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Helped out of risk within few months of identification; the next month is left to RK11 (RK10)."""
    household, months = facts.household, _months_watched(facts.household)
    if household.removal_way != limits.text("helped") or months is None:
        return
    if limits.number("months_from") <= months < limits.number("months_below"):
        yield Hit(None, _dates(household))


@check("RK11", on="monitored", lasts=Lasts.MEMBERS)
def removed_at_once(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The risk is removed in the month of identification or the next (RK11; county 5_18_009)."""
    months = _months_watched(facts.household)
    if months is not None and months <= limits.number("months_most"):
        yield Hit(None, _dates(facts.household))


@check("RK12", on="monitored")
def removed_under_the_line(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The risk is said to be removed, and income per head is under the line (RK12; county 4_11_010)."""
    line, income = facts.frame.monitoring_line, facts.per_capita_year
    if facts.household.risk_removed is not True or not facts.household.monitoring_class:
        return
    if line is not None and income is not None and income < line:
        yield Hit(None, {"income": yuan_text(income), "line": yuan_text(line)})


@check("RK13", on="monitored", lasts=Lasts.MEMBERS)
def removed_without_labour(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Nobody is able to work, and the risk is said to be removed (RK13; county 4_11_011)."""
    household = facts.household
    if household.risk_removed is not True or household.removal_way == limits.text("gone"):
        return
    unable = limits.words("unable")
    if facts.members and all(member.person.labour in unable for member in facts.members):
        yield Hit(None, {"members": len(facts.members)})


@check("RK14", on="monitored", lasts=Lasts.MEMBERS)
def removal_half_said(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The risk is removed, and the month or the way is missing (RK14; county 1_11_004)."""
    household = facts.household
    if household.risk_removed is True and not (household.monitored_until and household.removal_way):
        missing = [
            label
            for label, answer in (
                ("消除监测时间", household.monitored_until),
                ("风险消除方式", household.removal_way),
            )
            if not answer
        ]
        yield Hit(None, {"names": "、".join(missing)})


@check("RK15", on="monitored", lasts=Lasts.MEMBERS)
def helped_without_measure(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Helped out of risk, and no measure is recorded (RK15; county 1_11_009)."""
    household = facts.household
    is_helped = household.risk_removed is True and household.removal_way == limits.text("helped")
    if is_helped and not registered_help(facts):
        yield Hit(None, {})


def _months_watched(household: Household) -> int | None:
    """Months between identification and removal: none in the same month."""
    first, last = household.monitored_from, household.monitored_until
    if household.risk_removed is not True or first is None or last is None or last < first:
        return None
    return Window(first, last).months - 1


def _dates(household: Household) -> dict[str, str | int]:
    first, last = household.monitored_from, household.monitored_until
    return {"first": month_words(first) if first else "", "last": month_words(last) if last else ""}
