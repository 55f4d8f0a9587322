"""The table of 全村录入: households or members down, income items across, sums in the headings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from village_desk.definitions.words import say
from village_desk.desk.fields.editor_line import AmountBox, turn_input_method_off
from village_desk.desk.fields.typed_table import TypedTable
from village_desk.desk.look import colour, pixels
from village_desk.entry.keyboard.amount_typing import grouped, shown_amount
from village_desk.entry.ledger.village_ledger import Slot, VillageLedger
from village_desk.entry.records.record_entry import Answer
from village_desk.rules.items import IncomeItem

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole
_WHO = ("number", "head_name", "name", "group")
FIRST = len(_WHO)
"""The first column of figures."""
_WIDTHS = {"number": 6.0, "head_name": 4.5, "name": 4.5, "group": 3.5}
_FIGURE_WIDTH = 6.0
_NAME_PLACE = _WHO.index("name")

Deed = Callable[[Callable[[], Answer]], None]


class VillageLedgerModel(QAbstractTableModel):
    """Shows the presenter's cells and gives it what is typed."""

    def __init__(self, ledger: VillageLedger, deed: Deed, parent: QWidget | None = None) -> None:
        """``deed`` does an answer and settles a refusal with the person."""
        super().__init__(parent)
        self.ledger = ledger
        self._deed = deed
        self._sums = ledger.sums()

    def show_rows(self) -> None:
        """Show the presenter's rows and columns as they are now."""
        self.beginResetModel()
        self._sums = self.ledger.sums()
        self.endResetModel()

    def item_at(self, column: int) -> IncomeItem | None:
        """The item of a column; None where it says whose the row is."""
        return self.ledger.items[column - FIRST] if column >= FIRST else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Households or members."""
        return 0 if parent.isValid() else len(self.ledger.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Who it is, then the items."""
        return 0 if parent.isValid() else FIRST + len(self.ledger.items)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        """The item with the sum of its column below."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        item = self.item_at(section)
        if role == _Role.TextAlignmentRole:
            return int(_side(item))
        if role != _Role.DisplayRole:
            return None
        if item is None:
            return say(f"village_ledger.{_WHO[section]}")
        total = self._sums.get(item.code)
        return f"{item.label}\n{grouped(total) if total is not None else ''}"

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """A cell: what stands there, pale what stood there before, tinted what was not understood."""
        item = self.item_at(index.column())
        if role == _Role.TextAlignmentRole:
            return int(_side(item))
        if item is None:
            return self._who(index) if role == _Role.DisplayRole else None
        slot = self.ledger.slot(index.row(), item)
        if role == _Role.EditRole:
            return self.ledger.text(slot)
        if self.ledger.problem(slot):
            return self._not_understood(slot).get(role)
        stands = bool(self.ledger.lines(slot))
        if role == _Role.ForegroundRole:
            return colour("ink" if stands else "ink-3")
        shown = self.ledger.amount if stands else self.ledger.before
        return shown_amount(shown(slot)) if role == _Role.DisplayRole else None

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        """Take a typed cell; what is not understood stays in it."""
        item = self.item_at(index.column())
        if role != _Role.EditRole or item is None:
            return False
        slot = self.ledger.slot(index.row(), item)
        self._deed(lambda: self.ledger.answer(slot, str(value)))
        self._sums = self.ledger.sums()
        self.dataChanged.emit(index, index)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, index.column(), index.column())
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Figures can be typed into, where one line or none stands behind them."""
        flags, item = super().flags(index), self.item_at(index.column())
        can_type = item is not None and len(self.ledger.lines(self.ledger.slot(index.row(), item))) < 2
        return flags | Qt.ItemFlag.ItemIsEditable if can_type else flags

    def _not_understood(self, slot: Slot) -> dict[int, object]:
        return {
            _Role.DisplayRole: self.ledger.text(slot),
            _Role.ToolTipRole: self.ledger.problem(slot),
            _Role.ForegroundRole: colour("wheat"),
            _Role.BackgroundRole: colour("wheat-tint"),
        }

    def _who(self, index: _Index) -> str:
        return str(getattr(self.ledger.rows[index.row()], _WHO[index.column()]))


class VillageLedgerTable(TypedTable):
    """Enter goes down, for a list on paper gives one figure to many; Tab goes across."""

    def __init__(self, model: VillageLedgerModel, parent: QWidget | None = None) -> None:
        self._rows = model
        super().__init__(model, FIRST, parent)
        self.setItemDelegate(_Figures(self))
        self.horizontalHeader().setFixedHeight(2 * pixels("row"))

    @property
    def item(self) -> IncomeItem | None:
        """The item in hand."""
        return self._rows.item_at(max(0, self.currentIndex().column()))

    def show_rows(self) -> None:
        """Show the presenter's rows anew with the same cell in hand."""
        row, column = max(0, self.currentIndex().row()), max(FIRST, self.currentIndex().column())
        self._rows.show_rows()
        self.setColumnHidden(_NAME_PLACE, self._rows.ledger.whose == "household")
        self.fit()
        self.go_to(min(row, self._rows.rowCount() - 1), min(column, self._rows.columnCount() - 1))

    def go_to(self, row: int, column: int) -> None:
        """Take a cell in hand."""
        self.setCurrentIndex(self._rows.index(row, column))

    def widths(self) -> list[float]:
        """Who it is, then figures alike."""
        return [*(_WIDTHS[key] for key in _WHO), *[_FIGURE_WIDTH] * len(self._rows.ledger.items)]

    def go_on(self) -> None:
        """Take the cell below in hand."""
        now = self.currentIndex()
        if now.row() + 1 < self._rows.rowCount():
            self.go_to(now.row() + 1, now.column())


class _Figures(QStyledItemDelegate):
    """Cells are answered in a line for figures: arithmetic, w for 万, no input method."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        del option, index
        box = AmountBox("", parent)
        box.setProperty("role", "cell")
        turn_input_method_off(box)
        box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(_Role.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QLineEdit) and editor.text() != str(index.data(_Role.EditRole) or ""):
            model.setData(index, editor.text())


def _side(item: IncomeItem | None) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if item is None else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
