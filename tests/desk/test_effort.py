"""How many keys the daily jobs cost, counted on the real window against the budgets of the desk."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from tests.listening import statements_in
from village_desk.definitions.words import say
from village_desk.entry.operations import set_household
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import (
    ASKED,
    NO_CHANGE,
    Household,
    LedgerLine,
    Person,
    Visit,
)
from village_desk.store.ids import new_id

from .hands import open_window, sit_at

UNCHANGED, THREE_FIGURES, FAMILY, FIND = 3, 40, 150, 5
QUARTER = Month(202504)
CODE = "990101001001"
STATES = ("people", "work", "production", "received", "spending", "guarantee", "measure", "judgement")


@pytest.fixture
def street():
    """Twelve households, each asked last quarter."""
    records = []
    for number in range(1, 13):
        household = Household(new_id(), CODE, number=f"54{number:02d}", head_name="单秀英", group="一组")
        answers = {f"{state}_state": ASKED for state in STATES} | {"judgement": "稳定"}
        person = Person(new_id(), CODE, household.id, 1, name="单秀英", relation="户主")
        wage = LedgerLine(
            new_id(), CODE, household.id, person.id, item="G01", month=Month(202503), span="月",
            quantity=3000, unit="月", price=3_000_000, amount=Fen(900_000), origin="录入",
        )  # fmt: skip
        records += [household, person, wage]
        records.append(Visit(new_id(), CODE, household.id, Month(202501), **answers))
    return records


def test_an_unchanged_household_costs_at_most_three_keys(qtbot, book, street):
    sitting = sit_at(book, *street)
    window, hands = open_window(qtbot, sitting, "tracking")
    page = window.page("tracking")
    first = page.household.household_id
    hands.press(Qt.Key.Key_F6)
    hands.press(Qt.Key.Key_F9)
    assert page.household.household_id not in ("", first)
    assert page.queue.done == 1
    assert hands.count <= UNCHANGED
    with book.reading() as reading:
        visit = reading.visit(first, QUARTER)
        assert all(getattr(visit, f"{state}_state") == NO_CHANGE for state in STATES)
        assert len(reading.lines_of_month(first, QUARTER, Month(202506))) == 1


def test_a_whole_street_unchanged_is_two_keys_a_household(qtbot, book, street):
    window, hands = open_window(qtbot, sit_at(book, *street), "tracking")
    for _ in range(12):
        hands.press(Qt.Key.Key_F6)
        hands.press(Qt.Key.Key_F9)
    assert window.page("tracking").queue.done == 12
    assert hands.count == 24


def test_three_figures_changed_cost_at_most_forty_keys(qtbot, book, street):
    """From the queue: three spendings of four digits, everything else unchanged, on to the next household."""
    window, hands = open_window(qtbot, sit_at(book, *street), "tracking")
    page = window.page("tracking")
    first = page.household.household_id
    hands.press(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    for figure in ("1250", "3600", "2400"):
        hands.type(figure)
        hands.enter()
    hands.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    hands.press(Qt.Key.Key_F9)
    assert page.household.household_id != first
    assert hands.count <= THREE_FIGURES
    with book.reading() as reading:
        visit = reading.visit(first, QUARTER)
    assert (visit.medical_spending, visit.schooling_spending, visit.house_spending) == (
        125000,
        360000,
        240000,
    )
    assert visit.spending_state == ASKED
    assert visit.work_state == NO_CHANGE


def test_three_ledger_figures_changed_cost_at_most_forty_keys(qtbot, book, street):
    """From the queue: last quarter's lines carried, three amounts typed over, on to the next household."""
    household = street[0]
    head = street[1]
    more = [
        LedgerLine(
            new_id(), CODE, household.id, head.id, item=item, month=Month(202503), span="月",
            quantity=3000, unit="月", price=200_000, amount=Fen(60_000), origin="录入",
        )
        for item in ("G06", "G08")
    ]  # fmt: skip
    window, hands = open_window(qtbot, sit_at(book, *street, *more), "tracking")
    page = window.page("tracking")
    first = page.household.household_id
    hands.press(Qt.Key.Key_F6)
    hands.alt(Qt.Key.Key_2)
    for price in ("3500", "600", "450"):
        if price == "3500":
            hands.control(Qt.Key.Key_Home)
            hands.press(Qt.Key.Key_Tab)
            hands.press(Qt.Key.Key_Tab)
            hands.press(Qt.Key.Key_Tab)
        hands.press(Qt.Key.Key_Tab)
        hands.type(price)
        hands.enter()
    hands.press(Qt.Key.Key_F9)
    assert page.household.household_id != first
    assert hands.count <= THREE_FIGURES
    with book.reading() as reading:
        lines = reading.lines_of_month(first, QUARTER, Month(202506))
    assert sorted(line.price for line in lines) == [450_000, 600_000, 3_500_000]
    assert sorted(line.amount for line in lines) == [135_000, 180_000, 1_050_000]


def test_a_household_of_four_from_nothing_costs_at_most_150_keys(qtbot, book):  # noqa: PLR0915
    """A household, four members with relation, three wages, two crops with cost, four transfers.

    Chinese characters count one each as the input method hands them over; identity numbers are not in it.
    """
    sitting = sit_at(book)
    window, hands = open_window(qtbot, sitting)
    page = window.page("households")
    hands.control(Qt.Key.Key_N)
    hands.type("王德福")
    for name, relation in (("李秀英", "2"), ("王建军", "3"), ("王玉兰", "4")):
        hands.control(Qt.Key.Key_N)
        hands.type(name)
        hands.enter()
        hands.type(relation)
    hands.alt(Qt.Key.Key_3)
    wages = (("swwg", "1", "9", "3500"), ("swwg", "3", "10", "4200"), ("gyxgw", "2", "12", "500"))
    for item, person, months, pay in wages:
        hands.type(item)
        hands.enter()
        hands.type(person)
        _figures(hands, months, pay)
    for item, weight, price, cost in (("ym", "2400", "1.2", "900"), ("hs", "1500", "0.8", "350")):
        hands.type(item)
        hands.enter()
        _figures(hands, weight, price)
        hands.type("zzcb")
        hands.enter()
        _figures(hands, cost)
    transfers = (("cxjm", "2", "12", "130"), ("glb", "2", "12", "60"))
    for item, person, months, each in transfers:
        hands.type(item)
        hands.enter()
        hands.type(person)
        _figures(hands, months, each)
    for item, land, each in (("gd", "6", "82"), ("stb", "8", "100")):
        hands.type(item)
        hands.enter()
        _figures(hands, land, each)
    household_id = page.household.household_id
    with book.reading() as reading:
        persons = reading.of_household(Person, household_id)
        lines = reading.of_household(LedgerLine, household_id)
        household = reading.one(Household, household_id)
    assert [person.name for person in persons] == ["王德福", "李秀英", "王建军", "王玉兰"]
    assert [person.relation for person in persons] == ["户主", "配偶", "之子", "之女"]
    assert household.head_name == "王德福"
    amounts = {(line.item, line.amount) for line in lines}
    assert amounts == {
        *(("G01", 3_150_000), ("G01", 4_200_000), ("G06", 600_000)),
        *(("J101", 288_000), ("Z10", 90_000), ("J109", 120_000), ("Z10", 35_000)),
        *(("T011", 156_000), ("T08", 72_000), ("T071", 49_200), ("T05", 80_000)),
    }
    assert sum(line.person_id is not None for line in lines) == 5
    assert len(lines) == 11
    print("keys for a family:", hands.count)
    assert hands.count <= FAMILY


def test_one_household_among_six_thousand_is_four_keys_and_enter(qtbot, book):
    """Any letter or digit in the list begins the search: the initials of a name, or the tail of a number."""
    sitting = sit_at(book, *_six_thousand())
    window, hands = open_window(qtbot, sitting)
    page = window.page("households")
    hands.type("4187")
    hands.enter()
    qtbot.waitUntil(lambda: bool(page.household.household_id), timeout=30_000)
    found = page.household.household_id
    assert found == page.register.rows[4187].household_id
    assert hands.count <= FIND
    assert not page.list.hasFocus()


def test_a_rare_name_among_six_thousand_is_found_by_its_initials(qtbot, book):
    rare = Household(new_id(), CODE, number="990109999", head_name="翟玉兰", group="八组")
    sitting = sit_at(book, *_six_thousand(), rare)
    window, hands = open_window(qtbot, sitting)
    hands.type("zyl")
    hands.enter()
    qtbot.waitUntil(lambda: bool(window.page("households").household.household_id), timeout=30_000)
    assert window.page("households").household.household_id == rare.id
    assert hands.count == 4


def test_six_thousand_are_read_beside_the_window(qtbot, book):
    """The window's own thread goes on; what is typed meanwhile is found when they are there."""
    sitting = sit_at(book, *_six_thousand())
    threads = []

    class Heard(list):
        def append(self, statement):
            if "head_name" in statement and "FROM household WHERE voided = 0 ORDER BY" in statement:
                threads.append(threading.current_thread())

    with statements_in(sitting.book, Heard()):
        window, _ = open_window(qtbot, sitting)
        page = window.page("households")
        qtbot.waitUntil(lambda: len(page.register.rows) == 6000, timeout=30_000)
    assert threads
    assert threading.main_thread() not in threads
    qtbot.waitUntil(lambda: page.list.rows.rowCount() == 6000)
    assert page.count.text() == say("households.all", count=6000)


def test_a_household_saved_while_the_village_is_read_is_shown_as_saved(qtbot, book):
    sitting = sit_at(book, *_six_thousand())
    window, _ = open_window(qtbot, sitting)
    page = window.page("households")
    set_household(sitting, "990105999", {"head_name": "翟新"})
    made = set_household(sitting, "990200001", {"head_name": "覃新", "group": "9组"})
    qtbot.waitUntil(lambda: page.register.row_of(made.id) is not None, timeout=30_000)
    assert [row.head_name for row in page.register.found("翟新")] == ["翟新"]
    assert page.register.rows[-1].head_name == "覃新"
    qtbot.waitUntil(lambda: page.list.rows.rowCount() == 6001)


def _six_thousand():
    return [
        Household(new_id(), CODE, number=f"99010{number:04d}", head_name="王建军", group=f"{number // 750}组")
        for number in range(6000)
    ]


def _figures(hands, *figures):
    for figure in figures:
        hands.type(figure)
        hands.enter()
