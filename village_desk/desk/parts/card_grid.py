"""Cards in columns of equal width, as many as there is room for; one card can take the room alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from village_desk.desk.look import pixels

_MOST_COLUMNS = 3
_COLUMN = 22
"""Widths of a character that a card needs."""


class CardGrid(QWidget):
    """Cards side by side and under one another, in reading order."""

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self._cards = tuple(cards)
        self._alone: QWidget | None = None
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(pixels("gap"))
        for card in self._cards:
            card.setParent(self)  # shown before it has a place, it would be a window of its own
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._arrange()

    def show_alone(self, card: QWidget) -> None:
        """Show one card only."""
        self._alone = card
        self._arrange()

    def show_all(self) -> None:
        """Show every card."""
        self._alone = None
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as there is room for."""
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._arrange()

    def _fitting(self) -> int:
        if self._alone is not None:
            return 1
        return min(_MOST_COLUMNS, max(1, self.width() // (_COLUMN * pixels("text"))))

    def _arrange(self) -> None:
        self._columns = self._fitting()
        for card in self._cards:
            self._grid.removeWidget(card)
            card.setVisible(self._alone in (None, card))
        shown = [self._alone] if self._alone is not None else self._cards
        for place, card in enumerate(shown):
            self._grid.addWidget(card, place // self._columns, place % self._columns)
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        rows = -(-len(shown) // self._columns)
        for row in range(len(self._cards)):
            self._grid.setRowStretch(row, 1 if row < rows else 0)
