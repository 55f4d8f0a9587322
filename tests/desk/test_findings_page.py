"""The page of the checks: run, grouped, mended, told to be true, and never quietly out of date."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.entry.operations import set_person

from .village_book import finish, make_desk, settle


@pytest.fixture
def desk(dressed, tmp_path):
    window, asker = make_desk(tmp_path)
    window.show_page("findings")
    finish()
    yield window, window.page("findings"), asker
    window.close()
    window.sitting.book.close()


def all_findings(page):
    page._opened = {group.key for group in page._groups()}
    page._show()
    return [row.finding for row in page.model.rows if row.finding is not None]


def take(page, wanted):
    number = next(
        n for n, row in enumerate(page.model.rows) if row.finding is not None and wanted(row.finding)
    )
    page.list.take(number)
    settle()
    return page.model.row(number).finding


def test_the_first_visit_runs_every_rule(desk):
    _, page, _ = desk
    found = all_findings(page)
    assert "ID07" in {finding.rule for finding in found}
    shown = page.bar.levels["必改"].text()
    count = sum(finding.level == "必改" for finding in found)
    assert count > 0
    assert shown == f"必改 {count}"


def test_every_level_is_said_by_a_word_as_well_as_an_icon(desk):
    _, page, _ = desk
    for number, row in enumerate(page.model.rows):
        index = page.model.index(number, 0)
        assert index.data(Qt.ItemDataRole.DisplayRole) == row.level
        assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_enter_opens_a_group_and_closes_it_again(desk):
    _, page, _ = desk
    before = len(page.model.rows)
    page.list.take(0)
    QTest.keyClick(page.list.body, Qt.Key.Key_Return)
    assert len(page.model.rows) == before + len(page.model.row(0).group.findings)
    QTest.keyClick(page.list.body, Qt.Key.Key_Return)
    assert len(page.model.rows) == before


def test_enter_on_a_finding_leads_to_its_household_and_field(desk):
    window, page, _ = desk
    all_findings(page)
    finding = take(page, lambda one: one.field == "person.sex")
    QTest.keyClick(page.list.body, Qt.Key.Key_Return)
    finish()
    assert window.key_in_hand == "households"
    assert window.page("households").household.household_id == finding.household_id


def test_a_must_is_mended_and_never_talked_away(desk):
    _, page, asker = desk
    all_findings(page)
    take(page, lambda one: one.level == "必改")
    QTest.keyClick(page.list.body, Qt.Key.Key_F6)
    assert asker.heard == ["desk.refused"]


def test_a_doubt_told_to_be_true_leaves_the_open_list_and_stays_among_the_told(desk):
    _, page, asker = desk
    all_findings(page)
    finding = take(page, lambda one: one.level != "必改")
    asker.answers += [0, "已入户核对，情况属实", "银行流水，村档案柜", "2026-09-30"]
    QTest.keyClick(page.list.body, Qt.Key.Key_F6)
    settle()
    assert asker.heard == ["findings.why", "findings.reason_text", "findings.evidence", "findings.until"]
    keys = {(one.rule, one.household_id, one.person_id) for one in all_findings(page)}
    wanted = (finding.rule, finding.household_id, finding.person_id)
    assert wanted not in keys
    page.bar.state.choose("told")
    assert wanted in {(one.rule, one.household_id, one.person_id) for one in all_findings(page)}


def test_turning_back_from_a_question_leaves_the_finding_open(desk):
    _, page, asker = desk
    count = len(all_findings(page))
    take(page, lambda one: one.level != "必改")
    asker.answers += [0, None]
    page.confirm()
    assert len(all_findings(page)) == count


def test_what_was_mended_elsewhere_is_gone_on_return(desk):
    window, page, _ = desk
    assert "ID07" in {one.rule for one in all_findings(page) if one.head_name == "钱二"}
    window.show_page("households")
    set_person(window.sitting, "9901010002", "#1", {"sex": "男"})
    window.show_page("findings")
    finish()
    assert "ID07" not in {one.rule for one in all_findings(page) if one.head_name == "钱二"}


def test_other_settings_make_the_findings_old_and_f8_makes_them_new(desk):
    window, page, _ = desk
    fresh = page.bar.state_line.text()
    window.sitting.choose("town", "示范镇")
    settle()
    assert page.bar.state_line.text() != fresh
    QTest.keyClick(page.list.body, Qt.Key.Key_F8)
    finish()
    assert page.bar.state_line.text() == fresh


def test_a_level_switched_off_is_not_shown(desk):
    _, page, _ = desk
    page.bar.levels["必改"].click()
    assert {one.level for one in all_findings(page)} <= {"疑点", "提示"}


def test_grouped_by_household_every_group_is_one_household(desk):
    _, page, _ = desk
    page.bar.order.choose("household")
    assert page.model.rows
    assert all(len({one.household_id for one in row.group.findings}) == 1 for row in page.model.rows)


def test_the_search_finds_a_household(desk):
    window, page, _ = desk
    window.search.setText("钱二")
    settle()
    assert window.key_in_hand == "findings"
    assert {one.head_name for one in all_findings(page)} == {"钱二"}


def test_the_panel_gives_its_room_and_gets_it_back(desk):
    window, _, _ = desk
    assert window.panel.isHidden()
    window.show_page("households")
    QApplication.processEvents()
    assert not window.panel.isHidden()


def test_what_was_said_stands_beside_the_finding_with_who_and_when(desk):
    window, page, asker = desk
    all_findings(page)
    finding = take(page, lambda one: one.level != "必改")
    asker.answers += ["统计口径不同", "", "流水", ""]
    QTest.keyClick(page.list.body, Qt.Key.Key_F6)
    settle()
    page.bar.state.choose("told")
    all_findings(page)
    take(page, lambda one: (one.rule, one.person_id) == (finding.rule, finding.person_id))
    shown = page.detail._texts["verdict"].text()
    for words in ("统计口径不同", "流水", window.sitting.who, f"{window.sitting.today:%Y-%m-%d}"):
        assert words in shown


def test_what_is_still_to_be_looked_into_stays_open_and_is_marked_even_a_must(desk):
    _, page, asker = desk
    count = len(all_findings(page))
    must = take(page, lambda one: one.level == "必改")
    asker.answers += ["等派出所回复"]
    QTest.keyClick(page.list.body, Qt.Key.Key_F7)
    settle()
    found = all_findings(page)
    assert len(found) == count
    marked = [one for one in found if one.is_pending]
    assert [(one.rule, one.household_id, one.person_id) for one in marked] == [
        (must.rule, must.household_id, must.person_id)
    ]
    texts = [page.model.index(n, 5).data() for n in range(len(page.model.rows))]
    assert sum(text.startswith("（待核）") for text in texts) == 1


def test_what_was_spoken_of_and_mended_is_shown_as_mended(desk):
    window, page, asker = desk
    all_findings(page)
    take(page, lambda one: one.rule == "ID07" and one.head_name == "钱二")
    asker.answers += [""]
    QTest.keyClick(page.list.body, Qt.Key.Key_F7)
    settle()
    set_person(window.sitting, "9901010002", "#1", {"sex": "男"})
    finish()
    page.turn_to()
    page.bar.state.choose("told")
    fixed = [one for one in all_findings(page) if one.state == "fixed"]
    assert [(one.rule, one.head_name) for one in fixed] == [("ID07", "钱二")]
