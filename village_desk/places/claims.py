"""Says which of our unfinished files and folders belong to a program that is still running."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


def claim(path: Path) -> int:
    """Create a new file and mark it as in use until the returned descriptor is closed or the program ends.

    Raises:
        OSError: It exists already or cannot be made.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with suppress(OSError):  # some network shares know no locks; the claim is then only the file
        _lock(descriptor)
    return descriptor


def is_claimed(path: Path) -> bool:
    """Tell whether a running program has a claim on the file; a crash gives a claim up by itself."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return sys.platform == "win32"
    try:
        _lock(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
