"""Two desks by keys: a group goes out, is worked on elsewhere, comes back, and a person decides."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from village_desk.desk.exchange.parts_view import PartsView
from village_desk.desk.household.households_page import HouseholdsPage
from village_desk.desk.start.start_window import StartWindow
from village_desk.desk.untaken import tell_untaken
from village_desk.desk.window import open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.operations import set_household
from village_desk.entry.parts import still_out, still_out_words
from village_desk.entry.quarter.quarter_entry import Outstanding, QuarterEntry
from village_desk.rules.records import Household
from village_desk.store.parts.given_out import parts_given_out
from village_desk.store.verify import verify

from .village_book import Side, finish, make_desk

NUMBERS = ("9901010001", "9901010002")


class Desk(Side):
    """One of the two, with the pages that a part goes through."""

    @property
    def parts(self) -> PartsView:
        """The page of the parts, come to by its key."""
        self.window.show_page("exchange")
        finish()
        page = self.window.page("exchange")
        if page.is_first:
            self.press(Qt.Key.Key_F3)
        view: PartsView = page.parts
        return view

    def household(self) -> HouseholdsPage:
        """The page of the households with the first one open."""
        with self.window.sitting.book.reading() as reading:
            household = reading.household(NUMBERS[0])
        assert household is not None
        self.window.open_household(household.id)
        finish()
        page: HouseholdsPage = self.window.page("households")
        return page

    def note(self, number: str = NUMBERS[0]) -> str | None:
        """What is noted of a household."""
        with self.window.sitting.book.reading() as reading:
            household = reading.household(number)
        assert household is not None
        return household.note


@pytest.fixture
def first(dressed: QApplication, tmp_path: Path) -> Iterator[Desk]:
    window, asker = make_desk(tmp_path)
    side = Desk(window, asker)
    yield side
    assert verify(window.sitting.book).problems == ()
    window.close()
    window.sitting.book.close()


Open = Callable[[Path], Desk]


@pytest.fixture
def second(first: Desk, tmp_path: Path) -> Iterator[Open]:
    """Opens a working package at the other computer, from its start page."""
    opened: list[Desk] = []

    def opening(file: Path) -> Desk:
        with first.window.sitting.book.reading() as reading:
            code = parts_given_out(reading)[0].code
        asker = WrittenAsker(file, code, tmp_path / "分账.book")
        start = StartWindow(asker, lambda sitting, *_: opened.append(Desk(open_desk(sitting, asker), asker)))
        start.open_part()
        finish()
        return opened[0]

    yield opening
    for side in opened:
        assert verify(side.window.sitting.book).problems == ()
        side.window.close()
        side.window.sitting.book.close()


def give(first: Desk, folder: Path) -> Path:
    """The first group goes out."""
    _ = first.parts
    first.press(Qt.Key.Key_F5)
    first.press(Qt.Key.Key_Return)
    first.press(Qt.Key.Key_F9, "李会计", folder / "分账.xcp")
    assert first.asker.heard[-1] == "parts.given"
    return folder / "分账.xcp"


def test_a_group_goes_out_is_worked_on_and_comes_back(first: Desk, second: Open, tmp_path: Path) -> None:
    other = second(give(first, tmp_path))
    assert [one.desk for one in first.parts.parts.rows] == ["李会计"]
    assert "分账" in other.window.windowTitle()
    with other.window.sitting.book.reading() as reading:
        assert [one.number for one in reading.all(Household)] == list(NUMBERS)
    set_household(other.window.sitting, NUMBERS[0], {"note": "那边问的"})
    _ = other.parts
    other.press(Qt.Key.Key_F5, tmp_path / "交回.xcr")
    assert other.asker.heard[-1] == "parts.back_done"
    view = first.parts
    first.press(Qt.Key.Key_F7, tmp_path / "交回.xcr")
    assert "变更 1" in view.came.text()
    assert first.note() is None, "trying keeps nothing"
    first.press(Qt.Key.Key_F9)
    assert first.note() == "那边问的"
    assert "已收回" in view.parts.data(view.parts.index(0, 3))


def test_a_household_that_is_out_is_marked_and_says_who_has_it(first: Desk, tmp_path: Path) -> None:
    give(first, tmp_path)
    page = first.household()
    assert page.list.rows.row(0).mark == "分出"
    assert "李会计" in page.household.lent.text()
    assert page.household.lent.isVisible()
    _ = first.parts
    first.window.page("exchange").parts.parts_list.setFocus()
    first.press(Qt.Key.Key_Return, 1, "电脑坏了")
    page = first.household()
    assert page.list.rows.row(0).mark != "分出"
    assert not page.household.lent.isVisible()


def checked(side: Desk) -> QuarterEntry:
    """The quarter in hand, ready to be closed."""
    entry = QuarterEntry(side.window.sitting)
    entry.begin()
    entry.check(Outstanding((), ()))
    return entry


def press_close(side: Desk, *answers: object) -> None:
    side.window.show_page("today")
    finish()
    side.window.page("today").tracking.step.setFocus()
    side.press(Qt.Key.Key_Return, *answers)
    finish()


def test_closing_while_a_part_is_out_says_which_and_lets_it_be_decided(first: Desk, tmp_path: Path) -> None:
    give(first, tmp_path)
    entry = checked(first)
    press_close(first, False)
    assert first.asker.heard[-1] == "today.close_without"
    sitting = first.window.sitting
    assert still_out_words(still_out(sitting)) == f"李会计，{sitting.today} 分出，2 户"
    assert entry.state == "已核查"


def test_closing_with_every_part_here_asks_as_ever(first: Desk, tmp_path: Path) -> None:
    give(first, tmp_path)
    first.parts.parts_list.setFocus()
    first.press(Qt.Key.Key_Return, 1, "电脑坏了")
    checked(first)
    press_close(first, False)
    assert first.asker.heard[-1] == "today.close_sure"


@pytest.mark.parametrize(("choice", "stands"), [(0, "这边"), (1, "那边")])
def test_what_both_changed_is_decided_side_by_side(
    first: Desk, second: Open, tmp_path: Path, choice: int, stands: str
) -> None:
    other = second(give(first, tmp_path))
    first.parts.parts_list.setFocus()
    first.press(Qt.Key.Key_Return, 1, "不等了")
    for side, note in ((first, "这边"), (other, "那边")):
        set_household(side.window.sitting, NUMBERS[0], {"note": note})
    _ = other.parts
    other.press(Qt.Key.Key_F5, tmp_path / "交回.xcr")
    view = first.parts
    first.press(Qt.Key.Key_F7, tmp_path / "交回.xcr")
    assert [(row.here, row.there) for row in view.tried.rows] == [("这边", "那边")]
    first.press(Qt.Key.Key_F9)
    assert first.note() == "这边"
    assert [row.household for row in view.clashes.rows] == [NUMBERS[0]]
    first.press(Qt.Key.Key_Return, choice)
    assert first.note() == stands
    assert view.clashes.rows == ()


def test_after_handing_back_the_other_computer_goes_on_by_the_same_key(
    first: Desk, second: Open, tmp_path: Path
) -> None:
    other = second(give(first, tmp_path))
    _ = other.parts
    other.press(Qt.Key.Key_F5, tmp_path / "交回.xcr")
    assert other.household().household.lent.isVisible()
    _ = other.parts
    other.press(Qt.Key.Key_F5, "漏了一户")
    set_household(other.window.sitting, NUMBERS[0], {"note": "补上"})
    _ = other.parts
    other.press(Qt.Key.Key_F5, tmp_path / "交回二.xcr")
    assert (tmp_path / "交回二.xcr").is_file()


def test_an_answer_typed_over_what_is_out_is_refused_in_words(first: Desk, tmp_path: Path) -> None:
    give(first, tmp_path)
    first.household()
    QTest.keyClicks(first.hand, "77")
    first.press(Qt.Key.Key_Tab)
    assert first.asker.heard[-1] == "desk.refused"
    with first.window.sitting.book.reading() as reading:
        assert [one.number for one in reading.all(Household)] == list(NUMBERS)


def test_a_refusal_that_no_page_takes_is_said(
    first: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    give(first, tmp_path)
    tell_untaken(first.asker)
    button = QPushButton()
    button.clicked.connect(lambda: set_household(first.window.sitting, NUMBERS[0], {"note": "这边"}))
    button.click()
    assert first.asker.heard[-1] == "desk.refused"
