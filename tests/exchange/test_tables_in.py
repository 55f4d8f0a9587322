"""What a cadre reads in a workbook is what the program reads, and cells that are not plain are named."""

from __future__ import annotations

import io
import json
import shutil
from datetime import datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from village_desk.definitions.words import say
from village_desk.exchange.cells import CellProblem, moment_text, number_text
from village_desk.exchange.reading.gate import scan_workbook
from village_desk.exchange.reading.handover import RowsOut, WorkbookRead, receive
from village_desk.exchange.reading.reading_child import read_workbook
from village_desk.exchange.reading.tables_in import TableIn, TablesIn, read_tables

from .hostile_files import (
    HEADING,
    STRICT_MAIN,
    STRICT_RELATIONS,
    cell,
    parts,
    row,
    wide_row,
    workbook,
    zipped,
)

FILES = Path(__file__).parent / "files"
AGREED = json.loads((FILES / "agreed_cells.json").read_text(encoding="utf-8"))


def read(tmp_path: Path, content: bytes, name: str = "花名册.xlsx") -> TablesIn:
    path = tmp_path / name
    path.write_bytes(content)
    return read_tables(path)


def read_here(content: bytes, *, is_plain: bool) -> WorkbookRead:
    """Read in this process, by the reader asked for."""
    stream = io.BytesIO()
    read_workbook(content, RowsOut(stream), "a.xlsx", is_plain=is_plain)
    stream.seek(0)
    *_, last = receive(stream)
    assert last.is_whole
    return last


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def as_text(value: object, shown: str) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return number_text(value)
    assert isinstance(value, str)
    if value == shown:
        return value
    return moment_text(time.fromisoformat(value) if value[2:3] == ":" else datetime.fromisoformat(value))


@pytest.mark.parametrize("name", sorted(AGREED))
def test_workbooks_of_other_programs_read_as_two_other_readers_read_them(name: str) -> None:
    tables = {table.name: table for table in read_tables(FILES / name).tables}
    for sheet, cells in AGREED[name].items():
        if sheet not in tables:
            assert cells == []
            continue
        for at, column, value in cells:
            shown = at_place(tables[sheet], at, column)
            assert as_text(value, shown) == shown, (sheet, at, column)


def at_place(table: TableIn, at: int, column: int) -> str:
    return table.rows[at - table.first_row][column - 1]


@pytest.mark.parametrize("path", sorted(FILES.glob("*.xlsx")), ids=lambda path: path.name)
def test_the_fast_and_the_careful_reader_give_the_same_cells(path: Path) -> None:
    content = path.read_bytes()
    try:
        _, scan = scan_workbook(content, path.name)
    except Exception:  # noqa: BLE001 - refused files are another test's subject
        return
    if scan.is_plain:
        fast, careful = (read_here(content, is_plain=is_plain) for is_plain in (True, False))
        assert fast == careful


SERIALS = st.one_of(
    st.integers(0, 60_000).map(str),
    st.floats(0, 60_000, allow_nan=False).map(lambda value: f"{value:.4f}"),
    st.sampled_from(
        [
            "0",
            "0.5",
            "1",
            "59",
            "60",
            "61",
            "-1",
            "2958465",
            "2958466",
            "99999999",
            "1E-5",
            "0.30000000000000004",
        ]
    ),
)
FORMATS = (
    "yyyy-mm-dd",
    "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
    "h:mm",
    "[h]:mm:ss",
    "0.00",
    "#,##0_ ",
    "[Red]0",
    "@",
    "[$-804]yyyy/m/d;@",
    "aaaa",
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r<&>\x00"), max_size=12).filter(
    lambda text: (
        all(ord(letter) >= 32 or letter in "\t\n" for letter in text) and not {"\ufffe", "\uffff"} & set(text)
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.one_of(SERIALS, TEXTS.map(lambda text: "'" + text)), max_size=6), max_size=6))
def test_whatever_is_plain_reads_the_same_by_both_readers(table: list[list[str]]) -> None:
    rows = ""
    for number, values in enumerate(table, 1):
        cells = [
            text(f"{'ABCDEF'[at]}{number}", value[1:])
            if value.startswith("'")
            else cell(f"{'ABCDEF'[at]}{number}", value, style=(number + at * 3) % (len(FORMATS) + 1))
            for at, value in enumerate(values)
        ]
        rows += row(number, *cells)
    content = workbook(rows, formats=FORMATS)
    _, scan = scan_workbook(content, "a.xlsx")
    assert read_here(content, is_plain=scan.is_plain) == read_here(content, is_plain=False)


def problems_of(tmp_path: Path, *cells: str, **how: object) -> tuple[list[str], list[tuple[int, str, str]]]:
    table = read(tmp_path, workbook(HEADING + row(2, *cells), **how)).tables[0]
    assert all(problem.row == 2 for problem in table.problems)
    shown = [value for value in table.rows[1] if value] if len(table.rows) > 1 else []
    return shown, [(problem.column, problem.value, problem.reason) for problem in table.problems]


@pytest.mark.parametrize(
    ("written", "shown", "problem"),
    [
        (
            cell("B2", "5.3012719900101101E+17"),
            "530127199001011010",
            (2, "530127199001011010", "digits-lost"),
        ),
        (cell("B2", "530127199001011000"), "530127199001011000", (2, "530127199001011000", "digits-lost")),
        (cell("B2", "990101199001011239"), "990101199001011239", (2, "990101199001011239", "whole-number")),
        (
            cell("B2", "6222020200112233445"),
            "6222020200112233445",
            (2, "6222020200112233445", "whole-number"),
        ),
        ('<c r="B2"><f>A1&amp;1</f></c>', "", (2, "=A1&1", "formula-without-result")),
        ('<c r="B2"><f>A1</f><v></v></c>', "", (2, "=A1", "formula-without-result")),
        (cell("B2", "#N/A", "e"), "", (2, "#N/A", "formula-error")),
        (cell("B2", "#DIV/0!", "e"), "", (2, "#DIV/0!", "formula-error")),
        (cell("B2", "1", "b"), "TRUE", (2, "TRUE", "true-or-false")),
        (cell("B2", "0", "b"), "FALSE", (2, "FALSE", "true-or-false")),
        (cell("B2", "NaN"), "", (2, "NaN", "not-a-number")),
        (cell("B2", "1e400"), "", (2, "1e400", "not-a-number")),
        (cell("B2", "1_000"), "", (2, "1_000", "not-a-number")),
        (text("B2", "张_xD842_三"), "张�三", (2, "张�三", "half-character")),
        (text("B2", "张_x0007_三"), "张三", (2, "张三", "control-characters")),
        (text("B2", "张_x0000_三"), "张三", (2, "张三", "control-characters")),
        (cell("B2", "60", style=1), "1900-02-29", (2, "1900-02-29", "doubtful-day")),
        (cell("B2", "1", style=1), "1900-01-01", (2, "1900-01-01", "doubtful-day")),
        (cell("B2", "-3", style=1), "-3", (2, "-3", "doubtful-day")),
    ],
)
def test_a_cell_that_is_not_plain_is_named(
    written: str, shown: str, problem: tuple[int, str, str], tmp_path: Path
) -> None:
    found, problems = problems_of(tmp_path, written, formats=("yyyy-mm-dd",))
    assert problems == [problem]
    assert found == ([shown] if shown else [])
    assert say(f"cells.{problem[2]}")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (cell("B2", "5.0"), "5"),
        (cell("B2", "0.30000000000000004"), "0.3"),
        (cell("B2", "2087.0249999999996"), "2087.025"),
        (cell("B2", "13612345678"), "13612345678"),
        (cell("B2", "45000", style=1), "2023-03-15"),
        (cell("B2", "45000", style=2), "2023-03-15"),
        (cell("B2", "61", style=1), "1900-03-01"),
        (cell("B2", "45000.75", style=1), "2023-03-15 18:00:00"),
        (cell("B2", "0.25", style=3), "06:00:00"),
        (cell("B2", "1.5", style=4), "36:00:00"),
        (cell("B2", "99999999", style=1), "99999999"),
        (cell("B2", "2024-13-45", "str"), "2024-13-45"),
        (cell("B2", "2024-05-01T00:00:00", "d"), "2024-05-01"),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="B2" t="str"><f>A1</f><v>甲</v></c>', "甲"),
        (text("B2", "一_x000D_\n二"), "一\r\n二"),
        (text("B2", "_x005F_x000D_"), "_x000D_"),
        (text("B2", "𠮷_xD842__xDFB7_"), "𠮷𠮷"),
        (text("B2", "a&lt;b&gt;&amp;=1"), "a<b>&=1"),
        (text("B2", "　张 三　"), "　张 三　"),
        ('<c r="B2" t="inlineStr"><is><t>课</t><rPh sb="0" eb="1"><t>ke</t></rPh></is></c>', "课"),
        ('<c r="B2" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r></is></c>', "张三"),
        (cell("B2", "0", "s"), "共用"),
    ],
)
def test_a_plain_cell_reads_as_it_is_shown(written: str, shown: str, tmp_path: Path) -> None:
    formats = ("yyyy-mm-dd", "yyyy&quot;年&quot;m&quot;月&quot;", "h:mm", "[h]:mm")
    found, problems = problems_of(tmp_path, written, formats=formats, texts="<si><t>共用</t></si>")
    assert (found, problems) == ([shown], [])


@pytest.mark.parametrize("is_plain", [True, False])
def test_edge_blanks_stay_only_where_the_file_says_so(*, is_plain: bool) -> None:
    kept, dropped = '<t xml:space="preserve">健康 </t>', "<t> 健康\n</t>"
    strings = "".join(
        f'<c r="{column}1" t="inlineStr"><is>{t}</is></c>' for column, t in (("A", kept), ("B", dropped))
    )
    shared = cell("C1", "0", "s") + cell("D1", "1", "s")
    content = workbook(row(1, strings, shared), texts=f"<si>{kept}</si><si><r>{dropped}</r></si>")
    assert read_here(content, is_plain=is_plain).sheets[0].rows == [["健康 ", "健康", "健康 ", "健康"]]


def test_days_counted_from_1904_are_the_days_shown(tmp_path: Path) -> None:
    content = workbook(
        row(1, cell("A1", "43538", style=1)), formats=("yyyy-mm-dd",), workbook='<workbookPr date1904="1"/>'
    )
    assert read(tmp_path, content).tables[0].rows == [["2023-03-15"]]


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576"])
def test_the_dimension_tag_is_not_believed(dimension: str, tmp_path: Path) -> None:
    content = workbook(HEADING + row(2, text("A2", "张三")), before=f'<dimension ref="{dimension}"/>')
    assert read(tmp_path, content).tables[0].rows == [["姓名", "证件号码"], ["张三", ""]]


def test_a_far_cell_is_left_out_and_it_is_said(tmp_path: Path) -> None:
    tables = read(tmp_path, workbook(HEADING + row(1048576, cell("XFD1048576", "1"))))
    assert tables.tables[0].rows == [["姓名", "证件号码"]]
    assert tables.notices == ["columns-beyond"]
    tables = read(tmp_path, workbook(HEADING + row(1048576, cell("A1048576", "1"))))
    assert tables.tables[0].rows == [["姓名", "证件号码"]]
    assert tables.notices == ["rows-after-gap"]


def test_a_very_wide_row_keeps_its_first_columns(tmp_path: Path) -> None:
    tables = read(tmp_path, workbook(HEADING + wide_row(100_000)))
    assert tables.tables[0].rows[1] == ["1"] * 250
    assert tables.notices == ["columns-beyond"]


def test_merges_rules_and_depth_do_not_hold_the_reader_up(tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{n}:J{n + 99}"/>' for n in range(5, 3005))
    rules = '<conditionalFormatting sqref="A1"><cfRule type="x"/></conditionalFormatting>' * 100_000
    deep = "<x>" * 200_000 + "</x>" * 200_000
    for after in ('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', merges, rules, deep):
        for kind in ("inlineStr", "b"):
            content = workbook(HEADING + row(2, f'<c r="A2" t="{kind}"><v>1</v></c>'), after=after)
            assert read(tmp_path, content).tables[0].rows[0] == ["姓名", "证件号码"]
    assert read(tmp_path, workbook(deep + HEADING)).tables[0].rows == [["姓名", "证件号码"]]


@pytest.mark.parametrize("second", [cell("A2", "7"), cell("A2", "1", "b")])
def test_a_strict_workbook_reads_like_any_other(second: str, tmp_path: Path) -> None:
    content = workbook(HEADING + row(2, second), main=STRICT_MAIN, relations=STRICT_RELATIONS)
    assert read(tmp_path, content).tables[0].rows[0] == ["姓名", "证件号码"]


def test_macros_and_links_are_neither_run_nor_read(tmp_path: Path) -> None:
    more = [("xl/vbaProject.bin", b"\0\1\2"), ("xl/externalLinks/externalLink1.xml", b"<externalLink/>")]
    tables = read(tmp_path, zipped(parts(), *more))
    assert tables.notices == ["links-ignored", "macros-ignored"]
    assert all(say(f"tables.{notice}") for notice in tables.notices)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_and_rows_are_read_and_it_is_said(state: str, tmp_path: Path) -> None:
    rows = HEADING + '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
    tables = read(tmp_path, workbook(rows, state=state))
    assert (tables.tables[0].is_hidden, tables.notices) == (True, ["hidden-rows", "hidden-sheets"])
    assert tables.tables[0].rows[1] == ["1", ""]


def test_title_rows_and_empty_rows_keep_every_cell_at_its_place(tmp_path: Path) -> None:
    rows = (
        row(3, text("B3", "某村花名册"))
        + row(5, text("B5", "姓名"), text("D5", "备注"))
        + row(9, cell("D9", "1", "b"))
    )
    table = read(tmp_path, workbook(rows, after='<mergeCells><mergeCell ref="B3:D3"/></mergeCells>')).tables[
        0
    ]
    assert table.first_row == 3
    assert table.rows[0] == ["", "某村花名册", "", ""]
    assert table.rows[2] == ["", "姓名", "", "备注"]
    assert table.rows[6] == ["", "", "", "TRUE"]
    assert table.problems == [CellProblem(9, 4, "TRUE", "true-or-false")]


def test_a_long_path_in_chinese_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["某县某乡某村二〇二五年第二季度" * 2] * 4)
    folder.mkdir(parents=True)
    shutil.copy(FILES / "merge__calamine__merge_cells.xlsx", folder / "表（终稿）.xlsx")
    tables = read_tables(folder / "表（终稿）.xlsx")
    assert tables.file_name == "表（终稿）.xlsx"
    assert tables.tables[0].rows[0][0] == "Row Merge"


def test_progress_is_told_and_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    heard: list[int] = []
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook("".join(row(n, cell(f"A{n}", str(n))) for n in range(1, 2501))))
    tables = read_tables(path, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == len(tables.tables[0].rows) == 2500
    assert len(tables.digest) == 64
    assert tables == read_tables(path)
