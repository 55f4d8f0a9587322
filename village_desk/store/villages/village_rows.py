"""Replaces the rows of one village in a township's book; the village itself is the only writer of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from village_desk.rules.merging import Compared, Row, Unfit, compare, loose_links, repeated_ids, unfit_cells
from village_desk.rules.records import Household, Person, Record
from village_desk.store.inserting import insert_tuples
from village_desk.store.opening import driver
from village_desk.store.rows import TABLE_NAMES, kinds_of
from village_desk.store.villages.one_village import keep_villages_together
from village_desk.store.villages.row_stream import TRAVELLING, TableRows, village_tables

if TYPE_CHECKING:
    from sqlite3 import Connection

_LINKS: Mapping[str, type[Record]] = {"household_id": Household, "person_id": Person}


def unfit_rows(tables: Sequence[TableRows]) -> list[Unfit]:
    """What can be seen of the rows without the book: cells, ids, and links within the village."""
    ids = {table.record_type: {row[0] for row in table.rows} for table in tables}
    found: list[Unfit] = []
    for table in tables:
        name = TABLE_NAMES[table.record_type]
        found += unfit_cells(name, table.names, kinds_of(table.record_type), table.rows)
        found += repeated_ids(name, [row[0] for row in table.rows])
        for link, linked in _LINKS.items():
            if link in table.names:
                place = table.names.index(link)
                cells, known = (row[place] for row in table.rows), ids.get(linked, set())
                found += loose_links(name, link, cells, known, may_be_empty=True)
    return found


def compare_rows(
    connection: Connection, village_code: str, tables: Sequence[TableRows]
) -> dict[str, Compared]:
    """Compare what a village sends now, in the book's order, with what the book holds of it, by table."""
    compared = {}
    for was, now in zip(village_tables(connection, village_code), tables, strict=True):
        names = dict.fromkeys(("id", *was.names, *now.names))
        names.pop("voided", None)
        before, after = (_by_id(table.with_columns([*names, "voided"])) for table in (was, now))
        compared[TABLE_NAMES[was.record_type]] = compare(before, after)
    return compared


def replace_rows(connection: Connection, village_code: str, tables: Iterable[TableRows]) -> list[Unfit]:
    """Put rows in the place of all that the book has of a village; unfit ones leave the book half changed.

    The caller takes the whole transaction back then.
    """
    keep_villages_together(connection)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for record_type in reversed(TRAVELLING):
        table = TABLE_NAMES[record_type]
        connection.execute(f"DELETE FROM {table} WHERE village_code = ?", (village_code,))  # noqa: S608
    for coming in tables:
        names = ("village_code", *coming.names)
        rows: list[Row] = [(village_code, *row) for row in coming.rows]
        if unfit := _inserted(connection, TABLE_NAMES[coming.record_type], names, rows):
            return [unfit]
    return []


def _inserted(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Row]) -> Unfit | None:
    connection.execute("SAVEPOINT rows")
    try:
        insert_tuples(connection, table, names, rows)
    except driver().IntegrityError:
        connection.execute("ROLLBACK TO rows")
        return _first_refused(connection, table, names, rows)
    finally:
        connection.execute("RELEASE rows")
    return None


def _first_refused(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Row]) -> Unfit:
    for place, row in enumerate(rows, 1):
        try:
            insert_tuples(connection, table, names, [row])
        except driver().IntegrityError as error:
            return Unfit(table, place, _column_of(str(error)), _reason_of(str(error)))
    raise AssertionError(table)


def _reason_of(said: str) -> str:
    if "UNIQUE" in said:
        return "taken"
    return "lacking" if "NOT NULL" in said else "not-allowed"


def _column_of(said: str) -> str:
    """The column that the driver names, as in ``NOT NULL constraint failed: person.name``."""
    return said.rpartition(".")[2] if "." in said else ""


def _by_id(table: TableRows) -> dict[str, Row]:
    return {str(row[0]): row for row in table.rows}
