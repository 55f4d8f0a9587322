"""Reading the book: one transaction, records out, nothing of the database with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Select, bindparam, func, null, select

from village_desk.rules.months import Month
from village_desk.rules.records import (
    RECORD_TYPES,
    Household,
    LedgerLine,
    Person,
    Record,
    Setting,
    Visit,
)
from village_desk.store.journal import Entry, chain_head, entries_after, entries_of_rows
from village_desk.store.rows import record_of
from village_desk.store.tables import TABLES

R = TypeVar("R", bound=Record)
_AT_ONCE = 500
"""Rows fetched together."""


class Reading:
    """A still picture of the book: all its answers belong to one moment."""

    def __init__(self, connection: Connection, village_code: str) -> None:
        self._connection = connection
        self.village_code = village_code

    def all(self, record_type: type[R]) -> list[R]:
        """Every living record of a type, in the order they were made; persons by place in their household."""
        return list(self.each(record_type))

    def each(self, record_type: type[R]) -> Iterator[R]:
        """The same one after another, for a look at a whole village that need not stand in memory twice."""
        for row in self._connection.execute(_living(record_type)):
            yield record_of(record_type, row)

    def count(self, record_type: type[R]) -> int:
        """How many living records of a type there are."""
        table = TABLES[record_type]
        query = select(func.count()).select_from(table).where(table.c.voided == 0)
        return self._connection.execute(query).scalar_one()

    def one(self, record_type: type[R], record_id: str) -> R | None:
        """A living record by id."""
        return _first(self._records(record_type, _living(record_type, "id"), id=record_id))

    def of_household(self, record_type: type[R], household_id: str) -> list[R]:
        """A household's living records of a type."""
        query = _living(record_type, "household_id")
        return self._records(record_type, query, household_id=household_id)

    def household_by_household(self, record_type: type[R], only: Collection[str] = ()) -> Iterator[R]:
        """Every living record of a type, ordered by the household, a few at a time in memory.

        With ``only`` the other fields stay empty, for a look that needs few of them.
        """
        fields = [
            column if not only or column.name in only else null().label(column.name)
            for column in _COLUMNS[record_type]
        ]
        table = TABLES[record_type]
        order = (
            _order(record_type) if record_type is Household else [table.c.household_id, *_order(record_type)]
        )
        query = select(*fields).where(table.c.voided == 0).order_by(*order)
        for row in self._connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
            yield record_of(record_type, row)

    def first_month(self) -> Month | None:
        """The earliest month with a ledger line."""
        lines = TABLES[LedgerLine].c
        return self._connection.execute(select(func.min(lines.month)).where(lines.voided == 0)).scalar()

    def of_households(self, record_type: type[R], household_ids: Sequence[str]) -> list[R]:
        """The living records of a type that belong to some households."""
        table = TABLES[record_type]
        query = _living(record_type).where(table.c.household_id.in_(household_ids))
        return self._records(record_type, query)

    def voided(self, record_type: type[R], household_id: str) -> list[R]:
        """A household's voided records of a type: kept, and able to come back."""
        table = TABLES[record_type]
        query = select(*_COLUMNS[record_type]).where(
            table.c.voided == 1, table.c.household_id == household_id
        )
        return self._records(record_type, query.order_by(table.c.id))

    def household(self, number: str) -> Household | None:
        """The living household with a number 户编号."""
        return _first(self._records(Household, _living(Household, "number"), number=number))

    def lines_of_month(self, household_id: str, first: Month, last: Month) -> list[LedgerLine]:
        """A household's lines whose month lies between two months, both included."""
        month = TABLES[LedgerLine].c.month
        query = _living(LedgerLine, "household_id").where(month >= first, month <= last)
        return self._records(LedgerLine, query, household_id=household_id)

    def visit(self, household_id: str, quarter: Month) -> Visit | None:
        """A household's visit in the quarter that begins with a month."""
        query = _living(Visit, "household_id", "quarter")
        return _first(self._records(Visit, query, household_id=household_id, quarter=quarter))

    def setting(self, name: str) -> Setting | None:
        """One choice of the book."""
        return _first(self._records(Setting, _living(Setting, "name"), name=name))

    def history(self, row_ids: list[str]) -> list[Entry]:
        """What happened to some records, newest first."""
        return entries_of_rows(self._connection, row_ids)

    def entries_after(self, seq: int, record: str) -> list[Entry]:
        """What happened to records of a kind after a journal entry, in order."""
        return entries_after(self._connection, seq, record)

    def chain_head(self) -> tuple[int, str]:
        """Number and seal of the newest journal entry."""
        return chain_head(self._connection)

    def _records(self, record_type: type[R], query: Select[*tuple[Any, ...]], **values: str | int) -> list[R]:
        return [record_of(record_type, row) for row in self._connection.execute(query, values)]


def _first(records: list[R]) -> R | None:
    return records[0] if records else None


def _living(record_type: type, *keys: str) -> Select[*tuple[Any, ...]]:
    """The living records that have given values under some keys; built once: half a query's time."""
    if (query := _QUERIES.get((record_type, keys))) is None:
        table = TABLES[record_type]
        query = select(*_COLUMNS[record_type]).where(table.c.voided == 0)
        query = query.where(*(table.c[key] == bindparam(key) for key in keys))
        query = _QUERIES[record_type, keys] = query.order_by(*_order(record_type))
    return query


def _order(record_type: type) -> list[Column[Any]]:
    """Persons by their place in the household, all else as it was made."""
    table = TABLES[record_type]
    return [table.c.position, table.c.id] if record_type is Person else [table.c.id]


_QUERIES: dict[tuple[type, tuple[str, ...]], Select[*tuple[Any, ...]]] = {}
_COLUMNS: dict[type, tuple[Column[Any], ...]] = {
    record_type: tuple(TABLES[record_type].c[field.name] for field in fields(record_type))
    for record_type in RECORD_TYPES
}
