"""The ledger's grid: typed cells reach the disk, what is not understood stays, last year stands ready."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from village_desk.desk.look import TextSize, resize_text
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

CODE = "990101001001"


@pytest.fixture
def family():
    """A household of two, the head working away last year and this."""
    household = Household(new_id(), CODE, number="5601", head_name="单秀英", group="一组")
    head = Person(new_id(), CODE, household.id, 1, name="单秀英", relation="户主")
    mother = Person(new_id(), CODE, household.id, 2, name="翟玉兰", relation="之母")
    return [
        household,
        head,
        mother,
        _line(household, head, "G01", 202503, quantity=3000, unit="月", price=3_000_000, amount=Fen(900_000)),
        _line(household, mother, "T011", 202404, quantity=3000, unit="月", price=130_000, amount=Fen(39_000)),
    ]


def _line(household, person, item, month, **values):
    wanted = {"span": "月", "origin": "录入", **values}
    return LedgerLine(new_id(), CODE, household.id, person.id, item=item, month=Month(month), **wanted)


def _opened(qtbot, sitting, *answers):
    window, hands = open_window(qtbot, sitting, "households", *answers)
    hands.alt(Qt.Key.Key_3)
    hands.count = 0
    return window.page("households").household.tab("ledger"), hands


def _lines(book, household):
    with book.reading() as reading:
        return {line.item: line for line in reading.of_household(LedgerLine, household.id)}


def test_a_figure_typed_over_is_on_disk_and_the_amount_follows(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    tab.view.go_to(0, "price")
    hands.type("3500")
    hands.enter()
    line = _lines(book, family[0])["G01"]
    assert (line.price, line.amount) == (3_500_000, 1_050_000)
    assert tab.model.text(0, "amount") == "10,500.00"
    assert tab.sums.amount("工资性收入") == "10,500.00"


def test_arithmetic_is_echoed_while_it_is_typed(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    tab.view.go_to(0, "amount")
    hands.type("1200*3+450")
    assert "4,050.00" in tab.line.text()
    hands.enter()
    assert _lines(book, family[0])["G01"].amount == 405_000


def test_what_is_not_understood_stays_in_its_cell_and_is_marked(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    tab.view.go_to(0, "quantity")
    hands.type("3*")
    hands.enter()
    assert tab.model.text(0, "quantity") == "3*"
    assert tab.model.data(tab.model.index(0, 3), Qt.ItemDataRole.BackgroundRole) is not None
    assert tab.line.text().startswith("没看懂“3*”")
    assert _lines(book, family[0])["G01"].quantity == 3000
    hands.type("2")
    hands.enter()
    assert _lines(book, family[0])["G01"].quantity == 2000
    assert tab.model.data(tab.model.index(0, 3), Qt.ItemDataRole.BackgroundRole) is None


def test_an_amount_that_is_not_quantity_times_price_is_marked_not_corrected(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    tab.view.go_to(0, "amount")
    hands.type("9500")
    hands.enter()
    tab.view.go_to(0, "amount")
    assert _lines(book, family[0])["G01"].amount == 950_000
    assert "9,000.00" in tab.line.text()


def test_escape_leaves_a_cell_as_it_was(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    tab.view.go_to(0, "price")
    hands.type("99")
    hands.press(Qt.Key.Key_Escape)
    assert tab.view.hasFocus()
    assert _lines(book, family[0])["G01"].price == 3_000_000


def test_last_years_pension_stands_pale_and_f5_takes_it(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    pale = tab.model.waiting + 1
    assert tab.model.text(pale, "item") == "城乡居民养老金"
    assert tab.model.text(pale, "amount") == ""
    assert tab.model.text(pale, "hint") == "390.00"
    tab.view.go_to(pale, "amount")
    hands.press(Qt.Key.Key_F5)
    with book.reading() as reading:
        taken = reading.lines_of_month(family[0].id, Month(202504), Month(202504))
    assert [(line.item, line.amount, line.origin) for line in taken] == [("T011", 39_000, "沿用")]
    assert tab.model.expected == []


def test_a_figure_typed_into_a_pale_row_begins_this_years_line(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    tab.view.go_to(tab.model.waiting + 1, "amount")
    hands.type("420")
    hands.enter()
    with book.reading() as reading:
        begun = reading.lines_of_month(family[0].id, Month(202506), Month(202506))
    assert [(line.item, line.person_id, line.amount) for line in begun] == [("T011", family[2].id, 42_000)]


def test_f6_carries_last_quarter_forward_once(qtbot, book, family):
    _, hands = _opened(qtbot, sit_at(book, *family))
    hands.press(Qt.Key.Key_F6)
    hands.press(Qt.Key.Key_F6)
    with book.reading() as reading:
        carried = reading.lines_of_month(family[0].id, Month(202504), Month(202506))
    assert [(line.item, line.origin) for line in carried] == [("G01", "沿用")]


def test_delete_voids_only_with_a_reason(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family), "  ", "重复")
    tab.view.go_to(0, "item")
    hands.press(Qt.Key.Key_Delete)
    assert "G01" in _lines(book, family[0])
    hands.press(Qt.Key.Key_Delete)
    assert "G01" not in _lines(book, family[0])


def test_undo_brings_the_voided_line_back_into_the_grid(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family), "重复")
    tab.view.go_to(0, "item")
    hands.press(Qt.Key.Key_Delete)
    hands.control(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: tab.model.waiting == 1)
    assert tab.model.text(0, "item") == "省外务工工资"


def test_a_bare_month_means_the_month_of_the_year_shown(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    tab.view.go_to(0, "month")
    hands.type("11")
    hands.enter()
    assert _lines(book, family[0])["G01"].month == 202411


def test_a_new_line_of_last_year_lands_in_last_year(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    hands.alt(Qt.Key.Key_Left)
    hands.type("sw")
    hands.enter()
    line = next(line for line in tab.entry.lines if line.item == "G01")
    assert line.month == 202409


def test_the_formula_stands_behind_the_net(qtbot, book, family):
    tab, _ = _opened(qtbot, sit_at(book, *family))
    where = tab.sums.figures.room_of("家庭纯收入").center()
    hover = QHelpEvent(QEvent.Type.ToolTip, where, tab.sums.figures.mapToGlobal(where))
    QApplication.sendEvent(tab.sums.figures, hover)
    assert "9000.00" in QToolTip.text()
    assert tab.sums.amount("人均纯收入") == "4,500.00"


def test_the_input_method_is_off_where_figures_and_initials_are_typed(qtbot, book, family):
    tab, _ = _opened(qtbot, sit_at(book, *family))
    off = Qt.WidgetAttribute.WA_InputMethodEnabled
    assert not tab.view.testAttribute(off)
    assert not tab.view.cell.testAttribute(off)


@pytest.mark.parametrize("size", list(TextSize))
def test_no_column_is_cut_off_at_any_text_size(qtbot, dressed, book, family, size):
    resize_text(dressed, size)
    tab, _ = _opened(qtbot, sit_at(book, *family))
    QApplication.processEvents()
    header = tab.view.horizontalHeader()
    shown = [place for place in range(header.count()) if not header.isSectionHidden(place)]
    assert header.length() <= tab.view.viewport().width()
    assert len(shown) >= 5


def test_the_rest_of_a_row_is_reached_by_key(qtbot, book, family):
    tab, hands = _opened(qtbot, sit_at(book, *family))
    tab.view.go_to(0, "item")
    hands.alt(Qt.Key.Key_Down)
    tab.more.focus("place")
    hands.type("Dongguan")
    hands.enter()
    assert _lines(book, family[0])["G01"].place == "Dongguan"
    hands.alt(Qt.Key.Key_Up)
    assert tab.view.hasFocus()
