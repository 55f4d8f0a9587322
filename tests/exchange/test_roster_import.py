"""A roster comes in: recognised by its headings, shown before it is written, taken back whole."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.listening import statements_in
from village_desk.exchange.cells import CellProblem
from village_desk.exchange.incoming.imports import plan_again
from village_desk.exchange.incoming.roster_headings import _known_as
from village_desk.exchange.incoming.roster_plan import (
    DECIDED_NEW,
    DECIDED_SKIP,
    RosterPlan,
    import_shape,
    plan_roster,
)
from village_desk.exchange.incoming.roster_writing import write_roster
from village_desk.exchange.reading.merged_cells import MergedCells
from village_desk.exchange.reading.tables_in import TablesIn, read_tables
from village_desk.rules.records import Household, Person, StatedTotals
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.dump import dump_hash

from .hostile_files import workbook
from .roster_files import (
    MONITORED_2023,
    NATIONAL_2021,
    NATIONAL_2022_HOUSEHOLD,
    NATIONAL_2022_MEMBER,
    household,
    identity,
    person,
    rows_of,
    tables,
    write_workbook,
)

OWN_VILLAGE = "测试村"
CORE = ["户编号", "人编号", "户主姓名", "姓名", "证件号码", "与户主关系", "性别", "健康状况", "户联系电话"]


def plan_of(book: Book, file: TablesIn, decisions: Mapping[tuple[str, int], str] | None = None) -> RosterPlan:
    with book.reading() as reading:
        plan = plan_roster(file, reading, year=2025, decisions=decisions, village_name=OWN_VILLAGE)
    assert plan.rows == plan.new + plan.changed + plan.same + plan.rejected + plan.ambiguous
    return plan


def bring_in(
    book: Book, file: TablesIn, decisions: Mapping[tuple[str, int], str] | None = None
) -> RosterPlan:
    plan = plan_of(book, file, decisions)
    write_roster(book, plan, "甲")
    return plan


def core(*people: Mapping[str, str], headings: Sequence[str] = CORE) -> TablesIn:
    return tables(rows_of(headings, people))


def persons(book: Book) -> dict[str, Person]:
    with book.reading() as reading:
        return {one.name or "": one for one in reading.all(Person)}


def households(book: Book) -> dict[str, Household]:
    with book.reading() as reading:
        return {one.number or "": one for one in reading.all(Household)}


def reasons(plan: RosterPlan) -> str:
    return " ".join(problem.reason for problem in plan.problems)


@pytest.mark.parametrize(
    "headings", [NATIONAL_2021, NATIONAL_2022_HOUSEHOLD, NATIONAL_2022_MEMBER, MONITORED_2023]
)
def test_every_export_of_the_national_system_comes_in_and_a_second_time_is_all_the_same(
    book: Book, headings: list[str]
) -> None:
    file = core(*household(1), *household(11, number="H2"), headings=headings)
    first = bring_in(book, file)
    assert (first.rows, first.new, first.rejected, first.ambiguous) == (6, 6, 0, 0)
    assert sorted(households(book)) == ["H1", "H2"]
    assert persons(book)["人1"].identity_number == identity(1)
    assert persons(book)["人1"].relation == "户主"
    before = dump_hash(book)
    again = bring_in(book, file)
    assert (again.same, again.inserts, again.changes) == (6, [], [])
    assert dump_hash(book) == before


def test_the_columns_of_2021_are_all_known(book: Book) -> None:
    assert plan_of(book, core(person(1), headings=NATIONAL_2021)).unknown_columns == []
    assert plan_of(book, core(person(1), headings=NATIONAL_2022_MEMBER)).unknown_columns == []
    assert plan_of(book, core(person(1), headings=NATIONAL_2022_HOUSEHOLD)).unknown_columns == []


def test_answers_arrive_as_values(book: Book) -> None:
    bring_in(book, core(*household(1), headings=NATIONAL_2022_HOUSEHOLD))
    home = households(book)["H1"]
    assert (home.farmland, home.house_area, home.unsafe_house, home.stated_members) == (
        3500,
        120_000,
        False,
        3,
    )
    with book.reading() as reading:
        (stated,) = reading.all(StatedTotals)
    assert (stated.year, stated.wages, stated.cost, stated.per_capita) == (2025, 1_200_050, 30_000, 900_000)


def test_the_year_of_stated_totals_comes_from_the_file_where_it_says_so(book: Book) -> None:
    bring_in(book, core(*household(1), headings=[*NATIONAL_2021, "工资性收入"]))
    with book.reading() as reading:
        assert [stated.year for stated in reading.all(StatedTotals)] == [2021]


def test_columns_may_stand_in_any_order_and_be_missing(book: Book) -> None:
    bring_in(book, core(*household(1)))
    before = dump_hash(book)
    for seed in range(20):
        some = random.Random(seed)
        headings = some.sample(CORE, len(CORE))[: some.randint(5, len(CORE))]
        if not {"户编号", "姓名", "证件号码"} <= set(headings):
            continue
        plan = bring_in(book, core(*household(1), headings=headings))
        assert plan.same == 3, headings
    assert dump_hash(book) == before


def test_a_heading_of_two_lines_with_breaks_and_units_is_read(book: Book) -> None:
    upper = [
        "户编号",
        "户主\n姓名",
        "家庭成员",
        "",
        "",
        "帮扶人",
        "",
        "耕地面积\n（亩）",
        "家庭人均纯收入(万元)",
    ]
    lower = ["", "", "姓 名", "证件号码 ", "性别(1男2女)", "姓名", "单位名称", "", ""]
    rows = [["花名册"] + [""] * 8, upper, lower]
    rows += [["H1", "人1", "人1", identity(1), "1", "帮一", "某局", "2.5", "1.2"]]
    bring_in(book, tables(rows))
    home = households(book)["H1"]
    assert (home.head_name, home.helper_name, home.helper_unit, home.farmland) == (
        "人1",
        "帮一",
        "某局",
        2500,
    )
    assert persons(book)["人1"].sex == "男"
    with book.reading() as reading:
        assert reading.all(StatedTotals)[0].per_capita == 1_200_000


def test_a_bare_number_for_sex_is_listed_where_the_heading_does_not_explain_it(book: Book) -> None:
    plan = bring_in(book, core(person(1, 性别="1")))
    assert plan.new == 1
    assert persons(book)["人1"].sex is None
    assert [(problem.row, problem.column, problem.value) for problem in plan.problems] == [(4, "性别", "1")]


def test_a_figure_in_another_unit_is_not_taken_for_ours(book: Book) -> None:
    plan = plan_of(book, core(person(1), headings=[*CORE, "耕地面积（公顷）"]))
    assert plan.unknown_columns == ["耕地面积（公顷）"]


def test_nothing_that_a_file_says_is_kept_once_it_was_looked_at(book: Book) -> None:
    plan_again(book, core(*household(1)), year=2025)

    assert _known_as.cache_info().currsize == 0


def test_a_table_without_a_heading_is_asked_for_it(book: Book) -> None:
    with pytest.raises(Refusal, match="import-no-heading"):
        plan_of(book, tables([["随便"], ["写写", "看看"]]))


def test_a_repeated_heading_keeps_the_first_column_and_lists_where_the_second_differs(book: Book) -> None:
    headings = [*CORE, "风险是否已消除", "风险是否已消除"]
    rows = rows_of(headings, [person(1), person(2)])
    rows[3][-1], rows[4][-1] = "是", "是"
    plan = bring_in(book, tables(rows))
    assert plan.second_columns == ["风险是否已消除（第2列）"]
    assert households(book)["H1"].risk_removed is False
    assert ("风险是否已消除（第2列）", "是") in {(problem.column, problem.value) for problem in plan.problems}


def test_blank_cells_never_erase(book: Book) -> None:
    bring_in(book, core(*household(1)))
    before = dump_hash(book)
    kept = {"户编号", "人编号", "姓名", "证件号码"}
    blank = [{key: text if key in kept else "" for key, text in one.items()} for one in household(1)]
    assert bring_in(book, core(*blank)).same == 3
    assert dump_hash(book) == before


def test_a_changed_answer_is_shown_with_what_the_book_has(book: Book) -> None:
    bring_in(book, core(*household(1)))
    plan = plan_of(book, core(*household(1, 2), person(3, 健康状况="健康")))
    assert (plan.changed, plan.same) == (1, 2)
    (change,) = plan.changes
    assert change.before == {"health": ("长期慢性病", "残疾")}
    assert change.after == {"health": ("健康",)}


def test_an_import_is_taken_back_whole(book: Book) -> None:
    bring_in(book, core(*household(1)))
    before = dump_hash(book)
    plan = plan_of(book, core(*household(1, 4, 户联系电话="19900000009"), *household(11, number="H2")))
    outcome = write_roster(book, plan, "甲")
    assert dump_hash(book) != before
    assert book.undo_deed(outcome.deed_id, "甲") is not None
    assert dump_hash(book) == before


def test_a_wrong_check_digit_comes_in(book: Book) -> None:
    wrong = identity(1)[:-1] + ("0" if identity(1)[-1] != "0" else "1")
    file = core(person(1, 证件号码=wrong))
    assert bring_in(book, file).new == 1
    assert persons(book)["人1"].identity_number == wrong
    assert bring_in(book, file).same == 1


def test_nobody_is_matched_on_an_empty_or_placeholder_number(book: Book) -> None:
    placeholder = "999999198001010018"
    headings = [heading for heading in CORE if heading != "人编号"]
    bring_in(
        book, core(person(1, "H1", 证件号码=placeholder), person(2, "H2", 证件号码=""), headings=headings)
    )
    plan = bring_in(
        book, core(person(3, "H3", 证件号码=placeholder), person(4, "H4", 证件号码=""), headings=headings)
    )
    assert (plan.new, plan.ambiguous) == (2, 0)
    assert len(persons(book)) == 4


def test_a_number_that_lost_its_digits_is_listed_and_its_row_comes_in_when_it_matches_otherwise(
    book: Book,
) -> None:
    bring_in(book, core(*household(1)))
    column = CORE.index("证件号码") + 1
    cut = "99010119800101000"
    people = [person(1, 证件号码=cut + "0", 健康状况="健康"), person(7, 人编号="", 证件号码=cut + "0")]
    problems = [CellProblem(row, column, cut + "0", "digits-lost") for row in (4, 5)]
    plan = bring_in(book, tables(rows_of(CORE, people), problems=problems))
    assert (plan.changed, plan.rejected) == (1, 1)
    assert persons(book)["人1"].identity_number == identity(1)
    assert persons(book)["人1"].health == ("健康",)
    assert "人7" not in persons(book)
    assert [problem.row for problem in plan.problems if problem.column == "证件号码"] == [4, 5]


@pytest.mark.parametrize("text", ["9.90101198001010E+17", "990101198001011000"])
def test_a_number_cut_in_a_text_file_is_seen_too(book: Book, text: str) -> None:
    plan = bring_in(book, core(person(1, 证件号码=text)))
    assert plan.rejected == 1
    assert "末几位已丢失" in reasons(plan)


def test_a_formula_error_is_reported_and_the_rest_of_its_row_comes_in(book: Book) -> None:
    rows = rows_of(CORE, [person(1, 健康状况="")])
    problem = CellProblem(4, CORE.index("健康状况") + 1, "#N/A", "formula-error")
    plan = bring_in(book, tables(rows, problems=[problem]))
    assert plan.new == 1
    assert [(each.row, each.column, each.value) for each in plan.problems] == [(4, "健康状况", "#N/A")]


def test_the_same_number_twice_names_both_rows_and_imports_neither(book: Book) -> None:
    plan = bring_in(book, core(person(1), person(2, 人编号=""), person(3, 证件号码=identity(2))))
    assert (plan.new, plan.rejected) == (1, 2)
    assert "与第 6 行" in reasons(plan)
    assert "与第 5 行" in reasons(plan)
    assert list(persons(book)) == ["人1"]


def test_one_number_on_two_members_whom_their_keys_tell_apart_comes_in_and_is_a_finding(book: Book) -> None:
    file = core(person(1), person(2), person(3, 证件号码=identity(2)), person(4, "H2", 证件号码=identity(2)))
    plan = bring_in(book, file)
    assert (plan.new, plan.rejected, plan.ambiguous) == (4, 0, 0)
    assert {problem.row for problem in plan.problems} == {5, 6, 7}
    assert "与第 6、7 行是同一个证件号码" in reasons(plan)
    found = [one for one in persons(book).values() if one.identity_number == identity(2)]
    assert len(found) == 3
    assert bring_in(book, file).same == 4


def test_a_member_whom_the_book_lacks_is_not_taken_for_the_one_with_the_same_number(book: Book) -> None:
    bring_in(book, core(person(1), person(2)))
    plan = bring_in(book, core(person(2), person(3, 证件号码=identity(2))))
    assert (plan.new, plan.same, plan.rejected) == (1, 1, 0)
    assert set(persons(book)) == {"人1", "人2", "人3"}


def test_a_row_of_default_values_without_a_name_is_rejected(book: Book) -> None:
    empty = {"性别": "男", "健康状况": "健康"}
    plan = bring_in(book, core(person(1), empty))
    assert (plan.new, plan.rejected) == (1, 1)
    assert "没有姓名" in reasons(plan)


def test_unfilled_rows_of_a_form_are_passed_over_with_a_notice(book: Book) -> None:
    headings = ["序号", *CORE]
    plan = plan_of(book, core(person(1, 序号="1"), {"序号": "2"}, {"序号": "3"}, headings=headings))
    assert plan.rows == 1
    assert any("2 行没有填写" in notice for notice in plan.notices)


def test_a_person_of_another_household_waits_for_a_decision(book: Book) -> None:
    bring_in(book, core(*household(1), *household(11, number="H2")))
    file = core(person(2, "H2", 人编号="H2-9"))
    plan = bring_in(book, file)
    assert (plan.ambiguous, plan.inserts, plan.changes) == (1, [], [])
    (question,) = plan.decisions
    (candidate,) = question.candidates
    here = (question.sheet, question.row)
    assert plan_of(book, file, {here: DECIDED_SKIP}).rejected == 1
    assert plan_of(book, file, {here: DECIDED_NEW}).new == 1
    moved = bring_in(book, file, {here: candidate.id})
    assert moved.changed == 1
    assert persons(book)["人2"].household_id == households(book)["H2"].id
    assert bring_in(book, file).same == 1


def test_a_person_number_that_names_somebody_else_waits_for_a_decision(book: Book) -> None:
    bring_in(book, core(*household(1)))
    plan = plan_of(book, core(person(9, 人编号="H1-2")))
    assert plan.ambiguous == 1
    assert "人编号相同" in plan.decisions[0].what


def test_household_answers_that_differ_within_a_household_keep_the_first_and_are_listed(book: Book) -> None:
    plan = bring_in(book, core(person(1), person(2, 户联系电话="19900000002")))
    assert households(book)["H1"].phone == "19900000001"
    assert [(each.row, each.column, each.value) for each in plan.problems] == [
        (5, "户联系电话", "19900000002")
    ]


def test_a_telephone_belongs_to_the_member_where_rows_are_members(book: Book) -> None:
    headings = ["户编号", "姓名", "证件号码", "联系电话"]
    bring_in(book, core(person(1, 联系电话="13812345678.0"), headings=headings))
    assert persons(book)["人1"].phone == "13812345678"
    bring_in(
        book,
        core(
            {"户编号": "H1", "户主姓名": "人1", "联系电话": "0991-1234567"},
            headings=["户编号", "户主姓名", "联系电话"],
        ),
    )
    assert households(book)["H1"].phone == "0991-1234567"


def test_rows_without_a_household_find_their_people_or_are_rejected(book: Book) -> None:
    bring_in(book, core(*household(1)))
    headings = ["姓名", "证件号码", "健康状况"]
    plan = bring_in(book, core(person(2, 健康状况="健康"), person(5), headings=headings))
    assert (plan.changed, plan.rejected) == (1, 1)
    assert persons(book)["人2"].health == ("健康",)


def test_a_household_with_a_number_of_ours_takes_its_real_number(book: Book) -> None:
    headings = ["户主姓名", "组别", "姓名", "证件号码", "与户主关系"]
    bring_in(book, core(*household(1, 组别="一组"), headings=headings))
    assert list(households(book)) == ["临0001"]
    plan = bring_in(book, core(*household(1, number="H7")))
    assert plan.new == 0
    assert list(households(book)) == ["H7"]


def test_two_sheets_of_one_workbook_are_gathered(book: Book) -> None:
    people = list(household(1))
    file = tables(rows_of(NATIONAL_2022_HOUSEHOLD, people[:1]), rows_of(NATIONAL_2022_MEMBER, people))
    plan = bring_in(book, file)
    assert (plan.rows, plan.rejected, plan.ambiguous) == (4, 0, 0)
    assert (len(households(book)), len(persons(book))) == (1, 3)
    assert bring_in(book, file).same == 4


def test_a_row_of_another_village_is_noticed(book: Book) -> None:
    plan = plan_of(book, core(person(1), person(2, 村="别处村"), headings=["村", *CORE]))
    assert any("别处村" in notice for notice in plan.notices)
    assert "放错了村" in reasons(plan)


def test_a_plan_made_before_another_change_is_not_written(book: Book) -> None:
    plan = plan_of(book, core(*household(1)))
    bring_in(book, core(*household(11, number="H2")))
    before = dump_hash(book)
    with pytest.raises(Refusal, match="import-book-changed"):
        write_roster(book, plan, "甲")
    assert dump_hash(book) == before


def test_the_workbook_itself_comes_in_through_the_reader(book: Book, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "花名册.xlsx", rows_of(NATIONAL_2021, list(household(1))))
    plan = bring_in(book, read_tables(path))
    assert plan.new == 3
    shape = import_shape(plan, True)
    assert (shape["rows"], shape["new"], shape["written"]) == (3, 3, True)


def test_a_question_under_its_own_label_goes_before_another_spelling_of_it(book: Book) -> None:
    headings = ["户编号", "姓名", "证件号码", "生产经营性支出（合计）", "生产经营性支出"]
    plan = bring_in(book, core(person(1, **{"生产经营性支出（合计）": "999"}), headings=headings))
    with book.reading() as reading:
        assert reading.all(StatedTotals)[0].cost == 30_000
    assert [(each.column, each.value) for each in plan.problems] == [("生产经营性支出（合计）", "999")]


def test_another_spelling_stands_in_for_a_blank_cell_and_the_same_heading_again_never_does(
    book: Book,
) -> None:
    headings = [
        "户编号",
        "姓名",
        "证件号码",
        "生产经营性支出",
        "生产经营性支出（合计）",
        "是否危房户",
        "是否危房户",
    ]
    rows = rows_of(headings, [person(1)])
    rows[3][3:] = ["", "450", "", "是"]
    bring_in(book, tables(rows))
    with book.reading() as reading:
        assert reading.all(StatedTotals)[0].cost == 45_000
    assert households(book)["H1"].unsafe_house is None


def test_two_rows_that_reach_one_person_by_different_numbers_are_both_rejected(book: Book) -> None:
    bring_in(book, core(*household(1)))
    plan = plan_of(book, core(person(2, 证件号码=""), person(2, 人编号="")))
    assert (plan.rejected, plan.changes) == (2, [])
    assert "同一个人" in reasons(plan)


def test_a_heading_that_nobody_recognises_can_be_pointed_at(book: Book) -> None:
    rows = [["随便"]] * 20 + [["户主姓名", "号"], ["人1", ""]]
    with book.reading() as reading:
        plan = plan_roster(tables(rows), reading, year=2025, heading_rows={"Sheet1": 21})
    assert (plan.rows, plan.unknown_columns) == (1, ["号"])


def test_hidden_sheets_and_sheets_without_heading_are_named(book: Book) -> None:
    file = tables(rows_of(CORE, [person(1)]), [["说明"], ["请勿改动"]], rows_of(CORE, [person(2)]))
    hidden = replace(file, tables=[*file.tables[:2], replace(file.tables[2], is_hidden=True)])
    plan = plan_of(book, hidden)
    assert plan.rows == 1
    assert sorted(plan.notices) == sorted(
        ["工作表“Sheet2”没有认出表头，没有读。", "工作表“Sheet3”是隐藏的，没有读。"]
    )


def test_a_head_of_whom_the_book_has_two_is_asked_once_for_the_household(book: Book) -> None:
    bring_in(book, core(person(1), person(11, "H2", 姓名="人1", 户主姓名="人1")))
    headings = ["户主姓名", "耕地面积（亩）"]
    file = core({"户主姓名": "人1", "耕地面积（亩）": "9"}, headings=headings)
    plan = plan_of(book, file)
    assert (plan.ambiguous, len(plan.decisions), len(plan.decisions[0].candidates)) == (1, 1, 2)
    chosen = next(one.id for one in plan.decisions[0].candidates if one.shown.startswith("H2"))
    bring_in(book, file, {("Sheet1", 4): chosen})
    assert (households(book)["H1"].farmland, households(book)["H2"].farmland) == (None, 9000)


def test_households_held_together_by_a_name_alone_are_never_mixed(book: Book) -> None:
    headings = ["户主姓名", "姓名", "证件号码", "与户主关系"]
    two = [person(1, 户主姓名="人1"), person(21, 户主姓名="人1", 姓名="人1"), person(2, 户主姓名="人1")]
    plan = bring_in(book, core(*two, headings=headings))
    assert (plan.rejected, len(households(book))) == (3, 0)


def test_a_text_file_in_either_encoding_comes_in(book: Book, tmp_path: Path) -> None:
    rows = rows_of(NATIONAL_2021, list(household(1)))
    text = "\r\n".join(",".join(f'="{cell}"' if cell.isdecimal() else cell for cell in row) for row in rows)
    (tmp_path / "老.csv").write_bytes(text.encode("gb18030"))
    (tmp_path / "新.csv").write_bytes(text.encode("utf-8-sig"))
    assert bring_in(book, read_tables(tmp_path / "老.csv")).new == 3
    assert bring_in(book, read_tables(tmp_path / "新.csv")).same == 3


def test_a_table_of_177_columns_names_those_it_does_not_know(book: Book) -> None:
    strangers = [f"未知指标{number}" for number in range(177 - len(NATIONAL_2021))]
    plan = plan_of(book, core(*household(1), headings=[*strangers, *NATIONAL_2021]))
    assert (plan.new, plan.unknown_columns) == (3, strangers)


def test_a_household_number_is_one_number_however_it_is_written_and_never_a_cut_one(book: Book) -> None:
    bring_in(book, core(person(1, "5301271234"), headings=["户编号", "姓名", "证件号码"]))
    wide = person(1, "５３０１ ２７１２３４")
    cut = person(2, "5.30127E+15")
    plan = bring_in(book, core(wide, cut, headings=["户编号", "姓名", "证件号码"]))
    assert (plan.same, plan.rejected, list(households(book))) == (1, 1, ["5301271234"])
    assert "末几位已丢失" in reasons(plan)


def test_a_large_roster_costs_tens_of_statements_not_one_a_row(book: Book) -> None:
    """What makes an import fast holds on every machine: statements are counted, not seconds."""
    people = [
        {"户编号": f"{number:06d}", "姓名": f"人{number}", "与户主关系": "户主"} for number in range(1, 1201)
    ]
    with statements_in(book) as said:
        assert bring_in(book, core(*people)).new == 1200
    assert len(said) <= 20
    assert sum(text.startswith("BEGIN IMMEDIATE") for text in said) == said.count("COMMIT") == 1


MERGED = ["村民小组", "户编号", "户主姓名", "人均纯收入", "人编号", "姓名", "证件号码", "与户主关系"]


def as_wps_writes(rows: Sequence[Sequence[str]], merges: Sequence[str], *, careful: bool) -> bytes:
    """A workbook of WPS: a wrong dimension, shared texts, empty styled cells under what is merged."""
    texts: list[str] = []
    lines = []
    for number, cells in enumerate(rows, 1):
        line = []
        for letter, text in zip("ABCDEFGH", cells, strict=True):
            place = f'r="{letter}{number}" s="1"'
            if text:
                texts.append(text)
                line.append(f'<c {place} t="s"><v>{len(texts) - 1}</v></c>')
            else:
                line.append(f"<c {place}/>")
        lines.append(f'<row r="{number}" spans="1:8">{"".join(line)}</row>')
    if careful:
        lines.append(f'<row r="{len(rows) + 1}"><c r="J{len(rows) + 1}" t="b"><v>1</v></c></row>')
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merges)
    return workbook(
        "".join(lines),
        texts="".join(f"<si><t>{text}</t></si>" for text in texts),
        before='<dimension ref="A1"/>',
        after=f'<mergeCells count="{len(merges)}">{ranges}</mergeCells><pageMargins left="0.75"/>',
        formats=("@",),
    )


@pytest.mark.parametrize("reader", ["fast", "careful"])
def test_cells_merged_over_a_household_speak_for_each_of_its_members(
    book: Book, tmp_path: Path, reader: str
) -> None:
    one, two = list(household(1, 3)), list(household(11, 2, "H2"))
    rows = rows_of(MERGED, [{**who, "村民小组": "一组", "人均纯收入": "9000"} for who in (*one, *two)])
    for row in (4, 5, 7):
        rows[row][:4] = [""] * 4
    rows[6][0] = ""
    merges = ["A1:H1", "A4:A8", "B4:B6", "C4:C6", "D4:D6", "B7:B8", "C7:C8"]
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(as_wps_writes(rows, merges, careful=reader == "careful"))
    plan = bring_in(book, read_tables(path))
    assert (plan.new, plan.rejected) == (5, 0)
    homes = households(book)
    assert {number: home.group for number, home in homes.items()} == {"H1": "一组", "H2": "一组"}
    lived = {one.name: one.household_id for one in persons(book).values()}
    assert lived == {f"人{n}": homes["H1" if n < 10 else "H2"].id for n in (1, 2, 3, 11, 12)}


def test_a_merged_number_that_lost_its_digits_is_given_to_no_member(book: Book) -> None:
    rows = rows_of(CORE, household(1, 2))
    rows[3][0], rows[4][:3] = "5301000000000000000", ["", rows[4][1], ""]
    file = tables(rows, problems=[CellProblem(4, 1, rows[3][0], "digits-lost")])
    merged = [MergedCells(1, 4, 5)]
    plan = plan_of(book, replace(file, tables=[replace(file.tables[0], merged=merged)]))
    assert {problem.row for problem in plan.problems if problem.value == rows[3][0]} == {4}
    assert not any(isinstance(one, Household) and one.number == rows[3][0] for one in plan.inserts)


def test_a_merged_figure_or_name_is_never_given_to_another_member(book: Book) -> None:
    rows = rows_of(CORE, household(1, 2))
    name, health = CORE.index("姓名"), CORE.index("健康状况")
    rows[4][name] = rows[4][health] = ""
    file = tables(rows)
    merged = [MergedCells(name + 1, 4, 5), MergedCells(health + 1, 4, 5)]
    plan = plan_of(book, replace(file, tables=[replace(file.tables[0], merged=merged)]))
    assert (plan.new, plan.rejected) == (1, 1)
    assert "没有姓名" in reasons(plan)


def test_what_only_other_lists_need_is_not_loaded_before_one_has_come() -> None:
    others = ("ledger_plan", "problem_plan", "records_plan")
    program = "import sys, village_desk.exchange.incoming.imports; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", program], text=True, timeout=60).split()
    assert "village_desk.exchange.incoming.roster_plan" in loaded
    assert not {f"village_desk.exchange.incoming.{name}" for name in others}.intersection(loaded)
    assert "village_desk.definitions.checks" not in loaded
