"""Whom a sheet is of: one household, a part of the village such as one 小组, all of it, or nobody yet."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.fields.editor_choice import ChoiceEditor
from village_desk.desk.fields.household_picker import HouseholdPicker
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.segments import Segments
from village_desk.entry.register import Register
from village_desk.entry.register_classes import classes_of, groups_of
from village_desk.entry.sitting import Sitting
from village_desk.exchange.sheets.sheet_order import SheetSpecLine

HOUSEHOLD, PART, VILLAGE, EMPTY = "household", "part", "village", "empty"


class SheetScope(QWidget):
    """Offers what the sheet in hand can be of; what was chosen last comes again with the next that has it.

    Signals:
        chosen: The sheet is to be of somebody else.
    """

    chosen = Signal()

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._parts: Mapping[str, frozenset[str]] = {}
        """The ids of the households of each part, by its name."""
        self._usual_part = ""
        self._wanted = HOUSEHOLD
        self.extent = Segments(
            [(key, say(f"sheets.scope_{key}")) for key in (HOUSEHOLD, PART, VILLAGE, EMPTY)]
        )
        self.household = HouseholdPicker()
        self.part_choice = ChoiceEditor("part", lambda: list(self._parts))
        self._build()
        self.extent.chosen.connect(self._choose)
        self.household.chosen.connect(lambda _: self.chosen.emit())
        self.part_choice.answered.connect(lambda _: self._take_part())
        self.part_choice.moved.connect(lambda by: self.focusNextPrevChild(by > 0))

    @property
    def choice(self) -> str:
        """Whether it is of one household, of a part of the village, of all of it, or an empty form."""
        return self.extent.choice

    @property
    def household_id(self) -> str | None:
        """The household that it is of; blank while there is none, None where it is of several."""
        return self.household.household_id if self.choice == HOUSEHOLD else None

    @property
    def part(self) -> str:
        """What the part of the village is called that it is of; blank where it is of no part."""
        return self.part_choice.text() if self.choice == PART else ""

    @property
    def only(self) -> frozenset[str] | None:
        """The ids of the households of that part; None where it is of no part."""
        return self._parts[self.part] if self.choice == PART else None

    def choose(self, choice: str) -> None:
        """Choose, as an arrow or a click does."""
        self.extent.choose(choice)

    def take_register(self, register: Register) -> None:
        """Offer these households and the parts that they make, staying with what is in hand."""
        self.household.take_register(register)
        rows, in_hand = register.rows, register.row_of(self.household.household_id)
        self._parts = {
            part.name: frozenset(row.household_id for row in rows if part.is_of(row))
            for part in (*groups_of(rows), *classes_of(rows))
        }
        usual = (self._sitting.class_in_hand, in_hand.group if in_hand else "", *self._parts)
        self._usual_part = next((name for name in usual if name in self._parts), "")
        self._keep_part()

    def offer(self, spec: SheetSpecLine) -> None:
        """Offer what a sheet can be of."""
        offered = [HOUSEHOLD] if spec.per == "household" else []
        offered += [PART] if self._parts and not spec.whole_village else []
        offered += [VILLAGE, EMPTY] if spec.per == "household" else [VILLAGE]
        self.extent.offer(offered)
        usual = HOUSEHOLD if HOUSEHOLD in offered else VILLAGE
        self.extent.show_choice(self._wanted if self._wanted in offered else usual)
        for widget in (self._label, self.extent):
            widget.setVisible(len(offered) > 1)
        self.household.setVisible(self.choice == HOUSEHOLD)
        self.part_choice.setVisible(self.choice == PART)

    def _take_part(self) -> None:
        self._keep_part()
        self.chosen.emit()

    def _keep_part(self) -> None:
        """There is always a part in the field, of those that there are."""
        if self.part_choice.text() not in self._parts:
            self.part_choice.set_text(self._usual_part)

    def _choose(self, choice: str) -> None:
        self._wanted = choice
        self.chosen.emit()

    def _build(self) -> None:
        self._label = caption_label(say("sheets.scope"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        for part in (self._label, self.extent, self.household, self.part_choice):
            column.addWidget(part)
