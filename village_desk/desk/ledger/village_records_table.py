"""The table of 全村台账: records down, their questions across; a cell opens as the field of its question."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from village_desk.definitions.screens import LINES, Field, Kind
from village_desk.definitions.words import say
from village_desk.desk.fields.editor import Editor
from village_desk.desk.fields.editor_choice import ChoiceEditor
from village_desk.desk.fields.editor_line import LineEditor
from village_desk.desk.fields.editors import editor_for
from village_desk.desk.fields.typed_table import TypedTable
from village_desk.desk.look import colour, pixels
from village_desk.entry.records.record_kinds import PERSON
from village_desk.entry.records.village_records import HEAD, LACKING, PAID, VillageRecords

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole
_Hint = QAbstractItemView.ScrollHint
_LONGEST_LINE = 8
"""Characters of a heading that stand in one line."""
_WIDTHS = {
    Kind.TEXT: 7.0, Kind.CHOICE: 5.0, Kind.CHOICES: 6.0, Kind.MONEY: 5.0, Kind.NUMBER: 4.0, Kind.WHOLE: 3.0,
    Kind.DAY: 5.5, Kind.MONTH: 4.5, Kind.FLAG: 5.0,
}  # fmt: skip
_WHO_WIDTH = 4.5
_WORDS = (Kind.TEXT, Kind.CHOICE)
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
        return _in_two_lines(f"{field.label}（{field.unit}）" if field.unit else field.label)

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
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._pinned = _Pinned(self)
        self.horizontalScrollBar().valueChanged.connect(self._place_pinned)

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

    def fit(self) -> None:
        """Give what room is left to the columns of words."""
        super().fit()
        columns = range(len(self._rows.keys))
        wide = [place for place in columns if (field := self._rows.field_at(place)) and field.kind in _WORDS]
        left = self.viewport().width() - sum(map(self.columnWidth, columns))
        for place in wide if left > 0 else ():
            self.setColumnWidth(place, self.columnWidth(place) + left // len(wide))
        self.horizontalHeader().setFixedHeight(2 * pixels("row"))
        self._place_pinned()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.fit()

    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        """Bring a cell into sight, and not under the columns that stay."""
        super().scrollTo(index, hint)
        bar, pinned = self.horizontalScrollBar(), self._pinned_columns()
        hidden = sum(map(self.columnWidth, range(pinned))) - self.visualRect(index).left()
        if index.column() < pinned:
            bar.setValue(0)
        elif hidden > 0:
            bar.setValue(bar.value() - hidden)

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

    def _pinned_columns(self) -> int:
        """How many columns say whose a row is."""
        return sum(key in (HEAD, PERSON) for key in self._rows.keys)

    def _place_pinned(self) -> None:
        """Show whose the rows are once their own columns have moved out of sight."""
        if hasattr(self, "_pinned"):
            self._pinned.place(self._pinned_columns(), is_wanted=self.horizontalScrollBar().value() > 0)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Let the first word that an input method gives into the cell that it opens."""
        was_typing = self.is_typing
        super().inputMethodEvent(event)
        box = QApplication.focusWidget()
        is_opened = not was_typing and self.is_typing and bool(event.commitString())
        if is_opened and isinstance(box, QLineEdit) and not box.isModified():
            QApplication.sendEvent(box, event)


class _Pinned(QTableView):
    """The first columns over the table itself: they stay while the others move."""

    def __init__(self, table: VillageRecordsTable) -> None:
        super().__init__(table)
        self._table = table
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)

    def place(self, columns: int, *, is_wanted: bool) -> None:
        """Lie over so many columns of the table, or go."""
        table = self._table
        self.verticalHeader().setDefaultSectionSize(pixels("row"))
        self.horizontalHeader().setFixedHeight(table.horizontalHeader().height())
        for column in range(table.model().columnCount()):
            self.setColumnHidden(column, column >= columns)
            self.setColumnWidth(column, table.columnWidth(column))
        width = sum(map(table.columnWidth, range(columns)))
        self.setGeometry(0, 0, width, table.horizontalHeader().height() + table.viewport().height())
        self.setVisible(is_wanted and columns > 0)
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())


class _Fields(QStyledItemDelegate):
    """Opens a cell as the editor of its question: the same lists, days and figures as in every form."""

    def __init__(self, table: VillageRecordsTable, model: VillageRecordsModel) -> None:
        super().__init__(table)
        self._table = table
        self._rows = model
        self._open: Editor | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        del option
        editor = self._open = self._editor(index.row(), index.column())
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves the cell as it was: nothing of its editor is taken any more."""
        if event.type() == QEvent.Type.KeyPress and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            self._open = None
        return super().eventFilter(watched, event)

    def _editor(self, row: int, column: int) -> Editor:
        field = self._rows.field_at(column)
        if field is None and self._rows.keys[column] == PERSON:
            return ChoiceEditor(PERSON, lambda: self._rows.records.offered(row))
        if field is None or field.input == LINES:
            return LineEditor(self._rows.keys[column])
        return editor_for(field, self._rows.records.labels)

    def _end(self, editor: Editor, by: int) -> None:
        if editor is not self._open:
            return
        self._open = None
        hints = QAbstractItemDelegate.EndEditHint
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hints.SubmitModelCache if by > 0 else hints.NoHint)
        if by < 0:
            self._table.step(by)


def _in_two_lines(heading: str) -> str:
    if len(heading) <= _LONGEST_LINE:
        return heading
    half = heading.index("（") if "（" in heading[_LONGEST_LINE // 2 :] else (len(heading) + 1) // 2
    return f"{heading[:half]}\n{heading[half:]}"
