"""An income ledger comes in line by line: owners are found, payments never doubled, doubts asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec.structs import replace

from village_desk.exchange.incoming.import_plan import ImportPlan
from village_desk.exchange.incoming.ledger_plan import plan_ledger
from village_desk.exchange.incoming.roster_sheets import is_ledger, is_roster
from village_desk.exchange.incoming.roster_writing import write_roster
from village_desk.exchange.reading.merged_cells import MergedCells
from village_desk.exchange.reading.tables_in import TablesIn
from village_desk.rules.records import LedgerLine
from village_desk.store.book import Book
from village_desk.store.dump import dump_hash

from .roster_files import rows_of, tables

HEADINGS = ["户编号", "姓名", "收入项目", "月份", "数量", "单位", "单价", "金额（元）", "依据", "备注"]


def line(name: str = "人2", **more: str) -> dict[str, str]:
    wages = {
        "户编号": "H1",
        "姓名": name,
        "收入项目": "省外务工工资",
        "月份": "2025-03",
        "金额（元）": "3200",
    }
    return wages | more


def file_of(*lines: Mapping[str, str]) -> TablesIn:
    return tables(rows_of(HEADINGS, lines), file_name="台账.xlsx")


def bring_in(
    book: Book, file: TablesIn, decisions: Mapping[tuple[str, int], str] | None = None
) -> ImportPlan:
    with book.reading() as reading:
        plan = plan_ledger(file, reading, decisions=decisions)
    assert plan.adds_up
    write_roster(book, plan, "甲")
    return plan


def lines_of(book: Book) -> list[LedgerLine]:
    with book.reading() as reading:
        return reading.all(LedgerLine)


def test_a_ledger_is_told_from_a_roster_by_its_headings() -> None:
    assert is_ledger(file_of(line()))
    assert not is_ledger(tables(rows_of(["户编号", "姓名", "证件号码"], [])))
    assert is_roster(tables(rows_of(["户编号", "姓名", "证件号码"], [])))


def test_lines_reach_their_people_with_amounts_in_fen(village_book: Book) -> None:
    corn = line("", 收入项目="玉米", 月份="202510", 数量="1000", 单位="斤", 单价="1.25", **{"金额（元）": ""})
    plan = bring_in(village_book, file_of(line(依据="流水"), corn))
    assert plan.new == 2
    wages, sold = sorted(lines_of(village_book), key=lambda each: each.month or 0)
    assert (wages.amount, wages.month, wages.span, wages.origin) == (320_000, 202503, "月", "导入")
    assert wages.person_id is not None
    assert (sold.amount, sold.quantity, sold.price, sold.person_id) == (125_000, 1_000_000, 1250, None)


def test_a_ledger_brought_in_twice_is_the_same_and_can_be_taken_back(village_book: Book) -> None:
    before = dump_hash(village_book)
    bring_in(village_book, file_of(line(), line("人3")))
    after = dump_hash(village_book)
    assert bring_in(village_book, file_of(line(), line("人3"))).same == 2
    assert dump_hash(village_book) == after
    village_book.undo("甲")
    assert dump_hash(village_book) == before


def test_another_amount_for_the_same_month_waits_for_a_decision(village_book: Book) -> None:
    bring_in(village_book, file_of(line()))
    changed = file_of(line(**{"金额（元）": "3500"}))
    plan = bring_in(village_book, changed)
    assert (plan.ambiguous, len(plan.decisions)) == (1, 1)
    (question,) = plan.decisions
    here = (question.sheet, question.row)
    assert bring_in(village_book, changed, {here: question.candidates[0].id}).changed == 1
    assert [each.amount for each in lines_of(village_book)] == [350_000]
    assert bring_in(village_book, file_of(line()), {here: "new"}).new == 1
    assert sorted(each.amount or 0 for each in lines_of(village_book)) == [320_000, 350_000]


def test_rows_without_item_month_amount_or_owner_say_why(village_book: Book) -> None:
    plan = bring_in(
        village_book,
        file_of(
            line(收入项目="天上掉的"),
            line(月份="2025年13月"),
            line(**{"金额（元）": ""}),
            line("没这人"),
            line(户编号="H9", 姓名=""),
        ),
    )
    assert (plan.rows, plan.rejected) == (5, 5)
    said = {problem.row: problem.reason for problem in plan.problems}
    assert [said[row][:4] for row in (4, 5, 6, 7, 8)] == [
        "没有收入",
        "没有月份",
        "没有金额",
        "账本里对",
        "账本里对",
    ]


def test_two_equal_rows_both_come_in_and_are_named(village_book: Book) -> None:
    plan = bring_in(village_book, file_of(line(), line()))
    assert plan.new == 2
    assert [(problem.row, problem.column) for problem in plan.problems] == [(5, "金额（元）")]
    assert bring_in(village_book, file_of(line(), line())).same == 2


def test_a_second_equal_payment_comes_in_and_is_named(village_book: Book) -> None:
    bring_in(village_book, file_of(line()))
    plan = bring_in(village_book, file_of(line(), line()))
    assert (plan.same, plan.new) == (1, 1)
    assert any("重复" in problem.reason for problem in plan.problems)


def test_a_name_merged_over_several_lines_is_the_owner_of_each(village_book: Book) -> None:
    rows = rows_of(HEADINGS, [line(), line("", 户编号="", 收入项目="玉米"), line("人3", 户编号="")])
    merged = [MergedCells(1, 4, 6), MergedCells(2, 4, 5)]
    file = tables(rows)
    plan = bring_in(village_book, replace(file, tables=[replace(file.tables[0], merged=merged)]))
    assert (plan.new, plan.rejected) == (3, 0)
    lines = Counter(each.person_id for each in lines_of(village_book))
    assert (None not in lines, sorted(lines.values())) == (True, [1, 2])
