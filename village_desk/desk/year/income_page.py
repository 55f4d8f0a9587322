"""收入分析: structure, growth and comparison, bands of a half-year, as the analysis sheet prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from village_desk.definitions.analysis_words import half_words
from village_desk.definitions.words import say
from village_desk.desk.jobs import Job
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import FIGURES, PageSwitch
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.chart import Chart
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.stills import still_of
from village_desk.exchange.sheets.analysis_charts import ANALYSIS_CHARTS
from village_desk.exchange.sheets.income_tables import (
    Cells,
    band_rows,
    cause_rows,
    growth_rows,
    structure_rows,
)
from village_desk.exchange.sheets.sheet_shown import caption_of
from village_desk.rules.analysis import AnalysisFigures, half_of
from village_desk.rules.money import Fen
from village_desk.store.reckoned.analysis import village_analysis

_QUARTERS_OF_HALF = 2
_TABLES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "structure": (
        *(("part", 7), ("now", 6), ("before", 6), ("change", 6), ("growth", 5), ("share", 5), ("pull", 5)),
    ),
    "growth": (*(("compared", 14), ("now", 6), ("before", 6), ("change", 6), ("growth", 5), ("against", 6)),),
    "bands": (("band", 10), ("households", 5), ("persons", 5), ("share", 5)),
    "causes": (("cause", 14), ("households", 5), ("share", 5)),
}
_SPARE = frozenset({"before", "change"})
_CHARTS = {
    "structure": ("structure", "pull"),
    "growth": ("trend", "growth"),
    "bands": ("bands",),
    "causes": ("causes",),
}
"""The charts beside each other under each table."""
_CHART_LINES = 9
_WORDS = frozenset({"part", "compared", "band", "cause"})
_MARGIN_PX = 6


class _Shown(NamedTuple):
    """What the page shows of a half-year."""

    figures: AnalysisFigures
    bands: tuple[Fen, ...]
    rows: Mapping[str, Sequence[Cells]]


class IncomePage(WidePage):
    """The tables of a half-year, each with its charts; Ctrl+PgUp and Ctrl+PgDn turn to others."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.switch = PageSwitch(desk, FIGURES, "income_analysis")
        self.head = caption_label("")
        self.half = half_of(desk.sitting.quarter)
        self.tables = {name: _Table(columns) for name, columns in _TABLES.items()}
        self.charts = {name: Chart(_CHART_LINES) for names in _CHARTS.values() for name in names}
        self._job: Job[_Shown] | None = None
        self._build()
        self.own_keys = {
            "F9": self.switch.turn_on,
            "Ctrl+PgUp": lambda: self.step(-1),
            "Ctrl+PgDown": lambda: self.step(+1),
        }
        self.setFocusProxy(self.tables["structure"].view)

    def step(self, by: int) -> None:
        """Turn to another half-year."""
        self.half = half_of(self.half.last_quarter.shifted(by * _QUARTERS_OF_HALF))
        self.refresh()

    def refresh(self) -> None:
        """Reckon anew beside the window."""
        if self._job is not None:
            self._job.cancel()
        sitting, half = self.desk.sitting, self.half
        settings, reckoner = sitting.settings, sitting.reckoner

        def work(_: object) -> _Shown:
            figures = village_analysis(still_of(sitting), settings, reckoner, half)
            bands = settings.policy.bands_for(half.year)
            rows = {
                "structure": list(structure_rows(figures)),
                "growth": list(growth_rows(figures)),
                "bands": list(band_rows(figures, bands)),
                "causes": list(cause_rows(figures)),
            }
            return _Shown(figures, bands, rows)

        self._job = self.desk.frame.in_background(
            work, self._take, self.failed, title=say("income.reckoning")
        )

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            ("F9", say("income.key_indicators")),
            ("Ctrl+PgUp/PgDn", say("income.key_half")),
            ("Tab", say("income.key_table")),
        )

    def _take(self, shown: _Shown) -> None:
        self._job = None
        if self._has_left:
            return
        window = self.half.window.text()
        self.head.setText(say("income.of", half=half_words(self.half), window=window))
        for name, table in self.tables.items():
            table.show_rows(shown.rows[name])
        for name, chart in self.charts.items():
            chart.show_drawing(partial(ANALYSIS_CHARTS[name], shown.figures, shown.bands))

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(pixels("gap"))
        top.addWidget(self.switch)
        top.addWidget(self.head, 1)
        inside = QWidget()
        inside.setProperty("role", "page")
        tables = QVBoxLayout(inside)
        tables.setContentsMargins(0, 0, 0, 0)
        tables.setSpacing(pixels("half-step"))
        for name, table in self.tables.items():
            tables.addWidget(caption_label(say(f"income.{name}")))
            tables.addWidget(table.view)
            beside = QHBoxLayout()
            beside.setSpacing(pixels("margin"))
            for chart in _CHARTS[name]:
                beside.addWidget(self.charts[chart])
            tables.addLayout(beside)
        tables.addStretch(1)
        shaft = QScrollArea()  # a low screen has no room for all of them
        shaft.setWidget(inside)
        shaft.setWidgetResizable(True)
        shaft.setFrameShape(QFrame.Shape.NoFrame)
        shaft.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shaft.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addLayout(top)
        column.addWidget(shaft, 1)


class _Table:
    """One table, no higher than its rows."""

    def __init__(self, columns: Iterable[tuple[str, int]]) -> None:
        shown = [
            Column(key, caption_of(f"analysis.{key}"), "", key not in _WORDS, width, key in _SPARE)
            for key, width in columns
        ]
        self.model: ListModel[Cells] = ListModel(shown, _text)
        self.view = ListView(self.model)
        for table in (self.view.top, self.view.body):
            table.horizontalHeader().setStretchLastSection(not shown[-1].is_figure)

    def show_rows(self, rows: Sequence[Cells]) -> None:
        """Show other rows."""
        self.model.set_rows(rows)
        self.view.setFixedHeight((1 + len(rows)) * pixels("row") + _MARGIN_PX)
        self.view.take(0)


def _text(row: Cells, key: str) -> str:
    return row[key].text if key in row else ""
