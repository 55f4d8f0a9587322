"""Help, what income rests on, key groups: each rule finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.help_records import happening, keeping, spell, stock, sweep, working
from tests.rules.households import (
    LAST_DAY,
    LAST_PERIOD,
    asking,
    clean_household,
    earning,
    joined_by,
    line,
    measure,
    number_for,
    only_items,
    person,
    scaled,
    telling,
    unplanned,
)
from village_desk.rules.money import Thousandths
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine, StatedTotals, Visit

CLEAN = clean_household(1)
BARE = unplanned(CLEAN)
YEAR_END = {"period": LAST_PERIOD, "as_of": LAST_DAY}
RUNNING = {"as_of": date(2025, 2, 20)}


def watched(picture: HouseholdPicture = BARE, since: int = 202401, **answers: object) -> HouseholdPicture:
    settled: dict[str, object] = {
        "monitoring_class": "脱贫不稳定户",
        "monitored_from": Month(since),
        "risk_1": "其他",
    }
    return asking(picture, **{**settled, **answers})


def over(**answers: object) -> HouseholdPicture:
    return watched(risk_removed=True, monitored_until=Month(202411), removal_way="帮扶消除", **answers)


def with_measure(
    code: str, place: int | None = None, picture: HouseholdPicture = BARE, **answers: object
) -> HouseholdPicture:
    return replace(picture, measures=(*picture.measures, measure(1, 9, code, place, 1, 100, **answers)))


def idle(picture: HouseholdPicture) -> HouseholdPicture:
    return telling(only_items(picture, "T"), 1, work_place=None, work_area=None, work_months=None)


def given(item: str, yuan: int, month: int | None = 202501, **answers: object) -> HouseholdPicture:
    return earning(CLEAN, replace(line(1, 900, item, month or 202501, yuan), month=month, **answers))


def maize(mu: float, month: int = 202501, **answers: object) -> LedgerLine:
    return replace(line(1, 901, "J101", month, 500), scale=Thousandths(round(mu * 1000)), **answers)


def seen(month: int) -> HouseholdPicture:
    visit = Visit("v1-9", CLEAN.household.village_code, "h1", Month(202501), visited_on=date(2025, month, 2))
    return replace(ILL, visits=(visit,))


def students(count: int) -> HouseholdPicture:
    born = date(2008, 5, 1)
    more = (
        person(
            1,
            place,
            "测生",
            "之女",
            "女",
            born,
            education=None,
            schooling="中职一年级",
            labour="无劳动力",
            identity_number=number_for(born, "女", 20 + place),
            resident_pension=None,
        )
        for place in range(5, 5 + count)
    )
    return scaled(joined_by(CLEAN, *more), 200, 202310, 202509)


ILL = telling(CLEAN, 4, health=("患有大病",))
SICK = watched(risk_1="因病")
OWN_PAYMENT = StatedTotals("t1", CLEAN.household.village_code, "h1", 2025, own_payment=900_00)
SHARELESS = {"cooperative": False, "leading_enterprise": False, "leader_driven": False}
NEW_SUPPORT = earning(CLEAN, line(1, 900, "T02", 202502, 300, 4))

CASES = [
    case("RK05", watched(since=202501), watched(since=202502)),
    case("RK05", watched(), watched(social_help="社会帮扶")),
    case("RK05", watched(), watched(with_measure("T11"))),
    case("RK06", watched(since=202409), watched(since=202410)),
    case("RK06", watched(social_help="结对"), watched(industry_help="养殖")),
    case("RK06", watched(), watched(with_measure("W02", 1))),
    case("RK07", watched(safety_net_help="低保"), watched(safety_net_help="低保", industry_help="养殖")),
    case(
        "RK08",
        watched(development_measures="是", employment_help="技能培训"),
        watched(development_measures="是", employment_help="技能培训、务工"),
    ),
    case("RK08", watched(development_measures="是"), watched(with_measure("J02"), development_measures="是")),
    case(
        "RK09",
        idle(watched(employment_help="县内务工")),
        working(idle(watched(employment_help="县内务工")), spell(2, 202502)),
    ),
    case(
        "RK17/insurance",
        telling(CLEAN, 2, resident_medical=False),
        watched(telling(CLEAN, 2, resident_medical=False)),
    ),
    case("RK17/house", asking(CLEAN, unsafe_house=True), watched(CLEAN, unsafe_house=True)),
    case("RK17/water", asking(CLEAN, water_damaged=True), asking(CLEAN, water_damaged=False)),
    case("RK17/school", asking(CLEAN, dropout_member=True), asking(CLEAN, dropout_member=False)),
    case(
        "RK18",
        telling(watched(since=202501), 2, fee_subsidy=True),
        telling(watched(since=202412), 2, fee_subsidy=True),
    ),
    case(
        "RK18/missing",
        telling(watched(since=202412), 2, fee_subsidy=False),
        telling(watched(since=202501), 2, fee_subsidy=False),
    ),
    case("RK19", ILL, replace(ILL, sweeps=(sweep(202503),))),
    case("RK19", replace(ILL, sweeps=(sweep(202502),)), seen(3)),
    case("RK19", seen(2), CLEAN),
    case("RK19", scaled(CLEAN, 60, 202310, 202512), CLEAN),
    case("RK19", scaled(CLEAN, 75, 202410, 202512), scaled(CLEAN, 90, 202410, 202512)),
    case("RK19", telling(CLEAN, 4, extreme_poverty="农村特困"), telling(CLEAN, 4, extreme_poverty="不享受")),
    case("RK19", students(2), students(1)),
    case("RK19", NEW_SUPPORT, earning(NEW_SUPPORT, line(1, 902, "T02", 202403, 300, 4))),
    case(
        "RK19",
        replace(CLEAN, events=(happening("残疾", date(2025, 1, 9)),)),
        replace(CLEAN, events=(happening("残疾", date(2024, 12, 9)),)),
    ),
    case(
        "RK19",
        replace(CLEAN, events=(happening("失业", date(2025, 3, 9)),)),
        replace(CLEAN, events=(happening("迁入", date(2025, 3, 9)),)),
    ),
    case(
        "RK19",
        replace(CLEAN, events=(happening("自然灾害", date(2025, 3, 9)),)),
        replace(CLEAN, events=(happening("自然灾害", date(2025, 4, 9)),)),
    ),
    case("IN27", earning(CLEAN, maize(5.6)), earning(CLEAN, maize(5.5))),
    case(
        "IN27",
        keeping(CLEAN, stock("J101", scale=3), stock("J102", scale=3)),
        asking(
            keeping(CLEAN, stock("J101", scale=3), stock("J102", scale=3)), rented_in_land=Thousandths(500)
        ),
    ),
    case(
        "IN27",
        asking(earning(CLEAN, maize(5)), rented_out_land=Thousandths(1000)),
        keeping(earning(CLEAN, maize(5)), stock("J101", scale=5)),
    ),
    case(
        "IN30",
        keeping(CLEAN, stock("J101", opening=100, produced=500, sold=550, used=51)),
        keeping(CLEAN, stock("J101", opening=100, produced=500, sold=550, used=50)),
    ),
    case(
        "IN31",
        keeping(CLEAN, stock("J310", "只", opening=10, bought=20, sold=25, lost=6)),
        keeping(CLEAN, stock("J310", "只", opening=10, bought=20, sold=25, lost=5)),
    ),
    case("IN32", earning(CLEAN, maize(0.09)), earning(CLEAN, maize(0.1))),
    case(
        "IN32",
        keeping(CLEAN, stock("J101", scale=0.05, produced=100)),
        keeping(CLEAN, stock("J101", scale=0.05)),
    ),
    case(
        "IN34",
        asking(given("C2", 300), **SHARELESS),
        asking(given("C2", 300), **{**SHARELESS, "leader_driven": True}),
    ),
    case("IN34", asking(given("C2", 300), **SHARELESS), asking(given("C3", 300), **SHARELESS)),
    case(
        "IN34",
        asking(given("C2", 300), **SHARELESS),
        with_measure("C02", None, asking(given("C2", 300), **SHARELESS)),
    ),
    case("IN34/unpaid", with_measure("C02"), with_measure("C02", None, given("C2", 300)), **YEAR_END),
    case("IN44", SICK, earning(SICK, line(1, 900, "R02", 202501, 300, 4)), **YEAR_END),
    case("IN44", SICK, replace(SICK, stated=(OWN_PAYMENT,)), **YEAR_END),
    case(
        "IN49",
        CLEAN,
        scaled(replace(CLEAN, lines=tuple(k for k in CLEAN.lines if (k.month or 0) <= 202502)), 100, 0, 0),
        **RUNNING,
    ),
    case("IN49/undated", given("G04", 300, None), given("G04", 300)),
    case("IN49/old", given("G04", 300, 201702), given("G04", 300, 201703)),
    case(
        "IN50/industry",
        replace(over(industry_help="养猪"), lines=only_items(CLEAN, "G", "T").lines),
        over(industry_help="养猪"),
        **YEAR_END,
    ),
    case(
        "IN50/work",
        replace(over(post_help="护林员"), lines=only_items(CLEAN, "J", "T").lines),
        over(post_help="护林员"),
        **YEAR_END,
    ),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)


def test_before_late_in_the_month_there_is_time_to_visit() -> None:
    assert not found((ILL,), case("RK19", ILL, as_of=date(2025, 3, 19)))
    assert found((ILL,), case("RK19", ILL, as_of=date(2025, 3, 20)))
