"""农户: the village's households on the left, the one in hand on the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from importlib import import_module

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.household.class_choice import ClassChoice
from village_desk.desk.household.household_list import ListedHousehold
from village_desk.desk.household.household_tab import HouseholdTab
from village_desk.desk.household.household_tabs import TabMaker
from village_desk.desk.household.list_page import HouseholdListPage
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import EmptyPage
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.village_checker import tab_of
from village_desk.desk.village_register import register_of
from village_desk.entry.register import Register, RegisterRow
from village_desk.rules.refusals import Refusal

_LIST_WIDTH = 13
_ROOM_FOR_LIST = 44
"""In widths of a character."""
_TABS = {
    "overview": ("household.overview_tab", "OverviewTab"),
    "members": ("household.members_tab", "MembersTab"),
    "ledger": ("ledger.ledger_tab", "LedgerTab"),
    "visit": ("quarter.visit_tab", "VisitTab"),
    "support": ("household.support_tab", "SupportTab"),
    "history": ("household.history_tab", "HistoryTab"),
    "timeline": ("household.timeline_tab", "TimelineTab"),
}
"""Each is imported when it is first shown."""
_MANY_KEYS = 2
"""More than these leave no room for all the keys of the page at the largest text size."""


class HouseholdsPage(HouseholdListPage):
    """List and household."""

    finds = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _tabs(desk))
        self.village = register_of(desk)
        self.count = ClassChoice(lambda: self.register.rows)
        self._searched = ""
        self._shown: list[RegisterRow] = []
        self._wants_found = False
        """Enter was pressed in the search field before the list was there."""
        self._wants_list: bool | None = None
        """As the person has switched it; None leaves it to the width of the window."""
        self._build()
        self._tie()
        self.village.catch_up()

    @property
    def register(self) -> Register:
        """The village's households."""
        return self.village.register

    def open(self, household_id: str, tab: str = "", key: str = "") -> None:
        """Show a household, a tab of it and a field."""
        if household_id not in {row.household_id for row in self._found()}:
            self._leave_search(household_id)
        self.list.take(household_id)
        self.household.show_household(household_id)
        name, field = tab_of(tab, key)
        self.household.open_tab(name, field)

    def refresh(self) -> None:
        """Read what has changed: one household where only one was saved, else the village."""
        saved = self.take_saved()
        is_own = bool(saved)
        self.village.catch_up()
        if is_own and all(map(self._show_row, saved)):
            if self.household.household_id in saved:
                self.household.refresh(is_own=True)
            return
        in_hand = self.household.household_id
        self._show_village()
        if in_hand and self.household.household_id == in_hand:
            self.household.refresh(is_own=is_own)

    def _show_village(self) -> None:
        """Show the list as it is now, with a household in hand."""
        rows = self.register.rows
        has_any = bool(rows) or self.village.is_reading
        was_empty = self.stack.currentIndex() == 0
        self.stack.setCurrentIndex(1 if has_any else 0)
        if not has_any:
            self.empty.button.setFocus()
        elif was_empty:
            self.list.setFocus()
        self._show_list()
        if not self.village.is_reading and self.register.row_of(self.household.household_id) is None:
            self._show_first()
        self.list.take(self.household.household_id)

    def _show_first(self) -> None:
        first = self.register.rows[0].household_id if self.register.rows else ""
        self.household.household_id = ""
        if first and self.left.isVisible():
            self.household.show_household_soon(first)
        elif first:  # no room for the list: the household is all there is to work with
            self.household.show_household(first)
            self.household.tab_in_hand.take_focus()

    def _arrived(self) -> None:
        """A large village has been read: what was searched for meanwhile is found now."""
        if not self.isVisible():
            self._is_stale = True
            return
        self._show_village()
        if self._searched:
            self.find(self._searched)
        if self._wants_found:
            self.open_found()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys of the tab in front and of the page."""
        if not self.register.rows:
            return (("Ctrl+N", say("households.key_new")),)
        common = _common_keys()
        if self.list.hasFocus() or not self.household.is_made:
            return (
                ("Ctrl+N", say("households.key_new")),
                ("F4", say("households.key_only")),
                ("Ctrl+B", say("bulk.key_here")),
                *common,
            )
        of_tab = self.household.tab_in_hand.bottom_keys()
        return (*of_tab, *common[: 1 if len(of_tab) > _MANY_KEYS else len(common)])

    def find(self, text: str) -> None:  # type: ignore[override]  # Qt's own looks a window up by number
        """Show the households that a search text fits, the best first."""
        self._searched = text
        self._show_list()
        if text and self.list.rows.rowCount():
            self.list.take(self.list.rows.row(0).household_id)

    def open_found(self) -> None:
        """Open the first that was found and clear the search."""
        self._wants_found = self.village.is_reading and not self.register.rows
        if not self.list.rows.rowCount():
            return
        found = self.list.household_in_hand if self._searched else ""
        found = found or self.list.rows.row(0).household_id
        self.household.show_household(found)
        self._leave_search(found)
        self.list.take(found)
        self.household.tab_in_hand.take_focus()

    def go_to_field(self, key: str) -> None:
        """A finding of the panel was chosen."""
        self.household.go_to_finding(key)

    def turn_household(self, by: int) -> None:
        """Go to the next or the last household, staying in the tab in front."""
        self.commit()
        following = self._after(self.household.household_id, by)
        if following is not None:
            was_in_list = self.list.hasFocus()
            self.household.show_household(following)
            self.list.take(following)
            if not was_in_list:
                self.household.tab_in_hand.take_focus()

    def make_household(self) -> None:
        """Make a household with a number of our own and begin its head."""
        from village_desk.entry.operations import next_number, set_household  # with all forms behind them

        self.commit()
        sitting = self.desk.sitting
        with sitting.book.reading() as reading:
            number = next_number(reading)
        try:
            done = set_household(sitting, number, {})
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.take_saved()
        self.refresh()
        self.open(done.id, "members")
        self.desk.frame.tell(say("households.made", number=number))

    def change_many(self) -> None:
        """Go to 批量修改 with the households that the list shows, those just searched for too."""
        if not self.isVisible():
            return
        self.commit()
        page = self.desk.frame.page("bulk")
        page.take([row.household_id for row in self._found()], self.count.text())  # type: ignore[attr-defined]
        self.desk.frame.show_page("bulk")

    def leave(self) -> None:
        """The book is being closed."""
        self.village.leave()
        super().leave()

    def _build(self) -> None:
        self.empty = EmptyPage("users", say("households.empty"), say("households.empty_do"))
        self.left = QWidget()
        self.left.setProperty("role", "side")
        self.left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.count, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list, 1)
        self._lay_out(self.left, self.empty)

    def _tie(self) -> None:
        self.empty.wanted.connect(self._go_to_import)
        self.list.turned.connect(self._turned)
        self.list.opened.connect(self._opened)
        self.list.typed.connect(self._begin_search)
        self.household.keys_changed.connect(self.keys_changed)
        self.village.arrived.connect(self._arrived)
        add_keys(
            self,
            {
                **self.household.tab_keys,
                "Ctrl+PgUp": lambda: self.turn_household(-1),
                "Ctrl+PgDown": lambda: self.turn_household(+1),
                "Ctrl+Shift+N": self.make_household,
                "Ctrl+L": self._switch_list,
                "Ctrl+B": self.change_many,
            },
        )
        for widget in (self.list, self.empty):
            add_keys(widget, {"Ctrl+N": self.make_household})
        add_keys(self.list, {"F4": self.count.open})
        add_keys(self.desk.frame.search, {"Ctrl+B": self.change_many})
        self.count.chosen.connect(self._show_class)
        self.count.closed.connect(self.list.setFocus)

    def _show_row(self, household_id: str) -> bool:
        """Show one household anew in the list; False where the whole list is to be shown."""
        row = self.register.row_of(household_id)
        if row is None or self._searched or self.count.name or self._shown is not self.register.rows:
            return False
        return self.list.show_household(self._listed(row))

    def _show_list(self) -> None:
        rows = self._found()
        self._shown = self.register.rows
        self.desk.sitting.class_in_hand = self.count.name
        self.list.show_households([self._listed(row) for row in rows])
        if self.village.is_reading and not rows:
            self.count.setText(say("households.reading"))
        elif self._searched:
            key = "found" if rows else "nothing_found"
            self.count.setText(say(f"households.{key}", count=len(rows), text=self._searched))
        elif self.count.name:
            self.count.setText(say("households.only", name=self.count.name, count=len(rows)))
        else:
            self.count.setText(say("households.all", count=len(rows)))

    def _found(self) -> list[RegisterRow]:
        """Those that the search text fits, the best first; without one those of the class shown."""
        return self.register.found(self._searched) if self._searched else self.count.of(self.register.rows)

    def _after(self, household_id: str, by: int) -> str | None:
        """The next household of the class shown; of all where the one in hand is none of it."""
        ids = [row.household_id for row in self.count.of(self.register.rows)]
        if household_id not in ids:
            return self.register.after(household_id, by)
        place = ids.index(household_id) + by
        return ids[place] if 0 <= place < len(ids) else None

    def _show_class(self) -> None:
        """Show other households, the first of them in hand where the one in hand is none of them."""
        self._show_list()
        if self.list.rows.rowCount() and not self.list.take(self.household.household_id):
            self._turned(self.list.rows.row(0).household_id)
            self.list.take(self.household.household_id)

    def _listed(self, row: RegisterRow) -> ListedHousehold:
        place = " · ".join(part for part in (row.group, row.number) if part)
        mark = say("households.monitored") if row.monitoring_class and not row.risk_removed else ""
        if row.household_id in self.desk.sitting.book.lending.out:
            mark = say("parts.mark")
        name = row.head_name or say("households.no_name")
        members = say("households.members", count=row.members)
        return ListedHousehold(row.household_id, name, place, members, mark=mark)

    def _begin_search(self, character: str) -> None:
        search = self.desk.frame.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(search, QLineEdit):
            search.setText(character)

    def _leave_search(self, household_id: str) -> None:
        """Show the list again with a household in it, be it of another class."""
        search = self.desk.frame.search
        self._searched = ""
        if household_id not in {row.household_id for row in self._found()}:
            self.count.leave()
        if isinstance(search, QLineEdit):
            search.blockSignals(True)
            search.clear()
            search.blockSignals(False)
        self._show_list()

    def _switch_list(self) -> None:
        self._wants_list = not self.left.isVisible()
        self._fit()
        if self._wants_list:
            self.list.setFocus()
        else:
            self.household.tab_in_hand.take_focus()

    def _go_to_import(self) -> None:
        try:
            self.desk.frame.show_page("exchange")
        except KeyError:
            self.make_household()

    def _fit(self) -> None:
        self.left.setFixedWidth(_LIST_WIDTH * pixels("text"))
        has_room = self.width() >= _ROOM_FOR_LIST * pixels("text")
        self.left.setVisible(has_room if self._wants_list is None else self._wants_list)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the household the room it needs: the list goes where the window is narrow."""
        super().resizeEvent(event)
        self._fit()


def _tabs(desk: Desk) -> dict[str, tuple[str, TabMaker]]:
    return {
        key: (say(f"households.tab_{key}"), partial(_tab, module, name, desk))
        for key, (module, name) in _TABS.items()
    }


@cache  # asked for whenever the cursor moves on
def _common_keys() -> Sequence[tuple[str, str]]:
    return (
        ("Ctrl+PgUp/PgDn", say("households.key_turn")),
        ("Alt+1…7", say("households.key_tabs")),
        ("Ctrl+L", say("households.key_list")),
        ("Ctrl+G", say("village_ledger.head")),
    )


def _tab(module: str, name: str, desk: Desk) -> HouseholdTab:
    tab: HouseholdTab = getattr(import_module(f"village_desk.desk.{module}"), name)(desk)
    return tab
