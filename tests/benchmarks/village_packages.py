"""A township that knows its villages, and two packages of each of them, made once to be merged many times.

All are the practice village with ids and persons of their own; between two packages each writes some more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from village_desk.exchange.packages.packing import pack
from village_desk.practice.village import BOOK_NAME, make_practice_village
from village_desk.rules.chosen_records import Setting
from village_desk.rules.months import YearMode, add_months, make_quarter
from village_desk.rules.records import Household, LedgerLine, Record
from village_desk.store.book import Book, Village, create_book, open_with
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.key_card import card_of
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.partners import trust
from village_desk.store.villages.row_stream import TRAVELLING

PHRASE = "柳树湾 三月桃花 九曲桥头 老水车"
TODAY = date(2025, 10, 5)
ROUNDS = ("first", "second")
_PROFILE = "county_template_2022_2025"
_COST = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
_QUARTER = make_quarter(2025, 4, YearMode.INCOME_YEAR)
_LINKS = ("id", "household_id", "person_id")
_DEED = Deed("import", "计时", "计时", is_correction=True)
_SEED = 7
_LINES_AGAIN, _HOUSEHOLDS_AGAIN = 12, 10


def make_packages(folder: Path, villages: int, households: int) -> Path:
    """Make the township's book, which is returned, and beside it every village's packages, by round."""
    folder.mkdir(parents=True)
    records = _records_of_practice(folder / "practice", households)
    town = _book(folder, Village("990101001000", "九曲镇", _PROFILE, "town"))
    for number in range(villages):
        with _book(folder, Village(f"99010101{number:04d}", f"第{number}村", _PROFILE)) as book:
            trust(book, card_of(town.village, town.secret), "计时", TODAY)
            trust(town, card_of(book.village, book.secret), "计时", TODAY)
            with book.changing(_DEED) as change:
                change.insert_many(_of_village(records, book.village.code, number))
            for name in ROUNDS:
                (folder / name).mkdir(exist_ok=True)
                pack(book, _QUARTER, folder / name, "计时", TODAY)
                _live_on(book)
    town.tidy()
    town.close()
    return town.path


def _records_of_practice(folder: Path, households: int) -> list[Record]:
    """The records of a practice village, without the choices of its desk."""
    make_practice_village(folder, households, _SEED)
    with open_with(folder / BOOK_NAME, PRACTICE_PASSPHRASE) as book, book.reading() as reading:
        return [one for kind in TRAVELLING if kind is not Setting for one in reading.all(kind)]


def _of_village(records: list[Record], code: str, number: int) -> Iterator[Record]:
    """The same records as another village's: ids of its own, and nobody who lives in the others."""
    ids: dict[str, str] = {}
    for record in records:
        own: dict[str, Any] = {"village_code": code}
        for link in _LINKS:
            known = getattr(record, link, None)
            if known is not None:
                own[link] = ids.setdefault(known, new_id())
        identity = getattr(record, "identity_number", None)
        if identity and number:
            own["identity_number"] = f"{identity[:6]}{1900 + number}{identity[10:]}"
        yield replace(record, **own)


def _book(folder: Path, village: Village) -> Book:
    return create_book(folder / f"{village.code}.book", village, PHRASE, cost=_COST)[0]


def _live_on(book: Book) -> None:
    """Write what a quarter brings: a twelfth of all lines three months later, and some other telephones."""
    with book.changing(_DEED) as change:
        lines = [line for line in change.all(LedgerLine)[::_LINES_AGAIN] if line.month is not None]
        change.insert_many(replace(one, id=new_id(), month=add_months(one.month, 3)) for one in lines)
        for household in change.all(Household)[::_HOUSEHOLDS_AGAIN]:
            change.change(Household, household.id, {"phone": "13900000000"})
