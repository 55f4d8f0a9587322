"""全村台账: one kind of record of all households as a table, typed, pasted or taken over from last year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.fields.household_asking import household_named
from village_desk.desk.ledger.paste_preview import PastePreview
from village_desk.desk.ledger.village_records_table import VillageRecordsModel, VillageRecordsTable
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import VILLAGE, PageSwitch
from village_desk.desk.parts.cards import caption_label, head_label
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.segments import Segments
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import grave_question
from village_desk.entry.ledger.pasting import SeenBlock, is_block
from village_desk.entry.records.record_pasting import (
    PastedCells,
    PastedRecords,
    carried_records,
    is_record_block,
)
from village_desk.entry.records.village_kinds import village_kinds
from village_desk.entry.records.village_records import HEAD, VillageRecords
from village_desk.entry.register import Register
from village_desk.entry.voiding import void
from village_desk.rules.refusals import Refusal

T = TypeVar("T")
_EDITABLE = Qt.ItemFlag.ItemIsEditable


class VillageRecordsPage(WidePage):
    """The table of one list, and rows about to be written in its place."""

    finds = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.lists = village_kinds()
        self.records = VillageRecords(desk.sitting, next(iter(self.lists.values())))
        self.model = VillageRecordsModel(self.records, self._take)
        self.table = VillageRecordsTable(self.model)
        self.pages = PageSwitch(desk, VILLAGE, "village_records")
        self.kinds = Segments(
            [(name, say(f"village_records.short_{name}")) for name in self.lists], wraps=True
        )
        self.year = QLabel()
        self.about = caption_label("")
        self.preview: PastePreview | None = None
        self._build()

    def refresh(self) -> None:
        """Read the list anew, unless somebody is typing in a cell: it is read when the cell is left."""
        if not self.table.is_typing:
            self.records.reload()
            self._show()

    def commit(self) -> None:
        """Take what is being typed."""
        if self.table.is_typing:
            self.table.setFocus()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys of the table, or of the rows about to be written."""
        if self.preview is not None:
            return self.preview.bottom_keys()
        return (
            ("F7", say("village_records.key_kind")),
            *((("Ctrl+N", say("support.key_new")),) if self.records.kind.grows else ()),
            ("Ctrl+V", say("village_records.key_paste")),
            *((("F5", say("village_records.key_carry")),) if self.records.kind.is_of_year else ()),
            ("Alt+←→", say("village_records.key_year")),
            *((("Ctrl+Del", say("support.key_void")),) if self.records.kind.grows else ()),
            ("Ctrl+G", say("village.village_ledger")),
            (f"Ctrl+{say('keys.enter')}", say("village_ledger.key_household")),
        )

    def find(self, text: str) -> None:  # type: ignore[override]  # Qt's own looks a window up by number
        """Go to the first row of the household that a search text fits best."""
        found = Register(self.desk.sitting).found(text) if text else []
        places = {
            one.household.id: place
            for place, one in reversed(list(enumerate(self.records.rows)))
            if one.household is not None
        }
        place = next((places[row.household_id] for row in found if row.household_id in places), None)
        if place is not None:
            self.table.go_to(place, self.table.key)

    def open_found(self) -> None:
        """Type into the row that was found."""
        self.table.setFocus()

    def show_list(self, name: str) -> None:
        """Bring another list to the front."""
        self.commit()
        self.kinds.show_choice(name)
        self.records.show(self.lists[name])
        self._show()
        self.table.go_to(0, "")
        self.keys_changed.emit()

    def turn_list(self, by: int) -> None:
        """Bring the next or the last list to the front."""
        names = list(self.lists)
        self.show_list(names[(names.index(self.records.kind.name) + by) % len(names)])

    def turn(self, years: int) -> None:
        """Go to another year."""
        self.commit()
        self.records.turn(years)
        self._show()

    def begin(self) -> None:
        """Go to the row that waits."""
        if self.records.kind.grows:
            self.table.go_to(self.model.rowCount() - 1, HEAD)

    def void(self) -> None:
        """Take the record in hand out, with a reason."""
        self.commit()
        record = self.records.rows[self.table.row].record if self.table.row >= 0 else None
        if record is None or not self.records.kind.grows:
            return
        kind = say(f"village_records.{self.records.kind.name}")
        reason = self.desk.asker.ask_text(grave_question("support.void", kind=kind))
        if not (reason or "").strip():
            return
        record_id = record.id
        if self._try(lambda: void(self.desk.sitting, record_id, str(reason))) is not None:
            self.refresh()
            self.desk.frame.tell(say("support.voided", kind=kind))

    def carry(self) -> None:
        """Show what of last year's may be taken over; nothing is written before it is said so."""
        if not self.records.kind.is_of_year:
            return
        self.commit()
        proposal = carried_records(self.desk.sitting, self.records)
        if proposal.rows:
            self._show_preview(proposal)
        else:
            self.desk.frame.tell(say("village_records.nothing_to_carry", year=self.records.year - 1))

    def paste(self) -> None:
        """Show what a list with its headings would do; one cell is typed."""
        text, kind = QApplication.clipboard().text(), self.records.kind
        if is_record_block(kind, text):
            self._show_preview(PastedRecords(self.desk.sitting, self.records, text))
        elif is_block(text) and self._lies_over_records():
            self._show_preview(
                PastedCells(self.desk.sitting, self.records, text, self.table.row, self.table.key)
            )
        elif is_block(text):
            whose = say("village_records.needs_whose" if kind.has_household else "village_records.needs_name")
            self.desk.frame.tell(say("village_records.no_heading", whose=whose))
        elif text.strip() and self.model.flags(self.table.currentIndex()) & _EDITABLE:
            self.model.setData(self.table.currentIndex(), text.strip())
            self.table.go_on()

    def open_household(self) -> None:
        """Go to the household in hand, to this record where its page has it."""
        household = self.records.rows[self.table.row].household if self.table.row >= 0 else None
        if household is not None:
            self.desk.open_household(household.id, self.records.kind.screen, self.table.key)

    def explain(self) -> None:
        """Say in the bottom line what the column in hand asks."""
        field = self.model.field_at(max(0, self.table.currentIndex().column()))
        if field is not None:
            self.desk.frame.tell(f"{field.label}：{field.help}")

    def _lies_over_records(self) -> bool:
        """Whether the cell in hand is an answer of a record: bare cells go there and below."""
        row = self.table.row
        return self.table.key in self.records.kind.columns and self.records.rows[row].record is not None

    def _take(self, row: int, key: str, text: str) -> None:
        if key == HEAD:
            household_id = household_named(self.desk, text) if text.strip() else None
            if household_id:
                self.records.begin(household_id)
            return
        answer = self._try(lambda: self.records.answer(row, key, text))
        if answer is not None and answer.problem is not None:
            self.desk.frame.tell(say("settings.not_understood", text=text, why=answer.problem))

    def _try(self, deed: Callable[[], T]) -> T | None:
        try:
            return deed()
        except Refusal as refusal:
            return self.desk.correct(refusal, deed)

    def _show(self) -> None:
        kind, count = self.records.kind, sum(one.record is not None for one in self.records.rows)
        self.year.setText(say("village_records.year", year=self.records.year))
        about = "whole" if not kind.grows else "grows" if kind.has_household else "village"
        self.about.setText(say(f"village_records.about_{about}", count=count))
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
            self.desk.frame.tell(say("village_records.written", count=count))
            self.refresh()
        self.keys_changed.emit()

    def _build(self) -> None:
        self.kinds.chosen.connect(self.show_list)
        self.kinds.show_choice(self.records.kind.name)
        row = QHBoxLayout()
        row.setSpacing(pixels("gap"))
        row.addWidget(head_label(say("village_records.head")))
        row.addWidget(self.pages)
        row.addWidget(self.year)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[pixels("gap")] * 4)
        self._column.setSpacing(pixels("step"))
        self._column.addLayout(row)
        self._column.addWidget(self.kinds)
        self._column.addWidget(self.about)
        self._column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.own_keys = {"Ctrl+G": self.pages.turn_on}
        add_keys(
            self.table,
            {
                "F7": partial(self.turn_list, +1),
                "Shift+F7": partial(self.turn_list, -1),
                "Ctrl+N": self.begin,
                "Ctrl+Del": self.void,
                "F5": self.carry,
                "Ctrl+V": self.paste,
                "Alt+Left": partial(self.turn, -1),
                "Alt+Right": partial(self.turn, +1),
                "Ctrl+Return": self.open_household,
            },
        )
