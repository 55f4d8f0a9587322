"""A village's rows in hand as records: what stands in the book like this need not be read from it again."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import TypeVar

from village_desk.rules.records import Person, Record
from village_desk.store.rows import records_of
from village_desk.store.villages.row_stream import TableRows

R = TypeVar("R", bound=Record)


class RowsInHand:
    """Gives the records of a village as a reading of it alone does."""

    def __init__(self, village_code: str, tables: Iterable[TableRows]) -> None:
        self._village_code = village_code
        self._tables: dict[type, TableRows] = {table.record_type: table for table in tables}

    def all(self, record_type: type[R]) -> list[R]:
        """Every living record of a type, in the order they were made; persons by place in their household."""
        table = self._tables[record_type]
        records = list(records_of(record_type, table.names, table.living(), self._village_code))
        if record_type is Person:
            records.sort(key=attrgetter("position"))
        return records

    def own(self, record_type: type[R]) -> list[R]:
        """The same: there is no other village."""
        return self.all(record_type)
