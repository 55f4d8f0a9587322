"""The live sums of a ledger: four incomes, cost, net, per head, gap, each with its formula on hover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from village_desk.desk.bars import shortened
from village_desk.desk.look import colour, draw_alone, pixels, text_font
from village_desk.entry.keyboard.amount_typing import shown_amount
from village_desk.entry.ledger.income_summary import SummaryRow
from village_desk.rules.income import Income

_COLUMNS = 4
_INKS = ("wages", "production", "property", "transfer")
_INK_OF_ROW = {0: "wages", 1: "production", 3: "property", 4: "transfer"}
"""The first five sums are the four incomes with the cost after production."""
_SIDE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class IncomeSums(QWidget):
    """Captions and amounts in two lines, and the four incomes as one bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = _Figures()
        self.bar = IncomeBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addWidget(self.figures)
        column.addWidget(self.bar)

    def amount(self, label: str) -> str:
        """The amount shown for a sum; blank where it is not shown."""
        return next((_shown(row) for row in self.figures.rows if row.label == label), "")

    def show_sums(self, rows: Sequence[SummaryRow], income: Income) -> None:
        """Show the sums; the last is the gap to the line, in red and in brackets below it."""
        self.figures.show_rows(rows)
        self.bar.show_income(income)


class _Figures(QWidget):
    """The sums side by side; only those that have become others are drawn anew."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[SummaryRow] = []
        self._rooms_for: tuple[int, int, int] | None = None
        self._rooms_known: list[tuple[QRect, QRect]] = []
        draw_alone(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[SummaryRow]) -> None:
        """Show other sums."""
        before, self.rows = self.rows, list(rows)
        if rows == before:
            return
        self.setAccessibleName("；".join([f"{row.label} {_shown(row)}" for row in rows]))
        if [row.label for row in before] != [row.label for row in rows]:
            self.setFixedHeight(self.sizeHint().height())
            self.update()
        for old, new, (_, below) in zip(before, rows, self._rooms(), strict=False):
            if old != new:
                self.update(below)

    def room_of(self, label: str) -> QRect:
        """Where a sum stands; empty where it is not shown."""
        rooms = zip(self.rows, self._rooms(), strict=True)
        return next((above.united(below) for row, (above, below) in rooms if row.label == label), QRect())

    def sizeHint(self) -> QSize:
        """As many lines as the sums need."""
        lines = -(-len(self.rows) // _COLUMNS)
        height = lines * (2 * self.fontMetrics().height() + pixels("step")) - pixels("step")
        return QSize(8 * pixels("text"), max(0, height))

    def event(self, event: QEvent) -> bool:
        """Say on hovering how a sum comes about."""
        if event.type() == QEvent.Type.ToolTip:
            where = cast(QHelpEvent, event)
            for row in self.rows:
                room = self.room_of(row.label)
                if room.contains(where.pos()):
                    QToolTip.showText(where.globalPos(), row.formula, self, room)
                    return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, lambda: self.setFixedHeight(self.sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the captions and amounts that are to be drawn."""
        painter, stale = QPainter(self), event.region()
        painter.fillRect(event.rect(), colour("paper"))  # clipped to what is to be drawn
        rooms = self._rooms()
        for place, (above, _) in enumerate(rooms):
            if stale.intersects(above):
                self._draw_caption(painter, above, place)
        painter.setFont(text_font(bold=True))
        for place, (_, below) in enumerate(rooms):
            if stale.intersects(below):
                self._draw_amount(painter, below, place)

    def _draw_caption(self, painter: QPainter, room: QRect, place: int) -> None:
        """The name of a sum, with its colour in the bar before it."""
        ink, side = _INK_OF_ROW.get(place), pixels("step")
        if ink is not None:
            painter.fillRect(room.left(), room.center().y() - side // 2, side, side, colour(ink))
            room = room.adjusted(side + pixels("half-step"), 0, 0, 0)
        painter.setPen(colour("ink-2"))
        painter.drawText(room, _SIDE, shortened(self.rows[place].label, room.width(), painter))

    def _draw_amount(self, painter: QPainter, room: QRect, place: int) -> None:
        """The figure of a sum; the last is red where it is below the line."""
        row = self.rows[place]
        is_short = place == len(self.rows) - 1 and (row.figure or 0) < 0
        painter.setPen(colour("cinnabar" if is_short else "ink"))
        painter.drawText(room, _SIDE, shortened(_shown(row), room.width(), painter))

    def _rooms(self) -> list[tuple[QRect, QRect]]:
        """Where each caption stands, and its amount."""
        wanted = (len(self.rows), self.width(), self.fontMetrics().height())
        if wanted != self._rooms_for:
            self._rooms_for, self._rooms_known = wanted, self._measured(*wanted)
        return self._rooms_known

    @staticmethod
    def _measured(count: int, whole: int, height: int) -> list[tuple[QRect, QRect]]:
        gap = pixels("gap")
        width = (whole - (_COLUMNS - 1) * gap) // _COLUMNS
        across, down = width + gap, 2 * height + pixels("step")
        corners = [(place % _COLUMNS * across, place // _COLUMNS * down) for place in range(count)]
        return [
            (QRect(left, top, width, height), QRect(left, top + height, width, height))
            for left, top in corners
        ]


class IncomeBar(QWidget):
    """The four incomes as one bar, always in the same order."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: list[tuple[str, int]] = []
        draw_alone(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_income(self, income: Income) -> None:
        """Show other shares."""
        shares = [(ink, max(0, getattr(income, ink))) for ink in _INKS]
        if shares != self._shares:
            self._shares = shares
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


def _shown(row: SummaryRow) -> str:
    return shown_amount(row.figure) or "—"
