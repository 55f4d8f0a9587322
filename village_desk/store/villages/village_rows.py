"""Brings one village's rows in a township's book to what it sends; only the village itself writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from village_desk.rules.merging import Compared, Row, Unfit, compare, loose_links, repeated_ids, unfit_cells
from village_desk.rules.records import Household, Person, Record
from village_desk.store.inserting import insert_tuples
from village_desk.store.opening import driver
from village_desk.store.rows import TABLE_NAMES, kinds_of
from village_desk.store.villages.one_village import keep_villages_together
from village_desk.store.villages.row_stream import TableRows, village_tables

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


@dataclass(frozen=True, slots=True)
class Difference:
    """The rows of one table by id: as the book holds them of a village, and as that village sends them."""

    record_type: type[Record]
    names: tuple[str, ...]
    before: dict[str, Row]
    after: dict[str, Row]

    @property
    def table(self) -> str:
        """The table's name."""
        return TABLE_NAMES[self.record_type]

    def compared(self) -> Compared:
        """How many rows are new, have changed, are the same, or have left."""
        return compare(self.before, self.after)


def differences(
    connection: Connection, village_code: str, tables: Iterable[TableRows]
) -> Iterator[Difference]:
    """Hold what a village sends now, in the book's order, against what the book holds of it."""
    for was, now in zip(village_tables(connection, village_code), tables, strict=True):
        filled = dict.fromkeys(("id", *was.names, *now.names))
        filled.pop("voided", None)
        names = (*filled, "voided")
        yield Difference(
            was.record_type, names, _by_id(was.with_columns(names)), _by_id(now.with_columns(names))
        )


def replace_rows(connection: Connection, village_code: str, found: Sequence[Difference]) -> list[Unfit]:
    """Bring a village's rows to what it sends: only rows that differ are touched.

    Unfit rows leave the book half changed: the caller takes the whole transaction back then.
    """
    keep_villages_together(connection)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for one in found:
        gone = [(row_id,) for row_id, row in one.before.items() if one.after.get(row_id) != row]
        connection.executemany(f"DELETE FROM {one.table} WHERE id = ?", gone)  # noqa: S608 - our own names
    for one in found:
        names = ("village_code", *one.names)
        come = [(village_code, *row) for row_id, row in one.after.items() if one.before.get(row_id) != row]
        if unfit := _inserted(connection, one.table, names, come):
            place = list(one.after).index(str(come[unfit.row - 1][1])) + 1
            return [replace(unfit, row=place)]
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
