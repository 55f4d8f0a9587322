"""Checks of how much a household has (domain.md 3.7, IN03 to IN07, IN14, IN15).

A line of so much a year is held against the twelve months that end with the quarter, as monitoring does; with
the last quarter these are the year. A book that does not reach back so far is silent, unless the national
system's figure for the year is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.able import able_members, is_without_labour
from village_desk.rules.checks.conditions import in_some_quarter
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.ledger import PRODUCTION
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Hits, Value, check
from village_desk.rules.checks.span import Span
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, yuan_text


@in_some_quarter
def _under_a_line(span: Span, limits: Limits) -> bool:
    return span.lowest < span.course.highest_line


@in_some_quarter
def _under_the_least(span: Span, limits: Limits) -> bool:
    return span.lowest < limits.fen("least_yuan")


@in_some_quarter
def _under_a_low_line(span: Span, limits: Limits) -> bool:
    return span.lowest < max(span.course.highest_low_line, limits.fen("low_income_yuan"))


@in_some_quarter
def _far_above(span: Span, limits: Limits) -> bool:
    most, mean = limits.fen("most_yuan"), span.lowest_mean
    if mean is not None:
        most = min(most, Fen(limits.number("times_mean") * mean))
    return span.highest > most


@in_some_quarter
def _earns_nothing(span: Span, limits: Limits) -> bool:
    if all(span.wages_of_years):
        return False
    produced = span.ledger.sums(PRODUCTION, span.outline.years)
    return any([not wages and not made for wages, made in zip(span.wages_of_years, produced, strict=True)])


def _may_lack_labour(dossier: Dossier, limits: Limits) -> bool:
    return dossier.picture.household.without_labour is not False and Category.WAGES in dossier.categories


@check("IN03", on="has_year_income", when=_under_a_line)
def under_the_line(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Income per head is under the line of a household that nobody monitors (IN03; county 1_02_006)."""
    line, income = facts.frame.monitoring_line, facts.per_capita_year
    if line is None or income is None or income >= line or facts.is_monitored:
        return ()
    return (Hit(None, _against(income, line)),)


@check("IN04", on="has_year_income", when=_under_the_least)
def very_low(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Income per head is so low that something is missing (IN04; county 3_11_010)."""
    income, least = facts.per_capita_year, limits.fen("least_yuan")
    return () if income is None or income >= least else (Hit(None, _against(income, least)),)


@check("IN05", on="has_year_income", when=_under_a_low_line)
def low_without_plan(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Low income per head and no target for the year (IN05)."""
    income, line = facts.per_capita_year, facts.frame.low_income_line or limits.fen("low_income_yuan")
    year = facts.frame.period.year
    if income is None or income >= line or facts.picture.plan_for(year) is not None:
        return ()
    return (Hit(None, {**_against(income, line), "year": year}),)


@check("IN06", on="monitored")
def monitored_with_high_income(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A 监测对象 with an income per head that needs explaining (IN06; county 1111_18)."""
    income, most = facts.per_capita_year, limits.fen("most_yuan")
    if facts.is_monitored and income is not None and income > most:
        yield Hit(None, _against(income, most))


@check("IN07", on="has_year_income", when=_far_above)
def very_high(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Income per head far above the village's or a ceiling: a decimal point, a double entry (IN07)."""
    income = facts.per_capita_year
    if income is None:
        return ()
    most, times = limits.fen("most_yuan"), limits.number("times_mean")
    mean = facts.village.mean_per_capita()
    if income > most:
        return (Hit(None, _against(income, most)),)
    if mean is not None and mean > 0 and income > times * mean:
        return (Hit(None, {"income": yuan_text(income), "times": times}, "mean"),)
    return ()


@check("IN14", on="income_now", when=_may_lack_labour)
def wages_without_labour(facts: HouseholdFacts, limits: Limits) -> Hits:
    """A household without anybody able to work has wages (IN14)."""
    income = facts.income_now
    if income is None or income.wages <= 0 or not is_without_labour(facts, limits):
        return ()
    return (Hit(None, {"wages": yuan_text(income.wages)}),)


@check("IN15", on="income_year", when=_earns_nothing)
def labour_without_earnings(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Somebody is able to work, and a whole year brought neither wages nor production income (IN15)."""
    income = facts.income_year
    if income is None or income.wages or income.production:
        return ()
    able = len(able_members(facts, limits))
    return (Hit(None, {"able": able}),) if able else ()


def _against(income: Fen, line: Fen) -> dict[str, Value]:
    return {"income": yuan_text(income), "line": yuan_text(line)}
