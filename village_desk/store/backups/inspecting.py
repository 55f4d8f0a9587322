"""Looks at a book that will not open, for the restore page: says what is wrong, which backups there are."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import BackupSeen, awaits_confirmation, backup_folder, list_backups
from village_desk.store.backups.book_contents import Contents, contents_of, sound_contents
from village_desk.store.backups.restore_steps import is_restore_unfinished
from village_desk.store.driver_faults import in_words
from village_desk.store.formats import format_of, refuse_foreign_file
from village_desk.store.keys.keyslots import open_with_passphrase, read_keyslots
from village_desk.store.opening import untouching_connection
from village_desk.store.ownership import Ownership


class BookState(Struct, frozen=True):
    """How a book stands, as far as it can be told without opening it."""

    path: Path
    problem: Refusal | None
    """The first thing that keeps it from being opened; None when nothing is seen."""
    backups: tuple[BackupSeen, ...]
    """Its own backups, newest first."""
    is_restore_unfinished: bool
    """A crash has cut a restore short; the next opening carries it through."""
    awaits_confirmation: bool
    """It has been restored, and nobody has said yet that it is the right one."""


def inspect_book(path: Path, data_key: bytes | None = None) -> BookState:
    """Find out what keeps a book from opening; with its data key all pages are looked at; never raises."""
    return BookState(
        path,
        _problem(path, data_key),
        tuple(list_backups(backup_folder(path))),
        is_restore_unfinished(path),
        awaits_confirmation(path),
    )


def present_contents(path: Path, passphrase: str) -> Contents:
    """Count what a closed book holds.

    Raises:
        Refusal: It cannot be opened with this passphrase, is in use, damaged or not there.
    """
    with Ownership(path), in_words(path):
        data_key = open_with_passphrase(read_keyslots(path), passphrase)
        refuse_foreign_file(path)
        with untouching_connection(path, data_key) as connection:
            return contents_of(connection)


def _problem(path: Path, data_key: bytes | None) -> Refusal | None:
    if is_restore_unfinished(path):
        return None
    try:
        refuse_foreign_file(path)
        with Ownership(path):
            read_keyslots(path)
            if data_key is not None:
                format_of(path, data_key)
                sound_contents(path, data_key)
    except Refusal as refusal:
        return refusal
    return None
