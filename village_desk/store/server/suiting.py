"""What a book needs on a server beside its tables: order of texts, guards, villages apart, its key file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from village_desk.store.rows import TABLE_NAMES
from village_desk.store.tables import metadata
from village_desk.store.villages.row_stream import TRAVELLING

if TYPE_CHECKING:
    from sqlalchemy import Connection

ALONE = "one_village"
"""The schema of views through which one village is seen alone."""
OF_ITS_VILLAGE = "{table}_of_its_village"
"""The policy by which a role that has a village's code as its name sees that village's rows only."""
SEPARATED = sorted(
    name for name, table in metadata.tables.items() if "village_code" in table.columns and name != "book"
)
"""The tables whose rows belong to a village; that there is a book, and whose, everybody may know."""

_VIEWED = tuple(TABLE_NAMES[record_type] for record_type in TRAVELLING)
_BOOK_FILE = """
CREATE TABLE IF NOT EXISTS book_file (
    village_code text PRIMARY KEY REFERENCES book (village_code),
    format integer NOT NULL,
    keyslots bytea NOT NULL
)
"""
"""What a book in a file has in its head and beside it: the format and the key file."""
_TEXTS = """
SELECT table_name, string_agg('ALTER COLUMN ' || quote_ident(column_name) || ' TYPE text COLLATE "C"', ', ')
FROM information_schema.columns
WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
GROUP BY table_name
"""
_LINKS = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE contype = 'f' AND NOT condeferrable AND connamespace = 'public'::regnamespace
"""
_GUARD = """
CREATE OR REPLACE FUNCTION journal_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is only ever added to'; END $$
"""


def unsuit(connection: Connection) -> None:
    """Take the views away that would keep a step from changing a table."""
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {ALONE} CASCADE")


def suit(connection: Connection) -> None:
    """Bring the tables that the steps have made to what the server needs; again is harmless."""
    statements = [
        *_in_byte_order(connection),
        *_links_that_can_wait(connection),
        *_guards(),
        *_apart(),
        *_villages_together(connection),
        *_views(),
        _BOOK_FILE,
    ]
    for statement in statements:
        connection.exec_driver_sql(statement)


def _in_byte_order(connection: Connection) -> Iterator[str]:
    """Texts are compared and sorted by their bytes, as in a file, whatever language the server speaks."""
    for table, changes in connection.exec_driver_sql(_TEXTS).fetchall():
        yield f'ALTER TABLE "{table}" {changes}'


def _links_that_can_wait(connection: Connection) -> Iterator[str]:
    for table, link in connection.exec_driver_sql(_LINKS).fetchall():
        yield f'ALTER TABLE {table} ALTER CONSTRAINT "{link}" DEFERRABLE'


def _guards() -> Iterator[str]:
    yield _GUARD
    events = {"kept": "DELETE", "unchanged": "UPDATE"}
    for name, event in events.items():
        yield (
            f"CREATE OR REPLACE TRIGGER journal_is_{name} BEFORE {event} ON journal "
            "FOR EACH ROW EXECUTE FUNCTION journal_is_only_added_to()"
        )
    yield (
        "CREATE OR REPLACE TRIGGER journal_is_not_emptied BEFORE TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_only_added_to()"
    )


def _apart() -> Iterator[str]:
    """Whoever keeps the book sees all; any other role sees the village whose code is its name, or nothing."""
    for table in SEPARATED:
        policy = OF_ITS_VILLAGE.format(table=table)
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS {policy} ON {table}"
        yield f"CREATE POLICY {policy} ON {table} USING (village_code = current_user::text)"


def _villages_together(connection: Connection) -> Iterator[str]:
    from sqlalchemy import inspect

    inspector = inspect(connection)
    for table in _VIEWED:
        columns = {column["name"] for column in inspector.get_columns(table)}
        household = ", household_id" if "household_id" in columns else ""
        yield f"CREATE INDEX IF NOT EXISTS ix_{table}_of_village ON {table} (village_code{household})"


def _views() -> Iterator[str]:
    yield f"CREATE SCHEMA {ALONE}"
    for table in _VIEWED:
        yield (
            f"CREATE VIEW {ALONE}.{table} WITH (security_invoker = true) AS SELECT * FROM public.{table} "  # noqa: S608 - our own names
            "WHERE village_code = current_setting('village_desk.village')"
        )
