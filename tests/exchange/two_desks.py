"""A village's book and the second desk's, with the stick that goes between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from tests.conftest import Invented
from village_desk.exchange.packages.handing_back import HandedBack, hand_back
from village_desk.exchange.packages.handing_in import HandedIn, hand_in
from village_desk.exchange.packages.handing_out import Giving, HandedOut, hand_out
from village_desk.exchange.packages.opening_part import open_part, read_part
from village_desk.rules.records import Household
from village_desk.store.book import Book, Village, create_book
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE, KeyCost

GOOD = "柳树湾 三月桃花 九曲桥头 老水车"
EASY = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
VILLAGE = Village("990101001001", "青石坪村", "county_template_2022_2025")
TODAY = date(2025, 7, 3)
DESK = "李会计"


class TwoDesks(Struct):
    """The first book, and the second once a part was given out."""

    folder: Path
    first: Book
    households: list[Household]
    books: list[Book] = field(default_factory=list)

    def give(self, households: Sequence[Household] | None = None) -> HandedOut:
        """Give households out: the first two where none are named."""
        ids = [one.id for one in (self.households[:2] if households is None else households)]
        path = self.folder / f"分账{len(list(self.folder.glob('*.xcp')))}.xcp"
        return hand_out(self.first, Giving(ids, DESK), path, "王主任", TODAY)

    def open(self, given: HandedOut) -> Book:
        """Make the second desk's book."""
        package = read_part(given.path, given.part.code, TODAY)
        book, _ = open_part(self.folder / f"分账{len(self.books)}.book", package, GOOD, cost=EASY)
        self.books.append(book)
        return book

    def back(self, second: Book) -> HandedBack:
        """Hand back."""
        path = self.folder / f"交回{len(list(self.folder.glob('*.xcr')))}.xcr"
        return hand_back(second, path, DESK, TODAY)

    def take(self, back: HandedBack, *, only_trying: bool = False) -> HandedIn:
        """Take in what was handed back."""
        return hand_in(self.first, back.path, "王主任", TODAY, only_trying=only_trying)

    def close(self) -> None:
        """Close every book."""
        for book in (self.first, *self.books):
            book.close()


def make_two_desks(folder: Path, households: int = 4) -> TwoDesks:
    """A village of some families, each with its ledger."""
    first, _ = create_book(folder / "村.book", VILLAGE, GOOD, cost=EASY)
    people = Invented(VILLAGE.code)
    with first.changing(Deed("household-saved", "王主任")) as change:
        change.insert_many(record for _ in range(households) for record in people.family())
    with first.reading() as reading:
        return TwoDesks(folder, first, reading.all(Household))
