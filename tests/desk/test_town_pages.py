"""A township's pages by keys: a figure down to the household, and a person in two villages decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.conftest import Invented
from village_desk.desk.window import DeskWindow, open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.sitting import Sitting
from village_desk.rules.exchange_records import Decision, Package
from village_desk.rules.followup_records import Event
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import LedgerLine
from village_desk.store.book import Village, create_book
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.settings import choose

from .village_book import finish

EASY = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
TOWN = Village("990101001000", "九曲镇", "county_template_2022_2025", "town")
VILLAGES = (("990101001002", "柳树湾村"), ("990101001003", "桃花坞村"))
TODAY = date(2025, 9, 10)
_PEOPLE = Invented("x")
TWICE = [_PEOPLE.identity_number() for _ in range(2)]
"""Two who live in the same household of either village."""


def _package(code: str, name: str) -> Package:
    hashes = {"hash": "", "previous": "", "rows_hash": ""}
    counts = {"households": 1, "persons": 1, "lines": 1}
    days = {"made_on": TODAY, "received_on": TODAY}
    of = ("county_template_2022_2025", Month(202504), "2025Q3", 1)
    return Package(new_id(), code, name, *of, **hashes, **counts, **days)  # type: ignore[arg-type]


@pytest.fixture
def window(dressed: QApplication, tmp_path: Path) -> Iterator[DeskWindow]:
    """In each village a household of three, two of them the same people; the second is below the mean."""
    book = create_book(tmp_path / "九曲镇.book", TOWN, "柳树湾 三月桃花 九曲桥头 老水车", cost=EASY)[0]
    with book.changing(Deed("import", "试")) as change:
        choose(change, "references", {"prefecture_mean": {"2025": 800_000}})
        for place, (code, name) in enumerate(VILLAGES):
            people = Invented(code, seed=place)
            household = people.household(household_class="脱贫户", group="一组")
            persons = [people.person(household, identity_number=number) for number in TWICE]
            persons.append(people.person(household))
            wages = LedgerLine(
                new_id(),
                code,
                household.id,
                item="G01",
                month=Month(202503),
                amount=Fen((3_000_000, 600_000)[place]),
            )
            came = Event(
                new_id(), code, household.id, persons[0].id, kind="婚嫁", happened_on=date(2025, 1, 1 + place)
            )
            change.insert_many([_package(code, name), household, *persons, wages, came])
    window = open_desk(Sitting(book, "王建国", TODAY), WrittenAsker())
    finish()
    yield window
    window.close()
    book.close()


def press(window: DeskWindow, *keys: Qt.Key) -> None:
    for key in keys:
        window.activateWindow()
        QApplication.processEvents()
        QTest.keyClick(window.focusWidget() or window, key)
        finish()


def _shown(window: DeskWindow, key: str) -> Any:
    window.show_page(key)
    finish()
    return window.page(key)


def _stop(window: DeskWindow) -> None:
    window.keys.jobs.cancelled.emit()
    finish()


def _row_of(page: object, title: str) -> int:
    rows = page.model.rows  # type: ignore[attr-defined]
    return next(place for place, row in enumerate(rows) if title == row.title)


def test_a_figure_leads_to_its_villages_their_households_and_the_household(window: DeskWindow) -> None:
    window.show_page("town_figures")
    finish()
    page = window.page("town_figures")
    first = page.model.rows[0]
    assert (first.title, first.value, first.marks) == ("低于参照平均的户数", "1", True)
    assert page.model.data(page.model.index(0, 0)).startswith("【重点】")
    press(window, Qt.Key.Key_Return)
    assert [(row.village, row.value) for row in page.village_model.rows] == [
        ("柳树湾村", "0"),
        ("桃花坞村", "1"),
    ]
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Return)
    counted = [row for row in page.behind_model.rows if row.is_counted]
    assert len(counted) == 1
    press(window, Qt.Key.Key_Return)
    assert page.is_reading
    assert "桃花坞村" in page.paper.title.text()
    assert counted[0].number in page.paper.title.text()
    sheet = page.paper.sheet
    press(window, Qt.Key.Key_F7)
    assert page.paper.sheet != sheet
    press(window, Qt.Key.Key_Escape, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert not page.is_reading
    assert page.list.body.hasFocus()


def test_the_findings_of_the_checks_are_figures_too(window: DeskWindow) -> None:
    window.show_page("town_figures")
    finish()
    page = window.page("town_figures")
    must, whole = page.model.rows[_row_of(page, "必改")], page.figures.year.whole
    assert must.value == str(sum(one.level == "必改" for one in whole.findings))
    villages = page.figures.villages(must)
    assert sum(int(row.value) for row in villages) == int(must.value)


def test_another_year_has_its_own_figures_on_the_page(window: DeskWindow) -> None:
    window.show_page("town_figures")
    finish()
    page = window.page("town_figures")
    page.list.take(3)
    title = page.row.title
    press(window, Qt.Key.Key_F6)
    assert page.row.title == title
    assert page.figures.year.year == 2024
    assert not any(row.marks for row in page.model.rows)


def test_figures_that_were_stopped_show_nothing_of_another_year(window: DeskWindow) -> None:
    page = _shown(window, "town_figures")
    page.turn_year(-1)
    _stop(window)
    assert (page.model.rows, page.village_model.rows, page.behind_model.rows) == ((), (), ())
    assert "已停止" in page.state.text()


def test_a_person_in_two_villages_is_seen_on_both_sides_and_decided_by_keys(window: DeskWindow) -> None:
    window.show_page("pairs")
    finish()
    page, asker = window.page("pairs"), window.asker
    assert isinstance(asker, WrittenAsker)
    assert len(page.model.rows) == 2
    assert page.model.data(page.model.index(0, 4)) == "等认定"
    assert [head.text().split("　")[0] for head in page.heads] == ["柳树湾村", "桃花坞村"]
    histories = [[row.day for row in model.rows] for model in page.history_models]
    assert histories == [["2025-01-01"], ["2025-01-02"]]
    asker.answers.extend([1, True, "户口已迁到那边"])
    press(window, Qt.Key.Key_F9)
    assert asker.heard[-3:] == ["pairs.where", "pairs.together", "pairs.why"]
    with window.sitting.book.reading() as reading:
        decisions = reading.all(Decision)
    assert {one.stays_in for one in decisions} == {VILLAGES[1][0]}
    assert len(decisions) == 2, "who is in the same two households was decided with the person"
    assert "认定在桃花坞村" in page.model.data(page.model.index(0, 4))
    assert "等柳树湾村改" in page.model.data(page.model.index(0, 4))
    assert any(row.kind == "认定" for row in page.history_models[0].rows)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    finish()
    assert page.model.data(page.model.index(0, 4)) == "等认定"


def test_a_decision_without_a_reason_is_refused_and_turning_back_changes_nothing(window: DeskWindow) -> None:
    window.show_page("pairs")
    finish()
    asker = window.asker
    assert isinstance(asker, WrittenAsker)
    asker.answers.extend([2, " "])
    press(window, Qt.Key.Key_Return)
    assert asker.heard[-1] == "desk.refused"
    asker.answers.append(None)
    press(window, Qt.Key.Key_F9)
    with window.sitting.book.reading() as reading:
        assert reading.all(Decision) == []


def test_the_townships_sheets_are_seen_before_they_are_printed_and_one_village_can_be_chosen(
    window: DeskWindow,
) -> None:
    window.show_page("sheets")
    finish()
    page = window.page("sheets")
    offered = {page.form.sheets.item(row).text().split("　")[0] for row in range(page.form.sheets.count())}
    assert {"F5", "F6", "F7", "F11", "F13"} <= offered
    assert not {"F1", "F3", "F12", "F16"} & offered
    page.form.sheets.setFocus()
    press(window, Qt.Key.Key_7)
    assert page.preview.pages == 2
    assert page.form.order().sheet == "F7"
    press(window, Qt.Key.Key_1, Qt.Key.Key_1)
    assert page.form.order().sheet == "F11"
    assert page.message.isHidden() or not page.message.text(), page.message.text()
    whole = page.preview.pages
    page.form.village_choice.setFocus()
    press(window, Qt.Key.Key_3, Qt.Key.Key_Tab)
    assert page.form.village == VILLAGES[1][0]
    assert page.preview.pages <= whole
    listed = {page.form.sheets.item(row).text().split("　")[0] for row in range(page.form.sheets.count())}
    assert "F12" in listed


def test_what_the_villages_have_done_is_seen_by_village_and_leads_to_the_household(
    window: DeskWindow,
) -> None:
    window.show_page("town_work")
    finish()
    page = window.page("town_work")
    assert page.quarter.name == "2025Q3"
    assert [(row.name, row.tracking.state, row.tracking.due) for row in page.model.rows] == [
        ("柳树湾村", "未开始", 1),
        ("桃花坞村", "未开始", 1),
    ]
    assert page.model.sums["done"] == "0/2"
    assert page.model.sums["overdue"] == "2"
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert page.is_reading
    assert "桃花坞村" in page.paper.title.text()
    press(window, Qt.Key.Key_Escape, Qt.Key.Key_F8)
    assert not page.is_reading
    assert page.kinds.choice == "candidates"
    press(window, Qt.Key.Key_Escape, Qt.Key.Key_F6)
    assert page.work.quarter.name == "2025Q2"
    assert page.village.name == "桃花坞村", "the village in hand stays in hand"
    assert page.list.body.hasFocus()


def test_a_look_at_the_villages_that_is_stopped_shows_nothing_of_another_quarter(window: DeskWindow) -> None:
    page = _shown(window, "town_work")
    page.turn(-1)
    _stop(window)
    assert (page.model.rows, page.model.sums, page.household_model.rows) == ((), {}, ())
    assert "已停止" in page.state.text()
    page.turn(-1)
    page.turn(1)
    finish()
    assert page.work.quarter.name == "2025Q2"
    assert "已停止" not in page.state.text()
