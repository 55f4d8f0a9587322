"""The view of a list: four tables as one, so that headings, sums and the first column stay in sight."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QHeaderView, QTableView, QWidget

from village_desk.desk.look import pixels, restyle
from village_desk.desk.parts.tables import Column, ListModel, SumsModel

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEEP = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class ListView(QFrame):
    """A list of records; whole rows are taken in hand, headings sort, Enter opens.

    Signals:
        opened: Enter or a double click on a row (its number in the model).
        row_changed: Another row (its number, -1 for none) is in hand.
    """

    opened = Signal(int)
    row_changed = Signal(int)

    def __init__(self, model: ListModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "table")
        self.model = model
        self.sums = SumsModel(model, self)
        self.body, self.side = _table(model), _table(model)
        self.top, self.corner = _table(self.sums), _table(self.sums)
        self.foot, self.head_end = QWidget(), QWidget()
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        self._build()
        self._tie()
        self.setFocusProxy(self.body)
        self._fit()

    @property
    def row_in_hand(self) -> int:
        """The number of the row in hand, -1 for none."""
        return self.body.currentIndex().row()

    def take(self, row: int) -> None:
        """Take a row in hand and bring it into sight."""
        if 0 <= row < self.model.rowCount():
            index = self.model.index(row, self._first())
            self.body.selectionModel().setCurrentIndex(index, _KEEP)
            self.body.scrollTo(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the row in hand by Enter and show where the cursor is."""
        if event.type() == QEvent.Type.KeyPress and cast(QKeyEvent, event).key() in _OPENING:
            if self.row_in_hand >= 0:
                self.opened.emit(self.row_in_hand)
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", "yes" if event.type() == QEvent.Type.FocusIn else "no")
            restyle(self)
            if event.type() == QEvent.Type.FocusIn and self.row_in_hand < 0:
                self.take(0)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the columns that there is no room for."""
        super().resizeEvent(event)
        if any(column.is_spare for column in self.model.columns):
            self._hide_spare()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 2, 2, 2)
        grid.setSpacing(0)
        grid.addWidget(self.corner, 0, 0)
        grid.addWidget(self.top, 0, 1)
        grid.addWidget(self.side, 1, 0)
        grid.addWidget(self.foot, 2, 0)
        grid.addWidget(self.head_end, 0, 2)
        grid.addWidget(self.body, 1, 1, 2, 2)
        for table in (self.side, self.body):
            table.horizontalHeader().hide()
        for table in (self.corner, self.top):
            table.setProperty("role", "sums")
            table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
            table.horizontalHeader().setSectionsClickable(True)
            table.horizontalHeader().sectionClicked.connect(self._sort)
        for table in (self.corner, self.top, self.side):
            table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that headings and figures end at the same place whether or not the list is long.
        self.body.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.body.installEventFilter(self)

    def _tie(self) -> None:
        self.side.setSelectionModel(self.body.selectionModel())
        self.body.verticalScrollBar().valueChanged.connect(self.side.verticalScrollBar().setValue)
        self.side.verticalScrollBar().valueChanged.connect(self.body.verticalScrollBar().setValue)
        self.body.horizontalScrollBar().valueChanged.connect(self.top.horizontalScrollBar().setValue)
        self.body.horizontalScrollBar().rangeChanged.connect(self._level)
        self.top.horizontalHeader().sectionResized.connect(self._resize_column)
        self.sums.modelReset.connect(self._fit)
        self.body.selectionModel().currentRowChanged.connect(self._change_row)
        for table in (self.side, self.body):
            table.doubleClicked.connect(self._open)
            table.clicked.connect(self.body.setFocus)

    def _first(self) -> int:
        return min(1, len(self.model.columns) - 1)

    def _fit(self) -> None:
        for table in (self.corner, self.top, self.side, self.body):
            table.verticalHeader().setDefaultSectionSize(pixels("row"))
            for place, column in enumerate(self.model.columns):
                table.setColumnWidth(place, self._width(column))
        self._hide_spare()
        width = self.side.columnWidth(0)
        height = pixels("row") * (1 + self.sums.rowCount())
        for table in (self.corner, self.side):
            table.setFixedWidth(width)
        self.head_end.setFixedWidth(self.body.verticalScrollBar().sizeHint().width())
        for table in (self.corner, self.top):
            table.horizontalHeader().setFixedHeight(pixels("row"))
            table.setFixedHeight(height)
        for table in (self.side, self.body):
            table.setMinimumHeight(pixels("row"))  # more is wanted and not insisted on: screens are low
        self._level()

    def _width(self, column: Column) -> int:
        heading = self.top.horizontalHeader().fontMetrics().horizontalAdvance(column.heading)
        # Room for the padding of both sides and for the sign of the order.
        return max(column.width * pixels("text"), heading + pixels("gap")) + 3 * pixels("step")

    def _hide_spare(self) -> None:
        has_room = self.width() >= sum(map(self._width, self.model.columns)) + self.head_end.width()
        for table in (self.corner, self.top, self.side, self.body):
            for place, column in enumerate(self.model.columns):
                is_elsewhere = (table in (self.corner, self.side)) != (place == 0)
                table.setColumnHidden(place, is_elsewhere or (column.is_spare and not has_room))

    def _level(self) -> None:
        # The first column ends where the scroll bar of the others begins, or its last rows would lie lower.
        bar = self.body.horizontalScrollBar()
        height = bar.sizeHint().height() if bar.maximum() > bar.minimum() else 0
        self.foot.setFixedHeight(height)

    def _resize_column(self, place: int, _before: int, width: int) -> None:
        if width:
            self.body.setColumnWidth(place, width)

    def _sort(self, place: int) -> None:
        column, order = self._sorted
        down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        order = down if column == place and order == up else up
        self._sorted = (place, order)
        for table in (self.corner, self.top):
            table.horizontalHeader().setSortIndicatorShown(table.isColumnHidden(place) is False)
            table.horizontalHeader().setSortIndicator(place, order)
        in_hand = self.model.rows[self.row_in_hand] if self.row_in_hand >= 0 else None
        self.model.sort(place, order)
        if in_hand is not None:
            self.take(next(number for number, row in enumerate(self.model.rows) if row is in_hand))

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def _change_row(self, now: QModelIndex) -> None:
        self.row_changed.emit(now.row())


def _table(model: ListModel[Any] | SumsModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(True)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setHighlightSections(False)
    return table
