"""One village of a township's book, seen as if it stood alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from village_desk.store.engine import engine_of
from village_desk.store.reading import Reading
from village_desk.store.rows import TABLE_NAMES
from village_desk.store.villages.row_stream import TRAVELLING

if TYPE_CHECKING:
    from sqlite3 import Connection

_TABLES = tuple(TABLE_NAMES[record_type] for record_type in TRAVELLING)


@contextmanager
def one_village(reading: Reading, village_code: str) -> Iterator[Reading]:
    """Give a reading of the same moment in which there is only this village: all questions stay as they are.

    A view of each table stands before the table itself for as long as the block lasts; nothing may be written
    in it.
    """
    connection = reading._connection  # noqa: SLF001 - the same store, the same moment
    with engine_of(connection).alone(connection, village_code, _TABLES):
        yield Reading(connection, village_code)


def keep_villages_together(connection: Connection) -> None:
    """Let a township's book find the rows of one village without looking at all others."""
    engine_of(connection).keep_villages_together(connection, _TABLES)
