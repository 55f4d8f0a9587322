"""What a book's file holds, seen through a bare connection: for backups, restoring and verification."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from village_desk.rules.refusals import Refusal
from village_desk.store.driver_faults import in_words
from village_desk.store.engine import FILE, engine_of
from village_desk.store.journal import CHAIN_START
from village_desk.store.opening import untouching_connection

if TYPE_CHECKING:
    from sqlite3 import Connection

_BOOK = "SELECT village_code, village_name, kind, install_id FROM book"
_HEAD = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"


class Contents(Struct, frozen=True):
    """How much a book holds, and where its journal stands; two equal ones are the same moment of one book."""

    book_format: int
    village_code: str
    village_name: str
    kind: str
    install_id: str
    counts: Mapping[str, int]
    """Rows by table, voided ones included."""
    living: Mapping[str, int]
    """Rows that are not voided, of the tables that void."""
    entries: int
    """Number of the newest journal entry."""
    head: str
    """Its seal."""


def contents_of(connection: Connection) -> Contents:
    """Count what a book holds at one moment; older formats too, for the tables are asked for."""
    connection.execute(engine_of(connection).begins["DEFERRED"])
    try:
        return _counted(connection)
    finally:
        connection.execute("COMMIT")


def sound_contents(path: Path, data_key: bytes) -> Contents:
    """Open a book that nobody uses, look at every page and count what it holds; nothing is left beside it.

    Raises:
        Refusal: ``book-damaged``.
    """
    with in_words(path), untouching_connection(path, data_key) as connection:
        if FILE.page_faults(connection):
            raise Refusal("book-damaged", name=path.name, folder=str(path.parent))
        return contents_of(connection)


def _counted(connection: Connection) -> Contents:
    engine = engine_of(connection)
    tables = engine.tables(connection)
    voiding = [name for name in tables if "voided" in engine.columns(connection, name)]
    entries, head = connection.execute(_HEAD).fetchone() or (0, CHAIN_START)
    village_code, village_name, kind, install_id = connection.execute(_BOOK).fetchone()
    return Contents(
        engine.book_format(connection),
        village_code,
        village_name,
        kind,
        install_id,
        counts={name: _count(connection, f'"{name}"') for name in tables},
        living={name: _count(connection, f'"{name}" WHERE voided = 0') for name in voiding},
        entries=entries,
        head=head,
    )


def _count(connection: Connection, which: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {which}").fetchone()[0])  # noqa: S608 - our tables
