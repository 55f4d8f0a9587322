"""A working package 分账包 at the start page: what is asked before the second desk's book is made of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from village_desk.definitions.words import say, sentence_of
from village_desk.desk.start.start_parts import BOOK_KIND
from village_desk.entry.asking import Asker, FileKind, question
from village_desk.entry.sitting import Sitting
from village_desk.exchange.packages.opening_part import WorkingPackage, open_part
from village_desk.exchange.packages.part_file import PART, PART_ENDINGS
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.key_costs import cost_here


def ask_package(asker: Asker) -> tuple[Path, str] | None:
    """Ask for the file and the code that came beside it."""
    kind = FileKind(say("start.part_kind"), (PART_ENDINGS[PART].lstrip("."),))
    file = asker.choose_file_to_open(question("start.part_which"), [kind])
    code = None if file is None else asker.ask_text(question("start.part_code"))
    return None if file is None or code is None else (file, code)


def ask_book(asker: Asker, package: WorkingPackage, name: str) -> tuple[Path, str] | None:
    """Ask where the book is to lie, and for its passphrase twice; a practice book has none."""
    kind = FileKind(say("start.book_kind"), BOOK_KIND)
    path = asker.choose_file_to_save(question("start.where"), f"{name}.book", [kind])
    if path is None or package.is_practice:
        return None if path is None else (path, "")
    phrase = asker.ask_text(question("start.part_phrase"), is_secret=True)
    again = None if phrase is None else asker.ask_text(question("start.new_again"), is_secret=True)
    if again is not None and again != phrase:
        asker.tell(question("desk.refused", sentence=sentence_of(Refusal("passphrases-differ"))))
        return None
    return None if again is None else (path, again)


def make_part_book(path: Path, package: WorkingPackage, phrase: str, today: date) -> tuple[Sitting, str]:
    """Make the book and sit down at it as who the part was given to.

    Raises:
        Refusal: As for ``open_part``.
    """
    book, code = open_part(path, package, phrase, cost=cost_here())
    return Sitting(book, package.part.desk, today), code
