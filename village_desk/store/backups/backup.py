"""Backups 备份: verified copies of a book in its own folder and on a stick, thinned along their sequence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from village_desk import __version__
from village_desk.definitions.words import say
from village_desk.places.disk_faults import refusing
from village_desk.places.files import discard, part_for, place_whole
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup_file import (
    Manifest,
    check_backup,
    digest_of,
    read_manifest,
    write_backup,
)
from village_desk.store.backups.book_contents import Contents, contents_of, sound_contents
from village_desk.store.backups.thinning import day_after, sequences_to_remove
from village_desk.store.driver_faults import in_words
from village_desk.store.keys.keyslots import read_keyslots
from village_desk.store.opening import untouching_connection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from village_desk.store.book import Book

ENDING = ".vdbak"
_SEQUENCE = re.compile(rf".+-(\d{{6,}})-[^-]+-[^-]+{re.escape(ENDING)}")


class BackupMade(Struct, frozen=True):
    """A backup that has just been made and read back."""

    path: Path
    sequence: int
    counts: Mapping[str, int]


class BackupSeen(Struct, frozen=True):
    """A backup in a folder; ``manifest`` is None when it cannot be read."""

    path: Path
    sequence: int
    manifest: Manifest | None


def backup_folder(book: Path) -> Path:
    """Name the folder of a book's own backups."""
    return book.with_name(f"{book.stem}-备份")


def back_up(book: Book, why: str, to: Path | None = None) -> BackupMade:
    """Make a verified backup, in the book's own folder or in another one such as a stick.

    Raises:
        Refusal: It could not be made or did not verify; no part of it is left.
    """
    return back_up_file(book.path, book.data_key, why=why, to=to)


def back_up_if_changed(book: Book, why: str) -> BackupMade | None:
    """Make a backup unless the newest one already holds everything, or the book's server looks after that.

    Raises:
        Refusal: As for ``back_up``.
    """
    return back_up(book, why) if not book.is_shared and has_changed(book) else None


def has_changed(book: Book) -> bool:
    """Tell whether the book holds something that its newest own backup does not."""
    newest = newest_backup(book.path, book.install_id)
    with book.reading() as reading:
        return newest is None or reading.chain_head() != (newest.entries, newest.head)


def newest_backup(book: Path, install_id: str) -> Manifest | None:
    """Find the newest readable backup in a book's own folder."""
    seen = (backup.manifest for backup in list_backups(backup_folder(book)))
    return next((manifest for manifest in seen if manifest and manifest.install_id == install_id), None)


def back_up_file(path: Path, data_key: bytes, *, why: str, to: Path | None = None) -> BackupMade:
    """Make a verified backup of a book's file, whether it is open or not.

    Raises:
        Refusal: As for ``back_up``.
    """
    home = backup_folder(path)
    with refusing(home):
        home.mkdir(exist_ok=True)
    copy = part_for(home / path.name, expected_bytes=2 * path.stat().st_size)
    try:
        contents = _copy_book(path, copy, data_key)
        made = _write(path, copy, contents, why, to or home)
    finally:
        discard(copy)
    if to is None:
        _thin(home, contents.install_id)
    return made


def list_backups(folder: Path) -> list[BackupSeen]:
    """List a folder's backups, newest first, with what they say of themselves; no key is needed."""
    found = [BackupSeen(path, _named_sequence(path), _manifest(path)) for path in _backup_files(folder)]
    return sorted(found, key=lambda backup: (backup.sequence, backup.path.name), reverse=True)


def keep_all_backups(book: Path) -> None:
    """Stop the thinning until the user has confirmed that a restored book is the right one.

    Raises:
        Refusal: The folder cannot be written.
    """
    with refusing(_marker(backup_folder(book))):
        backup_folder(book).mkdir(exist_ok=True)
        _marker(backup_folder(book)).touch()


def confirm_restore(book: Path) -> None:
    """Let the thinning go on: the restored book is the right one."""
    with suppress(OSError):
        _marker(backup_folder(book)).unlink()


def awaits_confirmation(book: Path) -> bool:
    """Tell whether a restored book has not been confirmed yet."""
    return _marker(backup_folder(book)).exists()


def _copy_book(path: Path, copy: Path, data_key: bytes) -> Contents:
    with in_words(path), untouching_connection(path, data_key) as connection:
        before = contents_of(connection)
        connection.execute("VACUUM INTO ?", (str(copy),))
    contents = sound_contents(copy, data_key)
    if contents != before and contents.entries <= before.entries:
        raise Refusal("backup-not-verified", name=path.name)
    return contents


def _write(path: Path, copy: Path, contents: Contents, why: str, folder: Path) -> BackupMade:
    now = datetime.now(UTC)
    sequence = 1 + max((_named_sequence(file) for file in _files_of_both(path, folder)), default=0)
    keyslots = read_keyslots(path)
    manifest = Manifest(
        sequence,
        day_after(newest_backup(path, contents.install_id), now),
        now.isoformat(timespec="seconds"),
        why,
        __version__,
        **asdict(contents),
        book_sha256=digest_of(copy),
        keyslots_sha256=hashlib.sha256(keyslots).hexdigest(),
    )
    final = folder / f"{path.stem}-{sequence:06d}-{now:%Y%m%d}-{say(f'backup_why.{why}')}{ENDING}"
    part = part_for(final, expected_bytes=copy.stat().st_size, replace=False)
    try:
        with refusing(final):
            write_backup(part, copy, keyslots, manifest)
        place_whole(part, final, verify=check_backup, replace=False)
    finally:
        discard(part)
    return BackupMade(final, sequence, contents.counts)


def _thin(home: Path, install_id: str) -> None:
    if _marker(home).exists():
        return
    own = {
        backup.sequence: backup
        for backup in list_backups(home)
        if backup.manifest and backup.manifest.install_id == install_id
    }
    for sequence in sequences_to_remove([backup.manifest for backup in own.values() if backup.manifest]):
        with suppress(OSError):
            own[sequence].path.unlink()


def _files_of_both(book: Path, folder: Path) -> Iterator[Path]:
    yield from _backup_files(backup_folder(book))
    yield from _backup_files(folder)


def _backup_files(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.name.endswith(ENDING) and path.is_file()]
    return []


def _named_sequence(path: Path) -> int:
    named = _SEQUENCE.fullmatch(path.name)
    return int(named[1]) if named else 0


def _manifest(path: Path) -> Manifest | None:
    try:
        return read_manifest(path)
    except (Refusal, OSError):
        return None


def _marker(home: Path) -> Path:
    return home / "恢复待确认"
