"""Ability to work, land and house: each rule finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.households import asking, clean_household, number_for, telling
from village_desk.rules.pictures import HouseholdPicture

CLEAN = clean_household(1)
CERTIFICATE = number_for(date(1982, 3, 4), "女", 12) + "43"


def wife(**answers: object) -> HouseholdPicture:
    return telling(CLEAN, 2, **answers)


def all_unable(**answers: object) -> HouseholdPicture:
    return asking(telling(telling(CLEAN, 1, labour="丧失劳动力"), 2, labour="无劳动力"), **answers)


CASES = [
    case("LB01/health", wife(health=None)),
    case("LB01/labour", wife(labour=None)),
    case("LB02", wife(health=("残疾",)), wife(health=("残疾",), certificate_year=2019)),
    case(
        "LB03",
        wife(identity_number=CERTIFICATE, identity_kind="残疾人证"),
        wife(identity_number=CERTIFICATE, identity_kind="残疾人证", health=("残疾", "长期慢性病")),
    ),
    case(
        "LB04",
        wife(disability_kind="肢体", disability_grade="二级"),
        wife(disability_kind="肢体", disability_grade="三级"),
    ),
    case("LB05", telling(CLEAN, 3, labour="普通劳动力"), telling(CLEAN, 3, labour=None)),
    case(
        "LB06",
        telling(CLEAN, 3, born_on=date(2008, 1, 1), labour="普通劳动力"),
        telling(CLEAN, 3, labour="普通劳动力"),
    ),
    case("LB07", wife(labour="无劳动力"), wife(labour="无劳动力", health=("长期慢性病",))),
    case("LB08", wife(labour="弱劳动力或半劳动力"), wife(labour="弱劳动力或半劳动力", health=("残疾",))),
    case("LB09", wife(health=("患有大病",)), wife(health=("患有大病",), labour="无劳动力")),
    case("LB10", telling(CLEAN, 1, born_on=date(1965, 3, 31)), telling(CLEAN, 1, born_on=date(1965, 4, 1))),
    case("LB11", wife(labour="技能劳动力"), wife(labour="技能劳动力", skill="电工证中级")),
    case("LB12", asking(CLEAN, without_labour=True), all_unable(without_labour=True)),
    case(
        "LB12", asking(CLEAN, without_labour=True), telling(all_unable(without_labour=True), 4, labour=None)
    ),
    case("LB12/unmarked", all_unable(), telling(all_unable(), 4, labour=None)),
    case("LD01", asking(CLEAN, farmland=100_001), asking(CLEAN, farmland=100_000)),
    case("LD01/missing", asking(CLEAN, farmland=None), asking(CLEAN, farmland=0)),
    case("LD02", asking(CLEAN, orchard=-1), asking(CLEAN, orchard=200_000)),
    case("LD03", asking(CLEAN, water_surface=100_500), asking(CLEAN, pasture=100_000)),
    case("LD04", asking(CLEAN, road_km=5_001), asking(CLEAN, road_km=5_000)),
    case("LD04/missing", asking(CLEAN, road_km=None)),
    case("LD05", asking(CLEAN, house_area=9_999), asking(CLEAN, house_area=10_000)),
    case("LD05/missing", asking(CLEAN, house_area=None)),
    case("LD06", asking(CLEAN, toilet=None), asking(CLEAN, toilet=False)),
    case("LD07/house", asking(CLEAN, unsafe_house=True)),
    case("LD07/water", asking(CLEAN, safe_water=False)),
    case("LD07/electricity", asking(CLEAN, living_electricity=False), asking(CLEAN, living_electricity=None)),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)
