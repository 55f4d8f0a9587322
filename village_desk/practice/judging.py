"""What the practice village's cadres have decided: targets for two years, and doubts that were explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.words import say
from village_desk.entry.plan_entry import new_plan
from village_desk.entry.sitting import Sitting
from village_desk.entry.verdicts import MUST, Said, say_of_finding
from village_desk.rules.income import Income
from village_desk.rules.money import Fen, divide_half_up
from village_desk.rules.months import Quarter, year_window
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.planning import PARTS, measures_for
from village_desk.rules.support_records import Plan
from village_desk.store.findings import village_findings
from village_desk.store.pictures import village_picture

_GROWTH = (11, 10)
_WHOLE_YUAN = 10_000
"""Targets are set in hundreds of yuan, counted in fen."""
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
            window = year_window(year - 1, sitting.settings.year_mode)
            line = _line_of(sitting, year)
            for number, household in enumerate(picture.households, 1):
                if number % _LEFT_OUT == 0:
                    continue
                last_year = sitting.income(household, window)
                aim = _aiming(new_plan(sitting, change, household, year), last_year, household)
                change.insert(_lifted(aim, Fen(line * last_year.persons)))


def explain_doubts(sitting: Sitting, quarter: Quarter) -> None:
    """Confirm one doubt of each of a few rules with a reason, as examples of how it is done."""
    day = quarter.window.last_day
    found = village_findings(_picture(sitting), sitting.settings, quarter, day, rules=_EXPLAINED)
    doubts = {one.rule: one for one in reversed(found) if one.level != MUST}
    for rule in _EXPLAINED:
        if rule in doubts:
            say_of_finding(sitting, doubts[rule], Said(say(f"practice.explained-{rule}")))


def _aiming(plan: Plan, last_year: Income, one: HouseholdPicture) -> Plan:
    """Aim at last year's income and what the measures are to bring; without measures at a tenth more."""
    brings = {part: _brought(one, plan.year, part) for part in PARTS}
    aims: dict[str, Any] = {
        part: getattr(last_year, part) + brings[part]
        if any(brings.values())
        else _raised(getattr(last_year, part))
        for part in PARTS
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


def _lifted(target: Plan, least: Fen) -> Plan:
    """No household is planned to stay below the line: wages or allowances make up what is missing."""
    earned = sum(getattr(target, part) or 0 for part in ("wages", "production", "property", "transfer"))
    missing = least - (earned - (target.cost or 0))
    if missing <= 0:
        return target
    more = Fen(-(-missing // _WHOLE_YUAN) * _WHOLE_YUAN)
    if target.wages:
        return replace(target, wages=Fen(target.wages + more))
    return replace(target, transfer=Fen((target.transfer or 0) + more))


def _line_of(sitting: Sitting, year: int) -> Fen:
    """The line of a year; while a year has none yet, that of the year before."""
    profile = policy_profiles()[sitting.settings.profile]
    return profile.line_for(year) or profile.line_for(year - 1) or Fen(0)


def _picture(sitting: Sitting) -> VillagePicture:
    with sitting.book.reading() as reading:
        return village_picture(reading, sitting.book.village.name)


def _raised(amount: Fen) -> Fen:
    return Fen(divide_half_up(amount * _GROWTH[0], _GROWTH[1] * _WHOLE_YUAN) * _WHOLE_YUAN)
