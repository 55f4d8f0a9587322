"""The half-year's figures: what is added, who fell and why, in whose household nobody earns."""

from datetime import date

import pytest
from msgspec.structs import replace

from village_desk.definitions.bases import counting_basis
from village_desk.definitions.items import income_items
from village_desk.rules.analysis import analysis_figures, half_of
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode, make_quarter
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person, Visit

RECKONER = Reckoner(income_items(), counting_basis("P1"))
QUARTER = make_quarter(2025, 2, YearMode.INCOME_YEAR)
HALF = half_of(QUARTER)


def _line(name: str, month: int, yuan: int, item: str = "G01") -> LedgerLine:
    return LedgerLine(
        f"{name}{month}{item}", "v", name, item=item, month=Month(month), amount=Fen(yuan * 100)
    )


def _household(name: str, *lines: LedgerLine, visits: tuple[Visit, ...] = (), labour: str = "普通劳动力"):
    person = Person(f"{name}p", "v", name, 1, name="甲", labour=labour, born_on=date(1980, 1, 1))
    return HouseholdPicture(Household(name, "v", number=name), (person,), lines, visits)


def _figures(*households: HouseholdPicture):
    edges = (Fen(1_000_000),)
    return analysis_figures(households, RECKONER, HALF, edges, line=Fen(800_000), fall_percent=10)


@pytest.mark.parametrize(
    ("number", "is_first", "first", "last"),
    [
        (1, True, 202410, 202503),
        (2, True, 202410, 202503),
        (3, False, 202504, 202509),
        (4, False, 202504, 202509),
    ],
)
def test_a_half_is_two_quarters_of_the_books_own_year(number, is_first, first, last):
    half = half_of(make_quarter(2025, number, YearMode.INCOME_YEAR))
    assert (half.year, half.is_first) == (2025, is_first)
    assert (half.window.first, half.window.last) == (first, last)
    assert half.last_quarter.window.last == last


def test_a_calendar_year_begins_its_halves_in_january_and_july():
    half = half_of(make_quarter(2025, 3, YearMode.CALENDAR))
    assert (half.window.first, half.window.last) == (202507, 202512)


def test_the_half_is_held_against_the_same_months_a_year_before():
    found = _figures(
        _household("a", _line("a", 202411, 6_000), _line("a", 202311, 5_000), _line("a", 202408, 9))
    )
    assert found.half.income.net == 600_000
    assert found.half.before is not None
    assert found.half.before.net == 500_000
    assert found.half.growth_per_mille == 200
    assert found.year.income.net == 600_900


def test_bands_and_line_go_by_the_twelve_months_that_end_with_the_half():
    found = _figures(_household("a", _line("a", 202404, 12_000)), _household("b", _line("b", 202503, 7_000)))
    assert [band.households for band in found.year.bands] == [1, 1]
    assert found.year.under_line is not None
    assert found.year.under_line.households == 1


def test_falls_come_greatest_first_and_with_what_the_visitors_said():
    said = (
        Visit("v1", "v", "b", Month(202410), fall_cause="受灾"),
        Visit("v2", "v", "b", Month(202501), fall_cause="失业"),
        Visit("v3", "v", "b", Month(202404), fall_cause="患病"),
    )
    found = _figures(
        _household("a", _line("a", 202411, 4_000), _line("a", 202311, 5_000)),
        _household("b", _line("b", 202411, 1_000), _line("b", 202311, 5_000), visits=said),
        _household("c", _line("c", 202411, 4_600), _line("c", 202311, 5_000)),
    )
    assert [(fall.figure.picture.household.number, fall.cause) for fall in found.falls] == [
        ("b", "失业"),
        ("a", None),
    ]
    assert found.causes == (("失业", 1), (None, 1))


def test_a_household_is_idle_when_somebody_could_work_and_only_transfers_came_in():
    pension = _line("a", 202411, 500, item="T011")
    found = _figures(
        _household("a", pension),
        replace(_household("b", replace(pension, id="b1", household_id="b"), labour="无劳动力")),
        _household("c", _line("c", 202411, 500)),
        _household("d"),
    )
    assert [figure.picture.household.number for figure in found.idle] == ["a"]


def test_the_last_judgement_of_the_half_counts_and_a_visit_of_its_last_quarter():
    visits = (
        Visit("v1", "v", "a", Month(202410), judgement="收入下降"),
        Visit("v2", "v", "a", Month(202501), judgement="稳定"),
    )
    earlier = (Visit("v3", "v", "b", Month(202407), judgement="有返贫风险"),)
    found = _figures(_household("a", visits=visits), _household("b", visits=earlier))
    assert found.judgements == {"稳定": 1}
    assert found.visited == 1


def test_the_trend_has_the_income_per_head_of_eight_quarters_and_gaps_where_nothing_was_entered():
    one = _household("a", _line("a", 202501, 900), _line("a", 202503, 300), _line("a", 202312, 600))
    quarters = _figures(one).quarters
    assert [quarter.name for quarter, _ in quarters[::7]] == ["2023Q3", "2025Q2"]
    known = {quarter.name: amount for quarter, amount in quarters if amount is not None}
    assert known == {"2024Q1": 60_000, "2025Q2": 120_000}
