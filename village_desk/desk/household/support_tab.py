"""帮扶与台账: the records beside the ledger, one kind at a time; Alt+Left and Alt+Right turn the kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from village_desk.definitions.screens import Field, Kind, Screen, screen, with_first
from village_desk.definitions.words import say
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.household.list_form_tab import ListFormTab
from village_desk.desk.page import Desk
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.entry.asking import grave_question
from village_desk.entry.keyboard.member_names import member_label, member_labels
from village_desk.entry.records.new_record import NewRecordEntry, new_record
from village_desk.entry.records.record_kinds import KINDS, PERSON, RecordKind
from village_desk.entry.typing import fields_of
from village_desk.entry.voiding import void
from village_desk.rules.months import month_text, quarter_of
from village_desk.rules.records import Person, Record

_WIDTHS = {Kind.TEXT: 9, Kind.CHOICE: 8, Kind.MONEY: 6, Kind.NUMBER: 5, Kind.FLAG: 4}
_WIDTH, _KEPT = 7, 4
"""In widths of a character; and how many columns are always there."""


class SupportTab(ListFormTab[Record]):
    """The list of one kind of record and the form of the one in hand."""

    def __init__(self, desk: Desk) -> None:
        self.kind = next(iter(KINDS.values()))
        self._forms: dict[str, EntryForm] = {}
        self._desk = desk
        super().__init__(desk, self._model(), self._form_of(self.kind), "")
        self.kinds = Segments([(name, say(f"support.short_{name}")) for name in KINDS], wraps=True)
        self.kinds.chosen.connect(self.show_kind)
        self.upper.insertWidget(0, self.kinds)
        self.none.setText(say("support.none", kind=say(f"support.{self.kind.screen}")))
        add_keys(
            self,
            {
                "Alt+Left": lambda: self.turn_kind(-1),
                "Alt+Right": lambda: self.turn_kind(+1),
                "Ctrl+Delete": self.void,
            },
        )

    @property
    def first_field(self) -> str:  # type: ignore[override]  # it depends on the kind
        """Whose record it is, else the first question."""
        return self.form.keys[0]

    def records(self) -> Sequence[Record]:
        """The household's records of the kind in front."""
        picture = self.desk.sitting.picture(self.household_id)
        return self.kind.of(picture) if picture is not None else ()

    def new_entry(self) -> NewRecordEntry:
        """Begin a record of the kind in front."""
        return new_record(self.desk.sitting, self.household_id, self.kind)

    def show_kind(self, name: str) -> None:
        """Bring another kind to the front."""
        self.commit()
        self.kind = KINDS[name]
        self.kinds.show_choice(name)
        self._entry = None
        for form in self._forms.values():
            form.hide()
        self.form = self._form_of(self.kind)
        if self.column.indexOf(self.form) < 0:
            self._place_form(self.form)
        self.form.show()
        self.model.set_columns(self._columns())
        self.none.setText(say("support.none", kind=say(f"support.{name}")))
        self.read()
        self.keys_changed.emit()

    def turn_kind(self, by: int) -> None:
        """Bring the next or the last kind to the front; the cursor goes into its form."""
        names = list(KINDS)
        self.show_kind(names[(names.index(self.kind.screen) + by) % len(names)])
        if self.form.isEnabled() and self._entry is not None:
            self.form.focus(self.first_field)
        else:
            self.kinds.setFocus()

    def void(self) -> None:
        """Take the record in hand out, with a reason."""
        self.commit()
        record = self.record_in_hand
        if record is None:
            return
        kind = say(f"support.{self.kind.screen}")
        reason = self.desk.asker.ask_text(grave_question("support.void", kind=kind))
        if not (reason or "").strip():
            return
        if self.try_deed(lambda: void(self.desk.sitting, record.id, str(reason))):
            self._entry = None
            self.read()
            self.take_focus()
            self.desk.frame.tell(say("support.voided", kind=kind))

    def take_focus(self, key: str = "", person_id: str = "") -> None:
        """Put the cursor into a field, or into the kinds where there is no record yet."""
        name, _, field = key.partition(".")
        if name in KINDS and name != self.kind.screen:
            self.show_kind(name)
        if field or self.model.rows:
            super().take_focus(field, person_id)
        else:
            self.kinds.setFocus()

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            ("Alt+←→", say("support.key_kind")),
            ("Ctrl+N", say("support.key_new")),
            ("Alt+↑↓", say("support.key_other")),
            ("Ctrl+Del", say("support.key_void")),
        )

    def _form_of(self, kind: RecordKind) -> EntryForm:
        if kind.screen not in self._forms:
            self._forms[kind.screen] = EntryForm(self._desk, screen_of(kind), labels=self._labels)
        return self._forms[kind.screen]

    def _labels(self, field: Field) -> Sequence[str]:
        if field.key == PERSON:
            return member_labels(self._persons())
        return field.offered_on(self._desk.sitting.today)

    def _persons(self) -> tuple[Person, ...]:
        picture = self.desk.sitting.picture(self.household_id)
        return picture.persons if picture is not None else ()

    def _model(self) -> ListModel[Record]:
        return ListModel(self._columns(), self._text)

    def _columns(self) -> list[Column]:
        known = fields_of(self.kind.screen)
        columns: list[Column] = []
        if self.kind.period:
            width = 3 if self.kind.period == "year" else 6
            columns.append(Column(self.kind.period, say("support.period"), width=width))
        if self.kind.has_person:
            columns.append(Column(PERSON, say("support.person"), width=6))
        kept = _KEPT - len(columns)
        for place, key in enumerate(self.kind.columns):
            field = known[key]
            width = _WIDTHS.get(field.kind, _WIDTH)
            columns.append(
                Column(key, field.label, is_figure=field.kind.is_figure, width=width, is_spare=place >= kept)
            )
        return columns

    def _text(self, record: Record, key: str) -> str:
        value: Any = getattr(record, "person_id" if key == PERSON else key)
        if key == PERSON:
            return member_label(self._persons(), value) or say("support.whole")
        if key == "quarter":
            quarter = quarter_of(value, self.desk.sitting.settings.year_mode)
            return f"{month_text(quarter.first)}—{quarter.window.last % 100:02d}"
        if key in ("year", "month") and key == self.kind.period:
            return str(value) if key == "year" else month_text(value)
        return fields_of(self.kind.screen)[key].write(value)


def screen_of(kind: RecordKind) -> Screen:
    """A kind's questions; where a record is about a member, whose it is comes first."""
    asked = screen(kind.screen)
    if not kind.has_person:
        return asked
    person = Field(PERSON, say("support.person"), Kind.CHOICE, help=say("support.person_help"))
    return with_first(asked, person)
