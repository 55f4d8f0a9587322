"""Turns what a disk or a system refuses into one refusal with a sentence; nothing raw gets out."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from village_desk.rules.refusals import Refusal

# Access denied, sharing violation, lock violation: a virus scanner, an indexer or WPS holds the file.
WINDOWS_HELD = frozenset({5, 32, 33})
_WINDOWS_SHARING = frozenset({32, 33})
_WINDOWS_TOO_LONG = 206

_CODES = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EFBIG: "disk-full",
    errno.EACCES: "folder-read-only",
    errno.EPERM: "folder-read-only",
    errno.EROFS: "folder-read-only",
    errno.ENOENT: "no-such-folder",
    errno.ENOTDIR: "no-such-folder",
    errno.EBUSY: "file-in-use",
    errno.ETXTBSY: "file-in-use",
    errno.ENAMETOOLONG: "path-too-long",
    errno.EEXIST: "file-exists",
    errno.EISDIR: "file-exists",
}


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Let only refusals out of the block: every other exception becomes the refusal that fits it.

    Raises:
        Refusal: Something in the block failed; the code tells what the user can do.
    """
    try:
        yield
    except Refusal:
        raise
    except OSError as error:
        raise refusal_for(error, path) from error
    except Exception:  # noqa: BLE001 - libraries fail with exceptions of their own on a full disk
        # The text of a foreign exception may carry what was being written: names, numbers.
        raise Refusal("file-not-written", name=path.name, folder=str(path.parent)) from None


def refusal_for(error: OSError, path: Path) -> Refusal:
    """Choose the refusal for what the system answered about a file."""
    return Refusal(_code(error, path), name=path.name, folder=str(path.parent))


def _code(error: OSError, path: Path) -> str:
    windows_number = getattr(error, "winerror", None)
    if windows_number in _WINDOWS_SHARING:
        return "file-in-use"
    if windows_number in WINDOWS_HELD and path.is_file():
        return "file-in-use"
    if windows_number == _WINDOWS_TOO_LONG:
        return "path-too-long"
    return _CODES.get(error.errno or 0, "file-not-written")
