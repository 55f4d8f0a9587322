"""The rows that go out with a part, and those that fill the second desk's book."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from village_desk.rules.merging import Unfit
from village_desk.store.changing import Changing
from village_desk.store.parts.lent import HOUSEHOLD_KEYS
from village_desk.store.reading import Reading
from village_desk.store.villages.row_stream import TableRows, columns_travelling, in_the_books_order
from village_desk.store.villages.travelling import travelling_tables
from village_desk.store.villages.village_rows import unfit_rows


def part_tables(reading: Reading, households: Collection[str]) -> Iterator[TableRows]:
    """The rows of some households, voided ones too, and those that belong to the whole village."""
    for table in travelling_tables(reading):
        key = HOUSEHOLD_KEYS.get(table.record_type)
        if key is not None and key in table.names:
            place = table.names.index(key)
            table.rows[:] = [row for row in table.rows if row[place] is None or row[place] in households]
        yield table.trimmed()


def fill(change: Changing, tables: Iterable[TableRows]) -> list[Unfit]:
    """Put rows that came with a part into a new book; unfit ones are named, and nothing is put then."""
    ordered = in_the_books_order(tables)
    if unfit := unfit_rows(ordered):
        return unfit
    for table in ordered:
        names = columns_travelling(table.record_type)
        rows = [(change.village_code, *row) for row in table.with_columns(names).rows]
        if rows:
            change.insert_rows(table.record_type, ("village_code", *names), rows)
    return []
