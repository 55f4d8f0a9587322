"""Replays the journal: the book must hold exactly what its entries say, or it was changed past them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from village_desk.store.journal import Entry, all_entries
from village_desk.store.rows import TABLE_NAMES, Stored, rows_of

if TYPE_CHECKING:
    from sqlite3 import Connection

_Rows = dict[tuple[str, str], Stored]


def unexplained_rows(connection: Connection) -> Iterator[tuple[str, str]]:
    """Find table and id of each row that is not as the journal left it, rows that are missing included."""
    expected = _replayed(connection)
    for record_type, name in TABLE_NAMES.items():
        for row in rows_of(connection, record_type):
            key = (name, str(row["id"]))
            if _given(row) != expected.pop(key, None):
                yield key
    yield from expected


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
