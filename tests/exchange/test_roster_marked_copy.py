"""The marked copy of an imported file: the reasons stand beside the rows, and text stays text."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from village_desk.exchange.incoming.marked_copy import save_marked_copy
from village_desk.exchange.incoming.roster_plan import plan_roster
from village_desk.store.book import Book

from .roster_files import person, rows_of, tables

HEADINGS = ["户编号", "姓名", "证件号码", "性别"]


def test_a_marked_copy_says_what_became_of_each_row_and_marks_the_doubtful_cell(
    book: Book, tmp_path: Path
) -> None:
    file = tables(
        rows_of(HEADINGS, [person(1, 性别="1"), person(2, 姓名="=1+1"), person(3, 姓名="", 证件号码="")])
    )
    with book.reading() as reading:
        plan = plan_roster(file, reading, year=2025)
    path = tmp_path / "批注.xlsx"
    save_marked_copy(file, plan, path)
    sheet = openpyxl.load_workbook(path)["Sheet1"]
    notes = {row: sheet.cell(row, 5).value for row in range(3, 7)}
    assert notes[3] == "导入说明"
    assert notes[4].startswith("新增。性别：")
    assert notes[5] == "新增"
    assert notes[6].startswith("未导入。没有姓名")
    assert (sheet["B5"].value, sheet["B5"].data_type) == ("=1+1", "s")
    assert sheet["D4"].fill.fgColor.rgb == "FFFFE699"
    assert sheet["D5"].fill.fill_type is None
