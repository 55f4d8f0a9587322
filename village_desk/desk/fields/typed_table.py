"""A table typed into as in a spreadsheet: typing opens a cell, Enter takes it and goes on."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from village_desk.desk.look import pixels


class TypedTable(QTableView):
    """The keys and the measures; what a cell says and takes is the model's."""

    def __init__(self, model: QAbstractTableModel, first: int, parent: QWidget | None = None) -> None:
        """Show a model whose cells are typed into from a column on."""
        super().__init__(parent)
        self.first = first
        self.setModel(model)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setCurrentIndex(model.index(0, first))
        self.fit()

    @abstractmethod
    def widths(self) -> Sequence[float]:
        """The least width of each column, in widths of a character."""

    @property
    def is_typing(self) -> bool:
        """A cell is open."""
        return self.state() == self.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell in hand."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on to the next cell after Enter."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.go_on()

    def go_on(self) -> None:
        """Take the next cell in hand: to the right, then the first of the row below."""
        now, last = self.currentIndex(), self.model().columnCount() - 1
        row, column = (now.row(), now.column() + 1) if now.column() < last else (now.row() + 1, self.first)
        if row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, column))

    def take_row(self, row: int) -> None:
        """Take a row in hand, in the column that is in hand."""
        self.setCurrentIndex(self.model().index(row, max(self.first, self.currentIndex().column())))

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self.fit)

    def fit(self) -> None:
        """Give every column the room of its heading at least."""
        self.verticalHeader().setDefaultSectionSize(pixels("row"))
        measure = self.horizontalHeader().fontMetrics()
        for place, width in enumerate(self.widths()):
            heading = str(self.model().headerData(place, Qt.Orientation.Horizontal) or "")
            longest = max(map(measure.horizontalAdvance, heading.split("\n")))
            self.setColumnWidth(place, int(max(width * pixels("text"), longest)) + 3 * pixels("step"))
