"""What a person who can work earned, and is to earn by the measures made for them (F2 of domain.md 5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from village_desk.rules.income import Reckoner, lines_in
from village_desk.rules.items import Category
from village_desk.rules.measures import Aim, CatalogueMeasure
from village_desk.rules.money import Fen, divide_half_up
from village_desk.rules.months import Window, add_months
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.planning import measures_for
from village_desk.rules.records import Person
from village_desk.rules.support_records import Measure, WorkSpell

_MONTHS = "月"
_THOUSANDTHS = 1000


class WorkDone(Struct, frozen=True):
    """Where a person worked in a window, for how many months, and what a month brought in fen."""

    places: tuple[str, ...] = ()
    months: int | None = None
    month_wage: Fen | None = None


def wages_of(picture: HouseholdPicture, person: Person, reckoner: Reckoner, window: Window) -> Fen | None:
    """A person's wages in a window as the ledger has them; None where nothing was entered."""
    own = [
        line
        for line in lines_in(picture.lines, window)
        if line.person_id == person.id and line.amount is not None and _is_wage(line.item, reckoner)
    ]
    return reckoner.income_of(own, 1).wages if own else None


def work_done(picture: HouseholdPicture, person: Person, window: Window) -> WorkDone:
    """A person's work in a window, of the stretches that reach into it; the wage is the last one known."""
    own = [spell for spell in picture.spells if spell.person_id == person.id]
    parts = [(spell, part) for spell in own if (part := window.part(spell.started, spell.ended)) is not None]
    if not parts:
        return WorkDone()
    parts.sort(key=lambda one: one[1].first)
    months = (add_months(window.first, place) for place in range(window.months))
    worked = sum(any(month in part for _, part in parts) for month in months)
    places = dict.fromkeys(place for spell, _ in parts if (place := _place(spell)))
    wages = [spell.month_wage for spell, _ in parts if spell.month_wage is not None]
    return WorkDone(tuple(places), worked, wages[-1] if wages else None)


def measures_of(picture: HouseholdPicture, person: Person, year: int) -> list[Measure]:
    """The measures of a year that are made for a person."""
    return [one for one in measures_for(picture, year) if one.person_id == person.id]


def planned_months(measures: Iterable[Measure], catalogue: Mapping[str, CatalogueMeasure]) -> int | None:
    """The months of work that a person's measures aim at: those of the longest, as they may overlap."""
    months = [
        divide_half_up(one.quantity, _THOUSANDTHS)
        for one in measures
        if _raises_wages(one, catalogue) and one.unit == _MONTHS and one.quantity is not None
    ]
    return max(months, default=None)


def planned_wages(
    before: Fen | None, measures: Iterable[Measure], catalogue: Mapping[str, CatalogueMeasure]
) -> Fen | None:
    """What a person is to earn in the year: the year before and what the measures add; None without any."""
    added = [one.increment for one in measures if _raises_wages(one, catalogue) and one.increment is not None]
    return Fen((before or 0) + sum(added)) if added else None


def _is_wage(code: str | None, reckoner: Reckoner) -> bool:
    item = reckoner.items.get(code or "")
    return item is not None and item.category is Category.WAGES


def _raises_wages(measure: Measure, catalogue: Mapping[str, CatalogueMeasure]) -> bool:
    known = catalogue.get(measure.measure or "")
    return known is not None and known.aim is Aim.WAGES


def _place(spell: WorkSpell) -> str:
    return "".join(part for part in (spell.province, spell.city, spell.county) if part) or (spell.area or "")
