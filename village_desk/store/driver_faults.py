"""Turns what the database driver says into refusals; no value of the book is ever in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from village_desk.rules.refusals import Refusal

_CODES = (
    # The driver names faults in English words only; the first that fits decides.
    ("unique constraint", "already-there"),
    ("foreign key constraint", "no-such-record"),
    ("constraint failed", "value-not-allowed"),
    ("cannot store", "value-not-allowed"),
    ("type mismatch", "value-not-allowed"),
    ("database or disk is full", "disk-full"),
    ("locked", "book-busy"),
    ("readonly", "folder-read-only"),
    ("not a database", "book-damaged"),
    ("malformed", "book-damaged"),
    ("disk i/o error", "disk-failing"),
    ("unable to open", "book-damaged"),
    ("no such table", "book-damaged"),
    ("no such column", "book-damaged"),
)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn faults of the driver in the block into refusals, each with its own sentence.

    Raises:
        Refusal: already-there, no-such-record, value-not-allowed, disk-full, book-busy, folder-read-only,
            book-damaged or disk-failing.
    """
    from village_desk.store.opening import driver

    try:
        yield
    except driver().Error as error:
        if (refusal := refusal_of(str(error), path)) is None:
            raise
        raise refusal from None
    except (UnicodeEncodeError, OverflowError):
        # Half a character or a number beyond 64 bits; the fault's own text would carry what was typed.
        raise Refusal("value-not-allowed") from None


def refusal_of(said: str, path: Path) -> Refusal | None:
    """Find the refusal for a fault; None for a mistake of the program, which is let out as it is."""
    code = next((code for words, code in _CODES if words in said.lower()), None)
    if code is None or code in _WITHOUT_PLACE:
        return None if code is None else Refusal(code)
    return Refusal(code, name=path.name, folder=str(path.parent))


_WITHOUT_PLACE = frozenset({"already-there", "no-such-record", "value-not-allowed"})
