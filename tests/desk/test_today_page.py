"""The first page: figures arrive beside the window, lists open and close by keys, pages are one key away."""

from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from village_desk.definitions.words import say
from village_desk.desk.look import TextSize, resize_text
from village_desk.desk.parts.figure import Figure
from village_desk.desk.quarter.today_cards import FINDINGS, LineCard
from village_desk.desk.window import open_desk
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.operations import set_household
from village_desk.entry.quarter.quarter_entry import Outstanding, QuarterEntry
from village_desk.entry.quarter.visit_entry import VisitEntry
from village_desk.rules.followup_records import Meeting, Sweep
from village_desk.rules.months import Month

from .hands import open_window, sit_at

WAIT_MS = 20_000


@pytest.fixture
def street(invented):
    """Four households of two groups, of whom the first has little, the second nothing entered."""
    records, households = [], []
    for place, yuan in enumerate((2_000, None, 30_000, 40_000)):
        household = invented.household(head_name=f"户主{place}", group="一组" if place < 2 else "二组")
        households.append(household)
        records += [household, invented.person(household, name=f"户主{place}")]
        if yuan is not None:
            records.append(invented.line(household, 202503, yuan * 100, item="G01"))
    return households, records


@pytest.fixture
def at_desk(qtbot, book, street):
    """The page of four households with its figures there, and the hands at it."""
    sitting = sit_at(book, *street[1])
    sitting.choose("lines", {"2025": 870_000})
    window, hands = open_window(qtbot, sitting, "today")
    page = window.page("today")
    qtbot.waitUntil(lambda: page.today is not None and not page.work.is_busy, timeout=WAIT_MS)
    return page, hands


def _go_to(figure):
    figure.setFocus()
    QApplication.processEvents()


def test_the_book_opens_with_the_first_page_in_front(qtbot, book, street):
    window = open_desk(sit_at(book, *street[1]), WrittenAsker())
    window._close_book = lambda: None
    qtbot.addWidget(window)
    assert window.key_in_hand == "today"
    assert next(iter(window.rail._entries)) == "today"
    qtbot.waitUntil(lambda: not window.page("today").work.is_busy, timeout=WAIT_MS)


def test_the_window_is_there_before_the_figures(qtbot, book, street):
    window, _ = open_window(qtbot, sit_at(book, *street[1]), "today")
    page = window.page("today")
    assert page.isVisible()
    qtbot.waitUntil(lambda: page.today is not None and not page.work.is_busy, timeout=WAIT_MS)


def test_the_cards_show_the_figures_of_the_village(at_desk):
    page, _ = at_desk
    assert page.tracking.figure("all").value.text() == "0 / 4 户"
    assert page.line.figure("under").value.text() == "1 户"
    assert page.line.figure("unknown").value.text() == "1 户"
    assert page.plan.figure("unplanned").value.text() == "4 户"
    assert "核查" in page.check.state.text()


def test_enter_opens_the_list_and_esc_comes_back_to_the_figure(at_desk):
    page, hands = at_desk
    figure = page.line.figure("under")
    _go_to(figure)
    hands.enter()
    assert page.is_list_open
    assert page.list.title.text() == "低于监测线 1 户"
    assert page.list.view.model.rowCount() == 1
    assert page.list.isAncestorOf(QApplication.focusWidget())
    hands.press(Qt.Key.Key_Escape)
    assert not page.is_list_open
    assert page.tracking.isVisible()
    assert QApplication.focusWidget() is figure


def test_enter_in_the_list_opens_the_household(at_desk, street):
    page, hands = at_desk
    _go_to(page.line.figure("under"))
    hands.enter()
    hands.enter()
    assert page.desk.frame.key_in_hand == "households"
    assert page.desk.frame.page("households").household.household_id == street[0][0].id


def test_every_figure_lists_as_many_households_as_it_says(at_desk):
    page, hands = at_desk
    pressed = [figure for figure in page.figures if figure.key not in ("book", "income")]
    listed = 0
    for figure in [one for one in pressed if not one.key.startswith(FINDINGS)]:
        said = [int(word) for word in figure.value.text().replace("户", "").split() if word.isdigit()]
        if not said:  # a sum of money
            continue
        _go_to(figure)
        hands.enter()
        counted = said[0] if figure.key == "planned" else said[-1]
        assert page.list.view.model.rowCount() == counted, figure.key
        hands.press(Qt.Key.Key_Escape)
        listed += 1
    assert listed >= 6


def test_an_empty_list_says_so_and_gives_the_way_back(at_desk):
    page, hands = at_desk
    _go_to(page.line.figure("near"))
    hands.enter()
    assert page.list.none.isVisible()
    assert QApplication.focusWidget() is page.list.back
    hands.enter()
    assert not page.is_list_open


def test_arrows_reach_every_figure_from_the_first(at_desk):
    page, hands = at_desk
    arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
    reached, open_ones = {page.figures[0]}, [page.figures[0]]
    while open_ones:
        start = open_ones.pop()
        for arrow in arrows:
            _go_to(start)
            hands.press(arrow)
            found = QApplication.focusWidget()
            if isinstance(found, Figure) and found not in reached:
                reached.add(found)
                open_ones.append(found)
    assert reached == set(page.figures)


def test_an_arrow_goes_to_what_lies_that_way(at_desk):
    page, hands = at_desk
    _go_to(page.line.figure("under"))
    hands.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.line.figure("near")
    hands.press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() in page.check.figures


def test_tab_walks_from_figure_to_figure(at_desk):
    page, hands = at_desk
    _go_to(page.line.figure("under"))
    hands.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.line.figure("near")


def test_f9_goes_on_with_the_next_household_not_tracked(at_desk, street):
    page, hands = at_desk
    VisitEntry(page.desk.sitting, street[0][0].id).no_change()
    hands.press(Qt.Key.Key_F9)
    frame = page.desk.frame
    assert frame.key_in_hand == "tracking"
    tracking = frame.page("tracking")
    assert tracking.household.household_id == street[0][1].id
    VisitEntry(page.desk.sitting, street[0][1].id).no_change()
    frame.show_page("today")
    hands.press(Qt.Key.Key_F9)
    assert tracking.household.household_id == street[0][2].id


def test_a_level_opens_the_checks_with_only_that_level(at_desk):
    page, hands = at_desk
    _go_to(page.check.figure(FINDINGS + "疑点"))
    hands.enter()
    frame = page.desk.frame
    assert frame.key_in_hand == "findings"
    shown = [level for level, button in frame.page("findings").bar.levels.items() if button.isChecked()]
    assert shown == ["疑点"]


@pytest.mark.parametrize("figure", ["backup", "imported", "packed"])
def test_what_the_book_rests_on_leads_to_the_page_of_exchange(at_desk, figure):
    page, hands = at_desk
    assert page.book.packed.value.text() == "还没有打包"
    _go_to(getattr(page.book, figure))
    hands.enter()
    assert page.desk.frame.key_in_hand == "exchange"


def test_nothing_is_said_of_the_line_before_the_village_has_been_read(qtbot):
    card = LineCard()
    qtbot.addWidget(card)
    card.show()
    assert not card.none.isVisible()
    assert not card.state_line.isVisible()


def test_news_are_counted_when_the_page_is_in_front(qtbot, at_desk, street):
    page, _ = at_desk
    VisitEntry(page.desk.sitting, street[0][2].id).no_change()
    qtbot.waitUntil(lambda: page.tracking.figure("all").value.text() == "1 / 4 户", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not page.work.is_busy, timeout=WAIT_MS)


def test_old_figures_say_that_they_are_old_until_the_new_ones_are_there(qtbot, at_desk, street):
    page, _ = at_desk
    said = []
    page.work.counted.connect(lambda _: said.append(page.state.text()))
    VisitEntry(page.desk.sitting, street[0][2].id).no_change()
    qtbot.waitUntil(lambda: "账本有改动" in page.state.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "账本有改动" not in page.state.text(), timeout=WAIT_MS)
    assert said
    qtbot.waitUntil(lambda: not page.work.is_busy, timeout=WAIT_MS)


def test_an_open_list_follows_the_news(qtbot, at_desk, street):
    page, hands = at_desk
    _go_to(page.tracking.figure("all"))
    hands.enter()
    VisitEntry(page.desk.sitting, street[0][2].id).no_change()
    qtbot.waitUntil(lambda: page.list.view.model.sums.get("state") == "1 / 4 户", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not page.work.is_busy, timeout=WAIT_MS)


def test_changes_made_elsewhere_are_checked_on_return(qtbot, at_desk, street):
    page, _ = at_desk
    frame, before = page.desk.frame, page.check.figure(FINDINGS + "必改").value.text()
    frame.show_page("households")
    for number in range(3):
        set_household(page.desk.sitting, f"77{number}", {"group": "三组"})
    frame.show_page("today")
    qtbot.waitUntil(
        lambda: page.check.figure(FINDINGS + "必改").value.text() != before and not page.work.is_busy,
        timeout=WAIT_MS,
    )


def test_checks_broken_off_are_taken_up_again(qtbot, book, street):
    window, _ = open_window(qtbot, sit_at(book, *street[1]), "today")
    page = window.page("today")
    qtbot.waitUntil(lambda: page.today is not None, timeout=WAIT_MS)
    window.show_page("households")
    window.show_page("today")
    qtbot.waitUntil(
        lambda: not page.work.is_busy and page.check.figure(FINDINGS + "必改").value.text() != "",
        timeout=WAIT_MS,
    )


def test_without_a_line_the_card_leads_to_the_settings(qtbot, book, street):
    window, hands = open_window(qtbot, sit_at(book, *street[1]), "today")
    page = window.page("today")
    qtbot.waitUntil(lambda: page.today is not None and not page.work.is_busy, timeout=WAIT_MS)
    assert page.line.none.isVisible()
    assert not page.line.figure("under").isVisible()
    _go_to(page.line.state_line)
    hands.enter()
    assert window.key_in_hand in ("settings", "households")
    assert window.page("settings").side.list.body.hasFocus()


def test_an_empty_village_has_one_button_that_leads_to_the_import(qtbot, book):
    window, hands = open_window(qtbot, sit_at(book), "today")
    page = window.page("today")
    qtbot.waitUntil(page.empty.isVisible, timeout=WAIT_MS)
    buttons = [button for button in page.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in buttons] == [say("today.empty_do")]
    assert QApplication.focusWidget() is page.empty.button
    hands.enter()
    assert window.key_in_hand == "exchange"


@pytest.mark.parametrize("size", TextSize)
def test_no_figure_is_cut_off_at_any_size(at_desk, dressed, qtbot, size):
    page, _ = at_desk
    resize_text(dressed, size)
    for _ in range(6):
        QApplication.processEvents()
    assert page.grid.width() <= page._shaft.viewport().width()
    for figure in page.figures:
        for label in figure.findChildren(QLabel):
            if label.isVisible() and label is not figure.label:
                assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()


def test_at_the_standard_size_nothing_needs_scrolling(at_desk):
    page, _ = at_desk
    assert page._shaft.verticalScrollBar().maximum() == 0


def test_the_month_of_the_quarter_is_that_of_the_sitting(at_desk):
    page, _ = at_desk
    assert page.today.quarter.first == Month(202504)
    assert "4—6月" in page.tracking.title.text()


def test_the_quarter_is_begun_with_its_button(at_desk, qtbot):
    page, hands = at_desk
    assert page.tracking.step.text() == "开始跟踪"
    assert "未开始" in page.tracking.state.text()
    page.tracking.step.setFocus()
    hands.enter()
    qtbot.waitUntil(lambda: page.tracking.step.text() == "核查本季", timeout=WAIT_MS)
    assert "跟踪中" in page.tracking.state.text()


def test_what_stands_in_the_way_is_said_and_the_quarter_stays(at_desk, qtbot):
    page, hands = at_desk
    sitting = page.desk.sitting
    QuarterEntry(sitting).begin()
    page.tracking.step.setFocus()
    hands.enter()
    qtbot.waitUntil(lambda: "desk.refused" in page.desk.asker.heard, timeout=WAIT_MS)
    assert QuarterEntry(sitting).state == "跟踪中"


def test_a_closed_quarter_is_opened_again_with_a_reason(at_desk, qtbot):
    page, hands = at_desk
    entry = QuarterEntry(page.desk.sitting)
    entry.begin()
    entry.check(Outstanding((), ()))
    entry.close(Outstanding((), ()))
    qtbot.waitUntil(lambda: page.tracking.step.text() == "重新打开", timeout=WAIT_MS)
    page.desk.asker.answers.append("县里退回")
    page.tracking.step.setFocus()
    hands.enter()
    qtbot.waitUntil(lambda: page.tracking.step.text() == "核查本季", timeout=WAIT_MS)
    assert entry.state == "跟踪中"


def test_who_is_overdue_is_listed_with_who_answers_for_it(at_desk, qtbot, street):
    page, hands = at_desk
    sitting = page.desk.sitting
    assert not page.tracking.overdue.isVisible()
    sitting.work_on(sitting.quarter.shifted(-1))
    qtbot.waitUntil(page.tracking.overdue.isVisible, timeout=WAIT_MS)
    assert page.tracking.overdue.value.text() == "4 户"
    assert "4月25日" in page.tracking.overdue.label.text()
    _go_to(page.tracking.overdue)
    hands.enter()
    assert page.list.view.model.rowCount() == 4
    assert "responsible" in [column.key for column in page.list.view.model.columns]


def test_a_duty_lists_the_households_it_is_still_owed_for(at_desk, street):
    page, hands = at_desk
    duty = next(figure for figure in page.duties.figures if figure.key.startswith("duty:"))
    assert duty.value.text() == "差 4 户"
    assert duty.aside.text() == "25日前"
    _go_to(duty)
    hands.enter()
    assert page.list.view.model.rowCount() == 4


def test_what_last_month_left_undone_stands_under_its_own_month(qtbot, book, street):
    sitting = sit_at(book, *street[1])
    sitting.today = date(2025, 8, 5)
    window, _ = open_window(qtbot, sitting, "today")
    page = window.page("today")
    qtbot.waitUntil(lambda: page.today is not None and not page.work.is_busy, timeout=WAIT_MS)
    heads = [one.text() for one in page.duties.findChildren(QLabel) if one.text().endswith("月）")]
    assert heads == ["上月（7月）", "本月（8月）"]


def test_the_months_meeting_is_written_on_the_first_page(at_desk, qtbot):
    page, hands = at_desk
    hands.press(Qt.Key.Key_F7)
    assert page.meeting.title.text() == "2025年6月研判会"
    hands.type("20250628")
    hands.enter()
    hands.type("村委会")
    hands.press(Qt.Key.Key_Escape)
    with page.desk.sitting.book.reading() as reading:
        (meeting,) = reading.all(Meeting)
    assert (meeting.month, meeting.held_on, meeting.place) == (202506, date(2025, 6, 28), "村委会")
    assert not page.meeting.isVisible()
    hands.press(Qt.Key.Key_F7)
    assert page.meeting.title.text() == "2025年7月研判会"


def test_a_household_swept_without_findings_is_one_key_and_leaves_the_list(qtbot, book, street):
    households, records = street
    watched = replace(households[0], monitoring_class="边缘易致贫户")
    sitting = sit_at(book, watched, *[one for one in records if one.id != watched.id])
    window, hands = open_window(qtbot, sitting, "today")
    page = window.page("today")
    qtbot.waitUntil(lambda: page.today is not None and not page.work.is_busy, timeout=WAIT_MS)
    places = [place for place, one in enumerate(page.today.duties) if one.kind == "sweeps"]
    figure = next(one for one in page.duties.figures if one.key == f"duty:{places[-1]}")
    assert figure.value.text() == "差 1 户"
    _go_to(figure)
    hands.enter()
    hands.press(Qt.Key.Key_F6)
    with book.reading() as reading:
        (swept,) = reading.all(Sweep)
    assert (swept.household_id, swept.month, swept.found) == (watched.id, 202507, "无")
    qtbot.waitUntil(lambda: page.list.view.model.rowCount() == 0, timeout=WAIT_MS)
    hands.press(Qt.Key.Key_F6)
    with book.reading() as reading:
        assert len(reading.all(Sweep)) == 1
