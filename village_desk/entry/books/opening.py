"""Opening, making, restoring and closing books, as the start page does it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

from village_desk.entry.sitting import Sitting
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import back_up_if_changed
from village_desk.store.book import Book, create_book, open_with, open_with_code
from village_desk.store.keys.key_costs import cost_here
from village_desk.store.keys.keyslots import is_practice, read_keyslots, wait_seconds
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.keys.weak_passphrases import refuse_weak
from village_desk.store.server.address import BookAddress
from village_desk.store.village import Village


def make_book(
    path: BookAddress, village: Village, passphrase: str, who: str, today: date
) -> tuple[Sitting, str]:
    """Make a new book and sit down at it; the recovery code is to be printed and is kept nowhere.

    Raises:
        Refusal: The passphrase is weak, the file exists, or the folder cannot be written.
    """
    book, code = create_book(path, village, passphrase, cost=cost_here())
    return Sitting(book, who, today), code


def sit_down(path: BookAddress, passphrase: str, who: str, today: date) -> Sitting:
    """Open a book with its passphrase; a practice book opens without one.

    Raises:
        Refusal: No such book, wrong passphrase, damaged, newer, or in use.
    """
    phrase = passphrase or (PRACTICE_PASSPHRASE if needs_no_passphrase(path) else "")
    return _seated(open_with(path, phrase), who, today)


def sit_down_with_code(path: BookAddress, code: str, who: str, today: date) -> Sitting:
    """Open a book with its printed recovery code.

    Raises:
        Refusal: As for ``sit_down``, or the code is mistyped.
    """
    return _seated(open_with_code(path, code), who, today)


def needs_no_passphrase(path: BookAddress) -> bool:
    """Whether a book is a practice book, which everybody may open; none of these lies on a server."""
    try:
        return isinstance(path, Path) and is_practice(read_keyslots(path))
    except Refusal:
        return False


def stand_up(sitting: Sitting) -> None:
    """Close the book after a backup, if anything has changed; the book is closed even when the backup fails.

    Raises:
        Refusal: The backup could not be made: the book itself is safe.
    """
    try:
        back_up_if_changed(sitting.book, why="closing")
    finally:
        sitting.book.close()


def seconds_to_wait(failures: int) -> int:
    """How long the next guess must wait after so many wrong ones; a book is never wiped."""
    return wait_seconds(failures)


def refuse_weak_passphrase(passphrase: str, village: str, code: str) -> None:
    """Refuse a passphrase that others would guess, the village's own name and code included.

    Raises:
        Refusal: ``weak-passphrase`` with the reason.
    """
    refuse_weak(passphrase, (village, code))


def village_of(code: str, name: str, profile: str) -> Village:
    """The village that a new book will be for."""
    return Village(code, name, profile)


def _seated(book: Book, who: str, today: date) -> Sitting:
    """A sitting at a book that is backed up first, if anything has changed since the newest backup.

    A backup that cannot be made does not keep anybody from working: it is made again at closing.
    """
    with suppress(Refusal):
        back_up_if_changed(book, "opening")
    return Sitting(book, who, today)
