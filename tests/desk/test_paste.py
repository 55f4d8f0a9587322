"""A block from a spreadsheet in the ledger: seen first, mended by keys, written and undone as one deed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from village_desk.entry.ledger.pasting import cells_of
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

CODE = "990101001001"
HEADED = "收入项目\t姓名\t月份\t金额\t备注\n省外务工工资\t单秀英\t5\t4,200\t五月\n玉米\t\t202506\t1200*2\t\n"


@pytest.fixture
def family():
    """A household of two with one line."""
    household = Household(new_id(), CODE, number="5601", head_name="单秀英", group="一组")
    head = Person(new_id(), CODE, household.id, 1, name="单秀英", relation="户主")
    mother = Person(new_id(), CODE, household.id, 2, name="翟玉兰", relation="之母")
    line = LedgerLine(
        new_id(), CODE, household.id, head.id, item="G01", month=Month(202503), span="月", origin="录入"
    )
    return [household, head, mother, line]


def opened(qtbot, sitting, *answers):
    window, hands = open_window(qtbot, sitting, "households", *answers)
    hands.alt(Qt.Key.Key_3)
    return window, window.page("households").household.tab("ledger"), hands


def paste(tab, hands, text, row=None, key="item"):
    QApplication.clipboard().setText(text)
    tab.view.go_to(tab.model.waiting if row is None else row, key)
    hands.control(Qt.Key.Key_V)


def lines(book, household):
    with book.reading() as reading:
        return reading.of_household(LedgerLine, household.id)


def test_a_block_is_shown_before_it_is_written_and_undone_at_once(qtbot, book, family):
    window, tab, hands = opened(qtbot, sit_at(book, *family))
    before = dump_hash(book)
    paste(tab, hands, HEADED)
    assert tab.pasting.preview.isVisible()
    assert not tab.view.isVisible()
    assert dump_hash(book) == before
    hands.control(Qt.Key.Key_Return)
    assert tab.pasting.preview is None
    assert tab.view.hasFocus()
    assert len(lines(book, family[0])) == 3
    wage = next(line for line in lines(book, family[0]) if line.amount == 420_000)
    assert (wage.item, wage.person_id, wage.month, wage.note) == ("G01", family[1].id, 202505, "五月")
    corn = next(line for line in lines(book, family[0]) if line.item == "J101")
    assert (corn.amount, corn.person_id, corn.month) == (240_000, None, 202506)
    window.undo()
    assert dump_hash(book) == before


def test_turning_back_writes_nothing(qtbot, book, family):
    _, tab, hands = opened(qtbot, sit_at(book, *family))
    before = dump_hash(book)
    paste(tab, hands, HEADED)
    hands.press(Qt.Key.Key_Escape)
    assert tab.pasting.preview is None
    assert tab.view.isVisible()
    assert dump_hash(book) == before


def test_a_cell_that_is_not_understood_is_named_and_mended_by_enter(qtbot, book, family):
    _, tab, hands = opened(qtbot, sit_at(book, *family), "350")
    paste(tab, hands, "省外务工工资\t翟玉兰\t202505\t\t\t三百五\n合计\t\t\t\t\t350")
    assert [set(row.problems) for row in tab.pasting.preview.block.rows] == [{"amount"}, {"item"}]
    assert "金额：不是数字" in tab.pasting.preview.why.text()
    hands.enter()
    assert [set(row.problems) for row in tab.pasting.preview.block.rows] == [set(), {"item"}]
    assert tab.pasting.preview.block.rows[0].values["amount"] == 35_000
    assert tab.pasting.preview.why.text() == ""


def test_rows_with_a_problem_are_left_out_only_with_a_yes(qtbot, book, family):
    text = "省外务工工资\t单秀英\t4\t\t\t3000\n没有这一项\t\t4\t\t\t50"
    window, tab, hands = opened(qtbot, sit_at(book, *family), False, True)
    paste(tab, hands, text)
    hands.control(Qt.Key.Key_Return)
    assert len(lines(book, family[0])) == 1
    hands.control(Qt.Key.Key_Return)
    assert window.asker.heard == ["pasting.leave_out"] * 2
    assert sorted(line.amount or 0 for line in lines(book, family[0])) == [0, 300_000]


def test_figures_pasted_over_a_line_change_it_and_blank_cells_erase_nothing(qtbot, book, family):
    _, tab, hands = opened(qtbot, sit_at(book, *family))
    paste(tab, hands, "3\t4000\n\t", row=0, key="quantity")
    assert [row.line.id for row in tab.pasting.preview.block.rows] == [family[3].id]
    hands.control(Qt.Key.Key_Return)
    (line,) = lines(book, family[0])
    assert (line.quantity, line.price, line.amount, line.person_id) == (
        3000,
        4_000_000,
        1_200_000,
        family[1].id,
    )


def test_one_cell_is_typed_into_the_cell_in_hand(qtbot, book, family):
    _, tab, hands = opened(qtbot, sit_at(book, *family))
    paste(tab, hands, "2600\r\n", row=0, key="amount")
    assert tab.pasting.preview is None
    hands.enter()
    assert lines(book, family[0])[0].amount == 260_000


def test_columns_for_which_the_grid_has_no_room_are_counted(qtbot, book, family):
    _, tab, hands = opened(qtbot, sit_at(book, *family))
    paste(tab, hands, "500\t多\t多\n", row=0, key="amount")
    assert tab.pasting.preview.block.left_over == 2
    assert "右边多出 2 列" in tab.pasting.preview.words.text()


def test_cells_are_those_of_a_spreadsheet():
    assert cells_of('a\t"两\n行"\tb\r\n\t\t\r\n') == [["a", "两\n行", "b"], ["", "", ""]]
    assert cells_of('"没有尽头\tb\nc') == [["没有尽头\tb\nc"]]
