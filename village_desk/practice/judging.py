"""What the practice village's cadres have decided: targets for two years, and doubts that were explained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec.structs import replace

from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.words import say
from village_desk.entry.checks.verdicts import MUST, Said, say_of_finding
from village_desk.entry.records.plan_entry import new_plan
from village_desk.entry.sitting import Sitting
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.planning import PARTS, measures_for
from village_desk.rules.support_records import Plan
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.findings import village_findings

_LEFT_OUT = 29
"""Every so many-th household has no target yet, to practise on."""
_SIGNED = (2, 20)
"""Month and day on which the plans of a year are signed."""
_EXPLAINED = ("IN04", "IN07", "IN08", "IN10")


def set_targets(sitting: Sitting, years: Iterable[int]) -> None:
    """Plan each household's year: last year's income by the ledger, and what its measures are to bring."""
    picture = _picture(sitting)
    with sitting.changing("plan-opened") as change:
        for year in years:
            for number, household in enumerate(picture.households, 1):
                if number % _LEFT_OUT == 0:
                    continue
                change.insert(_aiming(new_plan(sitting, change, household, year), household))


def explain_doubts(sitting: Sitting, quarter: Quarter) -> None:
    """Confirm one doubt of each of a few rules with a reason, as examples of how it is done."""
    day = quarter.window.last_day
    found = village_findings(_picture(sitting), sitting.settings, quarter, day, rules=_EXPLAINED)
    doubts = {one.rule: one for one in reversed(found) if one.level != MUST}
    for rule in _EXPLAINED:
        if rule in doubts:
            say_of_finding(sitting, doubts[rule], Said(say(f"practice.explained-{rule}")))


def _aiming(plan: Plan, one: HouseholdPicture) -> Plan:
    """Aim at the baseline and what the measures are to bring.

    Where that is too little the checks doubt it: what to do about it is left to practise on.
    """
    aims: dict[str, Any] = {
        part: (getattr(plan, f"baseline_{part}") or 0) + _brought(one, plan.year, part) for part in PARTS
    }
    return replace(
        plan,
        grounds=say("practice.grounds"),
        responsible=plan.responsible or say("practice.staff").split("、")[0],
        signed_by_head_on=_signed_on(plan.year),
        signed_by_responsible_on=_signed_on(plan.year),
        **aims,
    )


def _brought(one: HouseholdPicture, year: int, part: str) -> int:
    catalogue = measure_catalogue()
    return sum(
        measure.increment or 0
        for measure in measures_for(one, year)
        if measure.measure and catalogue[measure.measure].aim == part
    )


def _signed_on(year: int) -> date:
    return date(year, *_SIGNED)


def _picture(sitting: Sitting) -> VillagePicture:
    with sitting.book.reading() as reading:
        return village_picture(reading, sitting.book.village.name)
