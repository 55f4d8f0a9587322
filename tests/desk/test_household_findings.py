"""What is found at the household in front: at its field, in the panel, and the rule behind it on F1."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from village_desk.rules.records import Household, Person
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

CODE = "990101001001"
READY_MS = 20_000


@pytest.fixture
def headless():
    """A household in which nobody is the head."""
    household = Household(new_id(), CODE, number="5801", head_name="单秀英", group="一组")
    return [household, Person(new_id(), CODE, household.id, 1, name="单秀英", relation="配偶", sex="女")]


def _ready(qtbot, book, headless):
    window, hands = open_window(qtbot, sit_at(book, *headless))
    page = window.page("households")
    qtbot.waitUntil(lambda: page.checker.is_ready and bool(window.panel.findings), timeout=READY_MS)
    return window, hands, page


def _sentences(window):
    return [
        finding.sentence for finding in window.panel.findings if finding.key.startswith("person.relation")
    ]


def test_what_is_found_stands_in_the_panel_and_at_its_field(qtbot, book, headless):
    window, hands, page = _ready(qtbot, book, headless)
    hands.alt(Qt.Key.Key_2)
    assert any("户主" in sentence for sentence in _sentences(window))
    assert page.household.tab("members").form.editor("relation").level == "must"


def test_a_finding_of_the_panel_leads_to_its_field(qtbot, book, headless):
    window, _, page = _ready(qtbot, book, headless)
    key = next(finding.key for finding in window.panel.findings if finding.key.startswith("person.relation"))
    window.panel.finding_chosen.emit(key)
    assert page.household.tab_in_hand is page.household.tab("members")
    assert QApplication.focusWidget().property("field") == "relation"


def test_mending_the_field_takes_the_finding_away_at_once(qtbot, book, headless):
    window, hands, page = _ready(qtbot, book, headless)
    hands.alt(Qt.Key.Key_2)
    page.household.tab("members").form.focus("relation")
    hands.type("1")
    qtbot.waitUntil(lambda: not _sentences(window))
    assert page.household.tab("members").form.editor("relation").level is None


def test_f1_says_what_to_do_about_it(qtbot, book, headless):
    window, hands, page = _ready(qtbot, book, headless)
    hands.alt(Qt.Key.Key_2)
    page.household.tab("members").form.focus("relation")
    before = window.panel.help_text
    hands.press(Qt.Key.Key_F1)
    assert window.panel.help_text != before
    assert "怎么改" in window.panel.help_text
    assert "例：" in window.panel.help_text
    assert "依据：" in window.panel.help_text


def test_f1_explains_a_field_of_the_ledger_with_a_worked_example(qtbot, book, headless):
    window, hands, page = _ready(qtbot, book, headless)
    hands.alt(Qt.Key.Key_3)
    tab = page.household.tab("ledger")
    tab.view.go_to(tab.model.waiting, "amount")
    hands.press(Qt.Key.Key_F1)
    assert "1200*3+450" in window.panel.help_text
