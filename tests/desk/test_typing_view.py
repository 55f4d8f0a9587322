"""The list of what is to be typed into the national system: opened, marked and taken back by keys."""

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from village_desk.entry.operations import set_household, set_person

from .village_book import finish, make_desk

HEADINGS = ("县", "村民小组", "户编号", "姓名", "与户主关系", "性别", "户联系电话")


def export(path, first_phone="13800000001"):
    book = Workbook()
    book.active.append(HEADINGS)
    for number, name, sex, phone in (
        ("9901010001", "赵一", "男", first_phone),
        ("9901010002", "钱二", "女", "13800000001"),
    ):
        book.active.append(("示范县", "一组", number, name, "户主", sex, phone))
    book.save(path)
    return path


def bring_in(page, asker, file):
    asker.answers.append(file)
    page.choose_file()
    finish()
    page.wizard.write()
    finish()


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    window.show_page("exchange")
    finish()
    yield window, window.page("exchange"), asker
    window.close()
    window.sitting.book.close()


@pytest.fixture
def ahead(desk, tmp_path):
    """The book has two telephone numbers and a name that the system's export had otherwise."""
    window, page, asker = desk
    bring_in(page, asker, export(tmp_path / "导出.xlsx"))
    set_household(window.sitting, "9901010001", {"phone": "13900000011"})
    set_household(window.sitting, "9901010002", {"phone": "13900000012"})
    set_person(window.sitting, "9901010002", "#1", {"name": "钱贰"})
    finish()
    return desk


def press(page, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page.window().focusWidget() or page, key, modifier)
    finish()


def open_list(page):
    page.choose.setFocus()
    press(page, Qt.Key.Key_F8)


def rows(page):
    return [(row.household.number[-1], row.line.label, row.line.ours) for row in page.typing.model.rows]


def test_f8_lists_what_the_system_has_otherwise_by_household(ahead):
    _, page, _ = ahead
    open_list(page)
    assert rows(page) == [
        ("1", "户联系电话", "13900000011"),
        ("2", "户联系电话", "13900000012"),
        ("2", "姓名", "钱贰"),
    ]


def test_enter_marks_the_line_and_it_goes_to_the_typed_ones(ahead):
    _, page, _ = ahead
    open_list(page)
    press(page, Qt.Key.Key_Return)
    assert rows(page) == [("2", "户联系电话", "13900000012"), ("2", "姓名", "钱贰")]
    press(page, Qt.Key.Key_F9)
    assert rows(page) == [("1", "户联系电话", "13900000011")]


def test_f7_marks_the_whole_household_and_one_undo_brings_it_back(ahead):
    window, page, _ = ahead
    open_list(page)
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_F7)
    assert rows(page) == [("1", "户联系电话", "13900000011")]
    window.sitting.undo()
    finish()
    assert len(rows(page)) == 3


def test_enter_on_a_typed_line_brings_it_back(ahead):
    _, page, _ = ahead
    open_list(page)
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Return)
    assert rows(page) == []
    press(page, Qt.Key.Key_F9)
    assert len(rows(page)) == 3


def test_a_typed_line_comes_again_when_our_value_changes(ahead):
    window, page, _ = ahead
    open_list(page)
    press(page, Qt.Key.Key_Return)
    set_household(window.sitting, "9901010001", {"phone": "13900000099"})
    finish()
    assert rows(page)[0] == ("1", "户联系电话", "13900000099")


def test_marks_are_read_again_from_the_book(ahead):
    _, page, _ = ahead
    open_list(page)
    press(page, Qt.Key.Key_Return)
    page.typing._deeds = -1
    page.typing.refresh()
    finish()
    assert len(rows(page)) == 2


def test_without_an_export_the_list_says_what_is_missing(desk):
    _, page, _ = desk
    open_list(page)
    assert rows(page) == []
    assert "还没有导入过" in page.typing.empty.text()


def test_the_next_export_that_has_the_number_empties_its_line(ahead, tmp_path):
    _, page, asker = ahead
    bring_in(page, asker, export(tmp_path / "新导出.xlsx", first_phone="13900000011"))
    open_list(page)
    assert [row[0] for row in rows(page)] == ["2", "2"]


def test_the_list_is_saved_as_a_sheet_with_boxes(ahead, tmp_path):
    _, page, asker = ahead
    open_list(page)
    asker.answers.append(tmp_path / "录入清单.xlsx")
    press(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    sheet = load_workbook(tmp_path / "录入清单.xlsx").active
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert texts.count("□") == 3
    assert "13900000011" in texts


def test_f6_writes_the_workbook_of_the_system_with_our_values(ahead, tmp_path):
    _, page, asker = ahead
    page.choose.setFocus()
    asker.answers.append(tmp_path / "回.xlsx")
    press(page, Qt.Key.Key_F6)
    sheet = load_workbook(tmp_path / "回.xlsx").active
    written = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert written[0] == HEADINGS
    assert (written[1][0], written[1][-1]) == ("示范县", "13900000011")
