"""季度跟踪: the visit queue on the left, the visit of the household in hand on the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.household.household_list import ListedHousehold
from village_desk.desk.household.household_tabs import TabMaker
from village_desk.desk.household.list_page import HouseholdListPage
from village_desk.desk.ledger.ledger_tab import LedgerTab
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import EmptyPage
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.quarter.visit_tab import VisitTab
from village_desk.entry.quarter.tracking_queue import QueueRow, TrackingQueue
from village_desk.entry.visit_blocks import blocks

_LIST_WIDTH = 13
_ROOM_FOR_LIST = 36
"""In widths of a character."""


class TrackingPage(HouseholdListPage):
    """The queue and the visit."""

    def __init__(self, desk: Desk) -> None:
        tabs: dict[str, tuple[str, TabMaker]] = {
            "visit": (say("tracking.tab_visit"), lambda: self.visit),
            "ledger": (say("tracking.tab_ledger"), lambda: LedgerTab(desk, begins_with_quarter=True)),
        }
        super().__init__(desk, tabs)
        self.queue = TrackingQueue(desk.sitting)
        self.head, self.here = QLabel(), QLabel()
        self.progress = QProgressBar()
        self.visit = VisitTab(desk)
        self._build()
        self._tie()

    def refresh(self) -> None:
        """Read what has changed: one household where only one was saved, else the queue."""
        saved = self.take_saved()
        for household_id in saved:
            self.queue.refresh(household_id)
        if not saved:
            self.queue.reload()
        ids = [row.household_id for row in self.queue.rows]
        was_empty = self.stack.currentIndex() == 0
        self.stack.setCurrentIndex(1 if ids else 0)
        if not ids:
            return
        if was_empty:
            self.list.setFocus()
        if self.household.household_id not in ids:
            self.household.household_id = ""
            self.household.show_household(self.queue.resume() or ids[0])
        else:
            self.household.refresh(is_own=bool(saved))
        self._show_queue()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys of the queue, or of the form."""
        if self.list.hasFocus():
            return (
                ("F6", say("tracking.key_same")),
                ("F9", say("tracking.key_next")),
                ("Ctrl+Shift+↑↓", say("tracking.key_route")),
                ("↵", say("tracking.key_form")),
            )
        further = (("Shift+F6", say("visit.key_same_all")), ("F9", say("tracking.key_next")))
        in_front = self.household.tab_in_hand
        if in_front is not self.visit:
            return (*in_front.bottom_keys()[:4], *further)
        return (*self.visit.bottom_keys(), *further, ("Ctrl+Shift+1…8", say("visit.key_block")))

    def go_to_field(self, key: str) -> None:
        """A finding of the panel was chosen: members and the household are on the other page."""
        tab, _, field = key.partition("|")[0].partition(".")
        asked_here = self.visit.form.keys_of(tab, field)
        if asked_here:
            self.household.open_tab("visit", asked_here[0])
        elif tab in ("visit", "ledger"):
            self.household.go_to_finding(key)
        else:
            self.desk.open_household(self.household.household_id, tab, field)

    def same_at_all(self) -> None:
        """Mark the whole household as unchanged (F6 in the queue, Shift+F6 in the form)."""
        self.household.commit()
        if self.household.household_id and self.visit.no_change_at_all():
            self.queue.refresh(self.household.household_id)
            self._show_queue()

    def walk_to(self, by: int) -> None:
        """Walk to the household in hand one place sooner or later."""
        household_id = self.household.household_id
        if household_id and not self.queue.move(household_id, by):
            self.desk.frame.tell(say("tracking.route_ends"))
        self._show_queue()

    def go_to_next(self) -> None:
        """Go to the next household that is not tracked yet (F9); the cursor stays on its side."""
        self.household.commit()
        in_list = self.list.hasFocus()
        following = self.queue.next_open(self.household.household_id or None)
        if following is None:
            self.desk.frame.tell(say("visit.all_done"))
            return
        self.household.show_household(following)
        self._show_queue()
        if not in_list:
            self.household.tab_in_hand.take_focus()

    def _build(self) -> None:
        self.left = QWidget()
        self.left.setProperty("role", "side")
        self.left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(pixels("gap"), pixels("step"), pixels("step"), pixels("step"))
        top.setSpacing(pixels("half-step"))
        self.head.setProperty("role", "strong")
        self.here.setProperty("role", "caption")
        self.progress.setTextVisible(False)
        for widget in (self.head, self.progress, self.here):
            top.addWidget(widget)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        self.empty = EmptyPage("calendar-check", say("tracking.empty"), say("households.empty_do"))
        self._lay_out(self.left, self.empty)

    def _tie(self) -> None:
        self.empty.wanted.connect(lambda: self.desk.frame.show_page("households"))
        self.list.turned.connect(self._turned)
        self.list.opened.connect(self._opened)
        self.household.keys_changed.connect(self.keys_changed)
        add_keys(
            self.list,
            {
                "F6": self.same_at_all,
                "Ctrl+Shift+Up": partial(self.walk_to, -1),
                "Ctrl+Shift+Down": partial(self.walk_to, +1),
            },
        )
        add_keys(
            self,
            {
                **self.household.tab_keys,
                "Shift+F6": self.same_at_all,
                "F9": self.go_to_next,
                "Ctrl+PgUp": partial(self._turn, -1),
                "Ctrl+PgDown": partial(self._turn, +1),
                **{
                    f"Ctrl+Shift+{number}": partial(self._go_to_block, number)
                    for number in range(1, len(blocks()) + 1)
                },
            },
        )

    def _show_queue(self) -> None:
        rows = self.queue.rows
        self.list.show_households([_listed(row) for row in rows])
        self.list.take(self.household.household_id)
        self.head.setText(say("tracking.head", done=self.queue.done, all=len(rows)))
        self.progress.setRange(0, max(1, len(rows)))
        self.progress.setValue(self.queue.done)
        here = next((row.group for row in rows if row.household_id == self.household.household_id), "")
        of_group = [row for row in rows if row.group == here]
        self.here.setText(
            say(
                "tracking.group",
                group=here or say("tracking.no_group"),
                done=sum(row.is_done for row in of_group),
                all=len(of_group),
            )
        )

    def _turned(self, household_id: str) -> None:
        if household_id and household_id != self.household.household_id:
            super()._turned(household_id)
            self._show_queue()

    def _turn(self, by: int) -> None:
        ids = [row.household_id for row in self.queue.rows]
        if self.household.household_id not in ids:
            return
        place = ids.index(self.household.household_id) + by
        if 0 <= place < len(ids):
            in_list = self.list.hasFocus()
            self.household.show_household(ids[place])
            self._show_queue()
            if not in_list:
                self.household.tab_in_hand.take_focus()

    def _go_to_block(self, number: int) -> None:
        self.household.open_tab("visit")
        self.visit.form.focus_block(number)

    def _fit(self) -> None:
        self.left.setFixedWidth(_LIST_WIDTH * pixels("text"))
        self.left.setVisible(self.width() >= _ROOM_FOR_LIST * pixels("text"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the visit the room it needs."""
        super().resizeEvent(event)
        self._fit()


def _listed(row: QueueRow) -> ListedHousehold:
    place = " · ".join(part for part in (row.group, row.number) if part)
    if row.is_done:
        note, ink = say("visit.done"), "green"
    elif row.answered:
        note, ink = say("tracking.state_part", answered=row.answered, blocks=row.blocks), "wheat"
    else:
        note, ink = say("tracking.state_open"), "ink-3"
    return ListedHousehold(row.household_id, row.head_name or say("households.no_name"), place, note, ink)
