"""``fill``: a township's table filled from the book; the second time it is known, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from .conftest import Call

HEADINGS = ("序号", "户主姓名", "身份证号码", "家庭人口", "人均纯收入（元）", "种植大户名称")


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A table of monitored households with two rows and a total."""
    book = Workbook()
    book.active["A1"] = "监测对象收入表"
    book.active.merge_cells("A1:F1")
    for column, text in enumerate(HEADINGS, 1):
        book.active.cell(2, column, text)
        for row in (3, 4):
            book.active.cell(row, column).number_format = "@" if column == 3 else "General"
    book.active["A5"], book.active["D5"] = "合计", "=SUM(D3:D4)"
    path = tmp_path / "空表.xlsx"
    book.save(path)
    return path


def test_a_blank_is_filled_and_says_what_each_column_means(call: Call, practice: Path, blank: Path) -> None:
    out = blank.with_name("填好.xlsx")

    told = call("fill", practice, blank, "--period", "2025Q2", "--out", out, "--json")

    assert told.code == 0, told.out
    document = told.document
    assert document["file"] == str(out)
    assert document["empty"] == ["种植大户名称"]
    assert [column["heading"] for column in document["columns"]] == list(HEADINGS[:5])
    assert all(column["value"] and column["meaning"] for column in document["columns"])
    assert document["remembered"] is False
    sheet = load_workbook(out).active
    assert sheet.max_row == max(2, document["rows"]) + 3
    assert load_workbook(blank).active["B3"].value is None, "the blank is left as it is"


def test_a_blank_is_known_the_next_time_even_of_another_year(call: Call, practice: Path, blank: Path) -> None:
    out = blank.with_name("填好.xlsx")
    first = call("fill", practice, blank, "--period", "2025Q2", "--out", out, "--json")
    book = load_workbook(blank)
    book.active["A1"] = "2025年第三季度监测对象收入表"
    book.save(blank)

    second = call("fill", practice, blank, "--period", "2025", "--out", out, "--json")

    assert (first.document["remembered"], second.document["remembered"]) == (False, True)
    assert second.document["columns"] == first.document["columns"]


def test_remembering_is_a_record_of_the_book_that_verifies_and_is_dumped(
    call: Call, practice: Path, blank: Path
) -> None:
    call("fill", practice, blank, "--period", "2025", "--out", blank.with_name("填好.xlsx"), "--json")
    call("fill", practice, blank, "--period", "2025", "--out", blank.with_name("填好.xlsx"), "--json")

    assert call("verify", practice).code == 0
    assert call("dump", practice).out.count("监测对象收入表") == 1


@pytest.mark.parametrize(
    ("words", "code", "refused"),
    [
        (("--period", "2025Q9"), 2, "not-a-period"),
        (("--period", "2025", "--household", "1"), 1, "no-such-household"),
        (("--period", "2025", "--copy", "secret"), 2, "wrong-use"),
    ],
)
def test_wrong_words_are_refused_and_nothing_is_written(
    call: Call, practice: Path, blank: Path, words: tuple[str, ...], code: int, refused: str
) -> None:
    out = blank.with_name("填好.xlsx")

    told = call("fill", practice, blank, *words, "--out", out, "--json")

    assert (told.code, told.document["refused"]) == (code, refused)
    assert not out.exists()


def test_the_blank_itself_is_never_written_over(call: Call, practice: Path, blank: Path) -> None:
    before = blank.read_bytes()

    told = call("fill", practice, blank, "--period", "2025", "--out", blank, "--json")

    assert told.document["refused"] == "file-exists"
    assert blank.read_bytes() == before


def test_a_file_that_is_no_table_is_refused(call: Call, practice: Path, tmp_path: Path) -> None:
    path = tmp_path / "通知.xlsx"
    path.write_bytes(b"not a table at all")

    told = call("fill", practice, path, "--period", "2025", "--out", tmp_path / "填好.xlsx", "--json")

    assert told.document["refused"] == "table-not-a-table"


def test_a_public_copy_has_no_identity_numbers(call: Call, practice: Path, blank: Path) -> None:
    out = blank.with_name("公示.xlsx")

    told = call("fill", practice, blank, "--period", "2025", "--copy", "public", "--out", out, "--json")

    assert told.document["empty"] == ["身份证号码", "种植大户名称"]
    assert {row[2] for row in load_workbook(out).active.iter_rows(3, values_only=True)} == {None}


def test_all_worksheets_of_a_file_are_filled_in_one_go(call: Call, practice: Path, blank: Path) -> None:
    book = load_workbook(blank)
    members, notes = book.create_sheet("成员"), book.create_sheet("填表说明")
    for column, text in enumerate(("户主姓名", "姓名", "身份证号码"), 1):
        members.cell(1, column, text)
        members.cell(2, column).number_format = "@"
    notes["A1"] = "填报单位：　　　　"
    book.save(blank)
    out = blank.with_name("填好.xlsx")

    told = call("fill", practice, blank, "--period", "2025", "--out", out, "--all-worksheets", "--json")

    assert told.code == 0, told.out
    assert {one["worksheet"] for one in told.document["worksheets"]} == {book.sheetnames[0], "成员"}
    assert told.document["rows"] == sum(one["rows"] for one in told.document["worksheets"])
    after = load_workbook(out)
    assert all(after[one["worksheet"]].max_row > one["rows"] > 0 for one in told.document["worksheets"])
    assert after["填表说明"]["A1"].value == "填报单位：　　　　"
