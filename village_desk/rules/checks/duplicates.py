"""Checks of what is used twice in a village: numbers, accounts, households, spellings (domain.md 3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.masks import masked_account, masked_number
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.checks.village_index import ACCOUNT, HEAD, NUMBER, Claim
from village_desk.rules.records import Household

_NO_NAME = re.compile(r"[\d\s¹²³]")
_SILENT = str.maketrans("", "", " 　·•．.・‧∙●")
"""Signs that are written or left out between the parts of one name."""


@check("ID05", on="is_contested", lasts=Lasts.MEMBERS)
def number_used_twice(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Two records on the village's register carry one number (ID05; county 1_01_001)."""
    for member in facts.members:
        other = _other_with_number(facts, member)
        if other is not None:
            number = member.person.identity_number or ""
            values = {"number": masked_number(number), **_where(other.household), "other_name": _name(other)}
            yield Hit(member.person, values, judged=f"{number} {' '.join(other.place)}")


@check("ID08", on="members", lasts=Lasts.MEMBERS)
def doubtful_name(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A name is missing, holds digits or blanks, or is spelt otherwise under the same number (ID08)."""
    for member in facts.members:
        name = member.person.name
        if not name:
            yield Hit(member.person, {}, "missing")
        elif not name.isalpha() and _NO_NAME.search(name):
            yield Hit(member.person, {"stated": name})
        else:
            other = _other_with_number(facts, member)
            if other is not None and _name(other) != name and _is_one_name(name, _name(other)):
                values = {"stated": name, "other_name": _name(other), **_where(other.household)}
                yield Hit(member.person, values, "spelling")


@check("ID13", on="is_contested", lasts=Lasts.MEMBERS)
def account_used_twice(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Two households are paid to one account (ID13)."""
    account = facts.household.bank_account
    other = facts.village.other_claim(Claim(facts.household), ACCOUNT, account) if account else None
    if account and other is not None:
        values = {"account": masked_account(account), **_where(other.household)}
        yield Hit(None, values, judged=f"{account} {other.household.id}")


@check("ID14", on="is_contested", lasts=Lasts.MEMBERS)
def household_twice(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Two households of one 小组 share the head's name and a member (ID14)."""
    household = facts.household
    if not household.head_name:
        return
    twins = facts.village.claims(HEAD, household.head_name, household.group)
    if len(twins) < 2:
        return
    own = _marks(facts)
    for other in twins:
        if other.household.id != household.id and own & _marks(facts.village.households[other.household.id]):
            yield Hit(None, _where(other.household))
            return


@check("ID15", lasts=Lasts.MEMBERS)
def household_number_lost(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A 脱贫户 has no number of the national system, or another than it came with (ID15)."""
    household = facts.household
    number = household.number or ""
    was = facts.frame.earlier.household_numbers.get(household.id)
    if was and was != number:
        yield Hit(None, {"number": number, "was": was}, "changed")
    elif household.household_class == limits.text("lifted") and (
        not number or number.startswith(limits.text("provisional"))
    ):
        yield Hit(None, {})


def _other_with_number(facts: HouseholdFacts, member: Member) -> Claim | None:
    key = member.number_key
    if key is None or not facts.is_contested or len(facts.village.claims(NUMBER, key)) < 2:
        return None
    return facts.village.other_claim(Claim(facts.household, member.person), NUMBER, key)


def _name(claim: Claim) -> str:
    return (claim.person.name if claim.person else None) or ""


def _where(household: Household) -> dict[str, str | int]:
    return {"other_household": household.number or "", "other_head": household.head_name or ""}


def _marks(facts: HouseholdFacts) -> set[str]:
    """By which members of two households are recognised: numbers, and names other than the head's."""
    head = facts.household.head_name
    marks = {
        member.person.name for member in facts.members if member.person.name and member.person.name != head
    }
    return marks | {member.number_key for member in facts.members if member.number_key}


def _is_one_name(one: str, other: str) -> bool:
    """Whether two spellings differ only by dots and blanks, or in one rare character."""
    one, other = one.translate(_SILENT), other.translate(_SILENT)
    if one == other:
        return True
    if len(one) != len(other):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and any(_is_rare(sign) for sign in differing[0])


def _is_rare(sign: str) -> bool:
    """Whether old input methods lacked a character, so that clerks put another or a mark in its place."""
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return sign in "?？*＊_□"
