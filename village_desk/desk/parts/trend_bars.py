"""A small trend: one column for each year, labelled in place, a year without a figure left out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from village_desk.desk.look import colour, pixels, text_font

_COLUMN_EMS = 5
_PART_OF_WIDTH = 2
"""A column takes one part in so many of its year's room."""


class TrendBars(QWidget):
    """The years of one figure; below zero a column hangs under the line."""

    def __init__(self) -> None:
        super().__init__()
        self._years: tuple[tuple[str, Fraction | None, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_years(self, years: Sequence[tuple[str, Fraction | None, str]]) -> None:
        """Show other years: label, value, value in words."""
        self._years = tuple(years)
        self.setAccessibleName("；".join(f"{label} {words}" for label, _, words in self._years))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the columns between two lines of text."""
        return QSize(4 * _COLUMN_EMS * pixels("text"), 7 * pixels("text"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the columns from a common line, with the figure above and the year below."""
        del event
        painter = QPainter(self)
        painter.setFont(text_font())
        line = painter.fontMetrics().height()
        known = [value for _, value, _ in self._years if value is not None]
        if not known:
            return
        top, bottom = max(*known, Fraction(0)), min(*known, Fraction(0))
        room, whole = self.height() - 2 * line, top - bottom
        ground = line + (int(room * top / whole) if whole else room)
        width = min(self.width() // len(self._years), _COLUMN_EMS * 2 * pixels("text"))
        for place, (label, value, words) in enumerate(self._years):
            area = QRect(place * width, 0, width, self.height())
            painter.setPen(colour("ink-2"))
            painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, label)
            if value is None:
                continue
            height = int(room * abs(value) / whole) if whole else 0
            column = width // _PART_OF_WIDTH
            left = area.left() + (width - column) // 2
            bar = QRect(left, ground - height if value >= 0 else ground, column, max(1, height))
            painter.fillRect(bar, colour("green"))
            painter.setPen(colour("ink"))
            above = QRect(area.left(), min(bar.top(), ground) - line, width, line)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, words)
