"""The timeline in words, and the change of income per head with its parts."""

from __future__ import annotations

from datetime import date

from village_desk.entry.checks.problem_entry import close_problem, note_problem
from village_desk.entry.checks.timeline import timeline
from village_desk.rules.followup_records import Problem
from village_desk.rules.records import Visit
from village_desk.store.ids import new_id

from .conftest import line, store


def test_what_happened_is_told_in_words_newest_first(sitting, family) -> None:
    code = sitting.book.village.code
    visit = Visit(
        new_id(), code, family.household, 202501, date(2025, 3, 1), "甲", way="入户", judgement="稳定"
    )
    store(sitting, visit)
    done = note_problem(sitting, "5301", "530102", {"title": "没有参保", "source": "督查"})
    with sitting.book.reading() as reading:
        close_problem(sitting, reading.one(Problem, done.id), "已改", "已参保")
    rows = timeline(sitting, sitting.picture(family.household)).moments
    assert [(row.day, row.kind) for row in rows] == [
        ("2025-07-10", "问题"),
        ("2025-07-10", "问题"),
        ("2025-03-01", "走访"),
    ]
    assert {row.words for row in rows} == {
        "翟玉兰 · 没有参保 · 上级督查",
        "翟玉兰 · 没有参保 · 销号：已改 · 已参保 · 演练员",
        "入户 · 甲 · 稳定",
    }


def test_the_change_names_its_parts_and_quarters_without_entries_are_not_zero(sitting, family) -> None:
    store(sitting, line(family, "G01", 202501, 6_000), line(family, "G01", 202401, 9_000))
    found = timeline(sitting, sitting.picture(family.household))
    assert "-1,500.00" in found.change[0]
    assert any(words.startswith("工资性收入") and "-1,500.00" in words for words in found.change[1:])
    assert [row.net for row in found.quarters] == [
        *["没有录"] * 2,
        "9,000.00",
        *["没有录"] * 3,
        "6,000.00",
        "没有录",
    ][-8:]
