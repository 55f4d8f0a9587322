"""A chart on screen: the same drawing that paper has, as wide as there is room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from village_desk.desk.look import colour, pixels, text_font
from village_desk.exchange.paper.charts import Room
from village_desk.exchange.paper.drawing import Bar, Drawing, Line, Shape

Draw = Callable[[Room], Drawing]


class Chart(QWidget):
    """Draws anew for each width; no more than so many lines of text high, and gone where it is empty."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self._draw: Draw | None = None
        self.drawing: Drawing | None = None
        """What was painted last."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_drawing(self, draw: Draw) -> None:
        """Show another chart."""
        self._draw = draw
        self.drawing = draw(self._room())
        self.setAccessibleName(self.drawing.about)
        self.setVisible(not self.drawing.is_empty)
        self.update()

    def sizeHint(self) -> QSize:
        """So many lines of text."""
        return QSize(20 * pixels("text"), self._lines * pixels("text"))

    def minimumSizeHint(self) -> QSize:
        """A low screen has no room for more."""
        return QSize(8 * pixels("text"), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing for the room that there is now."""
        del event
        if self._draw is None:
            return
        self.drawing = self._draw(self._room())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in self.drawing.shapes:
            _paint(painter, shape)

    def _room(self) -> Room:
        return Room(self.width(), self.height(), pixels("text"))


def _paint(painter: QPainter, shape: Shape) -> None:
    ink = colour(shape.ink)
    if isinstance(shape, Bar):
        painter.fillRect(QRectF(shape.x, shape.y, shape.width, shape.height), ink)
    elif isinstance(shape, Line):
        pen = QPen(ink, shape.weight)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(shape.x, shape.y), QPointF(shape.to_x, shape.to_y))
    else:
        font = QFont(text_font(bold=shape.is_bold))
        font.setPixelSize(max(1, round(shape.size)))
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(ink)
        left = shape.x - shape.anchor * metrics.horizontalAdvance(shape.text)
        painter.drawText(QPointF(left, shape.y + (metrics.ascent() - metrics.descent()) / 2), shape.text)
