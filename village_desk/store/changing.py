"""Changing the book: every write goes through here, row and journal entry in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from village_desk.rules.exchange_records import Package, Part
from village_desk.rules.months import Month
from village_desk.rules.records import RECORD_TYPES, Household, Record
from village_desk.rules.refusals import Refusal
from village_desk.store.closing import Closing
from village_desk.store.ids import new_id
from village_desk.store.inserting import Row, filled, insert_tuples
from village_desk.store.journal import Deed, Entry, JournalWriter, entries_of_deed
from village_desk.store.parts.lent import NOTHING_LENT, Lending, Lent
from village_desk.store.reading import Reading
from village_desk.store.rows import (
    TABLE_NAMES,
    Stored,
    columns_of,
    names_of,
    quoted,
    record_of,
    stored,
    stored_value,
)
from village_desk.store.undoing import PastDeed, past_deeds
from village_desk.store.villages.accepting import follow_newest
from village_desk.store.villages.row_stream import TRAVELLING

if TYPE_CHECKING:
    from sqlite3 import Connection

R = TypeVar("R", bound=Record)

_IDS_AT_ONCE = 500
_TYPE_OF_NAME = {name: record_type for record_type, name in TABLE_NAMES.items()}
_PACKAGE = TABLE_NAMES[Package]
_PLACING = frozenset({"household_id", "position"})
"""What says where a record stands among others."""
_FEW = 50
"""More than a household's own deed changes: an import need not hold in memory what it has written."""


class Changing(Reading):
    """One open deed: reads see its own writes; leaving it by an exception leaves the book as it was."""

    def __init__(
        self,
        connection: Connection,
        village_code: str,
        deed: Deed,
        closed: Collection[Month] = (),
        lending: Lending = NOTHING_LENT,
        *,
        beside_others: bool = False,
    ) -> None:
        super().__init__(connection, village_code)
        self._journal = JournalWriter(connection, village_code, deed, beside_others=beside_others)
        self._lent = Lent(connection, lending)
        self._guards = (Closing(closed, is_correction=deed.is_correction), self._lent)
        self.changed: dict[str, Record] = {}
        """By id the records that stay in their places with other answers, as they stand now."""
        self.touched: set[type[Record]] = set()
        """The types of records of which some have come, gone or changed places, or many have changed."""

    @property
    def deed_id(self) -> str:
        """The id of this deed, for undoing it later."""
        return self._journal.deed_id

    @property
    def newest_entry(self) -> int:
        """The number of the newest journal entry, those of this deed included."""
        return self._journal.seq

    def has_written(self, record_type: type[Record]) -> bool:
        """Whether this deed has written a record of a type, in its place or otherwise."""
        in_place = any(isinstance(record, record_type) for record in self.changed.values())
        return in_place or record_type in self.touched

    def new_id(self) -> str:
        """An id for a record about to be inserted."""
        return new_id()

    def insert(self, record: Record) -> None:
        """Add a record."""
        self.insert_many([record])

    def insert_many(self, records: Iterable[Record]) -> None:
        """Add records, tuples all the way: thousands cost one statement per table."""
        by_type: dict[type, list[Row]] = {}
        for record in records:
            by_type.setdefault(type(record), []).append(stored(record))
        for record_type in sorted(by_type, key=RECORD_TYPES.index):  # households before what points to them
            self.insert_rows(record_type, names_of(record_type), by_type[record_type])

    def insert_rows(
        self,
        record_type: type[Record],
        names: tuple[str, ...],
        rows: list[Row],
        said_by: str | None = None,
    ) -> None:
        """Add rows in the form of their table, voided ones too where ``names`` say so."""
        for guard in self._watching(record_type):
            place = names.index(guard.key_of(record_type))
            guard.refuse_new(record_type, (row[place] for row in rows))
        table = TABLE_NAMES[record_type]
        names, rows = filled(names, rows)
        insert_tuples(self._connection, table, names, rows)
        id_place = names.index("id")
        for row in rows:
            after: Stored = {key: value for key, value in zip(names, row, strict=True) if value is not None}
            self._journal.add(table, str(row[id_place]), None, after, said_by)
        self._touch(record_type)

    def change(self, record_type: type[Record], record_id: str, values: Mapping[str, object]) -> bool:
        """Set some fields of a record; equal values are no change and leave no trace.

        Raises:
            Refusal: ``no-such-record``: there is none, or it is voided; ``quarter-closed``;
                ``row-of-a-village``: in a township's book only the village itself writes its rows.
        """
        row = self.row(record_type, record_id)
        if row is None or row["voided"]:
            raise Refusal("no-such-record")
        if row["village_code"] != self.village_code and record_type in TRAVELLING:
            raise Refusal("row-of-a-village")
        wanted = {key: stored_value(record_type, key, value) for key, value in values.items()}
        after = {key: value for key, value in wanted.items() if row[key] != value}
        if not after:
            return False
        now = self._change_row(record_type, row, after)
        if after.keys() & _PLACING or len(self.changed) >= _FEW or record_type is Part:
            self._touch(record_type)
        else:
            self.changed[record_id] = record_of(record_type, now)
        return True

    def change_row(
        self, record_type: type[Record], row: Stored, after: Stored, said_by: str | None = None
    ) -> None:
        """Set some columns of a row in the form of its table, voided or not."""
        self._change_row(record_type, row, after, said_by)
        self._touch(record_type)

    def void(self, record_type: type[Record], record_id: str) -> None:
        """Take a record out of every view and sum; the deed's reason says why, and it can be brought back.

        Raises:
            Refusal: ``no-such-record``.
        """
        self._set_voided(record_type, record_id, 1)

    def bring_back(self, record_type: type[Record], record_id: str) -> None:
        """Undo a voiding made long ago.

        Raises:
            Refusal: ``no-such-record``.
        """
        self._set_voided(record_type, record_id, 0)

    def refuse_lent(self, household_ids: Iterable[str]) -> None:
        """Refuse households that a second desk works on.

        Raises:
            Refusal: ``household-handed-out``, ``part-handed-back``.
        """
        self._lent.refuse(Household, household_ids)

    def take_back(self, deed_id: str) -> None:
        """Put every row of a deed back to what it was before; that is itself written into the journal."""
        entries = entries_of_deed(self._connection, deed_id)
        for _, alike in groupby(reversed(entries), _way_back):
            self._take_back_all(list(alike))
        for entry in entries:
            village_code = {**(entry.before or {}), **(entry.after or {})}.get("village_code")
            if entry.record == _PACKAGE and village_code not in (None, self.village_code):
                follow_newest(self._connection, str(village_code))

    def is_next(self, past: PastDeed) -> bool:
        """Whether a deed is still the one that undo or redo would take next."""
        now = past_deeds(self._connection)
        return past in (*now.undoable[-1:], *now.redoable[-1:])

    def close(self) -> bool:
        """Write the journal entries; tell whether anything changed."""
        return self._journal.close()

    def _set_voided(self, record_type: type[Record], record_id: str, voided: int) -> None:
        table = TABLE_NAMES[record_type]
        self._refuse(record_type, [record_id])
        statement = f"{_update(table, ['voided'])} AND voided = ?"
        if self._connection.execute(statement, (voided, record_id, 1 - voided)).rowcount != 1:
            raise Refusal("no-such-record")
        self._journal.add(table, record_id, {"voided": 1 - voided}, {"voided": voided})
        self._touch(record_type)

    def _change_row(
        self, record_type: type[Record], row: Stored, after: Stored, said_by: str | None = None
    ) -> tuple[str | int | None, ...]:
        for guard in self._watching(record_type):
            key = guard.key_of(record_type)
            guard.refuse(record_type, [row[key]])
            guard.refuse_new(record_type, [after.get(key)])
        table = TABLE_NAMES[record_type]
        statement = f"{_update(table, after)} RETURNING {columns_of(record_type)}"
        (now,) = self._connection.execute(statement, (*after.values(), row["id"])).fetchall()
        self._journal.add(table, str(row["id"]), {key: row[key] for key in after}, after, said_by)
        values: tuple[str | int | None, ...] = now
        return values

    def _watching(self, record_type: type[Record]) -> list[Closing | Lent]:
        return [guard for guard in self._guards if guard.watches(record_type)]

    def _touch(self, record_type: type[Record]) -> None:
        self.touched.add(record_type)
        if record_type is Part:
            self._lent.look_again()

    def _refuse(self, record_type: type[Record], row_ids: Sequence[str]) -> None:
        for guard in self._watching(record_type):
            table, key = TABLE_NAMES[record_type], guard.key_of(record_type)
            for start in range(0, len(row_ids), _IDS_AT_ONCE):
                some = row_ids[start : start + _IDS_AT_ONCE]
                places = ", ".join("?" * len(some))
                query = f"SELECT {quoted([key])} FROM {table} WHERE id IN ({places})"  # noqa: S608 - our own names
                guard.refuse(record_type, [value for (value,) in self._connection.execute(query, some)])

    def _refuse_taking_back(self, record_type: type[Record], entries: Sequence[Entry]) -> None:
        self._refuse(record_type, [entry.row_id for entry in entries if entry.after is not None])
        for guard in self._watching(record_type):
            key = guard.key_of(record_type)
            guard.refuse_new(record_type, [(entry.before or {}).get(key) for entry in entries])

    def _take_back_all(self, entries: list[Entry]) -> None:
        record_type = _TYPE_OF_NAME[entries[0].record]
        self._refuse_taking_back(record_type, entries)
        table, first = entries[0].record, entries[0]
        if first.before is None:
            gone = [(entry.row_id,) for entry in entries]
            self._connection.executemany(f"DELETE FROM {table} WHERE id = ?", gone)  # noqa: S608 - our own names
        elif first.after is None:
            names = (*names_of(record_type), "voided")
            insert_tuples(self._connection, table, names, [_full_row(names, entry) for entry in entries])
        else:
            rows = [(*(entry.before or {}).values(), entry.row_id) for entry in entries]
            self._connection.executemany(_update(table, first.before), rows)
        for entry in entries:
            self._journal.add(entry.record, entry.row_id, entry.after, entry.before)
        self._touch(record_type)


def _way_back(entry: Entry) -> tuple[object, ...]:
    """Entries that are alike here go back in one statement: a whole import takes a second or two."""
    return (
        entry.record,
        entry.before is None,
        entry.after is None,
        entry.after and tuple(entry.before or ()),
    )


def _update(table: str, names: Iterable[str]) -> str:
    """The statement that sets columns of the row with an id; the id comes last."""
    values = ", ".join(f'"{name}" = ?' for name in names)
    return f"UPDATE {table} SET {values} WHERE id = ?"  # noqa: S608 - our own names


def _full_row(names: Sequence[str], entry: Entry) -> tuple[str | int | None, ...]:
    given: Stored = {"voided": 0, **(entry.before or {})}
    return tuple(given.get(name) for name in names)
