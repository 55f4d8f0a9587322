"""Checks of trainings, schooling, arrears and what is due: dates that cannot be, money that has not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, check
from village_desk.rules.entitlements import due_month, paid_of
from village_desk.rules.livelihood_records import Entitlement, Study
from village_desk.rules.money import yuan_text
from village_desk.rules.months import add_months, last_month_over, month_of, month_words, year_window

_AT_SCHOOL = (None, "在读")


@check("LV01", on="courses", items=())
def dates_the_wrong_way_round(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A training or schooling that ends before it begins, or a certificate before the training (LV01)."""
    del limits
    for member in facts.members:
        for training in facts.picture.trainings:
            if training.person_id == member.person.id:
                values = {"what": training.course or training.certificate or ""}
                if _is_before(training.ended_on, training.started_on):
                    yield Hit(member.person, values)
                elif _is_before(training.certified_on, training.started_on):
                    yield Hit(member.person, values, "certificate")
        for study in _studies(facts, member):
            if study.started and study.ended and study.ended < study.started:
                yield Hit(member.person, {"what": study.school or study.major or ""}, "school")


@check("LV02", on="studies", items=())
def graduate_without_outcome(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Vocational schooling is over for some months, and nobody has said what came after (LV02)."""
    months = limits.number("months_after")
    for member in facts.members:
        for study in _studies(facts, member):
            is_told = study.outcome not in _AT_SCHOOL
            if study.ended and not is_told and add_months(study.ended, months) < month_of(facts.frame.as_of):
                yield Hit(member.person, {"ended": month_words(study.ended)}, judged=study.id)


@check("LV03", on="spells", items=())
def arrears_half_said(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Wages are owed, and it is not said since when; or they were settled before they were owed (LV03)."""
    del limits
    members = {member.person.id: member.person for member in facts.members}
    for spell in facts.picture.spells:
        person = members.get(spell.person_id or "")
        if person is None or not spell.arrears:
            continue
        if spell.arrears_from is None:
            if spell.arrears_settled_on is None:
                yield Hit(person, {"amount": yuan_text(spell.arrears)})
        elif spell.arrears_settled_on and month_of(spell.arrears_settled_on) < spell.arrears_from:
            yield Hit(person, {"amount": yuan_text(spell.arrears)}, "settled")


@check("LV04", on="entitlements")
def due_and_not_paid(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A subsidy, allowance or dividend of the year was due by now, and the ledger has less (LV04)."""
    year = year_window(facts.frame.period.year, facts.frame.period.mode)
    items, over = facts.frame.reckoner.items, last_month_over(facts.frame.as_of)
    for entitlement in facts.picture.entitlements:
        due, item = entitlement.due or 0, items.get(entitlement.item or "")
        month = due_month(entitlement, year)
        is_over = month <= min(facts.frame.period.window.last, over)
        if entitlement.year != facts.frame.period.year or item is None or not is_over:
            continue
        paid = paid_of(entitlement, facts.picture.lines, year, month)
        if due - paid >= limits.fen("least_yuan"):
            values = {"item": item.label, "due": yuan_text(entitlement.due), "paid": yuan_text(paid)}
            person = facts.picture.person(entitlement.person_id)
            yield Hit(person, values, judged=_judged(entitlement))


def _judged(entitlement: Entitlement) -> str:
    return f"{entitlement.item} {entitlement.year}"


def _studies(facts: HouseholdFacts, member: Member) -> list[Study]:
    return [study for study in facts.picture.studies if study.person_id == member.person.id]


def _is_before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other
