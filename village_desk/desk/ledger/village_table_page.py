"""What the pages of 全村台账 share: a table of the whole village, and a block seen before it is written."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.fields.typed_table import TypedTable
from village_desk.desk.ledger.paste_preview import PastePreview
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import VILLAGE, PageSwitch
from village_desk.desk.parts.cards import head_label
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.wide_page import WidePage
from village_desk.entry.ledger.pasting import SeenBlock
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.register import Register
from village_desk.rules.refusals import Refusal

T = TypeVar("T")


class VillageTablePage(WidePage):
    """A table typed into, with the rows about to be written in its place."""

    finds = True
    table: TypedTable
    written = ""
    """The words that say how many are on disk."""

    def __init__(self, desk: Desk, key: str) -> None:
        super().__init__(desk)
        self.pages = PageSwitch(desk, VILLAGE, key)
        self.preview: PastePreview | None = None
        self.own_keys = {"Ctrl+G": self.pages.turn_on}

    @abstractmethod
    def reload(self) -> None:
        """Read the rows anew."""

    @abstractmethod
    def households(self) -> Sequence[str]:
        """The household (id) of each row; blank where it is of none."""

    @abstractmethod
    def show_rows(self) -> None:
        """Show the rows as they are now."""

    def refresh(self) -> None:
        """Read the village anew, unless somebody is typing in a cell: it is read when the cell is left."""
        if not self.table.is_typing:
            self.reload()
            self.show_again()

    def show_again(self) -> None:
        """Show the rows, with the cursor among them unless a block is being looked at."""
        self.show_rows()
        if self.preview is None and self.isVisible():
            self.table.setFocus()

    def commit(self) -> None:
        """Take what is being typed."""
        if self.table.is_typing:
            self.table.setFocus()

    def find(self, text: str) -> None:  # type: ignore[override]  # Qt's own looks a window up by number
        """Go to the first row of the household that a search text fits best."""
        found = Register(self.desk.sitting).found(text) if text else []
        places = {household: place for place, household in reversed(list(enumerate(self.households())))}
        place = next((places[row.household_id] for row in found if row.household_id in places), None)
        if place is not None:
            self.table.take_row(place)

    def open_found(self) -> None:
        """Type into the row that was found."""
        self.table.setFocus()

    def try_deed(self, deed: Callable[[], T]) -> T | None:
        """Do a deed and settle a refusal with the person; None where it was not done."""
        try:
            return deed()
        except Refusal as refusal:
            return self.desk.correct(refusal, deed)

    def take_answer(self, deed: Callable[[], Answer]) -> None:
        """Take a cell's text, and say in the bottom line why it was not understood."""
        answer = self.try_deed(deed)
        if answer is not None and answer.problem is not None:
            self.desk.frame.tell(say("settings.not_understood", text=answer.text, why=answer.problem))

    def show_block(self, block: SeenBlock) -> None:
        """Show what a block would do, in the table's place, until it is written or left."""
        self.preview = PastePreview(self.desk, block)
        self.preview.left.connect(self._end_preview)
        self.table.hide()
        self._column.addWidget(self.preview, 1)
        self.preview.setFocus()
        self.keys_changed.emit()

    def build(
        self,
        title: str,
        beside: Sequence[QWidget],
        above: Sequence[QWidget],
        keys: Mapping[str, Callable[[], object]],
    ) -> None:
        """Lay the page out: what stands beside the title and above the table, and the keys of the table."""
        row = QHBoxLayout()
        row.setSpacing(pixels("gap"))
        for widget in (head_label(title), self.pages, *beside):
            row.addWidget(widget)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[pixels("gap")] * 4)
        self._column.setSpacing(pixels("step"))
        self._column.addLayout(row)
        for widget in above:
            self._column.addWidget(widget)
        self._column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        add_keys(self.table, keys)

    def _end_preview(self, count: int) -> None:
        preview, self.preview = self.preview, None
        if preview is None:
            return
        preview.hide()
        preview.deleteLater()
        self.table.show()
        self.table.setFocus()
        if count >= 0:
            self.desk.frame.tell(say(self.written, count=count))
            self.refresh()
        self.keys_changed.emit()
