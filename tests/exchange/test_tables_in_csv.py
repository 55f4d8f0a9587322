"""Text tables: encodings, separators, tricks to keep text, and rows whose quotes do not add up."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from village_desk.definitions.words import sentence_of
from village_desk.exchange.cells import CellProblem
from village_desk.exchange.reading.csv_in import read_csv
from village_desk.exchange.reading.tables_in import TablesIn, read_tables
from village_desk.rules.refusals import Refusal

FILES = Path(__file__).parent / "files"
ROSTER = [["姓名", "证件号码"], ["张三", "99010119900101123X"], ["㐂𠮷", "联通"]]


def read(tmp_path: Path, content: bytes, name: str = "花名册.csv") -> TablesIn:
    path = tmp_path / name
    path.write_bytes(content)
    return read_tables(path)


def written(rows: list[list[str]], separator: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_and_separator_reads_the_same(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    tables = read(tmp_path, written(ROSTER, separator).encode(encoding))
    assert tables.tables[0].rows == ROSTER
    assert tables.tables[0].name == ""
    assert tables.notices == (["read-as-gb18030"] if encoding == "gb18030" else [])


@pytest.mark.parametrize("word", ["联通", "张三", "李四", "王五", "户主", "是", "否", "中文", "一汽"])
def test_short_chinese_words_are_never_taken_for_another_script(word: str) -> None:
    sheet, _ = read_csv(f"{word}\n".encode("gbk"), "a.csv")
    assert sheet.rows == [[word]]


def test_the_24_codes_of_the_new_edition_are_characters_not_private_letters() -> None:
    sheet, _ = read_csv(bytes.fromhex("FE59FE61A6D9FE51") + "张".encode("gbk"), "a.csv")
    assert sheet.rows == [["龴龵︐𠂇张"]]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('"=""0123"""', "0123"),
        ('="990101199001011239"', "990101199001011239"),
        ("'=1+1", "=1+1"),
        ("'@甲", "@甲"),
        ("'张三", "'张三"),
        ("=1+1", "=1+1"),
        ("-5", "-5"),
        ('"两\n行"', "两\n行"),
        ('5"管', '5"管'),
    ],
)
def test_tricks_that_keep_a_text_a_text_are_taken_off(cell: str, shown: str) -> None:
    sheet, _ = read_csv(f"列\n{cell}\n".encode(), "a.csv")
    assert sheet.rows == [["列"], [shown]]


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ('姓名,备注\n张三,"没有收尾\n李四,好\n', "csv-quotes", 2),
        ('姓名\n"张"三\n', "csv-quotes", 2),
        ("姓名\n李四\n" + '"张三\n' + "王五\n" * 100 + '"\n', "csv-quotes", 3),
        ("姓名\n" + "长" * 300_000, "csv-long-line", 2),
        ('姓名\n"' + "长" * 200_000 + '"\n', "csv-quotes", 2),
    ],
)
def test_the_row_that_cannot_be_read_is_named(text: str, code: str, row: int, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read(tmp_path, text.encode())
    assert (caught.value.code, caught.value.values["row"]) == (code, row)
    assert f"第 {row} 行" in sentence_of(caught.value)


@pytest.mark.parametrize(
    "content", [b"\xff\xff\xff,\x81", b"\xef\xbb\xbf\xff\xff", b"\xff\xfea", "张三".encode() + b",\xff\n"]
)
def test_bytes_of_no_encoding_are_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read(tmp_path, content)
    assert caught.value.code == "csv-encoding"


def test_control_characters_go_and_the_cell_is_named(tmp_path: Path) -> None:
    table = read(tmp_path, "姓名,号\n张\0三,\x07\n张三,\n".encode()).tables[0]
    assert table.rows == [["姓名", "号"], ["张三", ""], ["张三", ""]]
    assert table.problems == [
        CellProblem(2, 1, "张三", "control-characters"),
        CellProblem(2, 2, "", "control-characters"),
    ]


def test_empty_lines_before_and_behind_the_table_do_not_shift_it(tmp_path: Path) -> None:
    table = read(tmp_path, "\n,,\n姓名,,备注\n\n张三\n\n\n".encode()).tables[0]
    assert (table.first_row, table.rows) == (3, [["姓名", "", "备注"], ["", "", ""], ["张三", "", ""]])


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("csv__fesod__office_bom.csv", None),
        ("csv__fesod__demo.csv", None),
        ("csv__PhpSpreadsheet__premiere.utf16lebom.csv", None),
    ],
)
def test_text_tables_of_other_programs_have_no_mark_in_their_first_heading(name: str, first: None) -> None:
    table = read_tables(FILES / name).tables[0]
    assert table.rows[0][0]
    assert not table.rows[0][0].startswith("\ufeff")
    assert len(table.rows[0]) > 1


def guarded(value: str) -> str:
    """A value as a text table is written for spreadsheets: an apostrophe before what would be reckoned."""
    return "'" + value if value[:1] in tuple("'=+-@\t\r＝＋－＠") else value


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\",;\n\t=+-@'"), max_size=10
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_a_text_table_written_and_read_has_the_same_cells(rows: list[list[str]], encoding: str) -> None:
    rows = [["姓名", "性别", "民族", "备注", "住址", "电话"] * 20, *rows, ["完"]]
    sheet, _ = read_csv(
        written([[guarded(value) for value in row] for row in rows]).encode(encoding), "a.csv"
    )
    width = len(rows[0])
    assert [row + [""] * (width - len(row)) for row in sheet.rows] == [
        row + [""] * (width - len(row)) for row in rows
    ]
