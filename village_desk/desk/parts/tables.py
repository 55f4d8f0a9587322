"""Models of lists: records and their sums, shown as texts; 100,000 rows without a pause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Column(Struct, frozen=True):
    """A column by its key; its unit stands in the heading, its figures to the right."""

    key: str
    title: str
    unit: str = ""
    is_figure: bool = False
    width: int = 8
    """In widths of a character."""
    is_spare: bool = False
    """Goes where the list is too narrow for all its columns."""

    @property
    def heading(self) -> str:
        """The title with its unit."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title


class ListModel(QAbstractTableModel, Generic[Row]):
    """Shows records through two functions: the text of a cell and what it is sorted by.

    A cell's text is blank for nothing entered, 0 for zero and · for not asked; the caller writes it so.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        text_of: Callable[[Row, str], str],
        sorted_by: Callable[[Row, str], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._text_of = text_of
        self._sorted_by = sorted_by or text_of
        self._rows: list[Row] = []
        self._sums: dict[str, str] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The records in the order shown."""
        return tuple(self._rows)

    @property
    def sums(self) -> dict[str, str]:
        """The texts of the sums row by column."""
        return self._sums

    def row(self, number: int) -> Row:
        """The record of a row.

        Raises:
            IndexError: There is no such row.
        """
        return self._rows[number]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other records."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show records of another kind: none of them yet."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._rows = []
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def set_sums(self, sums: dict[str, str]) -> None:
        """Show sums on top by column; an empty mapping takes the row away."""
        self._sums = dict(sums)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by what the column is sorted by; missing values come last either way."""
        key = self.columns[column].key
        by: Callable[[Row], object] = lambda row: self._sorted_by(row, key)  # noqa: E731
        known = [row for row in self._rows if by(row) not in (None, "")]
        missing = [row for row in self._rows if by(row) in (None, "")]
        known.sort(key=by, reverse=order == Qt.SortOrder.DescendingOrder)  # type: ignore[arg-type]
        self.set_rows([*known, *missing])

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """How many records are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell and the side it stands on."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text_of(self._rows[index.row()], self.columns[index.column()].key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side_of(self.columns[index.column()])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings, above their figures."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side_of(self.columns[section])
        return None


class SumsModel(QAbstractTableModel):
    """The one row of sums, always in sight under the headings."""

    def __init__(self, model: ListModel[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ListModel[Row] = model
        model.headerDataChanged.connect(self.refresh)

    def refresh(self) -> None:
        """Show the sums as they are now."""
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row where there are sums."""
        return 1 if self._model.sums and not parent.isValid() else 0

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """As many columns as the list."""
        return self._model.columnCount(parent)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The sum of a column."""
        column = self._model.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._model.sums.get(column.key, "")
        return side_of(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings of the list."""
        return self._model.headerData(section, orientation, role)


def side_of(column: Column) -> int:
    """Figures to the right, words to the left."""
    side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
