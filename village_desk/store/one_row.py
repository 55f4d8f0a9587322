"""One row by its id, as when one answer is saved: SQLAlchemy takes longer to say it than SQLite to do it.

The statements are made once and go to the driver itself, in the connection's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Table, bindparam, literal_column, select, update

Value = str | int | None
Row = Sequence[Value]
"""A row in stored form, its values in the order of the record's fields."""


def living_row(connection: Connection, table: Table, row_id: str) -> Row | None:
    """Read a record's row; None where there is none or it is voided."""
    found: Row | None = at_once(connection, _reading(connection.dialect, table), row_id)
    return found


def changed_row(connection: Connection, table: Table, row_id: str, values: Mapping[str, Value]) -> Row:
    """Set some columns of a record's row, and read back how it stands now."""
    names = tuple(column.name for column in _columns(table) if column.name in values)
    statement = _changing(connection.dialect, table, names)
    row: Row = at_once(connection, statement, *(values[name] for name in names), row_id)
    return row


def at_once(connection: Connection, statement: str, *values: Value) -> Any:  # noqa: ANN401 - a row as the driver has it
    """The only row that a statement gives; None for none."""
    if not connection.in_transaction():
        connection.begin()  # SQLAlchemy begins of itself only before statements that it is given itself
    rows = connection.connection.driver_connection.execute(statement, values).fetchall()  # type: ignore[union-attr]
    return rows[0] if rows else None


@lru_cache(maxsize=64)
def _reading(dialect: Dialect, table: Table) -> str:
    here = (table.c.id == bindparam("row_id"), table.c.voided == literal_column("0"))
    return str(select(*_columns(table)).where(*here).compile(dialect=dialect))


@lru_cache(maxsize=256)
def _changing(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    statement = update(table).where(table.c.id == bindparam("row_id")).returning(*_columns(table))
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.positiontup != [*names, "row_id"]:  # the places of the values
        raise TypeError(table.name)
    return str(compiled)


@lru_cache(maxsize=64)
def _columns(table: Table) -> tuple[Column[Value], ...]:
    return tuple(column for column in table.c if column.name != "voided")
