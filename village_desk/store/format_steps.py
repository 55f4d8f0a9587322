"""SQLAlchemy's way into a book: for the steps between formats, which Alembic takes, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from village_desk.store.driver_faults import in_words, refusal_of
from village_desk.store.opening import driver, keyed_connection


@contextmanager
def stepping(path: Path, data_key: bytes) -> Iterator[Connection]:
    """Give a connection in a transaction that keeps all others out; what the block does not commit never was.

    Bound values never enter error texts.

    Raises:
        Refusal: As driver_faults puts what the driver says.
    """
    engine = create_engine(
        "sqlite://",
        module=driver(),
        creator=partial(keyed_connection, path, data_key),
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN EXCLUSIVE"))
    try:
        with in_words(path), engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        if (refusal := refusal_of(str(error.orig), path)) is None:
            raise
        raise refusal from None
