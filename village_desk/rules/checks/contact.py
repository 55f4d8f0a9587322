"""Checks of telephone numbers (domain.md 3.1, ID09 to ID12)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.masks import masked_phone
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.checks.village_index import PHONE

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_BETWEEN = re.compile(r"[\s\-－—()（）]")


@check("ID09", lasts=Lasts.MEMBERS)
def household_phone(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The household's telephone is missing or has another number of digits (ID09; county 4_02_001)."""
    phone = facts.household.phone
    if not phone:
        yield Hit(None, {}, "missing")
        return
    digits = _BETWEEN.sub("", phone)
    is_landline = digits.startswith("0")
    lengths = limits.values["landline_digits" if is_landline else "mobile_digits"]
    if not (digits.isascii() and digits.isdigit() and len(digits) in lengths):  # type: ignore[operator]  # a list
        yield Hit(None, {"phone": masked_phone(phone), "length": len(digits)}, judged=phone)


@check("ID10", on="workers", lasts=Lasts.MEMBERS)
def worker_phone(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Somebody who works away cannot be rung up (ID10; county 2_01_013)."""
    for member in facts.workers:
        phone = member.person.phone
        if not phone:
            yield Hit(member.person, {}, "missing")
        elif not _MOBILE.fullmatch(phone):
            yield Hit(member.person, {"phone": masked_phone(phone)}, judged=phone)


@check("ID11", on="workers", lasts=Lasts.MEMBERS)
def one_phone_in_two_counties(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Members who work in different places share one telephone (ID11; county 5_15_021)."""
    for index, member in enumerate(facts.workers):
        for other in facts.workers[:index]:
            phone = member.person.phone
            if phone and phone == other.person.phone and _work_apart(facts, member, other):
                values = {"phone": masked_phone(phone), "other_name": other.person.name or ""}
                yield Hit(member.person, values, judged=phone)


@check("ID12", on="is_contested", lasts=Lasts.MEMBERS)
def one_phone_in_two_households(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """One personal telephone stands in two households (ID12; county 5_15_022)."""
    for member in facts.members:
        phone = member.person.phone
        if not phone:
            continue
        elsewhere = [
            claim for claim in facts.village.claims(PHONE, phone) if claim.household.id != facts.household.id
        ]
        if elsewhere:
            other = min(elsewhere, key=lambda claim: claim.place)
            values: dict[str, str | int] = {
                "phone": masked_phone(phone),
                "other_household": other.household.number or "",
                "other_name": (other.person.name if other.person else None) or "",
            }
            yield Hit(member.person, values, judged=f"{phone} {' '.join(other.place)}")


def _work_apart(facts: HouseholdFacts, member: Member, other: Member) -> bool:
    (place, area), (other_place, other_area) = (_where(facts, each) for each in (member, other))
    if place and other_place:
        return place != other_place
    return bool(area and other_area) and area != other_area


def _where(facts: HouseholdFacts, member: Member) -> tuple[str | None, str | None]:
    """Place and area of the work, by the stretch that has not ended, else by the yearly answers."""
    spell = facts.open_spells.get(member.person.id)
    if spell is not None:
        return spell.county, spell.area
    return member.person.work_place, member.person.work_area
