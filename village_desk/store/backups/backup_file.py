"""One backup 备份: a zip of the book's encrypted copy, its key file and a manifest that needs no key."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import asdict

from village_desk.rules.refusals import Refusal
from village_desk.store.backups.book_contents import Contents

FORMAT = 1

_BOOK, _KEYS, _MANIFEST = "book", "keyslots", "manifest.json"
_PIECE_BYTES = 1024 * 1024
_MOST_MANIFEST_BYTES = 1024 * 1024
_MOST_KEY_BYTES = 1024 * 1024
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


class Manifest(Struct, frozen=True):
    """What a backup says of itself; it cannot be trusted before the book inside has been opened."""

    sequence: int
    day: int
    """A number of days that never runs backwards, whatever the clock does."""
    made_at: str
    why: str
    """A word of resources/words, section ``backup_why``."""
    program: str
    book_format: int
    village_code: str
    village_name: str
    kind: str
    install_id: str
    counts: Mapping[str, int]
    living: Mapping[str, int]
    entries: int
    head: str
    book_sha256: str
    keyslots_sha256: str

    @property
    def contents(self) -> Contents:
        """What the book inside holds."""
        return Contents(**{name: getattr(self, name) for name in Contents.__struct_fields__})


def digest_of(path: Path) -> str:
    """Digest a file without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_backup(part: Path, copy: Path, keyslots: bytes, manifest: Manifest) -> None:
    """Write the zip under a part's name; the caller places it."""
    said = json.dumps({"backup": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1).encode()
    with zipfile.ZipFile(part, "x", zipfile.ZIP_STORED) as backup:
        backup.writestr(zipfile.ZipInfo(_MANIFEST, _FIXED_DATE), said)
        backup.writestr(zipfile.ZipInfo(_KEYS, _FIXED_DATE), keyslots)
        book = zipfile.ZipInfo(_BOOK, _FIXED_DATE)
        book.file_size = copy.stat().st_size
        with copy.open("rb") as source, backup.open(book, "w") as target:
            shutil.copyfileobj(source, target, _PIECE_BYTES)


def read_manifest(path: Path) -> Manifest:
    """Read what a backup says of itself.

    Raises:
        Refusal: ``backup-damaged`` or ``backup-newer``.
    """
    with _reading(path) as backup:
        table = json.loads(_small(backup, _MANIFEST, _MOST_MANIFEST_BYTES))
        if table.pop("backup") > FORMAT:
            raise Refusal("backup-newer", name=path.name)
        return Manifest(**table)


def read_backup_keyslots(path: Path) -> bytes:
    """Read the key file that lies in a backup.

    Raises:
        Refusal: ``backup-damaged`` or ``backup-newer``.
    """
    manifest = read_manifest(path)
    with _reading(path) as backup:
        content = _small(backup, _KEYS, _MOST_KEY_BYTES)
        if hashlib.sha256(content).hexdigest() != manifest.keyslots_sha256:
            raise Refusal("backup-damaged", name=path.name)
        return content


def check_backup(path: Path) -> None:
    """Read a backup to its last byte.

    Raises:
        Refusal: ``backup-damaged`` or ``backup-newer``.
    """
    read_backup_keyslots(path)
    with Path(os.devnull).open("wb") as nowhere:
        _copy_book(path, nowhere)


def unpack_book(path: Path, target: Path) -> None:
    """Put the book inside a backup into a new file, synced to the disk.

    Raises:
        Refusal: ``backup-damaged`` or ``backup-newer``.
    """
    with target.open("xb") as file:
        _copy_book(path, file)
        file.flush()
        os.fsync(file.fileno())


def _copy_book(path: Path, target: BinaryIO) -> None:
    manifest, digest = read_manifest(path), hashlib.sha256()
    with _reading(path) as backup, backup.open(_BOOK) as source:
        while piece := source.read(_PIECE_BYTES):
            digest.update(piece)
            target.write(piece)
    if digest.hexdigest() != manifest.book_sha256:
        raise Refusal("backup-damaged", name=path.name)


def _small(backup: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    with backup.open(name) as file:
        return file.read(most_bytes)


@contextmanager
def _reading(path: Path) -> Iterator[zipfile.ZipFile]:
    if not _is_file(path):
        raise Refusal("backup-damaged", name=path.name)
    try:
        with zipfile.ZipFile(path) as backup:
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in backup.infolist()):
                raise Refusal("backup-damaged", name=path.name)
            yield backup
    except (zipfile.BadZipFile, zlib.error, EOFError, FileNotFoundError, NotImplementedError) as error:
        raise Refusal("backup-damaged", name=path.name) from error
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError, RecursionError):
        raise Refusal("backup-damaged", name=path.name) from None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for any file
        return False
