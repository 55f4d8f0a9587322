"""The table of local prices, typed into as in a spreadsheet; each cell is on disk when it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from village_desk.definitions.words import say
from village_desk.desk.fields.typed_table import TypedTable
from village_desk.desk.look import colour
from village_desk.entry.settings.price_entry import COLUMNS, PriceEntry, PriceRow

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


class PriceTable(TypedTable):
    """The items down, their figures across."""

    def __init__(self, model: PriceModel, parent: QWidget | None = None) -> None:
        super().__init__(model, 1, parent)
        self.horizontalHeader().setStretchLastSection(True)

    def widths(self) -> list[float]:
        """The item has the most."""
        return [_LABEL_WIDTH, *(_WIDTHS[key] for key in COLUMNS)]


def _side(key: str) -> int:
    side = Qt.AlignmentFlag.AlignRight if key in _FIGURES else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
