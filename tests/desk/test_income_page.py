"""收入分析 beside the indicators: the same tables as the analysis sheet, half-year by half-year."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.entry.operations import add_line
from village_desk.entry.settings.yearly_figures import Notice, state_figure

from .village_book import finish, make_desk

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(dressed, tmp_path):
    window, _ = make_desk(tmp_path)
    window.show_page("indicators")
    finish()
    yield window
    window.close()
    window.sitting.book.close()


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    finish()


def shown(table):
    return [
        [table.model.index(row, column).data() for column in range(table.model.columnCount())]
        for row in range(table.model.rowCount())
    ]


def test_the_key_leads_from_the_indicators_to_the_analysis_and_back(desk):
    press(Qt.Key.Key_F9)
    assert desk.key_in_hand == "income_analysis"
    press(Qt.Key.Key_F9)
    assert desk.key_in_hand == "indicators"


def test_structure_growth_and_bands_are_those_of_the_ledger(desk):
    """Two households of one person with 3,000 of wages each, and 2,000 the year before at one."""
    add_line(desk.sitting, "9901010001", "#1", {"item": "省外务工工资", "month": "202405", "amount": "2000"})
    state_figure(desk.sitting, "local_rural", 2025, Notice("6000", "统计公报"))
    press(Qt.Key.Key_F9)
    page = desk.page("income_analysis")
    structure = shown(page.tables["structure"])
    assert structure[0][:7] == ["工资性", "3000.00", "2000.00", "1000.00", "50.0%", "100.0%", "50.0%"]
    assert {"本期", "上年同期", "工资性 3000", "2000"} <= set(page.charts["structure"].drawing.texts)
    assert "50.0%" in page.charts["pull"].drawing.texts
    assert structure[-1][1] == "3000.00"
    growth = {row[0]: row[1:] for row in shown(page.tables["growth"])}
    assert growth["本村全部户"][:4] == ["3000.00", "2000.00", "1000.00", "50.0%"]
    assert growth["当地农村居民人均可支配收入"] == ["6000.00", "—", "—", "—", "50.0%"]
    assert sum(int(row[1]) for row in shown(page.tables["bands"]) if not row[0].startswith("其中")) == 2


def test_a_chart_is_told_in_words_and_gone_where_there_is_nothing_to_see(desk):
    press(Qt.Key.Key_F9)
    page = desk.page("income_analysis")
    assert "20000及以上 0户" in page.charts["bands"].accessibleName()
    assert page.charts["bands"].isVisible()
    assert not page.charts["causes"].isVisible()


def test_other_half_years_are_turned_to_by_keys(desk):
    press(Qt.Key.Key_F9)
    page = desk.page("income_analysis")
    assert (page.half.year, page.half.is_first) == (2025, False)
    press(Qt.Key.Key_PageUp, CONTROL)
    assert (page.half.year, page.half.is_first) == (2025, True)
    assert "上半年" in page.head.text()
    press(Qt.Key.Key_PageUp, CONTROL)
    assert (page.half.year, page.half.is_first) == (2024, False)
