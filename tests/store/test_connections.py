"""A book's connections serve again, keep what is committed and nothing else, and go with the book."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from village_desk.store.book import Book
from village_desk.store.connections import Connections
from village_desk.store.opening import driver

pytestmark = pytest.mark.both_engines

_COUNT = "SELECT count(*) FROM household"


@pytest.fixture
def connections(filled_book: Book) -> Connections:
    return filled_book._connections


def test_the_connection_used_last_serves_again(connections: Connections) -> None:
    with connections.bare() as first, connections.bare() as second:
        assert first is not second
    with connections.bare() as again:
        assert again is first


def test_what_is_not_committed_has_never_been(connections: Connections) -> None:
    with connections.transaction("IMMEDIATE") as connection:
        connection.execute("DELETE FROM ledger_line")
    with suppress(ZeroDivisionError), connections.transaction("IMMEDIATE") as connection:
        connection.execute("DELETE FROM ledger_line")
        raise ZeroDivisionError
    with connections.bare() as connection:
        assert not connection.in_transaction
        assert connection.execute("SELECT count(*) FROM ledger_line").fetchone() == (3,)


def test_no_more_connections_are_kept_than_work_needs(connections: Connections) -> None:
    given = [connections.bare() for _ in range(5)]
    taken = [one.__enter__() for one in given]
    for one in given:
        one.__exit__(None, None, None)
    open_still = [connection for connection in taken if _is_open(connection)]
    assert len(open_still) == 3


def test_a_connection_in_use_while_the_book_is_closed_is_closed_after_use(
    connections: Connections, book_path: Path
) -> None:
    with connections.bare() as connection:
        connections.close()
        assert connection.execute(_COUNT).fetchone() == (3,)
    assert not _is_open(connection)
    assert not book_path.with_name(book_path.name + "-wal").exists()


def test_the_driver_knows_what_to_make_of_an_empty_cell() -> None:
    known = driver().adapters
    assert [known[key](None) for key in known if key[0] is type(None)] == [None]


def _is_open(connection) -> bool:
    try:
        connection.execute(_COUNT)
    except Exception as fault:  # noqa: BLE001 - each driver has a kind of its own for it
        return "closed" not in str(fault)
    return True
