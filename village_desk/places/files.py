"""Writes files so that they appear whole or not at all, on a disk and on a stick.

A file is written under a name ending in ``.part`` beside its target, synced, read back and checked, and only
then renamed. It is synced once more under its new name: FAT keeps the old clusters otherwise. Whatever fails,
the file that was there before is still there, and no part is left.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from village_desk.places.claims import claim, is_claimed
from village_desk.places.disk_faults import refusing
from village_desk.places.file_names import refuse_bad_name, safe_name
from village_desk.places.placing import discard, rename_durably, sync
from village_desk.rules.refusals import Refusal

__all__ = ["Verify", "discard", "part_for", "place_whole", "remove_stale_parts", "safe_name", "write_whole"]

Verify = Callable[[Path], None]

_PART = re.compile(r".+\.[0-9a-f]{8}\.part(-journal|-wal|-shm)?")
_SPARE_BYTES = 64 * 1024
_PIECE_BYTES = 1024 * 1024
_BINARY = getattr(os, "O_BINARY", 0)


def write_whole(path: Path, content: bytes, *, verify: Verify | None = None, replace: bool = True) -> None:
    """Write a file that appears whole or not at all; after the return it is on the disk.

    Args:
        path: The final name.
        content: All of it.
        verify: Opens the finished part (its name ends in .part) and raises if it is not what it should be.
        replace: False never overwrites, as a stick demands: an existing file is refused.

    Raises:
        Refusal: disk-full, no-such-folder, folder-read-only, file-in-use, file-exists, name-not-allowed,
            path-too-long, file-not-verified, file-not-written: nothing has changed.
            file-not-confirmed: the new file is there and whole, the disk did not confirm it.
    """
    part = part_for(path, expected_bytes=len(content), replace=replace)
    with refusing(path), _removed_on_failure(part), _created(part):
        _write(part, content)
        _read_back(part, content, path)
        _place(part, path, verify, replace=replace)


def place_whole(part: Path, path: Path, *, verify: Verify | None = None, replace: bool = True) -> None:
    """Give a part that something else has written its final name; it appears whole or not at all.

    Raises:
        Refusal: As for `write_whole`; the part is gone then.
    """
    with refusing(path), _removed_on_failure(part):
        _refuse_target(path, replace=replace)
        _place(part, path, verify, replace=replace)


def part_for(path: Path, *, expected_bytes: int = 0, replace: bool = True) -> Path:
    """Choose the name of the part beside a target that can be written; the part does not exist yet.

    Raises:
        Refusal: The name, the folder or the free space (twice the expected bytes) will not do.
    """
    with refusing(path):
        _refuse_target(path, replace=replace)
        if shutil.disk_usage(path.parent).free < 2 * expected_bytes + _SPARE_BYTES:
            raise Refusal("disk-full", name=path.name, folder=str(path.parent))
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")


def remove_stale_parts(folder: Path) -> int:
    """Remove the parts a crash has left in a folder, not those being written; return how many went."""
    removed = 0
    with suppress(OSError):
        for entry in sorted(folder.iterdir()):
            if _PART.fullmatch(entry.name) and not entry.is_dir() and not is_claimed(entry):
                with suppress(OSError):
                    entry.unlink()
                    removed += 1
    return removed


def _refuse_target(path: Path, *, replace: bool) -> None:
    refuse_bad_name(path)
    if not path.parent.is_dir():
        raise Refusal("no-such-folder", name=path.name, folder=str(path.parent))
    is_other_thing = (
        path.exists() and not path.is_file()
    )  # a folder; a device or pipe, which a file must not replace
    if is_other_thing or (not replace and os.path.lexists(path)):
        raise Refusal("file-exists", name=path.name, folder=str(path.parent))


@contextmanager
def _removed_on_failure(part: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        discard(part)
        raise


@contextmanager
def _created(part: Path) -> Iterator[None]:
    descriptor = claim(part)
    if sys.platform == "win32":
        # A file that is open cannot be renamed there, and one being written cannot be removed either.
        os.close(descriptor)
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):  # nothing was written through it
            os.close(descriptor)


def _write(part: Path, content: bytes) -> None:
    descriptor = os.open(part, os.O_WRONLY | _BINARY)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest[:_PIECE_BYTES]) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_back(part: Path, content: bytes, path: Path) -> None:
    found = hashlib.sha256()
    with part.open("rb") as file:
        _forget_cached(file.fileno())
        while piece := file.read(_PIECE_BYTES):
            found.update(piece)
    if found.digest() != hashlib.sha256(content).digest():
        raise Refusal("file-not-verified", name=path.name, folder=str(path.parent))


def _forget_cached(descriptor: int) -> None:
    # A stick of false capacity is only found out when the memory of the system does not answer for it.
    if sys.platform == "linux":
        with suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _place(part: Path, path: Path, verify: Verify | None, *, replace: bool) -> None:
    sync(part)
    _check(part, path, verify)
    rename_durably(part, path, replace=replace)


def _check(part: Path, path: Path, verify: Verify | None) -> None:
    if verify is None:
        return
    try:
        verify(part)
    except Refusal:
        raise
    except Exception:  # noqa: BLE001 - whatever a reader dislikes, the part is not what it should be
        raise Refusal("file-not-verified", name=path.name, folder=str(path.parent)) from None
