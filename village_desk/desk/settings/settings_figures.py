"""线和参照数: the lines and reference figures of the years, each with the document that states it."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.desk.fields.figure_asking import ask_figure
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.settings.settings_side import SettingsSide
from village_desk.entry.keyboard.amount_typing import shown_yuan
from village_desk.entry.settings.yearly_figures import FigureRow, figure_rows
from village_desk.rules.months import month_words

_WIDTHS = (("year", 4), ("label", 15), ("amount", 6), ("document", 15), ("set_by", 10))


class FiguresSide(SettingsSide):
    """The coming year, this one and the two before; Enter asks for what a notice says."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, is_wide=True)
        columns = [Column(key, say(f"figures.{key}"), "", key == "amount", width) for key, width in _WIDTHS]
        self.model: ListModel[FigureRow] = ListModel(columns, _text)
        self.list = ListView(self.model)
        card = self.add_card(say("settings.side_figures"))
        card.body.addWidget(caption_label(say("figures.about")))
        self.list.top.horizontalHeader().setStretchLastSection(True)
        self.list.setMinimumHeight(6 * pixels("row"))
        card.body.addWidget(self.list, 1)
        self.column.setStretchFactor(card, 1)
        self.list.opened.connect(self.ask)
        self.refresh()

    def refresh(self) -> None:
        """Show the figures as they are now."""
        place, year = max(0, self.list.row_in_hand), self.desk.sitting.year
        self.model.set_rows(figure_rows(self.desk.sitting, range(year + 1, year - 3, -1)))
        self.list.take(place)

    def take_focus(self) -> None:
        """Put the cursor into the list."""
        self.list.setFocus()

    def ask(self, number: int) -> None:
        """Ask what a notice says of a figure."""
        row = self.model.row(number)
        if ask_figure(self.desk, row.kind, row.year):
            self.refresh()


def _text(row: FigureRow, key: str) -> str:
    if key == "amount":
        return say("figures.missing") if row.is_wanted else shown_yuan(row.amount)
    if key == "document" and row.since is not None:
        return say("figures.document_since", document=row.document, month=month_words(row.since))
    return str(getattr(row, key))
