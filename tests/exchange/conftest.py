"""What the tests of files share: a book that holds one household already."""

from __future__ import annotations

import pytest

from village_desk.exchange.incoming.roster_plan import plan_roster
from village_desk.exchange.incoming.roster_writing import write_roster
from village_desk.store.book import Book

from .roster_files import household, rows_of, tables


@pytest.fixture
def village_book(book: Book) -> Book:
    """A book into which a roster of one household has been brought."""
    with book.reading() as reading:
        plan = plan_roster(
            tables(rows_of(["户编号", "姓名", "证件号码", "与户主关系"], list(household(1)))),
            reading,
            year=2025,
        )
    write_roster(book, plan, "甲")
    return book
