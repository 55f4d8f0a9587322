"""One owner per book: a lock held by the operating system, so that a crash leaves nothing to clear."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from village_desk.rules.refusals import Refusal


class Ownership:
    """Hold a book until closed or until the process dies."""

    def __init__(self, book: Path) -> None:
        """Take the book.

        Raises:
            Refusal: ``book-in-use``: another window or program holds it.
        """
        self._path = book.with_name(book.name + ".lock")
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Refusal("folder-read-only", file=book.name) from error
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise Refusal("book-in-use", file=book.name) from error

    def close(self) -> None:
        """Let the book go; twice is harmless."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Ownership:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.close()


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
