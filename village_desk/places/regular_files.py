"""Reads files that others have put on a stick: regular ones of a bearable size, and nothing else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from village_desk.rules.refusals import Refusal

_FLAGS = (
    os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
)


def read_regular(path: Path, most_bytes: int) -> bytes:
    """Read a file whole; a link, folder, pipe or device is not followed or waited for.

    Raises:
        Refusal: ``file-missing``, ``file-not-regular``, ``file-empty``, ``file-too-large``,
            ``file-not-read``: the disk or the system refuses.
    """
    try:
        descriptor = os.open(path, _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            _refuse_unfit(path, os.fstat(descriptor), most_bytes)
            return file.read(most_bytes)
    except FileNotFoundError:
        raise Refusal("file-missing", name=path.name) from None
    except OSError:
        raise Refusal("file-not-regular" if _is_other(path) else "file-not-read", name=path.name) from None


def _refuse_unfit(path: Path, found: os.stat_result, most_bytes: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Refusal("file-not-regular", name=path.name)
    if not found.st_size:
        raise Refusal("file-empty", name=path.name)
    if found.st_size > most_bytes:
        raise Refusal("file-too-large", name=path.name, most=most_bytes // (1024 * 1024) or 1)


def _is_other(path: Path) -> bool:
    try:
        return not stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
