"""The journal: who changed what, when, in which deed, before and after; each entry seals the last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct, json

from village_desk.store.engine import engine_of
from village_desk.store.ids import new_id
from village_desk.store.inserting import insert_tuples
from village_desk.store.rows import Stored, quoted

if TYPE_CHECKING:
    from sqlite3 import Connection

CHAIN_START = "0" * 64
_AT_ONCE = 2_000
"""Entries written together."""


class Deed(Struct, frozen=True):
    """One intention of a person, done whole or not at all: the unit of undo."""

    kind: str
    """A word of resources/words, section ``deeds``."""
    who: str
    reason: str | None = None
    undoes: str | None = None
    """The id of the deed that an ``undo`` or ``redo`` takes back."""
    is_correction: bool = False
    """The reason says why something of a closed quarter is changed."""


class Entry(Struct, frozen=True):
    """One row's part in a deed: before and after hold the fields that changed, in stored form.

    No ``before`` means that the row is new; no ``after`` that an undo took it away.
    """

    seq: int
    at: str
    who: str
    deed: str
    kind: str
    undoes: str | None
    record: str
    row_id: str
    before: Stored | None
    after: Stored | None
    reason: str | None
    hash: str


class JournalWriter:
    """Appends the entries of one deed; a deed of thousands does not gather them all in memory.

    A deed done beside those of others looks for its place in the chain only when it has something to add.
    """

    def __init__(
        self, connection: Connection, village_code: str, deed: Deed, *, beside_others: bool = False
    ) -> None:
        self.deed_id = new_id()
        self._connection = connection
        self._rows: list[tuple[str | int | None, ...]] = []
        self._is_empty = True
        self._head = None if beside_others else chain_head(connection)
        self._start = (
            village_code,
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            *(deed.who, self.deed_id, deed.kind, deed.undoes),
        )
        self._reason = deed.reason

    @property
    def seq(self) -> int:
        """The number of the newest entry, those that are not written yet counted with it."""
        self._head = self._head or self._head_from_now_on()
        return self._head[0] + len(self._rows)

    def add(
        self,
        record: str,
        row_id: str,
        before: Stored | None,
        after: Stored | None,
        said_by: str | None = None,
    ) -> None:
        """Note what happened to one row; ``said_by`` has said it where that is not who does the deed."""
        place, at, who, *deed = self._start
        entry = (place, at, said_by or who, *deed, record, row_id, _text(before), _text(after), self._reason)
        self._rows.append(entry)
        if len(self._rows) >= _AT_ONCE:
            self._write()

    def close(self) -> bool:
        """Write the entries that are left; tell whether there were any in all."""
        self._write()
        return not self._is_empty

    def _write(self) -> None:
        if self._rows:
            insert_tuples(self._connection, "journal", (*_SEALED_KEYS, "hash"), self._sealed())
            self._rows = []
            self._is_empty = False

    def _sealed(self) -> list[tuple[str | int | None, ...]]:
        """The entries with their numbers and seals, each from the one before."""
        seq, seal = self._head or self._head_from_now_on()
        rows = []
        for entry in self._rows:
            seq += 1
            values = (seq, *entry)
            seal = _seal(seal, values)
            rows.append((*values, seal))
        self._head = seq, seal
        return rows

    def _head_from_now_on(self) -> tuple[int, str]:
        """The newest entry, after which nobody else adds one until this deed has ended."""
        engine_of(self._connection).keep_the_journal(self._connection)
        return chain_head(self._connection)


def entries_of_deed(connection: Connection, deed_id: str) -> list[Entry]:
    """The entries of one deed in the order they happened."""
    return [_entry(row) for row in connection.execute(f"{_ENTRIES} WHERE deed = ? ORDER BY seq", (deed_id,))]


def all_entries(connection: Connection) -> Iterator[Entry]:
    """Every entry of the book in order, one at a time."""
    for row in connection.execute(f"{_ENTRIES} ORDER BY seq"):
        yield _entry(row)


def seal_of(connection: Connection, seq: int) -> str:
    """The seal of one entry, to compare with an outside anchor; blank when there is no such entry."""
    if seq == 0:
        return CHAIN_START
    row = connection.execute("SELECT hash FROM journal WHERE seq = ?", (seq,)).fetchone()
    return str(row[0]) if row else ""


def entries_of_rows(connection: Connection, row_ids: Iterable[str], limit: int = 500) -> list[Entry]:
    """The history of some rows, newest first."""
    ids = list(row_ids)
    places = ", ".join("?" * len(ids))
    newest = f"{_ENTRIES} WHERE row_id IN ({places}) ORDER BY seq DESC LIMIT ?"
    return [_entry(row) for row in connection.execute(newest, (*ids, limit))]


def entries_after(connection: Connection, seq: int, record: str) -> list[Entry]:
    """What happened to records of a kind after an entry, in order."""
    query = f"{_ENTRIES} WHERE seq > ? AND record = ? ORDER BY seq"
    return [_entry(row) for row in connection.execute(query, (seq, record))]


def broken_links(connection: Connection) -> Iterator[int]:
    """The numbers of entries whose seal does not fit: something was changed, cut out or slipped in."""
    before = CHAIN_START
    for *values, seal in connection.execute(_LINKS):
        if _seal(before, tuple(values)) != seal:
            yield values[0]
        before = seal


def chain_head(connection: Connection) -> tuple[int, str]:
    """Number and seal of the newest entry: printed on sheets and carried in packages as an outside anchor."""
    row = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, CHAIN_START)


_ENTRIES = f"SELECT {quoted(Entry.__struct_fields__)} FROM journal"  # noqa: S608 - our own names
_SEALED_KEYS = (  # never changed: the seals of every book rest on it
    *("seq", "village_code", "at", "who", "deed", "kind"),
    *("undoes", "record", "row_id", "before", "after", "reason"),
)
_LINKS = f"SELECT {quoted((*_SEALED_KEYS, 'hash'))} FROM journal ORDER BY seq"  # noqa: S608 - our own names


def _seal(before: str, values: tuple[object, ...]) -> str:
    spaced = json.format(_encode(values), indent=0)  # as the first seals were made
    return hashlib.sha256(before.encode() + spaced).hexdigest()


_encode = json.Encoder().encode
"""Made once, and five times faster than Python's own: each entry needs it twice."""


def _text(values: Stored | None) -> str | None:
    return None if values is None else _encode(values).decode()


def _entry(row: tuple[Any, ...]) -> Entry:
    *start, before, after, reason, seal = row
    return Entry(*[*start, _values(before), _values(after), reason, seal])


def _values(text: str | None) -> Stored | None:
    return None if text is None else json.decode(text)
