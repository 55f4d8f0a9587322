"""Lists of records come in by their headings: the system's work spells, and a village's own lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from village_desk.exchange.incoming.import_plan import ImportPlan
from village_desk.exchange.incoming.imports import plan_again
from village_desk.exchange.incoming.roster_sheets import record_list_of
from village_desk.exchange.incoming.roster_writing import write_roster
from village_desk.exchange.reading.tables_in import TablesIn
from village_desk.rules.livelihood_records import Entitlement, Industry, Training
from village_desk.rules.records import Record
from village_desk.rules.support_records import Loan, WorkSpell
from village_desk.store.book import Book
from village_desk.store.dump import dump_hash

from .roster_files import NATIONAL_2021, NATIONAL_2022_HOUSEHOLD, rows_of, tables

MONTHLY = [
    *("县", "乡", "行政村", "户编号", "人编号", "姓名", "证件号码", "是否已务工", "开始时间", "结束时间"),
    *("务工所在省", "务工所在市", "务工所在县", "务工企业名称", "所属行业", "就业渠道", "是否点对点输送"),
    *("务工月收入", "年度交通费补助"),
]
"""已外出务工信息 of the national system's monthly monitoring (realdata.md 2.1)."""


def spell(name: str = "人2", **more: str) -> dict[str, str]:
    own = {"户编号": "H1", "姓名": name, "是否已务工": "是", "开始时间": "2024-03", "务工企业名称": "恒发厂"}
    return own | {"就业渠道": "自主外出", "务工月收入": "4200"} | more


def monthly(*rows: Mapping[str, str]) -> TablesIn:
    return tables(rows_of(MONTHLY, rows), file_name="（务工月监测）已外出务工信息.xlsx")


def listed(headings: Sequence[str], *rows: Sequence[str]) -> TablesIn:
    return tables(rows_of(headings, [dict(zip(headings, row, strict=True)) for row in rows]))


def bring_in(
    book: Book, file: TablesIn, decisions: Mapping[tuple[str, int], str] | None = None
) -> ImportPlan:
    plan = plan_again(book, file, year=2025, decisions=decisions).plan
    assert plan.adds_up
    write_roster(book, plan, "甲")
    return plan


def of(book: Book, kind: type[Record]) -> list[Record]:
    with book.reading() as reading:
        return reading.all(kind)


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (MONTHLY, "work_spell"),
        (NATIONAL_2021, ""),
        (NATIONAL_2022_HOUSEHOLD, ""),
        (["户主姓名", "姓名", "培训项目", "结业时间", "证书名称"], "training"),
        (["户编号", "姓名", "院校名称", "入学时间", "雨露计划"], "study"),
        (["户编号", "姓名", "贷款银行", "贷款金额", "放款日期"], "loan"),
        (["户编号", "产业项目", "规模", "合作社名称", "龙头企业名称"], "industry"),
        (["户编号", "保险名称", "投保面积", "个人缴费"], "insurance"),
        (["户编号", "补贴项目", "应发金额", "应发月份"], "entitlement"),
        (["姓名", "证件号码", "岗位类型", "补贴标准", "上岗时间"], "public_post"),
        (["户编号", "姓名", "证件号码", "与户主关系"], ""),
    ],
)
def test_a_list_is_told_from_a_roster_and_from_other_lists_by_its_headings(headings, kind) -> None:
    assert record_list_of(tables(rows_of(headings, [dict.fromkeys(headings, "1")]))) == kind


def test_the_systems_work_spells_reach_their_people_each_spell_for_itself(village_book: Book) -> None:
    plan = bring_in(village_book, monthly(spell(), spell(开始时间="2023年03月", 结束时间="2023年12月")))
    assert (plan.new, plan.unknown_columns) == (2, [])
    spells = sorted(of(village_book, WorkSpell), key=lambda one: one.started)
    assert [one.started for one in spells] == [202303, 202403]
    newest = spells[1]
    assert (newest.working, newest.month_wage, newest.employer) == (True, 420_000, "恒发厂")
    assert newest.channel == "自主外出"
    assert newest.person_id is not None


def test_what_comes_twice_is_the_same_a_new_wage_changes_its_spell_and_all_can_be_taken_back(
    village_book: Book,
) -> None:
    before = dump_hash(village_book)
    bring_in(village_book, monthly(spell(), spell("人3")))
    after = dump_hash(village_book)
    assert bring_in(village_book, monthly(spell(), spell("人3"))).same == 2
    assert dump_hash(village_book) == after
    plan = bring_in(village_book, monthly(spell(务工月收入="4500")))
    assert (plan.changed, plan.new) == (1, 0)
    assert sorted(one.month_wage for one in of(village_book, WorkSpell)) == [420_000, 450_000]
    village_book.undo("甲")
    assert dump_hash(village_book) == after
    village_book.undo("甲")
    assert dump_hash(village_book) == before


def test_nobodys_rows_say_why_and_are_left_out(village_book: Book) -> None:
    plan = bring_in(village_book, monthly(spell("没这人"), spell(户编号="H9"), spell(姓名="", 证件号码="")))
    assert (plan.rows, plan.rejected) == (3, 3)
    assert {problem.row: problem.reason[:11] for problem in plan.problems}.keys() == {
        row for _, row in plan.outcomes
    }
    assert of(village_book, WorkSpell) == []


def test_where_several_fit_it_is_asked_which(village_book: Book) -> None:
    headings = ["户编号", "姓名", "贷款银行", "贷款金额", "放款日期"]
    bring_in(
        village_book,
        listed(
            headings,
            ("H1", "人2", "农商行", "2万", "2024-03-01"),
            ("H1", "人2", "农商行", "2万", "2025-03-01"),
        ),
    )
    less = listed(["户编号", "姓名", "贷款银行", "贷款金额"], ("H1", "人2", "信用社", "2万"))
    plan = bring_in(village_book, less)
    (question,) = plan.decisions
    assert [candidate.shown for candidate in question.candidates] == ["农商行 20000.00"] * 2
    bring_in(village_book, less, {(question.sheet, question.row): question.candidates[0].id})
    assert sorted(loan.lender for loan in of(village_book, Loan)) == ["信用社", "农商行"]


def test_lists_of_a_year_belong_to_the_year_in_hand_or_to_the_one_in_the_row(village_book: Book) -> None:
    bring_in(
        village_book,
        listed(["户编号", "年度", "产业项目", "规模"], ("H1", "", "肉牛", "3"), ("H1", "2024", "肉牛", "2")),
    )
    assert {one.year: one.scale for one in of(village_book, Industry)} == {2025: 3_000, 2024: 2_000}
    bring_in(village_book, listed(["户编号", "补贴项目", "应发金额"], ("H1", "耕地地力保护补贴", "450")))
    (due,) = of(village_book, Entitlement)
    assert (due.year, due.item, due.due, due.person_id) == (2025, "T071", 45_000, None)


def test_a_cell_that_is_not_understood_is_listed_and_the_rest_of_its_row_comes_in(village_book: Book) -> None:
    plan = bring_in(
        village_book,
        listed(["户编号", "姓名", "培训项目", "结业时间", "证书等级"], ("H1", "人2", "电焊", "去年", "五级")),
    )
    assert plan.new == 1
    assert [problem.column for problem in plan.problems] == ["结业时间"]
    (training,) = of(village_book, Training)
    assert (training.course, training.ended_on, training.certificate_grade) == ("电焊", None, "初级")
