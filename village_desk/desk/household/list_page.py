"""A page with a list of households on the left and the household in hand on the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from village_desk.desk.household.household_list import HouseholdList
from village_desk.desk.household.household_tabs import HouseholdTabs, TabMaker
from village_desk.desk.page import Desk, DeskPage
from village_desk.desk.village_checker import checker_of


class HouseholdListPage(DeskPage):
    """What such pages share: the list, the household beside it, and the checks that run for it."""

    def __init__(self, desk: Desk, tabs: Mapping[str, tuple[str, TabMaker]]) -> None:
        super().__init__(desk)
        self.checker = checker_of(desk)
        self.list = HouseholdList()
        self.household = HouseholdTabs(desk, tabs, self.checker)
        self.stack = QStackedWidget()

    def commit(self) -> None:
        """Take the answer under the cursor."""
        self.household.commit()

    def explain(self) -> None:
        """Explain the field in hand."""
        self.household.explain()

    def leave(self) -> None:
        """The book is being closed."""
        self.checker.leave()
        super().leave()

    def _lay_out(self, left: QWidget, empty: QWidget) -> None:
        """Put the side with the list beside the household, and behind both what is said of an empty book."""
        both, whole = QWidget(), QVBoxLayout(self)
        row = QHBoxLayout(both)
        row.setSpacing(0)
        for layout in (row, whole):
            layout.setContentsMargins(0, 0, 0, 0)
        row.addWidget(left)
        row.addWidget(self.household, 1)
        self.stack.addWidget(empty)
        self.stack.addWidget(both)
        whole.addWidget(self.stack)
        self.setFocusProxy(self.list)

    def _turned(self, household_id: str) -> None:
        if household_id and household_id != self.household.household_id:
            self.household.show_household(household_id)

    def _opened(self, household_id: str) -> None:
        self._turned(household_id)
        self.household.tab_in_hand.take_focus()
