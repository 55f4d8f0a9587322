"""The workbook: texts stay texts, numbers are numbers, pages end where the PDF's do."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from village_desk.exchange.paper.layout import Block, Cell, Row
from village_desk.exchange.paper.page_breaks import break_pages
from village_desk.exchange.paper.workbook_cells import number_format
from village_desk.exchange.paper.workbook_out import write_workbook
from village_desk.rules.refusals import Refusal

from .paper_samples import FOOTER, household, layout, one_text, signatures, table, title

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\ufffe\uffff"), min_size=1)


def opened(workbook: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook))


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "=cmd|'/c calc'!A0", "+8613800001234", "-12", "@SUM(A1)", "\t=1", "＝1", "http://a.cn"),
        *("00123", "<r><t>甲</t></r>", "<r>&<乙></r>"),
    ],
)
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    cell = opened(write_workbook(one_text(text))).active["B1"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_a_rare_character_names_a_font_that_has_it_in_a_run_of_its_own() -> None:
    content = write_workbook(one_text("张𠮷<b>"))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
    runs = re.findall(r'<rFont val="([^"]+)"/></rPr><t xml:space="preserve">([^<]+)</t>', texts)
    assert runs == [("宋体", "张"), ("SimSun-ExtB", "𠮷"), ("宋体", "&lt;b&gt;")]
    assert opened(content).active["B1"].value == "张𠮷<b>"


@pytest.mark.parametrize("text", ["<r><t>x</t></r>", "<r>&</r>"])
def test_a_text_that_looks_like_runs_stays_a_text(text: str) -> None:
    assert opened(write_workbook(one_text(text))).active["B1"].value == text


@settings(max_examples=40, deadline=None)
@given(TEXT)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    pages = break_pages(one_text(text))
    written = opened(write_workbook(one_text(text))).active
    values = [written.cell(row, 2).value for row in range(1, len(pages[0].rows) + 1)]
    assert openpyxl.utils.escape.unescape(str(values[0])) == text


def test_an_identity_number_keeps_all_its_digits() -> None:
    cell = opened(write_workbook(one_text("990101199001011234"))).active["B1"]
    assert (cell.data_type, cell.value) == ("s", "990101199001011234")


def test_an_amount_is_a_number_shown_with_its_decimals() -> None:
    sheet = opened(write_workbook(layout(title(), table(2)))).active
    assert (sheet["E3"].value, sheet["E3"].data_type, sheet["E3"].number_format) == (100.5, "n", "0.00")
    assert sheet["C3"].data_type == "s"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12", "0"),
        ("-1.50", "0.00"),
        ("1,234.5", "#,##0.0"),
        ("12.5%", "0.0%"),
        ("—", None),
        ("3亩", None),
        ("", None),
    ],
)
def test_a_number_is_shown_as_its_text_shows_it(text: str, shown: str | None) -> None:
    assert number_format(text) == shown


def test_a_number_with_more_digits_than_excel_keeps_stays_text() -> None:
    row = Row((Cell("1234567890123456", number=Decimal("1234567890123456")),))
    assert opened(write_workbook(layout(Block((row,))))).active["A1"].value == "1234567890123456"


def test_pages_end_where_the_pdfs_pages_end() -> None:
    sheet_layout = layout(*household(12, "张三"), *household(70, "李四"), *household(5, "王五"))
    pages = break_pages(sheet_layout)
    ends = [len(page.rows) for page in pages]
    sheet = opened(write_workbook(sheet_layout)).active
    assert [page_end.id for page_end in sheet.row_breaks.brk] == [sum(ends[:n]) for n in range(1, len(ends))]
    assert sheet.max_row == sum(ends)


def test_the_head_of_one_long_list_is_repeated_by_excel_itself() -> None:
    sheet = opened(write_workbook(layout(title(), table(150)))).active
    assert sheet.print_title_rows == "$2:$2"
    assert [cell.value for cell in sheet["A"]].count("序号") == 1
    assert sheet.freeze_panes == "A3"


def test_the_heads_of_several_long_tables_are_rows() -> None:
    sheet = opened(write_workbook(layout(*household(45), *household(45)))).active
    assert sheet.print_title_rows is None
    assert [cell.value for cell in sheet["A"]].count("序号") == 4


def test_paper_margins_footer_and_page_numbers_are_set() -> None:
    sheet = opened(write_workbook(layout(title(), table(3), paper="A3", landscape=True))).active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.page_margins.left == pytest.approx(20 / 25.4)
    assert sheet.oddFooter.right.text.replace("\n", "").strip() == FOOTER
    assert "第&P页 共&N页" in sheet.oddFooter.left.text, "a turned sheet is bound at its head"


def test_in_a_bound_volume_the_numbers_of_both_sides_are_outside() -> None:
    sheet = opened(write_workbook(layout(title(), table(3)))).active

    assert sheet.HeaderFooter.differentOddEven
    assert "第&P页" in sheet.oddFooter.right.text
    assert "第&P页" in sheet.evenFooter.left.text
    assert sheet.evenFooter.right.text.replace("\n", "").strip() == FOOTER


def test_a_draft_says_so_on_both_sides_of_the_paper() -> None:
    sheet = opened(write_workbook(layout(title(), table(3), is_draft=True))).active

    assert "草稿" in sheet.oddHeader.right.text
    assert sheet.evenHeader.right.text == sheet.oddHeader.right.text


def test_pages_of_each_household_carry_their_own_numbers() -> None:
    sheet = opened(write_workbook(layout(*household(40), *household(3), numbering="group"))).active
    numbers = [cell.value for cell in sheet["A"] if str(cell.value).startswith("第")]
    assert numbers == ["第1页 共2页", "第2页 共2页"], "a household of one page needs no number"


def test_cells_over_several_rows_and_columns_are_joined_and_framed() -> None:
    rows = (Row((Cell("工资", 2, 2), Cell("一"))), Row((Cell("二"),)))
    sheet = opened(write_workbook(layout(Block(rows)))).active
    assert [str(joined) for joined in sheet.merged_cells.ranges] == ["A1:B2"]
    assert (sheet["C1"].value, sheet["C2"].value) == ("一", "二")
    assert sheet["B2"].border.bottom.style == "thin"


def test_equal_layouts_give_equal_bytes() -> None:
    assert write_workbook(layout(*household(9))) == write_workbook(layout(*household(9)))


def test_nothing_is_hidden_and_nobody_is_named_beside_the_cells() -> None:
    content = write_workbook(layout(*household(9, "欧阳娜娜"), signatures()))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        named = [name for name in parts.namelist() if "欧阳" in parts.read(name).decode("utf-8")]
        assert not [name for name in parts.namelist() if "comment" in name or "vml" in name]
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert named == ["xl/sharedStrings.xml"]
    assert not re.search(r"hidden|<f>", sheet)


def test_a_text_longer_than_a_cell_is_refused_not_cut() -> None:
    wide = layout(Block((Row((Cell("字" * 32_768, 5),)),)), paper="A3", margins_mm=(5, 5, 5, 5))
    joined = "".join(
        opened(write_workbook(wide)).active.cell(row, 1).value or ""
        for row in range(1, len(break_pages(wide)) * 4)
    )
    assert joined.replace("\n", "") == "字" * 32_768
    from xlsxwriter import Workbook

    from village_desk.exchange.paper.sheet_rows import text_place

    with pytest.raises(Refusal) as refusal:
        text_place(Workbook(BytesIO()), "𠮷" * 16_384)
    assert refusal.value.code == "paper-text-too-long"


def test_half_a_character_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        write_workbook(one_text("张\ud842"))
    assert refusal.value.code == "paper-broken-character"


def test_more_pages_than_a_worksheet_can_end_go_on_in_the_next() -> None:
    blocks = tuple(Block((Row((Cell(str(number), 5),)),), starts_page=True) for number in range(1100))
    book = opened(write_workbook(layout(*blocks)))
    assert [len(sheet.row_breaks.brk) + 1 for sheet in book] == [1000, 100]
    assert book.worksheets[1]["A1"].value == "1000"


def test_work_can_be_stopped() -> None:
    with pytest.raises(Refusal) as refusal:
        write_workbook(layout(*household(3)), cancelled=lambda: True)
    assert refusal.value.code == "paper-stopped"
