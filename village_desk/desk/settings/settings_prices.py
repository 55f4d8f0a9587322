"""价格与成本: the local price, yield and cost of each item, year by year."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.segments import Segments
from village_desk.desk.settings.price_table import PriceModel, PriceTable
from village_desk.desk.settings.settings_side import SettingsSide
from village_desk.entry.settings.price_entry import PriceEntry


class PricesSide(SettingsSide):
    """What plausibility and costs by ratio are reckoned with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, is_wide=True)
        year = desk.sitting.year
        self.year = Segments([(str(one), say("sheet.year", year=one)) for one in (year - 1, year, year + 1)])
        self.year.show_choice(str(year))
        self.model = PriceModel(PriceEntry(desk.sitting, year), desk.frame.tell)
        self.table = PriceTable(self.model)
        self.year.chosen.connect(self._turn)
        self._build()

    def refresh(self) -> None:
        """Read the table anew."""
        if not self.table.is_typing:
            place = self.table.currentIndex()
            row, column = max(0, place.row()), max(1, place.column())
            self._turn(self.year.choice)
            self.table.setCurrentIndex(self.model.index(row, column))

    def take_focus(self) -> None:
        """Put the cursor into the table."""
        self.table.setFocus()

    def _turn(self, year: str) -> None:
        self.model.show_year(PriceEntry(self.desk.sitting, int(year)))
        self.table.setCurrentIndex(self.model.index(0, 1))

    def _build(self) -> None:
        card = self.add_card(say("settings.prices"))
        row = QHBoxLayout()
        row.addWidget(caption_label(say("settings.prices_about")), 1)
        row.addWidget(self.year)
        card.body.addLayout(row)
        self.table.setMinimumHeight(8 * pixels("row"))
        card.body.addWidget(self.table, 1)
        self.column.setStretchFactor(card, 1)
