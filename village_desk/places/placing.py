"""Gives a finished part its final name: a power cut leaves the old file or the new one, nothing else."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import sleep

from village_desk.places.disk_faults import WINDOWS_HELD
from village_desk.rules.refusals import Refusal

_WAITS_SECONDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8)
_BINARY = getattr(os, "O_BINARY", 0)
_NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EMLINK}
)


def rename_durably(part: Path, path: Path, *, replace: bool) -> None:
    """Give a synced part its final name; it is on the disk after the return, or nothing has changed.

    Raises:
        OSError: It could not be renamed or confirmed; what was there before is there.
        Refusal: file-not-confirmed: the new file is there and whole, the disk did not confirm it.
    """
    had_old = os.path.lexists(path)
    kept = _kept_old(path) if had_old and replace else None
    try:
        _patiently(lambda: part.replace(path) if replace else _rename_to_new(part, path))
        try:
            sync(path)
            _sync_folder(path.parent)
        except BaseException:
            _take_back(path, kept, had_old=had_old)
            raise
    finally:
        if kept is not None:
            discard(kept)


def sync(path: Path) -> None:
    """Bring a file's content to the disk.

    Raises:
        OSError: The disk did not confirm it.
    """
    # Windows syncs only through a handle that may write.
    descriptor = os.open(path, os.O_RDWR | _BINARY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(part: Path) -> None:
    """Remove a part; what holds it for a moment is waited for, what keeps it is removed at the next start."""
    with suppress(OSError):
        _patiently(lambda: part.unlink(missing_ok=True))


def _kept_old(path: Path) -> Path | None:
    """Keep the old file under a second name until the new one is confirmed; None where FAT cannot."""
    kept = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        os.link(path, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return None
    return kept


def _take_back(path: Path, kept: Path | None, *, had_old: bool) -> None:
    """Undo a rename the disk did not confirm, so that a refusal means that nothing has changed.

    Raises:
        Refusal: file-not-confirmed: it could not be undone; the new file is there.
    """
    try:
        if kept is not None:
            kept.replace(path)
        elif not had_old:
            path.unlink()
        else:
            raise Refusal("file-not-confirmed", name=path.name, folder=str(path.parent))
    except OSError as error:
        raise Refusal("file-not-confirmed", name=path.name, folder=str(path.parent)) from error


def _rename_to_new(part: Path, path: Path) -> None:
    if sys.platform == "win32":
        part.rename(path)  # never overwrites there
        return
    try:
        os.link(part, path)
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(path):
            raise
        part.rename(path)  # FAT knows no second names; one person at one desk writes to a stick
    else:
        discard(part)


def _patiently(rename: Callable[[], object]) -> None:
    for wait in _WAITS_SECONDS:
        try:
            rename()
        except OSError as error:
            if getattr(error, "winerror", None) not in WINDOWS_HELD:
                raise
            sleep(wait)
        else:
            return
    rename()


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # a folder cannot be synced there; the file was, under its final name
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network and stick systems know no sync of folders
            raise
    finally:
        os.close(descriptor)
