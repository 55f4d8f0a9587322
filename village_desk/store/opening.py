"""A connection to a book: key and pragmas. Every way to the file goes through here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    # The driver has no types; what it makes behaves as the standard library's connection does.
    from sqlite3 import Connection

SAFE_SQLITE = (3, 51, 3)
"""Older SQLite can corrupt a WAL book that two connections share (fixed in 3.51.3)."""

_PRAGMAS = (
    "PRAGMA cipher_log_level=NONE",  # HMAC errors would go to stderr in English
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL loses acknowledged rows in a power cut
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-32000",
    "PRAGMA journal_size_limit=16777216",
    "PRAGMA wal_autocheckpoint=2000",  # folding costs syncs: it waits for a quiet moment, or for 8 MB
)
_NOTHING: dict[None, None] = {}
"""Gives None for None: the driver looks for an adapter of each one, and raises and catches where it has none.

A fourth of the time of an insert of thousands of rows went into that.
"""


def driver() -> Any:  # noqa: ANN401 - the driver has no types
    """Load the SQLCipher driver.

    Raises:
        Refusal: ``old-sqlite``: the driver's SQLite has a known corruption bug.
    """
    from sqlcipher3 import dbapi2

    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise Refusal("old-sqlite", version=dbapi2.sqlite_version)
    dbapi2.register_adapter(type(None), _NOTHING.get)
    return dbapi2


@contextmanager
def untouching_connection(path: Path, data_key: bytes) -> Iterator[Connection]:
    """Give a connection that only reads and leaves nothing beside the book; the caller owns the book.

    Reading a book that was closed properly as unchangeable spares the files that SQLite otherwise makes.
    After a crash the answers are in the ``-wal``; then only the index made for it is removed again.
    """
    beside = {name: path.with_name(path.name + name) for name in ("-wal", "-shm")}
    was_left = {name for name, file in beside.items() if file.exists()}
    way = "mode=ro" if "-wal" in was_left else "mode=ro&immutable=1"
    connection = driver().connect(f"{path.resolve().as_uri()}?{way}", uri=True, isolation_level=None)
    try:
        set_key(connection, data_key)
        connection.execute("PRAGMA cipher_log_level=NONE")
        yield connection
    finally:
        connection.close()
        for name in beside.keys() - was_left:
            with suppress(OSError):
                beside[name].unlink(missing_ok=True)


def keyed_connection(path: Path, data_key: bytes) -> Connection:
    """Make a connection that reads and writes; a transaction begins when it is said to, and not before.

    The driver would begin them by itself, and leave tables out: a failed step between formats would stay.

    Raises:
        Refusal: ``no-encryption``.
    """
    connection: Connection = driver().connect(path, isolation_level=None, check_same_thread=False)
    try:
        set_key(connection, data_key)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def set_key(connection: Connection, data_key: bytes) -> None:
    """Give a new connection its key.

    Raises:
        Refusal: ``no-encryption``: a plain SQLite ignores the key in silence.
    """
    connection.execute(f"PRAGMA key=\"x'{data_key.hex()}'\"")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise Refusal("no-encryption")
