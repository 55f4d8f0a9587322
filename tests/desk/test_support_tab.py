"""The records beside the ledger: every kind listed, added, changed and voided by keys alone."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from village_desk.rules.followup_records import Sweep
from village_desk.rules.months import Month
from village_desk.rules.records import Household, Person
from village_desk.rules.support_records import WorkSpell
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

CODE = "990101001001"
HOUSEHOLD, HEAD, SON, SPELL = (new_id() for _ in range(4))


@pytest.fixture
def people():
    """A family of two, the son away at work."""
    return [
        Household(HOUSEHOLD, CODE, number="5301", head_name="单秀英", group="一组"),
        Person(HEAD, CODE, HOUSEHOLD, 1, name="单秀英", relation="户主"),
        Person(SON, CODE, HOUSEHOLD, 2, name="单建军", relation="之子"),
        WorkSpell(SPELL, CODE, HOUSEHOLD, SON, working=True, started=Month(202503), job="缝纫工"),
    ]


@pytest.fixture
def at_the_tab(qtbot, book, people):
    window, hands = open_window(qtbot, sit_at(book, *people))
    hands.alt(Qt.Key.Key_5)
    return window.page("households").household.tab_in_hand, hands, window


def of(book, kind):
    with book.reading() as reading:
        return reading.of_household(kind, HOUSEHOLD)


def test_the_list_says_whose_each_record_is(at_the_tab):
    tab, _, _ = at_the_tab
    texts = [tab.model.data(tab.model.index(0, place)) for place in range(tab.model.columnCount())]
    assert texts[:2] == ["单建军", "2025-03"]
    assert "缝纫工" in texts
    assert tab.form.key_in_hand == "person"


def test_a_record_is_begun_with_one_key_and_saved_field_by_field(at_the_tab, book):
    _, hands, _ = at_the_tab
    hands.control(Qt.Key.Key_N)
    assert len(of(book, WorkSpell)) == 1
    hands.type("1")
    spells = {spell.person_id: spell for spell in of(book, WorkSpell)}
    assert spells[HEAD].working is True
    hands.press(Qt.Key.Key_Tab)
    hands.type("202506")
    hands.enter()
    assert next(one for one in of(book, WorkSpell) if one.person_id == HEAD).started == 202506


def test_a_field_typed_over_is_on_disk_and_undone_by_one_key(at_the_tab, book):
    tab, hands, _ = at_the_tab
    tab.take_focus("work_spell.month_wage", SON)
    hands.type("4200")
    hands.enter()
    assert of(book, WorkSpell)[0].month_wage == 420_000
    hands.control(Qt.Key.Key_Z)
    assert of(book, WorkSpell)[0].month_wage is None
    assert tab.form.texts()["month_wage"] == ""


def test_another_kind_is_turned_to_and_its_first_record_begun(at_the_tab, book):
    tab, hands, _ = at_the_tab
    hands.alt(Qt.Key.Key_Left)
    assert tab.kind.screen == "sweep"
    assert "月排查" in tab.none.text()
    hands.control(Qt.Key.Key_N)
    hands.press(Qt.Key.Key_Tab)
    hands.type("20250620")
    hands.enter()
    (swept,) = of(book, Sweep)
    assert (swept.month, swept.swept_on) == (202504, date(2025, 6, 20))


def test_a_voided_record_comes_back_from_the_history(qtbot, book, people):
    window, hands = open_window(qtbot, sit_at(book, *people), "households", "记重了", "没有记重")
    hands.alt(Qt.Key.Key_5)
    hands.control(Qt.Key.Key_Delete)
    hands.alt(Qt.Key.Key_6)
    assert "务工" in window.page("households").household.tab("history").model.row(0).subject
    hands.control(Qt.Key.Key_R)
    assert [spell.id for spell in of(book, WorkSpell)] == [SPELL]


def test_a_record_is_voided_with_a_reason(qtbot, book, people):
    _, hands = open_window(qtbot, sit_at(book, *people), "households", "记重了")
    hands.alt(Qt.Key.Key_5)
    hands.control(Qt.Key.Key_Delete)
    assert of(book, WorkSpell) == []
    hands.control(Qt.Key.Key_Z)
    assert [spell.id for spell in of(book, WorkSpell)] == [SPELL]


def test_a_finding_at_a_record_leads_to_its_field(at_the_tab):
    tab, _, window = at_the_tab
    page = window.page("households")
    page.go_to_field("loan.due_on|")
    assert tab.kind.screen == "loan"
    page.go_to_field(f"work_spell.month_wage|{SON}")
    assert (tab.kind.screen, tab.form.key_in_hand) == ("work_spell", "month_wage")
    assert tab.place_in_hand() == ("work_spell.month_wage", SON)
