"""全村录入: a quarter's figures of a few items for the whole village, typed down the column or pasted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QLabel

from village_desk.definitions.words import say
from village_desk.desk.ledger.village_ledger_table import FIRST, VillageLedgerModel, VillageLedgerTable
from village_desk.desk.ledger.village_table_page import VillageTablePage
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.segments import Segments
from village_desk.entry.asking import question
from village_desk.entry.ledger.pasting import is_block
from village_desk.entry.ledger.village_figures import VillageFigures
from village_desk.entry.ledger.village_ledger import VillageLedger, Whose
from village_desk.entry.ledger.village_pasting import VillageBlock, is_village_block
from village_desk.rules.money import yuan_text


class VillageLedgerPage(VillageTablePage):
    """Chosen items of a quarter, by household or by member."""

    written = "ledger.pasted"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "village_ledger")
        self.ledger = VillageLedger(desk.sitting)
        self.model = VillageLedgerModel(self.ledger, self.take_answer)
        self.table: VillageLedgerTable = VillageLedgerTable(self.model)
        self.whose = Segments([(key, say(f"village_ledger.by_{key}")) for key in ("household", "person")])
        self.quarter, self.empty = QLabel(), caption_label(say("village_ledger.choose"))
        self._build()

    def reload(self) -> None:
        """Read the village's lines anew."""
        self.ledger.reload()

    def households(self) -> Sequence[str]:
        """The household of each row."""
        return [row.household_id for row in self.ledger.rows]

    def show_rows(self) -> None:
        """Show the rows, with the quarter above them."""
        self.quarter.setText(self.ledger.quarter.text())
        self.empty.setVisible(not self.ledger.items)
        self.table.show_rows()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys of the table, or of the block."""
        if self.preview is not None:
            return self.preview.bottom_keys()
        return (
            ("F4", say("village_ledger.key_item")),
            ("F5", say("village_ledger.key_before")),
            ("Shift+F5", say("village_ledger.key_column")),
            ("F7", say("village_ledger.key_whose")),
            ("Alt+←→", say("village_ledger.key_quarter")),
            ("Ctrl+G", say("village.village_records")),
            (f"Ctrl+{say('keys.enter')}", say("village_ledger.key_household")),
        )

    def add_item(self) -> None:
        """Add a column for an item."""
        offered = self.ledger.offered()
        chosen = self.desk.asker.choose(question("village_ledger.which_item"), [one.label for one in offered])
        if chosen is not None:
            self.ledger.items.append(offered[chosen])
            self.show_again()
            self.table.go_to(max(0, self.table.currentIndex().row()), self.model.columnCount() - 1)

    def remove_item(self) -> None:
        """Take the column in hand out of the table; the book keeps its lines."""
        item = self.table.item
        if item is not None:
            self.ledger.items.remove(item)
            self.show_again()

    def take_before(self, *, is_whole_column: bool) -> None:
        """Take over what stood there before: in the cell in hand, or in every empty cell of its column."""
        item, row = self.table.item, self.table.currentIndex().row()
        if item is None or row < 0:
            return
        if is_whole_column:
            count = self.try_deed(lambda: self.ledger.carry(item))
            if count is not None:
                self.desk.frame.tell(say("village_ledger.carried", count=count, item=item.label))
            self.show_again()
            return
        slot = self.ledger.slot(row, item)
        amount = self.ledger.before(slot)
        if amount is not None and not self.ledger.lines(slot):
            self.model.setData(self.table.currentIndex(), yuan_text(amount))
        self.table.go_on()

    def switch(self) -> None:
        """Show households instead of members, or the other way."""
        self._show_whose("person" if self.ledger.whose == "household" else "household")

    def turn(self, quarters: int) -> None:
        """Go to another quarter."""
        self.ledger.turn(quarters)
        self.show_again()

    def open_household(self) -> None:
        """Go to the ledger of the household in hand."""
        row = self.table.currentIndex().row()
        if row >= 0:
            self.desk.open_household(self.ledger.rows[row].household_id, "ledger", "")

    def paste(self) -> None:
        """Show what the clipboard would do: a list with its headings, or bare figures from this cell on."""
        text, place = QApplication.clipboard().text(), self.table.currentIndex()
        if is_village_block(text):
            self.show_block(VillageBlock(self.desk.sitting, text))
        elif is_block(text) and place.column() >= FIRST:
            self.show_block(VillageFigures(self.ledger, text, place.row(), place.column() - FIRST))
        elif text.strip() and place.column() >= FIRST:
            self.model.setData(place, text.strip())
            self.table.go_on()

    def _show_whose(self, whose: Whose) -> None:
        self.ledger.show(whose)
        self.whose.show_choice(whose)
        self.show_again()

    def _build(self) -> None:
        self.whose.chosen.connect(lambda key: self._show_whose("person" if key == "person" else "household"))
        self.build(
            say("village_ledger.head"),
            (self.whose, self.quarter),
            (caption_label(say("village_ledger.about")), self.empty),
            {
                "F4": self.add_item,
                "Ctrl+Del": self.remove_item,
                "F5": partial(self.take_before, is_whole_column=False),
                "Shift+F5": partial(self.take_before, is_whole_column=True),
                "F7": self.switch,
                "Ctrl+V": self.paste,
                "Alt+Left": partial(self.turn, -1),
                "Alt+Right": partial(self.turn, +1),
                "Ctrl+Return": self.open_household,
            },
        )
