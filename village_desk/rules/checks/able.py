"""Who counts as labour (policies.md, group ``labour``): ages and words are each rule's own parameters."""

from __future__ import annotations

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member


def is_able(member: Member, limits: Limits) -> bool | None:
    """Whether a member counts as labour.

    None leaves it open: age or ability is unknown, or somebody past the age may still work.
    """
    person = member.person
    if person.schooling or person.soldier:
        return False
    if person.labour in limits.words("unable"):
        return False
    if member.age is None:
        return None
    if member.age < limits.number("age_from"):
        return False
    return True if member.age < limits.number("age_below") and person.labour in limits.words("able") else None


def able_members(facts: HouseholdFacts, limits: Limits) -> list[Member]:
    """Members who certainly count as labour."""
    return [member for member in facts.members if is_able(member, limits) is True]


def is_without_labour(facts: HouseholdFacts, limits: Limits) -> bool:
    """Marked so, or every member is known to be unable; an unknown member leaves it open."""
    if facts.household.without_labour is not None:
        return facts.household.without_labour
    return bool(facts.members) and all(is_able(member, limits) is False for member in facts.members)
