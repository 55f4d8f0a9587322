"""Schooling: each rule finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.households import LAST_DAY, LAST_PERIOD, asking, clean_household, earning, line, telling
from village_desk.rules.checks.frame import Earlier

CLEAN = clean_household(1)
RAIN_AND_DEW = line(1, 900, "T134", 202412, 1500, 3)


def pupil(grade: str | None, born: date, **answers: object) -> object:
    return telling(CLEAN, 3, schooling=grade, born_on=born, identity_number=None, **answers)


def youth(education: str, born: date) -> object:
    return telling(CLEAN, 3, schooling=None, education=education, born_on=born)


CASES = [
    case("ED01", telling(CLEAN, 3, education="小学"), CLEAN),
    case("ED02", telling(CLEAN, 3, schooling=None), telling(CLEAN, 3, schooling="学龄前儿童")),
    case("ED03", pupil(None, date(2018, 9, 1)), pupil(None, date(2018, 9, 2))),
    case("ED03", pupil(None, date(2008, 9, 2)), pupil(None, date(2008, 9, 1))),
    case("ED03", pupil(None, date(2013, 6, 1)), pupil(None, date(2013, 6, 1), dropout_reason="厌学")),
    case(
        "ED03",
        pupil(None, date(2009, 6, 1), education="小学"),
        pupil(None, date(2009, 6, 1), education="初中"),
    ),
    case(
        "ED03",
        pupil(None, date(2019, 9, 1)),
        pupil(None, date(2019, 9, 2)),
        period=LAST_PERIOD,
        as_of=LAST_DAY,
    ),
    case(
        "ED04",
        pupil(None, date(2013, 6, 1), dropout_reason="因病"),
        pupil(None, date(2013, 6, 1), dropout_reason="因病", health=("患有大病",)),
    ),
    case("ED05", pupil("小学", date(2018, 9, 2)), pupil("小学", date(2018, 9, 1))),
    case("ED05", pupil("小学", date(2009, 9, 1)), pupil("小学", date(2009, 9, 2))),
    case("ED06", pupil("七年级", date(2012, 9, 2)), pupil("七年级", date(2012, 9, 1))),
    case("ED07", pupil("中职一年级", date(2003, 9, 1)), pupil("普通高中三年级", date(2007, 1, 1))),
    case("ED08", pupil("本科一年级", date(2006, 9, 2)), pupil("本科一年级", date(2006, 9, 1))),
    case("ED08", pupil("硕士研究生及以上", date(2005, 9, 1)), pupil("硕士研究生及以上", date(2001, 9, 1))),
    case("ED08/old", pupil("本科五年级", date(1991, 9, 1)), pupil("本科五年级", date(1991, 9, 2))),
    case(
        "ED09", pupil("学龄前儿童", date(2017, 9, 1)), pupil("学龄前儿童", date(2017, 9, 1), health=("残疾",))
    ),
    case("ED10", youth("小学", date(2009, 3, 31)), youth("小学", date(2009, 4, 1))),
    case("ED10", youth("文盲或半文盲", date(2003, 1, 1)), youth("初中", date(2003, 1, 1))),
    case(
        "ED11",
        pupil("八年级", date(2011, 6, 1)),
        pupil("九年级", date(2011, 6, 1)),
        earlier=Earlier(schooling={"p1-3": "八年级"}),
    ),
    case(
        "ED11",
        pupil("八年级", date(2011, 6, 1)),
        pupil("小学", date(2011, 6, 1)),
        earlier=Earlier(schooling={"p1-3": "八年级", "p1-4": "小学"}),
    ),
    case("ED12", earning(CLEAN, RAIN_AND_DEW), earning(pupil("中职二年级", date(2008, 6, 1)), RAIN_AND_DEW)),
    case("ED12/measure", asking(CLEAN, education_help="雨露计划"), asking(CLEAN, education_help="助学贷款")),
    case(
        "ED13",
        pupil("中职二年级", date(2008, 6, 1)),
        earning(pupil("中职二年级", date(2008, 6, 1)), RAIN_AND_DEW),
    ),
    case(
        "ED13",
        pupil("高职高专一年级", date(2005, 6, 1)),
        asking(pupil("高职高专一年级", date(2005, 6, 1)), household_class="一般农户"),
    ),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)
