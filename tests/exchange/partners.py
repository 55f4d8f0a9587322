"""A village, its neighbour and their township, each with an open book and the others' keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from msgspec import Struct

from tests.server import Server
from village_desk.exchange.packages.arriving import Arrival, take_in
from village_desk.exchange.packages.packing import Packed, pack
from village_desk.rules.months import Quarter, YearMode, make_quarter
from village_desk.rules.records import Record
from village_desk.store.book import Book, Village, create_book
from village_desk.store.journal import Deed
from village_desk.store.keys.key_card import card_of
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.partners import trust

GOOD = "柳树湾 三月桃花 九曲桥头 老水车"
EASY = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
PROFILE = "county_template_2022_2025"
TODAY = date(2025, 4, 2)
QUARTER = make_quarter(2025, 2, YearMode.INCOME_YEAR)


class Partners(Struct):
    """Open books by name, and the stick that goes between them."""

    town: Book
    villages: list[Book]
    stick: Path
    server: Server | None = None
    """Where the township's book lies, if not in a file."""

    def pack(self, village: int = 0, quarter: Quarter = QUARTER) -> Packed:
        return pack(self.villages[village], quarter, self.stick, "村里", TODAY)

    def merge(self, path: Path, *, only_trying: bool = False) -> Arrival:
        return take_in(self.town, path, "乡镇", TODAY, only_trying=only_trying)

    def close(self) -> None:
        for book in (self.town, *self.villages):
            book.close()
            if self.server is not None and book.is_shared:
                self.server.forget(book)


def village_named(number: int) -> Village:
    return Village(f"9901010010{number:02d}", f"第{number}村", PROFILE)


def make_partners(folder: Path, villages: int = 2, server: Server | None = None) -> Partners:
    """Open books whose keys are with each other; the township's on a server if there is one."""
    town_of = Village("990101001000", "九曲镇", PROFILE, "town")
    if server is not None:
        town = server.book(town_of, GOOD, EASY)
    else:
        town = create_book(folder / "九曲镇.book", town_of, GOOD, cost=EASY)[0]
    books = []
    for number in range(1, villages + 1):
        village = village_named(number)
        books.append(create_book(folder / f"{village.name}.book", village, GOOD, cost=EASY)[0])
        trust(books[-1], card_of(town.village, town.secret), "村里", TODAY)
        trust(town, card_of(books[-1].village, books[-1].secret), "乡镇", TODAY)
    stick = folder / "U盘"
    stick.mkdir()
    return Partners(town, books, stick, server)


def put(book: Book, records: Iterable[Record]) -> None:
    """Write records into a book."""
    with book.changing(Deed("household-saved", "村里")) as change:
        change.insert_many(records)
