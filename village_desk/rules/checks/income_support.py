"""Checks that support and the ledger agree (domain.md 3.7, IN16 to IN20), over the year so far.

A household without any amount in the year so far is left to IN12: nothing entered is not zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from village_desk.rules.checks.conditions import has_lines_of, in_quarters
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, check
from village_desk.rules.checks.span import Span
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import add_months, age_on, last_day_of, month_of
from village_desk.rules.records import Person

_YEARLY = "year "
"""A verdict on support that did not come holds for the year, whatever birthday falls in it."""


@has_lines_of("items").or_if
def _has_minimum_living(dossier: Dossier, limits: Limits) -> bool:
    receiving = limits.words("receiving")
    return any([person.minimum_living in receiving for person in dossier.picture.persons])


@has_lines_of("items").or_if
def _has_extreme_poverty(dossier: Dossier, limits: Limits) -> bool:
    receiving = limits.words("receiving")
    return any([person.extreme_poverty in receiving for person in dossier.picture.persons])


@in_quarters
def _may_be_due(span: Span, limits: Limits) -> list[int]:
    births = [one.born for one in span.everybody if one.person.resident_pension and one.born is not None]
    return span.quarters_from(limits.number("age_from"), births)


@in_quarters
def _may_be_old(span: Span, limits: Limits) -> list[int]:
    return span.quarters_from(limits.number("age_from"), span.births)


@check("IN16", on="supported", when=_has_minimum_living, items=("items",))
def minimum_living(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """低保 without 低保金, or 低保金 without 低保 (IN16; county 4_11_013): paid to the household."""
    if facts.income_now is None:
        return
    paid = facts.received_by(limits.starts("items"))
    holders = [m for m in facts.members if m.person.minimum_living in limits.words("receiving")]
    total = sum(paid.values())
    if holders and total <= 0:
        for member in holders:
            yield Hit(member.person, {"stated": member.person.minimum_living or ""})
    elif total > 0 and not holders:
        yield Hit(_payee(facts, paid), {"amount": yuan_text(Fen(total))}, "unstated")


@check("IN17", on="supported", when=_has_extreme_poverty, items=("items",))
def extreme_poverty(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """特困 without 供养金, or the money without the status (IN17; county 5_16_006): paid to a person."""
    if facts.income_now is None:
        return
    paid = facts.received_by(limits.starts("items"))
    holders = [m for m in facts.members if m.person.extreme_poverty in limits.words("receiving")]
    for member in holders:
        if paid.get(member.person.id, 0) + paid.get(None, 0) <= 0:
            yield Hit(member.person, {"stated": member.person.extreme_poverty or ""})
    total = sum(paid.values())
    if total > 0 and not holders:
        yield Hit(_payee(facts, paid), {"amount": yuan_text(Fen(total))}, "unstated")


@check("IN18", on="income_now", when=has_lines_of("items").or_if(_may_be_due), items=("items",))
def pension(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Old enough for the resident pension and none came, or a pension came too early (IN18)."""
    paid = facts.received_by(limits.starts("items"))
    age_from = limits.number("age_from")
    for member in facts.members:
        person, age, amount = member.person, member.age, paid.get(member.person.id, 0)
        if age is None:
            continue
        if age < age_from:
            if amount > 0 and not person.employee_pension:
                yield Hit(person, {"age": age, "amount": yuan_text(Fen(amount))}, "early")
        elif person.resident_pension and amount + paid.get(None, 0) <= 0 and _is_due(facts, member, limits):
            yield Hit(person, {"age": age}, judged=_YEARLY + str(facts.frame.period.year))


@check("IN19", on="impaired", items=("care", "living"))
def disability_subsidies(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Severely disabled without 护理补贴, or disabled with 低保 without 生活补贴 (IN19; county 5_16_008)."""
    if facts.income_now is None:
        return
    care, living = facts.received_by(limits.starts("care")), facts.received_by(limits.starts("living"))
    for member in facts.members:
        grade = member.person.disability_grade or (
            member.identity.disability_grade if member.identity else None
        )
        if not grade:
            continue
        if grade in limits.words("severe") and not _has(care, member):
            yield Hit(member.person, {"grade": grade})
        if member.person.minimum_living in limits.words("receiving") and not _has(living, member):
            yield Hit(member.person, {"grade": grade}, "living")


@check("IN20", on="income_now", when=_may_be_old, items=("items",))
def old_age_subsidy(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Very old and without 高龄补贴 (IN20); the age is the county's."""
    paid: dict[str | None, int] | None = None
    for member in facts.members:
        if member.age is not None and member.age >= limits.number("age_from"):
            paid = facts.received_by(limits.starts("items")) if paid is None else paid
            if not _has(paid, member):
                yield Hit(member.person, {"age": member.age}, judged=_YEARLY + str(facts.frame.period.year))


def _is_due(facts: HouseholdFacts, member: Member, limits: Limits) -> bool:
    """Whether the pension's age was reached long enough ago for the money to have come."""
    settled = _months_ago(facts.frame.as_of, limits.number("grace_months"))
    born = member.born
    return born is not None and born <= settled and age_on(born, settled) >= limits.number("age_from")


@lru_cache(maxsize=64)
def _months_ago(day: date, months: int) -> date:
    """The end of the month so many months before a day; there are few days in a run and many members."""
    return last_day_of(add_months(month_of(day), -months))


def _has(paid: dict[str | None, int], member: Member) -> bool:
    return paid.get(member.person.id, 0) + paid.get(None, 0) > 0


def _payee(facts: HouseholdFacts, paid: dict[str | None, int]) -> Person | None:
    return next((facts.picture.person(person_id) for person_id, amount in paid.items() if amount > 0), None)
