"""Income and support: each rule finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.households import (
    LAST_DAY,
    LAST_PERIOD,
    VILLAGE,
    asking,
    clean_household,
    earning,
    line,
    only_items,
    scaled,
    telling,
    unplanned,
)
from village_desk.rules.followup_records import Verdict
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import StatedTotals
from village_desk.rules.support_records import Plan
from village_desk.store.reckoned.findings import CONFIRMED, OPEN

CLEAN = clean_household(1)
YEAR_END = {"period": LAST_PERIOD, "as_of": LAST_DAY}
MONITORED = {"monitoring_class": "脱贫不稳定户"}


def stated(picture: HouseholdPicture = CLEAN, **yuan: int) -> HouseholdPicture:
    amounts = {name: Fen(amount * 100) for name, amount in yuan.items()}
    return replace(picture, stated=(StatedTotals("s1", VILLAGE, picture.household.id, 2025, **amounts),))


def whole(percent: int) -> HouseholdPicture:
    return scaled(CLEAN, percent, 202310, 202512)


def lately(percent: int, starts: str = "") -> HouseholdPicture:
    return scaled(CLEAN, percent, 202410, 202512, starts)


def planned(picture: HouseholdPicture) -> HouseholdPicture:
    return replace(picture, plans=(Plan("t1", VILLAGE, "h1", 2025),))


def given(item: str, place: int | None, picture: HouseholdPicture = CLEAN) -> HouseholdPicture:
    return earning(picture, line(1, 900, item, 202501, 600, place))


def repeated() -> HouseholdPicture:
    """The second year copied from the first."""
    first = [known for known in CLEAN.lines if (known.month or 0) < 202410]
    return replace(CLEAN, lines=(*first, *(replace(k, month=Month((k.month or 0) + 100)) for k in first)))


def alike(count: int) -> tuple[HouseholdPicture, ...]:
    return tuple(replace(clean_household(serial), lines=CLEAN.lines) for serial in range(1, count + 1))


def among_others(picture: HouseholdPicture) -> tuple[HouseholdPicture, ...]:
    return (picture, *(clean_household(serial) for serial in range(2, 12)))


def quiet(picture: HouseholdPicture) -> HouseholdPicture:
    return replace(picture, lines=tuple(k for k in picture.lines if not 202501 <= (k.month or 0) <= 202503))


def unable(picture: HouseholdPicture) -> HouseholdPicture:
    return telling(telling(picture, 1, labour="丧失劳动力"), 2, labour="无劳动力")


POOR = whole(60)
FLAGGED = telling(CLEAN, 4, minimum_living="农村低保")
DESTITUTE = telling(CLEAN, 4, extreme_poverty="农村特困")
SEVERE = telling(CLEAN, 4, disability_grade="一级")
DISABLED = telling(CLEAN, 4, disability_grade="三级", minimum_living="农村低保")
OLD = telling(CLEAN, 4, born_on=date(1945, 3, 31), identity_number=None)

CASES = [
    case(
        "IN01",
        earning(CLEAN, line(1, 900, "G04", 202501, -50, 1)),
        earning(CLEAN, line(1, 900, "G04", 202501, 0, 1)),
    ),
    case("IN01/stated", stated(wages=-1), stated(wages=0, net=-5)),
    case(
        "IN02/category",
        stated(wages=1000, post_wages=200, other_wages=700),
        stated(wages=1000, post_wages=200, other_wages=800),
    ),
    case("IN02/category", stated(transfer=100, pension_paid=150), stated(transfer=200, pension_paid=150)),
    case(
        "IN02/net",
        stated(wages=9, production=8, property=0, transfer=1, cost=4, net=20),
        stated(wages=9, production=8, property=0, transfer=1, cost=4, net=14),
    ),
    case(
        "IN02/net",
        stated(wages=9, production=8, property=0, transfer=1, cost=4, cost_subsidy=2, net=18),
        stated(wages=9, production=8, property=0, transfer=1, cost=4, cost_subsidy=2, net=16),
    ),
    case("IN02/per_capita", stated(net=40000, per_capita=9000), stated(net=40000, per_capita=10000)),
    case("IN02/ours", stated(wages=30000), stated(wages=38412), **YEAR_END),
    case("IN02/ours", stated(wages=30000), quiet(stated(replace(CLEAN, lines=()), wages=30000)), **YEAR_END),
    case("IN03", POOR, asking(POOR, **MONITORED)),
    case("IN03", asking(POOR, **MONITORED, risk_removed=True), CLEAN),
    case(
        "IN03",
        stated(replace(CLEAN, lines=()), per_capita=7999),
        stated(replace(CLEAN, lines=()), per_capita=8000),
    ),
    case("IN04", whole(20), POOR),
    case("IN05", unplanned(POOR), planned(POOR)),
    case("IN06", asking(whole(250), **MONITORED), asking(whole(250), **MONITORED, risk_removed=True)),
    case("IN07", whole(500), whole(300)),
    case("IN07/mean", among_others(whole(400)), among_others(whole(300))),
    case("IN08", lately(90), CLEAN),
    case("IN08/doubt", lately(72), lately(90)),
    case("IN08/report", lately(60), lately(72)),
    case("IN09", lately(160), lately(130)),
    case("IN10", lately(0, "G"), lately(60, "T")),
    case("IN11/last_year", repeated(), CLEAN),
    case("IN11", alike(3), alike(2), message="与5300000002、5300000003等共 3 户的各项收入完全相同。"),
    case("IN11", alike(3), tuple(only_items(known, "T") for known in alike(3))),
    case("IN12", replace(quiet(CLEAN), visits=()), quiet(CLEAN)),
    case("IN12", replace(quiet(CLEAN), visits=()), replace(CLEAN, visits=())),
    case("IN13", stated(net=45000), stated(net=45936), **YEAR_END),
    case("IN13", stated(net=45000), quiet(stated(net=45000)), **YEAR_END),
    case("IN14", unable(CLEAN), telling(unable(CLEAN), 4, labour=None)),
    case("IN14", asking(CLEAN, without_labour=True), only_items(unable(CLEAN), "T")),
    case("IN15", only_items(CLEAN, "T"), unable(only_items(CLEAN, "T"))),
    case("IN16", FLAGGED, given("T02", None, FLAGGED)),
    case("IN16/unstated", given("T02", 4), given("T02", 1, FLAGGED)),
    case("IN17", DESTITUTE, given("T03", 4, DESTITUTE)),
    case("IN17", given("T03", 1, DESTITUTE), given("T03", None, DESTITUTE)),
    case("IN17/unstated", given("T03", None), given("T03", 4, DESTITUTE)),
    case("IN18", only_items(CLEAN, "G"), only_items(telling(CLEAN, 4, resident_pension=False), "G")),
    case(
        "IN18",
        only_items(telling(CLEAN, 4, born_on=date(1964, 12, 1)), "G"),
        only_items(telling(CLEAN, 4, born_on=date(1965, 2, 1)), "G"),
    ),
    case("IN18/early", given("T011", 1), given("T012", 1, telling(CLEAN, 1, employee_pension=True))),
    case("IN19", SEVERE, given("T062", 4, SEVERE)),
    case("IN19/living", DISABLED, given("T061", 4, DISABLED)),
    case("IN20", OLD, given("T08", 4, OLD)),
    case("IN20", OLD, telling(OLD, 4, born_on=date(1945, 4, 1))),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)


def test_a_young_book_is_not_held_against_a_yearly_line() -> None:
    young = replace(POOR, lines=tuple(known for known in POOR.lines if (known.month or 0) >= 202501))
    assert not found((young,), case("IN03", young))


def test_a_fall_is_graded_by_its_share() -> None:
    levels = [
        found((lately(percent),), case(rule, CLEAN))[0].level
        for percent, rule in ((90, "IN08"), (72, "IN08/doubt"), (60, "IN08/report"))
    ]
    assert levels == ["提示", "疑点", "疑点"]


def test_a_verdict_holds_until_the_amount_changes_or_its_day_passes() -> None:
    proof = case("IN03", POOR)
    digest = found((POOR,), proof)[0].values_hash
    verdict = Verdict("w1", VILLAGE, "IN03", "h1", None, digest, "刚分家", date(2025, 3, 31))
    explained = replace(POOR, verdicts=(verdict,))
    assert found((explained,), proof)[0].state == CONFIRMED
    assert (
        found((replace(POOR, verdicts=(replace(verdict, until=date(2025, 3, 30)),)),), proof)[0].state == OPEN
    )
    assert found((earning(explained, line(1, 901, "G04", 202502, 10, 1)),), proof)[0].state == OPEN
