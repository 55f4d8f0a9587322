"""The page of the indicators 指标: value, target, gap and state; every figure opens who stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.jobs import Job, Progress
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import FIGURES, PageSwitch
from village_desk.desk.parts.cards import caption_label, head_label
from village_desk.desk.parts.chart import Chart
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.checks.indicators_entry import BehindRow, IndicatorRow, IndicatorsEntry, PartRow
from village_desk.entry.news import Event
from village_desk.entry.settings.yearly_figures import figure_label, wanted_figures
from village_desk.entry.stills import still_of
from village_desk.exchange.sheets.indicator_charts import rows_chart, trend_chart
from village_desk.rules.indicators.figure import Figure

_COLUMNS = (("title", 11), ("group", 5), ("value", 5), ("target", 5), ("state", 5))
_FIGURES = frozenset({"value", "target"})
_ROW = (("title", 7), ("value", 4), ("share", 4))
_ROWS_IN_SIGHT = 7
_MARGIN_PX = 20
_CHART_LINES = 8
"""How many lines of text a chart is high."""
_BEHIND = (("head", 4), ("person", 4), ("place", 4), ("number", 7), ("counted", 2))


class IndicatorsPage(WidePage):
    """The list of indicators, and beside it the one in hand: what it means, its years, who is behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entry: IndicatorsEntry | None = None
        self._job: Job[IndicatorsEntry] | None = None
        self.switch = PageSwitch(desk, FIGURES, "indicators")
        self.state = caption_label("")
        self.model: ListModel[IndicatorRow] = ListModel(
            [Column(key, say(f"indicators.{key}"), "", key in _FIGURES, width) for key, width in _COLUMNS],
            _text,
            _sorted_by,
        )
        self.list = ListView(self.model)
        self.rows_model: ListModel[PartRow] = ListModel([], _part_text)
        self.rows = ListView(self.rows_model)
        self.behind_model: ListModel[BehindRow] = ListModel(
            [Column(key, say(f"indicators.{key}"), width=width) for key, width in _BEHIND], _behind_text
        )
        self.behind = ListView(self.behind_model)
        self._beside = QScrollArea()  # a low screen has no room for all of it
        self.title, self.about, self.parts = head_label(""), _words(), _words()
        self.trend, self.bars = Chart(_CHART_LINES), Chart(_CHART_LINES)
        self._build()
        self._connect()
        self.setFocusProxy(self.list)

    @property
    def row(self) -> IndicatorRow | None:
        """The indicator in hand."""
        number = self.list.row_in_hand
        return self.model.row(number) if 0 <= number < self.model.rowCount() else None

    def refresh(self) -> None:
        """Reckon anew beside the window."""
        if self._job is not None:
            self._job.cancel()
        sitting = self.desk.sitting

        def work(progress: Progress) -> IndicatorsEntry:
            entry = IndicatorsEntry(sitting, still_of(sitting))
            progress.check()
            return entry

        self._job = self.desk.frame.in_background(
            work, self._take, self.failed, title=say("indicators.reckoning")
        )

    def concerns(self, event: Event) -> bool:
        """Every figure comes from the book and its settings."""
        return True

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self.behind.body.hasFocus():
            return ((say("keys.enter"), say("today.key_household")), ("Esc", say("today.key_back")))
        if self.rows.body.hasFocus():
            return (
                ("↑↓", say("indicators.key_row")),
                (say("keys.enter"), say("today.key_open")),
                ("Esc", say("today.key_back")),
            )
        return (
            ("↑↓", say("today.key_move")),
            (say("keys.enter"), say("today.key_open")),
            ("F9", say("figures_of_year.income_analysis")),
        )

    def open_rows(self) -> None:
        """Put the cursor into the rows of the figure; where it has none, among those behind it."""
        if self.rows_model.rowCount():
            self._beside.ensureWidgetVisible(self.rows)
            self.rows.setFocus()
            self.keys_changed.emit()
        else:
            self.open_behind()

    def open_behind(self) -> None:
        """Put the cursor into the list of those behind the figure."""
        if self.behind_model.rowCount():
            self.behind.take(0)
            self._beside.ensureWidgetVisible(self.behind)
            self.behind.setFocus()
            self.keys_changed.emit()

    def close_behind(self) -> None:
        """Go back to the rows, and from them to the indicators."""
        has_rows = self.behind.body.hasFocus() and self.rows_model.rowCount() > 0
        (self.rows if has_rows else self.list).setFocus()
        self.keys_changed.emit()

    def _take(self, entry: IndicatorsEntry) -> None:
        self._job = None
        if self._has_left:
            return
        in_hand = self.row
        self.entry = entry
        profile = self.desk.sitting.settings.policy
        sitting = self.desk.sitting
        wanted = [figure_label(sitting, kind) for kind in wanted_figures(sitting, entry.year)]
        missing = say("indicators.wanted", figures="、".join(wanted)) if wanted else ""
        self.state.setText(say("indicators.of", profile=profile.name, year=entry.year) + missing)
        self.model.set_rows(entry.rows)
        same = [
            place
            for place, row in enumerate(self.model.rows)
            if in_hand and (row.title, row.group) == (in_hand.title, in_hand.group)
        ]
        self.list.take(same[0] if same else 0)
        self._show_row()

    def _show_row(self) -> None:
        row = self.row
        if row is None or self.entry is None:
            return
        self.title.setText(say("indicators.title_of", title=row.title, group=row.group, value=row.value))
        self.about.setText(row.about)
        self.trend.show_drawing(partial(trend_chart, row.trend, row.unit))
        self.bars.show_drawing(partial(rows_chart, row.judged.figure.rows))
        self._show_rows(row)
        self._show_behind(row.judged.figure)

    def _show_rows(self, row: IndicatorRow) -> None:
        words = list(dict.fromkeys(word for one in row.rows for word in one.beside))
        columns = [Column(key, say(f"indicators.row_{key}"), "", key != "title", w) for key, w in _ROW]
        self.rows_model.set_columns([*columns, *(Column(word, word, "", is_figure=True) for word in words)])
        rows = [row.whole, *row.rows] if row.rows else []
        self.rows_model.set_rows(rows)
        self.rows.setVisible(bool(rows))
        self.rows.setFixedHeight((1 + min(len(rows), _ROWS_IN_SIGHT)) * pixels("row") + _MARGIN_PX)
        self.rows.take(0)

    def _show_behind(self, figure: Figure) -> None:
        row = self.row
        if row is None or self.entry is None:
            return
        found = self.entry.behind(figure)
        told = (row.parts, row.beside, *_target_words(row), _counted(found), row.why)
        self.parts.setText("　".join(text for text in told if text))
        self.behind_model.set_rows(found)

    def _take_row(self, number: int) -> None:
        if 0 <= number < self.rows_model.rowCount():
            self._show_behind(self.rows_model.row(number).figure)

    def _open(self, number: int) -> None:
        household_id = self.behind_model.row(number).household_id
        if household_id:
            self.desk.open_household(household_id, "", "")

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(pixels("gap"))
        top.addWidget(self.switch)
        top.addWidget(self.state, 1)
        side = QVBoxLayout()
        side.setSpacing(pixels("step"))
        for widget in (self.title, self.about, self.parts):
            side.addWidget(widget)
        charts = QHBoxLayout()
        charts.setSpacing(pixels("gap"))
        charts.addWidget(self.trend)
        charts.addWidget(self.bars)
        side.addLayout(charts)
        side.addWidget(self.rows)
        side.addWidget(self.behind, 1)
        inside = QWidget()
        inside.setProperty("role", "page")
        inside.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        beside = self._beside
        beside.setWidget(inside)
        beside.setWidgetResizable(True)
        beside.setFrameShape(QFrame.Shape.NoFrame)
        beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QHBoxLayout()
        body.setSpacing(pixels("gap"))
        body.addWidget(self.list, 6)
        body.addWidget(beside, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("gap"))
        column.addLayout(top)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.own_keys = {"Esc": self.close_behind, "F9": self.switch.turn_on}
        self.list.row_changed.connect(lambda _: self._show_row())
        self.list.opened.connect(lambda _: self.open_rows())
        self.rows.row_changed.connect(self._take_row)
        self.rows.opened.connect(lambda _: self.open_behind())
        self.behind.opened.connect(self._open)


def _text(row: IndicatorRow, key: str) -> str:
    return str(getattr(row, key))


def _sorted_by(row: IndicatorRow, key: str) -> object:
    judged = row.judged
    figures = {
        "value": judged.figure.value,
        "target": judged.target.figure if judged.target else None,
    }
    return figures[key] if key in figures else getattr(row, key)


def _part_text(row: PartRow, key: str) -> str:
    return str(getattr(row, key)) if key in dict(_ROW) else row.beside.get(key, "")


def _behind_text(row: BehindRow, key: str) -> str:
    if key == "counted":
        return say("indicators.yes" if row.is_counted else "indicators.no")
    return str(getattr(row, key))


def _target_words(row: IndicatorRow) -> list[str]:
    """The target with its place in the document, and what is lacking."""
    words = [say("indicators.target_of", target=row.target, source=row.source)] if row.target else []
    return [*words, say("indicators.gap_of", gap=row.gap)] if row.gap else words


def _counted(found: Sequence[BehindRow]) -> str:
    counted = sum(one.is_counted for one in found)
    return say("indicators.counted_of", counted=counted, base=len(found)) if found else ""


def _words() -> QLabel:
    label = QLabel()
    label.setProperty("role", "caption")
    label.setWordWrap(True)
    return label
