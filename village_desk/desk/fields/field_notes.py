"""备注 at the fields of a form: shown under them, and asked for by Ctrl+M at the field in hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from village_desk.definitions.words import say
from village_desk.desk.fields.entry_form import EntryForm
from village_desk.desk.page import Desk
from village_desk.desk.parts.own_keys import add_keys
from village_desk.entry.asking import Noted, question
from village_desk.entry.notes import NotePlace, keep_note, notes_at, place_of
from village_desk.rules.followup_records import FieldNote
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Record
from village_desk.rules.refusals import Refusal

NOTE_KEY = "Ctrl+M"


class FieldNotes(QObject):
    """The notes of the record that a form shows."""

    def __init__(self, form: EntryForm, record: Callable[[], Record | None]) -> None:
        super().__init__(form)
        self._form = form
        self._record = record
        self._marked: set[str] = set()
        form.shown.connect(self.show)
        add_keys(form, {NOTE_KEY: self.ask})

    def show(self) -> None:
        """Say under each field what is noted at it."""
        notes = notes_at(self._picture(), self._record())
        for key in self._marked - notes.keys():
            self._form.editor(key).set_note("")
        for key, note in notes.items():
            if key in self._form.keys:
                self._form.editor(key).set_note(note_words(note), is_open=bool(note.follow_up))
        self._marked = set(notes) & set(self._form.keys)

    def ask(self) -> None:
        """Ask for a note at the field in hand."""
        self._form.commit()
        key = self._form.key_in_hand
        place = place_of(self._record(), key if ":" not in key else "")  # a visit's form asks of others too
        if place is None:
            self._form.desk.frame.tell(say("notes.nowhere"))
        elif ask_note(self._form.desk, place, notes_at(self._picture(), self._record()).get(key)):
            self.show()

    def _picture(self) -> HouseholdPicture | None:
        place = place_of(self._record(), "id")
        return self._form.desk.sitting.picture(place.household_id) if place is not None else None


def ask_note(desk: Desk, place: NotePlace, known: FieldNote | None, label: str = "") -> bool:
    """Ask for the note at a field and keep it; whether it was kept."""
    before = Noted(known.text or "", bool(known.follow_up)) if known is not None else Noted()
    noted = desk.asker.ask_note(question("notes.ask", label=label or place.label), before)
    if noted is None or noted == before:
        return False
    try:
        keep_note(desk.sitting, place, noted)
    except Refusal as refusal:
        desk.refused(refusal)
        return False
    desk.frame.tell(say("notes.kept" if noted.text.strip() else "notes.voided", label=label or place.label))
    return True


def note_words(note: FieldNote) -> str:
    """A note as it stands under its field."""
    return say("notes.open" if note.follow_up else "notes.at_field", text=note.text or "")
