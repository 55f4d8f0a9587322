"""Reading the book: one transaction, records out, nothing of the database with them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Select, select

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
from village_desk.store.journal import Entry, chain_head, entries_of_rows
from village_desk.store.rows import record_of
from village_desk.store.tables import TABLES

R = TypeVar("R", bound=Record)


class Reading:
    """A still picture of the book: all its answers belong to one moment."""

    def __init__(self, connection: Connection, village_code: str) -> None:
        self._connection = connection
        self.village_code = village_code

    def all(self, record_type: type[R]) -> list[R]:
        """Every living record of a type, in the order they were made; persons by place in their household."""
        return self._records(record_type, self._living(record_type))

    def one(self, record_type: type[R], record_id: str) -> R | None:
        """A living record by id."""
        table = TABLES[record_type]
        found = self._records(record_type, self._living(record_type).where(table.c.id == record_id))
        return found[0] if found else None

    def of_household(self, record_type: type[R], household_id: str) -> list[R]:
        """A household's living records of a type."""
        table = TABLES[record_type]
        return self._records(
            record_type, self._living(record_type).where(table.c.household_id == household_id)
        )

    def voided(self, record_type: type[R], household_id: str) -> list[R]:
        """A household's voided records of a type: kept, and able to come back."""
        table = TABLES[record_type]
        query = select(*_COLUMNS[record_type]).where(
            table.c.voided == 1, table.c.household_id == household_id
        )
        return self._records(record_type, query.order_by(table.c.id))

    def household(self, number: str) -> Household | None:
        """The living household with a number 户编号."""
        table = TABLES[Household]
        found = self._records(Household, self._living(Household).where(table.c.number == number))
        return found[0] if found else None

    def lines_of_month(self, household_id: str, first: Month, last: Month) -> list[LedgerLine]:
        """A household's lines whose month lies between two months, both included."""
        table = TABLES[LedgerLine]
        query = self._living(LedgerLine).where(
            table.c.household_id == household_id, table.c.month >= first, table.c.month <= last
        )
        return self._records(LedgerLine, query)

    def visit(self, household_id: str, quarter: Month) -> Visit | None:
        """A household's visit in the quarter that begins with a month."""
        table = TABLES[Visit]
        query = self._living(Visit).where(table.c.household_id == household_id, table.c.quarter == quarter)
        found = self._records(Visit, query)
        return found[0] if found else None

    def setting(self, name: str) -> Setting | None:
        """One choice of the book."""
        table = TABLES[Setting]
        found = self._records(Setting, self._living(Setting).where(table.c.name == name))
        return found[0] if found else None

    def history(self, row_ids: list[str]) -> list[Entry]:
        """What happened to some records, newest first."""
        return entries_of_rows(self._connection, row_ids)

    def chain_head(self) -> tuple[int, str]:
        """Number and seal of the newest journal entry."""
        return chain_head(self._connection)

    def _living(self, record_type: type[R]) -> Select[*tuple[Any, ...]]:
        table = TABLES[record_type]
        query = select(*_COLUMNS[record_type]).where(table.c.voided == 0)
        order = [table.c.position, table.c.id] if record_type is Person else [table.c.id]
        return query.order_by(*order)

    def _records(self, record_type: type[R], query: Select[*tuple[Any, ...]]) -> list[R]:
        return [record_of(record_type, row) for row in self._connection.execute(query)]


_COLUMNS: dict[type, tuple[Column[Any], ...]] = {
    record_type: tuple(TABLES[record_type].c[field.name] for field in fields(record_type))
    for record_type in RECORD_TYPES
}
