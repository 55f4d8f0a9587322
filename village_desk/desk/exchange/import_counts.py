"""The five outcomes of a dry run as figures side by side; together they are all rows of the file."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import caption_label, head_label
from village_desk.exchange.incoming.roster_plan import OUTCOMES


class ImportCounts(QFrame):
    """How many rows are new, changed, the same, rejected and waiting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.figures: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels("gap"), pixels("step"), pixels("gap"), pixels("step"))
        row.setSpacing(pixels("margin"))
        for key in ("rows", *OUTCOMES):
            row.addLayout(self._figure(key), 1)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show the figures."""
        for key, label in self.figures.items():
            label.setText(str(counts[key]))

    def _figure(self, key: str) -> QVBoxLayout:
        self.figures[key] = head_label("0")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.figures[key])
        column.addWidget(caption_label(say(f"imports.count_{key}")))
        return column
