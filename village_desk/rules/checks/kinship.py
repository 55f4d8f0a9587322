"""Checks of relations to the head: sex and age that a relation implies (domain.md 3.2, HH04 to HH08)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.months import age_on


@check("HH04", on="spouses", lasts=Lasts.MEMBERS)
def spouses_of_one_sex(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """户主 and 配偶 have the same sex (HH04; county 2_02_001)."""
    head = facts.head
    if head is None or not head.person.sex:
        return
    for spouse in facts.spouses:
        if spouse.person.sex == head.person.sex:
            yield Hit(spouse.person, {"sex": head.person.sex})


@check("HH05", on="members", lasts=Lasts.MEMBERS)
def relation_of_other_sex(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The relation is one of the other sex (HH05; county 2_01_004)."""
    sexes = facts.frame.lists.relation_sex
    for member in facts.members:
        implied = sexes.get(member.person.relation or "")
        if implied and member.person.sex and implied != member.person.sex:
            yield Hit(member.person, {"relation": member.person.relation or "", "sex": member.person.sex})


@check("HH06", on="members", lasts=Lasts.MEMBERS)
def unknown_relation(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """与户主关系 is empty or no word of the list (HH06; county 3_01_001)."""
    for member in facts.members:
        relation = member.person.relation
        if not relation:
            yield Hit(member.person, {}, "missing")
        elif relation not in facts.frame.lists.relations:
            yield Hit(member.person, {"relation": relation})


@check("HH07", on="head", lasts=Lasts.BIRTHDAY)
def doubtful_ages(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The ages of head and relative do not fit the relation (HH07): whole years between the two birthdays."""
    head = facts.head
    if head is None or head.born is None:
        return
    for member in facts.members:
        kin = facts.frame.lists.relation_kin.get(member.person.relation or "")
        if kin is None or kin == "head" or member.born is None:
            continue
        older = _years_older(head.born, member.born)
        if not _fits(kin, older, limits):
            ages = {"age": member.age or 0, "head_age": head.age or 0}
            relation = member.person.relation or ""
            yield Hit(member.person, {"relation": relation, **ages}, judged=f"{relation} {older}")


@check("HH08", on="head", lasts=Lasts.BIRTHDAY)
def head_is_a_child(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """户主 is under age (HH08)."""
    head = facts.head
    if head is not None and head.age is not None and head.age < limits.number("age_from"):
        yield Hit(head.person, {"age": head.age})


def _fits(kin: str, older: int, limits: Limits) -> bool:
    """Whether the head may be so many years older than the relative (younger: below zero)."""
    generation = {"child": 1, "parent": -1, "grandchild": 2, "grandparent": -2}.get(kin)
    if generation is None:
        most = limits.number("spouse_most" if kin == "spouse" else "sibling_most")
        return abs(older) <= most
    least = limits.number("parent_least" if abs(generation) == 1 else "grandparent_least")
    return older >= least if generation > 0 else -older >= least


def _years_older(one: date, other: date) -> int:
    return age_on(one, other) if one <= other else -age_on(other, one)
