"""The format of a book: found without touching it, and raised to today's after a verified backup."""

from __future__ import annotations

from pathlib import Path

from village_desk.rules.refusals import Refusal
from village_desk.store.driver_faults import in_words
from village_desk.store.opening import untouching_connection
from village_desk.store.steps import bring_up_to_date, newest_format

_FOREIGN_STARTS = (b"SQLite format 3\0", b"PK\x03\x04")
_BOOK_TABLES = "SELECT count(*) FROM sqlite_master WHERE name IN ('book', 'journal')"


def refuse_foreign_file(path: Path) -> None:
    """Refuse what cannot be a book, told by its first bytes alone.

    Raises:
        Refusal: ``no-such-book``, ``not-a-book`` or ``folder-read-only``.
    """
    if not path.is_file():
        raise Refusal("no-such-book", name=path.name, folder=str(path.parent))
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise Refusal("book-damaged", name=path.name, folder=str(path.parent)) from error
    if not start or start.startswith(_FOREIGN_STARTS):
        raise Refusal("not-a-book", name=path.name, folder=str(path.parent))


def format_of(path: Path, data_key: bytes) -> int:
    """Find the format of a book without leaving a trace beside it; the caller owns the book.

    Raises:
        Refusal: ``no-such-book``, ``not-a-book``; ``book-damaged``: another book's key, or broken pages;
            ``book-newer``: written by a newer program.
    """
    refuse_foreign_file(path)
    with in_words(path), untouching_connection(path, data_key) as connection:
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if connection.execute(_BOOK_TABLES).fetchone()[0] != 2:
            raise Refusal("book-damaged", name=path.name, folder=str(path.parent))
    if found > newest_format():
        raise Refusal("book-newer", name=path.name, found=found, known=newest_format())
    return found


def raise_format(path: Path, data_key: bytes, found: int) -> None:
    """Bring an older book to today's format: a verified backup first, then all steps or none.

    Raises:
        Refusal: The backup cannot be made, or a step failed: the book is as it was.
    """
    from village_desk.store.backups.backup import back_up_file
    from village_desk.store.format_steps import stepping

    back_up_file(path, data_key, why="upgrade")
    with stepping(path, data_key) as connection:
        bring_up_to_date(connection, found)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise Refusal("book-damaged", name=path.name, folder=str(path.parent))
        connection.commit()
