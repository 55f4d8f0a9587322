"""Checks of the help that a 监测对象 gets (domain.md 3.8, RK05 to RK09, RK18)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from village_desk.rules.checks.able import able_members
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.registry import Hit, check
from village_desk.rules.months import Month, Window, month_of, month_words
from village_desk.rules.support_records import MEASURE_STOPPED

HELPS = (
    *("industry_help", "employment_help", "post_help", "finance_help", "education_help", "schooling_help"),
    *("health_help", "housing_help", "water_help", "safety_net_help", "social_help"),
)
"""The columns of the national system under which help is filed."""
_BETWEEN = re.compile(r"[、，,;；/\s]+")


@check("RK05", on="monitored", items=())
def without_help(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Identified a while ago, and no measure at all (RK05; county 1_11_010)."""
    months = _months_watched(facts)
    if months is not None and months > limits.number("months_most") and not registered_help(facts):
        yield Hit(None, _since(facts), judged="help")


@check("RK06", on="monitored", items=())
def without_development(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Able to work, watched for months, and no measure that raises income (RK06; county 5_12_007)."""
    months = _months_watched(facts)
    if months is None or months < limits.number("months_least") or not able_members(facts, limits):
        return
    if not registered_help(facts) & limits.words("development"):
        yield Hit(None, _since(facts), judged="development")


@check("RK07", on="monitored", items=())
def only_safety_net(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Somebody is able to work, and there is no other help than 综合保障 (RK07; county 5_11_032)."""
    if facts.is_monitored and registered_help(facts) == limits.words("only"):
        able = able_members(facts, limits)
        if able:
            yield Hit(None, {"able": len(able)})


@check("RK08", on="monitored", items=())
def development_in_name(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """开发式帮扶措施 is said to be there, and is only training or 其他 (RK08; county 5_12_011)."""
    household = facts.household
    if not facts.is_monitored or household.development_measures not in limits.words("said"):
        return
    texts = (household.industry_help, household.employment_help, household.post_help, household.finance_help)
    named = {word for text in texts if text for word in _BETWEEN.split(text) if word}
    recorded = {
        measure.measure for measure in facts.measures if _help_of(facts, measure.measure) in HELPS[:4]
    }
    if named <= limits.words("empty_words") and recorded <= limits.words("empty_measures"):
        yield Hit(None, {"names": "、".join(sorted(named)) or "没有措施"})


@check("RK09", on="monitored", items=("wages",))
def help_with_work_for_nobody(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Help with work or a public post is recorded, and nobody works (RK09; county 1111_3)."""
    household = facts.household
    helps = [text for text in (household.employment_help, household.post_help) if text]
    if not facts.is_monitored or not helps or facts.at_work:
        return
    if not any(amount > 0 for amount in facts.received_by(limits.starts("wages")).values()):
        yield Hit(None, {"names": "、".join(helps)})


@check("RK18", on="monitored", items=())
def fee_subsidy(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """参保资助 though identified after the cut-off, or none though before it (RK18; county 1111_06)."""
    since = facts.household.monitored_from
    if not facts.is_monitored or since is None:
        return
    cutoff = Month((facts.frame.period.year - 1) * 100 + limits.number("cutoff_month"))
    for member in facts.members:
        subsidised = member.person.fee_subsidy
        if subsidised is not None and subsidised != (since <= cutoff):
            values = {"since": month_words(since), "cutoff": month_words(cutoff)}
            yield Hit(member.person, values, "" if subsidised else "missing")


def registered_help(facts: HouseholdFacts) -> frozenset[str]:
    """The kinds of help there are: by the columns of the national system, or by measures not stopped."""
    household = facts.household
    named = {key for key in HELPS if getattr(household, key)}
    measures = facts.picture.measures
    recorded = {_help_of(facts, m.measure) for m in measures if m.state != MEASURE_STOPPED}
    return frozenset(named | recorded - {""})


def _help_of(facts: HouseholdFacts, code: str | None) -> str:
    """The column a measure is filed under; blank where the measure is not known."""
    known = facts.frame.lists.measures.get(code or "")
    return known.help if known else ""


def _months_watched(facts: HouseholdFacts) -> int | None:
    """Months since identification, as long as the risk is not removed."""
    since, now = facts.household.monitored_from, month_of(facts.frame.as_of)
    return Window(since, now).months - 1 if facts.is_monitored and since is not None else None


def _since(facts: HouseholdFacts) -> dict[str, str | int]:
    since = facts.household.monitored_from
    return {"since": month_words(since) if since else "", "months": _months_watched(facts) or 0}
