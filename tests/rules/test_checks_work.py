"""Work away and public posts: each rule finds what it should and spares the rest."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.check_cases import Case, case, found, name_of
from tests.rules.help_records import post, posted, spell, working
from tests.rules.households import (
    LAST_DAY,
    LAST_PERIOD,
    clean_household,
    earning,
    line,
    number_for,
    only_items,
    telling,
)
from village_desk.rules.money import Fen
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.support_records import WorkSpell

CLEAN = clean_household(1)
YEAR_END = {"period": LAST_PERIOD, "as_of": LAST_DAY}


def at_work(**answers: object) -> HouseholdPicture:
    """The head has one stretch of work since last October."""
    return working(CLEAN, head(**answers))


def head(started: int = 202410, ended: int | None = None, **answers: object) -> WorkSpell:
    return spell(1, started, ended, **answers)


def wife(**answers: object) -> HouseholdPicture:
    return telling(CLEAN, 2, **answers)


def paid(yuan: int, place: int | None = 2, picture: HouseholdPicture = CLEAN) -> HouseholdPicture:
    """Public post pay in each of the months from October to March."""
    lines = (
        line(1, 900 + n, "G06", month, yuan, place)
        for n, month in enumerate((202410, 202411, 202412, 202501, 202502, 202503))
    )
    return earning(picture, *lines)


def jobless(picture: HouseholdPicture = CLEAN) -> HouseholdPicture:
    """Nobody works away, nothing is produced; the pension goes on."""
    idle = only_items(picture, "T")
    return telling(idle, 1, work_place=None, work_area=None, work_months=None)


def student(**answers: object) -> HouseholdPicture:
    born = date(2007, 5, 1)
    return telling(
        CLEAN,
        3,
        born_on=born,
        identity_number=number_for(born, "男", 13),
        schooling="普通高中三年级",
        **answers,
    )


OLD_BORN = date(1955, 3, 31)
OLD_WIFE = wife(born_on=OLD_BORN, identity_number=number_for(OLD_BORN, "女", 12), labour="弱劳动力或半劳动力")
SUBSIDY = Fen(500_00)

CASES = [
    case(
        "ID10/missing",
        working(CLEAN, spell(2, 202501)),
        working(wife(phone="13811112222"), spell(2, 202501)),
    ),
    case("ID10/missing", working(CLEAN, spell(2, 202501)), working(CLEAN, spell(2, 202410, 202501))),
    case(
        "ID11",
        working(wife(phone=CLEAN.persons[0].phone), head(), spell(2, 202501, county="乙县")),
        working(wife(phone=CLEAN.persons[0].phone), head(), spell(2, 202501)),
    ),
    case(
        "WK01",
        earning(CLEAN, line(1, 900, "G03", 202501, 900, 2)),
        working(earning(CLEAN, line(1, 900, "G03", 202501, 900, 2)), spell(2, 202501)),
    ),
    case("WK02", working(CLEAN, spell(2, 202412)), working(CLEAN, spell(2, 202503))),
    case("WK04", telling(CLEAN, 1, work_months=13), telling(CLEAN, 1, work_months=12)),
    case(
        "WK04/overlap",
        working(CLEAN, head(202405, 202411), head(202410)),
        working(CLEAN, head(202405, 202410), head(202410)),
    ),
    case(
        "WK05",
        working(CLEAN, spell(3, 202502)),
        working(telling(CLEAN, 3, born_on=date(2009, 2, 28)), spell(3, 202502)),
    ),
    case("WK06", working(student(), spell(3, 202502)), working(student(), spell(3, 202501, 202502))),
    case("WK06/planned", student(work_planned=True), student()),
    case(
        "WK07",
        wife(labour="无劳动力", work_area="县外省内", work_months=3),
        wife(work_area="县外省内", work_months=3),
    ),
    case(
        "WK07",
        working(wife(labour="丧失劳动力"), spell(2, 202501)),
        working(wife(labour="丧失劳动力"), spell(2, 202401, 202412)),
    ),
    case(
        "WK07/weak",
        working(wife(labour="弱劳动力或半劳动力"), spell(2, 202501)),
        posted(wife(labour="弱劳动力或半劳动力"), post(2, 202501)),
    ),
    case(
        "WK08", working(wife(extreme_poverty="农村特困"), spell(2, 202501)), wife(extreme_poverty="农村特困")
    ),
    case("WK09", at_work(month_wage=Fen(99_99)), at_work(month_wage=Fen(100_00))),
    case("WK09", at_work(month_wage=Fen(30000_01)), at_work(month_wage=Fen(30000_00))),
    case("WK10", at_work(month_wage=Fen(399_99)), at_work(month_wage=Fen(400_00))),
    case("WK10", at_work(month_wage=Fen(100_00)), at_work(month_wage=Fen(99_00))),
    case("WK11", at_work(employer=None), at_work(point_to_point=False)),
    case("WK12", at_work(county=None), at_work(county=None, province=None, area="国外")),
    case("WK12", at_work(county=None), at_work(county=None, city="东莞市")),
    case(
        "WK13", at_work(channel="帮扶车间", area="省外"), at_work(channel="帮扶车间", area="乡（镇）外县内")
    ),
    case("WK14", at_work(working=False), at_work(working=True)),
    case("WK14/future", working(CLEAN, head(202410, 202504)), working(CLEAN, head(202410, 202503))),
    case(
        "WK14/future",
        working(CLEAN, head(202410, 202504)),
        working(CLEAN, head(202410, 202504, returned_on=date(2025, 4, 2))),
    ),
    case("WK14/start", working(CLEAN, spell(1, None)), at_work()),
    case("WK15", working(CLEAN, head(202302)), working(CLEAN, head(202303))),
    case("WK15", working(CLEAN, head(202302)), working(CLEAN, head(202302, checked_on=date(2024, 1, 3)))),
    case("WK16", wife(work_planned=True), wife(work_planned=True, work_service="岗位信息")),
    case(
        "WK17",
        posted(OLD_WIFE, post(2, 202501)),
        posted(telling(OLD_WIFE, 2, born_on=date(1955, 4, 1)), post(2, 202501)),
    ),
    case("WK17", posted(OLD_WIFE, post(2, 202501)), posted(OLD_WIFE, post(2, 202401, 202412))),
    case(
        "WK19",
        posted(CLEAN, post(2, 202410), post(2, 202412)),
        posted(CLEAN, post(2, 202410, 202411), post(2, 202412)),
    ),
    case(
        "WK19",
        posted(CLEAN, post(2, 202410), post(2, 202412)),
        posted(CLEAN, post(2, 202410), post(1, 202412)),
    ),
    case("WK20", posted(at_work(), post(1, 202411)), posted(at_work(area="乡（镇）内"), post(1, 202411))),
    case("WK20", posted(at_work(), post(1, 202411)), posted(at_work(), post(1, 202401, 202410))),
    case("WK21", posted(wife(labour="丧失劳动力"), post(2, 202501)), posted(CLEAN, post(2, 202501))),
    case("WK22", posted(paid(551), post(2, 202410)), posted(paid(550), post(2, 202410))),
    case("WK22", posted(paid(200), post(2, 202410)), posted(paid(480), post(2, 202410, 202503)), **YEAR_END),
    case("WK22/postless", paid(500), posted(paid(500), post(2, 202410))),
    case("WK22/postless", paid(500, None), posted(paid(500, None), post(2, 202410))),
    case(
        "WK23", posted(telling(CLEAN, 1, village_cadre=True), post(2, 202501)), posted(CLEAN, post(2, 202501))
    ),
    case(
        "WK24",
        working(CLEAN, head(202501, area="省外")),
        working(CLEAN, head(202501, area="省外", travel_subsidy=SUBSIDY)),
    ),
    case("WK24", working(CLEAN, head(202501, area="省外")), working(CLEAN, head(202502, area="省外"))),
    case(
        "WK24",
        working(CLEAN, *(head(month, month + 1, area="省外") for month in (202405, 202408, 202501))),
        working(CLEAN, *(head(month, month + 1, area="省外") for month in (202405, 202408))),
    ),
    case(
        "WK24/claimed",
        working(CLEAN, head(202501, area="省外", travel_claimed_on=date(2025, 3, 1))),
        working(CLEAN, head(202501, area="省外", travel_claimed_on=date(2024, 3, 1))),
    ),
    case(
        "WK25",
        working(CLEAN, head(202502, travel_subsidy=SUBSIDY)),
        working(CLEAN, head(202501, travel_subsidy=SUBSIDY)),
    ),
    case(
        "WK25",
        earning(CLEAN, line(1, 900, "T133", 202501, 500, 2)),
        earning(CLEAN, line(1, 900, "T133", 202501, 500, 1)),
    ),
    case(
        "WK26",
        wife(labour="技能劳动力", skill="电工证"),
        working(wife(labour="技能劳动力"), spell(2, 202501)),
    ),
    case(
        "WK26", wife(education="大专"), earning(wife(education="大专"), line(1, 900, "J503", 202501, 800, 2))
    ),
    case("WK27", jobless(), working(jobless(), spell(2, 202502))),
    case("WK27", jobless(), earning(jobless(), line(1, 900, "G04", 202502, 800, 2))),
    case(
        "WK28",
        working(CLEAN, spell(2, 202410, 202502)),
        working(CLEAN, spell(2, 202410, 202502), spell(2, 202503)),
    ),
    case("WK28", working(CLEAN, spell(2, 202410, 202502)), working(CLEAN, spell(2, 202410, 202503))),
    case("WK28", working(CLEAN, spell(2, 202407, 202412)), working(CLEAN, spell(2, 202405, 202409))),
    case(
        "WK28",
        working(CLEAN, spell(2, 202410, 202412)),
        earning(working(CLEAN, spell(2, 202410, 202412)), line(1, 900, "G03", 202503, 800, 2)),
    ),
    case(
        "WK28",
        working(CLEAN, spell(2, 202410, 202502)),
        working(CLEAN, spell(2, 202410, 202502, return_reason="年老返乡")),
    ),
]


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_finds_whoever_breaks_it(proof: Case) -> None:
    assert found(proof.broken, proof)


@pytest.mark.parametrize("proof", CASES, ids=name_of)
def test_the_rule_spares_whoever_does_not(proof: Case) -> None:
    assert not found(proof.spared, proof)


def test_who_has_applied_is_told_when_and_not_to_apply_again() -> None:
    applied = head(202411, area="省外", travel_claimed_on=date(2025, 2, 20))
    proof = case("WK24/claimed", working(CLEAN, applied), as_of=date(2025, 3, 3))
    assert "2月20日申请了交通补助，还没有到账" in found(proof.broken, proof)[0].message


def test_the_next_day_for_applying_is_named() -> None:
    proof = case("WK24", working(CLEAN, head(202411, area="省外")), as_of=date(2025, 2, 3))
    assert (
        "近一年在省外务工 4 个月，没有交通补助；最近一批4月30日截止" in found(proof.broken, proof)[0].message
    )
