"""What engines say differently: a book in a file here, one on a server in its room. All else is one text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol, cast

from village_desk.store.opening import driver

if TYPE_CHECKING:
    from sqlite3 import Connection

GUARDS = frozenset({"journal_is_kept", "journal_is_unchanged"})
"""Triggers that keep everybody from changing the journal."""


class Engine(Protocol):
    """One way to keep a book; every method is given a connection of its own kind."""

    @property
    def begins(self) -> Mapping[str, str]:
        """How a transaction begins: ``DEFERRED`` gives a still picture, ``IMMEDIATE`` is going to write."""

    @property
    def guards(self) -> frozenset[str]:
        """What must be there beside the tables."""

    @property
    def misfits(self) -> tuple[type[Exception], ...]:
        """What the driver raises for a row that does not fit."""

    def keep_others_out(self, connection: Connection, village_code: str | None) -> None:
        """Let nobody else write until the transaction ends: of one village, or of the whole book."""

    def keep_the_journal(self, connection: Connection) -> None:
        """Let nobody else add to the journal until the transaction ends."""

    def book_format(self, connection: Connection) -> int:
        """The format that the steps have brought the book to."""

    def tables(self, connection: Connection) -> list[str]:
        """The tables there are, by name."""

    def parts(self, connection: Connection) -> set[str]:
        """Names of tables and guards that are there."""

    def columns(self, connection: Connection, table: str) -> set[str]:
        """A table's columns."""

    def page_faults(self, connection: Connection) -> list[str]:
        """Broken pages and indexes, in the driver's words; an empty list is a sound book."""

    def loose_links(self, connection: Connection) -> int:
        """How many rows point to nothing."""

    def tidy(self, connection: Connection) -> None:
        """Do at a quiet moment what no save should wait for."""

    def keep_villages_together(self, connection: Connection, tables: Collection[str]) -> None:
        """Let the rows of one village be found without looking at all others."""

    def let_links_wait(self, connection: Connection) -> None:
        """Let rows point to rows that are yet to come."""

    def look_at_links(self, connection: Connection) -> None:
        """Refuse links that still point to nothing, at the latest when the transaction is committed."""

    def alone(
        self, connection: Connection, village_code: str, tables: Collection[str]
    ) -> AbstractContextManager[None]:
        """Let the tables show nothing but one village for the block; nothing may be written in it."""

    def misfit(self, error: Exception) -> tuple[str, str]:
        """Column, if it is known, and reason of a misfit: ``taken``, ``lacking`` or ``not-allowed``."""


class FileEngine:
    """SQLCipher: one writer at a time, so whoever has begun to write has the whole book."""

    begins: Mapping[str, str] = {"DEFERRED": "BEGIN DEFERRED", "IMMEDIATE": "BEGIN IMMEDIATE"}
    guards = GUARDS

    @property
    def misfits(self) -> tuple[type[Exception], ...]:
        """What the driver raises for a row that does not fit."""
        return (driver().IntegrityError,)

    def keep_others_out(self, connection: Connection, village_code: str | None) -> None:
        """Nothing: ``BEGIN IMMEDIATE`` has done it."""

    def keep_the_journal(self, connection: Connection) -> None:
        """Nothing: ``BEGIN IMMEDIATE`` has done it."""

    def book_format(self, connection: Connection) -> int:
        """The format that the steps have brought the book to."""
        return int(connection.execute("PRAGMA user_version").fetchone()[0])

    def tables(self, connection: Connection) -> list[str]:
        """The tables there are, by name."""
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return [name for (name,) in connection.execute(query).fetchall()]

    def parts(self, connection: Connection) -> set[str]:
        """Names of tables, indexes and triggers that are there."""
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master").fetchall()}

    def columns(self, connection: Connection, table: str) -> set[str]:
        """A table's columns."""
        return {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}

    def page_faults(self, connection: Connection) -> list[str]:
        """Broken pages and indexes, in the driver's words."""
        faults = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
        faults += [row[0] for row in connection.execute("PRAGMA integrity_check").fetchall()]
        return [fault for fault in faults if fault != "ok"]

    def loose_links(self, connection: Connection) -> int:
        """How many rows point to nothing."""
        return len(connection.execute("PRAGMA foreign_key_check").fetchall())

    def tidy(self, connection: Connection) -> None:
        """Fold the write-ahead log into the book."""
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def keep_villages_together(self, connection: Connection, tables: Collection[str]) -> None:
        """Index the tables by village when the first package comes: a village's own book needs none."""
        for table in tables:
            household = ", household_id" if "household_id" in self.columns(connection, table) else ""
            connection.execute(
                f"CREATE INDEX IF NOT EXISTS main.ix_{table}_of_village ON {table} (village_code{household})"
            )

    def let_links_wait(self, connection: Connection) -> None:
        """Let rows point to rows that are yet to come."""
        connection.execute("PRAGMA defer_foreign_keys = ON")

    def look_at_links(self, connection: Connection) -> None:
        """Nothing: the driver counts what is loose and refuses to commit it."""

    @contextmanager
    def alone(self, connection: Connection, village_code: str, tables: Collection[str]) -> Iterator[None]:
        """A view of each table stands before the table itself for as long as the block lasts."""
        place = village_code.replace("'", "''")
        for table in tables:
            connection.execute(
                f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE village_code = '{place}'"  # noqa: S608
            )
        try:
            yield
        finally:
            for table in tables:
                connection.execute(f"DROP VIEW temp.{table}")

    def misfit(self, error: Exception) -> tuple[str, str]:
        """The driver names the column as in ``NOT NULL constraint failed: person.name``."""
        said = str(error)
        column = said.rpartition(".")[2] if "." in said else ""
        if "UNIQUE" in said:
            return column, "taken"
        return column, "lacking" if "NOT NULL" in said else "not-allowed"


FILE = FileEngine()


def engine_of(connection: Connection) -> Engine:
    """The engine behind a connection: one to a server names it, that of a file knows of no such thing."""
    return cast("Engine", getattr(connection, "engine", FILE))
