"""What one Enter in the ledger costs, counted: seconds belong to a machine, statements to the program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from tests.desk.hands import open_window, sent, settle
from tests.desk.village_book import make_sitting
from tests.entry.conftest import statements
from village_desk.desk.fields.finding_column import FindingColumn, PanelFinding
from village_desk.entry.sitting import Sitting
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine

_STATEMENTS = ["BEGIN", "SELECT", "SELECT", "UPDATE", "INSERT", "COMMIT"]
"""The seal before, the row before, the row, the journal: nothing is read again afterwards."""


_MOST_PAINTED = 13
"""The widgets that have changed and those around them up to the tab; 45 with all that lies under it."""


@pytest.fixture
def sitting(tmp_path) -> Iterator[Sitting]:
    """Two households with one ledger line each."""
    made = make_sitting(tmp_path)
    yield made
    made.book.close()


def come_to_rest() -> None:
    """Let a window that has just been opened draw all that it has to draw."""
    painted: list[QObject] = [QObject()]
    while painted:
        with sent(QEvent.Type.Paint) as painted:
            settle()


def test_a_saved_cell_costs_few_statements_and_leaves_the_list_alone(qtbot, sitting, monkeypatch) -> None:
    window, hands = open_window(qtbot, sitting, "households")
    hands.alt(Qt.Key.Key_3)
    page = window.page("households")
    qtbot.waitUntil(lambda: page.checker.is_ready, timeout=10_000)
    whole_lists: list[object] = []
    rows: list[str] = []
    refresh = page.register.refresh
    monkeypatch.setattr(page.list, "show_households", whole_lists.append)
    monkeypatch.setattr(page.register, "refresh", lambda who: rows.append(who) or refresh(who))
    resets: list[None] = []
    view = page.household.tab_in_hand.view
    view.model().modelReset.connect(lambda: resets.append(None))
    view.go_to(0, "amount")
    with statements(sitting) as heard:
        hands.type("4321")
        hands.enter()
        qtbot.waitUntil(lambda: bool(rows))
        QApplication.processEvents()
    assert [text.split()[0] for text in heard] == _STATEMENTS, heard
    assert rows == [page.household.household_id]
    assert whole_lists == []
    assert resets == []
    with sitting.book.reading() as reading:
        line = reading.of_household(LedgerLine, page.household.household_id)[0]
    assert line.amount == 432_100


def test_one_enter_paints_what_has_changed_and_nothing_else(qtbot, sitting, monkeypatch) -> None:
    window, hands = open_window(qtbot, sitting, "households")
    hands.alt(Qt.Key.Key_3)
    page = window.page("households")
    qtbot.waitUntil(lambda: page.checker.is_ready, timeout=10_000)
    tab = page.household.tab_in_hand
    tab.view.go_to(0, "amount")
    hands.type("4321")
    hands.enter()
    settle()
    tab.view.go_to(0, "amount")
    hands.type("4322")
    settle()
    cells: list[tuple[int, str]] = []
    text = tab.model.text
    monkeypatch.setattr(tab.model, "text", lambda row, key: cells.append((row, key)) or text(row, key))
    with sent(QEvent.Type.Paint) as painted:
        hands.enter()
    assert tab.sums.amount("工资性收入") == "4,322.00"
    assert tab.sums.figures in painted
    assert page.household.money in painted
    assert cells == [(0, "amount"), (1, "item")]
    still = (
        window.rail,
        window.keys,
        page.list.viewport(),
        page.household.name,
        page.household.tabs.tabBar(),
    )
    assert not {*still, tab.view.horizontalHeader().viewport()} & set(painted)
    under = (window, window.panel, window.panel.viewport(), tab.table, tab.view)
    assert not set(under) & set(painted)
    assert len(painted) <= _MOST_PAINTED, painted


def test_a_cell_is_drawn_once_where_several_parts_of_it_are_stale(qtbot, sitting, monkeypatch) -> None:
    window, hands = open_window(qtbot, sitting, "households")
    hands.alt(Qt.Key.Key_3)
    tab = window.page("households").household.tab_in_hand
    come_to_rest()
    cells: list[tuple[int, str]] = []
    text = tab.model.text
    monkeypatch.setattr(tab.model, "text", lambda row, key: cells.append((row, key)) or text(row, key))
    room = tab.view.visualRect(tab.model.index(0, 0))
    for left in (room.left(), room.right() - 5):
        tab.view.viewport().update(left, room.top(), 5, room.height())
    settle()
    assert cells == [(0, "item")]


def test_a_grid_that_scrolls_draws_the_row_that_comes_and_moves_the_others(
    qtbot, sitting, monkeypatch
) -> None:
    with sitting.book.reading() as reading:
        household = min(reading.all(Household), key=lambda one: one.number or "")
    with sitting.changing("lines-added", household.id) as change:
        change.insert_many(
            LedgerLine(
                change.new_id(), change.village_code, household.id, item="T05", month=Month(202506),
                span="月", amount=Fen(10_000 + place), origin="录入",
            )
            for place in range(40)
        )  # fmt: skip
    window, hands = open_window(qtbot, sitting, "households")
    hands.alt(Qt.Key.Key_3)
    page = window.page("households")
    qtbot.waitUntil(lambda: page.checker.is_ready, timeout=10_000)
    tab = page.household.tab_in_hand
    tab.view.go_to(0, "amount")
    tab.view.scrollToTop()
    last = tab.view.rowAt(tab.view.viewport().height() - 1) - 1
    tab.view.go_to(last, "amount")
    hands.type("321")
    settle()
    drawn: set[int] = set()
    text = tab.model.text
    monkeypatch.setattr(tab.model, "text", lambda row, key: drawn.add(row) or text(row, key))
    top = tab.view.verticalScrollBar().value()
    hands.enter()
    assert tab.view.verticalScrollBar().value() > top
    assert last in drawn
    assert min(drawn) >= last - 1


def test_a_finding_that_becomes_another_is_drawn_without_what_lies_under_it(qtbot, sitting) -> None:
    window, _ = open_window(qtbot, sitting, "households")
    page = window.page("households")
    qtbot.waitUntil(lambda: page.household.is_made and page.checker.is_ready, timeout=10_000)
    column = window.panel.findChild(FindingColumn)
    column.show_findings([PanelFinding("must", "收入是 100 元。")])
    come_to_rest()
    with sent(QEvent.Type.Paint) as painted:
        column.show_findings([PanelFinding("must", "收入是 200 元。")])
    assert [widget.parent() for widget in painted] == [column]


def test_a_finding_more_is_laid_out_before_it_is_drawn(qtbot, sitting) -> None:
    window, _ = open_window(qtbot, sitting, "households")
    page = window.page("households")
    qtbot.waitUntil(lambda: page.household.is_made and page.checker.is_ready, timeout=10_000)
    findings = [PanelFinding("doubt", f"第 {place} 条。") for place in range(3)]
    window.panel.show_findings(findings[:2])
    come_to_rest()
    column = window.panel.findChild(FindingColumn)
    before = column.height()
    with sent(QEvent.Type.UpdateRequest) as drawn:
        window.panel.show_findings(findings)
        come_to_rest()
    assert column.height() > before
    assert drawn == [window]


def test_a_head_renamed_is_renamed_in_the_list_without_the_others(qtbot, sitting) -> None:
    window, hands = open_window(qtbot, sitting, "households")
    page = window.page("households")
    resets: list[None] = []
    page.list.rows.modelReset.connect(lambda: resets.append(None))
    window.open_household(page.register.rows[0].household_id, "members", "name")
    hands.type("赵新")
    hands.enter()
    qtbot.waitUntil(lambda: page.list.rows.row(0).name == "赵新")
    assert resets == []


def test_the_first_list_is_there_before_any_form(qtbot, sitting) -> None:
    window, _ = open_window(qtbot, sitting, "today")
    page = window.page("households")
    with statements(sitting) as heard:
        window.show_page("households")
        assert page.list.rows.rowCount() == 2
        assert not page.household.is_made
    assert len(heard) <= 2, heard
    qtbot.waitUntil(lambda: page.household.is_made)
    assert page.household.tab_in_hand.form.texts()["head_name"]
