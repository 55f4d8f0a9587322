"""The book 账本: one encrypted file per village, opened by one owner at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from village_desk.rules.exchange_records import Part
from village_desk.rules.followup_records import QuarterState
from village_desk.rules.months import Month
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.book_contents import Contents, contents_of
from village_desk.store.backups.key_rescue import Unlock, find_data_key
from village_desk.store.backups.leftovers import remove_leftovers
from village_desk.store.backups.restore_steps import forget_restore, settle_restore
from village_desk.store.changing import Changing
from village_desk.store.closing import closed_quarters
from village_desk.store.connections import Connections
from village_desk.store.formats import format_of, raise_format
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import (
    STRONG,
    KeyCost,
    make_keyslots,
    open_with_passphrase,
    open_with_recovery_code,
)
from village_desk.store.keys.signing import SecretKeys
from village_desk.store.ownership import Ownership
from village_desk.store.parts.lent import Lending, lending
from village_desk.store.reading import Reading
from village_desk.store.steps import newest_format
from village_desk.store.undoing import REDO, UNDO, PastDeed, PastDeeds, past_deeds
from village_desk.store.village import Village

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Book", "Village", "create_book", "open_book", "open_with", "open_with_code"]

_VILLAGE = "SELECT village_code, village_name, profile, kind, install_id FROM book"


class Book:
    """An open book; the only way to its records is ``reading`` and ``changing``."""

    def __init__(self, path: Path, connections: Connections, ownership: Ownership, data_key: bytes) -> None:
        self.path = path
        self.data_key = data_key
        self._connections = connections
        self._ownership = ownership
        self._past: PastDeeds | None = None
        self._closed: frozenset[Month] | None = None
        self._lending: Lending | None = None
        self.deeds = 0
        """How many deeds have been done since the book was opened: pictures of before are out of date."""
        with connections.bare() as connection:
            row = connection.execute(_VILLAGE).fetchone()
        if row is None:
            raise Refusal("book-damaged", name=path.name, folder=str(path.parent))
        *village, self.install_id = row
        self.village = Village(*village)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Give one still picture of the book.

        Raises:
            Refusal: ``book-damaged``.
        """
        with self.raw_connection() as connection:
            yield Reading(connection, self.village.code)

    @contextmanager
    def changing(self, deed: Deed, *, only_trying: bool = False) -> Iterator[Changing]:
        """Do one deed: it is on disk whole when the block is left, or not at all.

        With ``only_trying`` it is done like any other, so that all that can be refused is, and then not kept.

        Raises:
            Refusal: ``disk-full``, ``book-busy``, ``book-damaged``, ``already-there``, ``no-such-record``,
                ``quarter-closed`` or ``value-not-allowed``: the book is as it was before.
        """
        with self._connections.transaction("IMMEDIATE") as connection:
            if self._closed is None:
                self._closed = closed_quarters(connection)
            if self._lending is None:
                self._lending = lending(connection)
            change = Changing(connection, self.village.code, deed, self._closed, self._lending)
            yield change
            if change.close() and not only_trying:
                connection.commit()
                self.deeds += 1
                if change.has_written(QuarterState):
                    self._closed = None
                if change.has_written(Part):
                    self._lending = None
                if self._past is not None:
                    self._past.note(change.deed_id, deed.kind)

    @property
    def secret(self) -> SecretKeys:
        """The keys with which the book signs what it sends and opens what was sealed for it."""
        return SecretKeys(self.data_key)

    @property
    def closed(self) -> frozenset[Month]:
        """The first months of the closed quarters: read once, and again after one was closed or opened."""
        if self._closed is None:
            with self.raw_connection() as connection:
                self._closed = closed_quarters(connection)
        return self._closed

    @property
    def lending(self) -> Lending:
        """What a second desk has, so that it is only read here: read once, and again after it has changed."""
        if self._lending is None:
            with self.raw_connection() as connection:
                self._lending = lending(connection)
        return self._lending

    def undo(self, who: str, reason: str | None = None) -> PastDeed | None:
        """Take back the newest deed; None when there is none. A reason makes it a correction."""
        past = self.next_undo()
        return self._take_back(past, UNDO, who, reason) if past else None

    def redo(self, who: str, reason: str | None = None) -> PastDeed | None:
        """Do again what was undone last; None when there is nothing. A reason makes it a correction."""
        past = self.next_redo()
        return self._take_back(past, REDO, who, reason) if past else None

    def undo_deed(self, deed_id: str, who: str) -> PastDeed | None:
        """Take back one deed if it is still the newest, for example a whole import."""
        past = self.next_undo()
        return self.undo(who) if past and past.first == deed_id else None

    def next_undo(self) -> PastDeed | None:
        """Name the deed that undo would take back."""
        undoable = self._past_deeds().undoable
        return undoable[-1] if undoable else None

    def next_redo(self) -> PastDeed | None:
        """Name the deed that redo would do again."""
        redoable = self._past_deeds().redoable
        return redoable[-1] if redoable else None

    def tidy(self) -> None:
        """Fold the write-ahead log into the book at a quiet moment, so that no save has to."""
        with self.bare_connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def contents(self) -> Contents:
        """Count what the book holds now."""
        with self.bare_connection() as connection:
            return contents_of(connection)

    def bare_connection(self) -> AbstractContextManager[Connection]:
        """Give a connection outside a transaction to the store's own modules."""
        return self._connections.bare()

    def raw_connection(self) -> AbstractContextManager[Connection]:
        """Give a connection with a transaction to the store's own modules: verification and dump."""
        return self._connections.transaction()

    def close(self) -> None:
        """Close the book and let it go; twice is harmless."""
        self._connections.close()
        self._ownership.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take_back(self, past: PastDeed, kind: str, who: str, reason: str | None) -> PastDeed:
        deed = Deed(kind, who, reason, undoes=past.id, is_correction=reason is not None)
        with self.changing(deed) as change:
            change.take_back(past.id)
        return past

    def _past_deeds(self) -> PastDeeds:
        if self._past is None:
            with self.raw_connection() as connection:
                self._past = past_deeds(connection)
        return self._past


def create_book(path: Path, village: Village, passphrase: str, *, cost: KeyCost = STRONG) -> tuple[Book, str]:
    """Make a new book and return it open, with the recovery code to print and lock away.

    Raises:
        Refusal: ``file-exists``, ``weak-passphrase`` or a refusal of the folder: nothing is left behind.
    """
    from village_desk.store.making import make_book_file

    if not path.parent.is_dir():
        raise Refusal("no-such-folder", name=path.name, folder=str(path.parent))
    with _owned(path) as ownership:
        if path.exists():
            raise Refusal("file-exists", name=path.name, folder=str(path.parent))
        keys = make_keyslots(passphrase, village_code=village.code, cost=cost)
        make_book_file(path, village, keys.data_key, keys.content)
        return _book(path, ownership, keys.data_key), keys.recovery_code


def open_with(path: Path, passphrase: str) -> Book:
    """Open a book with its passphrase.

    Raises:
        Refusal: ``wrong-passphrase``, ``keyslots-missing``, or as for ``open_book``.
    """
    return _unlocked(path, lambda content: open_with_passphrase(content, passphrase))


def open_with_code(path: Path, code: str) -> Book:
    """Open a book with the recovery code from the safe.

    Raises:
        Refusal: ``recovery-code-mistyped``, ``wrong-recovery-code``, ``keyslots-missing``, or as for
            ``open_book``.
    """
    return _unlocked(path, lambda content: open_with_recovery_code(content, code))


def open_book(path: Path, data_key: bytes) -> Book:
    """Open a book with its data key; an older format is brought up to date after a verified backup.

    Raises:
        Refusal: ``no-such-book``, ``book-in-use``, ``not-a-book``, ``book-damaged``, ``book-newer``: the file
            is untouched.
    """
    with _owned(path) as ownership:
        is_restored = _tidy_after_crash(path)
        return _opened(path, data_key, ownership, is_restored=is_restored)


def _unlocked(path: Path, unlock: Unlock) -> Book:
    with _owned(path) as ownership:
        is_restored = _tidy_after_crash(path)
        return _opened(path, find_data_key(path, unlock), ownership, is_restored=is_restored)


def _tidy_after_crash(path: Path) -> bool:
    """Carry through what a crash cut short; whether a restore was among it."""
    is_restored = settle_restore(path)
    remove_leftovers(path)
    return is_restored


def _end_restore(path: Path, data_key: bytes) -> None:
    """Back a restored book up: from then on it is held against this backup, no longer against a newer one."""
    from village_desk.store.backups.backup import back_up_file

    back_up_file(path, data_key, why="restored")
    forget_restore(path)


def _opened(path: Path, data_key: bytes, ownership: Ownership, *, is_restored: bool) -> Book:
    found = format_of(path, data_key)
    if is_restored:
        _end_restore(path, data_key)
    if found < newest_format():
        raise_format(path, data_key, found)
    return _book(path, ownership, data_key)


def _book(path: Path, ownership: Ownership, data_key: bytes) -> Book:
    connections = Connections(path, data_key)
    try:
        return Book(path, connections, ownership, data_key)
    except BaseException:
        connections.close()
        raise


@contextmanager
def _owned(path: Path) -> Iterator[Ownership]:
    """Own a book; the ownership stays with the book that the block opens, and ends when it fails."""
    ownership = Ownership(path)
    try:
        yield ownership
    except BaseException:
        ownership.close()
        raise
