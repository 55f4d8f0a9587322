"""The analysis of the household in hand: its income as a chart, its members, what it has."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.chart import Chart
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.records.plan_analysis import MemberRow, PlanAnalysis
from village_desk.exchange.sheets.analysis_charts import household_chart

_COLUMNS = (
    *(("name", 3), ("age", 2), ("relation", 3), ("labour", 5)),
    *(("health", 4), ("learned", 5), ("work", 6), ("wish", 5)),
)
_SPARE = frozenset({"relation", "health", "age"})
"""Known from the household's own page, where the list is too narrow for all."""
_CHART_LINES = 8


class PlanAnalysisTab(QWidget):
    """Nothing here is answered: it is what the records say."""

    def __init__(self) -> None:
        super().__init__()
        self.chart = Chart(_CHART_LINES)
        self.means = caption_label("")
        self.means.setWordWrap(True)
        self.model: ListModel[MemberRow] = ListModel(
            [
                Column(key, say(f"plans.member_{key}"), "", key == "age", width, key in _SPARE)
                for key, width in _COLUMNS
            ],
            _text,
        )
        self.view = ListView(self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, pixels("half-step"), 0, 0)
        column.setSpacing(pixels("half-step"))
        column.addWidget(self.chart)
        column.addWidget(self.means)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def show_analysis(self, found: PlanAnalysis) -> None:
        """Show another household."""
        self.chart.show_drawing(partial(household_chart, found.before, found.now))
        self.means.setText(found.means)
        self.means.setVisible(bool(found.means))
        self.model.set_rows(found.members)


def _text(row: MemberRow, key: str) -> str:
    if key == "age":
        return "" if row.age is None else str(row.age)
    if key in ("work", "learned", "wish", "health"):
        return str(getattr(row, key))
    return str(getattr(row.person, key) or "")
