"""Inserting rows as tuples, thousands in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from village_desk.store.rows import quoted

if TYPE_CHECKING:
    from sqlite3 import Connection

Row = tuple[str | int | None, ...]


def filled(names: tuple[str, ...], rows: list[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Leave out the columns that are empty in every row."""
    places = [
        place for place, column in enumerate(zip(*rows, strict=True)) if column.count(None) < len(column)
    ]
    if len(places) < 2:  # one value alone would not come out as a row
        return names, rows
    return tuple(names[place] for place in places), list(map(itemgetter(*places), rows))


def insert_tuples(connection: Connection, table: str, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows whose values stand under these columns, in one statement."""
    places = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table} ({quoted(names)}) VALUES ({places})"  # noqa: S608 - our own names
    connection.executemany(statement, rows)
