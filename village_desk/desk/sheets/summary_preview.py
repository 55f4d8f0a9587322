"""The rows of a summary while it is put together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.value_words import RowsOf, ValueKind
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.sitting import Sitting
from village_desk.exchange.sheets.making import SheetOrder
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.summaries.summary_sheet import scene_for
from village_desk.exchange.summaries.summary_table import SummaryTable, TableRow
from village_desk.exchange.values.known_values import KnownValue
from village_desk.exchange.values.value_rows import Scene, rows_of
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.reading import Value
from village_desk.rules.summaries import SummaryPlan

_MOST_ROWS = 200
_WORDS = (ValueKind.TEXT, ValueKind.DAY, ValueKind.MONTH, ValueKind.FLAG)


class SummaryPreview(QWidget):
    """A list whose columns are those of the plan; incomes are reckoned once for all its steps."""

    def __init__(self) -> None:
        super().__init__()
        self.model: ListModel[TableRow] = ListModel([Column("0", "")], _text)
        self.list = ListView(self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self._sitting: Sitting | None = None
        self._picture: VillagePicture | None = None
        self._known: dict[bool, tuple[Scene, list[HouseholdSubject]]] = {}

    def take(self, sitting: Sitting, picture: VillagePicture) -> None:
        """Show rows of this village from now on."""
        self._sitting, self._picture = sitting, picture
        self._known.clear()

    def show_plan(self, plan: SummaryPlan) -> int:
        """Show what a plan gives; how many rows it chooses.

        Raises:
            Refusal: As SummaryTable.
        """
        scene, households = self._households(plan)
        table = SummaryTable(plan, scene, households)
        self.model.set_columns(
            [
                Column(str(place), value.words.label, is_figure=value.words.kind not in _WORDS, width=6)
                for place, value in enumerate(table.columns)
            ]
        )
        self.model.set_rows(list(islice(table.rows(), _MOST_ROWS)))
        return table.count

    def values(self, value: KnownValue, plan: SummaryPlan) -> Sequence[Value]:
        """What the rows have of a value."""
        scene, households = self._households(plan)
        return [value.take(row) for row in rows_of(RowsOf(plan.rows), scene, households)]

    def _households(self, plan: SummaryPlan) -> tuple[Scene, list[HouseholdSubject]]:
        if self._sitting is None or self._picture is None:
            raise ValueError("no village has been taken")
        if plan.by_quarter not in self._known:
            sitting = self._sitting
            quarter = sitting.quarter if plan.by_quarter else None
            order = SheetOrder("", "internal", sitting.year, quarter, None, sitting.today, plan=plan)
            scene = scene_for(order, plan, self._picture, sitting.settings, sitting.reckoner)
            subjects = [HouseholdSubject(scene.run, one) for one in self._picture.households]
            self._known[plan.by_quarter] = scene, subjects
        return self._known[plan.by_quarter]


def _text(row: TableRow, key: str) -> str:
    return row.cells[int(key)].text
