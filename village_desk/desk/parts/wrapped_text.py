"""Texts in lines: digits are of equal width, so that a text with other figures breaks where it did before."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QStaticText, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from village_desk.desk.look import TextSize, colour, draw_alone, shape_of, text_font, text_size


def lines_of(text: str, room: int, *, bold: bool = False) -> tuple[QStaticText, ...]:
    """A text at the text size in use as the lines that it takes in so much room, in pixels."""
    return _lines(text, room, bold, text_size())


def texts_of_lines(text: str, room: int, *, bold: bool = False) -> tuple[str, ...]:
    """The same as texts: nothing is made ready for drawing."""
    return _texts(text, room, bold, text_size())


def draw_lines(painter: QPainter, lines: tuple[QStaticText, ...], left: int, top: int, stale: QRect) -> None:
    """Draw those of the lines under each other that are to be drawn, in the painter's font."""
    height = painter.fontMetrics().lineSpacing()
    for line in lines:
        if stale.top() < top + height and top <= stale.bottom():
            painter.drawStaticText(left, top, line)
        top += height


class WrappedLabel(QWidget):
    """A text on a card; it moves nothing else until another takes more or fewer lines than the least."""

    def __init__(self, ink: str, *, bold: bool = False, least: int = 0) -> None:
        super().__init__()
        self._text = ""
        self._ink, self._bold, self._least = ink, bold, least
        draw_alone(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def text(self) -> str:
        """The text shown."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._fit()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew where there is more or less room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.setFont(text_font(bold=self._bold))
        painter.setPen(colour(self._ink))
        draw_lines(painter, self._lines(), 0, 0, event.rect())

    def _lines(self) -> tuple[QStaticText, ...]:
        return lines_of(self._text, self.width(), bold=self._bold) if self._text else ()

    def _fit(self) -> None:
        height = max(self._least, len(self._lines())) * self.fontMetrics().lineSpacing()
        if height != self.height() or height != self.maximumHeight():  # else Qt would lay the card out anew
            self.setFixedHeight(height)


@lru_cache(maxsize=1000)
def _lines(text: str, room: int, bold: bool, size: TextSize) -> tuple[QStaticText, ...]:  # noqa: FBT001 - a key
    return tuple(_line(part, bold, size) for part in _texts(text, room, bold, size))


@lru_cache(maxsize=1000)
def _texts(text: str, room: int, bold: bool, size: TextSize) -> tuple[str, ...]:  # noqa: FBT001 - a key
    ends = _line_ends(shape_of(text), room, bold, size)
    return tuple(text[begin:end] for begin, end in zip((0, *ends), ends, strict=False))


@lru_cache(maxsize=1000)
def _line_ends(shape: str, room: int, bold: bool, _: TextSize) -> tuple[int, ...]:  # noqa: FBT001 - a key
    """Where the lines of a text end; the font follows from the size."""
    layout = QTextLayout(shape, text_font(bold=bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    ends = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        ends.append(line.textStart() + line.textLength())
    layout.endLayout()
    return tuple(ends)


@lru_cache(maxsize=1000)
def _line(text: str, _bold: bool, _size: TextSize) -> QStaticText:  # noqa: FBT001 - a key
    """A line whose glyphs, once chosen, are kept for the next drawing."""
    line = QStaticText(text)
    line.setTextFormat(Qt.TextFormat.PlainText)
    return line
