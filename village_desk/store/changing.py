"""Changing the book: every write goes through here, row and journal entry in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from village_desk.rules.records import RECORD_TYPES, Record
from village_desk.rules.refusals import Refusal
from village_desk.store.ids import new_id
from village_desk.store.inserting import filled, insert_tuples
from village_desk.store.journal import Deed, Entry, JournalWriter, entries_of_deed
from village_desk.store.reading import Reading
from village_desk.store.rows import TABLE_NAMES, Stored, names_of, quoted, stored, stored_value

if TYPE_CHECKING:
    from sqlite3 import Connection

R = TypeVar("R", bound=Record)

_TYPE_OF_NAME = {name: record_type for record_type, name in TABLE_NAMES.items()}


class Changing(Reading):
    """One open deed: reads see its own writes; leaving it by an exception leaves the book as it was."""

    def __init__(self, connection: Connection, village_code: str, deed: Deed) -> None:
        super().__init__(connection, village_code)
        self._journal = JournalWriter(connection, village_code, deed)

    @property
    def deed_id(self) -> str:
        """The id of this deed, for undoing it later."""
        return self._journal.deed_id

    @property
    def touched(self) -> frozenset[type[Record]]:
        """The types of records that this deed has written so far."""
        return frozenset(_TYPE_OF_NAME[name] for name in self._journal.kinds)

    def new_id(self) -> str:
        """An id for a record about to be inserted."""
        return new_id()

    def insert(self, record: Record) -> None:
        """Add a record."""
        self.insert_many([record])

    def insert_many(self, records: Iterable[Record]) -> None:
        """Add records, tuples all the way: thousands cost one statement per table."""
        by_type: dict[type, list[tuple[str | int | None, ...]]] = {}
        for record in records:
            by_type.setdefault(type(record), []).append(stored(record))
        for record_type in sorted(by_type, key=RECORD_TYPES.index):  # households before what points to them
            name, names = TABLE_NAMES[record_type], names_of(record_type)
            names, rows = filled(names, by_type[record_type])
            insert_tuples(self._connection, name, names, rows)
            id_place = names.index("id")
            for row in rows:
                after: Stored = {
                    key: value for key, value in zip(names, row, strict=True) if value is not None
                }
                self._journal.add(name, str(row[id_place]), None, after)

    def change(self, record_type: type[Record], record_id: str, values: Mapping[str, object]) -> bool:
        """Set some fields of a record; equal values are no change and leave no trace.

        Raises:
            Refusal: ``no-such-record``: there is none, or it is voided.
        """
        table = TABLE_NAMES[record_type]
        wanted = {key: stored_value(record_type, key, value) for key, value in values.items()}
        query = f"SELECT {quoted(wanted)} FROM {table} WHERE id = ? AND voided = 0"  # noqa: S608 - our own names
        row = self._connection.execute(query, (record_id,)).fetchone()
        if row is None:
            raise Refusal("no-such-record")
        known = dict(zip(wanted, row, strict=True))
        after = {key: value for key, value in wanted.items() if known[key] != value}
        if not after:
            return False
        self._connection.execute(_update(table, after), (*after.values(), record_id))
        self._journal.add(table, record_id, {key: known[key] for key in after}, after)
        return True

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

    def take_back(self, deed_id: str) -> None:
        """Put every row of a deed back to what it was before; that is itself written into the journal."""
        newest_first = reversed(entries_of_deed(self._connection, deed_id))
        for _, alike in groupby(newest_first, _way_back):
            self._take_back_all(list(alike))

    def close(self) -> bool:
        """Write the journal entries; tell whether anything changed."""
        return self._journal.close()

    def _set_voided(self, record_type: type[Record], record_id: str, voided: int) -> None:
        table = TABLE_NAMES[record_type]
        statement = f"{_update(table, ['voided'])} AND voided = ?"
        if self._connection.execute(statement, (voided, record_id, 1 - voided)).rowcount != 1:
            raise Refusal("no-such-record")
        self._journal.add(table, record_id, {"voided": 1 - voided}, {"voided": voided})

    def _take_back_all(self, entries: list[Entry]) -> None:
        table, first = entries[0].record, entries[0]
        if first.before is None:
            gone = [(entry.row_id,) for entry in entries]
            self._connection.executemany(f"DELETE FROM {table} WHERE id = ?", gone)  # noqa: S608 - our own names
        elif first.after is None:
            names = (*names_of(_TYPE_OF_NAME[table]), "voided")
            insert_tuples(self._connection, table, names, [_full_row(names, entry) for entry in entries])
        else:
            rows = [(*(entry.before or {}).values(), entry.row_id) for entry in entries]
            self._connection.executemany(_update(table, first.before), rows)
        for entry in entries:
            self._journal.add(entry.record, entry.row_id, entry.after, entry.before)


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
