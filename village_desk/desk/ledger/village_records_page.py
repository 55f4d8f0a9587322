"""全村台账: one kind of record of all households as a table, typed, pasted or taken over from last year."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from village_desk.definitions.words import say
from village_desk.desk.fields.household_asking import household_named
from village_desk.desk.ledger.village_records_table import VillageRecordsModel, VillageRecordsTable
from village_desk.desk.ledger.village_table_page import VillageTablePage
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.segments import Segments
from village_desk.entry.asking import grave_question
from village_desk.entry.ledger.pasting import is_block
from village_desk.entry.records.record_pasting import (
    PastedCells,
    PastedRecords,
    carried_records,
    is_record_block,
)
from village_desk.entry.records.village_kinds import village_kinds
from village_desk.entry.records.village_records import HEAD, VillageRecords
from village_desk.entry.voiding import void

_EDITABLE = Qt.ItemFlag.ItemIsEditable


class VillageRecordsPage(VillageTablePage):
    """The table of one list, and rows about to be written in its place."""

    written = "village_records.written"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "village_records")
        self.lists = village_kinds()
        self.records = VillageRecords(desk.sitting, next(iter(self.lists.values())))
        self.model = VillageRecordsModel(self.records, self._take)
        self.table: VillageRecordsTable = VillageRecordsTable(self.model)
        self.kinds = Segments(
            [(name, say(f"village_records.short_{name}")) for name in self.lists], wraps=True
        )
        self.year = QLabel()
        self.about = caption_label("")
        self._build()

    def reload(self) -> None:
        """Read the list anew."""
        self.records.reload()

    def households(self) -> Sequence[str]:
        """The household of each row."""
        return [one.household.id if one.household is not None else "" for one in self.records.rows]

    def show_rows(self) -> None:
        """Show the rows, with their year and number above them."""
        kind, count = self.records.kind, sum(one.record is not None for one in self.records.rows)
        self.year.setText(say("village_records.year", year=self.records.year))
        about = "whole" if not kind.grows else "grows" if kind.has_household else "village"
        self.about.setText(say(f"village_records.about_{about}", count=count))
        self.table.show_rows()

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

    def show_list(self, name: str) -> None:
        """Bring another list to the front."""
        self.commit()
        self.kinds.show_choice(name)
        self.records.show(self.lists[name])
        self.show_again()
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
        self.show_again()

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
        if self.try_deed(lambda: void(self.desk.sitting, record_id, str(reason))) is not None:
            self.refresh()
            self.desk.frame.tell(say("support.voided", kind=kind))

    def carry(self) -> None:
        """Show what of last year's may be taken over; nothing is written before it is said so."""
        if not self.records.kind.is_of_year:
            return
        self.commit()
        proposal = carried_records(self.desk.sitting, self.records)
        if proposal.rows:
            self.show_block(proposal)
        else:
            self.desk.frame.tell(say("village_records.nothing_to_carry", year=self.records.year - 1))

    def paste(self) -> None:
        """Show what a list with its headings would do; one cell is typed."""
        text, kind = QApplication.clipboard().text(), self.records.kind
        if is_record_block(kind, text):
            self.show_block(PastedRecords(self.desk.sitting, self.records, text))
        elif is_block(text) and self._lies_over_records():
            self.show_block(
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
        self.take_answer(lambda: self.records.answer(row, key, text))

    def _build(self) -> None:
        self.kinds.chosen.connect(self.show_list)
        self.kinds.show_choice(self.records.kind.name)
        self.build(
            say("village_records.head"),
            (self.year,),
            (self.kinds, self.about),
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
