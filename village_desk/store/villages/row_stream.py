"""The stream in which a village's rows travel: lines of JSON, one village's state always the same bytes.

A line ``{"table": …, "columns": […]}`` begins a table, and each line after it is a list of its rows. The
village itself is not in the rows: whose they are is said once, outside. Columns that are empty in every row
and tables without rows are left out, so a column that a later program adds changes nothing in older villages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec import json as quick_json

from village_desk.rules.exchange_records import Clash, Decision, Inquiry, Package, Part, Partner
from village_desk.rules.known_blanks import KnownBlank
from village_desk.rules.paper_records import PrintedSheet
from village_desk.rules.records import RECORD_TYPES, Record
from village_desk.rules.refusals import Refusal
from village_desk.store.inserting import Row
from village_desk.store.rows import TABLE_NAMES, names_of, quoted

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")

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


class TableRows(Struct, frozen=True):
    """The rows of one table, voided ones too, by id; ``names`` begin with ``id``."""

    record_type: type[Record]
    names: tuple[str, ...]
    rows: list[Row]

    def trimmed(self) -> TableRows:
        """The same without the columns that are empty in every row, in the order of the book and by id."""
        used = {name for place, name in enumerate(self.names) if self._is_used(name, place)}
        return self.with_columns([name for name in columns_travelling(self.record_type) if name in used])

    def with_columns(self, names: Sequence[str]) -> TableRows:
        """The same with these columns by id; what it lacks is empty, or not voided."""
        rows = sorted(self._picked(tuple(names)), key=itemgetter(0))
        return TableRows(self.record_type, tuple(names), rows)

    def living(self) -> list[Row]:
        """Those of the rows that are not voided."""
        if "voided" not in self.names:
            return self.rows
        place = self.names.index("voided")
        return [row for row in self.rows if not row[place]]

    def _is_used(self, name: str, place: int) -> bool:
        """Whether a column says anything: a look at the first rows is mostly enough."""
        if name == "voided":
            return any(row[place] for row in self.rows)
        return name == "id" or any(row[place] is not None for row in self.rows)

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
        yield _rows_under(connection, village_code, record_type, columns_travelling(record_type)).trimmed()


def rows_beside(connection: Connection, village_code: str, sent: TableRows) -> TableRows:
    """Read a village's rows of a table, to be held against those that it sends.

    They stand under the names that are sent, and under all there are where more is filled.
    """
    rest = [name for name in columns_travelling(sent.record_type) if name not in sent.names]
    filled = " OR ".join("voided <> 0" if name == "voided" else f'"{name}" IS NOT NULL' for name in rest)
    table = TABLE_NAMES[sent.record_type]
    query = f"SELECT 1 FROM {table} WHERE village_code = ? AND ({filled or '1 = 0'}) LIMIT 1"  # noqa: S608
    has_more = connection.execute(query, (village_code,)).fetchone() is not None
    names = columns_travelling(sent.record_type) if has_more else sent.names
    return _rows_under(connection, village_code, sent.record_type, names)


def _rows_under(
    connection: Connection, village_code: str, record_type: type[Record], names: tuple[str, ...]
) -> TableRows:
    query = f"SELECT {quoted(names)} FROM {TABLE_NAMES[record_type]} WHERE village_code = ? ORDER BY id"  # noqa: S608
    return TableRows(record_type, names, connection.execute(query, (village_code,)).fetchall())


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
    table, decode_rows = None, _decoder_of_rows(1)
    for line in _lines(pieces):
        if line.startswith(b"{"):
            if table is not None:
                yield table
            table = _begun(_parsed(line, _decode_begin))
            decode_rows = _decoder_of_rows(len(table.names))
        elif table is None:
            raise Refusal("package-rows-unreadable")
        else:
            table.rows.extend(_parsed(line, decode_rows))
    if table is not None:
        yield table


def _line(content: object) -> bytes:
    return quick_json.encode(content) + b"\n"


def _decoder_of_rows(width: int) -> Callable[[bytes], list[Row]]:
    """Reads a line of rows that have so many cells, the first of each a text: the id."""
    row: Any = tuple[(str, *[str | int | None] * (width - 1))]  # type: ignore[misc]
    decoder: quick_json.Decoder[list[Row]] = quick_json.Decoder(list[row])
    return decoder.decode


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > _LONGEST_LINE:
            raise Refusal("package-rows-unreadable")
    if rest:
        raise Refusal("package-rows-unreadable")


def _parsed(line: bytes, decode: Callable[[bytes], T]) -> T:
    try:
        return decode(line)
    except (ValueError, RecursionError):  # so is a text that is no UTF-8, or a number of 6,000 digits
        raise Refusal("package-rows-unreadable") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key twice")
    return table


def _no_number(text: str) -> object:
    raise ValueError(text)


def _decode_begin(line: bytes) -> dict[str, Any]:
    begin: dict[str, Any] = _strict.decode(line.decode())
    return begin


_strict = json.JSONDecoder(object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number)


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
