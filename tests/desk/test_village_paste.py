"""A block of a whole village: households down, income items across; each cell read as if typed, one deed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from village_desk.entry.ledger.village_pasting import is_village_block
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

CODE = "990101001001"
HEADING = "序号\t户编号\t户主姓名\t公益性岗位补贴\t玉米\n"


@pytest.fixture
def street():
    """Three households; the second has two members, the third a line for June already."""
    records = []
    for number, names in ((1, ["单秀英"]), (2, ["翟玉兰", "覃海"]), (3, ["乜春"])):
        home = Household(new_id(), CODE, number=f"560{number}", head_name=names[0], group="一组")
        records.append(home)
        for place, name in enumerate(names, 1):
            records.append(Person(new_id(), CODE, home.id, place, name=name, relation="户主"))
    line = LedgerLine(
        new_id(), CODE, home.id, records[-1].id, item="G06", month=Month(202506), span="月",
        amount=Fen(10_000), origin="录入",
    )  # fmt: skip
    return [*records, line]


def opened(qtbot, sitting, *answers):
    window, hands = open_window(qtbot, sitting, "households", *answers)
    hands.alt(Qt.Key.Key_3)
    return window, window.page("households").household.tab("ledger"), hands


def paste(tab, hands, text):
    QApplication.clipboard().setText(text)
    tab.view.go_to(tab.model.waiting, "item")
    hands.control(Qt.Key.Key_V)
    return tab.pasting.preview.block


def lines(book):
    with book.reading() as reading:
        return reading.all(LedgerLine)


def test_a_block_of_households_and_items_is_seen_written_and_undone_at_once(qtbot, book, street):
    window, tab, hands = opened(qtbot, sit_at(book, *street))
    before = dump_hash(book)
    block = paste(tab, hands, HEADING + "1\t5601\t单秀英\t600\t1200*2\n2\t5603\t乜春\t650\t\n")
    assert (block.columns, block.left_over) == (("number", "head_name", "G06", "J101"), 1)
    assert [row.problems for row in block.rows] == [{}, {}]
    assert [row.is_new for row in block.rows] == [True, False]
    assert dump_hash(book) == before
    hands.control(Qt.Key.Key_Return)
    found = {(line.item, line.amount, line.month) for line in lines(book)}
    assert found == {("G06", 60_000, 202506), ("J101", 240_000, 202506), ("G06", 65_000, 202506)}
    assert all(line.person_id for line in lines(book) if line.item == "G06")
    window.undo()
    assert dump_hash(book) == before


def test_a_figure_pasted_over_a_line_known_by_quarter_changes_that_line(qtbot, book, street):
    street[-1] = replace(street[-1], month=Month(202504), span="季")
    _, tab, hands = opened(qtbot, sit_at(book, *street))
    block = paste(tab, hands, HEADING + "1\t5603\t乜春\t650\t\n")
    assert [row.is_new for row in block.rows] == [False]
    hands.control(Qt.Key.Key_Return)
    assert [(line.item, line.amount) for line in lines(book)] == [("G06", 65_000)]


def test_each_cell_that_cannot_be_taken_is_named(qtbot, book, street):
    _, tab, hands = opened(qtbot, sit_at(book, *street))
    rows = ["1\t5609\t单秀英\t600\t", "2\t5602\t翟玉兰\t600\t900", "3\t5603\t乜春\t六百\t900"]
    block = paste(tab, hands, HEADING + "\n".join(rows))
    assert [set(row.problems) for row in block.rows] == [{"number"}, {"G06"}, {"G06"}]
    assert "谁" in block.rows[1].problems["G06"]
    assert block.good == 0
    block.mend(2, "G06", "600")
    assert block.good == 1


def test_a_member_is_named_by_a_column_of_names_and_a_month_by_its_own(qtbot, book, street):
    _, tab, hands = opened(qtbot, sit_at(book, *street))
    rows = ["户编号\t姓名\t月份\t公益性岗位补贴", "5602\t覃海\t202505\t700", "5602\t没有\t202505\t7"]
    block = paste(tab, hands, "\n".join(rows))
    assert [set(row.problems) for row in block.rows] == [set(), {"name"}]
    (paid,) = block.rows[0].payments
    assert (paid.month, paid.amount) == (202505, 70_000)
    assert paid.person_id == next(one.id for one in street if getattr(one, "name", "") == "覃海")


def test_a_block_for_one_household_is_none_of_a_village():
    assert is_village_block(HEADING + "1\t5601\t单秀英\t600\t1\n")
    assert not is_village_block("收入项目\t姓名\t金额\n玉米\t单秀英\t5\n")
    assert not is_village_block("户编号\t备注\n5601\tx\n")
