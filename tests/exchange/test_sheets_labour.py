"""The plan for each person who can work (F2): last year's work, this year's aim, what has come in so far."""

from __future__ import annotations

from msgspec.structs import replace

from village_desk.definitions.measures import measure_catalogue
from village_desk.exchange.paper.layout import Layout
from village_desk.exchange.sheets.making import SheetOrder, make_layout
from village_desk.rules.labour import planned_months, work_done
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month, YearMode, year_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.suggesting import can_work
from village_desk.rules.support_records import MEASURE_STOPPED, Measure, WorkSpell

from .sheet_village import CODE, PRINTED, RECKONER, SETTINGS, village

BEFORE = year_window(2024, YearMode.INCOME_YEAR)


def _with_work(one: HouseholdPicture) -> HouseholdPicture:
    """The third member worked away for ten months in two places, and is to work away all year."""
    key, person = one.household.id, one.persons[2].id
    spells = (
        WorkSpell(f"{key}a", CODE, key, person, started=Month(202308), ended=Month(202312), city="东莞市"),
        WorkSpell(
            f"{key}b", CODE, key, person, started=Month(202403), city="宁波市", month_wage=Fen(480_000)
        ),
        WorkSpell(f"{key}c", CODE, key, person, started=Month(202404), ended=Month(202405), city="宁波市"),
    )
    planned = (
        Measure(
            f"{key}m",
            CODE,
            key,
            2025,
            person,
            measure="W01",
            quantity=Thousandths(11_000),
            unit="月",
            increment=Fen(300_000),
            due=Month(202509),
            responsible="周知行",
        ),
        Measure(f"{key}n", CODE, key, 2025, person, measure="W05", state=MEASURE_STOPPED, unit="月"),
    )
    return replace(one, spells=spells, measures=planned)


PICTURE = village(6)
VILLAGE = replace(
    PICTURE,
    households=tuple(_with_work(one) if len(one.persons) == 4 else one for one in PICTURE.households),
)


def made(copy: str = "internal") -> Layout:
    return make_layout(SheetOrder("F2", copy, 2025, None, None, PRINTED), VILLAGE, SETTINGS, RECKONER)  # type: ignore[arg-type]


def rows() -> list[list[str]]:
    cells = [[cell.text for cell in row.cells] for block in made().blocks for row in block.rows]
    return [row for row in cells if row[0].isdecimal()]


def test_everybody_who_can_work_has_a_row_and_no_child_has_one() -> None:
    day = year_window(2025, YearMode.INCOME_YEAR).last_day
    able = [
        person.name
        for one in VILLAGE.households
        for person in one.persons
        if can_work(person) and is_member_on(person, day)
    ]
    assert [row[2] for row in rows()] == able
    assert [row[0] for row in rows()] == [str(number) for number in range(1, len(able) + 1)]


def test_last_years_work_and_this_years_aim_stand_beside_each_other() -> None:
    row = next(row for row in rows() if row[2] == "李成山")
    place, months, wage = row[9:12]
    assert (place, months, wage) == ("东莞市、宁波市", "10", "4800.00")
    measures, aimed_months, month_wage, wages, responsible, due = row[13:19]
    assert measures == measure_catalogue()["W01"].label
    assert aimed_months == "11"
    assert wages == "43000.00", "the ledger has 10 months of 4000 in the year before, the measure adds 3000"
    assert month_wage == "3909.09"
    assert (responsible, due) == ("周知行", "2025.9")


def test_wages_so_far_are_those_of_the_ledger_by_quarter() -> None:
    one = next(one for one in VILLAGE.households if one.spells)
    earned = [
        sum(line.amount or 0 for line in one.lines if line.person_id == one.persons[2].id and line.month == m)
        for m in (202503,)
    ]
    row = next(row for row in rows() if row[1] == one.household.head_name and row[2] == "李成山")
    assert row[19:23] == ["", f"{earned[0] / 100:.2f}", "", ""]


def test_a_month_in_two_jobs_is_one_month_of_work() -> None:
    one = next(one for one in VILLAGE.households if one.spells)
    assert work_done(one, one.persons[2], BEFORE).months == 3 + 7
    assert work_done(one, one.persons[0], BEFORE).months is None


def test_two_jobs_at_once_aim_at_the_months_of_the_longer() -> None:
    one = next(one for one in VILLAGE.households if one.measures)
    first = one.measures[0]
    shorter = replace(first, id="x", quantity=Thousandths(5_000))
    assert planned_months((shorter, first), measure_catalogue()) == 11
    assert planned_months((replace(first, measure="J01"),), measure_catalogue()) is None
