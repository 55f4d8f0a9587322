"""Every row of a bulk change as it is and as it would be, and which of them are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.records.bulk_change import BulkChange, BulkDeed, BulkRow

_ALL = "all"
_ANSWER = "answer."
"""Stands before the keys of the questions, which may be called like a column of their own."""


class BulkRows(QWidget):
    """The rows by what becomes of them; Enter leaves one out or takes it in again, and goes on.

    Signals:
        turned: Another row was left out or taken in.
    """

    turned = Signal()

    def __init__(self, bulk: BulkChange) -> None:
        super().__init__()
        self._bulk = bulk
        self.shown = Segments([(key, say(f"bulk.{key}", count=0)) for key in (_ALL, *BulkDeed)])
        self.model: ListModel[BulkRow] = ListModel([], _text)
        self.list = ListView(self.model)
        self.words, self.why = caption_label(""), caption_label("")
        self.why.setProperty("role", "doubt")
        self._build()

    def ask(self) -> None:
        """Give every question chosen a column."""
        who = [("household", 5), ("group", 5), *((("person", 5),) if self._bulk.kind.has_person else ())]
        self.model.set_columns(
            [
                *(Column(key, say(f"bulk.{key}"), width=width) for key, width in who),
                Column("deed", say("bulk.deed"), width=5),
                *(Column(_ANSWER + key, self._bulk.field(key).label, width=14) for key in self._bulk.keys),
            ]
        )

    def show_rows(self, rows: Sequence[BulkRow], words: str) -> None:
        """Show the rows, with how many of each sort and what they will answer above them."""
        self.words.setText(words)
        in_hand = self.list.row_in_hand
        wanted = [row for row in rows if self.shown.choice in (_ALL, row.deed)]
        for deed in BulkDeed:
            self.shown.word(deed, say(f"bulk.{deed}", count=sum(row.deed is deed for row in rows)))
        self.shown.word(_ALL, say("bulk.all", count=len(rows)))
        self.model.set_rows(wanted)
        self.list.take(min(max(in_hand, 0), len(wanted) - 1))
        self._say_why(self.list.row_in_hand)

    def turn_shown(self, by: int) -> None:
        """Show the next or the last sort of rows."""
        offered = self.shown.offered
        self.shown.choose(offered[(offered.index(self.shown.choice) + by) % len(offered)])

    def _leave_out(self, number: int) -> None:
        self._bulk.leave_out(self.model.row(number))
        self.turned.emit()
        self.list.take(min(number + 1, self.model.rowCount() - 1))

    def _say_why(self, number: int) -> None:
        why = self.model.row(number).why if 0 <= number < self.model.rowCount() else ""
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def _build(self) -> None:
        for table in (self.list.top, self.list.body):
            table.horizontalHeader().setStretchLastSection(True)
        self.list.row_changed.connect(self._say_why)
        self.list.opened.connect(self._leave_out)
        self.shown.chosen.connect(lambda _: self.turned.emit())
        row = QHBoxLayout()
        row.setSpacing(pixels("gap"))
        row.addWidget(self.shown)
        row.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addWidget(self.why)
        self.setFocusProxy(self.list)


def _text(row: BulkRow, key: str) -> str:
    if key.startswith(_ANSWER):
        return _answer(row, key.removeprefix(_ANSWER))
    known = {
        "household": row.household.head_name or row.household.number or "",
        "group": row.household.group or "",
        "person": row.name,
        "deed": say(f"bulk.deed_{row.deed}"),
    }
    return known[key]


def _answer(row: BulkRow, key: str) -> str:
    now, then = row.now[key], row.then[key]
    if now == then or not row.is_written:
        return now
    return say("bulk.from_to", now=now or say("bulk.blank"), then=then or say("bulk.blank"))
