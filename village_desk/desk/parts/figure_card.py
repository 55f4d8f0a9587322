"""Cards of the first page: figures under a title, each to be pressed for its list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from village_desk.desk.bars import ShortLabel
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card
from village_desk.desk.parts.figure import Figure


class FigureCard(Card):
    """A card whose figures tell the page what was pressed.

    Signals:
        wanted: A figure was pressed.
        stepped: An arrow key was pressed on a figure: which one, and whither (right, down).
    """

    wanted = Signal(object)
    stepped = Signal(object, int, int)

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.figures: list[Figure] = []
        self.body.setSpacing(pixels("half-step"))

    def add_figure(
        self, key: str, label: str, sign: QWidget | None = None, *, is_main: bool = False
    ) -> Figure:
        """Add a line to press."""
        figure = self.make_figure(key, label, sign, is_main=is_main)
        self.body.addWidget(figure)
        return figure

    def make_figure(
        self, key: str, label: str, sign: QWidget | None = None, *, is_main: bool = False
    ) -> Figure:
        """Make a line to press, to be placed by the caller."""
        figure = Figure(key, label, sign, is_main=is_main)
        figure.clicked.connect(lambda: self.wanted.emit(figure))
        figure.stepped.connect(lambda right, down: self.stepped.emit(figure, right, down))
        self.figures.append(figure)
        return figure

    def figure(self, key: str) -> Figure:
        """The first figure of a key.

        Raises:
            StopIteration: There is none.
        """
        return next(figure for figure in self.figures if figure.key == key)

    def add_line(self, role: str = "caption") -> QLabel:
        """Add a line that only says something."""
        label = ShortLabel()
        label.setProperty("role", role)
        label.setContentsMargins(pixels("step"), 0, pixels("step"), 0)
        self.body.addWidget(label)
        return label

    def inset(self, widget: QWidget) -> None:
        """Add a bar under the figures' labels, at their edges."""
        row = QHBoxLayout()
        row.setContentsMargins(pixels("step"), 0, pixels("step"), 0)
        row.addWidget(widget)
        self.body.addLayout(row)
