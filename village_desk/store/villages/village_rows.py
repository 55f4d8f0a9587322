"""Brings one village's rows in a township's book to what it sends; only the village itself writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.merging import Compared, Row, Unfit, compare, loose_links, repeated_ids, unfit_cells
from village_desk.rules.records import Household, Person, Record
from village_desk.store.engine import engine_of
from village_desk.store.inserting import insert_tuples
from village_desk.store.rows import TABLE_NAMES, kinds_of, quoted
from village_desk.store.villages.one_village import keep_villages_together
from village_desk.store.villages.row_stream import TableRows, rows_beside

if TYPE_CHECKING:
    from sqlite3 import Connection

_IDS_AT_ONCE = 500
_LINKS: Mapping[str, type[Record]] = {"household_id": Household, "person_id": Person}


def unfit_rows(tables: Sequence[TableRows]) -> list[Unfit]:
    """What can be seen of the rows without the book: cells, ids, and links within the village."""
    return _unfit([(table, table.rows) for table in tables])


def unfit_changes(found: Sequence[Difference]) -> list[Unfit]:
    """The same of what a village sends: the cells of rows that the book holds like this do fit."""
    return _unfit([(one.sent, one.come_as_sent()) for one in found])


def _unfit(tables: Sequence[tuple[TableRows, Sequence[Row]]]) -> list[Unfit]:
    """Unfit rows of tables, each with those of its rows whose cells are looked at."""
    ids = {table.record_type: {row[0] for row in table.rows} for table, _ in tables}
    found: list[Unfit] = []
    for table, new in tables:
        name = TABLE_NAMES[table.record_type]
        cells = unfit_cells(name, table.names, kinds_of(table.record_type), new)
        found += [replace(one, row=table.rows.index(new[one.row - 1]) + 1) for one in cells]
        found += repeated_ids(name, [row[0] for row in table.rows])
        for link, linked in _LINKS.items():
            if link in table.names:
                place = table.names.index(link)
                links = [row[place] for row in table.rows]
                found += loose_links(name, link, links, ids.get(linked, set()))
    return found


class Difference(Struct, frozen=True):
    """What brings a table from the rows that the book holds of a village to those that the village sends."""

    sent: TableRows
    names: tuple[str, ...]
    gone: list[str]
    """Ids of rows that are sent no more, or otherwise."""
    come: list[Row]
    """Rows that are new, or sent otherwise, with these names."""
    compared: Compared
    """How many rows are new, have changed, are the same, or have left."""

    @property
    def table(self) -> str:
        """The table's name."""
        return TABLE_NAMES[self.sent.record_type]

    @property
    def is_none(self) -> bool:
        """Whether the book holds just what is sent."""
        return not self.gone and not self.come

    def come_as_sent(self) -> Sequence[Row]:
        """The rows that come, under the names that are sent."""
        if len(self.come) == len(self.sent.rows):
            return self.sent.rows
        ids = {row[0] for row in self.come}
        return [row for row in self.sent.rows if row[0] in ids]


def differences(
    connection: Connection, village_code: str, tables: Iterable[TableRows]
) -> Iterator[Difference]:
    """Hold what a village sends now, in the book's order, against what the book holds of it."""
    for sent in tables:
        was = rows_beside(connection, village_code, sent)
        if was == sent:
            yield Difference(sent, sent.names, [], [], Compared(same=len(sent.living())))
        elif not was.rows:
            yield Difference(sent, sent.names, [], sent.rows, Compared(new=len(sent.living())))
        else:
            yield _difference(was, sent)


def _difference(was: TableRows, sent: TableRows) -> Difference:
    after = sent.with_columns(was.names).rows
    before, ids = {row[0]: row for row in was.rows}, {row[0] for row in after}
    come = [row for row in after if before.get(row[0]) != row]
    gone = [row for row in was.rows if row[0] not in ids]
    gone += [before[row[0]] for row in come if row[0] in before]
    left, new = (TableRows(sent.record_type, was.names, rows) for rows in (gone, come))
    alike = Compared(same=len(sent.living()) - len(new.living()))
    return Difference(sent, was.names, [str(row[0]) for row in gone], come, _compared(left, new) + alike)


def _compared(left: TableRows, new: TableRows) -> Compared:
    names = (*(name for name in new.names if name != "voided"), "voided")
    return compare(_by_id(left.with_columns(names)), _by_id(new.with_columns(names)))


def replace_rows(connection: Connection, village_code: str, found: Sequence[Difference]) -> list[Unfit]:
    """Bring a village's rows to what it sends: only rows that differ are touched.

    Unfit rows leave the book half changed: the caller takes the whole transaction back then.
    """
    keep_villages_together(connection)
    engine = engine_of(connection)
    engine.let_links_wait(connection)
    unfit = _replaced(connection, village_code, [one for one in found if not one.is_none])
    if not unfit:
        engine.look_at_links(connection)
    return unfit


def stands(connection: Connection, village_code: str, one: Difference) -> bool:
    """Whether a table now holds what was sent: what has come is read back, the rest was read before."""
    if len(one.come) * 2 >= len(one.sent.rows):
        return rows_beside(connection, village_code, one.sent) == one.sent
    table, columns = one.table, quoted(one.names)
    count = f"SELECT count(*) FROM {table} WHERE village_code = ?"  # noqa: S608 - our own names
    if connection.execute(count, (village_code,)).fetchone() != (len(one.sent.rows),):
        return False
    for start in range(0, len(one.come), _IDS_AT_ONCE):
        some = one.come[start : start + _IDS_AT_ONCE]
        places = ", ".join("?" * len(some))
        query = f"SELECT {columns} FROM {table} WHERE id IN ({places}) AND village_code = ? ORDER BY id"  # noqa: S608
        if connection.execute(query, (*(row[0] for row in some), village_code)).fetchall() != some:
            return False
    return True


def _replaced(connection: Connection, village_code: str, differing: Sequence[Difference]) -> list[Unfit]:
    for one in differing:
        gone = [(row_id,) for row_id in one.gone]
        connection.executemany(f"DELETE FROM {one.table} WHERE id = ?", gone)  # noqa: S608 - our own names
    for one in differing:
        names = ("village_code", *one.names)
        come = [(village_code, *row) for row in one.come]
        if unfit := _inserted(connection, one.table, names, come):
            place = [row[0] for row in one.sent.rows].index(one.come[unfit.row - 1][0]) + 1
            return [replace(unfit, row=place)]
    return []


def _inserted(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Row]) -> Unfit | None:
    connection.execute("SAVEPOINT rows")
    try:
        insert_tuples(connection, table, names, rows)
    except engine_of(connection).misfits:
        connection.execute("ROLLBACK TO rows")
        return _first_refused(connection, table, names, rows)
    finally:
        connection.execute("RELEASE rows")
    return None


def _first_refused(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Row]) -> Unfit:
    engine = engine_of(connection)
    for place, row in enumerate(rows, 1):
        connection.execute("SAVEPOINT one_row")
        try:
            insert_tuples(connection, table, names, [row])
        except engine.misfits as error:
            connection.execute("ROLLBACK TO one_row")
            return Unfit(table, place, *engine.misfit(error))
    raise AssertionError(table)


def _by_id(table: TableRows) -> dict[str, Row]:
    return {str(row[0]): row for row in table.rows}
