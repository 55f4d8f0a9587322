"""A household on one screen: income by quarter, why it changed, and all that happened, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.household.household_tab import HouseholdTab
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.card_grid import CardGrid
from village_desk.desk.parts.cards import Card, caption_label, scrolled
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.small_bars import INKS, StackedBar, Swatch
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.checks.timeline import MomentRow, QuarterRow, timeline

_WIDTHS = {"day": 6, "kind": 3, "words": 16}
_FEWEST_ROWS = 5


class TimelineTab(HouseholdTab):
    """Nothing is typed here: it shows what stands elsewhere."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.income = IncomeCard()
        self.change = Card("")
        self.why = QLabel()
        columns = [Column(key, say(f"timeline.{key}"), width=width) for key, width in _WIDTHS.items()]
        self.model: ListModel[MomentRow] = ListModel(columns, lambda row, key: str(getattr(row, key)))
        self.view = ListView(self.model)
        self.none = caption_label(say("timeline.none"))
        self._build()

    def read(self) -> None:
        """Show the household as it is in the book."""
        picture = self.desk.sitting.picture(self.household_id)
        if picture is None:
            return
        found = timeline(self.desk.sitting, picture)
        self.income.show_quarters(found.quarters)
        self.change.title.setText(found.change_title)
        self.why.setText("\n".join(found.change))
        self.model.set_rows(found.moments)
        self.view.setVisible(bool(found.moments))
        self.none.setVisible(not found.moments)
        self.view.take(0)
        self._fit_rows()

    def take_focus(self, key: str = "", person_id: str = "") -> None:
        """Put the cursor on the newest moment."""
        (self.view if self.model.rows else self.area).setFocus()

    def _fit_rows(self) -> None:
        rows = 1 + max(_FEWEST_ROWS, min(len(self.model.rows), 2 * _FEWEST_ROWS))
        self.view.setMinimumHeight(rows * pixels("row") + pixels("step"))

    def _build(self) -> None:
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.change.body.addWidget(self.why)
        self.change.body.addStretch(1)
        for table in (self.view.top, self.view.body):
            table.horizontalHeader().setStretchLastSection(True)
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("gap"))
        column.addWidget(CardGrid([self.income, self.change]))
        column.addWidget(self.view, 1)
        column.addWidget(self.none)
        column.addStretch(0)
        self.area = scrolled(page)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows move it where there is no list
        self.column.addWidget(self.area)


class IncomeCard(Card):
    """The four incomes of each quarter as one bar, all drawn to the same scale, with the net in yuan."""

    def __init__(self) -> None:
        super().__init__(say("timeline.income"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(pixels("step"))
        self._grid.setVerticalSpacing(pixels("half-step"))
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, StackedBar, QLabel]] = []
        self.body.addLayout(self._grid)
        legend = QHBoxLayout()
        legend.setSpacing(pixels("half-step"))
        for place, key in enumerate(INKS):
            legend.addWidget(Swatch(place))
            legend.addWidget(caption_label(say(f"timeline.{key}")), 1)
        self.body.addLayout(legend)
        self.body.addStretch(1)

    def show_quarters(self, rows: Sequence[QuarterRow]) -> None:
        """Show other quarters; a household has as many as another."""
        while len(self._rows) < len(rows):
            self._add_row()
        whole = max((sum(row.parts) for row in rows), default=0)
        for (name, bar, net), row in zip(self._rows, rows, strict=True):
            name.setText(row.name)
            bar.show_parts(row.parts, whole)
            net.setText(row.net)

    def _add_row(self) -> None:
        name, bar, net = caption_label(""), StackedBar(), QLabel()
        name.setWordWrap(False)
        net.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number = len(self._rows)
        for column, widget in enumerate((name, bar, net)):
            self._grid.addWidget(widget, number, column)
        self._rows.append((name, bar, net))
