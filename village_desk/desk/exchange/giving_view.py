"""What of the village goes out to a second desk: whole groups or single households, chosen by Enter."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.parts import GivingChoice, GivingRow, giving_rows

_COLUMNS = (("chosen", 6), ("group", 8), ("number", 9), ("head_person", 8), ("members", 5))


class GivingView(QWidget):
    """The village in walking order, each group above its households; Enter chooses and goes on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.choice = GivingChoice()
        columns = [
            Column(key, say(f"parts.{key}"), is_figure=key == "members", width=width)
            for key, width in _COLUMNS
        ]
        self.model: ListModel[GivingRow] = ListModel(columns, self.choice.text)
        self.list = ListView(self.model)
        self.count = caption_label("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("gap"))
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.opened.connect(self._turn)

    def begin(self) -> None:
        """Choose anew."""
        self.choice.begin(giving_rows(self._desk.sitting))
        self._show(0)

    def _turn(self, number: int) -> None:
        self.choice.turn(self.model.row(number))
        self._show(number + 1)

    def _show(self, number: int) -> None:
        self.model.set_rows(self.choice.rows)
        self.list.take(min(number, len(self.choice.rows) - 1))
        self.count.setText(say("parts.chosen_count", count=len(self.choice.chosen)))
