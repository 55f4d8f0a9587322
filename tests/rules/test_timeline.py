"""The timeline: everything with a day once, the newest first; quarters as income has them."""

from __future__ import annotations

from datetime import date

from village_desk.definitions.bases import counting_basis
from village_desk.definitions.items import income_items
from village_desk.rules.followup_records import Event, Problem, Procedure, Sweep, Verdict
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode, make_quarter
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person, Visit
from village_desk.rules.support_records import Measure
from village_desk.rules.timeline import MomentKind, moments, quarters_of

RECKONER = Reckoner(income_items(), counting_basis("P1"))
SECOND = make_quarter(2025, 2, YearMode.INCOME_YEAR)


def test_every_record_with_a_day_stands_in_order_and_a_period_stands_for_one_without() -> None:
    picture = HouseholdPicture(
        Household("h", "v"),
        visits=(
            Visit("a", "v", "h", Month(202501), visited_on=date(2025, 2, 3)),
            Visit("b", "v", "h", Month(202410)),
        ),
        events=(Event("c", "v", "h", happened_on=date(2025, 3, 1)), Event("d", "v", "h")),
        sweeps=(Sweep("e", "v", "h", Month(202502)),),
        measures=(Measure("f", "v", "h", 2025, started=Month(202504)), Measure("g", "v", "h", 2025)),
        verdicts=(Verdict("i", "v", "IN08", "h", None, "x", "", said_on=date(2025, 1, 9)),),
        problems=(Problem("j", "v", "h", found_on=date(2025, 1, 5), closed_on=date(2025, 5, 5)),),
        procedures=(Procedure("k", "v", "h", applied_on=date(2025, 6, 1), visited_on=date(2025, 6, 2)),),
    )
    told = [(one.on, one.kind, one.key) for one in moments(picture, ["applied_on", "visited_on"])]
    assert told == [
        (date(2025, 6, 2), MomentKind.PROCEDURE, "visited_on"),
        (date(2025, 6, 1), MomentKind.PROCEDURE, "applied_on"),
        (date(2025, 5, 5), MomentKind.PROBLEM, "closed_on"),
        (date(2025, 4, 1), MomentKind.MEASURE, "started"),
        (date(2025, 3, 1), MomentKind.EVENT, "happened_on"),
        (date(2025, 2, 28), MomentKind.SWEEP, ""),
        (date(2025, 2, 3), MomentKind.VISIT, "visited_on"),
        (date(2025, 1, 9), MomentKind.VERDICT, "said_on"),
        (date(2025, 1, 5), MomentKind.PROBLEM, "found_on"),
        (date(2025, 1, 1), MomentKind.MEASURE, ""),
        (date(2024, 12, 31), MomentKind.VISIT, ""),
    ]


def test_quarters_end_with_the_one_in_hand_and_each_has_its_own_income() -> None:
    lines = tuple(
        LedgerLine(f"l{month}", "v", "h", item="G01", month=Month(month), amount=Fen(month))
        for month in (202409, 202410, 202503)
    )
    picture = HouseholdPicture(Household("h", "v"), (Person("p", "v", "h", 1),), lines)
    found = quarters_of(picture, RECKONER, SECOND, 3)
    assert [one.window.first for one in found] == [202407, 202410, 202501]
    assert [one.income.net for one in found] == [202409, 202410, 202503]


def test_the_year_so_far_ends_with_the_quarter_in_both_numberings() -> None:
    assert SECOND.year_so_far.text() == "2024年10月—2025年3月"
    calendar = make_quarter(2025, 3, YearMode.CALENDAR)
    assert (calendar.year_so_far.first, calendar.year_so_far.last) == (202501, 202509)
