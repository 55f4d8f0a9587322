"""One day of one cadre, from no book at all to a printed sheet and back the next morning, by keys alone."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from village_desk.desk import jobs
from village_desk.desk.look import dress
from village_desk.desk.start.start_window import StartWindow
from village_desk.desk.window import open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.keyboard.initials import initials_of
from village_desk.exchange.roster_out import write_table
from village_desk.practice import earnings, rosters
from village_desk.practice.people import FamilyMaker
from village_desk.practice.village import practice_day, practice_quarters
from village_desk.rules.records import ASKED, NO_CHANGE, Household, LedgerLine, Person
from village_desk.store.backups.backup import backup_folder, list_backups
from village_desk.store.verify import verify

HOUSEHOLDS = 12
PHRASE = "two buckets of maize behind the mill"
VILLAGE, CODE = "柳树湾村", "990101001001"
LONGEST_MS = 30_000
"""A passphrase is stretched for a second or two; the machine may be slow."""

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture(scope="session")
def qapp():
    application = QApplication.instance() or QApplication([])
    dress(application)
    return application


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The program's own folders lie in the test's."""
    monkeypatch.setenv("VILLAGE_DESK_HOME", str(tmp_path / "home"))
    return tmp_path


class Workbooks:
    """The roster and the ledger that the township handed out, with one member's sex typed wrongly."""

    def __init__(self, folder: Path) -> None:
        families = FamilyMaker(7, practice_day()).families(HOUSEHOLDS)
        people = rosters.roster_rows(families, [{} for _ in families], 7)
        sex, relation = rosters.HEADINGS.index("性别"), rosters.HEADINGS.index("与户主关系")
        wrong = next(row for row in people[9:] if row[relation] == "配偶" and row[sex] == "女")
        wrong[sex] = "男"
        self.misprinted = wrong[rosters.HEADINGS.index("人编号")]
        earner = earnings.Earner(7, [quarter.first for quarter in practice_quarters()])
        lines = [row for family in families for row in earner.rows(family)]
        self.persons, self.lines = len(people), len(lines)
        self.roster, self.ledger = folder / "花名册.xlsx", folder / "台账.xlsx"
        self.roster.write_bytes(write_table("Sheet1", rosters.TITLES, rosters.HEADINGS, people))
        self.ledger.write_bytes(write_table("台账", earnings.TITLES, earnings.HEADINGS, lines))


class Day:
    """The hands of the cadre: they press keys where the cursor is and wait for what the program does."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.asker = WrittenAsker()
        self.desks = []
        self.start = StartWindow(self.asker, self._open)
        qtbot.addWidget(self.start)
        self.start.show()
        self.sit_at_the_start()

    @property
    def desk(self):
        return self.desks[-1]

    def sit_at_the_start(self):
        """Wait until the start window has the cursor; without a screen no system gives it the keys."""
        self.qtbot.waitUntil(self.start.isVisible)
        self.start.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def page(self, key):
        """Go to a page by its key and wait until it has done its first work."""
        place = list(self.desk._pages).index(key) + 1
        self.press(Qt.Key(Qt.Key.Key_0 + place), CONTROL)
        assert self.desk.key_in_hand == key
        self.rest()
        return self.desk.page(key)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.cursor(), key, modifier)
        QApplication.processEvents()

    def type(self, text):
        for character in text:
            QTest.keyClicks(self.cursor(), character)
            QApplication.processEvents()

    def enter(self):
        self.press(Qt.Key.Key_Return)

    def tab_to(self, is_there):
        """Press Tab until the cursor is where it is wanted."""
        for _ in range(30):
            if is_there(self.cursor()):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError("the cursor never came there")

    def cursor(self):
        return QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()

    def rest(self):
        """Wait until no work is under way."""
        self.qtbot.waitUntil(lambda: not jobs.is_any_under_way(), timeout=LONGEST_MS)
        QApplication.processEvents()

    def _open(self, sitting, asker, when_closed):
        window = open_desk(sitting, asker, when_closed)
        window.activateWindow()
        self.desks.append(window)
        return window


def test_a_day_at_the_desk(qapp, qtbot, home):
    day, files = Day(qtbot), Workbooks(home)
    book = home / f"{VILLAGE}.book"
    _make_the_book(day, book)
    _choose_the_quarter(day)
    _bring_in(day, files)
    household = _keep_the_ledger(day)
    tracked = _track_three_households(day)
    _mend_what_the_checks_find(day, files)
    _save_two_sheets(day, home)
    kept = _contents(day.desk.sitting.book)
    day.desk.close()
    qtbot.waitUntil(day.start.isVisible)
    _read_it_the_next_morning(day, book, kept, household, tracked)


def _make_the_book(day, book):
    day.tab_to(lambda widget: isinstance(widget, QPushButton) and widget.text() == "新建账本")
    day.enter()
    assert day.cursor() is day.start.new_form._lines["name"]
    for text in (VILLAGE, CODE):
        day.cursor().insert(text)  # an input method hands Chinese over as a whole
        day.press(Qt.Key.Key_Tab)
    profile = day.start.new_form.profile
    for _ in range(profile.count()):
        if profile.currentData() == "shidian_2025":
            break
        day.press(Qt.Key.Key_Down)
    assert profile.currentData() == "shidian_2025"
    day.press(Qt.Key.Key_Tab)
    day.cursor().insert("王建国")
    for _ in range(2):
        day.press(Qt.Key.Key_Tab)
        day.type(PHRASE)
    day.asker.answers.append(book)
    day.press(Qt.Key.Key_Tab)
    day.enter()
    day.qtbot.waitUntil(lambda: bool(day.desks), timeout=LONGEST_MS)
    assert day.asker.heard == ["start.where", "start.code_once"]
    assert day.desk.isVisible()
    assert not day.start.isVisible()
    day.rest()


def _choose_the_quarter(day):
    page = day.page("settings")
    wanted = practice_quarters()[-1]
    day.enter()
    day.tab_to(lambda widget: widget.property("field") == "period")
    period = page.side.period
    day.press(Qt.Key.Key_F4)
    words = period._labels()
    place = next(number for number, word in enumerate(words) if wanted.window.text() in word)
    standing = words.index(period.text())
    for _ in range(abs(place - standing)):
        day.press(Qt.Key.Key_Down if place > standing else Qt.Key.Key_Up)
    day.enter()
    assert day.desk.sitting.quarter.first == wanted.first


def _bring_in(day, files):
    page = day.page("exchange")
    for file, rows in ((files.roster, files.persons), (files.ledger, files.lines)):
        before = _contents(day.desk.sitting.book)
        day.asker.answers.append(file)
        day.enter()
        day.rest()
        assert page.is_importing
        assert page.wizard.counts.figures["rows"].text().replace(",", "") == str(rows)
        assert _contents(day.desk.sitting.book) == before
        day.asker.answers.append(True)  # rows that wait, if there are any, stay out
        day.press(Qt.Key.Key_F9)
        day.rest()
        assert not page.is_importing
        day.asker.answers.clear()
    kept = _contents(day.desk.sitting.book)
    assert len(kept[Household]) == HOUSEHOLDS
    assert len(kept[Person]) == files.persons
    assert len(kept[LedgerLine]) == files.lines


def _keep_the_ledger(day):
    page = day.page("households")
    wanted = page.register.rows[4]
    day.press(Qt.Key.Key_F, CONTROL)
    day.type(initials_of(wanted.head_name)[0])
    day.enter()
    assert page.household.household_id == wanted.household_id
    day.press(Qt.Key.Key_3, ALT)
    tab = page.household.tab("ledger")
    lines = lambda: {line.id: line for line in _lines(day.desk.sitting.book, wanted.household_id)}  # noqa: E731
    before = set(lines())
    assert tab.view.row == tab.model.waiting
    for text in ("swwg", "1", "3", "3500"):
        day.type(text)
        if text != "1":
            day.enter()
    (added,) = set(lines()) - before
    assert (lines()[added].item, lines()[added].amount) == ("G01", 1_050_000)
    row = tab.model.row_of(added)
    while tab.view.row > row:
        day.press(Qt.Key.Key_Up)
    while tab.view.key != "price":
        day.press(Qt.Key.Key_Tab)
    day.type("3600")
    day.enter()
    assert lines()[added].amount == 1_080_000
    day.press(Qt.Key.Key_Z, CONTROL)
    assert lines()[added].amount == 1_050_000
    day.press(Qt.Key.Key_Y, CONTROL)
    assert lines()[added].amount == 1_080_000
    return wanted.household_id


def _track_three_households(day):
    page = day.page("tracking")
    tracked = []
    for number in range(3):
        household = page.household.household_id
        tracked.append(household)
        if number == 1:
            day.press(Qt.Key.Key_5, CONTROL | SHIFT)
            day.type("1250")
            day.enter()
            day.press(Qt.Key.Key_F6, SHIFT)
        else:
            day.press(Qt.Key.Key_F6, SHIFT if number else Qt.KeyboardModifier.NoModifier)
        day.press(Qt.Key.Key_F9)
        assert page.household.household_id not in tracked
    assert page.queue.done == 3
    return tracked


def _mend_what_the_checks_find(day, files):
    day.press(Qt.Key.Key_F8)
    page = day.desk.page("findings")
    day.rest()
    assert day.desk.key_in_hand == "findings"
    with day.desk.sitting.book.reading() as reading:
        wrong = next(one for one in reading.all(Person) if one.number == files.misprinted)
    is_it = lambda one: one.rule == "ID07" and one.person_id == wrong.id  # noqa: E731
    assert any(is_it(one) for one in page.entry.findings)
    while not any(is_it(one) for one in page.model.row(page.list.row_in_hand).group.findings):
        day.press(Qt.Key.Key_Down)
    day.enter()
    while page.model.row(page.list.row_in_hand).finding is None or not is_it(
        page.model.row(page.list.row_in_hand).finding
    ):
        day.press(Qt.Key.Key_Down)
    day.enter()
    day.rest()
    assert day.desk.key_in_hand == "households"
    assert day.cursor().property("field") == "sex"
    members = day.desk.page("households").household.tab("members")
    assert members.person_in_hand.id == wrong.id
    day.press(Qt.Key.Key_2)
    with day.desk.sitting.book.reading() as reading:
        assert reading.one(Person, wrong.id).sex == "女"
    day.press(Qt.Key.Key_F8)
    day.rest()
    assert not any(is_it(one) for one in page.entry.findings)


def _save_two_sheets(day, home):
    page = day.page("sheets")
    day.press(Qt.Key.Key_3)
    day.rest()
    day.asker.answers.append(home / "一户.pdf")
    day.press(Qt.Key.Key_D, CONTROL)
    day.rest()
    assert (home / "一户.pdf").read_bytes().startswith(b"%PDF")
    day.press(Qt.Key.Key_7)
    day.rest()
    day.asker.answers.append(home / "汇总.xlsx")
    day.press(Qt.Key.Key_E, CONTROL)
    day.rest()
    day.tab_to(lambda widget: widget is page.form.copy)
    while page.form.copy.choice != "public":
        day.press(Qt.Key.Key_Right)
    day.rest()
    day.asker.answers.append(home / "公示.xlsx")
    day.press(Qt.Key.Key_E, CONTROL)
    day.rest()
    assert day.asker.answers == []
    with day.desk.sitting.book.reading() as reading:
        secrets = {one.identity_number for one in reading.all(Person) if one.identity_number}
    internal, public = _texts(home / "汇总.xlsx"), _texts(home / "公示.xlsx")
    assert any(VILLAGE in text for text in internal)
    assert public
    assert not [text for text in public for number in secrets if number in text]


def _read_it_the_next_morning(day, book, kept, household, tracked):
    assert day.start.books.list.count() == 1
    day.sit_at_the_start()
    day.enter()
    assert day.cursor() is day.start.passphrase
    day.type(PHRASE)
    day.enter()
    day.qtbot.waitUntil(lambda: len(day.desks) == 2, timeout=LONGEST_MS)
    day.rest()
    opened = day.desk.sitting.book
    assert _contents(opened) == kept
    assert 1_080_000 in {line.amount for line in _lines(opened, household)}
    with opened.reading() as reading:
        visits = [reading.visit(one, practice_quarters()[-1].first) for one in tracked]
    assert [visit.work_state for visit in visits] == [NO_CHANGE] * 3
    assert visits[1].spending_state == ASKED
    assert visits[1].medical_spending == 125_000
    assert list_backups(backup_folder(book))
    assert verify(opened).problems == ()
    day.desk.close()
    day.qtbot.waitUntil(day.start.isVisible)


def _contents(book):
    with book.reading() as reading:
        return {kind: set(map(repr, reading.all(kind))) for kind in (Household, Person, LedgerLine)}


def _lines(book, household_id):
    with book.reading() as reading:
        return reading.of_household(LedgerLine, household_id)


def _texts(path):
    rows = load_workbook(path).active.iter_rows(values_only=True)
    return [str(cell) for row in rows for cell in row if cell is not None]
