"""The first page 工作台: this quarter at a glance; every figure opens the list it was counted from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.calendar import DutyKind
from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.card_grid import CardGrid
from village_desk.desk.parts.cards import EmptyPage, caption_label, head_label
from village_desk.desk.parts.figure import Figure
from village_desk.desk.parts.figure_card import FigureCard
from village_desk.desk.parts.figure_list import FigureList
from village_desk.desk.quarter.meeting_form import MeetingForm
from village_desk.desk.quarter.money_cards import BOOK, BookStrip, IncomeCard, PlanCard
from village_desk.desk.quarter.quarter_steps import QuarterSteps
from village_desk.desk.quarter.today_cards import FINDINGS, CheckCard, DutiesCard, LineCard, TrackingCard
from village_desk.desk.quarter.today_work import TodayWork
from village_desk.desk.wide_page import WidePage
from village_desk.entry.news import Event
from village_desk.entry.quarter.today import DUTY, Today
from village_desk.entry.quarter.today_lists import listing
from village_desk.entry.record_operations import note_swept
from village_desk.rules.months import Month
from village_desk.rules.refusals import Refusal

_ROOM_FOR_BOTH = 56
"""Widths of a character in which a card stands beside its list."""


class TodayPage(WidePage):
    """The figures are there as soon as they are counted, the checks a little later."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.today: Today | None = None
        self.work = TodayWork(desk, self)
        self.state = caption_label("")
        self.tracking, self.check, self.line = TrackingCard(), CheckCard(), LineCard()
        self.income, self.plan, self.duties = IncomeCard(), PlanCard(), DutiesCard()
        self.book = BookStrip()
        self.steps = QuarterSteps(desk, self.failed)
        self.list = FigureList()
        self.meeting = MeetingForm(desk)
        self.empty = EmptyPage("users", say("today.empty"), say("today.empty_do"))
        self._cards: tuple[FigureCard, ...] = (
            self.tracking,
            self.line,
            self.check,
            self.income,
            self.plan,
            self.duties,
        )
        self.grid = CardGrid(self._cards)
        self._shaft = QScrollArea()
        self._stack = QStackedWidget()
        self._opened: Figure | None = None
        self._counted_at = ""
        self._build()
        self._connect()

    @property
    def figures(self) -> list[Figure]:
        """The figures in sight."""
        every = [figure for card in (*self._cards, self.book) for figure in card.figures]
        return [figure for figure in every if figure.isVisible()]

    @property
    def is_list_open(self) -> bool:
        """A figure's list stands beside it."""
        return self._opened is not None or self.meeting.isVisible()

    def turn_to(self) -> None:
        """Come to the front; take up the checks where they were broken off."""
        super().turn_to()
        self.work.go_on()

    def refresh(self) -> None:
        """Count anew beside the window; what is shown says that it is old until then."""
        key = "today.stale" if self.today is not None else "today.updating"
        self.state.setText(say(key, time=self._counted_at))
        self.work.start()

    def concerns(self, event: Event) -> bool:
        """Everything does."""
        self.work.hear(event)
        return True

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self.meeting.isVisible():
            return (("Esc", say("today.key_back")),)
        if self.is_list_open:
            swept = (("F6", say("today.key_swept")),) if self._sweeps is not None else ()
            return (
                (say("keys.enter"), say("today.key_household")),
                *swept,
                ("Esc", say("today.key_back")),
                ("F9", say("today.key_on")),
            )
        return (
            ("F9", say("today.key_on")),
            ("↑↓←→", say("today.key_move")),
            (say("keys.enter"), say("today.key_open")),
            ("F7", say("today.key_meet")),
        )

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.meeting.commit()

    def open_meeting(self) -> None:
        """Show the form of the month's meeting in place of the other cards (F7)."""
        self.close_list()
        self._make_room(self.duties)
        self.meeting.begin()
        self.keys_changed.emit()

    def go_on(self) -> None:
        """Go to the next household that is not tracked yet."""
        frame = self.desk.frame
        frame.show_page("tracking")
        page = frame.page("tracking")
        queue, here = page.queue, page.household.household_id  # type: ignore[attr-defined]  # the tracking page
        if any(row.household_id == here and row.is_done for row in queue.rows):
            page.go_to_next()  # type: ignore[attr-defined]

    def open_figure(self, figure: Figure) -> None:
        """Show what a figure stands for: its list here, or the page where it is worked on."""
        if figure.key.startswith(FINDINGS):
            self._open_findings(figure.key.removeprefix(FINDINGS))
        elif figure.key == BOOK:
            self._show_page("exchange")
        elif self.today is not None:
            self._open_list(figure)

    def note_swept(self) -> None:
        """Note at the household in hand that this month's look has found nothing (F6)."""
        month, household_id = self._sweeps, self.list.household_in_hand
        if month is None or not household_id:
            return
        try:
            note_swept(self.desk.sitting, household_id, month)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.desk.frame.tell(say("today.swept"))

    @property
    def _sweeps(self) -> Month | None:
        """The month whose sweeps are listed; None while anything else is."""
        key = self._opened.key if self._opened is not None else ""
        if self.today is None or not key.startswith(DUTY):
            return None
        duty = self.today.duties[int(key.removeprefix(DUTY))]
        return duty.month if duty.kind is DutyKind.SWEEPS else None

    def close_list(self) -> None:
        """Go back to all figures, with the cursor where it was."""
        if not self.is_list_open:
            return
        figure, self._opened = self._opened, None
        self.meeting.commit()
        self.meeting.hide()
        self.list.hide()
        self.book.show()
        self._shaft.show()
        self.grid.show_all()
        if figure is not None:
            figure.setCheckable(False)
            self.setFocusProxy(figure)
        (figure or self.duties.meet).setFocus()
        self.keys_changed.emit()

    def leave(self) -> None:
        """The book is being closed."""
        self.work.leave()
        super().leave()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the machine to the page in front."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.work.pause()

    def _open_list(self, figure: Figure) -> None:
        if self._opened is not None:
            self._opened.setCheckable(False)
        self._opened = figure
        figure.setCheckable(True)
        figure.setChecked(True)
        card = next((card for card in self._cards if figure in card.figures), None)
        self.meeting.hide()
        self._make_room(card)
        self._fill_list()
        self.list.show()
        self.list.take_focus()
        self.keys_changed.emit()

    def _make_room(self, card: FigureCard | None) -> None:
        if card is not None:
            self.grid.show_alone(card)
        self._shaft.setVisible(self.width() >= _ROOM_FOR_BOTH * pixels("text"))
        self.book.hide()

    def _fill_list(self) -> None:
        if self.today is not None and self._opened is not None:
            self.list.show_listing(listing(self.today, self._opened.key))

    def _open_findings(self, level: str) -> None:
        page = self.desk.frame.page("findings")
        for name, button in page.bar.levels.items():  # type: ignore[attr-defined]  # the findings page
            button.setChecked(name == level)
        self._show_page("findings")

    def _go_to_figures(self) -> None:
        """Go where the line of the year is asked for."""
        self._show_page("settings")
        self.desk.frame.page("settings").open_side("figures")  # type: ignore[attr-defined]  # the settings' page

    def _show_page(self, key: str) -> None:
        frame = self.desk.frame
        frame.show_page(key if frame.has_page(key) else "households")

    def _take(self, today: Today) -> None:
        self.today = today
        self._counted_at = f"{datetime.now().astimezone():%H:%M}"
        self.state.setText(say("today.as_of", time=self._counted_at))
        had_cursor = self.isAncestorOf(QApplication.focusWidget() or QWidget())
        self._stack.setCurrentIndex(1 if today.rows else 0)
        for card in (self.tracking, self.line, self.income, self.plan, self.duties, self.book):
            card.show_today(today)
        self._fill_list()
        if not self.is_list_open:
            self.setFocusProxy(self.tracking.figures[0] if today.rows else self.empty.button)
            if had_cursor and not self.isAncestorOf(QApplication.focusWidget() or QWidget()):
                self.setFocus()

    def _step(self, figure: Figure, right: int, down: int) -> None:
        found = nearest(figure, self.figures, right, down)
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason)
            self._shaft.ensureWidgetVisible(found)

    def _build(self) -> None:
        self._shaft.setWidget(self.grid)
        self._shaft.setWidgetResizable(True)
        self._shaft.setFrameShape(QFrame.Shape.NoFrame)
        self._shaft.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shaft.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.grid.setProperty("role", "page")
        top = QHBoxLayout()
        top.setSpacing(pixels("gap"))
        top.addWidget(head_label(say("rail.today")))
        top.addWidget(self.state, 1)
        middle = QHBoxLayout()
        middle.setSpacing(pixels("gap"))
        middle.addWidget(self._shaft, 4)
        for beside in (self.list, self.meeting):
            middle.addWidget(beside, 11)
            beside.hide()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(pixels("margin"), pixels("bar"), pixels("margin"), pixels("bar"))
        column.setSpacing(pixels("bar"))
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addWidget(self.book)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(whole)
        self._stack.setCurrentIndex(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.setFocusProxy(self.tracking.figures[0])

    def _connect(self) -> None:
        self.own_keys = {
            "F9": self.go_on,
            "Esc": self.close_list,
            "F7": self.open_meeting,
            "F6": self.note_swept,
        }
        for card in (*self._cards, self.book):
            card.wanted.connect(self.open_figure)
            card.stepped.connect(self._step)
        self.tracking.go_on.clicked.connect(self.go_on)
        self.duties.meet.clicked.connect(self.open_meeting)
        self.tracking.step.clicked.connect(self.steps.go_on)
        self.line.settings_wanted.connect(self._go_to_figures)
        self.list.opened.connect(lambda household_id: self.desk.open_household(household_id, "", ""))
        self.list.left.connect(self.close_list)
        self.empty.wanted.connect(lambda: self._show_page("exchange"))
        self.work.counted.connect(self._take)
        self.work.checked.connect(self.check.show_findings)
        self.work.checking.connect(self.check.show_running)
        self.work.failed.connect(self.failed)


def nearest(figure: Figure, others: Sequence[Figure], right: int, down: int) -> Figure | None:
    """The figure that lies next that way: straight on first, sideways distance counts double."""

    def middle(one: Figure) -> QPoint:
        return one.mapTo(one.window(), one.rect().center())

    here = middle(figure)
    ways: list[tuple[int, int, Figure]] = []
    for place, other in enumerate(others):
        way = middle(other) - here
        ahead = way.x() * right + way.y() * down
        aside = abs(way.x() * down) + abs(way.y() * right)
        if other is not figure and ahead > 0:
            ways.append((ahead + 2 * aside, place, other))
    return min(ways, key=lambda found: found[:2])[2] if ways else None
