"""What PostgreSQL says differently from a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import psycopg

from village_desk.store.engine import GUARDS
from village_desk.store.server.suiting import ALONE, OF_ITS_VILLAGE, SEPARATED

if TYPE_CHECKING:
    from sqlite3 import Connection

    from village_desk.store.server.connection import ServerConnection

_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))"
_SHARE = "SELECT pg_advisory_xact_lock_shared(hashtextextended(?, 0))"
_BOOK, _JOURNAL = "book", "journal"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_PARTS = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public'
UNION SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.journal'::regclass AND tgenabled <> 'D'
UNION SELECT polname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid AND relrowsecurity
"""
_COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ?"
)


class ServerEngine:
    """Many clerks at once: whoever writes says of what, and holds that until the transaction ends.

    A deed of one village holds that village, and the journal only while it adds its entries: packages of
    different villages are taken in side by side, and there is one chain of entries all the same. Any other
    deed holds the whole book, as in a file.
    """

    begins: Mapping[str, str] = {
        "DEFERRED": "BEGIN ISOLATION LEVEL REPEATABLE READ",
        "IMMEDIATE": "BEGIN ISOLATION LEVEL READ COMMITTED",
    }
    guards = GUARDS | {OF_ITS_VILLAGE.format(table=table) for table in SEPARATED}
    misfits: tuple[type[Exception], ...] = (psycopg.IntegrityError, psycopg.DataError)

    def keep_others_out(self, connection: Connection, village_code: str | None) -> None:
        """Hold the whole book, or share it and hold one village."""
        if village_code is None:
            connection.execute(_HOLD, (_BOOK,))
        else:
            connection.execute(_SHARE, (_BOOK,))
            connection.execute(_HOLD, (f"village {village_code}",))

    def keep_the_journal(self, connection: Connection) -> None:
        """Hold the journal: entries of two deeds stand one after the other, whole."""
        connection.execute(_HOLD, (_JOURNAL,))

    def book_format(self, connection: Connection) -> int:
        """The format that the steps have brought the book to."""
        return int(connection.execute("SELECT format FROM book_file").fetchone()[0])

    def tables(self, connection: Connection) -> list[str]:
        """The tables there are, by name."""
        return [name for (name,) in connection.execute(_TABLES)]

    def parts(self, connection: Connection) -> set[str]:
        """Names of tables, of the journal's guards and of policies that are in force."""
        return {name for (name,) in connection.execute(_PARTS)}

    def columns(self, connection: Connection, table: str) -> set[str]:
        """A table's columns."""
        return {name for (name,) in connection.execute(_COLUMNS, (table,))}

    def page_faults(self, connection: Connection) -> list[str]:
        """None: the server looks after its own pages."""
        return []

    def loose_links(self, connection: Connection) -> int:
        """None: the server has looked at each before it was committed."""
        return 0

    def tidy(self, connection: Connection) -> None:
        """Nothing: the server has its own quiet moments."""

    def keep_villages_together(self, connection: Connection, tables: Collection[str]) -> None:
        """Nothing: a book of many villages has its indexes from the first day."""

    def let_links_wait(self, connection: Connection) -> None:
        """Let rows point to rows that are yet to come."""
        connection.execute("SET CONSTRAINTS ALL DEFERRED")

    def look_at_links(self, connection: Connection) -> None:
        """Look at each now: it takes its time, and nobody waits for the journal yet."""
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")

    @contextmanager
    def alone(self, connection: Connection, village_code: str, tables: Collection[str]) -> Iterator[None]:
        """A view of each table stands before the table itself, and shows the village that is named."""
        connection.execute("SELECT set_config('village_desk.village', ?, true)", (village_code,))
        connection.execute(f"SET LOCAL search_path = {ALONE}, public")
        try:
            yield
        finally:
            if not cast("ServerConnection", connection).has_failed:
                connection.execute("SET LOCAL search_path = public")

    def misfit(self, error: Exception) -> tuple[str, str]:
        """The server names the column where one is to blame."""
        column = (error.diag.column_name or "") if isinstance(error, psycopg.Error) else ""
        if isinstance(error, psycopg.errors.UniqueViolation):
            return column, "taken"
        return column, "lacking" if isinstance(error, psycopg.errors.NotNullViolation) else "not-allowed"


SERVER = ServerEngine()
