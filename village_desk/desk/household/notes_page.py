"""备注清单: every note of the village or of the household in hand, those to be followed up first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label, head_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.notes import NoteRow, note_rows, settle_note
from village_desk.rules.refusals import Refusal

_COLUMNS = (
    *(("head_column", 5), ("state", 4), ("where", 10), ("field", 9)),
    *(("group", 5), ("said_by", 5), ("said_on", 7), ("text", 12)),
)
_SPARE = frozenset({"where", "group", "said_by", "said_on"})


class NotesPage(WidePage):
    """One row for each note; Enter leads to the field it is noted at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.scope = Segments([(key, say(f"notes.{key}")) for key in ("village", "household")])
        self.count = caption_label("")
        self.model: ListModel[NoteRow] = ListModel(
            [
                Column(key, say(f"notes.{key}"), width=width, is_spare=key in _SPARE)
                for key, width in _COLUMNS
            ],
            _text,
        )
        self.list = ListView(self.model)
        self._build()
        self.scope.chosen.connect(lambda _: self.refresh())
        self.list.opened.connect(self._open)
        add_keys(
            self,
            {
                "F6": self.settle,
                "Alt+Left": self.turn_scope,
                "Alt+Right": self.turn_scope,
                "Esc": lambda: desk.frame.show_page("households"),
            },
        )

    def refresh(self) -> None:
        """Read the notes anew."""
        in_hand = self.desk.sitting.household_in_hand if self.scope.choice == "household" else ""
        rows = note_rows(self.desk.sitting, in_hand)
        row = self.list.row_in_hand
        self.model.set_rows(rows)
        self.list.take(min(max(row, 0), len(rows) - 1))
        count = sum(bool(one.note.follow_up) for one in rows)
        words = say(f"notes.all_{self.scope.choice}", name=self._name(rows), count=len(rows), open=count)
        self.count.setText(words if rows else say("notes.none"))

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            (say("keys.enter"), say("notes.key_open")),
            ("F6", say("notes.key_settle")),
            ("Alt+←→", say("notes.key_scope")),
            ("Esc", say("bulk.key_back")),
        )

    def turn_scope(self) -> None:
        """Show the household in hand alone, or the village again."""
        self.scope.choose("village" if self.scope.choice == "household" else "household")

    def settle(self) -> None:
        """Say that the note in hand has been followed up, or has to be after all."""
        number = self.list.row_in_hand
        if not 0 <= number < self.model.rowCount():
            return
        note = self.model.row(number).note
        try:
            settle_note(self.desk.sitting, note)
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.refresh()
        state = say("notes.state_settled" if note.follow_up else "notes.state_open")
        self.desk.frame.tell(say("notes.settled", state=state))

    def _open(self, number: int) -> None:
        row = self.model.row(number)
        self.desk.open_household(row.household.id, "" if row.is_there else "history", "")
        if row.is_there:
            page = self.desk.frame.page("households")
            page.go_to_field(row.place)  # type: ignore[attr-defined]  # the households page
        if row.quarter not in (None, self.desk.sitting.quarter):
            self.desk.frame.tell(say("notes.other_quarter", where=row.subject))

    def _name(self, rows: Sequence[NoteRow]) -> str:
        return _text(rows[0], "head_column") if rows else ""

    def _build(self) -> None:
        for table in (self.list.top, self.list.body):
            table.horizontalHeader().setStretchLastSection(True)
        top = QHBoxLayout()
        top.setSpacing(pixels("gap"))
        for widget in (head_label(say("notes.head")), self.scope):
            top.addWidget(widget)
        top.addWidget(self.count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addLayout(top)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)


def _text(row: NoteRow, key: str) -> str:
    note, household = row.note, row.household
    known = {
        "head_column": household.head_name or household.number or "",
        "group": household.group or "",
        "state": say("notes.state_open" if note.follow_up else "notes.state_settled"),
        "where": row.subject or say(f"history.{note.record}"),
        "field": row.label if row.is_there else row.label + say("notes.gone"),
        "text": note.text or "",
        "said_by": note.said_by or "",
        "said_on": note.said_on.isoformat() if note.said_on else "",
    }
    return known[key]
