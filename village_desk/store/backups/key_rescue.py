"""Finds a book's key, also when its key file is lost: in the second copy, then in the newest backup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import backup_folder, list_backups
from village_desk.store.backups.backup_file import read_backup_keyslots
from village_desk.store.formats import format_of, refuse_foreign_file
from village_desk.store.keys.key_copies import key_paths
from village_desk.store.keys.key_file import read_key_file
from village_desk.store.keys.keyslots import mend_keyslots, read_keyslots, write_keyslots

Unlock = Callable[[bytes], bytes]

_LOST = frozenset({"keyslots-missing", "keyslots-damaged"})
_MAYBE_LOST = _LOST | {"wrong-passphrase", "wrong-recovery-code", "book-damaged"}


def find_data_key(book: Path, unlock: Unlock) -> bytes:
    """Unlock the key file beside a book; where it is lost or another book's, the second copy or the backup's.

    A book's own key file is never passed over: an older one would let an old passphrase in again. Nothing is
    written before the key has opened the book: a stranger's key file never takes the place of the own copy.

    Raises:
        Refusal: ``keyslots-missing``, ``keyslots-damaged``, what ``unlock`` refuses, or ``book-damaged``.
    """
    refuse_foreign_file(book)
    try:
        data_key = unlock(read_keyslots(book))
        format_of(book, data_key)
    except Refusal as refusal:
        if refusal.code not in _MAYBE_LOST:
            raise
        return _rescued(book, unlock, refusal)
    with suppress(Refusal):
        mend_keyslots(book)
    return data_key


def is_same_book(content: bytes, other: bytes) -> bool:
    """Tell whether two key files hold the same book's key, whatever their passphrases.

    Raises:
        Refusal: ``keyslots-damaged`` or ``keyslots-newer``.
    """
    return read_key_file(content).key_check == read_key_file(other).key_check


def _rescued(book: Path, unlock: Unlock, why: Refusal) -> bytes:
    for content in _further_key_files(book):
        if _is_own(book, content):
            continue
        try:
            return _put_back(book, content, unlock)
        except Refusal as refusal:
            why = refusal if why.code in _LOST else why
    raise why


def _further_key_files(book: Path) -> Iterator[bytes]:
    with suppress(Refusal, OSError):
        content = key_paths(book)[1].read_bytes()
        read_key_file(content)
        yield content
    rescued = _from_newest_backup(book)
    if rescued is not None:
        yield rescued


def _is_own(book: Path, rescued: bytes) -> bool:
    try:
        return is_same_book(read_keyslots(book), rescued)
    except Refusal:
        return False


def _put_back(book: Path, content: bytes, unlock: Unlock) -> bytes:
    data_key = unlock(content)
    try:
        format_of(book, data_key)
    except Refusal as refusal:
        raise Refusal("keyslots-of-another-book") from refusal
    write_keyslots(book, content)
    return data_key


def _from_newest_backup(book: Path) -> bytes | None:
    for backup in list_backups(backup_folder(book)):
        with suppress(Refusal, OSError):
            return read_backup_keyslots(backup.path)
    return None
