"""The stream in which a village's rows travel: lines of JSON, one village's state always the same bytes.

A line ``{"table": …, "columns": […]}`` begins a table, and each line after it is a list of its rows. The
village itself is not in the rows: whose they are is said once, outside. Columns that are empty in every row
and tables without rows are left out, so a column that a later program adds changes nothing in older villages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from village_desk.rules.exchange_records import Clash, Decision, Inquiry, Package, Part, Partner
from village_desk.rules.known_blanks import KnownBlank
from village_desk.rules.paper_records import PrintedSheet
from village_desk.rules.records import RECORD_TYPES, Record
from village_desk.rules.refusals import Refusal
from village_desk.store.inserting import Row
from village_desk.store.rows import TABLE_NAMES, names_of, quoted

if TYPE_CHECKING:
    from sqlite3 import Connection

TRAVELLING: tuple[type[Record], ...] = tuple(
    record_type
    for record_type in RECORD_TYPES
    if record_type not in (Partner, Package, Inquiry, Decision, Part, Clash, KnownBlank, PrintedSheet)
)
"""The records that go to the township.

Whose keys a book trusts, what the two exchange and what it gives out stays with it, and so does what a desk
remembers for itself: how it filled a blank, what it printed.
"""

_TYPE_OF_NAME = {TABLE_NAMES[record_type]: record_type for record_type in TRAVELLING}
_ROWS_IN_A_LINE = 200
_LONGEST_LINE = 32 * 1024 * 1024
_CELLS = {str, int, type(None)}


class TableRows(Struct, frozen=True):
    """The rows of one table, voided ones too, by id; ``names`` begin with ``id``."""

    record_type: type[Record]
    names: tuple[str, ...]
    rows: list[Row]

    def trimmed(self) -> TableRows:
        """The same without the columns that are empty in every row, in the order of the book and by id."""
        columns = dict(zip(self.names, zip(*self.rows, strict=True), strict=False))
        used = {name for name, cells in columns.items() if cells.count(None) < len(cells)}
        if not any(columns.get("voided", ())):
            used.discard("voided")
        return self.with_columns([name for name in columns_travelling(self.record_type) if name in used])

    def with_columns(self, names: Sequence[str]) -> TableRows:
        """The same with these columns by id; what it lacks is empty, or not voided."""
        rows = sorted(self._picked(tuple(names)), key=itemgetter(0))
        return TableRows(self.record_type, tuple(names), rows)

    def living(self) -> int:
        """How many of the rows are not voided."""
        if "voided" not in self.names:
            return len(self.rows)
        place = self.names.index("voided")
        return sum(not row[place] for row in self.rows)

    def _picked(self, names: tuple[str, ...]) -> Iterable[Row]:
        if names == self.names:
            return self.rows
        filler = {"voided": len(self.names) + 1}
        places = [
            self.names.index(name) if name in self.names else filler.get(name, len(self.names))
            for name in names
        ]
        if len(places) < 2:  # itemgetter gives one value bare
            return ((row[0],) for row in self.rows)
        lacks_some = max(places) >= len(self.names)
        return map(itemgetter(*places), ((*row, None, 0) for row in self.rows) if lacks_some else self.rows)


def columns_travelling(record_type: type[Record]) -> tuple[str, ...]:
    """The columns of a table that its rows may bring: all but the village, which stands outside."""
    return ("id", *(name for name in names_of(record_type) if name not in ("id", "village_code")), "voided")


def village_tables(
    connection: Connection, village_code: str, record_types: Iterable[type[Record]] = TRAVELLING
) -> Iterator[TableRows]:
    """Read a village's rows, table after table, each without its empty columns."""
    for record_type in record_types:
        names, table = columns_travelling(record_type), TABLE_NAMES[record_type]
        query = f"SELECT {quoted(names)} FROM {table} WHERE village_code = ? ORDER BY id"  # noqa: S608
        yield TableRows(record_type, names, connection.execute(query, (village_code,)).fetchall()).trimmed()


def written(tables: Iterable[TableRows]) -> Iterator[bytes]:
    """Write trimmed tables as lines, in pieces of some hundred rows."""
    for table in tables:
        if not table.rows:
            continue
        yield _line({"table": TABLE_NAMES[table.record_type], "columns": table.names})
        for start in range(0, len(table.rows), _ROWS_IN_A_LINE):
            yield _line(table.rows[start : start + _ROWS_IN_A_LINE])


def in_the_books_order(tables: Iterable[TableRows]) -> list[TableRows]:
    """Every table that travels, in its order and trimmed; what a stream left out is there without rows.

    Raises:
        Refusal: ``package-rows-unreadable``: a table is there twice.
    """
    coming: dict[type[Record], TableRows] = {}
    for table in tables:
        if coming.setdefault(table.record_type, table) is not table:
            raise Refusal("package-rows-unreadable")
    return [coming.get(one, TableRows(one, ("id",), [])).trimmed() for one in TRAVELLING]


def read(pieces: Iterable[bytes]) -> Iterator[TableRows]:
    """Read tables back out of pieces of any size.

    Raises:
        Refusal: ``package-rows-unreadable``: it is not such a stream, whatever it is.
    """
    table: TableRows | None = None
    for line in _lines(pieces):
        content = _parsed(line)
        if isinstance(content, dict):
            if table is not None:
                yield table
            table = _begun(content)
        elif table is None or not _are_rows(content, len(table.names)):
            raise Refusal("package-rows-unreadable")
        else:
            table.rows.extend(map(tuple, content))
    if table is not None:
        yield table


def _line(content: object) -> bytes:
    return _text(content).encode() + b"\n"


_text = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > _LONGEST_LINE:
            raise Refusal("package-rows-unreadable")
    if rest:
        raise Refusal("package-rows-unreadable")


def _parsed(line: bytes) -> Any:  # noqa: ANN401 - whatever JSON may hold
    try:
        return _decoder.decode(line.decode())
    except (ValueError, RecursionError):  # so is a text that is no UTF-8, or a number of 6,000 digits
        raise Refusal("package-rows-unreadable") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key twice")
    return table


def _no_number(text: str) -> object:
    raise ValueError(text)


_decoder = json.JSONDecoder(object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number)


def _begun(content: dict[str, Any]) -> TableRows:
    is_table = content.keys() == {"table", "columns"} and isinstance(content["columns"], list)
    names: list[Any] = content["columns"] if is_table else []
    if not names or not all(isinstance(name, str) for name in names):
        raise Refusal("package-rows-unreadable")
    record_type = _TYPE_OF_NAME.get(str(content["table"]))
    if record_type is None:
        raise Refusal("package-unknown-column", table=str(content["table"])[:40], column="")
    known = columns_travelling(record_type)
    for name in names:
        if name not in known:
            raise Refusal("package-unknown-column", table=TABLE_NAMES[record_type], column=name[:40])
    if len(set(names)) != len(names) or names[:1] != ["id"]:
        raise Refusal("package-rows-unreadable")
    return TableRows(record_type, tuple(names), [])


def _are_rows(content: object, width: int) -> bool:
    if not isinstance(content, list) or not all(type(row) is list for row in content):
        return False
    if not set(map(len, content)) <= {width} or not set(map(type, chain.from_iterable(content))) <= _CELLS:
        return False
    return all(type(row[0]) is str for row in content)
