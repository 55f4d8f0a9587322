"""变更记录: every change in words, and voided lines that come back."""

from __future__ import annotations

import pytest

from village_desk.entry.history_entry import HistoryEntry
from village_desk.entry.ledger.ledger_entry import LedgerEntry
from village_desk.entry.operations import set_household, set_person, set_visit
from village_desk.entry.records.plan_entry import set_target
from village_desk.rules.refusals import Refusal

from .conftest import Family


@pytest.fixture
def history(sitting, family: Family) -> HistoryEntry:
    return HistoryEntry(sitting, family.household)


def test_a_change_says_who_what_before_and_after(history, sitting) -> None:
    set_household(sitting, "5301", {"farmland": "3.5", "safe_water": "是"})
    set_household(sitting, "5301", {"farmland": "4"})
    newest = history.rows()[0]
    assert (newest.who, newest.deed, newest.subject) == ("演练员", "改户信息", "户信息")
    assert (newest.field, newest.before, newest.after) == ("耕地面积", "3.5", "4")
    assert len(newest.at) == len("2025-03-06 09:30")


def test_members_lines_visits_and_targets_are_told_in_words(history, sitting) -> None:
    set_person(sitting, "5301", "1", {"born_on": "19900307", "soldier": "否"})
    set_visit(sitting, "5301", sitting.quarter.first, {"arrears": "0"})
    set_target(sitting, "5301", 2025, {"wages": 100_000, "grounds": "务工10个月"})
    rows = history.rows()
    told = {(row.subject, row.field, row.after) for row in rows}
    assert ("单秀英", "出生日期", "1990-03-07") in told
    assert any(row.subject == "单秀英" and row.after == "否" for row in rows)
    summaries = {row.subject: row.after for row in rows if not row.field}
    assert "被拖欠工资：0.00" in summaries["季度跟踪"]
    assert "务工10个月" in summaries["增收计划"]


def test_a_voided_line_is_listed_with_its_reason_and_comes_back(history, sitting, family) -> None:
    grid = LedgerEntry(sitting, family.household, sitting.year_window)
    grid.answer(0, "item", "G01")
    grid.answer(0, "amount", "1200")
    line_id = grid.lines[0].id
    grid.void(0, "记重了")
    newest = history.rows()[0]
    assert (newest.deed, newest.subject, newest.before, newest.after, newest.reason) == (
        "作废台账行",
        "省外务工工资",
        "有效",
        "已作废",
        "记重了",
    )
    assert history.is_voided(line_id)
    with pytest.raises(Refusal):
        history.bring_back(line_id, " ")
    history.bring_back(line_id, "没有记重")
    grid.reload()
    assert grid.income().wages == 120_000
    assert not history.is_voided(line_id)


def test_undo_is_told_too_and_nothing_of_the_record_is_shown_as_a_code(history, sitting) -> None:
    set_household(sitting, "5301", {"group": "九组"})
    sitting.undo()
    rows = history.rows()
    assert (rows[0].deed, rows[0].before, rows[0].after) == ("撤销", "九组", "二组")
    assert all(not row.field.isascii() or not row.field for row in rows)
    assert all(not row.deed.isascii() for row in rows)


def test_only_this_households_changes_are_told(history, sitting) -> None:
    before = len(history.rows())
    set_household(sitting, "5302", {"group": "一组"})
    assert len(history.rows()) == before
