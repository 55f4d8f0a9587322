"""The page 进度 of a township's book: every village's four quarters, received, answered or late."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import head_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.exchange.packages.matrix import Cell, Coming, MatrixRow, due_on, matrix_of

_QUARTERS = ("1", "2", "3", "4")


class MatrixPage(WidePage):
    """One line for each village, one column for each quarter of a year that can be turned."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.year = desk.sitting.year
        self.head = head_label("")
        self.sums = QLabel()
        columns = [Column("name", say("matrix.village"), width=12)]
        columns += [Column(number, say(f"matrix.quarter_{number}"), width=13) for number in _QUARTERS]
        self.model: ListModel[MatrixRow] = ListModel(columns, _text)
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

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (("F6", say("matrix.year_before")), ("F7", say("matrix.year_after")))

    def _build(self) -> None:
        self.list.top.horizontalHeader().setStretchLastSection(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("gap"))
        column.addWidget(self.head)
        column.addWidget(self.sums)
        column.addWidget(self.list, 1)


def _text(row: MatrixRow, key: str) -> str:
    return row.name if key == "name" else _cell_text(row.cells[_QUARTERS.index(key)])


def _cell_text(cell: Cell) -> str:
    """The state in a word, the day it came, and whether that was too late."""
    if cell.package is None:
        return say(f"matrix.{cell.coming}")
    state = say(f"matrix.{cell.coming}", day=cell.package.received_on or "")
    return f"{state} {say('matrix.came_late')}" if cell.came_late else state
