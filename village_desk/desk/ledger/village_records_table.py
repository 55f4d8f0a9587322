"""The table of 全村台账: records down, their questions across; a cell opens as the field of its question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from village_desk.definitions.screens import LINES, Field, Kind
from village_desk.definitions.words import say
from village_desk.desk.fields.editor import Editor
from village_desk.desk.fields.editor_choice import ChoiceEditor
from village_desk.desk.fields.editor_line import LineEditor
from village_desk.desk.fields.editors import editor_for
from village_desk.desk.fields.typed_table import TypedTable
from village_desk.desk.look import colour
from village_desk.entry.records.record_kinds import PERSON
from village_desk.entry.records.village_records import HEAD, LACKING, PAID, VillageRecords

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole
_WIDTHS = {
    Kind.TEXT: 7.0, Kind.CHOICE: 5.0, Kind.CHOICES: 6.0, Kind.MONEY: 5.0, Kind.NUMBER: 4.0, Kind.WHOLE: 3.0,
    Kind.DAY: 5.5, Kind.MONTH: 4.5, Kind.FLAG: 5.0,
}  # fmt: skip
_WHO_WIDTH = 4.5
_RECKONED = (PAID, LACKING)

Take = Callable[[int, str, str], None]


class VillageRecordsModel(QAbstractTableModel):
    """Shows the presenter's cells and gives it what is typed."""

    def __init__(self, records: VillageRecords, take: Take, parent: QWidget | None = None) -> None:
        """``take`` answers a cell (row, key, text) and settles with the person what is not clear."""
        super().__init__(parent)
        self.records = records
        self._take = take
        self.keys = records.columns

    def show_rows(self) -> None:
        """Show the presenter's list as it is now."""
        self.beginResetModel()
        self.keys = self.records.columns
        self.endResetModel()

    def field_at(self, column: int) -> Field | None:
        """The question of a column; None where it says whose the row is, or is reckoned."""
        key = self.keys[column]
        return next((field for field in self.records.fields if field.key == key), None)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """The records, and the row that waits."""
        return 0 if parent.isValid() else len(self.records.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Who, the questions, what is reckoned."""
        return 0 if parent.isValid() else len(self.keys)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        """The questions' own words, above their answers."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        field = self.field_at(section)
        if role == _Role.TextAlignmentRole:
            return self._side(section)
        if role == _Role.ToolTipRole:
            return field.help if field is not None else None
        if role != _Role.DisplayRole:
            return None
        if field is None:
            return say(f"village_records.{self.keys[section]}")
        return f"{field.label}（{field.unit}）" if field.unit else field.label

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """A cell: its text, pale where the waiting row asks, tinted what was not understood."""
        row, key = index.row(), self.keys[index.column()]
        if role == _Role.TextAlignmentRole:
            return self._side(index.column())
        problem = self.records.problem(row, key)
        if role == _Role.ToolTipRole and problem:
            return problem
        if role in (_Role.DisplayRole, _Role.EditRole, _Role.ToolTipRole):
            text = self.records.text(row, key)
            is_hint = role == _Role.DisplayRole and key == HEAD and not text
            return say("village_records.waiting") if is_hint else text
        if role == _Role.ForegroundRole:
            return colour(self._ink(row, key, problem))
        return colour("wheat-tint") if role == _Role.BackgroundRole and problem else None

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        """Take a typed cell; what is not understood stays in it."""
        if role != _Role.EditRole:
            return False
        count = len(self.records.rows)
        self._take(index.row(), self.keys[index.column()], str(value))
        last = self.index(index.row(), len(self.keys) - 1)
        self.dataChanged.emit(self.index(index.row(), 0), last)
        if len(self.records.rows) > count:
            self.beginInsertRows(_ROOT, count, count)
            self.endInsertRows()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """What the presenter asks can be typed into."""
        flags = super().flags(index)
        can_type = self.records.asks(index.row(), self.keys[index.column()])
        return flags | Qt.ItemFlag.ItemIsEditable if can_type else flags

    def _ink(self, row: int, key: str, problem: str) -> str:
        if problem:
            return "wheat"
        is_pale = key == HEAD and not self.records.text(row, key)
        return "ink-3" if is_pale else "cinnabar" if key == LACKING and self._lacks(row) else "ink"

    def _lacks(self, row: int) -> bool:
        return self.records.text(row, LACKING) not in ("", "0.00")

    def _side(self, column: int) -> int:
        field = self.field_at(column)
        is_figure = self.keys[column] in _RECKONED or (field is not None and field.kind.is_figure)
        side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class VillageRecordsTable(TypedTable):
    """Enter goes across the questions of a record, then to the next one."""

    def __init__(self, model: VillageRecordsModel, parent: QWidget | None = None) -> None:
        self._rows = model
        super().__init__(model, 0, parent)
        self.setItemDelegate(_Fields(self, model))

    @property
    def row(self) -> int:
        """The row in hand; -1 for none."""
        return self.currentIndex().row()

    @property
    def key(self) -> str:
        """The column in hand."""
        column = self.currentIndex().column()
        return self._rows.keys[column] if column >= 0 else ""

    def show_rows(self) -> None:
        """Show the list anew with the same cell in hand."""
        row, key = max(0, self.row), self.key
        self._rows.show_rows()
        self.fit()
        self.go_to(min(row, self._rows.rowCount() - 1), key)

    def go_to(self, row: int, key: str) -> None:
        """Take a cell in hand; the first question where there is no such column."""
        keys = self._rows.keys
        column = (
            keys.index(key)
            if key in keys
            else next((i for i, _ in enumerate(keys) if self._rows.field_at(i)), 0)
        )
        self.setCurrentIndex(self._rows.index(row, column))

    def widths(self) -> list[float]:
        """By the kind of answer."""
        fields = map(self._rows.field_at, range(len(self._rows.keys)))
        return [_WHO_WIDTH if field is None else _WIDTHS[field.kind] for field in fields]

    def go_on(self) -> None:
        """Take the next cell that asks in hand."""
        self.step(+1)

    def step(self, by: int) -> None:
        """Take the next or the last cell that asks in hand."""
        count = self._rows.columnCount()
        place = self.row * count + self.currentIndex().column() + by
        while 0 <= place < self._rows.rowCount() * count:
            index = self._rows.index(*divmod(place, count))
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(index)
                return
            place += by

    def currentChanged(self, now: _Index, before: _Index) -> None:
        """Chinese is typed only where words are asked; elsewhere letters choose from lists."""
        super().currentChanged(now, before)
        field = self._rows.field_at(now.column()) if now.isValid() else None
        is_words = field is None or (field.kind is Kind.TEXT and field.input in ("", LINES))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, is_words and now.isValid())


class _Fields(QStyledItemDelegate):
    """Opens a cell as the editor of its question: the same lists, days and figures as in every form."""

    def __init__(self, table: VillageRecordsTable, model: VillageRecordsModel) -> None:
        super().__init__(table)
        self._table = table
        self._rows = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        del option
        editor = self._editor(index.row(), index.column())
        editor.setParent(parent)
        editor.setProperty("role", "cell")
        editor.moved.connect(lambda by: self._end(editor, by))
        editor.left.connect(lambda: self._end(editor, 0))
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, Editor) and not editor.is_changed:
            editor.set_text(str(index.data(_Role.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, Editor) and editor.text() != str(index.data(_Role.EditRole) or ""):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        del index
        wanted = QSize(max(option.rect.width(), editor.minimumSizeHint().width()), editor.sizeHint().height())
        editor.setGeometry(option.rect.x(), option.rect.y(), wanted.width(), wanted.height())

    def _editor(self, row: int, column: int) -> Editor:
        field = self._rows.field_at(column)
        if field is None and self._rows.keys[column] == PERSON:
            return ChoiceEditor(PERSON, lambda: self._rows.records.offered(row))
        if field is None or field.input == LINES:
            return LineEditor(self._rows.keys[column])
        return editor_for(field)

    def _end(self, editor: Editor, by: int) -> None:
        hints = QAbstractItemDelegate.EndEditHint
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hints.SubmitModelCache if by > 0 else hints.NoHint)
        if by < 0:
            self._table.step(by)
