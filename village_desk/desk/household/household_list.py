"""The list of households: two lines each, narrow enough to stay beside the household in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from village_desk.desk.look import colour, pixels, text_font

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ListedHousehold(Struct, frozen=True):
    """One household as the list shows it: name, mark and note above, place below."""

    household_id: str
    name: str
    place: str
    note: str = ""
    note_ink: str = "ink-2"
    mark: str = ""
    """A word beside the name that asks for attention."""


class HouseholdList(QListView):
    """Whole households are taken in hand; Enter opens, a letter or digit begins a search.

    Signals:
        turned: Another household (id) is in hand.
        opened: Enter or a click on a household (id).
        typed: A character that begins a search.
    """

    turned = Signal(str)
    opened = Signal(str)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = _ListModel()
        self.setModel(self.rows)
        self.setItemDelegate(_TwoLines(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "households")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Letters and digits begin a search in the search field; the input method is for that field.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.clicked.connect(lambda index: self.opened.emit(self._id(index)))

    @property
    def household_in_hand(self) -> str:
        """The id of the household in hand; blank for none."""
        return self._id(self.currentIndex())

    def show_households(self, rows: Sequence[ListedHousehold]) -> None:
        """Show other households; the one in hand stays in hand if it is among them."""
        in_hand = self.household_in_hand
        self.blockSignals(True)
        self.rows.set_rows(rows)
        self.blockSignals(False)
        self.take(in_hand)

    def show_household(self, row: ListedHousehold) -> bool:
        """Show one household anew in its place; False where it is not listed."""
        return self.rows.replace(row)

    def take(self, household_id: str) -> bool:
        """Take a household in hand without telling; False where it is not listed."""
        row = self.rows.place_of(household_id)
        if row < 0:
            return False
        index = self.rows.index(row)
        # What comes next is to be seen too, so a household from out of sight is brought to the middle.
        is_in_sight = self.viewport().rect().contains(self.visualRect(index))
        if index != self.currentIndex():
            self.blockSignals(True)
            self.setCurrentIndex(index)
            self.blockSignals(False)
        if not is_in_sight:
            self.scrollTo(index, self.ScrollHint.PositionAtCenter)
        self.viewport().update()
        return True

    def currentChanged(self, now: _Index, before: _Index) -> None:
        """Tell which household is in hand."""
        super().currentChanged(now, before)
        if now.isValid():
            self.turned.emit(self._id(now))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, or begin a search."""
        commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.household_in_hand)
        elif event.text().isalnum() and not event.modifiers() & commands:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is always a household in hand while the cursor is here."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self.scheduleDelayedItemsLayout)

    def _id(self, index: _Index) -> str:
        return self.rows.row(index.row()).household_id if index.isValid() else ""


class _ListModel(QAbstractListModel):
    """The households shown."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ListedHousehold] = []
        self._places: dict[str, int] = {}

    def row(self, place: int) -> ListedHousehold:
        return self._rows[place]

    def place_of(self, household_id: str) -> int:
        return self._places.get(household_id, -1)

    def set_rows(self, rows: Sequence[ListedHousehold]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {row.household_id: place for place, row in enumerate(self._rows)}
        self.endResetModel()

    def replace(self, row: ListedHousehold) -> bool:
        place = self.place_of(row.household_id)
        if place >= 0 and self._rows[place] != row:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))
        return place >= 0

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "　".join(part for part in (row.name, row.mark, row.place, row.note) if part)
        return None


class _TwoLines(QStyledItemDelegate):
    """Name, mark and note above, place below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(10 * pixels("text"), 2 * pixels("text") + 3 * pixels("step"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = cast(_ListModel, index.model()).row(index.row())
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        view = option.widget
        room: QRect = option.rect
        painter.save()
        painter.fillRect(room, colour("green-tint" if is_chosen else "surface"))
        if is_chosen:
            painter.fillRect(
                room.left(), room.top(), 3, room.height(), colour("indigo" if view.hasFocus() else "green")
            )
        painter.fillRect(room.left(), room.bottom(), room.width(), 1, colour("line"))
        inner = room.adjusted(pixels("gap"), pixels("step"), -pixels("step"), -pixels("step"))
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = QRect(inner.left(), upper.bottom() + 1, inner.width(), inner.height() - upper.height())
        painter.setFont(text_font())
        painter.setPen(colour(row.note_ink))
        painter.drawText(upper, int(_RIGHT), row.note)
        taken = painter.fontMetrics().horizontalAdvance(row.note) + pixels("step")
        if row.mark:
            painter.setPen(colour("wheat"))
            painter.drawText(upper.adjusted(0, 0, -taken, 0), int(_RIGHT), row.mark)
            taken += painter.fontMetrics().horizontalAdvance(row.mark) + pixels("step")
        painter.setPen(colour("ink-2"))
        _draw_short(painter, lower, row.place)
        painter.setFont(text_font(bold=True))
        painter.setPen(colour("ink"))
        _draw_short(painter, upper.adjusted(0, 0, -taken, 0), row.name)
        painter.restore()


def _draw_short(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(_LEFT), shown)
