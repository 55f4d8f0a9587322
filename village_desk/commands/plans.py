"""``plan``: what each household is to earn in a year, by which measures, and what these have brought."""

from __future__ import annotations

from argparse import Namespace

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import sitting_at_village
from village_desk.commands.periods import read_year
from village_desk.definitions.items import income_items
from village_desk.definitions.words import say
from village_desk.entry.records.plans_list import sums_of, village_plans
from village_desk.entry.records.target_gaps import stated_target, village_gaps
from village_desk.entry.sitting import Sitting
from village_desk.rules.money import Fen, quantity_text, yuan_text
from village_desk.rules.months import month_text
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.planning import (
    PARTS,
    baseline_net,
    gained,
    quarters_of,
    target_net,
)
from village_desk.rules.support_records import Measure, Plan
from village_desk.store.pictures import village_picture


def plan(options: Namespace) -> int:
    """Print every household's plan of a year, and the village's sums."""
    year = read_year(str(options.year))
    with sitting_at_village(options.book) as sitting:
        with sitting.book.reading() as reading:
            picture = village_picture(reading, sitting.book.village.name)
        households = [_household(sitting, one, year) for one in picture.households]
        rows = village_plans(picture, year)
        worked_back = _worked_back(sitting, picture, year)
    sums = sums_of(rows)
    village = {
        "baseline": _yuan(sums.baseline),
        "target": _yuan(sums.target),
        "planned": _yuan(sums.planned),
        "gap": _yuan(sums.gap),
        "without_plan": sums.without_plan,
    }
    sentence = say(
        "commands.plan-done",
        year=year,
        households=len(rows),
        planned=len(rows) - sums.without_plan,
        measures=sum(len(row.measures) for row in rows),
        increment=yuan_text(sums.planned),
    )
    document = {"year": year, "households": households, "village": village, "worked_back": worked_back}
    answer(document, sentence, as_json=options.json)
    return DONE


def _worked_back(sitting: Sitting, picture: VillagePicture, year: int) -> dict[str, object] | None:
    """The policy's target per head worked back to the households; None where it states none."""
    target = stated_target(sitting, year)
    if target is None:
        return None
    gaps = village_gaps(sitting, picture, year, target)
    return {
        "target": yuan_text(target.yuan),
        "group": target.group.value,
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
            {
                "number": row.gap.picture.household.number,
                "reach": row.gap.reach.value,
                "persons": row.gap.persons,
                "per_head": _yuan(row.gap.per_head),
                "lacks": yuan_text(row.gap.lacking),
                "planned": yuan_text(row.planned),
                "left": yuan_text(row.left),
            }
            for row in gaps.rows
        ],
    }


def _household(sitting: Sitting, one: HouseholdPicture, year: int) -> dict[str, object]:
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
