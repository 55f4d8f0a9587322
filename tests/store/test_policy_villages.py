"""Each policy judges a small village as was worked out on paper; a sixth policy needs a file only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from village_desk.definitions.toml_files import lay_over
from village_desk.rules.followup_records import Analysis, Problem
from village_desk.rules.indicators.judging import State
from village_desk.rules.livelihood_records import Industry, Leader, Study
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, LedgerLine, Person, Visit
from village_desk.rules.support_records import WorkSpell
from village_desk.store.reckoned.indicators import village_indicators
from village_desk.store.reckoned.run_rules import specs_of
from village_desk.store.settings import BookSettings, reckoner_for

VILLAGE = "990101001001"
SIXTH = Path(__file__).parent / "policies" / "qingshui_2026.toml"
_PARTS = ("spells", "visits", "studies", "industries", "problems")
_OF_VILLAGE = ("analyses", "leaders")
MET, SHORT, NO_DATA = State.MET, State.SHORT, State.NO_DATA


def home(
    name: str,
    year: int,
    now: int | None = None,
    before: int | None = None,
    people: int = 1,
    item: str = "G02",
    labour: str = "普通劳动力",
    **more: object,
) -> HouseholdPicture:
    """A household with so many yuan in June of the year and of the year before."""
    amounts = {year: now, year - 1: before}
    lines = tuple(
        LedgerLine(f"{name}{of}", VILLAGE, name, item=item, month=Month(of * 100 + 6), amount=Fen(yuan * 100))
        for of, yuan in amounts.items()
        if yuan is not None
    )
    of_person = {key: more.pop(key) for key in ("education", "schooling") if key in more}
    born_on = more.pop("born_on", date(year - 40, 1, 1))
    persons = tuple(
        Person(f"{name}{place}", VILLAGE, name, place, name=name, labour=labour, born_on=born_on, **of_person)
        for place in range(1, people + 1)
    )
    parts = {key: more.pop(key) for key in _PARTS if key in more}
    answers = {"household_class": "脱贫户", **more}
    return HouseholdPicture(Household(name, VILLAGE, number=name, **answers), persons, lines, **parts)  # type: ignore[arg-type]


def away(name: str, year: int, place: int = 1, area: str = "省外", **more: object) -> WorkSpell:
    """A spell of work that goes on all the year."""
    return WorkSpell(
        f"{name}s{place}", VILLAGE, name, f"{name}{place}", started=Month(year * 100 + 1), area=area, **more
    )  # type: ignore[arg-type]


def judged(
    profile: str, year: int, *households: HouseholdPicture, today: date | None = None, **chosen: object
) -> dict[tuple[str, str], tuple[State, Fraction | None, Fraction | None]]:
    """What the policy says of the village: state, value and gap of each target."""
    of_village = {key: chosen.pop(key) for key in _OF_VILLAGE if key in chosen}
    settings = BookSettings(profile, year_mode=_mode(profile), **chosen)  # type: ignore[arg-type]
    picture = VillagePicture(VILLAGE, "青石坪村", households, **of_village)  # type: ignore[arg-type]
    day = today or date(year + 1, 1, 15)
    found = village_indicators(picture, settings, reckoner_for(settings), year, day)
    return {
        (one.indicator, one.group.value): (one.state, one.figure.value, one.gap)
        for one in found
        if one.target is not None
    }


def _mode(profile: str) -> YearMode:
    return BookSettings(profile).policy.year_mode


def yuan(amount: int | str) -> Fraction:
    return Fraction(amount) * 100


def test_qujing_wants_incomes_floors_and_work() -> None:
    """Net: 44,000 + 9,000 + 5,000 over 4 people is 14,500; of three who can work two do, one organised."""
    year = 2024
    spells = (away("甲", year, channel="有组织劳务输出"), away("甲", year, 2, "县外省内", channel="自主外出"))
    found = judged(
        "qujing_jkq_2022_2024",
        year,
        home("甲", year, 44_000, people=2, spells=spells),
        home("乙", year, 9_000),
        home("丙", year, 5_000, item="T02", labour="无劳动力"),
    )
    assert found["per_capita_net_income", "lifted"] == (SHORT, yuan(14_500), yuan(5_500))
    assert found["below_floor", "lifted"] == (SHORT, 1, 1)
    assert found["transfer_employment_rate", "lifted"] == (
        SHORT,
        Fraction(2, 3),
        Fraction(95, 100) - Fraction(2, 3),
    )
    assert found["organised_transfer_rate", "rural"] == (SHORT, Fraction(1, 2), Fraction(1, 5))
    assert found["zero_employment_households", "tracked"] == (SHORT, 1, 1)


def test_qujing_is_met_where_everybody_works_and_nobody_is_under_ten_thousand() -> None:
    year = 2023
    spell = away("甲", year, channel="有组织劳务输出")
    unable = home("丙", year, 5_000, item="T02", labour="无劳动力")
    found = judged("qujing_jkq_2022_2024", year, home("甲", year, 40_000, spells=(spell,)), unable)
    assert found["per_capita_net_income", "lifted"] == (MET, yuan(22_500), yuan(-4_000))
    assert found["below_floor", "lifted"][:2] == (MET, 0)
    assert found["transfer_employment_rate", "lifted"][:2] == (MET, 1)
    assert found["zero_employment_households", "tracked"][:2] == (MET, 0)
    assert ("organised_transfer_rate", "rural") not in found


def _young(name: str, **more: object) -> HouseholdPicture:
    return home(name, 2024, born_on=date(2007, 1, 1), **more)


def test_qujing_wants_skills_schooling_bound_industries_and_wages_paid() -> None:
    """Of 4 young three went to vocational school, and two of the three who now can work have the schooling.

    One of two graduates has stable work, one of five who can work a skill; one of two industries is bound.
    """
    year = 2024
    owed, paid = away("甲", year, arrears=Fen(100)), away("甲", year, 2, arrears=Fen(0))
    bound = Industry("i", VILLAGE, "甲", year, item="J101", cooperative="甲社", enterprise="乙企")
    loose = Industry("j", VILLAGE, "升", year, item="J101", cooperative="甲社")
    studies = {
        name: (Study(f"y{name}", VILLAGE, name, f"{name}1", ended=Month(202406), outcome=outcome),)
        for name, outcome in (("升", "稳定就业"), ("等", "未就业"))
    }
    skilled = home("甲", year, people=2, spells=(owed, paid), industries=(bound,))
    first, second = skilled.persons
    found = judged(
        "qujing_jkq_2022_2024",
        year,
        replace(skilled, persons=(replace(first, skill="电工"), second)),
        _young("初", education="初中"),
        _young("在", schooling="中职二年级"),
        _young("升", studies=studies["升"], industries=(loose,)),
        _young("等", studies=studies["等"]),
    )
    assert found["wage_arrears", "lifted"] == (SHORT, 1, 1)
    assert found["double_binding_rate", "tracked"] == (SHORT, Fraction(1, 2), Fraction(1, 2))
    assert found["skill_certificate_rate", "lifted"] == (SHORT, Fraction(1, 5), Fraction(4, 5))
    assert found["vocational_entry_rate", "lifted"] == (SHORT, Fraction(3, 4), Fraction(3, 20))
    assert found["new_labour_schooling_rate", "lifted"] == (SHORT, Fraction(2, 3), Fraction(1, 3))
    assert found["vocational_employment_rate", "lifted"] == (SHORT, Fraction(1, 2), Fraction(2, 5))


def test_linjiang_wants_growth_tracking_and_fewer_poor() -> None:
    """47,900 over 3 people, 44,000 the year before; the nation grew by a tenth; one fell under the line."""
    year = 2025
    quarters = [Month(month) for month in (202410, 202501, 202504, 202507)]
    all_four, three = (
        tuple(Visit(f"{name}{quarter}", VILLAGE, name, quarter) for quarter in seen)
        for name, seen in (("甲", quarters), ("乙", quarters[:3]))
    )
    found = judged(
        "linjiang_2023_2025",
        year,
        home("甲", year, 40_000, 36_000, people=2, visits=all_four),
        home("乙", year, 7_900, 8_000, visits=three),
        lines={"2024": 750_000, "2025": 800_000},
        references={"national_lifted": {"2024": 1_600_000, "2025": 1_760_000}},
    )
    assert found["per_capita_net_income", "lifted"] == (
        SHORT,
        yuan(47_900) / 3,
        yuan(20_000) - yuan(47_900) / 3,
    )
    behind = Fraction(3_900, 44_000) - Fraction(1, 10)
    assert found["growth_vs_national_lifted", "lifted"] == (SHORT, behind, -behind)
    assert found["tracking_done", "tracked"] == (SHORT, Fraction(1, 2), Fraction(1, 2))
    assert found["below_floor_change", "lifted"] == (SHORT, 1, 1)


def test_linjiang_wants_production_to_weigh_more_and_an_income_like_the_nations() -> None:
    """Production is 4,000 of 20,000, the year before 2,000 of 10,000 and then 3,000 of 10,000."""
    year = 2025

    def both(name: str, made: int, made_before: int) -> HouseholdPicture:
        wages, produced = (
            home(name, year, 16_000, 10_000 - made_before),
            home(name, year, made, made_before, item="J101"),
        )
        own = tuple(replace(line, id=f"{line.id}p") for line in produced.lines)
        return replace(wages, lines=(*wages.lines, *own))

    level = judged("linjiang_2023_2025", year, both("甲", 4_000, 2_000))
    assert level["income_share_production", "lifted"] == (SHORT, Fraction(1, 5), 0)
    fallen = judged("linjiang_2023_2025", year, both("甲", 4_000, 3_000))
    assert fallen["income_share_production", "lifted"] == (SHORT, Fraction(1, 5), Fraction(1, 10))
    risen = judged("linjiang_2023_2025", year, both("甲", 4_000, 1_000))
    assert risen["income_share_production", "lifted"] == (MET, Fraction(1, 5), Fraction(-1, 10))

    settings = BookSettings(
        "linjiang_2023_2025",
        year_mode=_mode("linjiang_2023_2025"),
        references={"national_lifted": {"2025": 1_900_000}},
    )
    picture = VillagePicture(VILLAGE, "青石坪村", (both("甲", 4_000, 2_000),))
    found = village_indicators(picture, settings, reckoner_for(settings), year, date(2026, 1, 15))
    held = {
        one.target.source: one.state
        for one in found
        if one.target and one.indicator == "per_capita_net_income"
    }
    assert held == {
        "二，过渡期内与全国脱贫人口持平": MET,
        "二，力争与全省农民持平": NO_DATA,
        "二，2 万元左右": MET,
    }


def test_linjiang_wants_two_analyses_a_year() -> None:
    halves = tuple(Analysis(str(quarter), VILLAGE, Month(quarter)) for quarter in (202501, 202507))
    one = home("甲", 2025, 40_000)
    found = judged("linjiang_2023_2025", 2025, one, analyses=halves[:1])
    assert found["analyses_done", "rural"] == (SHORT, 1, 1)
    assert judged("linjiang_2023_2025", 2025, one, analyses=halves)["analyses_done", "rural"][0] is MET


def test_linjiang_without_the_nations_figure_or_a_line_says_that_they_are_missing() -> None:
    found = judged("linjiang_2023_2025", 2025, home("甲", 2025, 40_000, 36_000))
    assert found["growth_vs_national_lifted", "lifted"] == (NO_DATA, None, None)
    assert found["below_floor_change", "lifted"] == (NO_DATA, None, None)


def test_shidian_wants_work_for_the_relocated_help_for_the_monitored_and_sound_houses() -> None:
    """One of two relocated works; one of two monitored is helped; one house is unsafe; one earns 8,600."""
    year = 2025
    found = judged(
        "shidian_2025",
        year,
        home("甲", year, 20_000, people=2, relocated=True, spells=(away("甲", year),)),
        home("乙", year, 8_600, monitoring_class="脱贫不稳定户", industry_help="种植业"),
        home(
            "丙", year, 9_000, household_class="一般农户", monitoring_class="边缘易致贫户", unsafe_house=True
        ),
    )
    assert found["below_floor", "lifted"] == (SHORT, 1, 1)
    assert found["relocated_employment_rate", "relocated"] == (SHORT, Fraction(1, 2), Fraction(2, 5))
    assert found["development_measure_rate", "monitored"] == (SHORT, Fraction(1, 2), Fraction(1, 2))
    assert found["three_guarantees", "tracked"] == (SHORT, 1, 1)


def test_shidian_wants_graduates_at_work_leaders_subsidies_and_problems_closed() -> None:
    """One of two 雨露 graduates works; of two out of the province one was paid; a problem is past its day."""
    year = 2025
    graduates = tuple(
        Study(f"y{place}", VILLAGE, "甲", f"甲{place}", ended=Month(202506), yulu=True, outcome=outcome)
        for place, outcome in ((1, "灵活就业"), (2, "未就业"))
    )
    spells = (away("乙", year, travel_subsidy=Fen(30_000)), away("乙", year, 2))
    late = Problem("p", VILLAGE, "丙", due_on=date(2025, 6, 1))
    closed = Problem("q", VILLAGE, "丁", due_on=date(2025, 6, 1), closed_on=date(2025, 5, 1))
    found = judged(
        "shidian_2025",
        year,
        home("甲", year, people=2, studies=graduates),
        home("乙", year, people=2, spells=spells),
        home("丙", year, problems=(late,), monitoring_class="突发严重困难户", labour="无劳动力"),
        home("丁", year, problems=(closed,)),
        leaders=tuple(Leader(name, VILLAGE, name) for name in ("赵", "钱")),
    )
    assert found["yulu_employment_rate", "tracked"] == (SHORT, Fraction(1, 2), Fraction(2, 5))
    assert found["travel_subsidy", "tracked"] == (SHORT, Fraction(1, 2), Fraction(1, 2))
    assert found["problems_open", "rural"] == (SHORT, 1, 1)
    assert found["safety_net_measure_rate", "monitored"] == (SHORT, 0, 1)
    assert found["village_leaders", "rural"] == (SHORT, 2, 1)


def test_shidian_waits_until_the_year_is_over() -> None:
    found = judged("shidian_2025", 2025, home("乙", 2025, 8_600), today=date(2025, 8, 1))
    assert found["below_floor", "lifted"] == (State.NOT_DUE, 1, 1)


def test_xinyang_wants_growth_above_the_farmers_and_nobody_left_under_the_line() -> None:
    """54,000 over 4 people is 13,500; 49,000 before; the farmers grew by 5 % to 21,000."""
    year = 2025
    found = judged(
        "xinyang_2023_2025",
        year,
        home("甲", year, 38_000, 34_000, people=2),
        home("搬", year, 11_000, 10_000, relocated=True),
        home("保", year, 5_000, 5_000, item="T02", labour="无劳动力"),
        lines={"2024": 760_000, "2025": 780_000},
        references={"local_rural": {"2024": 2_000_000, "2025": 2_100_000}},
    )
    ahead = Fraction(54, 49) - 1 - Fraction(1, 20)
    assert found["growth_vs_local_rural", "lifted"] == (MET, ahead, -ahead)
    ratio = Fraction(21_000, 13_500)
    assert found["income_ratio", "lifted"] == (SHORT, ratio, ratio - Fraction(11, 10))
    assert found["below_floor", "lifted"] == (MET, 0, 0)
    assert found["below_floor_change", "lifted"] == (MET, 0, 0)
    lag = Fraction(1, 10) - (Fraction(54, 49) - 1)
    assert found["growth_relocated", "relocated"] == (SHORT, lag, -lag)
    assert found["development_measure_rate", "monitored"] == (NO_DATA, None, None)


def test_xinyang_wants_one_at_work_in_each_relocated_household_and_subsidies_paid() -> None:
    year = 2025
    found = judged(
        "xinyang_2023_2025",
        year,
        home("甲", year, people=2, relocated=True, spells=(away("甲", year, travel_subsidy=Fen(30_000)),)),
        home("乙", year, relocated=True, safe_water=False),
    )
    assert found["relocated_one_employed", "relocated"] == (SHORT, Fraction(1, 2), Fraction(1, 2))
    assert found["travel_subsidy", "tracked"][:2] == (MET, 1)
    assert found["three_guarantees", "tracked"] == (SHORT, 1, 1)


def test_xinyang_is_short_where_as_many_are_under_the_line_as_before() -> None:
    found = judged(
        "xinyang_2023_2025",
        2025,
        home("甲", 2025, 7_000, 7_000),
        lines={"2024": 760_000, "2025": 780_000},
    )
    assert found["below_floor_change", "lifted"] == (SHORT, 0, 0)


def test_the_county_wants_growth_of_both_groups_and_few_monitored() -> None:
    """The lifted grew by 20 %, the monitored by 10 %; one of forty people is monitored, and does not work."""
    year = 2023
    found = judged(
        "county_template_2022_2025",
        year,
        home("甲", year, 12_000, 10_000, spells=(away("甲", year),)),
        home("监", year, 11_000, 10_000, household_class="一般农户", monitoring_class="边缘易致贫户"),
        home(
            "搬", year, 90_000, people=38, household_class="一般农户", relocated=True, industry_help="种植业"
        ),
    )
    assert found["income_growth_panel", "lifted"] == (
        MET,
        Fraction(1, 5),
        Fraction(192, 1000) - Fraction(1, 5),
    )
    assert found["income_growth_panel", "monitored"] == (SHORT, Fraction(1, 10), Fraction(92, 1000))
    assert found["zero_employment_households", "tracked"] == (SHORT, 1, 1)
    assert found["village_concentration", "monitored"] == (
        MET,
        Fraction(1, 40),
        Fraction(1, 40) - Fraction(3, 100),
    )
    assert found["relocated_one_project", "relocated"][:2] == (MET, 1)


def test_the_county_wants_an_industry_in_every_able_household_bound_to_an_enterprise() -> None:
    year = 2024
    roster = {"cooperative": "甲社", "leading_enterprise": "乙企"}
    found = judged(
        "county_template_2022_2025",
        year,
        home("甲", year, 9_000, item="J101", **roster),
        home("乙", year, 9_000, item="J301"),
        home("丙", year, 9_000),
    )
    assert found["industry_coverage", "tracked"] == (SHORT, Fraction(2, 3), Fraction(1, 3))
    assert found["double_binding_rate", "tracked"] == (SHORT, Fraction(1, 2), Fraction(1, 2))


@pytest.fixture
def sixth() -> Iterator[str]:
    """A policy that the program has never seen, as a book's own file."""
    lay_over({"resources/policies/qingshui_2026.toml": SIXTH.read_text(encoding="utf-8")})
    yield "qingshui_2026"
    lay_over({})


def test_a_sixth_policy_of_somebody_else_needs_no_code(sixth: str) -> None:
    """Net 70,000 over 5 tracked people is 14,000; wages 67,000 of 110,000; at 17 one is no labour here.

    Transfer is 3,000 of 70,000 and was 3,000 of 63,000; all together have 110,000 over 6, the farmers 21,000.
    """
    year = 2026
    too_young = {"born_on": date(2009, 6, 1), "relocated": True, "spells": (away("少", year),)}
    found = judged(
        sixth,
        year,
        home("甲", year, 38_000, 34_000, people=2, relocated=True, spells=(away("甲", year),)),
        home("乙", year, 20_000, 18_000, relocated=True, spells=(away("乙", year),)),
        home("少", year, 9_000, 8_000, **too_young),
        home("保", year, 3_000, 3_000, item="T02", labour="无劳动力"),
        home("农", year, 40_000, household_class="一般农户", item="J101"),
        references={"local_rural": {"2025": 2_000_000, "2026": 2_100_000}},
        leaders=tuple(Leader(name, VILLAGE, name) for name in ("赵", "钱", "孙")),
    )
    assert found["village_leaders", "rural"] == (SHORT, 3, 1)
    less = Fraction(3, 70) - Fraction(3, 63)
    assert found["income_share_transfer", "lifted"] == (MET, Fraction(3, 70), less)
    mean = yuan(110_000) / 6
    assert found["per_capita_net_income", "rural"] == (SHORT, mean, yuan(21_000) - mean)
    assert found["per_capita_net_income", "tracked"] == (SHORT, yuan(14_000), yuan(1_000))
    wages = Fraction(67_000, 110_000)
    assert found["income_share_wages", "rural"] == (MET, wages, Fraction(6, 10) - wages)
    assert found["below_floor", "tracked"] == (SHORT, 1, 1)
    assert found["low_income_ledger", "lifted"] == (MET, 1, -1)
    assert found["transfer_employment_count", "relocated"] == (SHORT, 2, 1)
    growth = Fraction(70, 63) - 1 - Fraction(1, 20)
    assert found["growth_vs_local_rural", "lifted"] == (MET, growth, Fraction(15, 1000) - growth)
    assert ("per_capita_net_income", "tracked") in judged(sixth, 2027, home("甲", 2027, 1))


def test_the_sixth_policys_own_ages_falls_and_line_are_gone_by(sixth: str) -> None:
    settings = BookSettings(sixth, year_mode=_mode(sixth))
    assert settings.line_for(2026) == 9_600_00
    assert settings.policy.bands_for(2026) == (9_600_00, 12_000_00, 16_000_00)
    assert settings.policy.labour_below == 65
    assert specs_of(settings)["IN08"].limits.number("doubt_percent") == 15
