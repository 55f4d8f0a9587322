"""The live sums of a ledger: four incomes, cost, net, per head, gap, each with its formula on hover."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from village_desk.desk.bars import StillLabel
from village_desk.desk.look import colour, pixels, set_role
from village_desk.entry.amount_typing import shown_amount
from village_desk.entry.income_summary import SummaryRow
from village_desk.rules.income import Income
from village_desk.rules.reading import read_money

_COLUMNS = 4
_INKS = ("wages", "production", "property", "transfer")
_INK_OF_ROW = {0: "wages", 1: "production", 3: "property", 4: "transfer"}
"""The first five sums are the four incomes with the cost after production."""


class IncomeSums(QWidget):
    """Captions and amounts in two lines, and the four incomes as one bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(pixels("gap"))
        self._grid.setVerticalSpacing(pixels("step"))
        self._cells: list[_SumCell] = []
        self.bar = IncomeBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addLayout(self._grid)
        column.addWidget(self.bar)

    def amount(self, label: str) -> str:
        """The amount shown for a sum; blank where it is not shown."""
        return next((cell.amount.text() for cell in self._cells if cell.label.text() == label), "")

    def show_sums(self, rows: Sequence[SummaryRow], income: Income) -> None:
        """Show the sums; the last is the gap to the line, in red and in brackets below it."""
        while len(self._cells) < len(rows):
            place = len(self._cells)
            cell = _SumCell(_INK_OF_ROW.get(place, ""))
            self._cells.append(cell)
            self._grid.addWidget(cell, place // _COLUMNS, place % _COLUMNS)
            self._grid.setColumnStretch(place % _COLUMNS, 1)
        for place, cell in enumerate(self._cells):
            cell.setVisible(place < len(rows))
            if place < len(rows):
                cell.show_sum(rows[place], is_last=place == len(rows) - 1)
        self.bar.show_income(income)


class IncomeBar(QWidget):
    """The four incomes as one bar, always in the same order."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_income(self, income: Income) -> None:
        """Show other shares."""
        self._shares = [(ink, max(0, getattr(income, ink))) for ink in _INKS]
        self.update()

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(8 * pixels("text"), pixels("step"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shares one after another with a hair between them."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("line"))
        total = sum(amount for _, amount in self._shares)
        start = 0
        for ink, amount in self._shares:
            end = start + amount
            if total and amount:
                left, right = self.width() * start // total, self.width() * end // total
                painter.fillRect(left, 0, max(1, right - left - 1), self.height(), colour(ink))
            start = end


class _SumCell(QWidget):
    """One sum: a caption, with its colour in the bar, over its amount."""

    def __init__(self, ink: str) -> None:
        super().__init__()
        self._shown: tuple[SummaryRow, bool] | None = None
        self.label, self.amount = StillLabel(), StillLabel()
        self.label.setProperty("role", "caption")
        self.amount.setProperty("role", "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(pixels("half-step"))
        if ink:
            head.addWidget(_Swatch(ink), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.label, 1)
        column.addLayout(head)
        column.addWidget(self.amount)

    def show_sum(self, row: SummaryRow, *, is_last: bool) -> None:
        """Show one sum with its formula on hover."""
        if (row, is_last) == self._shown:
            return
        self._shown = row, is_last
        amount = read_money(row.amount) if row.amount else None
        set_role(self.amount, "short-of" if is_last and amount is not None and amount < 0 else "strong")
        self.label.show_words(row.label, row.formula)
        self.amount.show_words(shown_amount(amount) or "—", row.formula)
        self.setToolTip(row.formula)


class _Swatch(QWidget):
    """A small square in the colour of a category."""

    def __init__(self, ink: str) -> None:
        super().__init__()
        self._ink = ink
        self.setFixedSize(pixels("step"), pixels("step"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill it."""
        del event
        QPainter(self).fillRect(self.rect(), colour(self._ink))
