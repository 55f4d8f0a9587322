"""The page for the township's tables: by keys from the blank to the saved file, corrected and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.entry.operations import set_person

from .village_book import finish, make_desk

HEADINGS = ("序号", "户主姓名", "人均纯收入（元）", "低保户情况", "备注")


@pytest.fixture
def blank(tmp_path):
    """A table of all households with two rows."""
    book = Workbook()
    book.active["A1"] = "农户收入调查表"
    book.active.merge_cells("A1:E1")
    for column, text in enumerate(HEADINGS, 1):
        book.active.cell(2, column, text)
        for row in (3, 4):
            book.active.cell(row, column).number_format = "General"
    path = tmp_path / "空表.xlsx"
    book.save(path)
    return path


@pytest.fixture
def opened(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    window.show_page("sheets")
    finish()
    yield window, asker
    window.close()
    window.sitting.book.close()


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    finish()


def begin(window, asker, blank):
    """From the page of the sheets to the blank with all that is proposed."""
    asker.answers.append(blank)
    press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Return)
    return window.page("blank")


def shown(page, column):
    return [page.model.data(page.model.index(row, column)) for row in range(page.model.rowCount())]


def test_a_blank_is_filled_with_four_keys_and_its_name(opened, blank):
    window, asker = opened
    page = begin(window, asker, blank)
    out = blank.with_name("空表-填好.xlsx")
    asker.answers.append(out)

    press(Qt.Key.Key_Return)

    assert [cell.value for cell in load_workbook(out).active[3]][:3] == [1, "赵一", 3000]
    assert "空表-填好.xlsx" in page.summary.text()
    assert "低保户情况" in page.summary.text()


def test_the_list_says_what_each_column_is_given_and_shows_the_first_row(opened, blank):
    window, asker = opened
    page = begin(window, asker, blank)

    assert shown(page, 0) == list(HEADINGS)
    assert shown(page, 1) == ["序号", "户主姓名", "全年人均纯收入", "留空", "户备注"]
    assert shown(page, 2)[:3] == ["1", "赵一", "3000.00"]
    assert all(shown(page, 3)[:3])


def test_a_heading_is_given_another_value_by_its_initials_and_it_is_remembered(opened, blank):
    window, asker = opened
    page = begin(window, asker, blank)
    page.list.take(3)

    QTest.keyClick(page.list.body, Qt.Key.Key_F4)
    QTest.keyClicks(page.picker.line, "hlx")
    QTest.keyClick(page.picker.line, Qt.Key.Key_Return)
    window.activateWindow()
    finish()

    assert shown(page, 1)[3] == "户类型"
    assert page.list.row_in_hand == 4
    assert QApplication.focusWidget() is page.list.body
    asker.answers.append(blank.with_name("填好.xlsx"))
    press(Qt.Key.Key_Return)
    asker.answers.append(blank)
    press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert shown(page, 1)[3] == "户类型"
    assert page.blank.proposal.is_remembered


def test_a_letter_opens_the_values_with_what_it_finds(opened, blank):
    window, asker = opened
    page = begin(window, asker, blank)

    QTest.keyClick(page.list.body, Qt.Key.Key_X)

    assert page.picker.isVisible()
    assert page.picker.line.text() == "x"
    assert page.picker.shown


def test_delete_leaves_a_column_empty_and_says_so(opened, blank):
    window, asker = opened
    page = begin(window, asker, blank)
    page.list.take(2)

    press(Qt.Key.Key_Delete)

    assert shown(page, 1)[2] == "留空"
    assert "人均纯收入（元）" in page.summary.text()


def test_who_is_in_it_can_be_chosen(opened, blank):
    window, asker = opened
    page = begin(window, asker, blank)
    assert len(page.blank.rows) == 2

    page.form.filters.open_list()
    labels = [one.label for one in page.blank.filters]
    page.form.filters._take([labels[labels.index("监测对象（风险未消除）")]], by_key=False)
    finish()

    assert len(page.blank.rows) == 0
    assert page.blank.proposal.filters == ("monitored",)


def test_a_form_is_filled_for_each_household_or_for_the_one_in_hand(opened, tmp_path):
    book = Workbook()
    for row, label in enumerate(("户主姓名", "户编号", "人均纯收入"), 1):
        book.active.cell(row, 1, label)
        book.active.cell(row, 2).number_format = "@"
    path = tmp_path / "卡片.xlsx"
    book.save(path)
    window, asker = opened
    page = begin(window, asker, path)
    assert len(page.blank.rows) == 2

    page.form.scope.choose("one")
    finish()

    assert [row.household.picture.household.id for row in page.blank.rows] == [
        page.form.household.household_id
    ]
    assert page.form.household.isVisible()
    assert not page.form.rows.isVisible()


def test_a_file_that_is_no_table_is_said_and_nothing_is_in_hand(opened, tmp_path):
    window, asker = opened
    path = tmp_path / "通知.xlsx"
    path.write_bytes(b"no table")

    page = begin(window, asker, path)

    assert asker.heard[-1] == "desk.refused"
    assert page.blank is None


def test_the_blank_itself_is_never_written_over(opened, blank):
    window, asker = opened
    before = Path(blank).read_bytes()
    begin(window, asker, blank)
    asker.answers.append(blank)

    press(Qt.Key.Key_Return)

    assert asker.heard[-1] == "desk.refused"
    assert Path(blank).read_bytes() == before


@pytest.fixture
def two_sheets(blank):
    """The same with a table of members on a second sheet."""
    book = load_workbook(blank)
    other = book.create_sheet("成员")
    for column, text in enumerate(("户主姓名", "姓名", "与户主关系"), 1):
        other.cell(1, column, text)
        other.cell(2, column).number_format = "@"
    book.save(blank)
    return blank


def test_all_sheets_of_a_file_are_filled_in_one_go_and_all_are_remembered(opened, two_sheets):
    window, asker = opened
    page = begin(window, asker, two_sheets)
    assert page.form.sheets.isVisible()
    asker.answers.append(two_sheets.with_name("填好.xlsx"))
    press(Qt.Key.Key_Return)

    book = load_workbook(two_sheets.with_name("填好.xlsx"))
    assert book.worksheets[0]["B3"].value == "赵一"
    assert book["成员"]["B2"].value == "赵一"
    asker.answers.append(two_sheets)
    press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert [one.proposal.is_remembered for one in page.blank.all_in_one_go] == [True, True]


def test_one_sheet_of_a_file_alone_leaves_the_others_as_they_were(opened, two_sheets):
    window, asker = opened
    page = begin(window, asker, two_sheets)
    page.form.sheets.choose("one")
    page.form._set_sheet("成员")
    finish()
    asker.answers.append(two_sheets.with_name("填好.xlsx"))
    page.save()
    finish()

    book = load_workbook(two_sheets.with_name("填好.xlsx"))
    assert book["成员"]["B2"].value == "赵一"
    assert book.worksheets[0]["B3"].value is None


def test_a_households_columns_may_stand_once_beside_its_members(opened, two_sheets):
    window, asker = opened
    texts = {"name": "赵小禾", "relation": "之女", "sex": "女"}
    set_person(window.sitting, "9901010001", None, texts)
    page = begin(window, asker, two_sheets)
    page.form._set_sheet("成员")
    finish()
    assert page.form.members.isVisible()
    page.form.members.choose("once")
    finish()
    asker.answers.append(two_sheets.with_name("填好.xlsx"))
    page.save()
    finish()

    sheet = load_workbook(two_sheets.with_name("填好.xlsx"))["成员"]
    assert [cell.value for cell in sheet["B"]] == ["姓名", "赵一", "赵小禾", "钱二"]
    assert [cell.value for cell in sheet["A"]] == ["户主姓名", "赵一", None, "钱二"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A2:A3"]
