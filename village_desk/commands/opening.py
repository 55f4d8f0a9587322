"""Opens books for commands: the passphrase from a file named in the environment, or asked for."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.entry.books.opening import needs_no_passphrase
from village_desk.entry.sitting import Sitting
from village_desk.rules.exchange_records import Package
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import Record
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book, open_with, open_with_code
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.keys.recovery_code import looks_like_code
from village_desk.store.pictures import village_picture
from village_desk.store.reading import Reading
from village_desk.store.server.address import BookAddress
from village_desk.store.villages.one_village import one_village
from village_desk.store.villages.township import Township, Villages, package_of_village, township

T = TypeVar("T")
PASSPHRASE_FILE = "VILLAGE_DESK_PASSPHRASE_FILE"  # noqa: S105 - the name of a variable, not a phrase


@contextmanager
def opened(path: BookAddress) -> Iterator[Book]:
    """A book, open until the block is left.

    Raises:
        Refusal: No such book, wrong passphrase or recovery code, damaged, newer, or in use.
    """
    if isinstance(path, Path) and not _is_file(path):
        raise Refusal("no-such-book", name=path.name)
    is_known = needs_no_passphrase(path) and not _file_given()
    phrase = PRACTICE_PASSPHRASE if is_known else passphrase()
    with open_with_code(path, phrase) if looks_like_code(phrase) else open_with(path, phrase) as book:
        yield book


@contextmanager
def sitting_at(path: BookAddress) -> Iterator[Sitting]:
    """A sitting at a book, as the command line's own person."""
    with opened(path) as book:
        yield Sitting(book, say("commands.who"), date.today())  # noqa: DTZ011 - the village's own calendar day


@contextmanager
def sitting_at_village(path: BookAddress) -> Iterator[Sitting]:
    """The same at a village's own book.

    Raises:
        Refusal: ``only-in-a-village-book``: a township's book holds many villages and writes of none.
    """
    with sitting_at(path) as sitting:
        if sitting.book.village.kind == "town":
            raise Refusal("only-in-a-village-book")
        yield sitting


class Seen(Struct, frozen=True):
    """What a command looks at: a village's own book, one village of a township's, or the township."""

    reading: Reading
    name: str
    is_town: bool = False
    package: Package | None = None
    """The newest package of the one village of a township's that is looked at."""

    def of_each(
        self, tell: Callable[[VillagePicture], T], only: Collection[type[Record]] | None = None
    ) -> list[T]:
        """What a function tells of each village that is looked at, one after another, see Villages."""
        if self.is_town:
            return [*Villages(self.reading).of_each(tell, only)]
        return [tell(village_picture(self.reading, self.name, only))]

    @property
    def town(self) -> Township | None:
        """All villages of the township added up; None where one village is looked at."""
        return township(self.reading, self.name) if self.is_town else None


@contextmanager
def looking_at(sitting: Sitting, village: str = "") -> Iterator[Seen]:
    """Look at a book, or at one village (code) of a township's book as if it stood alone.

    Raises:
        Refusal: ``no-villages-in-book``: a village is named in a village's own book;
            ``no-package-of-village``.
    """
    own = sitting.book.village
    is_town = own.kind == "town"
    if village and not is_town:
        raise Refusal("no-villages-in-book")
    with sitting.book.reading() as reading:
        if not village:
            yield Seen(reading, own.name, is_town)
            return
        package = package_of_village(reading, village)
        with one_village(reading, village) as alone:
            yield Seen(alone, package.village_name, package=package)


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


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for any file
        return False


def _file_given() -> str | None:
    return os.environ.get(PASSPHRASE_FILE) or None


def backup_keys(backup: Path) -> dict[str, Any]:
    """What opens a backup: a passphrase or the data key under a recovery code; a practice village's is known.

    Raises:
        Refusal: ``no-passphrase``, or the backup cannot be read, or the code is wrong.
    """
    from village_desk.store.backups.backup_file import read_backup_keyslots
    from village_desk.store.keys.keyslots import is_practice, open_with_recovery_code

    keyslots = read_backup_keyslots(backup)
    if _file_given() is None and is_practice(keyslots):
        return {"passphrase": PRACTICE_PASSPHRASE}
    phrase = passphrase()
    if looks_like_code(phrase):
        return {"data_key": open_with_recovery_code(keyslots, phrase)}
    return {"passphrase": phrase}
