"""What has changed in a book since an entry of its journal, row by row, with who said it and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from village_desk.rules.chosen_records import Setting
from village_desk.rules.followup_records import QuarterState
from village_desk.rules.meeting import VOIDED, Answer
from village_desk.rules.records import Record
from village_desk.store.journal import Entry
from village_desk.store.reading import Reading
from village_desk.store.rows import TABLE_NAMES, Stored
from village_desk.store.settings import SETTINGS_OF_THE_DESK
from village_desk.store.villages.row_stream import TRAVELLING

MEETING_TYPES: tuple[type[Record], ...] = tuple(one for one in TRAVELLING if one is not QuarterState)
"""The records in which two desks meet; the quarter of the whole village is closed in the first book."""

_PLACES = frozenset({"id", "village_code"})


class RowChange(Struct, frozen=True):
    """A row that is new or says something else than it did."""

    record_type: type[Record]
    row_id: str
    is_new: bool
    answers: dict[str, Answer]
    """By column; of a new row every one that is filled."""

    @property
    def table(self) -> str:
        """The table's name."""
        return TABLE_NAMES[self.record_type]


class _Course(Struct):
    """What the journal tells of a row, entry by entry."""

    is_new: bool
    before: Stored = field(default_factory=dict)
    """What each column said first."""
    last: dict[str, Entry] = field(default_factory=dict)
    """Who changed it last."""

    def follow(self, entry: Entry) -> None:
        """Take the next entry in."""
        before = entry.before or {}
        for name in (*before, *(entry.after or {})):
            self.before.setdefault(name, before.get(name))
            self.last[name] = entry


def changes_since(reading: Reading, seq: int) -> Iterator[RowChange]:
    """Find what has changed after an entry; what went back to where it was has not changed."""
    for record_type in MEETING_TYPES:
        for row_id, course in _courses(reading.entries_after(seq, TABLE_NAMES[record_type])).items():
            row = reading.row(record_type, row_id)
            if row is None or (record_type is Setting and row["name"] in SETTINGS_OF_THE_DESK):
                continue
            if answers := dict(_answers(course, row)):
                yield RowChange(record_type, row_id, course.is_new, answers)


def rows_gone_since(reading: Reading, seq: int) -> dict[str, Stored]:
    """The rows that an undo has taken away after an entry, by id and as they were."""
    gone: dict[str, Stored] = {}
    for record_type in MEETING_TYPES:
        for row_id, course in _courses(reading.entries_after(seq, TABLE_NAMES[record_type])).items():
            if not course.is_new and reading.row(record_type, row_id) is None:
                gone[row_id] = course.before
    return gone


def _courses(entries: Iterable[Entry]) -> dict[str, _Course]:
    courses: dict[str, _Course] = {}
    for entry in entries:
        courses.setdefault(entry.row_id, _Course(is_new=entry.before is None)).follow(entry)
    return courses


def _answers(course: _Course, row: Stored) -> Iterator[tuple[str, Answer]]:
    """Of a new row what is filled, of another what says something else than at first."""
    blank: Stored = {VOIDED: 0}
    for name in course.last.keys() & row.keys() - _PLACES:
        was = blank.get(name) if course.is_new or course.before[name] is None else course.before[name]
        if row[name] != was:
            entry = course.last[name]
            yield name, Answer(row[name], entry.who, entry.at)
