"""Inserting rows as tuples, thousands in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from village_desk.store.rows import quoted

if TYPE_CHECKING:
    from sqlite3 import Connection

Value = str | int | None


def insert_tuples(
    connection: Connection, table: str, names: Sequence[str], rows: list[tuple[Value, ...]]
) -> None:
    """Insert rows whose values stand under these columns, in one statement; empty columns are left out."""
    filled = [
        place for place, values in enumerate(zip(*rows, strict=True)) if values.count(None) < len(values)
    ]
    columns = quoted(names[place] for place in filled)
    places = ", ".join("?" * len(filled))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    if len(filled) == 1:
        connection.executemany(statement, [(row[filled[0]],) for row in rows])
    else:
        connection.executemany(statement, map(itemgetter(*filled), rows))
