"""The open connections of one book: the same one serves again, so that its pages are not decrypted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from village_desk.store.driver_faults import in_words
from village_desk.store.engine import engine_of
from village_desk.store.opening import keyed_connection

if TYPE_CHECKING:
    from sqlite3 import Connection

_KEPT = 3
"""The window's and two of work beside it; more are closed after use."""


class Connections:
    """Each is used by one at a time, whatever its thread; the one used last is used next."""

    def __init__(
        self, make: Callable[[], Connection], words: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._make = make
        self._words = words
        self._idle: list[Connection] = []
        self._kept = _KEPT

    @contextmanager
    def bare(self) -> Iterator[Connection]:
        """Give a connection outside a transaction.

        Raises:
            Refusal: What the driver says, in words.
        """
        with self._words():
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._make()
            try:
                yield connection
            finally:
                self._give_back(connection)

    @contextmanager
    def transaction(self, how: str = "DEFERRED") -> Iterator[Connection]:
        """Give a connection inside a transaction; what is not committed in the block has never been.

        Raises:
            Refusal: What the driver says, in words.
        """
        with self.bare() as connection:
            connection.execute(engine_of(connection).begins[how])
            yield connection

    def close(self) -> None:
        """Close what is idle now, and the others as they come back; twice is harmless."""
        self._kept = 0
        self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _give_back(self, connection: Connection) -> None:
        try:
            connection.rollback()
        except BaseException:  # a server that has let one go has let all go
            connection.close()
            self._close_idle()
            raise
        if len(self._idle) < self._kept:
            self._idle.append(connection)
        else:
            connection.close()


def connections_to_file(path: Path, data_key: bytes) -> Connections:
    """The connections of a book in a file."""
    return Connections(partial(keyed_connection, path, data_key), partial(in_words, path))
