"""The measures of help of the practice village: for work, for pigs, and for who lives on allowances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from village_desk.definitions.items import read_item
from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.words import say
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import make_month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household
from village_desk.rules.support_records import MEASURE_DONE, Measure
from village_desk.store.changing import Changing

_ABROAD = "广东省东莞市"
_MONTHS, _PIGS, _PIECES = Thousandths(12_000), Thousandths(2_000), Thousandths(1_000)
_ABLE = ("技能劳动力", "普通劳动力", "弱劳动力或半劳动力")
_STATES = {0: MEASURE_DONE, 1: "未开始"}
"""By how many years a measure lies after the year that has been worked through."""


def measures_of(change: Changing, one: HouseholdPicture, year: int) -> Iterator[Measure]:
    """The measures of the year that ends and of the one that begins."""
    for later, state in _STATES.items():
        common = _common(one.household, year + later, state)
        for person in one.persons:
            if person.work_place:
                is_abroad = person.work_place == _ABROAD
                code = "W01" if is_abroad else "W03"
                yield _measure(change, one, code, {**common, "person_id": person.id, "quantity": _MONTHS})
            elif person.labour in _ABLE and not person.schooling:
                yield _measure(change, one, "J04", {**common, "person_id": person.id, "quantity": _PIECES})
        if any(line.item == read_item("猪") for line in one.lines):
            yield _measure(change, one, "J02", {**common, "quantity": _PIGS})
        if any(person.minimum_living == "农村低保" for person in one.persons):
            yield _measure(change, one, "T01", {**common, "quantity": _MONTHS})


def _common(household: Household, year: int, state: str) -> dict[str, Any]:
    return {
        "year": year,
        "state": state,
        "result": say("practice.measure-result") if state == MEASURE_DONE else None,
        "responsible": household.helper_name,
        "responsible_unit": household.helper_unit,
        "started": make_month(year, 1),
        "due": make_month(year, 9),
    }


_INCREMENTS: Mapping[str, int] = {"W01": 3_000, "W03": 2_000, "J02": 1_500, "J04": 600, "T01": 240}
"""In yuan a year."""


def _measure(change: Changing, one: HouseholdPicture, code: str, values: dict[str, Any]) -> Measure:
    known = measure_catalogue()[code]
    return Measure(
        change.new_id(),
        change.village_code,
        one.household.id,
        measure=code,
        content=say(f"practice.measure-{code}"),
        item=known.item or None,
        unit=known.unit or None,
        increment=Fen(_INCREMENTS[code] * 100),
        support=Fen(0),
        **values,
    )
