"""The page 指标 of a township's book: a figure opens its villages, these their households, one its sheets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.jobs import Job, Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label, head_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.town.household_paper import HouseholdPaper, Shown
from village_desk.desk.wide_page import WidePage
from village_desk.entry.checks.indicators_entry import BehindRow
from village_desk.entry.news import Event
from village_desk.entry.town.town_figures import TownFigures, TownRow, VillageRow
from village_desk.rules.refusals import Refusal

Row = TypeVar("Row")

_FIGURES = (("title", 12), ("group", 8), ("value", 6), ("target", 5), ("state", 5))
_VILLAGES = (("village", 8), ("value", 6), ("counted", 5))
_BEHIND = (("head", 4), ("person", 4), ("place", 4), ("number", 7), ("counted", 2))
_NUMBERS = frozenset({"value", "target"})


class FiguresPage(WidePage):
    """Figures on the left; beside them the villages of the one in hand, below them who stands behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.year = desk.sitting.year
        self.figures: TownFigures | None = None
        self._job: Job[TownFigures] | None = None
        self.head, self.state = head_label(""), caption_label("")
        self.about = QLabel()
        self.model: ListModel[TownRow] = ListModel(
            _columns("town_figures", _FIGURES), _figure_text, _figure_sort
        )
        self.village_model: ListModel[VillageRow] = ListModel(
            _columns("town_villages", _VILLAGES), lambda row, key: str(getattr(row, key)), _village_sort
        )
        self.behind_model: ListModel[BehindRow] = ListModel(_columns("indicators", _BEHIND), _behind_text)
        self.list, self.villages = ListView(self.model), ListView(self.village_model)
        self.behind = ListView(self.behind_model)
        self.paper = HouseholdPaper(desk.sitting)
        self._stack, self._lists = QStackedWidget(), QWidget()
        self._build()
        self._connect()

    @property
    def row(self) -> TownRow | None:
        """The figure in hand."""
        return _in_hand(self.list, self.model)

    @property
    def village(self) -> VillageRow | None:
        """The village in hand."""
        return _in_hand(self.villages, self.village_model)

    @property
    def is_reading(self) -> bool:
        """A household's sheets have the page."""
        return self._stack.currentWidget() is self.paper

    def turn_to(self) -> None:
        """Come to the front with the cursor where it was."""
        super().turn_to()
        if not self.is_reading:
            self.list.setFocus()

    def turn_year(self, years: int) -> None:
        """Show another year; over a household's sheets another sheet of it."""
        if self.is_reading:
            self.paper.turn_sheet(years)
        else:
            self.year += years
            self.refresh()

    def refresh(self) -> None:
        """Reckon anew beside the window: a township is some thousand households."""
        if self._job is not None:
            self._job.cancel()
        self.head.setText(say("town_figures.of", year=self.year))
        self.state.setText(say("indicators.reckoning"))
        sitting, year = self.desk.sitting, self.year
        _ = sitting.settings, sitting.reckoner  # read here: the work needs nothing of the window's thread

        def work(progress: Progress) -> TownFigures:
            figures = TownFigures(sitting, year)
            progress.check()
            return figures

        self._job = self.desk.frame.in_background(
            work, partial(self._take, year), self.failed, title=say("indicators.reckoning")
        )

    def concerns(self, event: Event) -> bool:
        """Every figure comes from the book and its settings."""
        return True

    def go_back(self) -> None:
        """One step up: from the household to the list, the villages, the figures."""
        if self.is_reading:
            self._turn(self._lists, self.behind)
        elif self.behind.body.hasFocus():
            self._go(self.villages)
        else:
            self._go(self.list)

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self.is_reading:
            turning = (("F6", say("town_figures.sheet_before")), ("F7", say("town_figures.sheet_after")))
            return (*turning, ("PgUp PgDn", say("sheets.key_pages")), ("Esc", say("today.key_back")))
        if self.list.body.hasFocus():
            turning = (("F6", say("matrix.year_before")), ("F7", say("matrix.year_after")))
            return ((say("keys.enter"), say("town_figures.key_villages")), *turning)
        is_last = self.behind.body.hasFocus()
        opens = say("today.key_household" if is_last else "town_figures.key_households")
        return ((say("keys.enter"), opens), ("Esc", say("today.key_back")))

    def _take(self, year: int, figures: TownFigures) -> None:
        if self._has_left or year != self.year:
            return
        title = self.row.title if self.row else ""
        self._job, self.figures = None, figures
        whole = figures.year.whole
        once = figures.year.counted_once
        self.state.setText(
            say(
                "town_figures.summary",
                villages=len(figures.year.villages),
                households=whole.income.households,
                persons=whole.income.income.persons,
                quarter=figures.year.quarter.text(),
            )
            + (say("commands.counted-once", persons=once) if once else "")
        )
        self.model.set_rows(figures.rows)
        places = [place for place, row in enumerate(figures.rows) if row.title == title]
        self.list.take(places[0] if places else 0)
        self._show_villages()

    def _show_villages(self) -> None:
        row = self.row
        self.village_model.set_rows(self.figures.villages(row) if self.figures and row else ())
        self.about.setText("　".join(filter(None, (row.title, row.about))) if row else "")
        self.villages.take(0)
        self._show_behind()

    def _show_behind(self) -> None:
        village = self.village
        self.behind_model.set_rows(self.figures.behind(village) if self.figures and village else ())

    def _open_household(self, number: int) -> None:
        village, figures = self.village, self.figures
        if village is None or figures is None:
            return
        household = figures.household(village, self.behind_model.row(number).household_id)
        if household is None:
            return  # a leader is in no household
        unit = figures.year.villages[village.place]
        try:
            self.paper.show_household(Shown(unit.picture, household, figures.year.quarter))
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self._turn(self.paper, self.paper)

    def _go(self, view: ListView) -> None:
        if view.model.rowCount():
            view.take(max(view.row_in_hand, 0))
            view.setFocus()
            self.keys_changed.emit()

    def _turn(self, page: QWidget, cursor: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        cursor.setFocus()
        self.keys_changed.emit()

    def _build(self) -> None:
        self.about.setWordWrap(True)
        for view in (self.list, self.villages, self.behind):
            view.top.horizontalHeader().setStretchLastSection(True)
            view.body.horizontalHeader().setStretchLastSection(True)
        side = QVBoxLayout()
        side.setSpacing(pixels("step"))
        side.addWidget(self.about)
        side.addWidget(self.villages, 2)
        side.addWidget(self.behind, 3)
        body = QHBoxLayout(self._lists)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(pixels("gap"))
        body.addWidget(self.list, 7)
        body.addLayout(side, 5)
        self._stack.addWidget(self._lists)
        self._stack.addWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addWidget(self.head)
        column.addWidget(self.state)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.own_keys = {
            "F6": lambda: self.turn_year(-1),
            "F7": lambda: self.turn_year(1),
            "Esc": self.go_back,
        }
        self.list.row_changed.connect(lambda _: self._show_villages())
        self.villages.row_changed.connect(lambda _: self._show_behind())
        self.list.opened.connect(lambda _: self._go(self.villages))
        self.villages.opened.connect(lambda _: self._go(self.behind))
        self.behind.opened.connect(self._open_household)


def _in_hand(view: ListView, model: ListModel[Row]) -> Row | None:
    number = view.row_in_hand
    return model.row(number) if 0 <= number < model.rowCount() else None


def _columns(words: str, columns: Sequence[tuple[str, int]]) -> list[Column]:
    return [Column(key, say(f"{words}.{key}"), "", key in _NUMBERS, width) for key, width in columns]


def _figure_text(row: TownRow, key: str) -> str:
    if key == "title" and row.marks:
        return say("town_figures.marked", title=row.title)
    return str(getattr(row, key))


def _figure_sort(row: TownRow, key: str) -> object:
    return row.figures[0].value if key == "value" else _figure_text(row, key)


def _village_sort(row: VillageRow, key: str) -> object:
    if key == "value":
        return row.figure.value
    return row.place if key == "village" else row.counted


def _behind_text(row: BehindRow, key: str) -> str:
    if key == "counted":
        return say("indicators.yes" if row.is_counted else "indicators.no")
    return str(getattr(row, key))
