"""A part cannot go out of a township's book, and the guard over households that are out holds on a server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Invented
from tests.server import Server
from village_desk.exchange.packages.handing_out import Giving, hand_out
from village_desk.rules.exchange_records import Part
from village_desk.rules.followup_records import Problem
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book, Village, open_with
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.verify import verify
from village_desk.store.villages.row_stream import TRAVELLING

pytestmark = pytest.mark.both_engines

TODAY = date(2025, 7, 3)


def _line(household: Household) -> LedgerLine:
    code = household.village_code
    return LedgerLine(new_id(), code, household.id, item="G01", month=Month(202505), amount=Fen(100_000))


def _part(book: Book, household: Household) -> Part:
    nothing = {"code": "", "giver": "", "seal_key": "", "agreed_at": 0}
    return Part(new_id(), book.village.code, "李会计", (household.id,), **nothing, given_on=TODAY)


def _write(book: Book, record: LedgerLine | Problem | Part) -> None:
    with book.changing(Deed("line-added", "演练员")) as change:
        change.insert(record)


@pytest.fixture
def families(book: Book, invented: Invented) -> list[Household]:
    made = [invented.household() for _ in range(2)]
    with book.changing(Deed("import", "演练员")) as change:
        change.insert_many(made)
    return made


def test_whoever_is_out_is_only_read_and_the_others_go_on(book: Book, families: list[Household]) -> None:
    away, here = families
    _write(book, _part(book, away))
    with pytest.raises(Refusal) as refusal:
        _write(book, _line(away))
    assert refusal.value.code == "household-handed-out"
    assert (refusal.value.values["desk"], str(refusal.value.values["day"])) == ("李会计", str(TODAY))
    _write(book, _line(here))
    _write(book, Problem(new_id(), book.village.code, household_id=away.id))
    with book.reading() as reading:
        assert [one.household_id for one in reading.all(LedgerLine)] == [here.id]
    assert verify(book).problems == ()


def test_what_is_given_up_is_written_again(book: Book, families: list[Household]) -> None:
    part = _part(book, families[0])
    _write(book, part)
    with book.changing(Deed("part-given-up", "演练员", "电脑坏了")) as change:
        change.change(Part, part.id, {"given_up_on": TODAY})
    _write(book, _line(families[0]))
    assert not book.lending.out


@pytest.fixture
def shared(running_server: Server, passphrase: str) -> Iterator[Book]:
    """A township's book on a server, for whatever a file cannot have."""
    town = Village("990101001000", "九曲镇", "county_template_2022_2025", "town")
    made = running_server.book(town, passphrase, PRACTICE)
    yield made
    running_server.forget(made)


def test_another_clerk_sees_at_once_who_is_out(shared: Book, passphrase: str) -> None:
    household = Invented(shared.village.code).household()
    with shared.changing(Deed("import", "演练员")) as change:
        change.insert(household)
    with open_with(shared.address, passphrase) as other:
        _write(other, _line(household))
        _write(shared, _part(shared, household))
        with pytest.raises(Refusal) as refusal:
            _write(other, _line(household))
    assert refusal.value.code == "household-handed-out"


def test_a_townships_book_gives_no_part_out_and_no_village_sends_one(shared: Book, tmp_path: Path) -> None:
    assert Part not in TRAVELLING
    with pytest.raises(Refusal) as refusal:
        hand_out(shared, Giving(["x"], "李会计"), tmp_path / "分账.xcp", "王主任", TODAY)
    assert refusal.value.code == "only-in-a-village-book"
    assert list(tmp_path.iterdir()) == []
