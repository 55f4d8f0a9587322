"""Every record in a stable order, and one hash of the state that two equal books share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from village_desk.rules.records import RECORD_TYPES, Record
from village_desk.store.book import Book
from village_desk.store.rows import TABLE_NAMES, rows_of
from village_desk.store.villages.row_stream import TRAVELLING


def dump_lines(book: Book) -> Iterator[str]:
    """Write each record as one JSON line, by table and id; voided ones are there, blank fields are not."""
    yield from _lines(book, RECORD_TYPES)


def dump_hash(book: Book) -> str:
    """Hash the state; the journal's times and ids play no part in it, nor do the packages that led to it."""
    digest = hashlib.sha256()
    for line in _lines(book, TRAVELLING):
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _lines(book: Book, record_types: Iterable[type[Record]]) -> Iterator[str]:
    with book.raw_connection() as connection:
        for record_type in record_types:
            name = TABLE_NAMES[record_type]
            for row in rows_of(connection, record_type):
                values = {key: value for key, value in row.items() if value is not None}
                yield json.dumps({"record": name, **values}, ensure_ascii=False)
