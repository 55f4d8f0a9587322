"""A household of a township's book, read only: its own sheets as they are printed, turned by keys."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.sheets.preview import Preview
from village_desk.entry.sitting import Sitting
from village_desk.exchange.sheets.making import SheetOrder, sheet_bytes
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import HouseholdPicture, VillagePicture

SHEETS = ("F3", "F4", "F1")
"""Income of the year, the quarter's visit, the plan: what a household is asked about."""


class Shown(Struct, frozen=True):
    """A household with the village it lives in, and when."""

    village: VillagePicture
    household: HouseholdPicture
    quarter: Quarter


class HouseholdPaper(QWidget):
    """One sheet of one household; another sheet, or the next household of the list, by a key."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._shown: Shown | None = None
        self.sheet = SHEETS[0]
        self.title = QLabel()
        self.title.setProperty("role", "strong")
        self.preview = Preview()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addWidget(self.title)
        column.addWidget(self.preview, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        add_keys(self, {"PgDown": self.preview.page_down, "PgUp": self.preview.page_up})

    def show_household(self, shown: Shown) -> None:
        """Show the sheet in hand of a household.

        Raises:
            Refusal: As for sheet_bytes.
        """
        self._shown = shown
        self._draw()

    def turn_sheet(self, by: int) -> None:
        """Show the household's next sheet, or the one before."""
        self.sheet = SHEETS[(SHEETS.index(self.sheet) + by) % len(SHEETS)]
        self._draw()

    def _draw(self) -> None:
        shown = self._shown
        if shown is None:
            return
        household = shown.household.household
        order = SheetOrder(
            self.sheet, "internal", shown.quarter.year, shown.quarter, household.id, self._sitting.today
        )
        sitting = self._sitting
        settings = replace(sitting.settings, town=sitting.book.village.name)
        made = sheet_bytes(order, shown.village, settings, sitting.reckoner, "pdf")
        self.preview.set_pdf(made.content)
        self.title.setText(
            say(
                "town_figures.household",
                village=shown.village.name,
                group=household.group or "",
                head=household.head_name or "",
                number=household.number or "",
            )
        )
