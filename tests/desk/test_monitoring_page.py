"""监测 by keys: who must be looked at, the procedure that follows, lines by year, the timeline."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.entry.operations import add_line, set_household
from village_desk.entry.settings.settings_entry import SettingsEntry
from village_desk.rules.followup_records import Procedure
from village_desk.rules.records import Household

from .village_book import finish, make_desk, settle


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    sitting = window.sitting
    for number, month, amount in (("9901010001", "202305", "9000"), ("9901010002", "202506", "20000")):
        add_line(sitting, number, "#1", {"item": "省外务工工资", "month": month, "amount": amount})
    window.show_page("monitoring")
    finish()
    yield window, window.page("monitoring"), asker
    window.close()
    sitting.book.close()


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    finish()


def heads(page):
    return [one.household.head_name for one in page.candidates.model.rows]


def all_of(window, kind):
    with window.sitting.book.reading() as reading:
        return reading.all(kind)


def test_the_month_in_hand_lists_who_is_under_the_line_and_why(desk):
    _, page, _ = desk
    assert heads(page) == ["赵一"]
    assert "3,000.00" in page.candidates.why.text()
    assert "8,700.00" in page.head.text()
    assert page.tabs.tabText(0).endswith("1")


def test_a_key_turns_to_another_month_and_the_quarter_is_screened_after_its_end(desk):
    _, page, _ = desk
    press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert page.entry.month == 202506
    assert heads(page) == ["赵一", "钱二"]
    page.period.choose("quarter")
    finish()
    assert page.entry.month == 202504
    press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.entry.month == 202507
    assert heads(page) == ["赵一"]


def test_one_kind_of_reason_is_shown_alone(desk):
    _, page, _ = desk
    page.candidates.kind.choose("spending")
    assert heads(page) == []
    page.candidates.kind.choose("under")
    assert heads(page) == ["赵一"]


def test_a_candidate_becomes_a_monitored_household_by_keys_alone(desk):
    window, page, asker = desk
    asker.answers += [True]
    press(Qt.Key.Key_F7)
    assert page.tabs.currentIndex() == 1
    (procedure,) = all_of(window, Procedure)
    assert procedure.applied_on == window.sitting.today
    assert page.procedures.model.index(0, 3).data() == "入户核查"
    assert "信息采集表" in page.procedures.steps.text()
    page.procedures.view.setFocus()
    press(Qt.Key.Key_Return)
    page.procedures.form.focus("county_decided_on")
    QTest.keyClicks(QApplication.focusWidget(), "20250710")
    press(Qt.Key.Key_Return)
    asker.answers += ["边缘易致贫户", "2025-07"]
    press(Qt.Key.Key_F7)
    household = next(one for one in all_of(window, Household) if one.head_name == "赵一")
    assert (household.monitoring_class, household.monitored_from) == ("边缘易致贫户", 202507)
    assert all_of(window, Procedure)[0].outcome == "同意"
    page.open_tab(0)
    asked = len(asker.heard)
    press(Qt.Key.Key_F7)
    assert len(asker.heard) == asked


def test_risks_without_an_answer_are_listed_for_monitored_households(desk):
    window, page, _ = desk
    set_household(window.sitting, "9901010002", {"monitoring_class": "边缘易致贫户"})
    finish()
    page.turn_to()
    finish()
    press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    rules = {row.finding.rule for row in page.risks.rows if row.finding}
    assert "RK01" in rules
    assert {row.household.head_name for row in page.risks.rows} == {"钱二"}


def test_lines_by_year_say_where_they_come_from_and_who_set_them(desk):
    window, page, _ = desk
    SettingsEntry(window.sitting).answer_line(2025, "9000")
    finish()
    rows = [row for row in page.lines.rows if row.is_in_force]
    assert [(row.year, row.amount) for row in rows] == [(2025, 9_000_00)]
    assert window.sitting.who in rows[0].set_by
    document = next(row for row in page.lines.rows if row.place == "施甸县")
    assert (document.amount, document.is_in_force) == (8_700_00, False)


def test_a_key_leads_to_the_timeline_of_the_candidate(desk):
    window, page, _ = desk
    wanted = page.candidates.candidate_in_hand.household.id
    press(Qt.Key.Key_F3)
    tabs = window.page("households").household
    assert tabs.household_id == wanted
    tab = tabs.tab("timeline")
    assert tabs.tab_in_hand is tab
    assert len(tab.income._rows) == 8
    assert "3,000.00" in tab.why.text()
    settle()
