"""A connection to a server that takes the store's statements as the driver of files does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import count
from typing import Any

import psycopg
from psycopg import RawCursor
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from village_desk.rules.refusals import Refusal
from village_desk.store.server.address import ServerAddress
from village_desk.store.server.engine import SERVER

OLDEST_SERVER = 15
"""Views that ask who is looking came with it."""

_MANY = 20
"""From so many rows on a stream is worth its beginning and end."""
_INSERT = re.compile(r"INSERT INTO (\S+ \([^()]+\)) VALUES \([?, ]+\)")
_LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})
_SETTINGS = "SET lock_timeout = '60s'; SET search_path = public"


class _WholeNumber(Dumper):
    """A number whose type is its column's: one statement is prepared once, however large its numbers are."""

    def dump(self, obj: int) -> Buffer:
        """Spell it."""
        return str(obj).encode()


class ServerConnection:
    """What the store asks of a connection, and nothing else; a transaction begins when it is said to."""

    engine = SERVER

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    @property
    def in_transaction(self) -> bool:
        """Whether one has begun and not ended."""
        return self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE

    @property
    def has_failed(self) -> bool:
        """Whether a statement of the transaction was refused: the server takes no other until it ends."""
        return self._connection.info.transaction_status == psycopg.pq.TransactionStatus.INERROR

    def execute(self, statement: str, values: Sequence[object] = ()) -> psycopg.Cursor[tuple[Any, ...]]:
        """Run one statement."""
        return self._connection.cursor().execute(_numbered(statement), values or None)

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows; an insert of many goes as one stream."""
        with self._connection.cursor() as cursor:
            if (insert := _INSERT.fullmatch(statement)) and isinstance(rows, list) and len(rows) >= _MANY:
                with cursor.copy(f"COPY {insert[1]} FROM STDIN") as stream:
                    for row in rows:
                        stream.write_row(row)
            else:
                cursor.executemany(_numbered(statement), rows)

    def commit(self) -> None:
        """End the transaction and keep what it did."""
        self._connection.commit()

    def rollback(self) -> None:
        """End the transaction, if there is one, as if it had never been."""
        self._connection.rollback()

    def close(self) -> None:
        """Let the server go."""
        self._connection.close()


def plain_connection(address: ServerAddress) -> psycopg.Connection[tuple[Any, ...]]:
    """Connect as the driver does by itself, for the steps between formats.

    Raises:
        Refusal: ``server-too-old``, ``server-not-utf8``.
    """
    connection = psycopg.connect(_conninfo(address))
    try:
        _refuse_unfit(connection, address)
        connection.execute(_SETTINGS)
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def server_connection(address: ServerAddress) -> ServerConnection:
    """Connect for the store's own statements."""
    connection = plain_connection(address)
    connection.autocommit = True
    connection.cursor_factory = RawCursor
    connection.adapters.register_dumper(int, _WholeNumber)
    return ServerConnection(connection)


def _conninfo(address: ServerAddress) -> str:
    """Everything the address says; to another computer nothing goes in clear unless it says so itself."""
    said = conninfo_to_dict(address.conninfo)
    host = str(said.get("host") or "")
    is_local = host in _LOCAL or host.startswith("/")
    said.setdefault("sslmode", "prefer" if is_local else "require")
    said.setdefault("connect_timeout", "10")
    said.setdefault("application_name", "village_desk")
    return make_conninfo("", **said)


def _refuse_unfit(connection: psycopg.Connection[tuple[Any, ...]], address: ServerAddress) -> None:
    if connection.info.server_version < OLDEST_SERVER * 10_000:
        raise Refusal("server-too-old", server=address.server, least=OLDEST_SERVER)
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise Refusal("server-not-utf8", name=address.name)


@cache
def _numbered(statement: str) -> str:
    """The statement with its places numbered, as the server wants them."""
    first, *rest = statement.split("?")
    places: Iterator[int] = count(1)
    return first + "".join(f"${place}{text}" for place, text in zip(places, rest, strict=False))
