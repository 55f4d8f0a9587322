"""A sheet of one 小组 at the desk: chosen by keys, printed, signed and saved as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.entry.operations import set_household, set_person

from .test_sheets_page import Keys, printing, sign
from .village_book import finish, identity, make_desk

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(dressed, tmp_path):
    """赵一 in 一组, 钱二 and 孙三 in 二组; 孙三 is monitored."""
    window, asker = make_desk(tmp_path)
    set_household(window.sitting, "9901010002", {"group": "二组"})
    set_household(window.sitting, "9901010003", {"group": "二组", "monitoring_class": "边缘易致贫户"})
    person = {
        "name": "孙三",
        "relation": "户主",
        "sex": "男",
        "identity_number": identity("99010119800103001"),
    }
    set_person(window.sitting, "9901010003", None, person)
    window.show_page("households")
    finish()
    yield window, asker
    window.close()
    window.sitting.book.close()


def go(window, keys, *, sheet):
    """To the sheets with Ctrl+P, and to one of them by its number."""
    keys.press(Qt.Key.Key_P, CONTROL)
    keys.press(getattr(Qt.Key, f"Key_{sheet}"))
    return window.page("sheets")


def choose_part(keys, place, *, arrow=Qt.Key.Key_Right):
    """From the list of sheets past the period to 部分 and one of the parts."""
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    keys.press(arrow)
    keys.press(Qt.Key.Key_Tab)
    keys.press(getattr(Qt.Key, f"Key_{place}"))


def names_on(page):
    return {name for names in page._shown.made.names for name in names}


def test_a_register_of_one_group_is_saved_in_eight_keys_beside_the_dialog(opened, tmp_path):
    window, asker = opened
    proposed = []
    asker.choose_file_to_save = lambda _question, name, _kinds: (
        proposed.append(Path(name)) or tmp_path / "组.pdf"
    )
    keys = Keys()
    page = go(window, keys, sheet=5)
    choose_part(keys, 2, arrow=Qt.Key.Key_Left)
    keys.press(Qt.Key.Key_D, CONTROL)
    assert keys.count <= 8
    assert names_on(page) == {"钱二", "孙三"}
    assert (tmp_path / "组.pdf").read_bytes() == page._shown.made.content
    assert "青石坪村二组-" in proposed[0].name


def test_the_cards_of_a_group_are_printed_noted_and_signed_for_it_alone(opened, tmp_path):
    window, asker = opened
    keys = Keys()
    page = go(window, keys, sheet=3)
    choose_part(keys, 2)
    assert page._shown.made.pages == 2
    printing(page, tmp_path)
    assert page.papers.words.text() == "已签字0户，已打印2户，打印后有变动0户，没打印过0户"
    asker.answers.append(True)
    sign(page)
    assert page.papers.words.text().startswith("已签字2户")
    page.form.scope.choose("village")
    finish()
    assert page.papers.words.text() == "已签字2户，已打印0户，打印后有变动0户，没打印过1户"


def test_only_what_changed_in_the_group_is_printed_again(opened, tmp_path):
    window, _ = opened
    keys = Keys()
    page = go(window, keys, sheet=3)
    choose_part(keys, 2)
    printing(page, tmp_path)
    set_household(window.sitting, "9901010001", {"phone": "13800000009"})
    set_household(window.sitting, "9901010003", {"walking_place": "3"})
    finish()
    page.form.paper.buttons["changed"].click()
    finish()
    assert page._shown is None
    assert "没有变动的户" in page.message.text()
    set_household(window.sitting, "9901010003", {"head_name": "孙叁"})
    finish()
    assert names_on(page) == {"孙叁"}
    assert "二组" in page._shown.made.file_name


def test_the_group_of_the_household_in_hand_is_offered_first(opened):
    window, _ = opened
    homes = {row.head_name: row.household_id for row in window.page("households").register.rows}
    window.open_household(homes["孙三"])
    keys = Keys()
    page = go(window, keys, sheet=3)
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Right)
    assert page._shown.order.part == "二组"


def test_a_class_that_the_list_of_households_shows_is_what_the_sheets_begin_with(opened):
    window, _ = opened
    households = window.page("households")
    households.list.setFocus()
    QTest.keyClick(households.list, Qt.Key.Key_F4)
    popup = QApplication.activePopupWidget()
    place = next(place for place, label in enumerate(popup.shown, 1) if label.startswith("监测对象"))
    QTest.keyClick(popup, getattr(Qt.Key, f"Key_{place}"))
    finish()
    assert households.count.text() == "监测对象 1 户"
    window.activateWindow()
    finish()
    keys = Keys()
    page = go(window, keys, sheet=5)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Left):
        keys.press(key)
    assert page._shown.order.part == "监测对象"
    assert names_on(page) == {"孙三"}


def test_a_figure_of_the_whole_village_is_offered_for_it_alone_and_the_group_comes_again(opened):
    window, _ = opened
    keys = Keys()
    page = go(window, keys, sheet=5)
    choose_part(keys, 2, arrow=Qt.Key.Key_Left)
    assert page._shown.order.part == "二组"
    page.form.choose("F7")
    finish()
    assert page.form.scope.extent.isHidden()
    assert (page._shown.order.part, page._shown.order.only) == ("", None)
    page.form.choose("F5")
    finish()
    assert page._shown.order.part == "二组"


def test_a_sheet_of_one_household_is_not_made_of_the_village_after_a_look_at_a_register(opened):
    window, _ = opened
    page = go(window, Keys(), sheet=5)
    assert page._shown.order.household_id is None
    page.form.choose("F3")
    finish()
    assert page.form.scope.choice == "household"
    assert page._shown.made.pages == 1


def test_a_household_that_moves_into_the_group_is_on_its_sheet(opened):
    window, _ = opened
    keys = Keys()
    page = go(window, keys, sheet=5)
    choose_part(keys, 2, arrow=Qt.Key.Key_Left)
    set_household(window.sitting, "9901010001", {"group": "二组"})
    finish()
    assert names_on(page) == {"赵一", "钱二", "孙三"}


def test_an_emptied_field_goes_back_to_a_part_that_there_is(opened):
    window, _ = opened
    keys = Keys()
    page = go(window, keys, sheet=5)
    choose_part(keys, 2, arrow=Qt.Key.Key_Left)
    page.form.scope.part_choice.line.setFocus()
    keys.press(Qt.Key.Key_Delete)
    keys.press(Qt.Key.Key_Tab)
    assert page._shown.order.part
    assert page.form.scope.part_choice.text() == page._shown.order.part


def test_an_empty_form_is_printed_without_being_noted(opened, tmp_path):
    window, _ = opened
    keys = Keys()
    page = go(window, keys, sheet=3)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Left):
        keys.press(key)
    assert page.form.scope.choice == "empty"
    assert page._shown.order.is_empty
    assert page.papers.isHidden()
    assert page.form.household.isHidden()
    printing(page, tmp_path)
    page.form.scope.choose("household")
    finish()
    assert page.papers.words.text() == "还没有打印过"
    page.form.scope.choose("empty")
    page.form.choose("F5")
    finish()
    assert page.form.scope.choice == "village", "a list of the village has no empty form"
