"""Listens at a book's connections: what a deed costs is counted in statements, not in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from village_desk.store.book import Book


class _Overheard:
    """A connection that passes on what it is told and writes it down, commits too."""

    def __init__(self, connection: Any, heard: list[str]) -> None:
        self._connection = connection
        self._heard = heard

    def execute(self, statement: str, *values: object) -> Any:
        self._heard.append(statement)
        return self._connection.execute(statement, *values)

    def executemany(self, statement: str, rows: object) -> Any:
        self._heard.append(statement)
        return self._connection.executemany(statement, rows)

    def commit(self) -> None:
        self._heard.append("COMMIT")
        self._connection.commit()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@contextmanager
def statements_in(book: Book, heard: list[str] | None = None) -> Iterator[list[str]]:
    """Every statement that reaches the book in the block, commits among them; a list may be brought along."""
    heard = [] if heard is None else heard
    connections = book._connections
    make, idle = connections._make, connections._idle
    connections._make = lambda: _Overheard(make(), heard)  # type: ignore[assignment]
    connections._idle = [_Overheard(connection, heard) for connection in idle]  # type: ignore[misc]
    try:
        yield heard
    finally:
        connections._make = make
        connections._idle = [getattr(one, "_connection", one) for one in connections._idle]
