"""What a township decides of somebody whom two villages hold is told to both and stays as a mark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.conftest import Invented
from tests.server import Server
from village_desk.entry.checks.timeline import timeline
from village_desk.entry.sitting import Sitting
from village_desk.exchange.packages.deciding import Pair, decide, pairs_in
from village_desk.exchange.packages.receipts import Opened, open_receipt
from village_desk.exchange.packages.returning import packages_to_answer, write_return
from village_desk.exchange.parameters.loading import Signer, offered
from village_desk.exchange.parameters.pack import pack_of_book
from village_desk.rules.exchange_records import Decision
from village_desk.rules.followup_records import Problem
from village_desk.rules.records import Household, Person
from village_desk.rules.refusals import Refusal
from village_desk.store.dump import dump_hash
from village_desk.store.journal import Deed
from village_desk.store.settings import BookSettings, book_settings, choose
from village_desk.store.verify import verify
from village_desk.store.villages.township import Township, township

from .partners import TODAY, Partners, make_partners, put

pytestmark = pytest.mark.both_engines

TWICE = Invented("x").identity_number()
LATER = date(2025, 5, 6)


@pytest.fixture
def partners(tmp_path: Path, server: Server | None) -> Iterator[Partners]:
    """Two villages that keep the same person, each in a household of two."""
    made = make_partners(tmp_path, server=server)
    for number, book in enumerate(made.villages):
        people = Invented(book.village.code, seed=number)
        household = people.household()
        put(book, [household, people.person(household, identity_number=TWICE), people.person(household)])
        made.merge(made.pack(number).path)
    yield made
    made.close()


def pair_of(partners: Partners) -> Pair:
    with partners.town.reading() as reading:
        (pair,) = pairs_in(reading)
    return pair


def settled(partners: Partners, stays_in: str | None) -> Decision:
    (decision,) = decide(partners.town, [pair_of(partners)], stays_in, "户口在那边", "乡镇", TODAY)
    return decision


def answered(partners: Partners, village: int, pack: str = "") -> Opened:
    with partners.town.reading() as reading:
        (package,) = packages_to_answer(reading, partners.villages[village].village.code)
    path = write_return(partners.town, package, partners.stick, "乡镇", TODAY, pack=pack).path
    return open_receipt(partners.villages[village], path, "村里", TODAY)


def asked(partners: Partners, village: int) -> list[str]:
    """The titles of what a village is asked about the other one."""
    with partners.villages[village].reading() as reading:
        return [one.title or "" for one in reading.all(Problem) if one.county_rule is None]


def marks(partners: Partners, village: int) -> list[Decision]:
    with partners.villages[village].reading() as reading:
        return reading.all(Decision)


def the_town(partners: Partners) -> Township:
    with partners.town.reading() as reading:
        return township(reading, "九曲镇")


def test_who_stays_where_is_told_to_both_and_asked_of_the_one_that_lets_go(partners: Partners) -> None:
    one, other = (book.village for book in partners.villages)
    settled(partners, other.code)
    assert answered(partners, 0).decided == answered(partners, 1).decided == 1
    assert [other.name in title and "登记离开" in title for title in asked(partners, 0)] == [True]
    assert asked(partners, 1) == []
    for village, own in enumerate((one, other)):
        (mark,) = marks(partners, village)
        assert (mark.one_village, mark.stays_in, mark.reason) == (own.code, other.code, "户口在那边")
        assert mark.other_person is None, "nothing of what the other village keeps"
        assert verify(partners.villages[village]).problems == ()


def test_the_mark_stands_in_the_households_timeline(partners: Partners) -> None:
    other = partners.villages[1].village
    settled(partners, other.code)
    answered(partners, 0)
    sitting = Sitting(partners.villages[0], "村里", TODAY)
    with sitting.book.reading() as reading:
        (household,) = reading.all(Household)
    picture = sitting.picture(household.id)
    assert picture is not None
    (mark,) = [row for row in timeline(sitting, picture).moments if row.kind == "认定"]
    assert other.name in mark.words
    assert "户口在那边" in mark.words
    assert (picture.persons[0].name or "") in mark.words


def test_a_decision_is_no_conflict_any_more_and_is_asked_once(partners: Partners) -> None:
    assert partners.merge(partners.pack().path).conflicts
    settled(partners, partners.villages[1].village.code)
    assert not partners.merge(partners.pack().path).conflicts
    answered(partners, 0)
    before = dump_hash(partners.villages[0])
    assert answered(partners, 0).decided == 0
    assert dump_hash(partners.villages[0]) == before


def test_the_person_is_counted_where_it_was_decided(partners: Partners) -> None:
    def counted() -> list[int]:
        return [
            sum(len(one.persons) for one in village.households) for village in the_town(partners).villages
        ]

    assert counted() == [2, 1]
    settled(partners, partners.villages[1].village.code)
    assert counted() == [1, 2]
    settled(partners, None)
    assert (counted(), the_town(partners).counted_once) == ([2, 2], 0)


def test_two_persons_of_one_number_are_asked_about_in_both_villages(partners: Partners) -> None:
    settled(partners, None)
    for village in (0, 1):
        answered(partners, village)
        assert ["不是同一个人" in title for title in asked(partners, village)] == [True]


def test_once_the_village_has_let_go_nothing_is_asked_and_the_mark_stays(partners: Partners) -> None:
    book = partners.villages[0]
    settled(partners, partners.villages[1].village.code)
    assert pair_of(partners).waits_for == book.village.code
    with book.changing(Deed("household-saved", "村里")) as change:
        (person,) = [one for one in change.all(Person) if one.identity_number == TWICE]
        change.change(Person, person.id, {"left_on": TODAY, "left_reason": "婚姻迁出"})
    partners.merge(partners.pack().path)
    assert pair_of(partners).waits_for is None
    assert answered(partners, 0).decided == 1
    assert asked(partners, 0) == []


def test_what_was_decided_otherwise_later_is_changed_in_the_villages_too(partners: Partners) -> None:
    one, other = (book.village for book in partners.villages)
    settled(partners, other.code)
    answered(partners, 0)
    decide(partners.town, [pair_of(partners)], one.code, "复核后", "乡镇", LATER)
    assert answered(partners, 0).decided == 1
    (mark,) = marks(partners, 0)
    assert (mark.stays_in, mark.reason, mark.decided_on) == (one.code, "复核后", LATER)


def test_a_decision_needs_a_reason_and_one_of_the_two_villages(partners: Partners) -> None:
    pair, before = pair_of(partners), dump_hash(partners.town)
    for stays_in, reason, code in (
        (partners.villages[0].village.code, "  ", "no-reason"),
        ("990101001099", "户口在那边", "not-of-the-pair"),
    ):
        with pytest.raises(Refusal) as caught:
            decide(partners.town, [pair], stays_in, reason, "乡镇", TODAY)
        assert caught.value.code == code
    assert dump_hash(partners.town) == before


def test_a_decision_is_taken_back_by_one_undo(partners: Partners) -> None:
    before = dump_hash(partners.town)
    settled(partners, None)
    assert partners.town.undo("乡镇")
    assert dump_hash(partners.town) == before


def test_the_townships_parameters_come_with_the_ticket_and_change_nothing_by_themselves(
    partners: Partners,
) -> None:
    with partners.town.changing(Deed("setting-chosen", "乡镇")) as change:
        choose(change, "lines", {"2025": 870_000})
    with partners.town.reading() as reading:
        settings = book_settings(reading, partners.town.village.profile)
    opened = answered(partners, 0, pack_of_book(partners.town, settings, TODAY))
    offer = offered(partners.villages[0], opened.pack)
    assert (offer.signer, offer.pack.name) == (Signer.PARTNER, "九曲镇")
    assert offer.pack.parameters.settings["lines"] == {"2025": 870_000}
    assert _settings(partners).lines == {}
    assert answered(partners, 1).pack == b"", "none goes along unless it is wanted"


def _settings(partners: Partners) -> BookSettings:
    book = partners.villages[0]
    with book.reading() as reading:
        return replace(book_settings(reading, book.village.profile))
