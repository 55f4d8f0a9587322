"""Makes and opens books on a server: all of it in one transaction, and the key file among the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, create_engine, insert, inspect, text
from sqlalchemy.pool import NullPool

from village_desk.rules.refusals import Refusal
from village_desk.store.connections import Connections
from village_desk.store.making import first_words
from village_desk.store.server.address import ServerAddress
from village_desk.store.server.connection import plain_connection, server_connection
from village_desk.store.server.faults import in_words
from village_desk.store.server.suiting import suit, unsuit
from village_desk.store.steps import bring_up_to_date, newest_format
from village_desk.store.tables import BOOK
from village_desk.store.village import Village

if TYPE_CHECKING:
    from sqlite3 import Connection as FileConnection

_KEEP_OTHERS_OUT = text("SELECT pg_advisory_xact_lock(hashtextextended('book', 0))")


def connections_to(address: ServerAddress) -> Connections:
    """The connections of a book on a server."""
    make = cast("Callable[[], FileConnection]", partial(server_connection, address))
    return Connections(make, partial(in_words, address))


def make_server_book(address: ServerAddress, village: Village, keyslots: bytes) -> None:
    """Make an empty book in an empty database.

    Raises:
        Refusal: ``only-towns-on-a-server``: a village's book stays there; ``server-holds-something``; or as
            ``in_words`` puts what the server says.
    """
    if village.kind != "town":
        raise Refusal("only-towns-on-a-server")
    with _stepping(address) as connection:
        if inspect(connection).get_table_names():
            raise Refusal("server-holds-something", name=address.name)
        bring_up_to_date(connection, 0)
        suit(connection)
        connection.execute(insert(BOOK).values(first_words(village)))
        values = {"code": village.code, "format": newest_format(), "keyslots": keyslots}
        connection.execute(text("INSERT INTO book_file VALUES (:code, :format, :keyslots)"), values)


def server_keyslots(address: ServerAddress) -> bytes:
    """The key file of a book on a server: whoever has it still needs the passphrase or the code.

    Raises:
        Refusal: ``server-has-no-such-book``, or as ``in_words`` puts what the server says.
    """
    connections = connections_to(address)
    try:
        with connections.bare() as connection:
            found = connection.execute("SELECT keyslots FROM book_file").fetchone()
    finally:
        connections.close()
    if found is None:
        raise Refusal("server-has-no-such-book", name=address.name, server=address.server)
    return bytes(found[0])


def write_server_keyslots(address: ServerAddress, content: bytes) -> None:
    """Put another key file in place of the one there.

    Raises:
        Refusal: As ``in_words`` puts what the server says: the old one is still there.
    """
    with _stepping(address) as connection:
        connection.execute(text("UPDATE book_file SET keyslots = :keyslots"), {"keyslots": content})


def raise_server_format(address: ServerAddress) -> None:
    """Bring an older book to today's format: all steps or none, by one clerk's program while others wait.

    Raises:
        Refusal: ``book-newer``, or as ``in_words`` puts what the server says: the book is as it was.
    """
    with _stepping(address) as connection:
        found = int(connection.execute(text("SELECT format FROM book_file")).scalar_one())
        if found > newest_format():
            raise Refusal("book-newer", name=address.name, found=found, known=newest_format())
        if found < newest_format():
            unsuit(connection)
            bring_up_to_date(connection, found)
            suit(connection)
            connection.execute(text("UPDATE book_file SET format = :format"), {"format": newest_format()})


@contextmanager
def _stepping(address: ServerAddress) -> Iterator[Connection]:
    """Give a connection in a transaction that keeps other writers out; an exception undoes all."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=partial(plain_connection, address),
        poolclass=NullPool,
        hide_parameters=True,
    )
    with in_words(address), engine.begin() as connection:
        connection.execute(_KEEP_OTHERS_OUT)
        yield connection
