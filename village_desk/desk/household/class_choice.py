"""Above the list of households: how many are shown, and on F4 which 只看."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from village_desk.definitions.words import say
from village_desk.desk.icons import icon
from village_desk.entry.register import RegisterRow

if TYPE_CHECKING:
    from village_desk.desk.fields.choice_list import ChoiceList
    from village_desk.entry.register_classes import RegisterClass


class ClassChoice(QToolButton):
    """Says how many households are shown; pressed it offers the classes that the village has.

    Signals:
        chosen: Other households are to be shown.
        closed: The list of classes has gone.
    """

    chosen = Signal()
    closed = Signal()

    def __init__(self, rows: Callable[[], Sequence[RegisterRow]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._class: RegisterClass | None = None
        self._list: ChoiceList | None = None
        self._labels: dict[str, RegisterClass | None] = {}
        self.setProperty("role", "plain")
        self.setIcon(icon("chevron-down"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the sign stands after the words
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self.open)

    @property
    def name(self) -> str:
        """The class that is shown; blank for all households."""
        return self._class.name if self._class else ""

    def of(self, rows: list[RegisterRow]) -> list[RegisterRow]:
        """Those of the rows that are of the chosen class."""
        return rows if self._class is None else [row for row in rows if self._class.is_of(row)]

    def leave(self) -> None:
        """Show all households again."""
        self._class = None

    def open(self) -> None:
        """Offer the classes, each with how many households it has."""
        from village_desk.desk.fields.choice_list import ChoiceList  # the first list is shown without them
        from village_desk.entry.keyboard.initials import initials_of
        from village_desk.entry.register_classes import classes_of

        rows = self._rows()
        self._labels = {say("households.only_all", count=len(rows)): None}
        for one in classes_of(rows):
            self._labels[say("households.only", name=one.name, count=sum(map(one.is_of, rows)))] = one
        if self._list is None:
            self._list = ChoiceList(self, initials_of)
            self._list.picked.connect(lambda labels, _: self._take(labels[0]))
            self._list.closed.connect(self.closed)
        names = {one.name if one else "": label for label, one in self._labels.items()}
        self._list.open(tuple(self._labels), (names.get(self.name, ""),))

    def _take(self, label: str) -> None:
        self._class = self._labels[label]
        self.chosen.emit()
