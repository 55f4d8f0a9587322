"""备注: what is noted at a field of a household, member, ledger line or visit, and the one list of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.entry.asking import Noted
from village_desk.entry.history_entry import label_of, subject_of
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import typed
from village_desk.rules.followup_records import FieldNote
from village_desk.rules.months import Quarter, month_text, quarter_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person, Record, Visit
from village_desk.store.pictures import walking_order
from village_desk.store.reading import Reading
from village_desk.store.rows import TABLE_NAMES

_NOTED: tuple[type[Record], ...] = (Household, Person, LedgerLine, Visit)
_HOME = ("id", "village_code", "number", "head_name", "group", "walking_place")


class NotePlace(Struct, frozen=True):
    """A field of one record."""

    household_id: str
    record: str
    """The record's table, which is its screen."""
    row_id: str
    field: str

    @property
    def label(self) -> str:
        """The question as it is worded."""
        return label_of(self.record, self.field)


class NoteRow(Struct, frozen=True):
    """A note with whose it is, as the list shows it."""

    note: FieldNote
    household: Household
    subject: str
    """Whom or what the field is about: a member, an item with its month, a quarter's visit."""
    label: str
    quarter: Quarter | None
    """Of a visit its quarter."""
    is_there: bool
    """The record it is noted at is in the book and not voided."""

    @property
    def place(self) -> str:
        """Where the note leads, as findings say it: the field and the member or line."""
        return f"{self.note.record}.{self.note.field}|{self.note.row_id}"


def place_of(record: Record | None, field: str) -> NotePlace | None:
    """The field of a record; None where nothing is noted."""
    if not isinstance(record, _NOTED) or not field:
        return None
    household_id = record.id if isinstance(record, Household) else getattr(record, "household_id", "")
    return NotePlace(household_id, TABLE_NAMES[type(record)], record.id, field)


def notes_at(picture: HouseholdPicture | None, record: Record | None) -> Mapping[str, FieldNote]:
    """The notes of a record by field; the newest where two desks have each made one."""
    if picture is None or record is None or not picture.notes:
        return {}
    return {note.field: note for note in picture.notes if note.row_id == record.id}


def keep_note(sitting: Sitting, place: NotePlace, noted: Noted) -> None:
    """Write what was noted at a field; a blank text voids the note, and it can be brought back.

    Raises:
        Refusal: ``not-understood``, or the book cannot be written.
    """
    texts = {"text": noted.text, "follow_up": say("editors.yes") if noted.follow_up else say("editors.no")}
    values = typed("field_note", texts)
    with sitting.book.reading() as reading:
        known = _known(reading, place)
    if known is None and values["text"] is None:
        return
    said = {**values, "said_by": sitting.who, "said_on": sitting.today}
    with sitting.changing("note-kept" if values["text"] else "note-voided", place.household_id) as change:
        if known is None:
            row = (change.new_id(), change.village_code, place.household_id)
            change.insert(FieldNote(*row, place.record, place.row_id, place.field, **said))  # type: ignore[arg-type]
        elif values["text"] is None:
            change.void(FieldNote, known.id)
        elif (known.text, known.follow_up) != (values["text"], values["follow_up"]):
            change.change(FieldNote, known.id, said)


def settle_note(sitting: Sitting, note: FieldNote) -> None:
    """Say that nobody has to come back to a note any more, or that somebody has to after all.

    Raises:
        Refusal: The book cannot be written.
    """
    with sitting.changing("note-kept", note.household_id) as change:
        change.change(FieldNote, note.id, {"follow_up": not note.follow_up})


def note_rows(sitting: Sitting, household_id: str = "") -> list[NoteRow]:
    """Every note of the village, or of one household: those to be followed up first, then along the route."""
    with sitting.book.reading() as reading:
        notes = reading.of_household(FieldNote, household_id) if household_id else reading.all(FieldNote)
        if not notes:
            return []
        homes = {one.id: one for one in reading.household_by_household(Household, _HOME)}
        records = homes | _records(reading, {note.household_id for note in notes})
    rows = [
        _row(sitting, note, homes[note.household_id], records.get(note.row_id))
        for note in notes
        if note.household_id in homes
    ]
    return sorted(rows, key=lambda row: (not row.note.follow_up, walking_order(row.household), row.note.id))


def _known(reading: Reading, place: NotePlace) -> FieldNote | None:
    notes = reading.of_household(FieldNote, place.household_id)
    here = [note for note in notes if (note.row_id, note.field) == (place.row_id, place.field)]
    return here[-1] if here else None


def _of(reading: Reading, kind: type[Record], household_ids: Sequence[str]) -> list[Record]:
    return list(reading.of_households(kind, household_ids))


def _records(reading: Reading, household_ids: Collection[str]) -> dict[str, Record]:
    ids, kinds = sorted(household_ids), (Person, LedgerLine, Visit)
    return {record.id: record for kind in kinds for record in _of(reading, kind, ids)}


def _row(sitting: Sitting, note: FieldNote, household: Household, record: Record | None) -> NoteRow:
    subject, quarter = "", None
    if isinstance(record, Person | LedgerLine):
        subject = subject_of(note.record, record)
    if isinstance(record, LedgerLine):
        subject = f"{subject} {month_text(record.month)}"
    if isinstance(record, Visit):
        quarter = quarter_of(record.quarter, sitting.settings.year_mode)
        subject = say("notes.visit", quarter=quarter.text())
    return NoteRow(note, household, subject, label_of(note.record, note.field), quarter, record is not None)
