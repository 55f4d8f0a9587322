"""The page 进度 of a township's book: every village's quarters, its income, and what is to be looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import head_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.news import Event
from village_desk.entry.quarter.today_lists import growth_words
from village_desk.exchange.packages.matrix import Cell, Coming, MatrixRow, due_on, matrix_of
from village_desk.rules.indicators.figure import shown
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.money import yuan_text
from village_desk.store.reckoned.township_figures import TownshipFigures, UnitFigures, township_figures
from village_desk.store.villages.township import Villages

_QUARTERS = ("1", "2", "3", "4")
_INCOME = ("per_capita", "growth")


class MatrixPage(WidePage):
    """One line for each village; quarters and figures are those of a year that can be turned."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.year = desk.sitting.year
        self.head = head_label("")
        self.sums, self.whole = QLabel(), QLabel()
        self._figures: TownshipFigures | None = None
        columns = [Column("name", say("matrix.village"), width=6)]
        columns += [Column(number, say(f"matrix.quarter_{number}"), width=8) for number in _QUARTERS]
        columns += [Column(key, say(f"matrix.{key}"), is_figure=True, width=5) for key in _INCOME]
        columns.append(Column("alarms", say("matrix.alarms"), width=14))
        self.model: ListModel[MatrixRow] = ListModel(columns, self._text)
        self.list = ListView(self.model)
        self._build()
        self.own_keys = {"F6": lambda: self.turn_year(-1), "F7": lambda: self.turn_year(1)}

    def turn_to(self) -> None:
        """Come to the front with the cursor in the list."""
        super().turn_to()
        self.list.setFocus()

    def turn_year(self, years: int) -> None:
        """Show an earlier or later year."""
        self.year += years
        self.refresh()

    def refresh(self) -> None:
        """Read which packages have come."""
        sitting = self.desk.sitting
        with sitting.book.reading() as reading:
            matrix = matrix_of(reading, self.year, sitting.settings.year_mode, sitting.today)
        self.head.setText(say("matrix.head", year=self.year))
        self.model.set_rows(matrix.rows)
        self.sums.setText(
            "\n".join(
                say(
                    "matrix.sum",
                    quarter=quarter.text(),
                    window=quarter.window.text(),
                    due=due_on(quarter),
                    come=sum(matrix.count(one, quarter.number) for one in (Coming.RECEIVED, Coming.CHECKED)),
                    checked=matrix.count(Coming.CHECKED, quarter.number),
                    late=matrix.count(Coming.LATE, quarter.number),
                )
                for quarter in matrix.quarters
            )
        )
        self._reckon()

    def concerns(self, event: Event) -> bool:
        """Every figure comes from the book and its settings."""
        return True

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (("F6", say("matrix.year_before")), ("F7", say("matrix.year_after")))

    def _reckon(self) -> None:
        """Add the villages up beside the window: a township is some thousand households."""
        self._figures = None
        self.whole.clear()
        sitting, year = self.desk.sitting, self.year
        settings, reckoner = sitting.settings, sitting.reckoner

        def work(progress: Progress) -> TownshipFigures:
            with sitting.book.reading() as reading:
                villages = Villages(reading)
                return township_figures(villages, settings, reckoner, year, sitting.today, steps_of(progress))

        self.look_again(work, self._take, say("indicators.reckoning"))

    def _take(self, figures: TownshipFigures) -> None:
        self._figures = figures
        self.model.set_rows(self.model.rows)
        once = say("commands.counted-once", persons=figures.counted_once) if figures.counted_once else ""
        self.whole.setText(_whole_words(figures.whole) + once)

    def _text(self, row: MatrixRow, key: str) -> str:
        if key in _QUARTERS:
            return _cell_text(row.cells[_QUARTERS.index(key)])
        if key == "name":
            return row.name
        figures = self._figures.villages.get(row.code) if self._figures else None
        return _figure_text(figures, key) if figures else ""

    def _build(self) -> None:
        for label in (self.sums, self.whole):
            label.setWordWrap(True)
        self.list.top.horizontalHeader().setStretchLastSection(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addWidget(self.head)
        column.addWidget(self.sums)
        column.addWidget(self.whole)
        column.addWidget(self.list, 1)


def _figure_text(figures: UnitFigures, key: str) -> str:
    if key == "per_capita":
        return yuan_text(figures.income.income.per_capita) or "—"
    return growth_words(figures.income.growth_per_mille) if key == "growth" else _alarm_words(figures)


def _whole_words(figures: UnitFigures) -> str:
    """The township's own figures in a sentence."""
    words = say(
        "matrix.whole",
        households=figures.income.households,
        persons=figures.income.income.persons,
        per_capita=_figure_text(figures, "per_capita"),
        growth=_figure_text(figures, "growth"),
    )
    return words + (say("matrix.whole_alarms", alarms=_alarm_words(figures)) if figures.alarms else "")


def _alarm_words(figures: UnitFigures) -> str:
    """Each alarm with its figure."""
    return "；".join(
        say(
            f"matrix.alarm_{one.indicator}",
            value=shown(one.figure.value, INDICATORS[one.indicator].unit),
            counted=len(one.figure.counted),
        )
        for one in figures.alarms
    )


def _cell_text(cell: Cell) -> str:
    """The state in a word, the day it came, and whether that was too late."""
    if cell.package is None:
        return say(f"matrix.{cell.coming}")
    came = cell.package.received_on
    state = say(f"matrix.{cell.coming}", day=f"{came:%m-%d}" if came else "")
    return f"{state} {say('matrix.came_late')}" if cell.came_late else state
