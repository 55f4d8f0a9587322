"""What a blank has besides its cells stays: pictures, charts, notes, rules, and whatever points to them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from village_desk.exchange.blanks.blank_file import filled_bytes, read_blank
from village_desk.exchange.blanks.filling import Filled
from village_desk.exchange.blanks.references import Stretch

MORE = 6


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A table with two rows, a total, and everything around it that a workbook can have."""
    from PIL import Image as Picture

    book = Workbook()
    sheet = book.active
    sheet.title = "表 1"
    sheet.append(["序号", "户主姓名", "人口"])
    for row in (2, 3):
        sheet.cell(row, 1).number_format = "0"
        sheet.cell(row, 3, None).number_format = "0"
        sheet.merge_cells(start_row=row, end_row=row, start_column=4, end_column=5)
    sheet["A4"], sheet["C4"], sheet["F4"] = "合计", "=SUM(C2:C3)", '=IF(C4>0,ROUND(C4/2,1),"A3")'
    sheet["F2"], sheet["F3"] = "=C2*2", "=C3*2"
    sheet["A6"] = "负责人签字："
    sheet["A6"].comment = Comment("由村主任签", "乡镇")
    sheet["A7"].hyperlink = "https://example.org/"
    content = io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(content, "PNG")
    sheet.add_image(Image(content), "B8")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=3))
    sheet.add_chart(chart, "D10")
    sheet.conditional_formatting.add(
        "C2:C3", CellIsRule("greaterThan", ["5"], fill=PatternFill("solid", "FF0000"))
    )
    sheet.add_data_validation(DataValidation("list", formula1='"是,否"', sqref="E2:E3"))
    sheet.print_area = "A1:F6"
    sheet.print_title_rows = "1:1"
    sheet.row_breaks.append(Break(id=5))
    sheet.oddHeader.center.text = "内部资料"
    sheet.protection.sheet = True
    book.defined_names["合计数"] = DefinedName("合计数", attr_text="'表 1'!$C$4")
    other = book.create_sheet("汇总")
    other["A1"] = "='表 1'!C4+SUM('表 1'!C2:C3)"
    path = tmp_path / "空表.xlsx"
    book.save(path)
    return path


@pytest.fixture
def filled(blank: Path) -> Path:
    cells = [(row, 3, "number", "4") for row in range(2, 4 + MORE)]
    out = blank.with_name("填好.xlsx")
    out.write_bytes(put_into(blank, Filled("表 1", cells, (3, MORE), MORE)))
    return out


def put_into(blank: Path, *sheets: Filled) -> bytes:
    """The blank with its sheet filled, and with a copy of it for each further one."""
    orders = [{"sheet": "表 1", "filled": [one.order() for one in sheets]}]
    return filled_bytes(read_blank(blank), {"sheets": orders}, sum(len(one.cells) for one in sheets))


def test_a_picture_is_the_same_bytes_and_stands_below_the_rows_that_came_in(
    blank: Path, filled: Path
) -> None:
    with zipfile.ZipFile(blank) as before, zipfile.ZipFile(filled) as after:
        pictures = [name for name in before.namelist() if "/media/" in name]
        assert pictures
        assert all(before.read(name) == after.read(name) for name in pictures)
    sheet = load_workbook(filled)["表 1"]
    assert sheet._images[0].anchor._from.row == 7 + MORE


def test_a_chart_stands_below_and_shows_all_rows(filled: Path) -> None:
    sheet = load_workbook(filled)["表 1"]

    assert sheet._charts[0].anchor._from.row == 9 + MORE
    assert sheet._charts[0].series[0].val.numRef.f == f"'表 1'!$C$2:$C${3 + MORE}"


def test_notes_links_breaks_and_names_move_with_their_cells(filled: Path) -> None:
    book = load_workbook(filled)
    sheet = book["表 1"]

    assert sheet.cell(6 + MORE, 1).comment.text == "由村主任签"
    assert sheet.cell(7 + MORE, 1).hyperlink.target == "https://example.org/"
    assert [one.id for one in sheet.row_breaks.brk] == [5 + MORE]
    assert book.defined_names["合计数"].attr_text == f"'表 1'!$C${4 + MORE}"
    assert (sheet.print_area, sheet.print_title_rows) == (f"'表 1'!$A$1:$F${6 + MORE}", "$1:$1")


def test_rules_of_cells_reach_over_the_rows_that_came_in(filled: Path) -> None:
    sheet = load_workbook(filled)["表 1"]

    assert [str(one.sqref) for one in sheet.conditional_formatting] == [f"C2:C{3 + MORE}"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == f"E2:E{3 + MORE}"
    assert sheet.oddHeader.center.text == "内部资料"
    assert sheet.protection.sheet


def test_a_row_that_came_in_is_merged_and_reckons_like_its_model(filled: Path) -> None:
    sheet = load_workbook(filled)["表 1"]
    merged = {str(area) for area in sheet.merged_cells.ranges}

    assert {f"D{row}:E{row}" for row in range(2, 4 + MORE)} == merged
    assert [sheet.cell(row, 6).value for row in range(2, 4 + MORE)] == [
        f"=C{row}*2" for row in range(2, 4 + MORE)
    ]


def test_formulas_elsewhere_follow_and_a_text_that_looks_like_a_cell_does_not(filled: Path) -> None:
    book = load_workbook(filled)
    last, total = 3 + MORE, 4 + MORE

    assert book["汇总"]["A1"].value == f"='表 1'!C{total}+SUM('表 1'!C2:C{last})"
    assert book["表 1"].cell(total, 6).value == f'=IF(C{total}>0,ROUND(C{total}/2,1),"A3")'


def test_results_of_plain_formulas_are_there_and_the_others_are_reckoned_on_opening(filled: Path) -> None:
    sheet = load_workbook(filled, data_only=True)["表 1"]
    total = 4 + MORE

    assert [sheet.cell(total, 3).value, sheet["F2"].value, sheet.cell(total, 6).value] == [
        4 * (2 + MORE),
        8,
        None,
    ]
    with zipfile.ZipFile(filled) as archive:
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


def test_each_copy_of_a_sheet_has_its_pictures_charts_and_notes(blank: Path) -> None:
    wanted = [
        Filled(name, [(2, 2, "text", name)], (3, more) if more else None, 1)
        for name, more in (("1 赵一", 0), ("2 钱二", 2), ("3 孙'三", 0))
    ]
    out = blank.with_name("填好.xlsx")
    out.write_bytes(put_into(blank, *wanted))

    book = load_workbook(out)
    sheets = [book[one.name] for one in wanted]
    assert [sheet["B2"].value for sheet in sheets] == ["1 赵一", "2 钱二", "3 孙'三"]
    assert [len(sheet._images) for sheet in sheets] == [1, 1, 1]
    assert [sheet._charts[0].anchor._from.row for sheet in sheets] == [9, 11, 9]
    assert [sheet.cell(row, 1).comment.text for sheet, row in zip(sheets, (6, 8, 6), strict=True)] == [
        "由村主任签"
    ] * 3
    assert book["汇总"]["A1"].value == "='1 赵一'!C4+SUM('1 赵一'!C2:C3)"
    shown = [sheet._charts[0].series[0].val.numRef.f for sheet in sheets]
    assert shown == ["'1 赵一'!$C$2:$C$3", "'2 钱二'!$C$2:$C$5", "'3 孙''三'!$C$2:$C$3"]
    assert [sheet.print_area for sheet in sheets] == [
        "'1 赵一'!$A$1:$F$6",
        "'2 钱二'!$A$1:$F$8",
        "'3 孙''三'!$A$1:$F$6",
    ]


def test_a_workbook_whose_tags_have_prefixes_is_filled_too(blank: Path) -> None:
    prefixed = blank.with_name("前缀.xlsx")
    with zipfile.ZipFile(blank) as before, zipfile.ZipFile(prefixed, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", content).replace(b"xmlns=", b"xmlns:x=", 1)
            after.writestr(name, content)
    out = blank.with_name("填好.xlsx")
    out.write_bytes(put_into(prefixed, Filled("表 1", [(2, 2, "text", "赵一")], None, 1)))

    assert load_workbook(out)["表 1"]["B2"].value == "赵一"


def test_an_entity_in_a_blank_is_refused_before_it_is_parsed(blank: Path) -> None:
    from village_desk.rules.refusals import Refusal

    hostile = blank.with_name("有害.xlsx")
    with zipfile.ZipFile(blank) as before, zipfile.ZipFile(hostile, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + content.split(b"?>", 1)[-1]
            after.writestr(name, content)

    with pytest.raises(Refusal) as refused:
        read_blank(hostile)

    assert refused.value.code == "table-unsafe"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("B5", "B5"),
        ("B6", "B9"),
        ("$B$6", "$B$9"),
        ("B2:B5", "B2:B8"),
        ("B5:B5", "B5:B8"),
        ("B6:B9", "B9:B12"),
        ("2:5", "2:8"),
        ("A:C", "A:C"),
    ],
)
def test_a_reference_after_a_row_has_become_four(before: str, after: str) -> None:
    assert Stretch("表", 5, 3).cells(before) == after
