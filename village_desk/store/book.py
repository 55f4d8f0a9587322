"""The book 账本: an encrypted file with one owner at a time; a township's may be on a server."""

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
from village_desk.store.connections import Connections, connections_to_file
from village_desk.store.engine import engine_of
from village_desk.store.formats import format_of, raise_format
from village_desk.store.journal import Deed, chain_head, entries_of_deed
from village_desk.store.keys.key_copies import key_paths
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
from village_desk.store.server.address import (
    BookAddress,
    ServerAddress,
    file_of,
    refuse_without_driver,
)
from village_desk.store.steps import newest_format
from village_desk.store.undoing import REDO, UNDO, PastDeed, PastDeeds, past_deeds
from village_desk.store.village import Village

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Book", "Village", "create_book", "open_book", "open_with", "open_with_code"]

_VILLAGE = "SELECT village_code, village_name, profile, kind, install_id FROM book"


class Book:
    """An open book; the only way to its records is ``reading`` and ``changing``."""

    def __init__(
        self, address: BookAddress, connections: Connections, ownership: Ownership | None, data_key: bytes
    ) -> None:
        self.address = address
        self.data_key = data_key
        self._connections = connections
        self._ownership = ownership
        self.is_shared = isinstance(address, ServerAddress)
        """On a server: others may change it at the same time, so nothing read earlier is relied upon."""
        self._past: PastDeeds | None = None
        self._closed: frozenset[Month] | None = None
        self._lending: Lending | None = None
        self.deeds = 0
        """How many deeds have been done since the book was opened: pictures of before are out of date."""
        with connections.bare() as connection:
            row = connection.execute(_VILLAGE).fetchone()
        if row is None:
            raise Refusal("book-damaged", name=address.name)
        *village, self.install_id = row
        self.village = Village(*village)

    @property
    def path(self) -> Path:
        """The book's file.

        Raises:
            Refusal: ``only-for-a-file-book``: it is on a server.
        """
        return file_of(self.address)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Give one still picture of the book.

        Raises:
            Refusal: ``book-damaged``.
        """
        with self.raw_connection() as connection:
            yield Reading(connection, self.village.code)

    @contextmanager
    def changing(
        self, deed: Deed, *, only_trying: bool = False, of_village: str | None = None
    ) -> Iterator[Changing]:
        """Do one deed: it is on disk whole when the block is left, or not at all.

        With ``only_trying`` it is done like any other, so that all that can be refused is, and then not kept.
        With ``of_village`` it concerns this village's rows alone: on a server those of other villages go on.

        Raises:
            Refusal: ``disk-full``, ``book-busy``, ``book-damaged``, ``already-there``, ``no-such-record``,
                ``quarter-closed`` or ``value-not-allowed``: the book is as it was before.
        """
        with self._connections.transaction("IMMEDIATE") as connection:
            engine_of(connection).keep_others_out(connection, of_village)
            if self._closed is None or self.is_shared:
                self._closed = closed_quarters(connection)
            if self._lending is None or self.is_shared:
                self._lending = lending(connection)
            beside_others = self.is_shared and of_village is not None
            change = Changing(
                connection, self.village.code, deed, self._closed, self._lending, beside_others=beside_others
            )
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
        if self._closed is None or self.is_shared:
            with self.raw_connection() as connection:
                self._closed = closed_quarters(connection)
        return self._closed

    @property
    def lending(self) -> Lending:
        """What a second desk has, so that it is only read here: read once, and again after it has changed."""
        if self._lending is None or self.is_shared:
            with self.raw_connection() as connection:
                self._lending = lending(connection)
        return self._lending

    def undo(self, who: str, reason: str | None = None) -> PastDeed | None:
        """Take back the newest deed; None when there is none. A reason makes it a correction.

        Raises:
            Refusal: ``undo-of-another``: on a server the newest deed is somebody else's.
        """
        past = self.next_undo()
        if past and self.is_shared:
            self._refuse_of_another(past, who)
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
        """Do at a quiet moment what no save should wait for: in a file, fold the write-ahead log into it."""
        with self.bare_connection() as connection:
            engine_of(connection).tidy(connection)

    def newest_entry(self) -> int:
        """The number of the journal's newest entry: one statement, by which two moments are told apart."""
        with self.bare_connection() as connection:
            return chain_head(connection)[0]

    def contents(self) -> Contents:
        """Count what the book holds now."""
        with self.bare_connection() as connection:
            return contents_of(connection)

    def key_files(self) -> list[bytes | None]:
        """The copies of the key file, as they are; None for one that is missing."""
        if isinstance(self.address, ServerAddress):
            from village_desk.store.server.making import server_keyslots

            return [server_keyslots(self.address)]
        return [path.read_bytes() if path.is_file() else None for path in key_paths(self.address)]

    def bare_connection(self) -> AbstractContextManager[Connection]:
        """Give a connection outside a transaction to the store's own modules."""
        return self._connections.bare()

    def raw_connection(self) -> AbstractContextManager[Connection]:
        """Give a connection with a transaction to the store's own modules: verification and dump."""
        return self._connections.transaction()

    def close(self) -> None:
        """Close the book and let it go; twice is harmless."""
        self._connections.close()
        if self._ownership is not None:
            self._ownership.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take_back(self, past: PastDeed, kind: str, who: str, reason: str | None) -> PastDeed:
        deed = Deed(kind, who, reason, undoes=past.id, is_correction=reason is not None)
        with self.changing(deed) as change:
            if self.is_shared and not change.is_next(past):
                raise Refusal("book-busy", name=self.address.name)
            change.take_back(past.id)
        return past

    def _refuse_of_another(self, past: PastDeed, who: str) -> None:
        with self.raw_connection() as connection:
            doer = entries_of_deed(connection, past.id)[0].who
        if doer != who:
            raise Refusal("undo-of-another", name=doer)

    def _past_deeds(self) -> PastDeeds:
        if self._past is None or self.is_shared:
            with self.raw_connection() as connection:
                self._past = past_deeds(connection)
        return self._past


def create_book(
    path: BookAddress, village: Village, passphrase: str, *, cost: KeyCost = STRONG
) -> tuple[Book, str]:
    """Make a new book and return it open, with the recovery code to print and lock away.

    Raises:
        Refusal: ``file-exists``, ``weak-passphrase`` or a refusal of the folder: nothing is left behind. On a
            server as for ``make_server_book``.
    """
    if isinstance(path, ServerAddress):
        refuse_without_driver()
        from village_desk.store.server.making import make_server_book

        keys = make_keyslots(passphrase, village_code=village.code, cost=cost)
        make_server_book(path, village, keys.content)
        return _server_book(path, keys.data_key), keys.recovery_code
    from village_desk.store.making import make_book_file

    if not path.parent.is_dir():
        raise Refusal("no-such-folder", name=path.name, folder=str(path.parent))
    with _owned(path) as ownership:
        if path.exists():
            raise Refusal("file-exists", name=path.name, folder=str(path.parent))
        keys = make_keyslots(passphrase, village_code=village.code, cost=cost)
        make_book_file(path, village, keys.data_key, keys.content)
        return _book(path, ownership, keys.data_key), keys.recovery_code


def open_with(path: BookAddress, passphrase: str) -> Book:
    """Open a book with its passphrase.

    Raises:
        Refusal: ``wrong-passphrase``, ``keyslots-missing``, or as for ``open_book``.
    """
    return _unlocked(path, lambda content: open_with_passphrase(content, passphrase))


def open_with_code(path: BookAddress, code: str) -> Book:
    """Open a book with the recovery code from the safe.

    Raises:
        Refusal: ``recovery-code-mistyped``, ``wrong-recovery-code``, ``keyslots-missing``, or as for
            ``open_book``.
    """
    return _unlocked(path, lambda content: open_with_recovery_code(content, code))


def open_book(path: BookAddress, data_key: bytes) -> Book:
    """Open a book with its data key; an older format is brought up to date after a verified backup.

    Raises:
        Refusal: ``no-such-book``, ``book-in-use``, ``not-a-book``, ``book-damaged``, ``book-newer``: the file
            is untouched. On a server ``book-newer``, or as its ``in_words`` puts what the server says.
    """
    if isinstance(path, ServerAddress):
        return _server_book(path, data_key)
    with _owned(path) as ownership:
        is_restored = _tidy_after_crash(path)
        return _opened(path, data_key, ownership, is_restored=is_restored)


def _unlocked(path: BookAddress, unlock: Unlock) -> Book:
    if isinstance(path, ServerAddress):
        refuse_without_driver()
        from village_desk.store.server.making import server_keyslots

        return _server_book(path, unlock(server_keyslots(path)))
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


def _server_book(address: ServerAddress, data_key: bytes) -> Book:
    from village_desk.store.server.making import connections_to, raise_server_format

    raise_server_format(address)
    return _opened_through(connections_to(address), address, None, data_key)


def _book(path: Path, ownership: Ownership, data_key: bytes) -> Book:
    return _opened_through(connections_to_file(path, data_key), path, ownership, data_key)


def _opened_through(
    connections: Connections, address: BookAddress, ownership: Ownership | None, data_key: bytes
) -> Book:
    try:
        return Book(address, connections, ownership, data_key)
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
