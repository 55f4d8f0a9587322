"""What a paste into the ledger would do: every row, what is wrong with it, how to mend or write it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label, primary_button
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.asking import question
from village_desk.entry.ledger.pasting import SeenBlock, SeenRow
from village_desk.rules.refusals import Refusal

_WIDE = frozenset({"item", "place", "note"})


class PastePreview(QWidget):
    """Shown in place of the grid; nothing is written before it is said so.

    Signals:
        left: The person has written the block (how many lines) or turned back (-1).
    """

    left = Signal(int)

    def __init__(self, desk: Desk, block: SeenBlock) -> None:
        super().__init__()
        self._desk = desk
        self.block = block
        self.words = caption_label("")
        self.why = caption_label("")
        self.why.setProperty("role", "doubt")
        columns = [Column("deed", say("pasting.deed"), width=4), *map(self._column, block.columns)]
        self.model: ListModel[SeenRow] = ListModel(columns, self._text)
        self.list = ListView(self.model)
        self.write_button = primary_button("")
        self._build()
        self._show()
        worst = next((place for place, row in enumerate(block.rows) if row.problems), 0)
        self.list.take(worst)

    def write(self) -> None:
        """Write what can be written; rows with a problem are left out, and it is said before."""
        wrong = len(self.block.rows) - self.block.good
        if not self.block.good:
            return
        if wrong and not self._desk.asker.confirm(question("pasting.leave_out", count=wrong)):
            return
        try:
            self.left.emit(self.block.write())
        except Refusal as refusal:
            self._desk.refused(refusal)

    def mend(self, number: int) -> None:
        """Ask for another text for the first cell of a row that is not understood."""
        row = self.block.rows[number]
        if not row.problems:
            return
        column, why = next(iter(row.problems.items()))
        before = row.texts.get(column, "")
        asked = question("pasting.mend", column=self.block.label(column), text=before, why=why)
        text = self._desk.asker.ask_text(asked, initial=before)
        if text is not None:
            self.block.mend(number, column, text)
            self._show()
            self.list.take(number)

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        enter = say("keys.enter")
        return (
            (f"Ctrl+{enter}", say("pasting.key_write")),
            (enter, say("pasting.key_mend")),
            ("Esc", say("pasting.back")),
        )

    def _show(self) -> None:
        good, rows = self.block.good, len(self.block.rows)
        key = "all_good" if good == rows else "some_wrong"
        words = say(f"pasting.{key}", rows=rows, good=good, wrong=rows - good)
        if self.block.left_over:
            words += say("pasting.left_over", count=self.block.left_over)
        self.words.setText(words)
        self.write_button.setText(say("pasting.write", count=good))
        self.write_button.setEnabled(bool(good))
        self.model.set_rows(self.block.rows)

    def _say_why(self, number: int) -> None:
        """Say what is wrong with the row in hand."""
        problems = self.block.rows[number].problems if number >= 0 else {}
        self.why.setText("；".join(f"{self.block.label(column)}：{why}" for column, why in problems.items()))

    def _column(self, key: str) -> Column:
        is_figure = self.block.is_figure(key)
        return Column(key, self.block.label(key), is_figure=is_figure, width=9 if key in _WIDE else 5)

    def _text(self, row: SeenRow, key: str) -> str:
        if key == "deed":
            return say("pasting." + ("wrong" if row.problems else "new" if row.is_new else "over"))
        return row.texts.get(key, "")

    def _build(self) -> None:
        self.list.top.horizontalHeader().setStretchLastSection(True)
        self.list.opened.connect(self.mend)
        self.list.row_changed.connect(self._say_why)
        back = QPushButton(say("pasting.back"))
        back.clicked.connect(lambda: self.left.emit(-1))
        self.write_button.clicked.connect(self.write)
        row = QHBoxLayout()
        row.setSpacing(pixels("step"))
        row.addWidget(self.words, 1)
        for button in (self.write_button, back):
            button.setAutoDefault(True)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addWidget(self.why)
        self.setFocusProxy(self.list)
        add_keys(self, {"Ctrl+Return": self.write, "Esc": lambda: self.left.emit(-1)})
