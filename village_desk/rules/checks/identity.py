"""Checks of identity numbers and what they say (domain.md 3.1, ID01 to ID08 but for duplicates)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.masks import masked_number
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.identity import CERTIFICATE_LENGTHS, ID_LENGTH

_WHOLE_LENGTHS = (ID_LENGTH, *CERTIFICATE_LENGTHS)


@check("ID01", on="odd_numbers", lasts=Lasts.MEMBERS)
def number_of_wrong_length(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The number is missing, or its length belongs to no card (ID01; county 1_01_002)."""
    for member in facts.odd_numbers:
        number = member.person.identity_number
        if not number:
            yield Hit(member.person, {}, "missing")
        elif len(number) not in _WHOLE_LENGTHS:
            yield _of_number(member, length=len(number))
        elif member.person.identity_kind:
            is_certificate = member.person.identity_kind == limits.text("certificate")
            if is_certificate == (len(number) == ID_LENGTH):
                yield _of_number(member, "kind", length=len(number), kind=member.person.identity_kind)


@check("ID02", on="odd_numbers", lasts=Lasts.MEMBERS)
def wrong_check_digit(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Eighteen characters whose last does not follow from the others (ID02; county 1_01_003)."""
    for member in facts.odd_numbers:
        number = member.person.identity_number
        if number and len(number) == ID_LENGTH and not member.is_checked and not member.is_placeholder:
            yield _of_number(member)


@check("ID03", on="odd_numbers", lasts=Lasts.MEMBERS)
def impossible_certificate(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A disability certificate with a wrong number inside, or no kind or grade (ID03; county 1_01_004)."""
    for member in facts.odd_numbers:
        number = member.person.identity_number
        if not number or len(number) not in CERTIFICATE_LENGTHS:
            continue
        if not member.is_checked:
            yield _of_number(member)
        elif member.identity and not (member.identity.disability_kind and member.identity.disability_grade):
            yield _of_number(member, "kind", signs=number[18:20])


@check("ID04", on="members", lasts=Lasts.BIRTHDAY)
def impossible_birthday(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The number holds a day that is none, too long ago or still to come (ID04)."""
    for member in facts.members:
        number = member.person.identity_number
        if not number or len(number) not in _WHOLE_LENGTHS or member.is_placeholder:
            continue
        born = member.identity.born if member.identity else None
        if born is None or born.year < limits.number("year_from") or born > facts.frame.as_of:
            yield _of_number(member)


@check("ID06", on="odd_numbers", lasts=Lasts.MEMBERS)
def stand_in_number(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The number only says that there is none: the person is not registered (ID06; county 4_01_003)."""
    for member in facts.odd_numbers:
        if member.is_placeholder:
            yield Hit(member.person, {}, judged=member.person.identity_number or "")


@check("ID07", on="members", lasts=Lasts.MEMBERS)
def number_says_otherwise(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Sex or birthday differ from the number's (ID07)."""
    for member in facts.members:
        person, identity = member.person, member.identity
        if identity is None or member.is_placeholder:
            continue
        if identity.sex and person.sex and identity.sex != person.sex:
            yield _of_number(member, "sex", stated=person.sex, read=identity.sex)
        if identity.born and person.born_on and identity.born != person.born_on:
            yield _of_number(member, "born", stated=_words(person.born_on), read=_words(identity.born))


def _of_number(member: Member, variant: str = "", **values: str | int) -> Hit:
    number = member.person.identity_number or ""
    return Hit(member.person, {"number": masked_number(number), **values}, variant, number)


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
