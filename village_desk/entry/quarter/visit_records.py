"""The records that a visit goes through: who still works where, what is in stock, how far measures are.

They are records of their own and stay so; the visit only asks of each what may have changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.items import income_items
from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.screens import Field, screen
from village_desk.definitions.words import say
from village_desk.entry.keyboard.member_names import member_label
from village_desk.entry.quarter.event_entry import is_current
from village_desk.rules.followup_records import Stock
from village_desk.rules.months import Quarter, month_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.reading import Value
from village_desk.rules.records import Record
from village_desk.rules.support_records import Measure, WorkSpell
from village_desk.store.changing import Changing

WORK, PRODUCTION, MEASURES = "work_state", "production_state", "measure_state"
ASKED_OF: Mapping[str, tuple[str, ...]] = {
    "work_spell": ("working", "returned_on", "return_reason", "month_wage", "arrears"),
    "stock": ("produced", "bought", "sold", "used", "lost", "closing"),
    "measure": ("state", "result"),
}
"""What of each kind is asked at a visit; everything else is asked once, where the record is kept."""


class VisitRecord(Struct, frozen=True):
    """One record as a block of the visit shows it."""

    key: str
    """Stays the same from the first answer to the last, also where the record is made by the first."""
    state: str
    """The state field of its block."""
    title: str
    record: Record
    is_new: bool = False
    """It is last quarter's carried on, and not in the book until something is answered."""

    @property
    def screen(self) -> str:
        """The screen that its questions are worded in."""
        return self.key.partition(":")[0]

    @property
    def questions(self) -> tuple[Field, ...]:
        """What is asked of it, under keys that no other field of the visit has."""
        asked = screen(self.screen)
        return tuple(replace(asked.field(key), key=f"{self.key}.{key}") for key in ASKED_OF[self.screen])


def visit_records(picture: HouseholdPicture, quarter: Quarter) -> tuple[VisitRecord, ...]:
    """The records of a household that a quarter's visit goes through, block by block."""
    spells = [_of_spell(spell, picture) for spell in picture.spells if _is_of_quarter(spell, quarter)]
    stocks = [_of_stock(stock) for stock in picture.stocks if stock.quarter == quarter.first]
    stocks += [_of_stock(stock, is_new=True) for stock in carried_stocks(picture, quarter)]
    measures = [_of_measure(one, picture) for one in picture.measures if one.year == quarter.year]
    return (*spells, *sorted(stocks, key=lambda one: one.key), *measures)


def carried_stocks(picture: HouseholdPicture, quarter: Quarter) -> tuple[Stock, ...]:
    """Last quarter's stocks that are not counted yet: what was there at its end opens this one.

    What had come to nothing by then is not carried. The ids are still those of last quarter.
    """
    counted = {stock.item for stock in picture.stocks if stock.quarter == quarter.first}
    before = [stock for stock in picture.stocks if stock.quarter == quarter.shifted(-1).first]
    return tuple(
        Stock(
            stock.id,
            stock.village_code,
            stock.household_id,
            quarter.first,
            stock.item,
            stock.scale,
            stock.scale_unit,
            stock.unit,
            opening=stock.closing,
        )
        for stock in before
        if stock.item not in counted and stock.closing
    )


def keep_answer(change: Changing, asked: VisitRecord, key: str, value: Value) -> None:
    """Write one answer of a record; the first of one carried on makes it."""
    if not asked.is_new:
        change.change(type(asked.record), asked.record.id, {key: value})
        return
    given: Any = asked.record
    change.insert(replace(given, id=change.new_id(), **{key: value}))


def keep_unchanged(
    change: Changing, picture: HouseholdPicture, quarter: Quarter, state: str, day: date
) -> None:
    """Write what an unchanged block says of its records: still at work on that day, as much in stock."""
    if state == WORK:
        for spell in picture.spells:
            if is_current(spell):
                change.change(WorkSpell, spell.id, {"checked_on": day})
    if state == PRODUCTION:
        for stock in carried_stocks(picture, quarter):
            change.insert(replace(stock, id=change.new_id(), closing=stock.opening))


def _is_of_quarter(spell: WorkSpell, quarter: Quarter) -> bool:
    """Without an end, or ended no earlier than in the quarter: what was answered does not vanish with it."""
    ended = spell.ended or (month_of(spell.returned_on) if spell.returned_on else None)
    is_begun = spell.started is None or spell.started <= quarter.window.last
    return is_begun and (ended is None or ended >= quarter.first)


def _of_spell(spell: WorkSpell, picture: HouseholdPicture) -> VisitRecord:
    where = spell.city or spell.county or spell.province
    who = member_label(picture.persons, spell.person_id)
    return VisitRecord(f"work_spell:{spell.id}", WORK, _joined(who, where, spell.employer, spell.job), spell)


def _of_stock(stock: Stock, *, is_new: bool = False) -> VisitRecord:
    field = screen("stock")
    item = income_items().get(stock.item or "")
    label = item.label if item is not None else ""
    opening = field.field("opening").write(stock.opening)
    told = say("visit.opening", quantity=opening, unit=stock.unit or "") if opening else ""
    return VisitRecord(f"stock:{stock.item}", PRODUCTION, _joined(label, told), stock, is_new)


def _of_measure(measure: Measure, picture: HouseholdPicture) -> VisitRecord:
    known = measure_catalogue().get(measure.measure or "")
    who = member_label(picture.persons, measure.person_id)
    title = _joined(who, known.label if known else "", measure.content, measure.responsible)
    return VisitRecord(f"measure:{measure.id}", MEASURES, title, measure)


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part) or say("visit.unnamed")
