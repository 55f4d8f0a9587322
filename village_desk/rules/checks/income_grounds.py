"""Checks of what an income rests on (domain.md 3.7, IN34, IN44, IN49, IN50): shares, illness, month, help."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.conditions import has_lines_of, in_some_quarter
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.helps import registered_help
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, check
from village_desk.rules.checks.risk import risks_of
from village_desk.rules.checks.span import Span
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import Month, Window, month_of, month_words

_ANY_TIME = Month(999912)


@has_lines_of("items").or_if
def _has_shares(dossier: Dossier, limits: Limits) -> bool:
    return dossier.measures


@check("IN34", on="income_now", when=_has_shares, items=("items", "project_items"))
def dividend_without_share(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """分红 for a household that holds no share, or none in a complete year for one that does (IN34).

    No share: it is said to belong to no co-operative and no enterprise, and has no such measure.
    """
    household, measures = facts.household, limits.words("measures")
    held = [m for m in facts.picture.measures if m.measure in measures and m.year <= facts.frame.period.year]
    paid = sum(facts.received_by(limits.starts("items")).values())
    ties = (household.cooperative, household.leading_enterprise, household.leader_driven)
    if paid > 0 and not held and household.cooperative is False and not any(ties):
        yield Hit(None, {"amount": yuan_text(Fen(paid))})
    now = [m for m in facts.measures if m.measure in measures]
    if now and facts.frame.is_year_complete and not _is_paid(facts, limits):
        catalogue = facts.frame.lists.measures
        yield Hit(None, {"measure": catalogue[now[0].measure or ""].label}, "unpaid")


def _is_paid(facts: HouseholdFacts, limits: Limits) -> bool:
    return sum(facts.received_by(limits.starts("project_items")).values()) > 0


@check("IN44", on="monitored", items=("items",))
def ill_without_spending(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """At risk by illness, and a whole year without 合规自付支出 (IN44; county 5_15_020)."""
    risk = limits.text("risk")
    if facts.income_year is None or not facts.is_monitored or risk not in risks_of(facts.household):
        return
    paid = facts.dossier.ledger.received(limits.starts("items"), facts.frame.twelve_months)
    stated = (facts.stated.own_payment if facts.stated else None) or 0
    if sum(paid.values()) + stated <= 0:
        yield Hit(None, {"risk": risk})


@in_some_quarter
def _has_odd_months(span: Span, limits: Limits) -> bool:
    months = span.ledger.months
    if span.undated_lines or not months:
        return bool(span.undated_lines)
    course = span.course
    return months[0] < _first_believable(course.last_month, limits) or months[-1] > min(
        course.running, default=_ANY_TIME
    )


@check("IN49", when=_has_odd_months, items=())
def outside_the_window(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A line of no month, of a month still to come, or of one so long ago that the year is a slip (IN49)."""
    months, window = facts.dossier.ledger.months, _believable(facts.frame, limits)
    if facts.dossier.undated_lines:
        yield Hit(None, {"count": facts.dossier.undated_lines}, "undated")
    if months and months[0] < window.first:
        yield Hit(None, {"month": month_words(months[0])}, "old")
    if months and months[-1] > window.last:
        yield Hit(None, {"month": month_words(months[-1])})


def _believable(frame: Frame, limits: Limits) -> Window:
    """The months that lines may have.

    What is still to come is known only while the quarter runs: one that is over has later lines by right.
    """
    first = _first_believable(frame.quarter.last, limits)
    return Window(first, month_of(frame.as_of) if frame.is_running else _ANY_TIME)


def _first_believable(last: Month, limits: Limits) -> Month:
    return Month(last - limits.number("years_most") * 100)


@check("IN50", on="monitored")
def helped_without_income(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The risk is removed, help with production or work is recorded, and no such income came (IN50)."""
    income = facts.income_year
    if facts.household.risk_removed is not True or income is None:
        return
    helps = registered_help(facts)
    if "industry_help" in helps and income.production <= 0:
        yield Hit(None, {}, "industry")
    if helps & limits.words("work") and income.wages <= 0:
        yield Hit(None, {}, "work")
