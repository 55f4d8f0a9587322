"""Opens books for commands: the passphrase from a file named in the environment, or asked for."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.practice.keys import PRACTICE_PASSPHRASE
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book, open_book
from village_desk.store.key_copies import read_keyslots
from village_desk.store.keyslots import is_practice, open_with_passphrase

PASSPHRASE_FILE = "VILLAGE_DESK_PASSPHRASE_FILE"


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    """A book, open until the block is left.

    Raises:
        Refusal: No such book, wrong passphrase, damaged, newer, or in use.
    """
    if not path.is_file():
        raise Refusal("no-such-book", file=path.name)
    content = read_keyslots(path)
    phrase = PRACTICE_PASSPHRASE if is_practice(content) and not _file_given() else passphrase()
    book = open_book(path, open_with_passphrase(content, phrase))
    try:
        yield book
    finally:
        book.close()


@contextmanager
def sitting_at(path: Path) -> Iterator[Sitting]:
    """A sitting at a book, as the command line's own person."""
    with opened(path) as book:
        yield Sitting(book, say("commands.who"), date.today())  # noqa: DTZ011 - the village's own calendar day


def passphrase(*, is_new: bool = False) -> str:
    """The passphrase from the file that the environment names, or from the person at the keyboard.

    Raises:
        Refusal: ``no-passphrase``: nobody is there to ask, or the file is not there.
    """
    if (name := _file_given()) is not None:
        try:
            return Path(name).read_text(encoding="utf-8-sig").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise Refusal("no-passphrase") from None
    if not sys.stdin.isatty():
        raise Refusal("no-passphrase")
    phrase = getpass.getpass(say("commands.passphrase-new" if is_new else "commands.passphrase"))
    if is_new and getpass.getpass(say("commands.passphrase-again")) != phrase:
        raise Refusal("passphrases-differ")
    return phrase


def _file_given() -> str | None:
    return os.environ.get(PASSPHRASE_FILE) or None
