"""What happened to a household, newest first, in words; what was voided comes back from here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.household.household_tab import HouseholdTab
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.asking import question
from village_desk.entry.history_entry import HistoryEntry, HistoryRow
from village_desk.rules.refusals import Refusal

_WIDTHS = {"when": 6, "who": 4, "what": 5, "field": 7, "change": 13}


class HistoryTab(HouseholdTab):
    """The changes of one household."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        columns = [Column(key, say(f"history.{key}"), width=width) for key, width in _WIDTHS.items()]
        self.model: ListModel[HistoryRow] = ListModel(columns, _text)
        self.view = ListView(self.model)
        self.none = caption_label(say("history.none"))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        self.whole = caption_label("")
        column.setSpacing(pixels("step"))
        column.addWidget(self.view, 1)
        column.addWidget(self.whole)
        column.addWidget(self.none)
        self.view.row_changed.connect(self._show_whole)
        for table in (self.view.top, self.view.body):
            table.horizontalHeader().setStretchLastSection(True)
        self.column.addWidget(page)
        self.view.opened.connect(lambda _: self.bring_back())
        add_keys(self, {"Ctrl+R": self.bring_back})

    def read(self) -> None:
        """Show the changes as they stand in the journal."""
        rows = HistoryEntry(self.desk.sitting, self.household_id).rows()
        row = max(0, self.view.row_in_hand)
        self.model.set_rows(rows)
        self.view.take(row)
        self.view.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.whole.setVisible(bool(rows))
        self.desk.frame.panel.show_help("", say("frame.help_none"))

    def take_focus(self, key: str = "", person_id: str = "") -> None:
        """Put the cursor on the newest change."""
        self.view.setFocus()
        self.view.take(max(0, self.view.row_in_hand))

    def bring_back(self) -> None:
        """Bring back what the row in hand says was voided, with a reason."""
        row = self.view.row_in_hand
        if not 0 <= row < len(self.model.rows):
            return
        entry = HistoryEntry(self.desk.sitting, self.household_id)
        wanted = self.model.row(row).row_id
        if not entry.is_voided(wanted):
            self.desk.frame.tell(say("history.not_voided"))
            return
        reason = self.desk.asker.ask_text(question("history.back_why", what=self.model.row(row).subject))
        if reason is None:
            return
        try:
            entry.bring_back(wanted, reason)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.desk.frame.tell(say("history.back_done"))

    def _show_whole(self, place: int) -> None:
        """Tell the row in hand in full: narrow columns cut it short."""
        if not 0 <= place < len(self.model.rows):
            return
        row = self.model.row(place)
        subject = " ".join(dict.fromkeys(part for part in (row.subject, row.field) if part))
        parts = [
            say("history.full", at=row.at, who=row.who, deed=row.deed, subject=subject, text=_change(row))
        ]
        if row.reason:
            parts.append(say("history.full_why", reason=row.reason))
        self.whole.setText("\n".join(parts))

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (("Ctrl+R", say("history.key_back")),)


def _text(row: HistoryRow, key: str) -> str:
    if key == "change":
        return _change(row)
    field = row.field or row.subject
    return {"when": row.at.split(" ")[0], "who": row.who, "what": row.deed, "field": field}[key]


def _change(row: HistoryRow) -> str:
    if row.before and row.after:
        return say("history.from_to", before=row.before, after=row.after)
    return say("history.emptied", before=row.before) if row.before and row.field else row.after or row.before
