"""The ledger as a table of texts: the year's lines, a row that waits, and last year's items as pale rows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from village_desk.definitions.items import income_items
from village_desk.definitions.words import say
from village_desk.desk.look import colour
from village_desk.desk.parts.tables import Column, side_of
from village_desk.entry.keyboard.amount_typing import grouped, shown_amount
from village_desk.entry.ledger.expected_lines import ExpectedRow
from village_desk.entry.ledger.ledger_entry import PERSON, LedgerEntry
from village_desk.entry.notes import notes_at
from village_desk.entry.operations import insert_line
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, why_not
from village_desk.rules.followup_records import FieldNote
from village_desk.rules.items import IncomeItem
from village_desk.rules.money import amount_of
from village_desk.rules.months import Month, month_text
from village_desk.rules.reading import NotUnderstoodError

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole

WIDTHS = {
    "item": 7.0,
    PERSON: 3.4,
    "month": 4.6,
    "quantity": 5.0,
    "price": 3.4,
    "amount": 6.0,
    "mark": 3.2,
    "hint": 6.0,
}
"""In widths of a character."""
_FIGURES = frozenset({"quantity", "price", "amount", "hint"})
TYPED = ("item", PERSON, "month", "quantity", "price", "amount")
"""The columns that take answers, in order."""
COLUMNS = tuple(Column(key, say(f"ledger.{key}"), is_figure=key in _FIGURES) for key in WIDTHS)


class LedgerModel(QAbstractTableModel):
    """Shows a presenter's rows; the caller asks for ``show_rows`` after a change."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._entry: LedgerEntry | None = None
        self.expected: list[ExpectedRow] = []
        self._problems: dict[tuple[str, str], str] = {}
        self._shown: list[str] = []

    @property
    def entry(self) -> LedgerEntry:
        """The presenter.

        Raises:
            LookupError: No household is shown.
        """
        if self._entry is None:
            raise LookupError
        return self._entry

    @property
    def is_empty(self) -> bool:
        """No household is shown yet."""
        return self._entry is None

    @property
    def waiting(self) -> int:
        """The row that waits for a new line."""
        return len(self._entry.lines) if self._entry is not None else 0

    @property
    def month(self) -> Month:
        """The month a new line is given: the last of the quarter, or of a window that has ended before."""
        return min(self._sitting.quarter.window.last, self.entry.window.last)

    def set_entry(self, entry: LedgerEntry) -> None:
        """Show another ledger."""
        self._entry = entry
        self._problems = {}
        self.show_rows()

    def show_rows(self) -> None:
        """Show the presenter's rows as they are now."""
        self.beginResetModel()
        self.expected = self.entry.expected_rows()
        self._shown = self._lines()
        self.endResetModel()

    def show_answer(self, row: int, key: str) -> None:
        """Show what an answer has changed in its row; all rows where some have come, gone or moved."""
        is_figure = key in _FIGURES  # of this year: what is expected by last year's stays
        if self._lines() != self._shown or not (is_figure or self.entry.expected_rows() == self.expected):
            self.show_rows()
            return
        # A figure changes no other cell but the amount.
        changed = (key, "amount") if is_figure else WIDTHS
        for place, column in enumerate(COLUMNS):
            if column.key in changed:
                index = self.index(row, place)
                self.dataChanged.emit(index, index)

    def expected_at(self, row: int) -> ExpectedRow | None:
        """The pale row at a place."""
        place = row - self.waiting - 1
        return self.expected[place] if 0 <= place < len(self.expected) else None

    def item_at(self, row: int) -> IncomeItem | None:
        """The item of a row, if it has one."""
        if row < self.waiting:
            return income_items().get(self.entry.lines[row].item or "")
        pale = self.expected_at(row)
        return income_items().get(pale.item) if pale else None

    def row_of(self, line_id: str) -> int:
        """The row of a line; the waiting one where it is not shown."""
        ids = [line.id for line in self.entry.lines]
        return ids.index(line_id) if line_id in ids else self.waiting

    def answer(self, row: int, key: str, text: str) -> tuple[Answer, int]:
        """Take a cell's text; also tells the row that the line has now.

        Raises:
            Refusal: The book cannot be written.
        """
        pale = self.expected_at(row)
        if pale is not None:
            return self._answer_pale(pale, row, key, text)
        if row == self.waiting and key != "month" and not self.entry.text(row, "month"):
            self.entry.answer(row, "month", month_text(self.month))
        answer = self.entry.answer(row, key, text)
        line_id = self.entry.lines[row].id if row < len(self.entry.lines) else ""
        self._note(line_id, key, answer)
        self.show_answer(row, key)
        return answer, row

    def problem(self, row: int, key: str) -> str:
        """Why a cell's text was not understood; blank where it was."""
        if not self._problems or self.expected_at(row) is not None:
            return ""
        line_id = self.entry.lines[row].id if row < self.waiting else ""
        return self._problems.get((line_id, key), "")

    def note(self, row: int, key: str) -> FieldNote | None:
        """What is noted at a cell."""
        if not self.entry.picture.notes or row >= self.waiting:
            return None
        return notes_at(self.entry.picture, self.entry.lines[row]).get(key)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Lines, the waiting row and the pale ones."""
        return 0 if parent.isValid() or self._entry is None else self.waiting + 1 + len(self.expected)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """As many as there are columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        """The headings, above their figures."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.DisplayRole:
            return COLUMNS[section].heading
        return side_of(COLUMNS[section]) if role == _Role.TextAlignmentRole else None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """The text of a cell, its side, its ink, its tint and what is said on hovering."""
        row, key = index.row(), COLUMNS[index.column()].key
        if role == _Role.TextAlignmentRole:
            return side_of(COLUMNS[index.column()])
        if role == _Role.DisplayRole:
            return self.text(row, key)
        if role == _Role.ToolTipRole:
            return self._hover(row, key)
        if role == _Role.ForegroundRole:
            return colour(self.ink(row, key))
        if role == _Role.BackgroundRole:
            tint = self.tint(row, key)
            return colour(tint) if tint else None
        return None

    def tint(self, row: int, key: str) -> str:
        """The token of a cell's tint; blank for none."""
        is_doubtful = self.problem(row, key) or (key == "amount" and self.entry.disagrees(row))
        if not is_doubtful and key == "amount" and self.entry.correction(row):
            return "indigo-tint"
        return "wheat-tint" if is_doubtful else ""

    def ink(self, row: int, key: str) -> str:
        """The token of a cell's ink."""
        if self.problem(row, key):
            return "wheat"
        is_typed = row == self.waiting and bool(self.entry.text(row, key))
        is_pale = (row >= self.waiting and not is_typed) or key in ("hint", "mark")
        return "ink-3" if is_pale else "ink"

    def text(self, row: int, key: str) -> str:
        """What a cell shows."""
        pale = self.expected_at(row)
        if pale is not None:
            shown = {"item": pale.label, PERSON: pale.person_name, "hint": grouped(pale.amount)}
            return shown.get(key, "")
        if key == "mark":
            return say("ledger.mark_corrected") if self.entry.correction(row) else self.entry.mark(row)
        if key == "hint":
            return shown_amount(self.entry.last_year_hint(row))
        text = self.entry.text(row, key)
        if row == self.waiting:
            return text or (say("ledger.waiting") if key == "item" else "")
        return self._line_text(row, key, text)

    def _line_text(self, row: int, key: str, text: str) -> str:
        if self.problem(row, key):
            return text
        if key == "amount":
            return shown_amount(self.entry.lines[row].amount)
        if key == "quantity" and text:
            return f"{text} {self.entry.text(row, 'unit')}".strip()
        return text

    def _hover(self, row: int, key: str) -> str:
        problem = self.problem(row, key)
        if problem:
            return say("ledger.not_understood", text=self.entry.text(row, key), why=problem)
        pale = self.expected_at(row)
        if pale is not None:
            return say("ledger.expected", months=pale.months, amount=grouped(pale.amount))
        if key == "amount" and self.entry.disagrees(row):
            return say("ledger.disagrees", product=self._product(row))
        if key == "mark" and self.entry.correction(row):
            return self.entry.correction(row)
        return self.text(row, key) if row != self.waiting else ""

    def _product(self, row: int) -> str:
        line = self.entry.lines[row]
        return (
            ""
            if line.quantity is None or line.price is None
            else grouped(amount_of(line.quantity, line.price))
        )

    def _lines(self) -> list[str]:
        return [line.id for line in self.entry.lines]

    def _note(self, line_id: str, key: str, answer: Answer) -> None:
        self._problems.pop((line_id, key), None)
        self._problems.pop(("", key), None)
        if answer.problem is not None:
            self._problems[line_id, key] = answer.problem

    def _answer_pale(self, pale: ExpectedRow, row: int, key: str, text: str) -> tuple[Answer, int]:
        """Begin this year's line of a pale row with one answer."""
        if not text.strip() or key in ("item", PERSON):
            return Answer(self.text(row, key)), row
        try:
            value = field_of("ledger_line", key).read(text)
        except NotUnderstoodError as error:
            return Answer(text, why_not(error)), row
        entry = self.entry
        values: Mapping[str, object] = {"item": pale.item, "month": self.month, key: value}
        done = insert_line(self._sitting, entry.household_id, pale.person_id, values)  # type: ignore[arg-type]
        entry.reload()
        self.show_rows()
        return Answer(text), self.row_of(done.id)
