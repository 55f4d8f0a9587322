"""Several clerks take packages into one book on a server, and end with what one clerk has in a file."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.conftest import Invented
from tests.server import Server
from village_desk.exchange.packages.arriving import Arrival, take_in
from village_desk.rules.merging import SharedPerson
from village_desk.store.book import Book, open_book, open_with
from village_desk.store.dump import dump_hash
from village_desk.store.journal import Deed
from village_desk.store.keys.key_card import card_of
from village_desk.store.keys.keyslots import make_keyslots
from village_desk.store.making import make_book_file
from village_desk.store.partners import trust
from village_desk.store.reckoned.township_figures import TownshipFigures, township_figures
from village_desk.store.settings import book_settings, reckoner_for
from village_desk.store.verify import verify
from village_desk.store.villages.claims import shared_persons
from village_desk.store.villages.township import Villages

from .partners import EASY, GOOD, PROFILE, TODAY, Partners, make_partners, put

VILLAGES = 4
TWICE = Invented("x").identity_number()


@pytest.fixture
def partners(tmp_path: Path, running_server: Server) -> Iterator[Partners]:
    """A township on a server and four villages, which all hold one person beside their families."""
    made = make_partners(tmp_path, VILLAGES, running_server)
    for number, book in enumerate(made.villages):
        people = Invented(book.village.code, seed=number)
        household = people.household()
        put(
            book,
            [household, people.person(household, identity_number=TWICE), *people.family(), *people.family()],
        )
    yield made
    made.close()


def clerks(partners: Partners, count: int) -> list[Book]:
    return [open_with(partners.town.address, GOOD) for _ in range(count)]


def in_a_file(partners: Partners, tmp_path: Path, paths: list[Path]) -> Book:
    """The same township in a file, to which its villages send the same packages."""
    path = tmp_path / "文件" / "九曲镇.book"
    path.parent.mkdir()
    town, key = partners.town.village, partners.town.data_key
    make_book_file(path, town, key, make_keyslots(GOOD, village_code=town.code, cost=EASY).content)
    book = open_book(path, key)
    for village in partners.villages:
        trust(book, card_of(village.village, village.secret), "乡镇", TODAY)
    for one in paths:
        take_in(book, one, "乡镇", TODAY, only_trying=False)
    return book


def figures(book: Book) -> TownshipFigures:
    with book.reading() as reading:
        settings = book_settings(reading, PROFILE)
        return township_figures(Villages(reading), settings, reckoner_for(settings), 2025, TODAY)


def shared(book: Book, code: str) -> list[SharedPerson]:
    with book.reading() as reading:
        return shared_persons(reading, code)


def test_all_at_once_end_with_what_one_after_another_makes(partners: Partners, tmp_path: Path) -> None:
    paths = [partners.pack(number).path for number in range(VILLAGES)]
    gate, books = Barrier(VILLAGES), clerks(partners, VILLAGES)

    def accept(book: Book, path: Path) -> Arrival:
        gate.wait()
        return take_in(book, path, "乡镇", TODAY, only_trying=False)

    with ThreadPoolExecutor(VILLAGES) as pool:
        arrivals = list(pool.map(accept, books, paths))
    assert [arrival.accepted for arrival in arrivals] == [True] * VILLAGES
    with in_a_file(partners, tmp_path, paths) as alone:
        assert dump_hash(partners.town) == dump_hash(alone)
        assert figures(partners.town) == figures(alone)
        assert figures(alone).counted_once == VILLAGES - 1
        for village in partners.villages:
            assert shared(partners.town, village.village.code) == shared(alone, village.village.code)
    assert verify(partners.town).problems == ()
    for book in books:
        book.close()


def test_the_same_package_brought_by_two_clerks_at_once_is_taken_once(partners: Partners) -> None:
    path, books, gate = partners.pack().path, clerks(partners, 2), Barrier(2)
    before = partners.town.contents().entries

    def accept(book: Book) -> Arrival:
        gate.wait()
        return take_in(book, path, "乡镇", TODAY, only_trying=False)

    with ThreadPoolExecutor(2) as pool:
        arrivals = list(pool.map(accept, books))
    assert sorted(arrival.is_known for arrival in arrivals) == [False, True]
    assert partners.town.contents().entries == before + 1
    for book in books:
        book.close()


def test_another_village_is_taken_in_while_one_is_still_being_looked_at(partners: Partners) -> None:
    first, second = partners.pack(0).path, partners.pack(1).path
    (other,) = clerks(partners, 1)
    code = partners.villages[0].village.code
    with other, other.changing(Deed("package-accepted", "王"), of_village=code, only_trying=True):
        assert partners.merge(second).accepted
    assert partners.merge(first).accepted
    assert verify(partners.town).problems == ()
