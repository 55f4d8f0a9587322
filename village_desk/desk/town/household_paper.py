"""A household of a township's book, read only: its own sheets as they are printed, turned by keys."""

from __future__ import annotations

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
from village_desk.rules.pictures import VillagePicture
from village_desk.store.villages.township import Villages

SHEETS = ("F3", "F4", "F1")
"""Income of the year, the quarter's visit, the plan: what a household is asked about."""


class HouseholdPaper(QWidget):
    """One sheet of one household; another sheet, or the next household of the list, by a key."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._shown: tuple[VillagePicture, Quarter] | None = None
        """A village with this household alone, and when."""
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

    def show_household(self, village_code: str, household_id: str, quarter: Quarter) -> bool:
        """Show the sheet in hand of a household as the township's book has it; whether it has it.

        Raises:
            Refusal: As for sheet_bytes.
        """
        with self._sitting.book.reading() as reading:
            village = Villages(reading).household(village_code, household_id)
        if village.households:
            self._shown = village, quarter
            self._draw()
        return bool(village.households)

    def turn_sheet(self, by: int) -> None:
        """Show the household's next sheet, or the one before."""
        self.sheet = SHEETS[(SHEETS.index(self.sheet) + by) % len(SHEETS)]
        self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            return
        village, quarter = self._shown
        household, sitting = village.households[0].household, self._sitting
        order = SheetOrder(self.sheet, "internal", quarter.year, quarter, household.id, sitting.today)
        settings = replace(sitting.settings, town=sitting.book.village.name)
        made = sheet_bytes(order, village, settings, sitting.reckoner, "pdf")
        self.preview.set_pdf(made.content)
        self.title.setText(
            say(
                "town_figures.household",
                village=village.name,
                group=household.group or "",
                head=household.head_name or "",
                number=household.number or "",
            )
        )
