"""The engine under a book: key, pragmas, real transactions, one owner."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

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
    "PRAGMA wal_autocheckpoint=2000",
)


def driver() -> Any:  # noqa: ANN401 - the driver has no types
    """The SQLCipher driver.

    Raises:
        Refusal: ``old-sqlite``: the driver's SQLite has a known corruption bug.
    """
    from sqlcipher3 import dbapi2

    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise Refusal("old-sqlite", version=dbapi2.sqlite_version)
    return dbapi2


def connect_raw(path: Path, data_key: bytes, *, read_only: bool = False) -> Any:  # noqa: ANN401 - the driver has no types
    """One bare connection with the key set and nothing else touched."""
    mode = "ro" if read_only else "rw"
    connection = driver().connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    connection.execute(f"PRAGMA key=\"x'{data_key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level=NONE")
    return connection


def make_engine(path: Path, data_key: bytes) -> Engine:
    """The engine of one book file.

    Bound values never enter error texts; a transaction begins when it is said to, which the driver's default
    does not do: a failed migration step would leave its tables behind.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        module=driver(),
        poolclass=QueuePool,
        pool_size=3,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def unlock(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA key=\"x'{data_key.hex()}'\"")
        if not cursor.execute(
            "PRAGMA cipher_version"
        ).fetchone():  # a plain SQLite ignores the key in silence
            raise Refusal("no-encryption")
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
        how = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")

    return engine
