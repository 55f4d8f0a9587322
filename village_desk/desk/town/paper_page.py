"""What the township's lists of households share: Enter lays a household's sheets over them, Esc leaves."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import ListModel
from village_desk.desk.town.household_paper import HouseholdPaper
from village_desk.desk.wide_page import WidePage
from village_desk.rules.months import Quarter
from village_desk.rules.refusals import Refusal

Row = TypeVar("Row")


class PaperPage(WidePage):
    """Lists, and over them the sheets of the household that was opened in one of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.paper = HouseholdPaper(desk.sitting)
        self.state = caption_label("")
        self.lists = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.lists)
        self._stack.addWidget(self.paper)

    @property
    def is_reading(self) -> bool:
        """A household's sheets have the page."""
        return self._stack.currentWidget() is self.paper

    def read_household(self, village_code: str, household_id: str, quarter: Quarter) -> None:
        """Lay a household's sheets over the lists."""
        try:
            is_there = self.paper.show_household(village_code, household_id, quarter)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        if is_there:
            self._turn(self.paper, self.paper)

    def stop_reading(self, cursor: QWidget) -> None:
        """Go back to the lists, with the cursor where it was."""
        self._turn(self.lists, cursor)

    def go(self, view: ListView) -> None:
        """Put the cursor into a list, unless it is empty."""
        if view.model.rowCount():
            view.take(max(view.row_in_hand, 0))
            view.setFocus()
            self.keys_changed.emit()

    def failed(self, error: Exception) -> None:
        """Say so where a look at the villages has come to no end."""
        if not self._has_left:
            self.state.setText(say("town_work.stopped"))
        super().failed(error)

    def reading_keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that work over a household's sheets."""
        return (
            ("F6", say("town_figures.sheet_before")),
            ("F7", say("town_figures.sheet_after")),
            ("PgUp PgDn", say("sheets.key_pages")),
            ("Esc", say("today.key_back")),
        )

    def build(self, *above: QWidget) -> None:
        """Put the lists below what stands above them."""
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        for widget in above:
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    def _turn(self, page: QWidget, cursor: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        cursor.setFocus()
        self.keys_changed.emit()


def in_hand(view: ListView, model: ListModel[Row]) -> Row | None:
    """The record of the row in hand."""
    number = view.row_in_hand
    return model.row(number) if 0 <= number < model.rowCount() else None
