"""Backups made by hand and looked after: into the book's own folder or onto a stick, each read back."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from village_desk.entry.books.restoring import BackupRow, backups_of, row_of_file
from village_desk.entry.sitting import Sitting
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import back_up
from village_desk.store.backups.backup_file import check_backup


class BackupDone(Struct, frozen=True):
    """A backup that has been made and read back to its last byte."""

    path: Path
    households: int
    persons: int


def own_backups(sitting: Sitting) -> list[BackupRow]:
    """The backups in the book's own folder, newest first; a server has backups of its own."""
    return [] if sitting.book.is_shared else backups_of(sitting.book.path)


def back_up_to(sitting: Sitting, folder: Path | None = None) -> BackupDone:
    """Make a verified backup, in the book's own folder or in another; takes a while.

    Raises:
        Refusal: It could not be made or did not verify; nothing of it is left.
    """
    made = back_up(sitting.book, "hand", folder)
    return BackupDone(made.path, made.counts.get("household", 0), made.counts.get("person", 0))


def is_sound(path: Path) -> bool:
    """Whether a backup can be read to its last byte and is what it says; takes a while."""
    try:
        check_backup(path)
    except (Refusal, OSError):
        return False
    return True


def row_of(path: Path) -> BackupRow:
    """A backup made elsewhere, as the list shows it."""
    return row_of_file(path)
