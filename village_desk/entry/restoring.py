"""The restore page without a window: what backups there are, what each holds, and putting one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from village_desk.definitions.words import say, sentence_of
from village_desk.store.backup import BackupSeen, awaits_confirmation, confirm_restore
from village_desk.store.backup_file import read_backup_keyslots
from village_desk.store.inspecting import inspect_book
from village_desk.store.keyslots import is_practice
from village_desk.store.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.restore import Restored, restore


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup as the list shows it."""

    path: Path
    made_at: str
    why: str
    households: str
    persons: str
    changes: str

    @property
    def is_readable(self) -> bool:
        """It says what it holds; others are shown and cannot be chosen."""
        return bool(self.made_at)


def backups_of(book: Path) -> list[BackupRow]:
    """The backups of a book, newest first."""
    return [_row(seen) for seen in inspect_book(book).backups]


def problem_of(book: Path) -> str:
    """What keeps a book from opening, in a sentence; blank when nothing is seen."""
    problem = inspect_book(book).problem
    return sentence_of(problem) if problem else ""


def row_of_file(path: Path) -> BackupRow:
    """A backup chosen by hand, for example on a stick."""
    from village_desk.store.backup_file import read_manifest

    return _row(BackupSeen(path, 0, read_manifest(path)))


def needs_passphrase(backup: Path) -> bool:
    """Whether a backup is a real village's.

    Raises:
        Refusal: The backup cannot be read.
    """
    return not is_practice(read_backup_keyslots(backup))


def put_back(backup: Path, book: Path, passphrase: str) -> Restored:
    """Restore a backup; the present files go into quarantine together.

    Raises:
        Refusal: Wrong passphrase, damaged backup, or the disk: see the store.
    """
    return restore(backup, book, passphrase=passphrase or PRACTICE_PASSPHRASE)


def is_unconfirmed(book: Path) -> bool:
    """Whether a book was restored and nobody has said yet that it is the right one: all backups stay."""
    return awaits_confirmation(book)


def confirm(book: Path) -> None:
    """The restored book is the right one: old backups are thinned again."""
    confirm_restore(book)


def _row(seen: BackupSeen) -> BackupRow:
    manifest = seen.manifest
    if manifest is None:
        return BackupRow(seen.path, "", say("restoring.unreadable"), "", "", "")
    made = datetime.fromisoformat(manifest.made_at).astimezone()
    key = f"restoring.why_{manifest.why}"
    from village_desk.definitions.words import all_keys

    return BackupRow(
        seen.path,
        f"{made:%Y-%m-%d %H:%M}",
        say(key) if key in all_keys() else manifest.why,
        str(manifest.living.get("household", 0)),
        str(manifest.living.get("person", 0)),
        str(manifest.entries),
    )
