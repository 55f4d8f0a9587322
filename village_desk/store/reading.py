"""Reading the book: one transaction, records out, nothing of the database with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from village_desk.rules.chosen_records import Setting
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window
from village_desk.rules.paper_records import PaperKey, PrintedSheet
from village_desk.rules.records import Household, LedgerLine, Person, Record, Visit
from village_desk.store.journal import Entry, chain_head, entries_after, entries_of_rows
from village_desk.store.rows import (
    TABLE_NAMES,
    Stored,
    answers_of,
    columns_of,
    names_of,
    quoted,
    records_of,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

R = TypeVar("R", bound=Record)
_LASTING = "joined_on IS NULL AND left_on IS NULL AND coalesce(counted, 1) = 1"
"""Of whom is_member_on and is_counted_on say yes whatever the day."""
_AT_ONCE = 256
"""Rows fetched in one go: a walk through a book is faster where driver and rules take turns less often."""


class Records(Protocol):
    """Where records come from: a book, or rows in hand."""

    def all(self, record_type: type[R]) -> list[R]:
        """Every living record of a type, in the order they were made; persons by place in their household."""

    def own(self, record_type: type[R]) -> list[R]:
        """Those of the village that is asked about."""


class Reading:
    """A still picture of the book: all its answers belong to one moment."""

    def __init__(self, connection: Connection, village_code: str) -> None:
        self._connection = connection
        self.village_code = village_code

    def all(self, record_type: type[R]) -> list[R]:
        """Every living record of a type, in the order they were made; persons by place in their household."""
        return list(self.each(record_type))

    def own(self, record_type: type[R]) -> list[R]:
        """Those of the book's own village: a township's book holds what its villages have sent too."""
        return list(self._living(record_type, "village_code = ?", self.village_code))

    def each(self, record_type: type[R]) -> Iterator[R]:
        """The same one after another, for a look at a whole village that need not stand in memory twice."""
        return self._found(record_type, "voided = 0")

    def answers(self, record_type: type[Record], *names: str) -> Iterator[tuple[Any, ...]]:
        """Some fields of every living record, in the same order: for a list that shows no more of them."""
        for row in self._rows(record_type, quoted(names), "voided = 0"):
            yield answers_of(record_type, names, row)

    def stored(self, record_type: type[Record]) -> Iterator[tuple[Any, ...]]:
        """Every living row in the form of its table and in no order, for the store's own modules."""
        statement = f"SELECT {columns_of(record_type)} FROM {TABLE_NAMES[record_type]} WHERE voided = 0"  # noqa: S608
        yield from self._connection.execute(statement)

    def count(self, record_type: type[R]) -> int:
        """How many living records of a type there are."""
        statement = f"SELECT count(*) FROM {TABLE_NAMES[record_type]} WHERE voided = 0"  # noqa: S608
        return int(self._connection.execute(statement).fetchone()[0])

    def ids(self, record_type: type[Record]) -> set[str]:
        """The ids of all records of a type, voided ones too."""
        statement = f"SELECT id FROM {TABLE_NAMES[record_type]}"  # noqa: S608 - our own names
        return {row_id for (row_id,) in self._connection.execute(statement)}

    def one(self, record_type: type[R], record_id: str) -> R | None:
        """A living record by id."""
        return next(self._living(record_type, "id = ?", record_id), None)

    def some(self, record_type: type[R], record_ids: Sequence[str]) -> list[R]:
        """Some living records by their ids."""
        return list(self._living(record_type, f"id IN ({_places(record_ids)})", *record_ids))

    def row(self, record_type: type[Record], record_id: str) -> Stored | None:
        """A row in the form of its table, voided or not, for the store's own modules."""
        names = (*names_of(record_type), "voided")
        statement = f"SELECT {quoted(names)} FROM {TABLE_NAMES[record_type]} WHERE id = ?"  # noqa: S608
        found = self._connection.execute(statement, (record_id,)).fetchone()
        return None if found is None else dict(zip(names, found, strict=True))

    def row_where(self, record_type: type[Record], values: Mapping[str, str | int | None]) -> Stored | None:
        """The same of the living row of the book's own village that says all this."""
        where = "".join(f' AND "{name}" = ?' for name in values)
        statement = f"SELECT id FROM {TABLE_NAMES[record_type]} WHERE voided = 0 AND village_code = ?{where}"  # noqa: S608
        found = self._connection.execute(statement, (self.village_code, *values.values())).fetchone()
        return None if found is None else self.row(record_type, found[0])

    def of_household(self, record_type: type[R], household_id: str) -> list[R]:
        """A household's living records of a type."""
        return list(self._living(record_type, "household_id = ?", household_id))

    def household_by_household(self, record_type: type[R], only: Collection[str] = ()) -> Iterator[R]:
        """Every living record of a type, ordered by the household, one at a time in memory.

        With ``only`` the other fields stay empty, for a look that needs few of them.
        """
        names = tuple(name for name in names_of(record_type) if not only or name in only)
        order = "" if record_type is Household else "household_id, "
        rows = self._rows(record_type, quoted(names), "voided = 0", before=order)
        return records_of(record_type, names, rows)

    def first_month(self) -> Month | None:
        """The earliest month with a ledger line."""
        query = "SELECT min(month) FROM ledger_line WHERE voided = 0"
        month: Month | None = self._connection.execute(query).fetchone()[0]
        return month

    def of_households(self, record_type: type[R], household_ids: Sequence[str]) -> list[R]:
        """The living records of a type that belong to some households."""
        return list(self._living(record_type, f"household_id IN ({_places(household_ids)})", *household_ids))

    def amounts(self, window: Window) -> Iterator[tuple[str, str | None, Month, str | None, Fen | None]]:
        """Household, item, month, span and amount of each line of some months on end, in no order."""
        names = "household_id, item, month, span, amount"
        statement = f"SELECT {names} FROM ledger_line WHERE voided = 0 AND month BETWEEN ? AND ?"  # noqa: S608
        return self._streamed(statement, window.first, window.last)

    def lasting_members(self, labels: Collection[str]) -> Iterator[tuple[str, int, int]]:
        """Members by household who count on any day, and how many of them have another labour label."""
        places = ", ".join("?" * len(labels))
        statement = (
            f"SELECT household_id, count(*), sum(CASE WHEN labour IN ({places}) THEN 0 ELSE 1 END) "  # noqa: S608
            f"FROM person WHERE voided = 0 AND {_LASTING} GROUP BY household_id"
        )
        return self._streamed(statement, *labels)

    def other_members(self) -> list[Person]:
        """Everybody else: who came or left on a day, or is not counted."""
        return list(self._living(Person, f"NOT ({_LASTING})"))

    def voided(self, record_type: type[R], household_id: str) -> list[R]:
        """A household's voided records of a type: kept, and able to come back."""
        return list(self._found(record_type, "voided = 1 AND household_id = ?", household_id))

    def household(self, number: str) -> Household | None:
        """The living household with a number 户编号."""
        return next(self._living(Household, "number = ?", number), None)

    def lines_of_month(self, household_id: str, first: Month, last: Month) -> list[LedgerLine]:
        """A household's lines whose month lies between two months, both included."""
        where = "household_id = ? AND month BETWEEN ? AND ?"
        return list(self._living(LedgerLine, where, household_id, first, last))

    def lines_of_village(self, window: Window) -> list[LedgerLine]:
        """The whole village's lines of some months on end."""
        return list(self._living(LedgerLine, "month BETWEEN ? AND ?", window.first, window.last))

    def visit(self, household_id: str, quarter: Month) -> Visit | None:
        """A household's visit in the quarter that begins with a month."""
        return next(self._living(Visit, "household_id = ? AND quarter = ?", household_id, quarter), None)

    def printed(self, paper: PaperKey) -> list[PrintedSheet]:
        """What was printed of a sheet of a period in one kind of copy, of every household."""
        where = "sheet = ? AND period = ? AND copy = ?"
        return list(self._living(PrintedSheet, where, paper.sheet, paper.period, paper.copy))

    def setting(self, name: str) -> Setting | None:
        """One choice of the book."""
        return next(self._living(Setting, "name = ? AND village_code = ?", name, self.village_code), None)

    def history(self, row_ids: list[str]) -> list[Entry]:
        """What happened to some records, newest first."""
        return entries_of_rows(self._connection, row_ids)

    def entries_after(self, seq: int, record: str) -> list[Entry]:
        """What happened to records of a kind after a journal entry, in order."""
        return entries_after(self._connection, seq, record)

    def chain_head(self) -> tuple[int, str]:
        """Number and seal of the newest journal entry."""
        return chain_head(self._connection)

    def _living(self, record_type: type[R], where: str, *values: str | int) -> Iterator[R]:
        return self._found(record_type, f"voided = 0 AND {where}", *values)

    def _found(self, record_type: type[R], where: str, *values: str | int) -> Iterator[R]:
        rows = self._rows(record_type, columns_of(record_type), where, *values)
        return records_of(record_type, names_of(record_type), rows)

    def _rows(
        self, record_type: type, columns: str, where: str, *values: str | int, before: str = ""
    ) -> Iterator[tuple[Any, ...]]:
        """Columns of the rows for which a condition holds: persons by place, all else as they were made."""
        order = "position, id" if record_type is Person else "id"
        statement = f"SELECT {columns} FROM {TABLE_NAMES[record_type]} WHERE {where} ORDER BY {before}{order}"  # noqa: S608 - values are bound
        return self._streamed(statement, *values)

    def _streamed(self, statement: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        cursor = self._connection.execute(statement, values)
        return chain.from_iterable(iter(lambda: cursor.fetchmany(_AT_ONCE), []))


def _places(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
