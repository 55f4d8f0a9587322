"""One owner per book: a lock held by the operating system, so that a crash leaves nothing to clear."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from village_desk.places.disk_faults import refusal_for
from village_desk.rules.refusals import Refusal


class Ownership:
    """Hold a book until closed or until the process dies."""

    def __init__(self, book: Path) -> None:
        """Take the book.

        Raises:
            Refusal: ``book-in-use``: another window or program holds it; or the folder cannot be written.
        """
        self._path = book.with_name(book.name + ".lock")
        self._file = -1
        while not self._is_held():
            self._file = self._take(book)

    def close(self) -> None:
        """Let the book go; twice is harmless."""
        if self._file < 0:
            return
        if sys.platform != "win32":  # there an open file cannot be removed, and an empty one does no harm
            with suppress(OSError):
                self._path.unlink()
        os.close(self._file)
        self._file = -1

    def __enter__(self) -> Ownership:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, book: Path) -> int:
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise refusal_for(error, book) from error
        try:
            _lock(file)
        except OSError as error:
            os.close(file)
            raise Refusal("book-in-use", name=book.name) from error
        return file

    def _is_held(self) -> bool:
        """Tell whether the locked file still bears the name: its last owner may just have removed it."""
        if self._file < 0:
            return False
        with suppress(OSError):
            if sys.platform == "win32" or os.path.samestat(os.fstat(self._file), self._path.stat()):
                return True
        os.close(self._file)
        self._file = -1
        return False


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
