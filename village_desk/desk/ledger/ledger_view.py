"""The ledger's grid under the keys: typing begins an answer, Enter goes to what is asked next."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from village_desk.definitions.items import income_items
from village_desk.desk.bars import shortened
from village_desk.desk.fields.cell_box import CellBox
from village_desk.desk.fields.choice_list import ChoiceList
from village_desk.desk.ledger.ledger_table import COLUMNS, TYPED, WIDTHS, LedgerModel
from village_desk.desk.look import colour, draw_alone, pixels
from village_desk.desk.parts.tables import side_of
from village_desk.entry.keyboard.initials import initials_of
from village_desk.entry.keyboard.month_typing import month_in
from village_desk.entry.ledger.ledger_entry import PERSON
from village_desk.rules.items import IncomeItem
from village_desk.rules.population import is_member_on
from village_desk.rules.refusals import Refusal

_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
_LISTED = ("item", PERSON)
_Index = QModelIndex | QPersistentModelIndex
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_SIDES = {column.key: int(side_of(column)) for column in COLUMNS}
_BORDER, _PADDING = 2, 11
"""In pixels: the frame of the cell in hand, and the room beside every text, as headings have it."""
_SPARED = ("mark", "hint", PERSON)
"""Columns that go first where room is short."""


def _draw_corner(painter: QPainter, room: QRect, ink: str) -> None:
    """Draw the corner that spreadsheets give to a cell with a note."""
    right, top, size = room.right() + 1, room.top(), pixels("step")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ink))
    painter.drawPolygon([QPoint(right - size, top), QPoint(right, top), QPoint(right, top + size)])


class _Headings(QHeaderView):
    """Headings that look the same whatever cell is in hand."""

    def currentChanged(self, now: _Index, before: _Index) -> None:
        """Draw nothing anew."""

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Draw nothing anew."""


class LedgerView(QTableView):
    """The grid.

    Signals:
        answered: A cell has been taken or kept with a problem.
        turned: Another cell is in hand, or the one in hand has been answered or has the cursor again.
        refused: A Refusal and what would take the cell again: the book could not be written.
    """

    answered = Signal()
    turned = Signal()
    refused = Signal(object, object)

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ledger = model
        self.setHorizontalHeader(_Headings(Qt.Orientation.Horizontal, self))
        self.setModel(model)
        self.cell = CellBox(self.viewport())
        self.cell.taken.connect(self._take)
        self.cell.left.connect(self.setFocus)
        self._anchor = QWidget(self.viewport())
        self._anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._list: ChoiceList | None = None
        self._labels: tuple[str, ...] = ()
        # Cells take figures or letters of a list; letters must not go to the input method.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._dress()
        self.doubleClicked.connect(lambda _: self.open_cell())

    @property
    def row(self) -> int:
        """The row in hand; the waiting one before any."""
        row = self.currentIndex().row()
        return row if row >= 0 else self.ledger.waiting

    @property
    def key(self) -> str:
        """The column in hand."""
        column = self.currentIndex().column()
        return COLUMNS[column].key if column >= 0 else "item"

    def go_to(self, row: int, key: str) -> None:
        """Take a cell in hand."""
        self.setCurrentIndex(self.ledger.index(row, _PLACES[key]))

    def open_cell(self, typed: str = "") -> None:
        """Begin to answer the cell in hand, with a first character or with what stands there."""
        key, row = self.key, self.row
        if key not in TYPED:
            return
        if key in _LISTED:
            if self.ledger.expected_at(row) is None:
                self._open_list(key, typed)
            return
        self._cover(self.cell)
        text = self.ledger.entry.text(row, key) if row <= self.ledger.waiting else ""
        self.cell.open(text, typed)

    def commit(self) -> None:
        """Take what is being typed."""
        self.cell.finish("away")

    def show_rows(self) -> None:
        """Show the rows anew with the same cell in hand."""
        row, key = self.row, self.key
        self.ledger.show_rows()
        self.go_to(min(row, self.ledger.rowCount() - 1), key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, open, go on."""
        key, shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & _COMMANDS:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = key == Qt.Key.Key_Backtab or shifted
            self._go_on("back" if back else "tab" if key == Qt.Key.Key_Tab else "enter")
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_F4):
            self.open_cell()
        elif event.text().isprintable() and event.text().strip():
            self.open_cell(event.text())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, now: _Index, before: _Index) -> None:
        """Tell which cell is in hand."""
        super().currentChanged(now, before)
        self.turned.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Only the cell in hand looks different; Qt would draw the whole grid anew after each answer."""
        self._draw_in_hand(event)
        if self.cell.isHidden():  # else the cursor comes from an answer that is about to be taken
            self.turned.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """As when the cursor comes."""
        self._draw_in_hand(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells that are to be drawn, as desk.qss has it for tables.

        Qt would ask the style sheet for each cell, most of the time between Enter and the repainted row, and
        leave its tint out.
        """
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour("surface"))  # clipped to what is to be drawn
        for row, column in sorted(self._cells_in(event.region())):
            self._draw_cell(painter, row, column)

    def _cells_in(self, stale: QRegion) -> set[tuple[int, int]]:
        """The places of the cells, each once: a text drawn twice would be bolder."""
        places: set[tuple[int, int]] = set()
        for part in stale:  # type: ignore[attr-defined]  # the stubs leave out that it gives rectangles
            rows = _between(self.rowAt(part.top()), self.rowAt(part.bottom()), self.ledger.rowCount())
            columns = _between(self.columnAt(part.left()), self.columnAt(part.right()), len(COLUMNS))
            shown = [column for column in columns if not self.isColumnHidden(column)]
            places.update((row, column) for row in rows for column in shown)
        return places

    def _draw_cell(self, painter: QPainter, row: int, column: int) -> None:
        """Draw one cell with the lines to its right and under it."""
        index, key = self.ledger.index(row, column), COLUMNS[column].key
        room, edge = self.visualRect(index), 0
        tint, ink = self.ledger.tint(row, key), self.ledger.ink(row, key)
        if self.selectionModel().isSelected(index):
            edge, ink = _BORDER, "ink"
            painter.fillRect(room, colour("indigo"))
            tint = tint or "green-tint"
        if tint:
            painter.fillRect(room.adjusted(edge, edge, -edge, -edge), colour(tint))
        if text := self.ledger.text(row, key):
            inside = room.adjusted(_PADDING, 0, -_PADDING, 0)
            painter.setPen(colour(ink))
            painter.drawText(inside, _SIDES[key], shortened(text, inside.width(), painter))
        if (note := self.ledger.note(row, key)) is not None:
            _draw_corner(painter, room, "wheat" if note.follow_up else "indigo")
        painter.fillRect(room.right() + 1, room.top(), 1, room.height() + 1, colour("line"))
        painter.fillRect(room.left(), room.bottom() + 1, room.width(), 1, colour("line"))

    def _draw_in_hand(self, event: QFocusEvent) -> None:
        event.accept()
        self.viewport().update(self.visualRect(self.currentIndex()))

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab walks through the cells."""
        del forward
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every column its width; where room is short the least needed go."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the widths of the text size in use."""
        self.verticalHeader().setDefaultSectionSize(pixels("row"))
        self.horizontalHeader().setFixedHeight(pixels("row"))
        widths = {
            key: round(width * pixels("text")) + 2 * pixels("step") + 1 for key, width in WIDTHS.items()
        }
        spared: set[str] = set()
        for key in _SPARED:
            if sum(width for name, width in widths.items() if name not in spared) > self.viewport().width():
                spared.add(key)
        rest = self.viewport().width() - sum(width for key, width in widths.items() if key not in spared)
        widths["item"] += max(0, rest)
        for key, place in _PLACES.items():
            self.setColumnHidden(place, key in spared)
            self.setColumnWidth(place, widths[key])

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.setProperty("role", "ledger")
        draw_alone(self.viewport())

    def _cover(self, widget: QWidget) -> None:
        self.scrollTo(self.currentIndex())
        widget.setGeometry(self.visualRect(self.currentIndex()))

    def _open_list(self, key: str, typed: str) -> None:
        self._labels = self._offered(key)
        if typed.isdigit() and key == PERSON:
            # Members are few and known by their place: a digit takes one without the list being shown.
            if 1 <= int(typed) <= len(self._labels):
                self._take(self._labels[int(typed) - 1], "enter")
            return
        if self._list is None:
            self._anchor.show()
            self._list = ChoiceList(self._anchor, initials_of)
            self._list.picked.connect(lambda labels, _: self._take(labels[0], "enter"))
            self._list.closed.connect(self.setFocus)
        self._cover(self._anchor)
        standing = self.ledger.text(self.row, key)
        self._list.open(self._labels, (standing,))
        if typed and not typed.isdigit():
            self._list.type(typed.lower())

    def _offered(self, key: str) -> tuple[str, ...]:
        """Members as they stand in the household; items the household had before, then all the others."""
        picture = self.ledger.entry.picture
        day = self.ledger.entry.window.last_day
        if key == PERSON:
            return tuple(
                person.name for person in picture.persons if person.name and is_member_on(person, day)
            )
        own = dict.fromkeys(line.item for line in picture.lines if line.item)
        items = income_items()
        order = [items[code] for code in own if code in items] + list(items.values())
        return tuple(dict.fromkeys(item.label for item in order if item.is_offered_on(day)))

    def _take(self, text: str, way: str) -> None:
        row, key = self.row, self.key
        was_waiting = row == self.ledger.waiting
        try:
            answer, row = self.ledger.answer(
                row, key, month_in(text, self.ledger.entry.window) if key == "month" else text
            )
            if key == "item" and was_waiting and answer.is_saved:
                self._give_only_member(row)
        except Refusal as refusal:
            self.go_to(row, key)
            self.turned.emit()
            if way != "away":
                self.setFocus()
            self.refused.emit(refusal, partial(self._take, text, way))
            return
        self.go_to(min(row, self.ledger.rowCount() - 1), key)
        if way != "away":
            self.setFocus()
        self.answered.emit()
        in_hand = self.currentIndex()
        if answer.is_saved and way != "away":
            self._go_on(way)
        if self.currentIndex() == in_hand:
            self.turned.emit()

    def _give_only_member(self, row: int) -> None:
        """What only a person can have belongs to the only member, where there is but one."""
        item, members = self.ledger.item_at(row), self._offered(PERSON)
        if item is not None and item.owner == "person" and len(members) == 1:
            self.ledger.answer(row, PERSON, members[0])

    def _go_on(self, way: str) -> None:
        if way in ("up", "down"):
            row = self.row + (1 if way == "down" else -1)
            self.go_to(max(0, min(row, self.ledger.rowCount() - 1)), self.key)
        elif way == "enter":
            self._go_to_next_asked()
        else:
            self._step(+1 if way == "tab" else -1)

    def _go_to_next_asked(self) -> None:
        row, key = self.row, self.key
        item = self.ledger.item_at(row)
        if item is None:
            if row == self.ledger.waiting:
                self.open_cell()
            return
        asked = self._asked(row, item)
        following = [name for name in asked if TYPED.index(name) > TYPED.index(key)] if key in TYPED else []
        if following:
            self.go_to(row, following[0])
        elif row + 1 < self.ledger.rowCount():
            below = self.ledger.item_at(row + 1)
            self.go_to(row + 1, _figure_of(below) if below else "item")

    def _asked(self, row: int, item: IncomeItem) -> list[str]:
        """The cells that a row of an item needs, in order; the amount only where nothing else gives it."""
        asked = ["item", PERSON] if item.owner == "person" else ["item"]
        if item.unit:
            asked += ["quantity", "price"]
        is_line = row < self.ledger.waiting
        if not item.unit or (is_line and self.ledger.entry.lines[row].amount is None):
            asked.append("amount")
        given: Any = self.ledger.entry.lines[row].person_id if is_line else None
        return [name for name in asked if name != PERSON or given is None]

    def _step(self, by: int) -> None:
        shown = [key for key in TYPED if not self.isColumnHidden(_PLACES[key])]
        place = shown.index(self.key) + by if self.key in shown else 0
        row = self.row + (1 if place >= len(shown) else -1 if place < 0 else 0)
        if 0 <= row < self.ledger.rowCount():
            self.go_to(row, shown[place % len(shown)])

    def changeEvent(self, event: Any) -> None:  # noqa: ANN401 - Qt's event of several kinds
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            QTimer.singleShot(0, self, self.fit)


def _figure_of(item: IncomeItem) -> str:
    return "quantity" if item.unit else "amount"


def _between(first: int, last: int, count: int) -> range:
    """The places from one to another, of so many; Qt says -1 where nothing stands any more."""
    return range(first, count if last < 0 else last + 1) if first >= 0 else range(0)
