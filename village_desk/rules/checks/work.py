"""Checks of work away and public posts (domain.md 3.6), from the yearly work answers and the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.answers import says_work
from village_desk.rules.checks.conditions import has_lines_of
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.checks.span import Span
from village_desk.rules.checks.stretches import months_in
from village_desk.rules.money import Fen, yuan_text


@has_lines_of("items").and_if
def _has_unsaid_work(dossier: Dossier, limits: Limits) -> bool:
    items = dossier.items_of_persons
    if not items:
        return False
    silent = {person.id for person in dossier.picture.persons if not says_work(person)}
    starts = limits.starts("items")
    return any([person_id in silent and item.startswith(starts) for person_id, item in items])


def _has_unpaid_work(dossier: Dossier, limits: Limits) -> bool:
    if dossier.spells:
        return True
    workers = [person.id for person in dossier.picture.persons if (person.work_months or 0) > 0]
    if not workers or not isinstance(dossier, Span):
        return bool(workers)
    course, ledger, starts = dossier.course, dossier.ledger, limits.starts("items")
    return not all([course.is_in_each_year(ledger.months_paid(starts, worker)) for worker in workers])


@check("WK01", on="income_now", when=_has_unsaid_work, items=("items",))
def wages_without_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Wages of work away, and nothing is said of the work, for the year or by stretch (WK01)."""
    told = {spell.person_id for spell in facts.picture.spells}
    for person_id, amount in facts.received_by(limits.starts("items")).items():
        person = facts.picture.person(person_id)
        if person is None or person.id in told or says_work(person):
            continue
        if amount > 0:
            yield Hit(person, {"amount": yuan_text(Fen(amount))}, judged=person.work_place or "")


@check("WK02", on="income_year", when=_has_unpaid_work, items=("items",))
def work_without_wages(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Months of work are stated, and twelve months of ledger have no wages for the person (WK02).

    Wages come after the work: of work recorded by stretch, the first month is not yet missed.
    """
    paid = facts.dossier.ledger.received(limits.starts("items"), facts.frame.twelve_months)
    for member in facts.members:
        months = _months_worked(facts, member, limits)
        if months > 0 and paid.get(member.person.id, 0) + paid.get(None, 0) <= 0:
            yield Hit(member.person, {"months": months})


@check("WK03", on="workers", lasts=Lasts.MEMBERS, alone=True)
def half_said_of_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A place of work without months, or months without a place (WK03)."""
    for member in facts.workers:
        person = member.person
        has_place, months = bool(person.work_place or person.work_area), person.work_months or 0
        if has_place and months <= 0:
            yield Hit(person, {"place": person.work_place or person.work_area or ""})
        elif months > 0 and not has_place:
            yield Hit(person, {"months": months}, "place")


@check("WK18", on="post_answers", lasts=Lasts.MEMBERS, alone=True)
def half_said_of_post(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A public post without months, or months without a post (WK18; county 3_01_005)."""
    for member in facts.members:
        post, months = member.person.public_post, member.person.public_post_months or 0
        if post and months <= 0:
            yield Hit(member.person, {"post": post})
        elif months > 0 and not post:
            yield Hit(member.person, {"months": months}, "post")


def _months_worked(facts: HouseholdFacts, member: Member, limits: Limits) -> int:
    """Months of work in the twelve months, by stretch where the person has any, else as answered."""
    spells = [spell for spell in facts.picture.spells if spell.person_id == member.person.id]
    if not spells:
        return member.person.work_months or 0
    months = sum(months_in(spell, facts.frame.twelve_months) for spell in spells)
    return months if months >= limits.number("stretch_months_least") else 0
