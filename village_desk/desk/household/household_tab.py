"""What every tab of a household has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.desk.page import Desk

if TYPE_CHECKING:
    from village_desk.store.reckoned.findings import Finding


class HouseholdTab(QWidget):
    """One side of a household; it reads the book when it comes to the front and something has changed.

    Signals:
        keys_changed: Other keys work now.
        wants: Another tab (its key) is wanted.
    """

    keys_changed = Signal()
    wants = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.household_id = ""
        self.is_stale = True
        self.setAutoFillBackground(True)  # so that what lies under it is not drawn with each of its changes
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def show_household(self, household_id: str) -> None:
        """Turn to a household; it is read when the tab comes to the front."""
        if household_id != self.household_id:
            self.household_id = household_id
            self.turn_over()
        self.is_stale = True

    def turn_over(self) -> None:
        """Another household is in hand: forget what belongs to the last one."""

    def read(self) -> None:
        """Read the household and show it."""

    def read_again(self) -> None:
        """Something of this household was saved, most likely here: show it without moving anything."""
        self.read()

    def show_found(self, findings: Sequence[Finding]) -> None:
        """Mark the fields at which something is found."""

    def take_focus(self, key: str = "", person_id: str = "") -> None:
        """Put the cursor into a field, or where work goes on."""

    def commit(self) -> None:
        """Take the answer under the cursor."""

    def explain(self) -> None:
        """F1: explain the field in hand."""

    def place_in_hand(self) -> tuple[str, str]:
        """The field in hand as findings name it, and whose it is; blank where there is none."""
        return "", ""

    def field_in_hand(self) -> str:
        """The field in hand by screen and key; blank where there is none."""
        return self.place_in_hand()[0]

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return ()
