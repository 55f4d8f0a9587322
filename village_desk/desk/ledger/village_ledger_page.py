"""全村录入: a quarter's figures of a few items for the whole village, typed down the column or pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.ledger.paste_preview import PastePreview
from village_desk.desk.ledger.village_ledger_table import FIRST, VillageLedgerModel, VillageLedgerTable
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import VILLAGE, PageSwitch
from village_desk.desk.parts.cards import caption_label, head_label
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.segments import Segments
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import question
from village_desk.entry.ledger.pasting import SeenBlock, is_block
from village_desk.entry.ledger.village_figures import VillageFigures
from village_desk.entry.ledger.village_ledger import VillageLedger, Whose
from village_desk.entry.ledger.village_pasting import VillageBlock, is_village_block
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.register import Register
from village_desk.rules.money import yuan_text
from village_desk.rules.refusals import Refusal

T = TypeVar("T")


class VillageLedgerPage(WidePage):
    """The table, and a block about to be pasted in its place."""

    finds = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ledger = VillageLedger(desk.sitting)
        self.model = VillageLedgerModel(self.ledger, self._answer)
        self.table = VillageLedgerTable(self.model)
        self.whose = Segments([(key, say(f"village_ledger.by_{key}")) for key in ("household", "person")])
        self.quarter, self.empty = QLabel(), caption_label(say("village_ledger.choose"))
        self.pages = PageSwitch(desk, VILLAGE, "village_ledger")
        self.preview: PastePreview | None = None
        self._found: list[str] = []
        self._build()

    def refresh(self) -> None:
        """Read the village anew, unless somebody is typing in a cell: it is read when the cell is left."""
        if not self.table.is_typing:
            self.ledger.reload()
            self._show()

    def commit(self) -> None:
        """Take what is being typed."""
        if self.table.is_typing:
            self.table.setFocus()

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

    def find(self, text: str) -> None:  # type: ignore[override]  # Qt's own looks a window up by number
        """Go to the first row of the household that a search text fits best."""
        found = Register(self.desk.sitting).found(text) if text else []
        places = {row.household_id: place for place, row in reversed(list(enumerate(self.ledger.rows)))}
        place = next((places[row.household_id] for row in found if row.household_id in places), None)
        if place is not None:
            self.table.go_to(place, max(FIRST, self.table.currentIndex().column()))

    def open_found(self) -> None:
        """Type into the row that was found."""
        self.table.setFocus()

    def add_item(self) -> None:
        """Add a column for an item."""
        offered = self.ledger.offered()
        chosen = self.desk.asker.choose(question("village_ledger.which_item"), [one.label for one in offered])
        if chosen is not None:
            self.ledger.items.append(offered[chosen])
            self._show()
            self.table.go_to(max(0, self.table.currentIndex().row()), self.model.columnCount() - 1)

    def remove_item(self) -> None:
        """Take the column in hand out of the table; the book keeps its lines."""
        item = self.table.item
        if item is not None:
            self.ledger.items.remove(item)
            self._show()

    def take_before(self, *, is_whole_column: bool) -> None:
        """Take over what stood there before: in the cell in hand, or in every empty cell of its column."""
        item, row = self.table.item, self.table.currentIndex().row()
        if item is None or row < 0:
            return
        if is_whole_column:
            count = self._try(lambda: self.ledger.carry(item))
            if count is not None:
                self.desk.frame.tell(say("village_ledger.carried", count=count, item=item.label))
            self._show()
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
        self._show()

    def open_household(self) -> None:
        """Go to the ledger of the household in hand."""
        row = self.table.currentIndex().row()
        if row >= 0:
            self.desk.open_household(self.ledger.rows[row].household_id, "ledger", "")

    def paste(self) -> None:
        """Show what the clipboard would do: a list with its headings, or bare figures from this cell on."""
        text, place = QApplication.clipboard().text(), self.table.currentIndex()
        if is_village_block(text):
            self._show_preview(VillageBlock(self.desk.sitting, text))
        elif is_block(text) and place.column() >= FIRST:
            self._show_preview(VillageFigures(self.ledger, text, place.row(), place.column() - FIRST))
        elif text.strip() and place.column() >= FIRST:
            self.model.setData(place, text.strip())
            self.table.go_on()

    def _try(self, deed: Callable[[], T]) -> T | None:
        try:
            return deed()
        except Refusal as refusal:
            return self.desk.correct(refusal, deed)

    def _answer(self, deed: Callable[[], Answer]) -> None:
        answer = self._try(deed)
        if answer is not None and answer.problem is not None:
            self.desk.frame.tell(say("settings.not_understood", text=answer.text, why=answer.problem))

    def _show_whose(self, whose: Whose) -> None:
        self.ledger.show(whose)
        self.whose.show_choice(whose)
        self._show()

    def _show(self) -> None:
        self.quarter.setText(self.ledger.quarter.text())
        self.empty.setVisible(not self.ledger.items)
        self.table.show_rows()
        if self.preview is None and self.isVisible():
            self.table.setFocus()

    def _show_preview(self, block: SeenBlock) -> None:
        self.preview = PastePreview(self.desk, block)
        self.preview.left.connect(self._end_preview)
        self.table.hide()
        self._column.addWidget(self.preview, 1)
        self.preview.setFocus()
        self.keys_changed.emit()

    def _end_preview(self, count: int) -> None:
        preview, self.preview = self.preview, None
        if preview is None:
            return
        preview.hide()
        preview.deleteLater()
        self.table.show()
        self.table.setFocus()
        if count >= 0:
            self.desk.frame.tell(say("ledger.pasted", count=count))
            self.refresh()
        self.keys_changed.emit()

    def _build(self) -> None:
        self.whose.chosen.connect(lambda key: self._show_whose("person" if key == "person" else "household"))
        row = QHBoxLayout()
        row.setSpacing(pixels("gap"))
        row.addWidget(head_label(say("village_ledger.head")))
        row.addWidget(self.pages)
        row.addWidget(self.whose)
        row.addWidget(self.quarter)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[pixels("gap")] * 4)
        self._column.setSpacing(pixels("step"))
        self._column.addLayout(row)
        self._column.addWidget(caption_label(say("village_ledger.about")))
        self._column.addWidget(self.empty)
        self._column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.own_keys = {"Ctrl+G": self.pages.turn_on}
        add_keys(
            self.table,
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
