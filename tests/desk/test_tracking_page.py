"""The visit queue and the visit: blocks, last quarter's words, what is asked and what is not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from village_desk.rules.followup_records import QUARTER_CLOSED, Event, QuarterState, Stock
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import ASKED, NO_CHANGE, Household, Person, Visit
from village_desk.rules.support_records import WorkSpell
from village_desk.store.ids import new_id

from .hands import TODAY, open_window, sit_at

CODE = "990101001001"
QUARTER = Month(202504)


@pytest.fixture
def street():
    """Two households of two groups; the first told of spending last quarter."""
    records = []
    for number, name, group in (("5701", "单秀英", "一组"), ("5702", "王建军", "二组")):
        household = Household(new_id(), CODE, number=number, head_name=name, group=group)
        records += [household, Person(new_id(), CODE, household.id, 1, name=name, relation="户主")]
    told = {
        "spending_state": ASKED,
        "medical_spending": Fen(120_000),
        "work_note": "在县城",
        "judgement": "稳定",
    }
    records.append(Visit(new_id(), CODE, records[0].id, Month(202501), **told))
    return records


def _visit(book, household):
    with book.reading() as reading:
        return reading.visit(household.id, QUARTER)


def _opened(qtbot, sitting):
    window, hands = open_window(qtbot, sitting, "tracking")
    return window.page("tracking"), hands


def test_the_queue_opens_at_the_first_household_not_tracked(qtbot, book, street):
    done = {f"{block}_state": ASKED for block in ("people", "work", "production", "received", "spending")}
    done |= {f"{block}_state": NO_CHANGE for block in ("guarantee", "measure", "judgement")}
    page, _ = _opened(qtbot, sit_at(book, *street, Visit(new_id(), CODE, street[0].id, QUARTER, **done)))
    assert page.household.household_id == street[2].id
    assert page.head.text() == "跟踪 1 / 2 户"


def test_a_household_is_walked_to_sooner_by_keys_and_the_lists_follow(qtbot, book, street):
    for household in (street[0], street[2]):
        household_in_one = replace(household, group="一组")
        street[street.index(household)] = household_in_one
    page, hands = _opened(qtbot, sit_at(book, *street))
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert [row.head_name for row in page.queue.rows] == ["王建军", "单秀英"]
    assert page.list.household_in_hand == street[2].id
    hands.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert "只在本组内调" in page.desk.frame.keys.line.text()


def test_last_quarters_words_are_faint_in_the_field(qtbot, book, street):
    page, _ = _opened(qtbot, sit_at(book, *street))
    editor = page.visit.form.editor("medical_spending")
    assert editor.text() == ""
    assert editor.line.placeholderText() == "上季：1200.00"


def test_f5_takes_last_quarters_answer_and_asks_the_block(qtbot, book, street):
    page, hands = _opened(qtbot, sit_at(book, *street))
    page.visit.form.focus("medical_spending")
    hands.press(Qt.Key.Key_F5)
    visit = _visit(book, street[0])
    assert (visit.medical_spending, visit.spending_state) == (120_000, ASKED)
    assert QApplication.focusWidget().property("field") == "schooling_spending"


def test_f6_in_the_form_marks_only_the_block_in_hand(qtbot, book, street):
    _, hands = _opened(qtbot, sit_at(book, *street))
    hands.enter()
    hands.press(Qt.Key.Key_F6)
    visit = _visit(book, street[0])
    assert visit.people_state == NO_CHANGE
    assert visit.work_state is None
    assert QApplication.focusWidget().property("field") == "work_state"


def test_an_answer_asks_its_block_and_notes_day_and_visitor(qtbot, book, street):
    page, hands = _opened(qtbot, sit_at(book, *street))
    page.visit.form.focus("arrears")
    hands.type("0")
    hands.enter()
    visit = _visit(book, street[0])
    assert (visit.arrears, visit.work_state) == (0, ASKED)
    assert (visit.visited_on, visit.visitor_1) == (TODAY, "演练员")
    assert page.visit.form.editor("work_state").text() == ASKED


def test_an_unchanged_block_is_passed_over(qtbot, book, street):
    _, hands = _opened(qtbot, sit_at(book, *street))
    hands.enter()
    hands.type("2")
    assert QApplication.focusWidget().property("field") == "work_state"


def test_eight_digits_answer_eight_blocks(qtbot, book, street):
    page, hands = _opened(qtbot, sit_at(book, *street))
    hands.enter()
    hands.type("22222222")
    qtbot.waitUntil(lambda: page.queue.done == 1)
    assert page.visit.state.text() == "已跟踪"


def test_empty_zero_and_not_asked_differ_on_screen(qtbot, book, street):
    page, hands = _opened(qtbot, sit_at(book, *street))
    form = page.visit.form
    form.focus("schooling_spending")
    hands.type("0")
    hands.enter()
    assert form.editor("schooling_spending").text() == "0.00"
    assert form.editor("house_spending").text() == ""
    assert form.editor("spending_state").text() == ASKED
    assert form.editor("people_state").text() == ""


def test_undo_takes_a_whole_unchanged_household_back(qtbot, book, street):
    page, hands = _opened(qtbot, sit_at(book, *street))
    hands.press(Qt.Key.Key_F6)
    assert page.queue.done == 1
    hands.control(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: page.queue.done == 0)
    assert _visit(book, street[0]) is None


def test_the_end_of_the_queue_is_said(qtbot, book, street):
    window, hands = open_window(qtbot, sit_at(book, *street), "tracking")
    for _ in range(2):
        hands.press(Qt.Key.Key_F6)
        hands.press(Qt.Key.Key_F9)
    assert window.keys.line.text() == "本季度全部跟踪完了。"


def test_counts_of_the_group_stand_over_the_queue(qtbot, book, street):
    page, hands = _opened(qtbot, sit_at(book, *street))
    assert page.here.text() == "一组　0 / 1"
    hands.press(Qt.Key.Key_F6)
    assert page.here.text() == "一组　1 / 1"


@pytest.fixture
def at_work(street):
    """The first household's head works away and keeps pigs."""
    household, head = street[0], street[1]
    return [
        *street,
        WorkSpell(new_id(), CODE, household.id, head.id, working=True, job="缝纫工"),
        Stock(new_id(), CODE, household.id, Month(202501), "猪", unit="头", closing=3000),
    ]


def _of(book, kind, household):
    with book.reading() as reading:
        return reading.of_household(kind, household.id)


def test_a_work_spell_is_answered_without_leaving_the_page(qtbot, book, at_work):
    page, hands = _opened(qtbot, sit_at(book, *at_work))
    hands.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert page.visit.form.key_in_hand == "returned"
    for _ in range(3):
        hands.press(Qt.Key.Key_Tab)
    assert page.visit.form.key_in_hand.endswith(".working")
    assert page.visit.form.state_in_hand == "work_state"
    assert page.visit.place_in_hand() == ("work_spell.working", "")
    for _ in range(4):
        hands.press(Qt.Key.Key_Tab)
    hands.type("1500")
    hands.enter()
    assert _of(book, WorkSpell, at_work[0])[0].arrears == 150_000
    assert _visit(book, at_work[0]).work_state == ASKED
    assert page.visit.form.key_in_hand == "production_state"


def test_another_household_has_other_records_and_none_is_left_over(qtbot, book, at_work):
    page, hands = _opened(qtbot, sit_at(book, *at_work))
    form = page.visit.form
    assert sum(":" in key for key in form.keys) == 5 + 6
    hands.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert not [key for key in form.keys if ":" in key]
    hands.press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    keys = list(form.keys)
    assert keys.index("work_note") < keys.index("production_state") - 5
    form.show_records(())
    assert not [key for key in form.keys if ":" in key]


def test_a_death_is_noted_from_the_visit_with_what_follows(qtbot, book, street):
    window, hands = open_window(qtbot, sit_at(book, *street), "tracking", "去世", 0, "2025-06-03")
    hands.enter()
    hands.control(Qt.Key.Key_N)
    (event,) = _of(book, Event, street[0])
    assert (event.kind, event.person_id) == ("去世", street[1].id)
    assert _of(book, Person, street[0])[0].left_reason == "死亡"
    page = window.page("tracking")
    assert page.visit.form.texts()["someone_left"] == "是"
    assert _visit(book, street[0]).people_state == ASKED


def test_turning_back_from_an_event_changes_nothing(qtbot, book, street):
    _, hands = open_window(qtbot, sit_at(book, *street), "tracking", "去世", None)
    deeds = book.deeds
    hands.enter()
    hands.control(Qt.Key.Key_N)
    assert book.deeds == deeds


def test_a_finding_at_a_work_spell_is_marked_on_the_visit(qtbot, book, at_work):
    page, _ = _opened(qtbot, sit_at(book, *at_work))
    (key,) = page.visit.form.keys_of("work_spell", "arrears")
    assert page.visit.form.field_shown(key).label == "拖欠工资"
    found = SimpleNamespace(field="work_spell.arrears", level="疑点", message="拖欠很多", person_id=None)
    page.visit.show_found([found])
    editor = page.visit.form.editor(key)
    assert (editor.level, editor.sentence) == ("doubt", "拖欠很多")
    page.go_to_field("work_spell.arrears|")
    assert page.visit.form.key_in_hand == key


def test_a_visit_of_a_closed_quarter_says_that_changes_are_corrections(qtbot, book, street):
    closed = QuarterState(new_id(), CODE, QUARTER, QUARTER_CLOSED, TODAY)
    window, hands = open_window(qtbot, sit_at(book, *street, closed), "tracking", None, "漏问了一项")
    page = window.page("tracking")
    assert "已关账" in page.visit.state.text()
    hands.press(Qt.Key.Key_F6)
    assert _visit(book, street[0]) is None
    hands.press(Qt.Key.Key_F6)
    assert _visit(book, street[0]).people_state == NO_CHANGE
    with book.reading() as reading:
        assert reading.history([_visit(book, street[0]).id])[0].reason == "漏问了一项"
