"""The page 指标 of a township's book: a figure opens its villages, these their households, one its sheets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.job_steps import steps_of
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import head_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.town.paper_page import PaperPage, in_hand
from village_desk.entry.checks.indicators_entry import BehindRow
from village_desk.entry.news import Event
from village_desk.entry.town.town_figures import TownFigures, TownRow, VillageRow
from village_desk.store.reckoned.township_year import KeptVillages

_FIGURES = (("title", 12), ("group", 8), ("value", 6), ("target", 5), ("state", 5))
_VILLAGES = (("village", 8), ("value", 6), ("counted", 5))
_BEHIND = (("head", 4), ("person", 4), ("place", 4), ("number", 7), ("counted", 2))
_NUMBERS = frozenset({"value", "target"})


class FiguresPage(PaperPage):
    """Figures on the left; beside them the villages of the one in hand, below them who stands behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.year = desk.sitting.year
        self.figures: TownFigures | None = None
        self._kept = KeptVillages()
        self._title = ""
        self.head = head_label("")
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
        self._build()
        self._connect()

    @property
    def row(self) -> TownRow | None:
        """The figure in hand."""
        return in_hand(self.list, self.model)

    @property
    def village(self) -> VillageRow | None:
        """The village in hand."""
        return in_hand(self.villages, self.village_model)

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
            self._title = self._title_in_hand
            self.figures = None  # nothing of the other year stays, however the look at this one ends
            self.model.set_rows(())
            self._show_villages()
            self.refresh()

    def refresh(self) -> None:
        """Reckon anew beside the window: a township is some thousand households."""
        self.head.setText(say("town_figures.of", year=self.year))
        self.state.setText(say("indicators.reckoning"))
        sitting, year = self.desk.sitting, self.year

        self.look_again(
            lambda progress: TownFigures(sitting, year, steps_of(progress), self._kept),
            self._take,
            say("indicators.reckoning"),
        )

    def concerns(self, event: Event) -> bool:
        """Every figure comes from the book and its settings."""
        return True

    def go_back(self) -> None:
        """One step up: from the household to the list, the villages, the figures."""
        if self.is_reading:
            self.stop_reading(self.behind)
        elif self.behind.body.hasFocus():
            self.go(self.villages)
        else:
            self.go(self.list)

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self.is_reading:
            return self.reading_keys()
        if self.list.body.hasFocus():
            turning = (("F6", say("matrix.year_before")), ("F7", say("matrix.year_after")))
            return ((say("keys.enter"), say("town_figures.key_villages")), *turning)
        is_last = self.behind.body.hasFocus()
        opens = say("today.key_household" if is_last else "town_figures.key_households")
        return ((say("keys.enter"), opens), ("Esc", say("today.key_back")))

    def _take(self, figures: TownFigures) -> None:
        title, self.figures = self._title_in_hand, figures
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

    @property
    def _title_in_hand(self) -> str:
        """Of the figure in hand; of the one that was, while there is none."""
        return self.row.title if self.row else self._title

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
        household_id = self.behind_model.row(number).household_id
        if village is not None and figures is not None and household_id:  # a leader is in no household
            self.read_household(village.code, household_id, figures.year.quarter)

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
        body = QHBoxLayout(self.lists)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(pixels("gap"))
        body.addWidget(self.list, 7)
        body.addLayout(side, 5)
        self.build(self.head, self.state)

    def _connect(self) -> None:
        self.own_keys = {
            "F6": lambda: self.turn_year(-1),
            "F7": lambda: self.turn_year(1),
            "Esc": self.go_back,
        }
        self.list.row_changed.connect(lambda _: self._show_villages())
        self.villages.row_changed.connect(lambda _: self._show_behind())
        self.list.opened.connect(lambda _: self.go(self.villages))
        self.villages.opened.connect(lambda _: self.go(self.behind))
        self.behind.opened.connect(self._open_household)


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
