"""Checks of insurance and the safety net (domain.md 3.5, SN01 to SN11; 3.8, RK17)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Hits, Lasts, check


@check("SN01", on="members", lasts=Lasts.MEMBERS, alone=True)
def uninsured(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A member has no basic medical insurance, or nothing is said of it (SN01; county 2_01_008)."""
    for member in facts.members:
        person = member.person
        if not person.resident_medical and not person.employee_medical:
            is_blank = person.resident_medical is None and person.employee_medical is None
            yield Hit(person, {}, "missing" if is_blank else "")


@check("SN02", on="members", lasts=Lasts.MEMBERS, alone=True)
def insured_twice(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Both kinds of basic medical insurance (SN02; county 2_01_009)."""
    for member in facts.members:
        if member.person.resident_medical and member.person.employee_medical:
            yield Hit(member.person, {})


@check("SN03", on="members", lasts=Lasts.MEMBERS, alone=True)
def without_serious_illness_insurance(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Insured as a resident and not for serious illness, which comes with it (SN03; county 2_01_006)."""
    for member in facts.members:
        if member.person.resident_medical and not member.person.serious_illness_insurance:
            yield Hit(member.person, {})


@check("SN04", on="members", lasts=Lasts.MEMBERS, alone=True)
def aided_but_uninsured(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """医疗救助 for somebody who is not insured (SN04; county 3_01_007)."""
    for member in facts.members:
        person = member.person
        if person.medical_aid and not person.resident_medical and not person.employee_medical:
            yield Hit(person, {})


@check("SN05", on="members", lasts=Lasts.BIRTHDAY, alone=True)
def nothing_on_pension(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Old enough to be insured for a pension, and nothing is said of it (SN05; county 5_19_001)."""
    for member in facts.members:
        person = member.person
        is_blank = person.resident_pension is None and person.employee_pension is None
        if is_blank and not person.schooling and _is_from(member, limits):
            yield Hit(person, {})


@check("SN06", on="members", lasts=Lasts.MEMBERS)
def unable_without_support(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Nobody is able to work and nobody has 低保 or 特困 (SN06; county 5_19_003)."""
    unable, receiving = limits.words("unable"), limits.words("receiving")
    if all(member.person.labour in unable for member in facts.members) and not any(
        member.person.minimum_living in receiving or member.person.extreme_poverty in receiving
        for member in facts.members
    ):
        yield Hit(None, {"members": len(facts.members)})


@check("SN07", on="provided_for", lasts=Lasts.BIRTHDAY, alone=True)
def destitute_but_able(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """特困 at working age, healthy and not at school (SN07; county 5_15_018)."""
    for member in facts.members:
        person = member.person
        if person.extreme_poverty not in limits.words("receiving") or person.schooling:
            continue
        if member.is_healthy and _is_from(member, limits) and (member.age or 0) <= limits.number("age_to"):
            judged = person.extreme_poverty or ""
            yield Hit(person, {"age": member.age or 0}, judged=judged)


@check("SN08", on="provided_for", lasts=Lasts.MEMBERS, alone=True)
def supported_twice(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """低保 and 特困 for one person (SN08)."""
    for member in facts.members:
        person, receiving = member.person, limits.words("receiving")
        if person.minimum_living in receiving and person.extreme_poverty in receiving:
            yield Hit(person, {})


@check("SN09", on="safety_net", lasts=Lasts.MEMBERS)
def support_and_measure_differ(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """综合保障 names 低保 or 特困 that nobody has, or leaves out what one has (SN09; county 4_11_015)."""
    measure = facts.household.safety_net_help or ""
    for key in ("minimum_living", "extreme_poverty"):
        name = limits.text(key)
        has = any(getattr(member.person, key) in limits.words("receiving") for member in facts.members)
        if name in measure and not has:
            yield Hit(None, {"kind": name})
        elif has and measure and name not in measure and facts.is_monitored:
            yield Hit(None, {"kind": name}, "unnamed")


@check("SN10", on="safety_net", lasts=Lasts.MEMBERS)
def measure_for_nobody_disabled(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """综合保障 names a subsidy for the disabled and nobody is, or leaves one out (SN10; county 4_11_016)."""
    measure = facts.household.safety_net_help or ""
    if not measure:
        return
    is_named = limits.text("measure") in measure
    if is_named and not any(_is_disabled(member, limits) for member in facts.members):
        yield Hit(None, {})
    elif not is_named and facts.is_monitored:
        for member in facts.members:
            if _grade(member) in limits.words("severe"):
                yield Hit(member.person, {"grade": _grade(member)}, "unnamed")


@check("SN11", on="monitored", lasts=Lasts.MEMBERS)
def risk_removed_too_soon(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """The risk is said to be removed, and a guarantee is missing (SN11; county 1_11_005 to 008)."""
    household = facts.household
    if household.risk_removed is not True:
        return
    for variant in missing_guarantees(facts):
        yield Hit(None, {}, variant)


@check("RK17", on="household", lasts=Lasts.MEMBERS)
def unguarded_and_unwatched(facts: HouseholdFacts, limits: Limits) -> Hits:
    """A guarantee is missing, and nobody monitors the household: report at once (RK17; county 1_02_001)."""
    if facts.household.monitoring_class:
        return ()
    return [Hit(None, {}, variant) for variant in missing_guarantees(facts)]


def missing_guarantees(facts: HouseholdFacts) -> list[str]:
    """Which of insurance, house, water and school is said to be missing."""
    household = facts.household
    is_uninsured = household.uninsured_member is True or any(
        m.person.resident_medical is False and m.person.employee_medical is not True for m in facts.members
    )
    missing = {
        "insurance": is_uninsured,
        "house": household.unsafe_house is True or household.house_damaged is True,
        "water": household.safe_water is False or household.water_damaged is True,
        "school": household.dropout_member is True,
    }
    return [name for name, is_missing in missing.items() if is_missing]


def _is_from(member: Member, limits: Limits) -> bool:
    return member.age is not None and member.age >= limits.number("age_from")


def _grade(member: Member) -> str:
    read = member.identity.disability_grade if member.identity else None
    return member.person.disability_grade or read or ""


def _is_disabled(member: Member, limits: Limits) -> bool:
    return bool(_grade(member)) or limits.text("disabled") in (member.person.health or ())
