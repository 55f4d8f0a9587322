"""Checks of who belongs to a household and how it is classed (domain.md 3.2, HH01–HH03, HH09–HH14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.population import is_counted_on


@check("HH01", lasts=Lasts.MEMBERS)
def without_head(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Nobody is 户主 (HH01; county 3_02_012)."""
    if not facts.heads:
        yield Hit(None, {"members": len(facts.members)})


@check("HH02", on="heads", lasts=Lasts.MEMBERS)
def several_heads(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """More than one member is 户主 (HH02; county 3_02_011)."""
    if len(facts.heads) > 1:
        yield Hit(None, {"count": len(facts.heads), "names": _names(facts.heads)})


@check("HH03", on="spouses", lasts=Lasts.MEMBERS)
def several_spouses(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """More than one member is 配偶 (HH03)."""
    if len(facts.spouses) > 1:
        yield Hit(None, {"count": len(facts.spouses), "names": _names(facts.spouses)})


@check("HH09", lasts=Lasts.MEMBERS)
def stated_members_differ(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The stated number of members is not the number of records (HH09)."""
    stated = facts.household.stated_members
    if stated is not None and stated != len(facts.members):
        yield Hit(None, {"stated": stated, "members": len(facts.members)})


@check("HH10", on="changes", items=())
def change_without_record(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Members came or went without 自然增减 record: reason and date (HH10).

    From the year's start as the national system states it, the recorded changes must lead to today's members.
    """
    for person in facts.picture.persons:
        if person.joined_on and not person.joined_reason:
            yield Hit(person, {"day": person.joined_on.isoformat()}, "joined")
        if person.left_on and not person.left_reason:
            yield Hit(person, {"day": person.left_on.isoformat()}, "left")
    start = facts.household.stated_members_start
    if start is None:
        return
    first, last = date(facts.frame.as_of.year, 1, 1), facts.frame.as_of
    came = sum(bool(p.joined_on and first <= p.joined_on <= last) for p in facts.picture.persons)
    went = sum(bool(p.left_on and first <= p.left_on <= last) for p in facts.picture.persons)
    if start + came - went != len(facts.members):
        yield Hit(None, {"start": start, "came": came, "went": went, "members": len(facts.members)})


@check("HH11", on="leavers", items=())
def gone_but_counted(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Somebody who died, married out or is in prison still counts 计入人口 (HH11)."""
    for member in facts.members:
        reason = member.person.left_reason
        if reason and reason in limits.words("reasons") and is_counted_on(member.person, facts.frame.as_of):
            yield Hit(member.person, {"reason": reason})


@check("HH12", lasts=Lasts.MEMBERS)
def wrong_class(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """户类型 is missing or contradicts 监测对象类别 (HH12)."""
    household_class, monitoring = facts.household.household_class, facts.household.monitoring_class
    if not household_class:
        yield Hit(None, {}, "missing")
    elif monitoring and f"{household_class}+{monitoring}" in limits.words("never_together"):
        yield Hit(None, {"household_class": household_class, "monitoring_class": monitoring})


@check("HH13", on="members", lasts=Lasts.MEMBERS, alone=True)
def without_nation(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """民族 is empty (HH13; county 2_01_001)."""
    for member in facts.members:
        if not member.person.nation:
            yield Hit(member.person, {})


@check("HH14", on="members", lasts=Lasts.MEMBERS, alone=True)
def unknown_politics(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """政治面貌 is no word of the list: often a cell that slipped (HH14)."""
    for member in facts.members:
        politics = member.person.politics
        if politics and politics not in facts.frame.lists.politics:
            yield Hit(member.person, {"stated": politics})


def _names(members: list[Member]) -> str:
    return "、".join(member.person.name or "" for member in members)
