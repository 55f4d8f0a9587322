"""Check of the key groups of the monthly sweep 八必访 (domain.md 3.8, RK19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from village_desk.rules.checks.answers import ILL, SUPPORTED
from village_desk.rules.checks.conditions import in_some_quarter
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.income_change import falls
from village_desk.rules.checks.ledger import beginning_so
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Hits, check
from village_desk.rules.checks.risk import risks_of
from village_desk.rules.checks.span import Span
from village_desk.rules.months import month_of, month_words
from village_desk.rules.records import Person


@in_some_quarter
def _may_be_of_a_group(span: Span, limits: Limits) -> bool:
    picture = span.picture
    line = max(span.course.highest_low_line, limits.fen("low_income_yuan"))
    return (
        bool(picture.events)
        or span.monitored
        or span.lowest < line
        or bool(falls(span, limits.number("fall_percent")))
        or (
            bool(span.said & (ILL | SUPPORTED))
            and any([_is_looked_after(person, limits) for person in picture.persons])
        )
        or (span.pupils and _students(picture.persons, limits) >= limits.number("students_least"))
        or bool(beginning_so(span.codes, limits.starts("minimum_living")))
    )


def _is_looked_after(person: Person, limits: Limits) -> bool:
    return limits.text("serious") in (person.health or ()) or person.extreme_poverty in limits.words(
        "destitute"
    )


def _students(persons: Iterable[Person], limits: Limits) -> int:
    grades = limits.starts("grades")
    return sum([person.schooling.startswith(grades) for person in persons if person.schooling])


@check("RK19", when=_may_be_of_a_group)
def key_group_not_visited(facts: HouseholdFacts, limits: Limits) -> Hits:
    """Nobody has looked this month after a household that is looked after each month (RK19).

    Until late in the month there is time.
    """
    if facts.frame.as_of.day < limits.number("from_day") or _is_visited(facts):
        return ()
    groups = list(dict.fromkeys(_groups(facts, limits)))
    if not groups:
        return ()
    month = month_words(month_of(facts.frame.as_of))
    return (Hit(None, {"month": month, "names": "、".join(groups)}),)


def _is_visited(facts: HouseholdFacts) -> bool:
    now, picture = month_of(facts.frame.as_of), facts.picture
    return any(sweep.month == now for sweep in picture.sweeps) or any(
        visit.visited_on is not None and month_of(visit.visited_on) == now for visit in picture.visits
    )


def _groups(facts: HouseholdFacts, limits: Limits) -> Iterator[str]:
    """Which of the eight groups a household belongs to, as the county names them."""
    income, line = facts.per_capita_year, facts.frame.low_income_line or limits.fen("low_income_yuan")
    now, before = facts.per_capita_change
    if income is not None and income < line:
        yield "收入偏低"
    if now < before and (before - now) * 100 >= limits.number("fall_percent") * before:
        yield "收入下降"
    yield from _groups_of_members(facts, limits)
    yield from _groups_of_events(facts, limits)


def _groups_of_members(facts: HouseholdFacts, limits: Limits) -> Iterator[str]:
    persons = [member.person for member in facts.members]
    if any(limits.text("serious") in (person.health or ()) for person in persons):
        yield "患大病"
    if any(person.extreme_poverty in limits.words("destitute") for person in persons):
        yield "分散供养特困"
    if _students(persons, limits) >= limits.number("students_least"):
        yield "多名非义务教育在校生"
    if facts.dossier.codes and _is_new(facts, limits):
        yield "新纳入低保"


def _groups_of_events(facts: HouseholdFacts, limits: Limits) -> Iterator[str]:
    since = facts.frame.as_of - timedelta(days=limits.number("days_most"))
    recent = {
        e.kind for e in facts.picture.events if e.happened_on and since <= e.happened_on <= facts.frame.as_of
    }
    risks = risks_of(facts.household) if facts.is_monitored else []
    for name, group in (("disabled", "新增残疾"), ("unsteady", "务工不稳"), ("disaster", "受灾")):
        words = limits.words(name)
        if not words.isdisjoint(recent) or not words.isdisjoint(risks):
            yield group


def _is_new(facts: HouseholdFacts, limits: Limits) -> bool:
    """低保金 came in the quarter, and in no month of the two years before it."""
    ledger, items = facts.dossier.ledger, limits.starts("minimum_living")
    if not any(code.startswith(items) for code in facts.dossier.codes):
        return False
    earliest = facts.dossier.first_month
    if earliest is None or earliest >= facts.frame.quarter.first:
        return False
    now, all_of_it = (
        ledger.received(items, facts.frame.quarter),
        ledger.received(items, facts.frame.two_years),
    )
    return sum(now.values()) > 0 and sum(now.values()) == sum(all_of_it.values())
