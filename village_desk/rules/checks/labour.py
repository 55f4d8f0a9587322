"""Checks of health, disability and ability to work (domain.md 3.4)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.identity import CERTIFICATE_LENGTHS


@check("LB01", on="members", lasts=Lasts.MEMBERS, alone=True)
def nothing_on_health(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """健康状况 or 劳动技能 is empty (LB01; county 2_01_002)."""
    for member in facts.members:
        if not member.person.health:
            yield Hit(member.person, {}, "health")
        if not member.person.labour:
            yield Hit(member.person, {}, "labour")


@check("LB02", on="ill", lasts=Lasts.MEMBERS)
def disabled_without_certificate(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Said to be disabled, and nothing of a certificate is recorded (LB02; county 4_01_002)."""
    for member in facts.members:
        person = member.person
        if limits.text("disabled") in (person.health or ()) and not (
            _has_certificate_number(member) or person.certificate_year or person.disability_grade
        ):
            yield Hit(person, {})


@check("LB03", on="odd_numbers", lasts=Lasts.MEMBERS)
def certificate_without_disability(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A disability certificate, and 健康状况 does not say so (LB03)."""
    for member in facts.odd_numbers:
        health = member.person.health
        if health and _has_certificate_number(member) and limits.text("disabled") not in health:
            yield Hit(member.person, {"health": "、".join(health)})


@check("LB04", on="impaired", lasts=Lasts.MEMBERS)
def severe_but_able(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Severely disabled in the limbs and fully able to work (LB04; county 4_01_007)."""
    for member in facts.members:
        person, identity = member.person, member.identity
        kind = person.disability_kind or (identity.disability_kind if identity else None)
        grade = person.disability_grade or (identity.disability_grade if identity else None)
        if kind == limits.text("kind") and grade in limits.words("grades") and _is(member, limits, "able"):
            yield Hit(person, {"kind": kind, "grade": grade or "", "labour": person.labour or ""})


@check("LB05", on="members", lasts=Lasts.BIRTHDAY, alone=True)
def child_able_to_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Under age and not 无劳动力 (LB05; county 2_01_011)."""
    for member in facts.members:
        if member.age is not None and member.age < limits.number("age_from") and _is_other(member, limits):
            yield Hit(member.person, {"age": member.age, "labour": member.person.labour or ""})


@check("LB06", on="pupils", lasts=Lasts.BIRTHDAY, alone=True)
def student_able_to_work(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """At school and not 无劳动力; children are left to LB05 (LB06; county 1111_07)."""
    for member in facts.students:
        is_child = member.age is not None and member.age < limits.number("age_from")
        if not is_child and _is_other(member, limits):
            values = {"schooling": member.person.schooling or "", "labour": member.person.labour or ""}
            yield Hit(member.person, values)


@check("LB07", on="members", lasts=Lasts.BIRTHDAY, alone=True)
def healthy_but_unable(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Of working age, healthy, not at school, and unable to work (LB07; county 2_01_005)."""
    yield from _healthy_with(facts, limits)


@check("LB08", on="members", lasts=Lasts.BIRTHDAY, alone=True)
def healthy_but_weak(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Of working age, healthy, not at school, and only half able to work (LB08; county 1111_14)."""
    yield from _healthy_with(facts, limits)


@check("LB09", on="ill", lasts=Lasts.BIRTHDAY, alone=True)
def ill_but_able(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Of working age, ill or disabled, and fully able to work (LB09; county 5_12_009)."""
    for member in facts.members:
        health = member.person.health
        if health and not member.is_healthy and _is(member, limits, "labour") and _of_age(member, limits):
            values = {"health": "、".join(health), "labour": member.person.labour or ""}
            yield Hit(member.person, values)


@check("LB10", on="members", lasts=Lasts.BIRTHDAY, alone=True)
def old_but_able(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Past working age and fully able to work (LB10; county 2_12_005)."""
    for member in facts.members:
        is_old = member.age is not None and member.age >= limits.number("age_from")
        if is_old and _is(member, limits, "labour"):
            labour = member.person.labour or ""
            yield Hit(member.person, {"age": member.age or 0, "labour": labour}, judged=labour)


@check("LB11", on="members", lasts=Lasts.MEMBERS, alone=True)
def skilled_without_skill(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """技能劳动力 without any skill or certificate (LB11)."""
    for member in facts.members:
        if member.person.labour == limits.text("skilled") and not member.person.skill:
            yield Hit(member.person, {})


@check("LB12", on="members", lasts=Lasts.MEMBERS)
def wrong_mark_of_no_labour(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """整户无劳动能力兜底保障户 does not fit what its members are able to do (LB12; county 5_11_033)."""
    marked = facts.household.without_labour
    if all(_is(member, limits, "unable") for member in facts.members):
        if not marked:
            yield Hit(None, {"members": len(facts.members)}, "unmarked")
    elif marked:
        able = [
            m.person.name or "" for m in facts.members if _is(m, limits, "able") and not m.person.schooling
        ]
        if able:
            yield Hit(None, {"names": "、".join(able)})


def _healthy_with(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    for member in facts.members:
        if not _is(member, limits, "labour") or member.person.schooling or not member.is_healthy:
            continue
        if _of_age(member, limits):
            labour = member.person.labour or ""
            yield Hit(member.person, {"age": member.age or 0, "labour": labour}, judged=labour)


def _of_age(member: Member, limits: Limits) -> bool:
    return member.age is not None and limits.number("age_from") <= member.age <= limits.number("age_to")


def _is(member: Member, limits: Limits, words: str) -> bool:
    return member.person.labour in limits.words(words)


def _is_other(member: Member, limits: Limits) -> bool:
    return bool(member.person.labour) and member.person.labour != limits.text("none")


def _has_certificate_number(member: Member) -> bool:
    return len(member.person.identity_number or "") in CERTIFICATE_LENGTHS
