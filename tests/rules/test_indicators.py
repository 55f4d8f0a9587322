"""Indicators of a small village, worked out by hand; each figure knows who stands behind it."""

from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace

from tests.rules.small_village import ask, household, lines, names, person, village_year
from village_desk.rules.followup_records import Problem
from village_desk.rules.indicators.figure import NOTHING, Figure, Unit, shown
from village_desk.rules.indicators.judging import Aim, State, Target, judge, settled
from village_desk.rules.indicators.registry import INDICATORS, indicator
from village_desk.rules.indicators.scene import Group
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Visit
from village_desk.rules.support_records import Loan, PublicPost, WorkSpell


def test_income_per_head_is_a_quotient_of_sums_and_leaves_out_who_has_nothing_entered():
    scene = village_year(
        household("a", lines("a", G01=30_000), people=1),
        household("b", lines("b", G01=10_000), people=3),
        household("c"),
        household("d", lines("d", G01=99_000), household_class="一般农户"),
    )
    figure = ask(scene, "per_capita_net_income", Group.LIFTED)
    assert shown(figure.value, Unit.YUAN) == "10000.00"
    assert (figure.numerator, figure.denominator) == (4_000_000, 4)
    assert names(figure) == ["a", "b"]


def test_growth_of_the_same_households_is_not_fooled_by_newcomers():
    scene = village_year(
        household("a", lines("a", G01=11_000, bG01=10_000)),
        household("new", lines("new", G01=40_000)),
    )
    assert ask(scene, "income_growth").value == Fraction(51_000, 20_000) - 1
    assert ask(scene, "income_growth").value == Fraction(31, 20)
    assert ask(scene, "income_growth_panel").value == Fraction(1, 10)


def test_growth_from_nothing_is_no_growth():
    scene = village_year(household("a", lines("a", G01=11_000, bG01=0)))
    assert ask(scene, "income_growth_panel") == NOTHING


def test_the_four_shares_make_a_whole_and_the_four_contributions_the_growth():
    scene = village_year(
        household(
            "a", lines("a", G01=6_000, J101=3_000, Z10=1_000, C4=500, T02=1_500, bG01=5_000, bT02=3_000)
        ),
    )
    parts = ("wages", "production", "property", "transfer")
    assert sum(ask(scene, f"income_share_{part}").value for part in parts) == 1
    assert ask(scene, "income_share_production").value == Fraction(2_000, 10_000)
    grown = sum(ask(scene, f"growth_from_{part}").value for part in parts)
    assert grown == ask(scene, "income_growth_panel").value == Fraction(10_000, 8_000) - 1
    assert ask(scene, "growth_from_transfer").value == Fraction(-1_500, 8_000)


def test_persons_under_the_floor_with_and_without_the_safety_net():
    poor = household("a", lines("a", G01=9_999 * 2), people=2)
    unable = household("b", lines("b", T02=3_000), people=(person("b", labour="无劳动力"),))
    exact = household("c", lines("c", G01=10_000))
    scene = village_year(poor, unable, exact, floor=Fen(1_000_000), excludes_safety_net=True)
    assert names(ask(scene, "below_floor")) == ["a1", "a2"]
    assert names(ask(scene, "below_floor_with_safety_net")) == ["a1", "a2", "b1"]
    assert ask(village_year(poor), "below_floor") == NOTHING


def test_where_the_year_before_has_nothing_entered_nothing_is_said_of_a_change():
    scene = village_year(household("a", lines("a", G01=1)), **dict.fromkeys(
        ("floor", "floor_before", "low_income", "low_income_before"), Fen(100_000)
    ))  # fmt: skip
    for name in ("below_floor_change", "low_income_change", "low_income_lifted", "low_income_new"):
        assert ask(scene, name) == NOTHING


def test_beside_the_persons_under_the_floor_stand_their_households():
    two = household("a", lines("a", G01=9_000), people=2)
    scene = village_year(two, household("b", lines("b", G01=8_000)), floor=Fen(1_000_000))
    figure = ask(scene, "below_floor")
    assert (figure.value, [(one.name, one.value) for one in figure.beside]) == (3, [("households", 2)])


def test_the_bands_sum_to_all_and_each_opens_its_households():
    edges = (Fen(870_000), Fen(1_000_000))
    scene = village_year(
        household("low", lines("low", G01=8_000), people=2),
        household("edge", lines("edge", G01=8_700)),
        household("high", lines("high", G01=50_000), people=5),
        household("other", lines("other", G01=20_000), household_class="一般农户"),
        household("blank"),
        bands=edges,
    )
    figure = ask(scene, "income_bands", Group.RURAL)
    assert figure.value == 4
    assert [one.value for one in figure.beside] == [9]
    assert {row.name: names(row.figure) for row in figure.rows} == {
        "-8700": ["low"],
        "8700-10000": ["edge"],
        "10000-": ["high", "other"],
    }
    assert [one.value for row in figure.rows for one in row.figure.beside] == [2, 1, 6]
    assert ask(village_year(household("blank"), bands=edges), "income_bands") == NOTHING


def test_of_the_three_classes_each_household_is_in_one():
    both = {"monitoring_class": "脱贫不稳定户"}
    scene = village_year(
        household("lifted", lines("lifted", G01=1)),
        household("unstable", lines("unstable", G01=1), **both),
        household(
            "watched", lines("watched", G01=1), household_class="一般农户", monitoring_class="边缘易致贫户"
        ),
        household("plain", lines("plain", G01=1), household_class="一般农户"),
        bands=(Fen(100),),
    )
    classes = (Group.LIFTED, Group.MONITORED_ONLY, Group.GENERAL)
    assert [names(ask(scene, "income_bands", group)) for group in classes] == [
        ["lifted", "unstable"],
        ["watched"],
        ["plain"],
    ]


def test_fewer_than_last_year_holds_each_year_against_its_own_floor():
    up = household("a", lines("a", G01=9_000, bG01=6_000))
    down = household("b", lines("b", G01=7_000, bG01=9_000))
    scene = village_year(up, down, floor=Fen(750_000), floor_before=Fen(700_000))
    figure = ask(scene, "below_floor_change")
    assert (figure.value, figure.numerator, figure.denominator) == (0, 1, 1)


def test_the_low_income_ledger_is_held_against_the_year_before_by_each_years_line():
    scene = village_year(
        household("up", lines("up", G01=12_000, bG01=8_000)),
        household("down", lines("down", G01=9_000, bG01=12_000)),
        household("same", lines("same", G01=9_000, bG01=9_000), people=2),
        household("net", lines("net", T02=1, bT02=1), people=(person("net", labour="无劳动力"),)),
        low_income=Fen(1_000_000),
        low_income_before=Fen(900_000),
    )
    ledger, change = ask(scene, "low_income_ledger"), ask(scene, "low_income_change")
    assert (names(ledger), [one.value for one in ledger.beside]) == (["down", "same"], [3])
    assert (change.value, change.numerator, change.denominator) == (0, 2, 2)
    assert (
        ask(village_year(household("a", lines("a", G01=1)), low_income=Fen(100)), "low_income_change")
        == NOTHING
    )


def test_references_are_asked_for_and_never_invented():
    scene = village_year(household("a", lines("a", G01=20_000, bG01=16_000)))
    for name in ("income_ratio", "growth_vs_local_rural", "below_reference_mean"):
        assert ask(scene, name) == NOTHING
    known = {
        "local_rural": {2025: Fen(2_200_000), 2024: Fen(2_000_000)},
        "prefecture_mean": {2025: Fen(2_100_000)},
    }
    scene = village_year(household("a", lines("a", G01=20_000, bG01=16_000)), references=known)
    assert ask(scene, "income_ratio").value == Fraction(11, 10)
    assert ask(scene, "growth_vs_local_rural").value == Fraction(1, 4) - Fraction(1, 10)
    assert names(ask(scene, "below_reference_mean")) == ["a"]


def _worker(name: str, area: str, **more: object) -> HouseholdPicture:
    spell = WorkSpell(f"{name}s", "v", name, f"{name}1", started=Month(202410), area=area, **more)  # type: ignore[arg-type]
    return household(name, spells=(spell,))


def test_transfer_employment_is_of_those_who_can_and_want():
    scene = village_year(
        _worker("a", "省外"),
        household("b"),
        household("c", people=(person("c", work_wish="无就业意愿"),)),
        household("d", people=(person("d", born_on=date(1964, 1, 1)),)),
        household("e", people=(person("e", schooling="本科一年级"),)),
        household("f", people=(person("f", work_months=6),)),
        unwilling=frozenset({"无就业意愿"}),
    )
    figure = ask(scene, "transfer_employment_rate", Group.LIFTED)
    assert figure.value == Fraction(2, 3)
    assert names(figure) == ["a1", "f1"]
    assert [one.person_id for one in figure.base] == ["a1", "b1", "f1"]
    assert names(ask(scene, "out_of_province_count", Group.TRACKED)) == ["a1"]


def test_somebody_who_came_home_is_no_longer_at_work_and_counts_as_returned():
    home = _worker("a", "省外", returned_on=date(2025, 3, 1))
    again = _worker("b", "省外", returned_on=date(2025, 3, 1))
    new = WorkSpell("n", "v", "b", "b1", started=Month(202505), area="乡（镇）内")
    scene = village_year(home, replace(again, spells=(*again.spells, new)))
    assert names(ask(scene, "returnee_reemployment")) == ["b1"]
    assert ask(scene, "returnee_reemployment").value == Fraction(1, 2)
    assert names(ask(scene, "zero_employment_households")) == ["a"]


def test_organised_is_by_channel_or_point_to_point_among_those_outside_the_township():
    scene = village_year(
        _worker("a", "省外", channel="有组织劳务输出"),
        _worker("b", "县外省内", point_to_point=True),
        _worker("c", "省外", channel="自主外出"),
        _worker("d", "乡（镇）内", channel="有组织劳务输出"),
        organised=frozenset({"有组织劳务输出"}),
    )
    figure = ask(scene, "organised_transfer_rate", Group.TRACKED)
    assert figure.value == Fraction(2, 3)
    assert names(figure) == ["a1", "b1"]


def test_the_travel_subsidy_is_due_after_three_months_running_or_six_in_all():
    def away(name: str, *stretches: tuple[int, int], paid: int | None = None) -> HouseholdPicture:
        spells = tuple(
            WorkSpell(f"{name}{n}", "v", name, f"{name}1", started=Month(a), ended=Month(b), area="省外")
            for n, (a, b) in enumerate(stretches)
        )
        first = replace(spells[0], travel_subsidy=None if paid is None else Fen(paid))
        return household(name, spells=(first, *spells[1:]))

    scene = village_year(
        away("three", (202411, 202501), paid=50_000),
        away("two", (202411, 202412)),
        away("six", (202410, 202411), (202501, 202502), (202504, 202505)),
        away("five", (202410, 202411), (202501, 202502), (202504, 202504)),
    )
    figure = ask(scene, "travel_subsidy")
    assert [one.person_id for one in figure.base] == ["three1", "six1"]
    assert names(figure) == ["three1"]


def test_of_the_travel_subsidy_it_is_told_who_has_claimed_it_and_who_was_paid():
    def away(name: str, ledger: dict[str, int] | None = None, **more: object) -> HouseholdPicture:
        spell = WorkSpell(f"{name}s", "v", name, f"{name}1", started=Month(202410), area="省外", **more)  # type: ignore[arg-type]
        own = tuple(replace(line, person_id=f"{name}1") for line in lines(name, **(ledger or {})))
        return household(name, own, spells=(spell,))

    scene = village_year(
        away("paid", travel_subsidy=Fen(50_000)),
        away("booked", {"T133": 500}),
        away("claimed", travel_claimed_on=date(2025, 3, 1)),
        away("before", travel_claimed_on=date(2024, 3, 1)),
        away("none", {"T02": 500}),
        travel_items=frozenset({"T133"}),
    )
    figure = ask(scene, "travel_subsidy")
    assert figure.value == Fraction(2, 5)
    assert {row.name: names(row.figure) for row in figure.rows} == {
        "eligible": ["paid1", "booked1", "claimed1", "before1", "none1"],
        "claimed": ["paid1", "booked1", "claimed1"],
        "paid": ["paid1", "booked1"],
    }


def test_monitored_households_have_a_measure_that_fits_their_ability():
    scene = village_year(
        household("a", monitoring_class="脱贫不稳定户", industry_help="种植业"),
        household("b", monitoring_class="脱贫不稳定户"),
        household("c", monitoring_class="边缘易致贫户", people=(person("c", labour="无劳动力"),)),
        household("gone", monitoring_class="边缘易致贫户", risk_removed=True),
    )
    assert ask(scene, "development_measure_rate").value == Fraction(1, 2)
    assert ask(scene, "safety_net_measure_rate").value == 0
    assert ask(scene, "village_concentration").value == Fraction(3, 4)


def test_tracking_is_done_when_every_quarter_that_is_over_has_a_visit():
    quarters = (Month(202410), Month(202501))
    both = tuple(Visit(f"v{q}", "v", "a", q) for q in quarters)
    scene = village_year(household("a", visits=both), household("b", visits=both[:1]), as_of=date(2025, 4, 2))
    figure = ask(scene, "tracking_done")
    assert figure.value == Fraction(1, 2)
    assert names(figure) == ["a"]
    assert ask(village_year(household("a"), as_of=date(2024, 11, 2)), "tracking_done") == NOTHING


def test_open_guarantees_late_problems_loans_and_posts_are_listed():
    scene = village_year(
        household("a", unsafe_house=True, safe_water=True),
        household("b", safe_water=False),
        household("c", problems=(Problem("p", "v", "c", due_on=date(2025, 9, 1)),)),
        household(
            "d", problems=(Problem("q", "v", "d", due_on=date(2025, 9, 1), closed_on=date(2025, 9, 2)),)
        ),
        household("e", loans=(Loan("l", "v", "e"),)),
        household("f", posts=(PublicPost("o", "v", "f", "f1", ended=Month(202512)),)),
    )
    assert names(ask(scene, "three_guarantees")) == ["a", "b"]
    assert names(ask(scene, "problems_open")) == ["c"]
    assert names(ask(scene, "microloan_count")) == ["e"]
    assert names(ask(scene, "public_posts")) == ["f1"]


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_a_village_of_nobody_has_no_rate_and_no_fault(name):
    found = INDICATORS[name]
    for group in found.groups:
        figure = found.reckon(village_year(), group)
        assert figure.value in (None, 0)
        if found.unit in (Unit.RATE, Unit.RATIO):
            assert figure.value is None


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_a_count_is_the_number_of_those_behind_it(name):
    found = INDICATORS[name]
    scene = village_year(
        household("a", lines("a", G01=9_000, bG01=6_000), monitoring_class="脱贫不稳定户"),
        _worker("b", "省外"),
        floor=Fen(1_000_000),
        low_income=Fen(1_000_000),
        bands=(Fen(500_000),),
    )
    for group in found.groups:
        figure = found.reckon(scene, group)
        if found.unit is Unit.COUNT and figure.value is not None and name != "below_floor_change":
            assert figure.value == len(figure.counted)
        assert set(figure.counted) <= set(figure.base) or not figure.base


def test_nobody_is_in_a_class_twice_and_the_classes_make_the_village():
    scene = village_year(
        household("a", monitoring_class="脱贫不稳定户"),
        household("b"),
        household("c", household_class="一般农户", monitoring_class="边缘易致贫户"),
        household("d", household_class="一般农户"),
    )
    assert len(scene.of(Group.TRACKED)) == 3
    assert len(scene.of(Group.TRACKED)) + len(scene.of(Group.GENERAL)) == len(scene.of(Group.RURAL))


def _judged(aim: Aim, figure: int | None, wanted: int = 10, *, is_over: bool = True):
    target = Target("per_capita_net_income", Group.LIFTED, aim, Fraction(wanted), "一")
    value = None if figure is None else Fraction(figure)
    return judge("per_capita_net_income", Group.LIFTED, Figure(value), target, is_over=is_over)


@pytest.mark.parametrize(
    ("aim", "figure", "state", "gap"),
    [
        (Aim.AT_LEAST, 10, State.MET, 0),
        (Aim.AT_LEAST, 9, State.SHORT, 1),
        (Aim.AT_MOST, 10, State.MET, 0),
        (Aim.AT_MOST, 12, State.SHORT, 2),
        (Aim.ABOVE, 10, State.SHORT, 0),
        (Aim.ABOVE, 11, State.MET, -1),
        (Aim.BELOW, 10, State.SHORT, 0),
        (Aim.BELOW, 9, State.MET, -1),
    ],
)
def test_a_target_is_met_or_short_by_so_much(aim, figure, state, gap):
    judged = _judged(aim, figure)
    assert (judged.state, judged.gap) == (state, gap)


@pytest.mark.parametrize(
    ("figure", "state", "gap"), [(2, "short", 1), (3, "met", 0), (5, "met", 0), (7, "short", 2)]
)
def test_a_range_is_met_between_its_ends_and_the_gap_is_to_the_nearer_one(figure, state, gap):
    target = Target("village_leaders", Group.RURAL, Aim.WITHIN, Fraction(3), "一", Fraction(5))
    judged = judge("village_leaders", Group.RURAL, Figure(Fraction(figure)), target, is_over=True)
    assert (judged.state.value, judged.gap) == (state, gap)


@pytest.mark.parametrize(
    ("aim", "step", "figure", "state", "gap"),
    [
        (Aim.RISING, 0, 11, State.MET, -1),
        (Aim.RISING, 0, 10, State.SHORT, 0),
        (Aim.RISING, 2, 11, State.SHORT, 1),
        (Aim.FALLING, 0, 9, State.MET, -1),
        (Aim.FALLING, 0, 10, State.SHORT, 0),
        (Aim.FALLING, 2, 9, State.SHORT, 1),
    ],
)
def test_a_direction_is_held_against_the_year_before(aim, step, figure, state, gap):
    target = settled(Target("public_posts", Group.RURAL, aim, Fraction(step), "一"), Fraction(10), {})
    judged = judge("public_posts", Group.RURAL, Figure(Fraction(figure)), target, is_over=True)
    assert (judged.state, judged.gap) == (state, gap)
    unknown = settled(Target("public_posts", Group.RURAL, aim, Fraction(step), "一"), None, {})
    assert (
        judge("public_posts", Group.RURAL, Figure(Fraction(1)), unknown, is_over=True).state is State.NO_DATA
    )


def test_what_is_published_stands_for_a_figure_and_the_highest_of_several_counts():
    names = ("national_lifted", "province_rural")
    target = Target("per_capita_net_income", Group.LIFTED, Aim.AT_LEAST, None, "一", references=names)
    known = {"national_lifted": Fen(100), "province_rural": Fen(200)}
    assert settled(target, None, known).figure == 200
    assert settled(target, None, {"national_lifted": Fen(100)}).figure is None


def test_before_the_year_is_over_what_is_lacking_is_not_yet_due():
    assert _judged(Aim.AT_LEAST, 9, is_over=False).state is State.NOT_DUE
    assert _judged(Aim.AT_LEAST, 10, is_over=False).state is State.MET
    assert _judged(Aim.AT_LEAST, None).state is State.NO_DATA


def test_without_a_target_the_document_has_not_stated_one():
    assert judge("x", Group.LIFTED, Figure(Fraction(3)), None, is_over=True).state is State.NOT_STATED


def test_an_id_is_filed_once():
    with pytest.raises(ValueError, match="filed twice"):
        indicator("wage_arrears", Unit.COUNT, Group.LIFTED)(lambda scene, group: NOTHING)


def test_figures_are_shown_as_people_read_them():
    assert shown(None, Unit.RATE) == "—"
    assert shown(Fraction(1, 3), Unit.RATE) == "33.3%"
    assert shown(Fraction(-1, 8), Unit.RATE) == "-12.5%"
    assert shown(Fraction(5, 2), Unit.YUAN) == "0.03"
    assert shown(Fraction(7), Unit.COUNT) == "7"
    assert shown(Fraction(11, 10), Unit.RATIO) == "1.10"
