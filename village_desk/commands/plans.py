"""``plan``: what each household is to earn in a year, by which measures, and what these have brought."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from msgspec import Struct

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import looking_at, sitting_at
from village_desk.commands.periods import read_year
from village_desk.definitions.items import income_items
from village_desk.definitions.words import say
from village_desk.entry.records.plans_list import PlanSums, sums_of, sums_together, village_plans
from village_desk.entry.records.target_gaps import (
    AskedTarget,
    GapRow,
    VillageGaps,
    gaps_of_villages,
    stated_target,
    village_gaps,
    without_rows,
)
from village_desk.entry.sitting import Sitting
from village_desk.rules.money import Fen, quantity_text, yuan_text
from village_desk.rules.months import month_text
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.planning import PARTS, baseline_net, gained, quarters_of, target_net
from village_desk.rules.support_records import Measure, Plan

_Shape = dict[str, object]


class _Planned(Struct, frozen=True):
    """What is told of one village; its picture is let go."""

    code: str
    name: str
    sums: PlanSums
    measures: int
    households: list[_Shape]
    gaps: VillageGaps | None
    """Without its rows."""
    lacking: list[_Shape]
    """These, as they are printed."""


def plan(options: Namespace) -> int:
    """Print every household's plan of a year, and the sums of the village, or of a township by village."""
    year = read_year(str(options.year))
    with sitting_at(options.book) as sitting:
        target = stated_target(sitting, year)
        with looking_at(sitting, options.village) as seen:
            villages = seen.of_each(lambda one: _planned(sitting, one, year, target))
        gaps = gaps_of_villages([one.gaps for one in villages if one.gaps], sitting.reckoner)
    sums = sums_together([one.sums for one in villages])
    document: _Shape = {"year": year}
    if seen.is_town:
        document["households"] = [
            {"village": one.code, **shape} for one in villages for shape in one.households
        ]
        document["township"] = _sums_shape(sums)
        document["villages"] = [
            {"code": one.code, "name": one.name, **_sums_shape(one.sums)} for one in villages
        ]
    else:
        document["households"] = [shape for one in villages for shape in one.households]
        document["village"] = _sums_shape(sums)
    document["worked_back"] = _worked_back(gaps, villages, is_town=seen.is_town) if gaps else None
    lines = [_sentence("commands.plan-village", one.sums, one.measures, name=one.name) for one in villages]
    whole = _sentence("commands.plan-done", sums, sum(one.measures for one in villages), year=year)
    answer(document, "\n".join([*(lines if seen.is_town else ()), whole]), as_json=options.json)
    return DONE


def _planned(sitting: Sitting, village: VillagePicture, year: int, target: AskedTarget | None) -> _Planned:
    rows = village_plans(village, year)
    gaps = village_gaps(sitting, village, year, target) if target else None
    return _Planned(
        village.code,
        village.name,
        sums_of(rows),
        sum(len(row.measures) for row in rows),
        [_household(sitting, one, year) for one in village.households],
        without_rows(gaps) if gaps else None,
        [_gap_shape(row) for row in gaps.rows] if gaps else [],
    )


def _sums_shape(sums: PlanSums) -> _Shape:
    return {
        "baseline": _yuan(sums.baseline),
        "target": _yuan(sums.target),
        "planned": _yuan(sums.planned),
        "gap": _yuan(sums.gap),
        "without_plan": sums.without_plan,
    }


def _sentence(words: str, sums: PlanSums, measures: int, **whose: object) -> str:
    return say(
        words,
        households=sums.households,
        planned=sums.households - sums.without_plan,
        measures=measures,
        increment=yuan_text(sums.planned),
        **whose,
    )


def _worked_back(gaps: VillageGaps, villages: Sequence[_Planned], *, is_town: bool) -> _Shape:
    """The policy's target per head worked back to the households."""
    return {
        "target": yuan_text(gaps.target.yuan),
        "group": gaps.target.group.value,
        "months": [month_text(gaps.window.first), month_text(gaps.window.last)],
        "per_head": _yuan(gaps.mean.per_head),
        "mean_lacks": yuan_text(gaps.mean.lacking),
        "by_reach": {
            reach.value: {
                "households": one.households,
                "persons": one.persons,
                "lacks": yuan_text(one.lacking),
            }
            for reach, one in gaps.sums.items()
        },
        "households": [
            {"village": one.code, **shape} if is_town else shape for one in villages for shape in one.lacking
        ],
    }


def _gap_shape(row: GapRow) -> _Shape:
    return {
        "number": row.gap.picture.household.number,
        "reach": row.gap.reach.value,
        "persons": row.gap.persons,
        "per_head": _yuan(row.gap.per_head),
        "lacks": yuan_text(row.gap.lacking),
        "planned": yuan_text(row.planned),
        "left": yuan_text(row.left),
    }


def _household(sitting: Sitting, one: HouseholdPicture, year: int) -> _Shape:
    found = one.plan_for(year)
    return {
        "number": one.household.number,
        "head": one.household.head_name,
        "group": found.group if found else None,
        "version": found.version if found else None,
        "baseline": _parts(found, "baseline_", baseline_net(found)),
        "target": _parts(found, "", target_net(found)),
        "measures": [_measure(sitting, one, measure) for measure in one.measures if measure.year == year],
    }


def _parts(found: Plan | None, prefix: str, net: Fen | None) -> dict[str, str | None]:
    parts = {part: _yuan(getattr(found, f"{prefix}{part}") if found else None) for part in PARTS}
    return {**parts, "net": _yuan(net)}


def _measure(sitting: Sitting, one: HouseholdPicture, measure: Measure) -> dict[str, object]:
    person, item = one.person(measure.person_id), income_items().get(measure.item or "")
    quarters = quarters_of(measure.year, sitting.settings.year_mode)
    return {
        "code": measure.measure,
        "content": measure.content,
        "person": (person.number or f"#{person.position}") if person else None,
        "item": item.code if item else None,
        "quantity": quantity_text(measure.quantity) if measure.quantity is not None else None,
        "unit": measure.unit,
        "increment": _yuan(measure.increment),
        "responsible": measure.responsible,
        "due": month_text(measure.due) or None,
        "state": measure.state,
        "actual": {quarter.name: _yuan(gained(measure, one, quarter.window)) for quarter in quarters},
    }


def _yuan(amount: Fen | None) -> str | None:
    return None if amount is None else yuan_text(amount)
