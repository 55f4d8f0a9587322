"""What a book's file holds, seen through a bare connection: for backups, restoring and verification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from village_desk.rules.refusals import Refusal
from village_desk.store.driver_faults import in_words
from village_desk.store.journal import CHAIN_START
from village_desk.store.opening import untouching_connection

if TYPE_CHECKING:
    from sqlite3 import Connection

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
_BOOK = "SELECT village_code, village_name, kind, install_id FROM book"
_HEAD = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Contents:
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
    connection.execute("BEGIN")
    try:
        return _counted(connection)
    finally:
        connection.execute("COMMIT")


def page_faults(connection: Connection) -> list[str]:
    """Find broken pages and indexes, in the driver's words; an empty list is a sound file."""
    faults = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
    faults += [row[0] for row in connection.execute("PRAGMA integrity_check").fetchall()]
    return [fault for fault in faults if fault != "ok"]


def sound_contents(path: Path, data_key: bytes) -> Contents:
    """Open a book that nobody uses, look at every page and count what it holds; nothing is left beside it.

    Raises:
        Refusal: ``book-damaged``.
    """
    with in_words(path), untouching_connection(path, data_key) as connection:
        if page_faults(connection):
            raise Refusal("book-damaged", name=path.name, folder=str(path.parent))
        return contents_of(connection)


def _counted(connection: Connection) -> Contents:
    tables = [name for (name,) in connection.execute(_TABLES).fetchall()]
    voiding = [name for name in tables if _has_column(connection, name, "voided")]
    entries, head = connection.execute(_HEAD).fetchone() or (0, CHAIN_START)
    village_code, village_name, kind, install_id = connection.execute(_BOOK).fetchone()
    return Contents(
        int(connection.execute("PRAGMA user_version").fetchone()[0]),
        village_code,
        village_name,
        kind,
        install_id,
        counts={name: _count(connection, f'"{name}"') for name in tables},
        living={name: _count(connection, f'"{name}" WHERE voided = 0') for name in voiding},
        entries=entries,
        head=head,
    )


def _has_column(connection: Connection, table: str, column: str) -> bool:
    query = "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?"
    return bool(connection.execute(query, (table, column)).fetchone()[0])


def _count(connection: Connection, which: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {which}").fetchone()[0])  # noqa: S608 - our tables
