"""Guarantee, work, risks, removal and targets: each rule finds what it should and spares the rest."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.households import (
    VILLAGE,
    asking,
    clean_household,
    only_items,
    scaled,
    telling,
    unplanned,
    without,
)
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.support_records import Plan

CLEAN = clean_household(1)


def unable(picture: HouseholdPicture = CLEAN) -> HouseholdPicture:
    return telling(telling(picture, 1, labour="丧失劳动力"), 2, labour="无劳动力")


def watched(picture: HouseholdPicture = CLEAN, **answers: object) -> HouseholdPicture:
    settled = {
        "monitoring_class": "脱贫不稳定户",
        "monitored_from": Month(202301),
        "risk_1": "因学",
        "education_help": "助学金",
        "contact_name": "测员",
        "contact_phone": "13811110000",
    }
    return asking(picture, **(settled | answers))


def removed(picture: HouseholdPicture = CLEAN, **answers: object) -> HouseholdPicture:
    settled = {"risk_removed": True, "monitored_until": Month(202402), "removal_way": "帮扶消除"}
    return watched(picture, **(settled | answers))


def aiming(yuan: int, picture: HouseholdPicture = CLEAN) -> HouseholdPicture:
    """The household with a target of so many yuan a head."""
    return replace(picture, plans=(Plan("t1", VILLAGE, "h1", 2025, wages=Fen(yuan * 400)),))


def employed(**answers: object) -> HouseholdPicture:
    return telling(CLEAN, 2, **({"public_post": "护林员", "public_post_months": 12} | answers))


DESTITUTE = telling(CLEAN, 2, extreme_poverty="农村特困")
ILL = telling(CLEAN, 4, health=("长期慢性病",))
LAME = telling(CLEAN, 4, disability_grade="一级")
POOR = scaled(CLEAN, 60, 202310, 202512)

CASES = [
    case(
        "SN01",
        telling(CLEAN, 2, resident_medical=False),
        telling(CLEAN, 2, resident_medical=False, employee_medical=True),
    ),
    case("SN01/missing", telling(CLEAN, 2, resident_medical=None), telling(CLEAN, 2, resident_medical=False)),
    case("SN02", telling(CLEAN, 2, employee_medical=True), telling(CLEAN, 2, employee_medical=False)),
    case(
        "SN03",
        telling(CLEAN, 2, serious_illness_insurance=False),
        telling(CLEAN, 2, resident_medical=False, serious_illness_insurance=False),
    ),
    case(
        "SN04",
        telling(CLEAN, 2, resident_medical=False, medical_aid=True),
        telling(CLEAN, 2, medical_aid=True),
    ),
    case("SN05", telling(CLEAN, 2, resident_pension=None), telling(CLEAN, 2, resident_pension=False)),
    case("SN06", unable(), telling(unable(), 4, minimum_living="农村低保")),
    case("SN07", DESTITUTE, telling(DESTITUTE, 2, health=("残疾",))),
    case("SN07", DESTITUTE, telling(CLEAN, 4, extreme_poverty="农村特困")),
    case(
        "SN08",
        telling(DESTITUTE, 2, minimum_living="农村低保"),
        telling(DESTITUTE, 2, minimum_living="未享受"),
    ),
    case("SN09", asking(CLEAN, safety_net_help="特困供养"), asking(DESTITUTE, safety_net_help="特困供养")),
    case(
        "SN09/unnamed", watched(DESTITUTE, safety_net_help="其他"), asking(DESTITUTE, safety_net_help="其他")
    ),
    case("SN10", asking(CLEAN, safety_net_help="残疾人补贴"), asking(LAME, safety_net_help="残疾人补贴")),
    case("SN10/unnamed", watched(LAME, safety_net_help="其他"), watched(LAME, safety_net_help="残疾人补贴")),
    case(
        "SN11/insurance",
        telling(removed(), 2, resident_medical=False),
        telling(watched(), 2, resident_medical=False),
    ),
    case("SN11/house", removed(unsafe_house=True), watched(unsafe_house=True)),
    case("SN11/water", removed(safe_water=False), removed()),
    case("SN11/school", removed(dropout_member=True), removed(dropout_member=False)),
    case("WK01", telling(CLEAN, 1, work_area=None, work_place=None, work_months=None), CLEAN),
    case("WK02", only_items(CLEAN, "T", "J"), only_items(telling(CLEAN, 1, work_months=0), "T", "J")),
    case("WK03", telling(CLEAN, 1, work_months=0), CLEAN),
    case("WK03/place", telling(CLEAN, 1, work_place=None, work_area=None), CLEAN),
    case("WK17", telling(CLEAN, 4, public_post="护林员", public_post_months=3), employed()),
    case("WK18", employed(public_post_months=None), employed()),
    case("WK18/post", employed(public_post=None), employed()),
    case("WK21", employed(labour="丧失劳动力"), employed()),
    case("RK01", watched(risk_1=None), watched()),
    case("RK02", watched(risk_1="因残"), watched(LAME, risk_1="因残")),
    case("RK02", watched(risk_1="因病"), watched(ILL, risk_1="因病")),
    case("RK02", without(watched(), 3), watched()),
    case("RK02", watched(without(CLEAN, 4), risk_1="缺劳动力"), watched(risk_1="缺劳动力")),
    case("RK02", watched(unable(), risk_1="因务工就业不稳"), watched(risk_1="因务工就业不稳")),
    case("RK02", watched(risk_1="因残"), removed(risk_1="因残")),
    case("RK03", watched(risk_2="其他"), watched(risk_2="其他", risk_note="火灾")),
    case(
        "RK03/disaster",
        watched(risk_2="因自然灾害"),
        watched(risk_2="因自然灾害", disaster_kind="旱灾"),
    ),
    case(
        "RK04",
        watched(education_help=None),
        watched(education_help=None, social_help="助学"),
        message="风险是“因学”，教育帮扶、义务教育保障、社会帮扶都没有填。",
    ),
    case("RK10", removed(monitored_until=Month(202306)), removed(monitored_until=Month(202307))),
    case("RK11", removed(monitored_until=Month(202302)), removed(monitored_until=Month(202303))),
    case("RK12", removed(POOR), watched(POOR)),
    case("RK13", removed(unable()), removed(unable(), removal_way="自然减少")),
    case("RK14", removed(removal_way=None), removed(), message="风险已消除，风险消除方式没有填。"),
    case("RK15", removed(unplanned(CLEAN), education_help=None), removed()),
    case("RK16", watched(contact_name=None), watched()),
    case("RK16/phone", watched(contact_phone=None), removed(contact_phone=None)),
    case("PL04", aiming(10000), aiming(13000)),
    case("PL05", aiming(7999), aiming(8000)),
    case("PL05", aiming(7999), asking(aiming(7999), without_labour=True)),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)
