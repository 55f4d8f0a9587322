"""A sitting at a real book on disk, and one invented family with an earner and a grandmother."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from msgspec import Struct

from tests.listening import statements_in
from village_desk.entry.sitting import Sitting
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode, make_quarter
from village_desk.rules.records import Household, LedgerLine, Person, Record
from village_desk.store.book import Book, open_book
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed

TODAY = date(2025, 7, 10)


class Family(Struct, frozen=True):
    """Ids of a household, its head who works away, and the head's mother who has a pension."""

    household: str
    head: str
    mother: str


@pytest.fixture
def sitting(book: Book) -> Sitting:
    """Somebody at the book in July 2025, working on April to June in the income year's numbering."""
    at = Sitting(book, "演练员", TODAY)
    at.choose("year_mode", YearMode.INCOME_YEAR.value)
    at.work_on(make_quarter(2025, 3, YearMode.INCOME_YEAR))
    return at


@pytest.fixture
def family(sitting: Sitting) -> Family:
    """A household of two."""
    found = Family(new_id(), new_id(), new_id())
    code = sitting.book.village.code
    store(
        sitting,
        Household(found.household, code, number="5301", head_name="单秀英", group="二组"),
        Person(found.head, code, found.household, 1, number="530101", name="单秀英", relation="户主"),
        Person(found.mother, code, found.household, 2, number="530102", name="翟玉兰", relation="之母"),
    )
    return found


def store(sitting: Sitting, *records: Record) -> None:
    """Put records into the book, as an import does."""
    with sitting.book.changing(Deed("import", "演练员")) as change:
        change.insert_many(records)


def line(family: Family, item: str, month: int, yuan: int, **values: object) -> LedgerLine:
    """A line of the family's ledger."""
    wanted = {"span": "月", "origin": "录入", "month": Month(month), "amount": Fen(yuan * 100), **values}
    return LedgerLine(new_id(), "990101001001", family.household, item=item, **wanted)  # type: ignore[arg-type]


@pytest.fixture
def on_disk(sitting: Sitting, book_path: object) -> Callable[[type, str], object]:
    """Looks a record up after closing the book and opening its file anew."""
    opened: list[Book] = []

    def look(kind: type, record_id: str) -> object:
        if not opened:
            sitting.book.close()
            opened.append(open_book(sitting.book.path, sitting.book.data_key))
        with opened[0].reading() as reading:
            return reading.one(kind, record_id)

    yield look
    for book in opened:
        book.close()


def state_of(sitting: Sitting) -> str:
    """One hash of everything in the book."""
    return dump_hash(sitting.book)


def journal_length(sitting: Sitting) -> int:
    """How many entries the journal has."""
    with sitting.book.reading() as reading:
        return reading.chain_head()[0]


def statements(sitting: Sitting) -> AbstractContextManager[list[str]]:
    """Every statement that reaches the database in the block, commits among them."""
    return statements_in(sitting.book)
