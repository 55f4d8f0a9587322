"""Inserting rows as tuples: what SQLAlchemy does for each row of a large import costs more than the disk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from sqlalchemy import Connection, Dialect, Table, insert

Value = str | int | None


def insert_tuples(
    connection: Connection, table: Table, names: Sequence[str], rows: list[tuple[Value, ...]]
) -> None:
    """Insert rows whose values stand under these columns, in one statement; empty columns are left out."""
    filled = [
        place for place, values in enumerate(zip(*rows, strict=True)) if any(v is not None for v in values)
    ]
    statement = _statement(connection.dialect, table, tuple(names[place] for place in filled))
    if len(filled) == 1:
        connection.exec_driver_sql(statement, [(row[filled[0]],) for row in rows])
    else:
        connection.exec_driver_sql(statement, list(map(itemgetter(*filled), rows)))


@lru_cache(maxsize=256)
def _statement(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    """The statement with its places in the order of the names."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    given = compiled.positiontup or []
    if list(given) != sorted(names, key=[column.name for column in table.c].index):
        raise TypeError(table.name)
    return str(compiled)
