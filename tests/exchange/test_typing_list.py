"""The bridge to the national system: what it has otherwise than the book, and the workbook that goes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

import pytest

from village_desk.definitions.typing_list import TypingLine, typing_lines
from village_desk.exchange.export_out import ExportOrder, export_workbook
from village_desk.exchange.incoming.roster_plan import RosterPlan, plan_roster
from village_desk.exchange.incoming.roster_writing import write_roster
from village_desk.exchange.reading.tables_in import TablesIn, read_tables
from village_desk.rules.figures import period_income
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window, YearMode, year_window
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import Household, LedgerLine, Person, StatedTotals
from village_desk.rules.system_answers import differences
from village_desk.rules.system_records import SystemExport, TypedAnswer
from village_desk.store.book import Book
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.pictures import village_picture
from village_desk.store.settings import book_settings, reckoner_for
from village_desk.store.system_answers import newest_export, with_system

from .roster_files import MONITORED_2023, NATIONAL_2021, household, identity, person, rows_of, tables

HEADINGS = [
    *(
        "序号",
        "县",
        "乡",
        "村",
        "户编号",
        "人编号",
        "姓名",
        "证件号码",
        "与户主关系",
        "性别(1男2女)",
        "出生日期",
    ),
    *("健康状况", "户联系电话", "户类型", "识别监测时间", "耕地面积（亩）", "纯收入（元）"),
]
DAY = date(2026, 3, 1)
YEAR = year_window(2025, YearMode.INCOME_YEAR)


def national(*people: dict[str, str], headings: Sequence[str] = HEADINGS) -> TablesIn:
    listed = []
    for number, one in enumerate(people, 1):
        own = {"序号": str(number), "性别(1男2女)": "1" if one["性别"] == "男" else "2"}
        own |= {"出生日期": f"{one['证件号码'][6:14]}", "纯收入（元）": "30000", "户联系电话": "19900000001"}
        listed.append(one | own | {key: one[key] for key in own if key in one and key != "户联系电话"})
    return tables(rows_of(headings, listed))


def bring_in(book: Book, file: TablesIn) -> RosterPlan:
    with book.reading() as reading:
        plan = plan_roster(file, reading, year=2025, village_name="测试村")
    write_roster(book, plan, "甲")
    return plan


def picture_of(book: Book) -> VillagePicture:
    with book.reading() as reading:
        return with_system(reading, village_picture(reading, book.village.name))


def lines_of(book: Book, window: Window | None = None) -> list[TypingLine]:
    picture = picture_of(book)
    with book.reading() as reading:
        reckoner = reckoner_for(book_settings(reading, book.village.profile))
    income = partial(period_income, reckoner=reckoner, window=window) if window else None
    return typing_lines(differences(picture.households, picture.system, income, DAY), picture.typed)


def shown(book: Book, window: Window | None = None) -> set[tuple[str, str, str]]:
    return {(line.label, line.theirs, line.ours) for line in lines_of(book, window)}


def change(book: Book, who: str, **values: object) -> None:
    with book.changing(Deed("person-saved", "甲")) as deed:
        own = next(one for one in deed.all(Person) if one.name == who)
        deed.change(Person, own.id, values)


def change_household(book: Book, number: str, **values: object) -> None:
    with book.changing(Deed("household-saved", "甲")) as deed:
        own = deed.household(number)
        assert own is not None
        deed.change(Household, own.id, values)


@pytest.fixture
def imported(book: Book) -> Book:
    bring_in(book, national(*household(1), *household(11, number="H2")))
    return book


def test_right_after_an_import_there_is_nothing_to_type(imported: Book) -> None:
    assert lines_of(imported) == []


def test_what_is_changed_in_the_book_is_to_be_typed_with_both_answers(imported: Book) -> None:
    change(imported, "人2", health=("残疾",), name="仁二")
    change_household(imported, "H2", phone="19900000009")
    assert shown(imported) == {
        ("姓名", "人2", "仁二"),
        ("健康状况", "长期慢性病,残疾", "残疾"),
        ("户联系电话", "19900000001", "19900000009"),
    }


def test_what_is_changed_there_and_back_is_no_difference(imported: Book) -> None:
    change_household(imported, "H2", phone="19900000009")
    change_household(imported, "H2", phone="19900000001")
    assert lines_of(imported) == []


def test_the_next_export_that_has_the_values_takes_the_differences_away(imported: Book) -> None:
    change_household(imported, "H2", phone="19900000009")
    change(imported, "人2", name="仁二")
    typed = [*household(1), *household(11, number="H2", 户联系电话="19900000009")]
    typed[1]["姓名"] = "仁二"
    plan = bring_in(imported, with_phones(typed))
    assert (plan.changes, plan.inserts) == ([], [])
    assert lines_of(imported) == []


def with_phones(people: Sequence[dict[str, str]]) -> TablesIn:
    file = national(*people)
    phone = HEADINGS.index("户联系电话")
    for row, one in zip(file.tables[0].rows[3:], people, strict=True):
        row[phone] = one["户联系电话"]
    return file


def test_an_export_that_still_has_the_old_value_does_not_take_ours_away(imported: Book) -> None:
    change_household(imported, "H2", phone="19900000009")
    plan = bring_in(imported, national(*household(1), *household(11, number="H2")))
    assert plan.changes == []
    assert any("1 处" in notice for notice in plan.notices)
    assert shown(imported) == {("户联系电话", "19900000001", "19900000009")}


def test_an_export_with_a_third_value_is_taken_over(imported: Book) -> None:
    change_household(imported, "H2", phone="19900000009")
    third = [*household(1), *household(11, number="H2", 户联系电话="19900000007")]
    plan = bring_in(imported, with_phones(third))
    assert [one.after for one in plan.changes] == [{"phone": "19900000007"}]
    assert lines_of(imported) == []


def test_a_blank_of_the_system_is_to_be_filled_from_the_book(imported: Book) -> None:
    blank = [*household(1), *household(11, number="H2", 户联系电话="")]
    bring_in(imported, with_phones(blank))
    assert shown(imported) == {("户联系电话", "（空）", "19900000001")}


def test_an_export_that_is_undone_says_nothing_any_more(imported: Book) -> None:
    blank = [*household(1), *household(11, number="H2", 户联系电话="")]
    bring_in(imported, with_phones(blank))
    imported.undo("甲")
    assert lines_of(imported) == []


def test_a_table_of_somebody_else_is_no_export(imported: Book) -> None:
    change_household(imported, "H2", phone="19900000009")
    bring_in(imported, tables(rows_of(["户编号", "姓名", "与户主关系"], [*household(11, 1, "H2")])))
    assert shown(imported) == {("户联系电话", "19900000001", "19900000009")}


def test_a_member_made_since_is_to_be_typed_whole(imported: Book) -> None:
    with imported.changing(Deed("person-saved", "甲")) as deed:
        home = deed.household("H2")
        assert home is not None
        deed.insert(Person(new_id(), deed.village_code, home.id, 9, name="人19", sex="女"))
    assert shown(imported) == {("姓名", "没有这个人", "人19"), ("性别", "没有这个人", "女")}


def test_a_member_who_left_is_to_be_taken_off_until_the_system_has_done_so(imported: Book) -> None:
    change(imported, "人2", left_on=date(2026, 1, 5))
    assert shown(imported) == {("减少日期", "在册", "2026-01-05")}
    people = [one for one in household(1) if one["姓名"] != "人2"]
    bring_in(imported, national(*people, *household(11, number="H2")))
    assert lines_of(imported) == []


def test_an_export_of_heads_says_nothing_of_the_others(imported: Book) -> None:
    change(imported, "人2", name="仁二")
    bring_in(imported, national(person(1), person(11, "H2")))
    assert shown(imported) == {("姓名", "人2", "仁二")}


def test_income_of_the_year_is_held_against_the_stated_totals(imported: Book) -> None:
    with imported.changing(Deed("line-added", "甲")) as deed:
        home = deed.household("H1")
        assert home is not None
        deed.insert(
            LedgerLine(
                new_id(), deed.village_code, home.id, None, "G01", Month(202503), "月", amount=Fen(2_000_000)
            )
        )  # type: ignore[arg-type]
    assert ("纯收入（2025年）", "30000.00", "20000.00") in shown(imported, YEAR)
    assert shown(imported) == set()


def test_a_mark_holds_until_our_value_changes(imported: Book) -> None:
    change_household(imported, "H2", phone="19900000009")
    (line,) = lines_of(imported)
    with imported.changing(Deed("answers-typed", "甲")) as deed:
        household_id, _, question, _ = line.difference.place
        deed.insert(TypedAnswer(new_id(), deed.village_code, household_id, question, line.ours))
    assert [one.is_typed for one in lines_of(imported)] == [True]
    change_household(imported, "H2", phone="19900000008")
    assert [one.is_typed for one in lines_of(imported)] == [False]


def written(book: Book, tmp_path: Path) -> list[list[str]]:
    picture = picture_of(book)
    with book.reading() as reading:
        export = newest_export(reading)
        reckoner = reckoner_for(book_settings(reading, book.village.profile))
    order = ExportOrder(export, partial(period_income, reckoner=reckoner, window=YEAR), DAY)
    path = tmp_path / "回.xlsx"
    path.write_bytes(export_workbook(picture, order))
    (sheet,) = read_tables(path).tables
    assert sheet.problems == []
    return sheet.rows


def test_the_workbook_that_goes_back_is_the_one_that_came(imported: Book, tmp_path: Path) -> None:
    came = national(*household(1), *household(11, number="H2")).tables[0].rows
    assert written(imported, tmp_path) == came


def test_a_changed_answer_goes_back_in_the_words_of_the_system(imported: Book, tmp_path: Path) -> None:
    change(imported, "人2", sex="男", born_on=date(1990, 5, 6))
    row = next(row for row in written(imported, tmp_path) if "人2" in row)
    assert (row[HEADINGS.index("性别(1男2女)")], row[HEADINGS.index("出生日期")]) == ("1", "19900506")


@pytest.mark.parametrize("headings", [NATIONAL_2021, MONITORED_2023])
def test_every_known_column_of_the_official_exports_goes_back_as_it_came(
    book: Book, tmp_path: Path, headings: list[str]
) -> None:
    heads = ({"年度": "2025", "户主证件号码": identity(first)} for first in (1, 11))
    people = (household(1, **next(heads)), household(11, number="H2", **next(heads)))
    file = tables(rows_of(headings, list(chain(*people))))
    bring_in(book, file)
    with book.reading() as reading:
        export = newest_export(reading)
    assert export is not None
    came, goes = file.tables[0].rows, written(book, tmp_path)
    assert [row[: len(headings)] for row in goes] == came


def test_without_an_import_the_standard_order_is_written(book: Book, tmp_path: Path) -> None:
    with book.changing(Deed("household-saved", "甲")) as deed:
        home = Household(new_id(), deed.village_code, number="H1", phone="19900000001")
        deed.insert_many(
            [home, Person(new_id(), deed.village_code, home.id, 1, name="人1", identity_number=identity(1))]
        )
    rows = written(book, tmp_path)
    named = dict(zip(rows[2], rows[3], strict=True))
    assert (named["证件号码"], named["户联系电话"], named["姓名"]) == (identity(1), "19900000001", "人1")


def test_the_same_export_a_second_time_leaves_no_second_record(imported: Book) -> None:
    bring_in(imported, national(*household(1), *household(11, number="H2")))
    with imported.reading() as reading:
        assert (reading.count(SystemExport), reading.count(StatedTotals)) == (1, 2)


AFTER = [
    *("县", "户编号", "人编号", "姓名", "与户主关系", "风险是否已消除", "是否住房损毁", "工资性收入"),
    *("风险消除后是否住房损毁", "风险消除后工资性收入", "风险消除后家庭人均纯收入"),
]


def after_removal() -> TablesIn:
    """One household whose risk is removed, with the block that asks again, and one that is still at risk."""
    again = {
        "风险消除后是否住房损毁": "否",
        "风险消除后工资性收入": "20000",
        "风险消除后家庭人均纯收入": "9000",
    }
    removed = {"风险是否已消除": "是", "是否住房损毁": "是", "工资性收入": "3000", **again}
    at_risk = {"风险是否已消除": "否", "是否住房损毁": "是", "工资性收入": "4000"}
    people = [*household(1, **removed), *household(11, number="H2", **at_risk)]
    return tables(rows_of(AFTER, people))


def test_what_is_asked_again_after_the_risk_was_removed_holds_where_it_is_filled(book: Book) -> None:
    plan = bring_in(book, after_removal())
    assert (plan.unknown_columns, plan.rejected) == ([], 0)
    with book.reading() as reading:
        homes = {one.number: one for one in reading.all(Household)}
        totals = {one.household_id: one for one in reading.all(StatedTotals)}
    assert [homes[number].house_damaged for number in ("H1", "H2")] == [False, True]
    removed, at_risk = (totals[homes[number].id] for number in ("H1", "H2"))
    assert (removed.wages, removed.per_capita) == (2_000_000, 900_000)
    assert (at_risk.wages, at_risk.per_capita) == (400_000, None)


def test_what_is_asked_again_goes_back_under_its_own_heading(book: Book, tmp_path: Path) -> None:
    bring_in(book, after_removal())
    removed, at_risk = (dict(zip(AFTER, row, strict=True)) for row in written(book, tmp_path)[3:7:3])
    assert (removed["是否住房损毁"], removed["风险消除后是否住房损毁"]) == ("", "否")
    assert (at_risk["是否住房损毁"], at_risk["风险消除后是否住房损毁"]) == ("是", "")
