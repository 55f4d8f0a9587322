"""Replays the journal: the book must hold exactly what its entries say, or it was changed past them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from village_desk.rules.exchange_records import Package
from village_desk.store.journal import Entry, all_entries
from village_desk.store.rows import TABLE_NAMES, Stored, rows_of
from village_desk.store.villages.accepting import accepted_hash, hash_of
from village_desk.store.villages.row_stream import TRAVELLING, village_tables

if TYPE_CHECKING:
    from sqlite3 import Connection

_Rows = dict[tuple[str, str], Stored]


def unexplained_rows(connection: Connection) -> Iterator[tuple[str, str]]:
    """Find table and id of each row that is not as the journal left it, rows that are missing included.

    The rows of a township's villages are not in its journal one by one: the entry of the accepted package
    holds their hash.
    """
    expected = _replayed(connection)
    (own,) = connection.execute("SELECT village_code FROM book").fetchone()
    others: set[str] = set()
    for record_type, name in TABLE_NAMES.items():
        for row in rows_of(connection, record_type):
            if row["village_code"] != own and record_type in TRAVELLING:
                others.add(str(row["village_code"]))
                continue
            key = (name, str(row["id"]))
            if _given(row) != expected.pop(key, None):
                yield key
    yield from expected
    for village_code in sorted(others):
        if hash_of(village_tables(connection, village_code)) != accepted_hash(connection, village_code):
            yield (TABLE_NAMES[Package], village_code)


def _replayed(connection: Connection) -> _Rows:
    rows: _Rows = {}
    for entry in all_entries(connection):
        _apply(rows, entry)
    return {key: _given(row) for key, row in rows.items()}


def _apply(rows: _Rows, entry: Entry) -> None:
    key = (entry.record, entry.row_id)
    if entry.after is None:
        rows.pop(key, None)
    elif entry.before is None:
        rows[key] = dict(entry.after)
    else:
        rows.setdefault(key, {}).update(entry.after)


def _given(row: Stored) -> Stored:
    return {
        name: value for name, value in row.items() if value is not None and (name, value) != ("voided", 0)
    }
