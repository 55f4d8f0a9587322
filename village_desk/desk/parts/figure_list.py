"""The list behind a figure of the first page: title, sums on top, Enter opens the household."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import head_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.quarter.today_household import HouseholdToday
from village_desk.entry.quarter.today_lists import FIGURE_COLUMNS, Listing, sorted_by, text_of

_WIDTHS = {"head": 4, "group": 4, "number": 11, "state": 6, "persons": 5}
_WIDTH = 8
_NARROW = 7
"""Of amounts in a list with many of them, whose title says the unit."""
_MANY = 5


class FigureList(QWidget):
    """Shows one listing after another.

    Signals:
        opened: A household (its id) is wanted.
        left: Back to the figures.
    """

    opened = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = head_label("")
        self.none = QLabel(say("today.list_none"))
        self.none.setProperty("role", "caption")
        self.back = QPushButton(f"{say('today.key_back')} Esc")
        self.back.setAutoDefault(True)
        self.back.clicked.connect(self.left)
        self.view: ListView | None = None
        self._columns: tuple[str, ...] = ()
        self._figure = ""
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.back)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(pixels("step"))
        self._column.addLayout(top)
        self._column.addWidget(self.none)

    def show_listing(self, found: Listing) -> None:
        """Show another list, or the same one as it is now; the household in hand stays in hand."""
        in_hand = self.household_in_hand if found.figure == self._figure else ""
        self._figure = found.figure
        if self.view is None or self._columns != found.columns:
            self._make_view(found)
        self.title.setText(found.title)
        if self.view is None:
            return
        self.view.model.set_rows(found.rows)
        self.view.model.set_sums(dict(found.sums) if found.rows else {})
        self.none.setVisible(not found.rows)
        places = [place for place, row in enumerate(found.rows) if row.household_id == in_hand]
        self.view.take(places[0] if places else 0)

    @property
    def household_in_hand(self) -> str:
        """The id of the household in hand; blank for none."""
        row = self.view.row_in_hand if self.view is not None else -1
        return self.view.model.row(row).household_id if self.view is not None and row >= 0 else ""

    def take_focus(self) -> None:
        """Put the cursor into the list, or on the way back where it is empty."""
        is_empty = self.view is None or not self.view.model.rowCount()
        (self.back if is_empty or self.view is None else self.view).setFocus()

    def _make_view(self, found: Listing) -> None:
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
        model: ListModel[HouseholdToday] = ListModel(_columns_of(found), text_of, sorted_by)
        self.view = ListView(model)
        model.setParent(self.view)
        self.view.opened.connect(self._open)
        self._columns = found.columns
        self._column.addWidget(self.view, 1)

    def _open(self, row: int) -> None:
        if self.view is not None:
            self.opened.emit(self.view.model.row(row).household_id)


def _columns_of(found: Listing) -> list[Column]:
    amounts = FIGURE_COLUMNS - {"persons"}
    are_many = len(amounts & set(found.columns)) > _MANY
    unit = "" if are_many else say("ledger.yuan")
    usual = _NARROW if are_many else _WIDTH
    return [
        Column(
            key,
            say(f"today.column_{key}"),
            unit if key in amounts else "",
            key in FIGURE_COLUMNS,
            # A digit is a little over half as wide as a character, and sums are bold.
            max(_WIDTHS.get(key, usual), len(found.sums.get(key, "")) * 5 // 8),
        )
        for key in found.columns
    ]
