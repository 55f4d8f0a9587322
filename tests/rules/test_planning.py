"""A plan starts from the closed year, counts what its measures bring, and reads what they have brought."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from village_desk.definitions.bases import counting_basis
from village_desk.definitions.items import income_items
from village_desk.definitions.measures import measure_catalogue
from village_desk.rules.chosen_records import Price
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month, YearMode, make_quarter, year_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.planning import (
    PARTS,
    baseline,
    baseline_net,
    due_by,
    due_share,
    gained,
    gap,
    group_of,
    quarters_of,
    target_net,
    what_if,
    worth,
)
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.rules.suggesting import ranked, suggestions, usual_increments
from village_desk.rules.support_records import Measure, Plan

RECKONER = Reckoner(income_items(), counting_basis("P1"))
DAY = date(2025, 1, 10)
CATALOGUE = measure_catalogue()


def _line(item: str, month: int, yuan: int, person: str | None = None) -> LedgerLine:
    key = f"{item}{month}{person}"
    return LedgerLine(key, "v", "h", person, item=item, month=Month(month), amount=Fen(yuan * 100))


def _person(place: int = 1, labour: str | None = "普通劳动力", **more: object) -> Person:
    return Person(f"p{place}", "v", "h", place, name=f"甲{place}", labour=labour, **more)  # type: ignore[arg-type]


def _picture(*persons: Person, lines=(), measures=(), **household: object) -> HouseholdPicture:
    return HouseholdPicture(
        Household("h", "v", number="1", **household),  # type: ignore[arg-type]
        persons or (_person(),),
        tuple(lines),
        measures=tuple(measures),
    )


def _measure(code: str = "J02", item: str | None = "J301", **more: object) -> Measure:
    return Measure(f"m{code}", "v", "h", 2025, measure=code, item=item, **more)  # type: ignore[arg-type]


def test_the_baseline_is_the_closed_year_and_nothing_where_nothing_was_entered():
    lines = (_line("G01", 202406, 20_000), _line("J101", 202409, 5_000), _line("Z10", 202409, 1_000))
    found = baseline(_picture(lines=lines), RECKONER, year_window(2024, YearMode.INCOME_YEAR))
    assert [found[f"baseline_{part}"] for part in PARTS] == [2_000_000, 500_000, 100_000, 0, 0]
    assert found["baseline_persons"] == 1
    bare = baseline(_picture(), RECKONER, year_window(2024, YearMode.INCOME_YEAR))
    assert {bare[f"baseline_{part}"] for part in PARTS} == {None}


def test_what_lacks_a_measure_is_target_less_baseline_less_what_the_measures_bring():
    plan = Plan("p", "v", "h", 2025, wages=Fen(3_000_000), baseline_wages=Fen(2_000_000), cost=Fen(100_000))
    assert (target_net(plan), baseline_net(plan)) == (2_900_000, 2_000_000)
    brings = _measure(increment=Fen(400_000))
    spares = _measure("K01", None, increment=Fen(300_000))
    assert gap(plan, [brings, spares], CATALOGUE) == 500_000
    assert gap(Plan("p", "v", "h", 2025), [brings], CATALOGUE) is None
    assert gap(None, [], CATALOGUE) is None


def test_what_a_measure_has_brought_is_read_from_the_ledger_of_its_person_and_item():
    lines = (
        _line("G01", 202501, 9_000, "p1"),
        _line("G01", 202401, 6_000, "p1"),
        _line("G01", 202501, 5_000, "p2"),
        _line("G03", 202501, 700, "p1"),
    )
    first = make_quarter(2025, 2, YearMode.INCOME_YEAR).window
    picture = _picture(_person(), _person(2), lines=lines)
    assert gained(_measure("W01", "G01", person_id="p1"), picture, first) == 300_000
    assert gained(_measure("W01", "G01"), picture, first) == 800_000
    assert gained(_measure("W01", None), picture, first) is None
    assert gained(_measure("J02", "J301"), picture, first) is None


def test_an_item_for_any_of_its_branch_gathers_the_branch():
    lines = (_line("J301", 202501, 3_000), _line("J310", 202501, 500), _line("J101", 202501, 900))
    window = make_quarter(2025, 2, YearMode.INCOME_YEAR).window
    assert gained(_measure("J02", "J399"), _picture(lines=lines), window) == 350_000


@given(
    st.lists(st.integers(0, 10**7), min_size=4, max_size=4),
    st.lists(st.integers(0, 10**7), min_size=4, max_size=4),
)
def test_the_four_quarters_make_the_year(now, before):
    quarters = quarters_of(2025, YearMode.INCOME_YEAR)
    months = [quarter.window.first for quarter in quarters]
    lines = [
        LedgerLine(f"n{m}", "v", "h", item="G01", month=m, amount=Fen(a))
        for m, a in zip(months, now, strict=True)
    ]
    lines += [
        LedgerLine(f"b{m}", "v", "h", item="G01", month=Month(m - 100), amount=Fen(a))
        for m, a in zip(months, before, strict=True)
    ]
    picture, measure = _picture(lines=lines), _measure("W01", "G01")
    parts = [gained(measure, picture, quarter.window) for quarter in quarters]
    assert sum(parts) == gained(measure, picture, year_window(2025, YearMode.INCOME_YEAR))


def test_a_quantity_is_worth_yield_times_price_less_cost():
    price = Price(
        "x", "v", "J101", 2025, "斤", Thousandths(800_000), Thousandths(1_200), Thousandths(400_000)
    )
    mu = _measure("J01", "J101", quantity=Thousandths(2_000), unit="亩")
    assert worth(mu, price, RECKONER) == 2 * (96_000 - 40_000)
    assert worth(replace(mu, quantity=Thousandths(1_000_000), unit="斤"), price, RECKONER) == 120_000
    assert worth(replace(mu, unit="头"), price, RECKONER) is None
    assert worth(mu, None, RECKONER) is None


def test_a_trial_multiplies_and_keeps_nothing():
    assert what_if(Thousandths(3_000), Thousandths(4_500_000), 10) == 13_500_000


def test_what_is_due_follows_the_season_of_the_item():
    quarters = quarters_of(2025, YearMode.INCOME_YEAR)
    assert [due_share((9, 10, 11), quarter) for quarter in quarters] == [Fraction(2, 3)] * 3 + [1]
    assert [due_share((), quarter) for quarter in quarters] == [
        Fraction(number, 4) for number in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("labours", "household", "group"),
    [
        (("技能劳动力", "无劳动力"), {}, "有技能劳动力"),
        (("普通劳动力",), {}, "有普通劳动力"),
        (("弱劳动力或半劳动力", "无劳动力"), {}, "只有弱劳动力"),
        (("无劳动力",), {}, "整户无劳动力"),
        (("普通劳动力",), {"monitoring_class": "突发严重困难户"}, "突发困难"),
        (("普通劳动力",), {"monitoring_class": "突发严重困难户", "risk_removed": True}, "有普通劳动力"),
    ],
)
def test_a_household_is_grouped_by_what_strikes_it_and_by_its_best_labour(labours, household, group):
    persons = [_person(place, labour) for place, labour in enumerate(labours, 1)]
    assert group_of(_picture(*persons, **household), DAY) == group


def test_a_vocational_pupil_without_other_labour_is_a_group_of_its_own():
    pupil = _person(2, "无劳动力", schooling="中职二年级")
    assert group_of(_picture(_person(1, "无劳动力"), pupil), DAY) == "有中高职在校生"


def _named(found) -> list[tuple[str, str | None, str]]:
    return [(one.measure.code, one.person.id if one.person else None, one.reason) for one in found]


def test_suggestions_begin_with_what_was_left_unfinished_then_what_checks_call_for():
    old = replace(_measure("J02"), id="old", year=2024, state="实施中")
    done = replace(_measure("J03"), id="done", year=2024, state="已完成")
    picture = _picture(_person(), _person(2, "无劳动力"), measures=(old, done))
    found = _named(suggestions(picture, "有普通劳动力", CATALOGUE, {"WK24": ("T05",)}, 2025, DAY))
    assert found[0] == ("J02", None, "unfinished")
    assert ("T05", "p1", "WK24") in found
    assert ("T05", "p2", "WK24") not in found
    assert ("W01", "p1", "group") in found
    assert not any(code == "W01" and person == "p2" for code, person, _ in found)
    assert not any(code == "T02" for code, _, _ in found)
    assert len(found) == len({(code, person) for code, person, _ in found})


def test_what_is_planned_already_is_not_suggested_again():
    picture = _picture(_person(), measures=(_measure("W01", "G01", person_id="p1"), _measure("J01", "J101")))
    found = _named(suggestions(picture, "有普通劳动力", CATALOGUE, {}, 2025, DAY))
    assert not any(code in ("W01", "J01") for code, _, _ in found)


def test_what_begins_in_the_year_is_due_from_then_on():
    quarters = quarters_of(2025, YearMode.INCOME_YEAR)
    assert [due_share((), quarter, Month(202504)) for quarter in quarters] == [0, 0, Fraction(1, 2), 1]
    assert [due_share((9, 10), quarter, Month(202501)) for quarter in quarters] == [0, 0, 0, 1]


def test_a_measure_is_due_by_the_season_of_its_item_and_whole_after_its_year():
    seasonal = next(item for item in income_items().values() if 0 < len(item.season) < 4)
    measure = _measure("J01", seasonal.code, increment=Fen(120_000))
    year = [due_by(measure, income_items(), quarter) for quarter in quarters_of(2025, YearMode.CALENDAR)]
    passed = [sum(month <= 3 * number for month in seasonal.season) for number in (1, 2, 3, 4)]
    assert year == [round(120_000 * count / len(seasonal.season)) for count in passed]
    assert due_by(measure, income_items(), make_quarter(2024, 4, YearMode.CALENDAR)) == 0
    assert due_by(measure, income_items(), make_quarter(2026, 1, YearMode.CALENDAR)) == 120_000
    assert due_by(_measure(increment=None), income_items(), make_quarter(2025, 4, YearMode.CALENDAR)) == 0


def test_the_best_suggestions_come_first_and_a_measure_for_a_second_member_later():
    old = replace(_measure("K01", None), id="old", year=2024, state="实施中", increment=Fen(500))
    picture = _picture(_person(), _person(2), measures=(old,))
    calls = {"WK24": ("T05",), "ED13": ("W09", "T05")}
    found = suggestions(picture, "有普通劳动力", CATALOGUE, calls, 2025, DAY)
    usual = {"J02": Fen(600_000), "W01": Fen(900_000)}
    best = ranked(found, usual)
    assert best[0].reasons == ("unfinished",)
    assert (best[0].measure.code, best[0].increment) == ("K01", 500)
    assert (best[1].measure.code, best[1].reasons[:2]) == ("T05", ("WK24", "ED13"))
    by_group = [one for one in best if one.reasons == ("group",)]
    assert [one.measure.code for one in by_group[:2]] == ["W01", "J02"]
    first_turns = len({one.measure.code for one in by_group})
    assert len({one.measure.code for one in by_group[:first_turns]}) == first_turns
    assert sorted(_named(best), key=str) == sorted(_named(found), key=str)


def test_what_a_measure_usually_brings_is_the_middle_of_what_is_expected_of_it():
    said = [
        replace(_measure("W01"), id=str(place), increment=None if amount is None else Fen(amount))
        for place, amount in enumerate((100, 900, 300, None, 0))
    ]
    assert usual_increments([*said, _measure("J02")]) == {"W01": 300}
