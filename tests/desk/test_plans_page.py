"""增收计划 by keys: opened, measures taken, targets set, adjusted with a reason, tracked from the ledger."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.entry.asking import WrittenAsker
from village_desk.entry.operations import add_line, set_household, set_person
from village_desk.entry.record_operations import RecordTexts, set_record
from village_desk.entry.records.plan_entry import set_plan
from village_desk.rules.months import Month, quarter_of
from village_desk.rules.support_records import Measure, Plan

from .village_book import finish, make_desk

ONE, TWO = "9901010001", "9901010002"
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    sitting = window.sitting
    for number, labour, helper in ((ONE, "普通劳动力", "周平"), (TWO, "丧失劳动力", "李丽")):
        set_person(sitting, number, "#1", {"labour": labour})
        set_household(sitting, number, {"helper_name": helper})
        add_line(sitting, number, "#1", {"item": "省外务工工资", "month": "202403", "amount": "20000"})
    window.show_page("plans")
    finish()
    yield window, window.page("plans"), asker
    window.close()
    sitting.book.close()


def press(key, modifier=NO_MODIFIER):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    finish()


def type_in(text):
    QTest.keyClicks(QApplication.focusWidget(), text)
    press(Qt.Key.Key_Return)


def all_of(window, kind):
    with window.sitting.book.reading() as reading:
        return reading.all(kind)


def shown(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_plan_is_opened_filled_adjusted_and_tracked_by_keys_alone(desk):
    window, page, asker = desk
    assert (page.list.view.body.hasFocus(), page.list.row.household.head_name) == (True, "赵一")
    press(Qt.Key.Key_F7)
    (plan,) = all_of(window, Plan)
    assert (plan.baseline_wages, plan.group, plan.responsible) == (20_000_00, "有普通劳动力", "周平")

    press(Qt.Key.Key_3, ALT)
    first = [page.side.suggestions_view.rows.row(place).measure.code for place in (0, 1)]
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    measures = all_of(window, Measure)
    assert sorted(one.measure for one in measures) == sorted(first)
    assert {one.responsible for one in measures} == {"周平"}

    press(Qt.Key.Key_1, ALT)
    assert page.side.form.key_in_hand == "wages"
    type_in("2.5w")
    page.side.form.focus("signed_by_head_on")
    type_in("20250301")
    page.side.form.focus("signed_by_responsible_on")
    type_in("20250302")
    assert page.list.row.state == "signed"
    page.side.form.focus("wages")
    type_in("26000")
    assert asker.heard[-1] == "desk.refused"
    asker.answers += ["厂里涨了工资"]
    press(Qt.Key.Key_F7)
    type_in("26000")
    assert [
        (one.version, one.wages) for one in sorted(all_of(window, Plan), key=lambda one: one.version)
    ] == [
        (1, 25_000_00),
        (2, 26_000_00),
    ]
    assert "厂里涨了工资" in page.side.state.text()
    assert page.list.row.state == "draft"

    press(Qt.Key.Key_V, ALT)
    assert page.side.parts.row(0).target == 25_000_00
    assert not page.side.form.editor("wages").isEnabled()
    press(Qt.Key.Key_V, ALT)
    assert page.side.parts.row(0).target == 26_000_00

    window.sitting.work_on(quarter_of(Month(202507), window.sitting.settings.year_mode))
    for month, amount in (("202411", "1000"), ("202501", "22000"), ("202506", "1500"), ("202508", "700")):
        add_line(window.sitting, ONE, "#1", {"item": "省外务工工资", "month": month, "amount": amount})
    finish()
    away = next(row for row in page.side.measures.rows if row.measure.item == "G01")
    # Each quarter against the same one of the year before, which had 20,000 in its second.
    assert away.actual == (1_000_00, 22_000_00 - 20_000_00, 3_000_00 + 1_500_00, 700_00)
    assert away.total == 8_200_00


def test_targets_typed_in_the_form_are_the_rows_beside_it(desk):
    window, page, _ = desk
    set_plan(window.sitting, ONE, 2025, {"wages": "24000"})
    finish()
    assert shown(page.side.parts, 0)[:4] == ["工资性", "20,000", "24,000", "4,000"]
    assert shown(page.side.parts, 5)[1:4] == ["20,000", "24,000", "4,000"]
    assert page.list.model.sums["target"] == "24,000"
    assert page.list.model.sums["gap"] == "4,000"


def test_only_those_without_a_plan_or_of_one_who_answers_are_shown(desk):
    window, page, asker = desk
    set_plan(window.sitting, ONE, 2025, {"wages": "24000"})
    finish()
    press(Qt.Key.Key_Right, ALT)
    assert page.list.shown.choice == "none"
    assert [row.household.head_name for row in page.list.model.rows] == ["钱二"]
    press(Qt.Key.Key_Left, ALT)
    asker.answers += ["周平：1户，措施0项"]
    press(Qt.Key.Key_R, CONTROL)
    assert [row.responsible for row in page.list.model.rows] == ["周平"]
    asker.answers += [0]
    press(Qt.Key.Key_R, CONTROL)
    assert len(page.list.model.rows) == 2


def test_a_measure_is_copied_to_the_marked_and_a_refusal_says_why(desk):
    window, page, asker = desk
    said = RecordTexts(ONE, "#1", None, {"year": 2025}, {"measure": "W01", "increment": "3000"})
    set_record(window.sitting, "measure", said)
    finish()
    press(Qt.Key.Key_D, CONTROL)
    assert len(all_of(window, Measure)) == 1
    page.list.view.take(1)
    press(Qt.Key.Key_Space)
    assert page.list.model.index(1, 0).data() == "✓ 钱二"
    page.list.view.take(0)
    asker.answers += [True]
    press(Qt.Key.Key_D, CONTROL)
    assert asker.heard[-1] == "plans.copied_refused"
    assert len(all_of(window, Measure)) == 1
    set_person(window.sitting, TWO, "#1", {"labour": "普通劳动力"})
    finish()
    page.list.view.take(1)
    page.list.setFocus()
    press(Qt.Key.Key_Space)
    page.list.view.take(0)
    asker.answers += [True]
    press(Qt.Key.Key_D, CONTROL)
    assert len(all_of(window, Measure)) == 2
    assert "李丽 1项" in page.list.people.text()


def test_a_trial_is_told_and_not_kept(desk):
    window, _, asker = desk
    before = window.sitting.book.deeds
    asker.answers += ["3×4500×10"]
    press(Qt.Key.Key_T, CONTROL)
    assert window.sitting.book.deeds == before
    asker.answers += ["三头"]
    press(Qt.Key.Key_T, CONTROL)
    assert asker.heard[-1] == "desk.refused"


def test_a_measure_in_hand_is_tried_from_what_it_says_and_the_plan_is_told_with_it(desk, monkeypatch):
    window, page, asker = desk
    press(Qt.Key.Key_F7)
    texts = {"measure": "W01", "item": "G01", "quantity": "10", "unit": "月", "increment": "5000"}
    set_record(window.sitting, "measure", RecordTexts(ONE, "#1", None, {"year": page.year}, texts))
    finish()
    press(Qt.Key.Key_2, ALT)
    before = window.sitting.book.deeds
    offered = []

    def ask_text(question, *, initial="", is_secret=False):
        offered.append(initial)
        return WrittenAsker("10×800").ask_text(question)

    monkeypatch.setattr(asker, "ask_text", ask_text)
    press(Qt.Key.Key_T, CONTROL)
    assert offered == ["10×500"]
    assert asker.heard[-1] == "plans.trial_outcome"
    assert window.sitting.book.deeds == before


def test_the_household_in_hand_is_analysed_income_labour_and_wish(desk):
    window, page, _ = desk
    set_person(window.sitting, ONE, "#1", {"skill": "焊工", "work_wish": "省内务工"})
    texts = {"item": "玉米", "scale": "3", "scale_unit": "亩"}
    set_record(window.sitting, "industry", RecordTexts(ONE, None, None, {"year": page.year}, texts))
    spell = {"started": "202401", "ended": "202403", "province": "浙江省"}
    set_record(window.sitting, "work_spell", RecordTexts(ONE, "#1", None, {}, spell))
    finish()
    press(Qt.Key.Key_4, ALT)
    analysis = page.side.analysis
    assert analysis.view.body.hasFocus()
    (row,) = [shown(analysis.model, 0)]
    assert (row[0], row[3], row[5], row[7]) == ("赵一", "普通劳动力", "焊工", "省内务工")
    assert row[6] == "浙江省，3个月"
    assert "玉米 3亩" in analysis.means.text()
    assert {"工资性 3000", "20000"} <= set(analysis.chart.drawing.texts)
    press(Qt.Key.Key_Down, ALT)
    assert shown(analysis.model, 0)[0] == "钱二"


def test_a_saved_household_is_read_anew_alone(desk, monkeypatch):
    _, page, _ = desk
    read = []
    monkeypatch.setattr("village_desk.desk.year.plans_page.still_of", read.append)
    press(Qt.Key.Key_F7)
    assert page.list.row.state == "draft"
    assert not read


def test_a_finding_about_a_plan_leads_to_it(desk):
    window, page, _ = desk
    window.desk.open_household(page.list.model.row(1).household.id, "ledger")
    finish()

    window.page("households").go_to_field("plan|")
    finish()

    assert window.key_in_hand == "plans"
    assert page.list.row.household.head_name == "钱二"


def test_the_best_suggestions_are_shown_and_enter_on_the_last_row_shows_the_rest(desk):
    window, page, _ = desk
    set_person(window.sitting, ONE, None, {"name": "赵二", "labour": "技能劳动力"})
    finish()
    press(Qt.Key.Key_3, ALT)
    listed = page.side.suggestions_view
    assert listed.count > 9
    assert shown(listed.rows, 8)[0] == f"还有{listed.count - 8}项（回车）"
    assert len(listed.rows.rows) == 9
    for _step in range(8):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert len(listed.rows.rows) == listed.count
    assert not all_of(window, Measure)
    press(Qt.Key.Key_Return)
    assert len(all_of(window, Measure)) == 1
    assert len(listed.rows.rows) == listed.count
    press(Qt.Key.Key_Down, ALT)
    assert len(listed.rows.rows) <= 9


def test_a_measure_like_others_in_the_village_shows_what_it_usually_brings(desk):
    window, page, _ = desk
    said = RecordTexts(TWO, "#1", None, {"year": 2025}, {"measure": "W02", "increment": "3000"})
    set_record(window.sitting, "measure", said)
    set_plan(window.sitting, ONE, 2025, {})
    page.refresh()
    finish()
    rows = page.side.suggestions_view.rows
    away = next(place for place, row in enumerate(rows.rows) if row and row.measure.code == "W02")
    assert shown(rows, away)[2] == "3,000"
    assert away == [row is not None and row.reason == "group" for row in rows.rows].index(True)


def test_a_household_is_searched_among_the_plans_and_taken_in_hand(desk):
    window, page, _ = desk
    press(Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(window.search, "qe")
    finish()
    assert window.key_in_hand == "plans"
    assert [row.household.head_name for row in page.list.model.rows] == ["钱二"]
    assert page.side.title.text().startswith("钱二")
    press(Qt.Key.Key_Return)
    assert window.search.text() == ""
    assert len(page.list.model.rows) == 2
    assert page.list.row.household.head_name == "钱二"
    assert page.list.view.body.hasFocus()
    press(Qt.Key.Key_F7)
    assert [plan.household_id for plan in all_of(window, Plan)] == [page.list.row.household.id]


def test_a_plan_is_voided_with_a_reason_and_the_version_before_holds_again(desk):
    window, page, asker = desk
    set_plan(window.sitting, ONE, 2025, {"wages": "24000"})
    set_plan(window.sitting, ONE, 2025, {"wages": "26000", "change_reason": "涨工资"})
    finish()
    asker.answers += [""]
    press(Qt.Key.Key_Delete, CONTROL)
    assert len(all_of(window, Plan)) == 2
    asker.answers += ["填错户了"]
    press(Qt.Key.Key_Delete, CONTROL)
    assert asker.heard[-1] == "plans.void_why_again"
    assert [plan.wages for plan in all_of(window, Plan)] == [24_000_00]
    assert page.side.parts.row(0).target == 24_000_00
    asker.answers += ["填错户了"]
    press(Qt.Key.Key_Delete, CONTROL)
    assert page.list.row.state == "none"
    press(Qt.Key.Key_Z, CONTROL)
    assert page.list.row.target == 24_000_00
