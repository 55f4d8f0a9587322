"""The ledger grid of one household and year, against a book on disk."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from village_desk.entry.ledger.ledger_entry import LedgerEntry
from village_desk.rules.chosen_records import Price
from village_desk.rules.money import Fen
from village_desk.rules.records import ORIGIN_BY_RATIO, ORIGIN_CARRIED, LedgerLine, Person
from village_desk.store.ids import new_id

from .conftest import Family, journal_length, line, state_of, statements, store


@pytest.fixture
def grid(sitting, family: Family) -> LedgerEntry:
    return LedgerEntry(sitting, family.household, sitting.year_window)


def rows_of(grid: LedgerEntry, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(grid.text(row, column) for column in columns) for row in range(grid.rows - 1)]


def test_a_line_exists_as_soon_as_it_has_an_item(grid, on_disk) -> None:
    grid.answer(0, "quantity", "3")
    assert grid.rows == 1
    assert grid.answer(0, "item", "县内务工").text == "乡外县内、乡内务工工资"
    assert grid.rows == 2
    found = on_disk(LedgerLine, grid.lines[0].id)
    assert (found.item, found.quantity, found.unit, found.month) == ("G03", 3000, "月", 202506)


def test_the_amount_follows_quantity_times_price(grid) -> None:
    grid.answer(0, "item", "G01")
    grid.answer(0, "quantity", "3")
    grid.answer(0, "price", "4200.5")
    assert grid.text(0, "amount") == "12601.50"
    grid.answer(0, "quantity", "2")
    assert grid.text(0, "amount") == "8401.00"


def test_the_figure_typed_last_wins(grid) -> None:
    grid.answer(0, "item", "G01")
    grid.answer(0, "quantity", "3")
    grid.answer(0, "price", "4000")
    grid.answer(0, "amount", "11800")
    assert grid.disagrees(0)
    grid.answer(0, "note", "扣了饭钱")
    assert grid.text(0, "amount") == "11800.00"
    grid.answer(0, "quantity", "2")
    assert grid.text(0, "amount") == "8000.00"
    assert not grid.disagrees(0)


def test_a_quantity_may_carry_its_unit(grid) -> None:
    grid.answer(0, "item", "玉米")
    grid.answer(0, "quantity", "3*600公斤")
    assert (grid.text(0, "quantity"), grid.text(0, "unit")) == ("1800", "公斤")


def test_a_text_not_understood_stays_with_its_line_and_saves_nothing(grid, sitting) -> None:
    grid.answer(0, "item", "G01")
    before = state_of(sitting)
    assert not grid.answer(0, "amount", "一千二").is_saved
    assert grid.text(0, "amount") == "一千二"
    assert state_of(sitting) == before
    grid.answer(1, "item", "玉米")
    assert grid.text(0, "amount") == "一千二"
    assert grid.text(1, "amount") == ""


def test_a_bad_cell_of_the_waiting_row_goes_along_with_its_line(grid) -> None:
    assert not grid.answer(0, "amount", "一千二").is_saved
    grid.answer(0, "item", "G01")
    assert grid.text(0, "amount") == "一千二"
    assert grid.text(1, "amount") == ""
    assert grid.answer(0, "amount", "1200").is_saved
    assert grid.lines[0].amount == 120_000


def test_an_amount_too_large_to_be_meant_is_not_saved(grid, sitting) -> None:
    grid.answer(0, "item", "G01")
    grid.answer(0, "quantity", "99999999999")
    before = state_of(sitting)
    assert grid.answer(0, "price", "99999999999").problem == "数太大了"
    assert state_of(sitting) == before


def test_an_equal_answer_leaves_no_trace(grid, sitting) -> None:
    grid.answer(0, "item", "G01")
    grid.answer(0, "amount", "1200")
    before = journal_length(sitting)
    grid.answer(0, "amount", "1,200.00")
    grid.answer(0, "item", "省外务工")
    assert journal_length(sitting) == before


def test_a_line_belongs_to_a_member_by_name_or_place(grid, family) -> None:
    grid.answer(0, "item", "T011")
    assert grid.answer(0, "person", "2").text == "翟玉兰"
    assert grid.lines[0].person_id == family.mother
    assert grid.answer(0, "person", "单秀英").is_saved
    assert grid.lines[0].person_id == family.head
    assert not grid.answer(0, "person", "隔壁老王").is_saved
    assert grid.answer(0, "person", "").text == ""
    assert grid.lines[0].person_id is None


def test_lines_keep_their_places_while_they_are_typed(grid) -> None:
    grid.answer(0, "item", "T011")
    grid.answer(1, "item", "G01")
    grid.answer(1, "amount", "5")
    assert rows_of(grid, "item") == [("城乡居民养老金",), ("省外务工工资",)]
    grid.reload()
    assert rows_of(grid, "item") == [("省外务工工资",), ("城乡居民养老金",)]


def test_only_what_comes_every_month_is_carried_and_only_once(grid, sitting, family) -> None:
    store(
        sitting,
        line(family, "T011", 202503, 360, person_id=family.mother, evidence="流水"),
        line(family, "G03", 202503, 9000, person_id=family.head, span="季"),
        line(family, "J101", 202503, 2000),
        line(family, "T071", 202503, 300),
        line(family, "Z12", 202503, 400),
        line(family, "N06", 202503, 500),
        line(family, "T02", 202503, 900),
        line(family, "T02", 202504, 950),
    )
    grid.reload()
    assert grid.carry_forward() == 2
    carried = {(one.item, one.month, one.evidence) for one in grid.lines if one.origin == ORIGIN_CARRIED}
    assert carried == {("T011", 202506, None), ("G03", 202506, None)}
    before = state_of(sitting)
    assert grid.carry_forward() == 0
    assert state_of(sitting) == before


def test_nothing_is_carried_for_who_has_left(grid, sitting, family) -> None:
    store(sitting, line(family, "T011", 202503, 360, person_id=family.mother))
    with sitting.changing("person-saved") as change:
        change.change(Person, family.mother, {"left_on": date(2025, 4, 2)})
    grid.reload()
    assert grid.carry_forward() == 0


def test_typing_over_a_carried_figure_makes_it_entered_and_a_note_does_not(grid, sitting, family) -> None:
    store(sitting, line(family, "T011", 202506, 360, origin=ORIGIN_CARRIED))
    grid.reload()
    grid.answer(0, "note", "同上季")
    assert grid.lines[0].origin == ORIGIN_CARRIED
    grid.answer(0, "amount", "375")
    assert grid.lines[0].origin == "录入"


def test_last_years_items_stand_there_until_they_are_entered(grid, sitting, family) -> None:
    store(
        sitting,
        line(family, "T071", 202404, 300, quantity=3000, price=100_000),
        line(family, "T011", 202401, 115, person_id=family.mother),
        line(family, "T011", 202402, 115, person_id=family.mother),
        line(family, "J101", 202409, 2000),
        line(family, "G03", 202404, 9000, person_id=family.head),
        line(family, "G03", 202504, 9500, person_id=family.head),
    )
    grid.reload()
    expected = grid.expected_rows()
    assert [(row.label, row.person_name, row.amount_text) for row in expected] == [
        ("城乡居民养老金", "翟玉兰", "230.00"),
        ("耕地地力保护补贴", "", "300.00"),
    ]
    assert expected[0].months == "2024年1月、2024年2月"
    assert grid.take_expected(expected[0]) == 2
    assert [row.item for row in grid.expected_rows()] == ["T071"]
    taken = [one for one in grid.lines if one.item == "T011"]
    assert [(one.month, one.amount, one.origin) for one in taken] == [
        (202501, 11500, ORIGIN_CARRIED),
        (202502, 11500, ORIGIN_CARRIED),
    ]
    sitting.undo()
    grid.reload()
    assert len(grid.expected_rows()) == 2


def test_cost_is_a_share_of_output_where_nobody_names_one(grid, sitting, family) -> None:
    store(
        sitting,
        line(family, "J101", 202503, 3000),
        line(family, "J301", 202504, 2000),
        line(family, "Z32", 202504, 700),
    )
    grid.reload()
    assert grid.cost_by_ratio() == 1
    cost = next(one for one in grid.lines if one.origin == ORIGIN_BY_RATIO)
    assert (cost.item, cost.amount, cost.month) == ("Z10", 120_000, 202503)
    assert cost.note == "按比例推算：玉米产值3000.00元×40%"
    before = state_of(sitting)
    assert grid.cost_by_ratio() == 0
    assert state_of(sitting) == before


def test_cost_by_ratio_follows_the_output_and_the_townships_own_share(grid, sitting, family) -> None:
    store(sitting, line(family, "J101", 202503, 3000))
    grid.reload()
    grid.cost_by_ratio()
    row = next(place for place, one in enumerate(grid.lines) if one.item == "J101")
    grid.answer(row, "amount", "1000.05")
    store(sitting, Price(new_id(), "990101001001", "J101", 2025, cost_percent=50))
    assert grid.cost_by_ratio() == 1
    assert [one.amount for one in grid.lines if one.origin == ORIGIN_BY_RATIO] == [Fen(50_003)]


def test_a_named_cost_takes_the_reckoned_one_away(grid, sitting, family) -> None:
    store(sitting, line(family, "J101", 202503, 3000))
    grid.reload()
    grid.cost_by_ratio()
    grid.answer(grid.rows - 1, "item", "化肥")
    grid.answer(grid.rows - 2, "amount", "800")
    assert grid.cost_by_ratio() == 0
    assert grid.income().cost == 80_000


def test_the_sums_are_live_and_say_how_they_come_about(grid, sitting, family) -> None:
    store(
        sitting,
        line(family, "G03", 202503, 12000),
        line(family, "Z12", 202503, 500),
        line(family, "N06", 202503, 9),
    )
    grid.reload()
    sitting.choose("lines", {"2025": 600_000})
    rows = {row.label: row for row in grid.summary()}
    assert rows["工资性收入"].amount == "12000.00"
    assert rows["工资性收入"].formula == "乡外县内、乡内务工工资 12000.00"
    assert rows["财产性收入"].amount == "0.00"
    assert rows["家庭纯收入"].amount == "11500.00"
    assert rows["家庭纯收入"].formula.endswith("：12000.00＋0.00－500.00＋0.00＋0.00＝11500.00")
    assert rows["人均纯收入"].formula == "11500.00÷2人＝5750.00（2024年10月—2025年9月）"
    assert (rows["与监测线相比"].amount, grid.gap()) == ("-250.00", -25_000)


def test_sums_without_a_line_or_people_are_blank_and_not_zero(grid, sitting, family) -> None:
    grid.picture = replace(grid.picture, persons=())
    rows = {row.label: row for row in grid.summary()}
    assert (rows["人均纯收入"].amount, rows["与监测线相比"].amount) == ("", "")


def test_a_voided_line_leaves_the_sums_and_undo_brings_it_back(grid, sitting) -> None:
    grid.answer(0, "item", "G01")
    grid.answer(0, "amount", "1200")
    grid.void(0, "记重了")
    assert (grid.rows, grid.income().wages) == (1, 0)
    sitting.undo()
    grid.reload()
    assert grid.income().wages == 120_000


def test_every_row_shows_its_mark_and_last_years_amount(grid, sitting, family) -> None:
    store(
        sitting,
        line(family, "G03", 202403, 8000),
        line(family, "G03", 202503, 9000),
        line(family, "N06", 202503, 9),
    )
    grid.reload()
    assert [(grid.mark(row), grid.counts(row)) for row in (0, 1)] == [("计入", True), ("不计入", False)]
    assert (grid.last_year_hint(0), grid.last_year_hint(1), grid.mark(2)) == (800_000, None, "")


def test_one_cell_costs_few_statements_and_one_commit(grid, sitting) -> None:
    grid.answer(0, "item", "G01")
    with statements(sitting) as heard:
        grid.answer(0, "amount", "1200")
    assert heard.count("COMMIT") == 1
    assert len(heard) <= 12, heard
