"""自定义汇总 put together by keys on the page of the sheets, kept, printed, changed and voided."""

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from village_desk.entry.operations import set_household
from village_desk.entry.sheets.summary_entry import kept_summaries

from .village_book import finish, make_desk

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    set_household(window.sitting, "9901010002", {"group": "二组", "household_class": "一般农户"})
    window.show_page("sheets")
    finish()
    page = window.page("sheets")
    page.form.sheets.setFocus()
    press(page, Qt.Key.Key_N, CTRL)
    yield window, page, asker
    window.close()
    window.sitting.book.close()


def press(page, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page.window().focusWidget() or page, key, modifier)
    finish()


def find(page, typed):
    page.builder.search.setFocus()
    page.builder.search.clear()
    if typed.isascii():
        QTest.keyClicks(page.builder.search, typed)
    else:
        page.builder.search.setText(typed)  # as an input method gives it
    finish()


def add(page, typed):
    find(page, typed)
    press(page, Qt.Key.Key_Return)


def shown(page):
    model = page.builder.preview.model
    return [tuple(cell.text for cell in row.cells) for row in model.rows]


def columns(page):
    listed = page.builder.columns
    return [listed.item(row).text().partition("　")[2] for row in range(listed.count())]


def test_a_new_summary_begins_with_the_households_at_once(desk):
    _, page, _ = desk
    assert columns(page) == ["序号", "村民小组", "户主姓名"]
    assert shown(page) == [("1", "一组", "赵一"), ("2", "二组", "钱二")]


def test_enter_adds_what_letters_or_chinese_find(desk):
    _, page, _ = desk
    add(page, "hlxdh")
    add(page, "全年工资性收入")
    assert columns(page)[3:] == ["户联系电话", "全年工资性收入"]
    assert [row[3:] for row in shown(page)] == [("13800000001", "3000.00"), ("13800000001", "3000.00")]


def test_columns_are_moved_summed_and_taken_away_by_keys(desk):
    _, page, _ = desk
    add(page, "全年工资性收入")
    page.builder.columns.setFocus()
    page.builder.columns.setCurrentRow(3)
    press(page, Qt.Key.Key_Up, ALT)
    press(page, Qt.Key.Key_Space)
    assert columns(page)[2] == "全年工资性收入　合计"
    assert shown(page)[-1][:3] == ("合计（2户）", "", "6000.00")
    press(page, Qt.Key.Key_Delete)
    assert columns(page) == ["序号", "村民小组", "户主姓名"]


def test_f5_asks_how_and_with_what_and_the_rows_follow(desk):
    _, page, asker = desk
    find(page, "户类型")
    asker.answers += [0, 0]
    press(page, Qt.Key.Key_F5)
    assert page.builder.terms.item(0).text() == "户类型 是 脱贫户"
    assert shown(page) == [("1", "一组", "赵一")]
    page.builder.terms.setFocus()
    page.builder.terms.setCurrentRow(0)
    press(page, Qt.Key.Key_Delete)
    assert len(shown(page)) == 2


def test_a_constant_that_is_no_figure_is_refused_and_nothing_changes(desk):
    _, page, asker = desk
    find(page, "全年工资性收入")
    asker.answers += [0, "很多"]
    press(page, Qt.Key.Key_F5)
    assert page.builder.terms.count() == 0
    assert asker.heard[-1] == "desk.refused"


def test_f6_orders_and_f7_groups(desk):
    _, page, _ = desk
    find(page, "户主姓名")
    press(page, Qt.Key.Key_F6)
    assert [row[2] for row in shown(page)] == ["钱二", "赵一"]
    find(page, "村民小组")
    press(page, Qt.Key.Key_F7)
    assert [row[0] for row in shown(page)] == ["1", "一组小计（1户）", "2", "二组小计（1户）", "合计（2户）"]
    press(page, Qt.Key.Key_F7)
    assert [row[0] for row in shown(page)] == ["一组小计（1户）", "二组小计（1户）", "合计（2户）"]


def test_rows_of_members_lose_what_members_do_not_have(desk):
    _, page, _ = desk
    page.builder.rows.choose("group")
    finish()
    assert columns(page) == ["序号"]
    add(page, "户数")
    assert [row[1] for row in shown(page)] == ["1", "1"]


def keep(page, asker, name="各户工资"):
    add(page, "全年工资性收入")
    asker.answers.append(name)
    press(page, Qt.Key.Key_S, CTRL)


def test_a_kept_summary_stands_among_the_sheets_and_is_shown_there(desk):
    window, page, asker = desk
    keep(page, asker)
    assert [one.name for one in kept_summaries(window.sitting)] == ["各户工资"]
    assert page.form.sheets.currentItem().text() == "各户工资"
    assert page._shown is not None
    assert page._shown.made.file_name.startswith("各户工资-青石坪村")


def test_it_is_saved_as_a_workbook_like_any_sheet(desk, tmp_path):
    _, page, asker = desk
    keep(page, asker)
    asker.answers.append(tmp_path / "各户工资.xlsx")
    press(page, Qt.Key.Key_E, CTRL)
    rows = [list(filter(None, row)) for row in load_workbook(tmp_path / "各户工资.xlsx").active.values]
    assert [1, "一组", "赵一", 3000] in rows


def test_ctrl_t_changes_it_and_undo_takes_that_back(desk):
    window, page, asker = desk
    keep(page, asker)
    press(page, Qt.Key.Key_T, CTRL)
    add(page, "户类型")
    press(page, Qt.Key.Key_S, CTRL)
    assert [len(one.plan.columns) for one in kept_summaries(window.sitting)] == [5]
    window.sitting.undo()
    assert [len(one.plan.columns) for one in kept_summaries(window.sitting)] == [4]
    window.sitting.undo()
    finish()
    assert kept_summaries(window.sitting) == ()
    assert page.form.summary is None


def test_a_voided_summary_leaves_the_list(desk):
    window, page, asker = desk
    keep(page, asker)
    press(page, Qt.Key.Key_T, CTRL)
    asker.answers.append(True)
    page.builder.void()
    finish()
    assert kept_summaries(window.sitting) == ()
    assert page.form.sheets.currentItem().text().startswith("F1")


def test_two_summaries_cannot_have_one_name(desk):
    window, page, asker = desk
    keep(page, asker)
    page.form.sheets.setFocus()
    press(page, Qt.Key.Key_N, CTRL)
    keep(page, asker)
    assert len(kept_summaries(window.sitting)) == 1
    assert asker.heard[-1] == "desk.refused"


def test_esc_leaves_without_keeping(desk):
    window, page, _ = desk
    press(page, Qt.Key.Key_Escape)
    assert not page.is_writing
    assert kept_summaries(window.sitting) == ()


def test_a_ready_list_is_on_paper_with_its_initials_and_is_changed_into_ones_own(desk):
    window, page, asker = desk
    press(page, Qt.Key.Key_Escape)
    QTest.keyClicks(page.form.sheets, "bj")
    finish()
    assert page.form.summary.name == "本季未走访户"
    assert page._shown.made.file_name.startswith("本季未走访户-青石坪村")
    press(page, Qt.Key.Key_T, CTRL)
    assert page.builder.voiding.isHidden(), "what the program brings along is not voided"
    add(page, "户备注")
    press(page, Qt.Key.Key_S, CTRL)
    assert [one.name for one in kept_summaries(window.sitting)] == ["本季未走访户"]
    named = [spec.id for spec in page.form._specs]
    assert named.count("本季未走访户") == 1
    assert page.form.summary.plan.columns[-1].value == "household.note"
    press(page, Qt.Key.Key_T, CTRL)
    asker.answers.append(True)
    page.builder.void()
    finish()
    page.form.choose("本季未走访户")
    assert not page.form.summary.id, "the ready one is there again"


def test_a_number_still_takes_the_sheet_and_letters_that_nothing_begins_with_take_none(desk):
    _, page, _ = desk
    press(page, Qt.Key.Key_Escape)
    QTest.keyClicks(page.form.sheets, "4a")
    assert page.form.spec.id == "F4A"
    QTest.keyClicks(page.form.sheets, "qqq")
    assert page.form.spec.id == "F4A"
