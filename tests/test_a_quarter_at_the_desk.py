"""A whole quarter of the practice village by keys alone: begun, visited, checked, closed, corrected."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.desk import jobs
from village_desk.desk.look import dress
from village_desk.desk.window import DeskWindow
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.books.opening import sit_down
from village_desk.entry.quarter.quarter_entry import QuarterEntry
from village_desk.entry.quarter.tracking_state import tracking_state
from village_desk.practice.village import make_practice_village, practice_quarters
from village_desk.rules.followup_records import Event, Stock
from village_desk.rules.records import ASKED, NO_CHANGE, LedgerLine, Person
from village_desk.rules.support_records import Measure, WorkSpell

HOUSEHOLDS, SEED = 10, 5
"""A village in which somebody works away, keeps pigs or is monitored, and no number is spoilt."""
TODAY = date(2026, 1, 12)
LONGEST_MS = 30_000
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="session")
def qapp():
    application = QApplication.instance() or QApplication([])
    dress(application)
    return application


class Cadre(WrittenAsker):
    """Answers what was written down; after that gives the first choice, a reason, and yes."""

    def _next(self, question):
        if self.answers:
            return super()._next(question)
        self.heard.append(question.key)
        return (
            "入户看过，属实" if question.key.endswith(("text", "why", "evidence")) else self._plain(question)
        )

    def _plain(self, question):
        return "" if question.key.endswith("until") else True

    def choose(self, question, options):
        return super().choose(question, options) if self.answers else 0


class Hands:
    """Press keys where the cursor is, and wait for what the program does."""

    def __init__(self, qtbot, window) -> None:
        self.qtbot = qtbot
        self.window = window

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier, times=1):
        for _ in range(times):
            QTest.keyClick(self.cursor(), key, modifier)
            QApplication.processEvents()

    def type(self, text):
        for character in text:
            QTest.keyClicks(self.cursor(), character)
            QApplication.processEvents()

    def enter(self):
        self.press(Qt.Key.Key_Return)

    def cursor(self):
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def tab_to(self, is_there):
        for _ in range(60):
            if is_there(self.cursor()):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError("the cursor never came there")

    def tab_to_field(self, form, ending):
        """Walk through the form to the next field whose key ends so."""
        self.tab_to(lambda _: form.key_in_hand.endswith(ending))

    def page(self, key):
        place = list(self.window._pages).index(key) + 1
        self.press(Qt.Key(Qt.Key.Key_0 + place), CONTROL)
        assert self.window.key_in_hand == key
        self.rest()
        return self.window.page(key)

    def rest(self):
        self.qtbot.waitUntil(lambda: not jobs.is_any_under_way(), timeout=LONGEST_MS)
        QApplication.processEvents()


@pytest.fixture
def at_the_desk(qtbot, tmp_path, monkeypatch):
    """The window over a village whose next quarter has just ended and has not been begun."""
    monkeypatch.setenv("VILLAGE_DESK_HOME", str(tmp_path / "home"))
    book = make_practice_village(tmp_path / "练习", HOUSEHOLDS, SEED).book
    sitting = sit_down(book, "", "王建国", TODAY)
    sitting.work_on(practice_quarters()[-1].shifted(1))
    window = DeskWindow(sitting, Cadre())
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.show_page("today")
    qtbot.waitUntil(lambda: window.page("today").today is not None, timeout=LONGEST_MS)
    return Hands(qtbot, window)


class Quarter:
    """The work of the quarter, step by step."""

    def __init__(self, hands) -> None:
        self.hands = hands
        self.sitting = hands.window.sitting
        self.asker = hands.window.asker
        self.told = set()

    @property
    def state(self):
        return QuarterEntry(self.sitting).state

    @property
    def tracking(self):
        return self.hands.window.page("tracking")

    def step(self):
        """Press the button of the quarter's next step."""
        today = self.hands.page("today")
        self.hands.qtbot.waitUntil(lambda: not today.work.is_busy, timeout=LONGEST_MS)
        self.hands.tab_to(lambda widget: widget is today.tracking.step)
        self.hands.enter()
        self.hands.rest()

    def visit(self, how):
        """Visit the household in hand, whatever is not told is unchanged, and go on to the next."""
        page = self.tracking
        if not page.list.hasFocus():
            self.hands.press(Qt.Key.Key_1, CONTROL)  # away and back: the cursor is in the queue again
            self.hands.page("tracking")
        household = page.household.household_id
        how(page.visit.form)
        self.hands.press(Qt.Key.Key_F6, SHIFT)
        with self.sitting.book.reading() as reading:
            visit = reading.visit(household, self.sitting.quarter.first)
        assert all(
            getattr(visit, f"{block}_state") in (ASKED, NO_CHANGE)
            for block in ("people", "work", "production", "received", "spending", "guarantee", "measure")
        )
        self.told.add(how.__name__)
        self.hands.press(Qt.Key.Key_F9)

    def block(self, number):
        self.hands.press(Qt.Key(Qt.Key.Key_0 + number), CONTROL | SHIFT)

    def unchanged(self, form):
        self.hands.press(Qt.Key.Key_F6)

    def big_spending(self, form):
        self.block(5)
        for figure in ("1250", "0", "0", "0", "800"):
            self.hands.type(figure)
            self.hands.enter()

    def wages_owed(self, form):
        self.block(2)
        self.hands.tab_to_field(form, ".arrears")
        self.hands.type("3000")
        self.hands.enter()

    def pigs_sold(self, form):
        self.block(3)
        self.hands.tab_to_field(form, ".sold")
        self.hands.type("1")
        self.hands.enter()
        self.hands.tab_to_field(form, ".closing")
        self.hands.type("1")
        self.hands.enter()

    def measure_begun(self, form):
        self.block(7)
        self.hands.tab_to_field(form, ".state")
        self.hands.type("2")
        self.hands.tab_to_field(form, ".result")

    def came_home(self, form):
        self.event("失业", place=self._place_of_worker())

    def fell_ill(self, form):
        self.event("患病", place=0)

    def hail(self, form):
        self.asker.answers += ["自然灾害", "2025-11-20"]
        self.hands.enter()
        self.hands.press(Qt.Key.Key_N, CONTROL)

    def all_guaranteed(self, form):
        self.block(6)
        for _ in range(4):
            self.hands.type("1")

    def under_judgement(self, form):
        self.block(8)
        self.hands.type("1")

    def event(self, kind, place):
        self.asker.answers += [kind, place, "2025-11-03"]
        self.hands.enter()
        self.hands.press(Qt.Key.Key_N, CONTROL)

    def _place_of_worker(self):
        picture = self.sitting.picture(self.tracking.household.household_id)
        workers = {spell.person_id for spell in picture.spells}
        return next(place for place, person in enumerate(picture.persons) if person.id in workers)

    def wanted(self):
        """What is told at the household in hand: something that it has, and that nobody has told yet."""
        picture = self.sitting.picture(self.tracking.household.household_id)
        has = {
            "pigs_sold": any(stock.closing for stock in picture.stocks if stock.quarter == 202507),
            "came_home": bool(picture.spells),
            "wages_owed": bool(picture.spells),
            "measure_begun": any(one.year == self.sitting.quarter.year for one in picture.measures),
        }
        kinds = ("pigs_sold", "came_home", "wages_owed", "measure_begun", "hail", "fell_ill", "big_spending")
        kinds = (*kinds, "all_guaranteed", "under_judgement", "unchanged")
        return getattr(self, next(kind for kind in kinds if kind not in self.told and has.get(kind, True)))

    def explain_doubts(self):
        """Open each group of doubts and say of each that it is true."""
        page = self.hands.page("findings")
        self.hands.press(Qt.Key.Key_F8)
        self.hands.rest()
        assert page.entry.counts()["必改"] == 0
        for _ in range(40):
            if page.entry.counts()["疑点"] == 0:
                return
            self.hands.press(Qt.Key.Key_Up, times=page.model.rowCount())
            if page.model.row(0).finding is None and page.model.row(1).finding is None:
                self.hands.enter()
            self.hands.press(Qt.Key.Key_Down)
            self.hands.press(Qt.Key.Key_F6)
            self.hands.rest()
        raise AssertionError("doubts are left")


def test_a_quarter_is_carried_from_its_first_day_to_the_closed_books(at_the_desk):
    quarter = Quarter(at_the_desk)
    sitting, book = quarter.sitting, quarter.sitting.book
    assert quarter.state == "未开始"
    quarter.step()
    assert quarter.state == "跟踪中"

    at_the_desk.page("tracking")
    for _ in range(HOUSEHOLDS - 1):
        quarter.visit(quarter.wanted())
    quarter.step()
    assert "desk.refused" in quarter.asker.heard  # somebody has not been visited: that is a 必改
    assert quarter.state == "跟踪中"
    at_the_desk.page("tracking")
    quarter.visit(quarter.wanted())
    assert len(quarter.told) == HOUSEHOLDS
    assert tracking_state(sitting, sitting.quarter).done == HOUSEHOLDS
    carried = told(quarter)

    quarter.explain_doubts()
    quarter.step()
    assert quarter.state == "已核查"
    quarter.step()
    assert quarter.state == "已关账"
    assert book.closed >= {sitting.quarter.first}
    correct(at_the_desk, quarter, carried[0])


def told(quarter):
    """Look up in the book what the households have told; the lines that were carried are returned."""
    sitting = quarter.sitting
    with sitting.book.reading() as reading:
        assert {event.kind for event in reading.all(Event) if event.happened_on.year == 2025} == {
            "自然灾害",
            "患病",
            "失业",
        }
        sold = [stock for stock in reading.all(Stock) if stock.quarter == sitting.quarter.first]
        assert any((stock.sold, stock.closing) == (1000, 1000) for stock in sold)
        spells = reading.all(WorkSpell)
        assert any(spell.returned_on == date(2025, 11, 3) for spell in spells)
        assert any(spell.arrears == 300_000 for spell in spells)
        assert any(one.state == "实施中" for one in reading.all(Measure))
        assert any("患有大病" in (person.health or ()) for person in reading.all(Person))
        carried = [line for line in reading.all(LedgerLine) if line.month in sitting.quarter.window]
    assert carried
    return carried


def correct(hands, quarter, line):
    """Type over a price of the closed quarter: first turning back from the question why, then giving one."""
    hands.window.open_household(line.household_id, "ledger", "")
    QApplication.processEvents()
    tab = hands.window.page("households").household.tab_in_hand
    row = tab.view.ledger.row_of(line.id)
    tab.view.go_to(row, "price")
    tab.view.setFocus()
    deeds = quarter.sitting.book.deeds
    quarter.asker.answers = [None]
    hands.type("9999")
    hands.enter()
    assert quarter.sitting.book.deeds == deeds
    quarter.asker.answers = ["工资条上多记了"]
    hands.type("2000")
    hands.enter()
    with quarter.sitting.book.reading() as reading:
        assert reading.one(LedgerLine, line.id).price == 2_000_000
    assert "工资条上多记了" in tab.entry.correction(row)
    assert tab.view.ledger.text(row, "mark") == "更正"
