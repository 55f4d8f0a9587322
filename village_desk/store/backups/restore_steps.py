"""Puts a restored book in place so that a crash at any moment leaves the whole old or the whole new set.

The new book lies ready and synced as ``<book>.restored`` before the intent is written. From then on whoever
opens the book first carries the restore through, or takes the old set back if the new book has gone. The
intent stays until the restored book has a backup of its own, because a book is held against its newest one.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from msgspec import Struct

from village_desk.places.disk_faults import refusing
from village_desk.places.files import place_whole, write_whole
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.quarantine import book_set, put_aside, take_back
from village_desk.store.keys.key_copies import write_keyslots


class Intent(Struct, frozen=True):
    """What a restore is about to do."""

    quarantine: str
    """Folder for the present set, as named from the book's folder."""
    keyslots: bytes


def ready_path(book: Path) -> Path:
    """Name the verified new book before it is put in place."""
    return book.with_name(f"{book.name}.restored")


def is_restore_unfinished(book: Path) -> bool:
    """Tell whether a restore was begun that the next opening will carry through."""
    return _intent_path(book).exists()


def begin_restore(book: Path, intent: Intent) -> None:
    """Write the intent down: from here on the restore is carried through, whatever happens.

    Raises:
        Refusal: It could not be written; nothing has changed.
    """
    table = {"quarantine": intent.quarantine, "keyslots": base64.b64encode(intent.keyslots).decode()}
    write_whole(_intent_path(book), json.dumps(table, ensure_ascii=False).encode())


def settle_restore(book: Path) -> bool:
    """Carry a restore through that a crash has cut short, if there is one; the caller owns the book.

    Returns:
        Whether there was one: the restored book then needs a backup before ``forget_restore``.

    Raises:
        Refusal: The disk refuses; the next opening tries again.
    """
    intent = _read_intent(book)
    if intent is None:
        forget_restore(book)
        return False
    quarantine = book.parent / intent.quarantine
    if ready_path(book).exists():
        put_aside(book_set(book), quarantine)
        write_keyslots(book, intent.keyslots)
        place_whole(ready_path(book), book)
    elif not book.exists():
        _put_back(book, quarantine)
    return True


def forget_restore(book: Path) -> None:
    """End a restore: nothing of it is left to carry through.

    Raises:
        Refusal: The disk refuses; the next opening tries again.
    """
    for file in (_intent_path(book), ready_path(book)):
        with refusing(file):
            file.unlink(missing_ok=True)


def _put_back(book: Path, quarantine: Path) -> None:
    """Bring the old set back to its place: the new book has gone before it arrived."""
    names = [file for file in book_set(book) if (quarantine / file.name).exists()]
    for file in names:
        if file != book and file.exists():
            with refusing(file):
                file.unlink()  # key files written for the new book
    take_back(names, quarantine)


def _read_intent(book: Path) -> Intent | None:
    try:
        table = json.loads(_intent_path(book).read_bytes())
        return Intent(str(table["quarantine"]), base64.b64decode(table["keyslots"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("restore-unfinished", name=book.name, folder=str(book.parent)) from error


def _intent_path(book: Path) -> Path:
    return book.with_name(f"{book.name}.restoring")
