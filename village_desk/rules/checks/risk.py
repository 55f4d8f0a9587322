"""Checks of the risks of a 监测对象 and how it is helped (domain.md 3.8, RK01 to RK04, RK16)."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.helps import registered_help
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.records import Household

_HELP_LABELS = {
    "education_help": "教育帮扶",
    "schooling_help": "义务教育保障",
    "health_help": "健康帮扶",
    "housing_help": "住房安全保障",
    "water_help": "饮水安全保障",
    "safety_net_help": "综合保障",
    "social_help": "社会帮扶",
}


@check("RK01", on="monitored", lasts=Lasts.MEMBERS)
def without_risk(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A 监测对象 without any risk (RK01; county 1_11_001)."""
    if not facts.household.risk_1:
        yield Hit(None, {"monitoring_class": facts.household.monitoring_class or ""})


@check("RK02", on="monitored", lasts=Lasts.MEMBERS)
def risk_of_nobody(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A risk that no member bears out (RK02; county 2_11_001 and others), as long as it is not removed."""
    if not facts.is_monitored or not facts.members:
        return
    for risk in risks_of(facts.household):
        if not _is_borne_out(facts, limits, risk):
            yield Hit(None, {"risk": risk})


@check("RK03", on="monitored", lasts=Lasts.MEMBERS)
def risk_not_explained(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """其他 without a note, or a disaster without its kind (RK03; county 2_11_004)."""
    household, risks = facts.household, risks_of(facts.household)
    if limits.text("other") in risks and not household.risk_note:
        yield Hit(None, {})
    if limits.text("disaster") in risks and not household.disaster_kind:
        yield Hit(None, {}, "disaster")


@check("RK04", on="monitored", lasts=Lasts.MEMBERS)
def risk_without_measure(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A risk without any of the measures that answer it (RK04; county 5_18_001 to 007)."""
    household = facts.household
    if not facts.is_monitored:
        return
    risks, helps = risks_of(household), registered_help(facts)
    for need in limits.starts("needs"):
        risk, _, answers = need.partition("=")
        keys = answers.split("+")
        if risk in risks and not any(key in helps or getattr(household, key, None) for key in keys):
            names = "、".join(_HELP_LABELS[key] for key in keys if key in _HELP_LABELS)
            yield Hit(None, {"risk": risk, "names": names})


@check("RK16", on="monitored", lasts=Lasts.MEMBERS)
def without_contact(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """监测联系人 or the telephone is missing (RK16; county 1_11_011)."""
    household = facts.household
    if not facts.is_monitored:
        return
    if not household.contact_name:
        yield Hit(None, {})
    elif not household.contact_phone:
        yield Hit(None, {"contact": household.contact_name}, "phone")


def risks_of(household: Household) -> list[str]:
    """The stated risks in their order."""
    risks = (household.risk_1, household.risk_2, household.risk_3, household.risk_4, household.risk_5)
    return [risk for risk in risks if risk]


def _is_borne_out(facts: HouseholdFacts, limits: Limits, risk: str) -> bool:
    """Whether a member shows the risk; an ability or health not entered leaves it open."""
    persons = [member.person for member in facts.members]
    if risk == limits.text("disability"):
        return any(limits.text("disabled") in (p.health or ()) or p.disability_grade for p in persons)
    if risk == limits.text("illness"):
        return any(not p.health or limits.words("ill").intersection(p.health) for p in persons)
    if risk == limits.text("study"):
        return any(p.schooling for p in persons)
    able = sum(p.labour in limits.words("able") for p in persons)
    unknown = sum(not p.labour for p in persons)
    if risk == limits.text("no_labour"):
        least = "large_percent" if len(persons) >= limits.number("large_from") else "able_percent"
        return able * 100 <= limits.number(least) * len(persons)
    return risk != limits.text("unsteady_work") or able + unknown > 0
