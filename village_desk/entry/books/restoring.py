"""The restore page without a window: what backups there are, what each holds, and putting one back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from village_desk.definitions.words import say, sentence_of
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import BackupSeen, awaits_confirmation, confirm_restore
from village_desk.store.backups.backup_file import read_backup_keyslots
from village_desk.store.backups.book_contents import Contents
from village_desk.store.backups.inspecting import inspect_book, present_contents
from village_desk.store.backups.restore import Differences, Restored, differences, restore
from village_desk.store.keys.keyslots import is_practice
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

_COUNTED = ("household", "person", "ledger_line", "visit")
"""Tables whose counts tell somebody which backup is the right one."""


class BackupRow(Struct, frozen=True):
    """One backup as the list shows it."""

    path: Path
    made_at: str
    why: str
    households: str
    persons: str
    changes: str


def backups_of(book: Path) -> list[BackupRow]:
    """The backups of a book, newest first."""
    return [_row(seen) for seen in inspect_book(book).backups]


def problem_of(book: Path) -> str:
    """What keeps a book from opening, in a sentence; blank when nothing is seen."""
    problem = inspect_book(book).problem
    return sentence_of(problem) if problem else ""


def row_of_file(path: Path) -> BackupRow:
    """A backup chosen by hand, for example on a stick."""
    from village_desk.store.backups.backup_file import read_manifest

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


def contents_now(book: Path, passphrase: str) -> Contents | None:
    """What a closed book holds now, to hold its backups against; None where it cannot be opened."""
    try:
        return present_contents(book, passphrase or PRACTICE_PASSPHRASE)
    except Refusal:
        return None


def difference_words(backup: Path, now: Contents) -> str:
    """What restoring a backup would change, in words; blank where it cannot be read."""
    try:
        found = differences(backup, now)
    except Refusal:
        return ""
    parts = [_part(key, found) for key in _COUNTED]
    changed = "、".join(part for part in parts if part) or say("restoring.same_counts")
    if found.later_entries == 0:
        return say("restoring.same") if changed == say("restoring.same_counts") else changed
    key = "later" if found.later_entries > 0 else "earlier"
    return say(f"restoring.{key}", changed=changed, count=abs(found.later_entries))


def _part(key: str, found: Differences) -> str:
    more = found.in_backup.get(key, 0) - found.in_book.get(key, 0)
    if not more:
        return ""
    what = say(f"restoring.{key}", count=abs(more))
    return say("restoring.more" if more > 0 else "restoring.fewer", what=what)


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
