"""The village's own work and its watch over incomes, worked out by hand."""

from datetime import date
from fractions import Fraction

from tests.rules.small_village import ask, household, lines, names, village_year
from village_desk.rules.followup_records import Analysis, Problem, Sweep
from village_desk.rules.indicators.figure import NOTHING
from village_desk.rules.livelihood_records import Leader
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture


def test_leaders_are_those_who_lead_on_the_day():
    leaders = (
        Leader("now", "v", since=Month(202301)),
        Leader("later", "v", since=Month(202510)),
        Leader("past", "v", until=Month(202509)),
        Leader("ever", "v"),
    )
    figure = ask(village_year(leaders=leaders), "village_leaders")
    assert (figure.value, names(figure)) == (2, ["now", "ever"])


def test_sweeps_are_done_when_every_month_over_has_one_since_the_household_is_monitored():
    def swept(name: str, *months: int, since: int = 202408) -> HouseholdPicture:
        sweeps = tuple(Sweep(f"{name}{month}", "v", name, Month(month)) for month in months)
        return household(name, sweeps=sweeps, monitoring_class="边缘易致贫户", monitored_from=Month(since))

    scene = village_year(
        swept("all", 202410, 202411),
        swept("one", 202410),
        swept("new", 202411, since=202411),
        swept("today", since=202412),
        as_of=date(2024, 12, 15),
    )
    figure = ask(scene, "sweeps_done")
    assert (figure.value, names(figure)) == (Fraction(2, 3), ["all", "new"])


def test_analyses_of_the_year_are_counted():
    analyses = tuple(Analysis(f"{quarter}", "v", Month(quarter)) for quarter in (202407, 202501, 202507))
    assert ask(village_year(analyses=analyses), "analyses_done").value == 2


def test_problems_of_the_year_are_found_and_fixed_when_all_are_closed():
    def troubled(name: str, *closed: bool, found: date = date(2025, 2, 1)) -> HouseholdPicture:
        problems = tuple(
            Problem(f"{name}{n}", "v", name, found_on=found, closed_on=date(2025, 3, 1) if one else None)
            for n, one in enumerate(closed)
        )
        return household(name, problems=problems)

    scene = village_year(
        troubled("a", True, True), troubled("b", True, False), troubled("old", False, found=date(2024, 9, 30))
    )
    assert names(ask(scene, "problems_found")) == ["a", "b"]
    assert ask(scene, "problems_fixed_rate").value == Fraction(1, 2)


def test_lifted_and_monitored_are_a_share_of_the_rural_population():
    scene = village_year(
        household("a", people=2, monitoring_class="脱贫不稳定户"),
        household("b", people=3, household_class="一般农户"),
    )
    assert ask(scene, "tracked_concentration").value == Fraction(2, 5)


def test_candidates_are_under_the_floor_once_own_payments_are_taken_off():
    scene = village_year(
        household("poor", lines("poor", G01=8_000)),
        household("ill", lines("ill", G01=9_000, R02=500)),
        household("well", lines("well", G01=9_000)),
        household("known", lines("known", G01=1_000), monitoring_class="脱贫不稳定户"),
        household("nothing"),
        floor=Fen(870_000),
    )
    assert names(ask(scene, "monitoring_candidates")) == ["poor", "ill"]
    assert ask(village_year(household("poor", lines("poor", G01=8_000))), "monitoring_candidates") == NOTHING


def test_the_low_income_list_says_who_has_left_it_and_who_has_come():
    scene = village_year(
        household("up", lines("up", G01=12_000, bG01=9_000)),
        household("down", lines("down", G01=9_000, bG01=12_000)),
        household("stays", lines("stays", G01=9_000, bG01=8_000)),
        household("new", lines("new", G01=9_000)),
        low_income=Fen(1_000_000),
    )
    assert names(ask(scene, "low_income_lifted")) == ["up"]
    assert names(ask(scene, "low_income_new")) == ["down"]
