"""The table of local prices, typed into as in a spreadsheet; each cell is on disk when it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import colour, pixels
from village_desk.entry.price_entry import COLUMNS, PriceEntry, PriceRow

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_FIGURES = frozenset({"yield_usual", "price_usual", "cost_each", "cost_percent"})
_WIDTHS = {"unit": 4, "yield_usual": 6, "price_usual": 6, "cost_each": 6, "cost_percent": 6, "source": 8}
_LABEL_WIDTH = 10
_ITEM_COLUMN = 0


class PriceModel(QAbstractTableModel):
    """The village's own figures; where it has none, those it starts from stand there pale, with a sign."""

    def __init__(self, entry: PriceEntry, told: Callable[[str], None]) -> None:
        super().__init__()
        self.entry = entry
        self._told = told
        self._rows = entry.rows()
        self._not_understood: dict[tuple[str, str], str] = {}

    def show_year(self, entry: PriceEntry) -> None:
        """Show another year's table."""
        self.beginResetModel()
        self.entry = entry
        self._rows = entry.rows()
        self._not_understood.clear()
        self.endResetModel()

    def row(self, number: int) -> PriceRow:
        """The item of a row."""
        return self._rows[number]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """How many items there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """The item and its figures."""
        return 0 if parent.isValid() else 1 + len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, pale where it is only offered, tinted where it was not understood."""
        row = self._rows[index.row()]
        if index.column() == _ITEM_COLUMN:
            return row.label if role == Qt.ItemDataRole.DisplayRole else None
        key = COLUMNS[index.column() - 1]
        own = self._not_understood.get((row.item, key), row.texts[key])
        shown = {
            Qt.ItemDataRole.DisplayRole: own or row.offered.get(key, ""),
            Qt.ItemDataRole.EditRole: own,
            Qt.ItemDataRole.ToolTipRole: own or row.offered.get(key, ""),
            Qt.ItemDataRole.ForegroundRole: None if own else colour("ink-3"),
            Qt.ItemDataRole.BackgroundRole: colour("wheat-tint")
            if (row.item, key) in self._not_understood
            else None,
            Qt.ItemDataRole.TextAlignmentRole: _side(key),
        }
        return shown.get(Qt.ItemDataRole(role))

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a typed cell; a text that is not understood stays in it."""
        if role != Qt.ItemDataRole.EditRole or index.column() == _ITEM_COLUMN:
            return False
        row, key = self._rows[index.row()], COLUMNS[index.column() - 1]
        answer = self.entry.answer(row.item, key, str(value))
        if answer.problem is not None:
            self._not_understood[row.item, key] = str(value)
            self._told(say("settings.not_understood", text=value, why=answer.problem))
        else:
            self._not_understood.pop((row.item, key), None)
            self._rows = self.entry.rows()
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Everything but the item's name can be typed into."""
        flags = super().flags(index)
        return flags if index.column() == _ITEM_COLUMN else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings with their units."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side("item" if section == _ITEM_COLUMN else COLUMNS[section - 1])
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return say(f"settings.price_{'item' if section == _ITEM_COLUMN else COLUMNS[section - 1]}")


class PriceTable(QTableView):
    """Typing opens a cell, Enter takes it and goes on to the next."""

    def __init__(self, model: PriceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setCurrentIndex(model.index(0, 1))
        self._fit()

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
        row, column = (now.row(), now.column() + 1) if now.column() < last else (now.row() + 1, 1)
        if row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, column))

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(pixels("row"))
        for place, key in enumerate(("item", *COLUMNS)):
            heading = (
                self.horizontalHeader()
                .fontMetrics()
                .horizontalAdvance(str(self.model().headerData(place, Qt.Orientation.Horizontal)))
            )
            wanted = _WIDTHS.get(key, _LABEL_WIDTH) * pixels("text")
            self.setColumnWidth(place, max(wanted, heading) + 3 * pixels("step"))


def _side(key: str) -> int:
    side = Qt.AlignmentFlag.AlignRight if key in _FIGURES else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
