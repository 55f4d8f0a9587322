"""Restores a book from a backup: verified first, what was there kept aside, never a mixture of both."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from village_desk.places.disk_faults import refusing
from village_desk.places.files import discard, part_for
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import back_up_file, keep_all_backups
from village_desk.store.backups.backup_file import Manifest, read_backup_keyslots, read_manifest, unpack_book
from village_desk.store.backups.book_contents import Contents, sound_contents
from village_desk.store.backups.key_rescue import is_same_book
from village_desk.store.backups.quarantine import new_quarantine
from village_desk.store.backups.restore_steps import (
    Intent,
    begin_restore,
    forget_restore,
    ready_path,
    settle_restore,
)
from village_desk.store.keys.keyslots import open_with_passphrase, read_keyslots
from village_desk.store.ownership import Ownership
from village_desk.store.steps import newest_format


class Restored(Struct, frozen=True):
    """What a restore has done."""

    sequence: int
    counts: Mapping[str, int]
    """Rows of the restored book by table, counted again in its place."""
    quarantine: Path
    """Where the set that was there before is kept."""


class Differences(Struct, frozen=True):
    """What would change by restoring: living records by table, in the backup and in the book now."""

    made_at: str
    in_backup: Mapping[str, int]
    in_book: Mapping[str, int]
    later_entries: int
    """Journal entries that the book has beyond the backup."""


def differences(backup: Path, now: Contents) -> Differences:
    """Compare a backup with what the book holds now, in counts that can be put into words.

    Raises:
        Refusal: ``backup-damaged`` or ``backup-newer``.
    """
    manifest = read_manifest(backup)
    return Differences(manifest.made_at, manifest.living, now.living, now.entries - manifest.entries)


def restore(
    backup: Path, book: Path, *, data_key: bytes | None = None, passphrase: str | None = None
) -> Restored:
    """Put the book of a backup in the place of the present one, which must be closed.

    Give the data key of the book that was open, or a passphrase. The key file stays the present one where it
    is the same book's, so that a passphrase changed since the backup goes on holding.

    Raises:
        Refusal: ``book-in-use``, ``backup-damaged``, ``backup-newer``, ``wrong-passphrase`` or a refusal of
            the disk: the present set is untouched, or opening the book carries the restore through.
    """
    with Ownership(book):
        settle_restore(book)  # an earlier one, cut short; this one makes the backup that it owes
        forget_restore(book)
        manifest = read_manifest(backup)
        keyslots, key = _keys(backup, book, data_key, passphrase)
        _make_ready(backup, book, manifest, key)
        keep_all_backups(book)
        _back_up(book, key, "restore")
        quarantine = new_quarantine(book)
        begin_restore(book, Intent(os.path.relpath(quarantine, book.parent), keyslots))
        _carry_through(book)
        found = sound_contents(book, key)
        if found != manifest.contents:
            raise Refusal("backup-damaged", name=backup.name)
        _back_up(book, key, "restored")  # a book is held against its newest backup
        forget_restore(book)
        return Restored(manifest.sequence, found.counts, quarantine)


def _keys(backup: Path, book: Path, data_key: bytes | None, passphrase: str | None) -> tuple[bytes, bytes]:
    """Choose the key file for the restored book, and find its data key."""
    of_backup = read_backup_keyslots(backup)
    present = _present_keyslots(book)
    keyslots = present if present is not None and is_same_book(present, of_backup) else of_backup
    return keyslots, data_key or open_with_passphrase(keyslots, passphrase or "")


def _present_keyslots(book: Path) -> bytes | None:
    try:
        return read_keyslots(book)
    except Refusal:
        return None


def _make_ready(backup: Path, book: Path, manifest: Manifest, key: bytes) -> None:
    if manifest.book_format > newest_format():
        raise Refusal("backup-newer", name=backup.name)
    part = part_for(book, expected_bytes=backup.stat().st_size)
    try:
        with refusing(book):
            unpack_book(backup, part)
        if sound_contents(part, key) != manifest.contents:
            raise Refusal("backup-damaged", name=backup.name)
        with refusing(book):
            part.replace(ready_path(book))
    finally:
        discard(part)


def _carry_through(book: Path) -> None:
    try:
        settle_restore(book)
    except Refusal:
        settle_restore(book)  # where the new book could not be placed, this takes the old set back
        raise


def _back_up(book: Path, key: bytes, why: str) -> None:
    """Make a backup where there is a sound book; a broken one is only kept in quarantine."""
    if book.is_file():
        with suppress(Refusal):
            back_up_file(book, key, why=why)
