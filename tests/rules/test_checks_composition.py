"""Who belongs to a household: each rule finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.households import asking, clean_household, joined_by, person, telling

CLEAN = clean_household(1)


def with_relative(relation: str, sex: str, born: date, **answers: object) -> object:
    return joined_by(CLEAN, person(1, 5, "测五", relation, sex, born, **answers))


def changed(start: int, **answers: object) -> object:
    return asking(telling(CLEAN, 3, **answers), stated_members_start=start)


CASES = [
    case("HH01", telling(CLEAN, 1, relation="其他")),
    case("HH01", replace(CLEAN, persons=())),
    case("HH02", telling(CLEAN, 2, relation="户主")),
    case("HH03", telling(CLEAN, 4, relation="配偶")),
    case("HH04", telling(CLEAN, 2, sex="男"), telling(CLEAN, 2, sex=None)),
    case("HH05", telling(CLEAN, 3, sex="女"), telling(CLEAN, 3, sex="女", relation="之女")),
    case("HH06", telling(CLEAN, 3, relation="小崽"), telling(CLEAN, 3, relation="其他")),
    case("HH06/missing", telling(CLEAN, 3, relation=None)),
    case("HH07", telling(CLEAN, 2, born_on=date(2001, 5, 6)), telling(CLEAN, 2, born_on=date(2000, 5, 6))),
    case("HH07", telling(CLEAN, 3, born_on=date(1994, 5, 5)), telling(CLEAN, 3, born_on=date(1994, 5, 6))),
    case("HH07", telling(CLEAN, 4, born_on=date(1970, 1, 2)), telling(CLEAN, 4, born_on=date(1966, 1, 2))),
    case(
        "HH07",
        with_relative("之孙女", "女", date(1994, 1, 1)),
        with_relative("之孙女", "女", date(2024, 1, 1)),
    ),
    case(
        "HH07",
        with_relative("之兄弟姐妹", "男", date(2000, 5, 6)),
        with_relative("之兄弟姐妹", "男", date(1999, 5, 7)),
    ),
    case(
        "HH07",
        with_relative("之祖父", "男", date(1970, 1, 1)),
        with_relative("之祖父", "男", date(1930, 1, 1)),
    ),
    case("HH08", telling(CLEAN, 1, born_on=date(2009, 4, 1)), telling(CLEAN, 1, born_on=date(2009, 3, 31))),
    case("HH09", asking(CLEAN, stated_members=5), asking(CLEAN, stated_members=None)),
    case("HH10", changed(3), changed(3, joined_on=date(2025, 2, 1), joined_reason="其他转入")),
    case(
        "HH10/joined",
        changed(3, joined_on=date(2025, 2, 1)),
        changed(3, joined_on=date(2025, 2, 1), joined_reason="新生儿"),
    ),
    case(
        "HH10/left",
        changed(4, left_on=date(2025, 2, 1)),
        changed(4, left_on=date(2025, 2, 1), left_reason="死亡"),
    ),
    case(
        "HH11",
        telling(CLEAN, 4, left_reason="死亡"),
        telling(CLEAN, 4, left_reason="死亡", left_on=date(2025, 1, 1)),
    ),
    case(
        "HH11",
        telling(CLEAN, 4, left_reason="判刑收监"),
        telling(CLEAN, 4, left_reason="判刑收监", counted=False),
    ),
    case(
        "HH12", asking(CLEAN, monitoring_class="边缘易致贫户"), asking(CLEAN, monitoring_class="脱贫不稳定户")
    ),
    case(
        "HH12",
        asking(CLEAN, household_class="一般农户", monitoring_class="脱贫不稳定户"),
        asking(CLEAN, household_class="一般农户", monitoring_class="突发严重困难户"),
    ),
    case("HH12/missing", asking(CLEAN, household_class=None)),
    case("HH13", telling(CLEAN, 2, nation=None)),
    case("HH14", telling(CLEAN, 2, politics="之妻"), telling(CLEAN, 2, politics="中共党员")),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)
