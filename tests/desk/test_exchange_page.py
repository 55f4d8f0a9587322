"""Bringing a file in by the wizard: seen first, decided, written, read back and taken back whole."""

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from village_desk.entry.register import Register

from .village_book import finish, identity, make_desk

HEADINGS = ("村民小组", "户编号", "姓名", "与户主关系", "性别", "证件号码", "文化程度", "村里自己的列")


def roster(path, *rows):
    book = Workbook()
    book.active.append(HEADINGS)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    window.show_page("exchange")
    finish()
    yield window, window.page("exchange"), asker
    window.close()
    window.sitting.book.close()


@pytest.fixture
def file(tmp_path):
    return roster(
        tmp_path / "花名册.xlsx",
        ("一组", "9901010001", "赵一", "户主", "男", identity("99010119800101001"), "初中", "x"),
        ("一组", "9901010009", "孙九", "户主", "男", identity("99010119700101003"), "小学", ""),
        ("一组", "9901010002", "钱二", "户主", "女", identity("99010119810101005"), "不知道", ""),
    )


def look(page, asker, file):
    asker.answers.append(file)
    page.choose_file()
    finish()


def people(window):
    return {name for row in Register(window.sitting).rows for name in row.names}


def test_a_dry_run_shows_every_row_once_and_writes_nothing(desk, file):
    window, page, asker = desk
    look(page, asker, file)
    figures = {key: int(label.text()) for key, label in page.wizard.counts.figures.items()}
    assert page.is_importing
    assert figures.pop("rows") == sum(figures.values()) == 3
    assert "孙九" not in people(window)


def test_what_the_file_says_otherwise_stands_with_before_and_after(desk, file):
    _, page, asker = desk
    look(page, asker, file)
    row = next(row for row in page.wizard.changes.rows if row.label == "文化程度")
    assert (row.whose.startswith("赵一"), row.before, row.after) == (True, "", "初中")


def test_columns_nobody_knows_and_cells_nobody_understands_are_named(desk, file):
    _, page, asker = desk
    look(page, asker, file)
    assert "村里自己的列" in page.wizard.notes.text()
    problem = next(one for one in page.wizard.problems.rows if one.value == "不知道")
    assert (problem.row, problem.column) == (4, "文化程度")


def test_a_written_import_is_read_back_and_taken_back_whole(desk, file):
    window, page, asker = desk
    before = people(window)
    look(page, asker, file)
    asker.answers.append(True)
    QTest.keyClick(page.wizard.tabs.currentWidget(), Qt.Key.Key_F9)
    finish()
    assert not page.is_importing
    assert "孙九" in people(window)
    assert "新增 2 条" in page.outcome_words.text()
    asker.answers.append(True)
    page.undo.click()
    finish()
    assert people(window) == before


def test_an_import_followed_by_other_work_is_not_taken_back_over_it(desk, file):
    window, page, asker = desk
    look(page, asker, file)
    asker.answers.append(True)
    page.wizard.write()
    finish()
    window.sitting.choose("town", "示范镇")
    asker.answers.append(True)
    page.take_back()
    assert asker.heard[-1] == "exchange.undo_later"
    assert "孙九" in people(window)


def test_a_row_that_may_be_two_people_waits_for_a_decision_and_then_counts(desk, file):
    _, page, asker = desk
    look(page, asker, file)
    assert [row.question.row for row in page.wizard.asked.rows] == [4]
    assert page.wizard.counts.figures["ambiguous"].text() == "1"
    asker.answers.append(0)
    QTest.keyClick(page.wizard.asked_view.body, Qt.Key.Key_Return)
    finish()
    assert page.wizard.counts.figures["ambiguous"].text() == "0"
    assert page.wizard.asked.row(0).decision.startswith("钱二")


def test_turning_back_from_a_decision_leaves_the_row_waiting(desk, file):
    _, page, asker = desk
    look(page, asker, file)
    asker.answers.append(None)
    page.wizard.decide(0)
    finish()
    assert page.wizard.counts.figures["ambiguous"].text() == "1"


def test_rows_that_wait_are_left_out_only_with_a_yes(desk, file):
    window, page, asker = desk
    look(page, asker, file)
    asker.answers.append(False)
    page.wizard.write()
    finish()
    assert asker.heard[-1] == "imports.leave_waiting"
    assert "孙九" not in people(window)


def test_the_marked_copy_says_what_became_of_each_row(desk, file, tmp_path):
    _, page, asker = desk
    look(page, asker, file)
    asker.answers.append(tmp_path / "标注.xlsx")
    QTest.keyClick(page.wizard.tabs.currentWidget(), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    finish()
    rows = list(load_workbook(tmp_path / "标注.xlsx").active.iter_rows(values_only=True))
    assert "新增" in str(rows[2][-1])


def test_a_file_that_is_no_table_is_refused_and_the_page_is_as_before(desk, tmp_path):
    _, page, asker = desk
    (tmp_path / "坏.xlsx").write_bytes(b"\0" * 100)
    look(page, asker, tmp_path / "坏.xlsx")
    assert not page.is_importing
    assert asker.heard[-1] == "desk.refused"


def test_a_heading_that_is_not_recognised_is_asked_for_and_the_file_goes_on(desk, tmp_path):
    _, page, asker = desk
    book = Workbook()
    for row in (("某村花名册",), ("户主姓名", "家里几口"), ("周十", "4")):
        book.active.append(row)
    book.save(tmp_path / "自编.xlsx")
    asker.answers += [tmp_path / "自编.xlsx", 1]
    page.choose_file()
    finish()
    finish()
    assert asker.heard[-1] == "imports.which_heading"
    assert page.is_importing
    assert page.wizard.counts.figures["rows"].text() == "1"
    page.wizard.year.setText("2024")
    page.wizard.plan()
    finish()
    assert page.wizard.counts.figures["rows"].text() == "1"


def test_nobody_points_at_a_heading_and_the_file_is_left_with_the_reason(desk, tmp_path):
    _, page, asker = desk
    book = Workbook()
    book.active.append(("户主姓名", "家里几口"))
    book.save(tmp_path / "自编.xlsx")
    asker.answers += [tmp_path / "自编.xlsx", None]
    page.choose_file()
    finish()
    assert not page.is_importing
    assert asker.heard[-2:] == ["imports.which_heading", "desk.refused"]


def test_escape_leaves_the_file_alone(desk, file):
    window, page, asker = desk
    look(page, asker, file)
    QTest.keyClick(page.wizard.tabs.currentWidget(), Qt.Key.Key_Escape)
    assert not page.is_importing
    assert "孙九" not in people(window)


def test_a_backup_on_a_stick_is_there_and_read_through(desk, tmp_path):
    window, page, asker = desk
    stick = tmp_path / "U盘"
    stick.mkdir()
    asker.answers.append(stick)
    assert page.backups.stick.isVisibleTo(page)
    assert not page.backups.stick.isWindow()
    page.backups.stick.click()
    finish()
    (made,) = stick.iterdir()
    assert made.name in window.keys.line.text()


def test_a_backup_that_was_tampered_with_is_marked_as_unusable(desk):
    _, page, _ = desk
    page.backups.back_up_here()
    finish()
    row = page.backups.model.row(0)
    content = bytearray(row.path.read_bytes())
    content[len(content) // 2] ^= 1
    row.path.write_bytes(content)
    page.backups._sound.clear()
    page.backups.refresh()
    finish()
    shown = page.backups.model.index(0, len(page.backups.model.columns) - 1).data()
    assert shown.startswith("✗")
