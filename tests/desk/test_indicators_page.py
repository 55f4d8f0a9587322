"""The page of the indicators: a figure in hand shows what it means and opens who stands behind it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from village_desk.entry.checks.findings_entry import FindingFilter, FindingsEntry
from village_desk.entry.operations import set_household

from .village_book import finish, make_desk


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    window.show_page("indicators")
    finish()
    yield window, window.page("indicators"), asker
    window.close()
    window.sitting.book.close()


def take(page, title, group):
    row = next(n for n, one in enumerate(page.model.rows) if (one.title, one.group) == (title, group))
    page.list.take(row)
    finish()
    return page.model.row(row)


def test_every_figure_opens_the_list_that_sums_to_it(desk):
    _, page, _ = desk
    for number, row in enumerate(page.model.rows):
        page.list.take(number)
        finish()
        found = page.behind_model.rows
        assert sum(one.is_counted for one in found) == len(row.judged.figure.counted)


def test_a_row_of_an_indicator_opens_its_own_list_and_the_rows_sum_to_the_figure(desk):
    _, page, _ = desk
    row = take(page, "收入分段户数", "全体农户")
    page.list.setFocus()
    QTest.keyClick(page.list.body, Qt.Key.Key_Return)
    assert page.rows.body.hasFocus()
    seen = []
    for _ in page.rows_model.rows[1:]:
        QTest.keyClick(page.rows.body, Qt.Key.Key_Down)
        finish()
        seen += [one.household_id for one in page.behind_model.rows if one.is_counted]
    assert seen == [one.household_id for one in row.judged.figure.counted]
    QTest.keyClick(page.rows.body, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.rows.body, Qt.Key.Key_Return)
    assert page.behind.body.hasFocus()
    QTest.keyClick(page.behind.body, Qt.Key.Key_Escape)
    assert page.rows.body.hasFocus()
    QTest.keyClick(page.rows.body, Qt.Key.Key_Escape)
    assert page.list.body.hasFocus()


def test_enter_goes_into_the_list_and_enter_again_to_the_household(desk):
    window, page, _ = desk
    row = take(page, "人均纯收入", "全体农户")
    page.list.setFocus()
    QTest.keyClick(page.list.body, Qt.Key.Key_Return)
    assert page.behind.body.hasFocus()
    first = page.behind_model.row(0)
    assert first.household_id == row.judged.figure.counted[0].household_id
    QTest.keyClick(page.behind.body, Qt.Key.Key_Return)
    finish()
    assert window.key_in_hand == "households"
    assert window.page("households").household.household_id == first.household_id


def test_escape_leads_back_to_the_indicators(desk):
    _, page, _ = desk
    take(page, "人均纯收入", "全体农户")
    page.open_behind()
    QTest.keyClick(page.behind.body, Qt.Key.Key_Escape)
    assert page.list.body.hasFocus()


def test_the_figures_follow_the_book(desk):
    window, page, _ = desk
    before = take(page, "人均纯收入", "脱贫户").judged.figure.counted
    numbers = {one.number for one in page.behind_model.rows}
    set_household(window.sitting, sorted(numbers)[0], {"household_class": "一般农户"})
    finish()
    finish()
    after = page.row
    assert (after.title, after.group) == ("人均纯收入", "脱贫户")
    assert len(after.judged.figure.counted) == len(before) - 1


def test_a_target_is_shown_with_where_it_stands_in_the_document(desk):
    _, page, _ = desk
    row = next(one for one in page.model.rows if one.target)
    take(page, row.title, row.group)
    assert row.source in page.parts.text()
    assert row.state in ("达到", "未达到", "未到期", "没有数据")


def test_the_years_and_the_rows_of_a_figure_are_drawn_with_it(desk):
    _, page, _ = desk
    row = take(page, "收入分段户数", "全体农户")
    texts = page.trend.drawing.texts
    assert [str(year) for year, _ in row.trend] == [text for text in texts if text.startswith("20")]
    assert row.value in texts
    assert {one.title for one in row.rows} <= set(page.bars.drawing.texts)
    take(page, "人均纯收入", "全体农户")
    assert not page.bars.isVisible()
    assert page.trend.isVisible()


def test_a_figure_that_is_not_there_says_why(desk):
    _, page, _ = desk
    for title, group, why in (
        ("与农村居民收入之比", "脱贫户", "当地农村居民人均可支配收入没有填"),
        ("低收入台账户数", "脱贫户", "文件没有说明这一年的低收入标准"),
        ("搬迁劳动力就业率", "易地搬迁户", "没有符合条件的户或人"),
        ("还有必改问题的户数", "全体农户", "往年的没有留下"),
    ):
        take(page, title, group)
        assert why in page.parts.text()
    take(page, "人均纯收入", "全体农户")
    assert "没有数据" not in page.parts.text()


def test_the_households_still_to_be_mended_are_those_of_the_checks(desk):
    window, page, _ = desk
    findings = FindingsEntry(window.sitting)
    first = next(one.household_id for one in findings.run() if one.household_number == "9901010001")
    for doubt in findings.shown(FindingFilter(frozenset({"疑点"}), household_id=first)):
        findings.confirm(doubt, "属实，已入户核对")
    finish()
    for level, title in (("必改", "还有必改问题的户数"), ("疑点", "还有疑点没有说明的户数")):
        found = {one.household_id for one in findings.shown(FindingFilter(frozenset({level})))}
        counted = {one.household_id for one in take(page, title, "全体农户").judged.figure.counted}
        assert counted == found
        assert (first in found) is (level == "必改")
