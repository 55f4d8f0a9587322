"""A village's package goes into the township's book: whole, in any order, twice unharmed, and back out."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Invented
from tests.listening import statements_in
from tests.server import Server
from village_desk.rules.chosen_records import Setting
from village_desk.rules.followup_records import FieldNote
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.dump import dump_hash, dump_lines
from village_desk.store.ids import new_id
from village_desk.store.inserting import insert_tuples
from village_desk.store.journal import Deed
from village_desk.store.reckoned.township_checks import findings_of
from village_desk.store.settings import book_settings, choose
from village_desk.store.verify import verify
from village_desk.store.villages import village_rows
from village_desk.store.villages.row_stream import TRAVELLING
from village_desk.store.villages.township import package_of_village

from .partners import PROFILE, TODAY, Partners, make_partners, put

pytestmark = pytest.mark.both_engines


@pytest.fixture
def partners(tmp_path: Path, server: Server | None) -> Iterator[Partners]:
    """Two villages of two families each, and their township with an empty book."""
    made = make_partners(tmp_path, server=server)
    for number, book in enumerate(made.villages):
        people = Invented(book.village.code, seed=number)
        put(book, [*people.family(), *people.family(2)])
    yield made
    made.close()


def rows_of(book: Book, code: str) -> list[str]:
    return [
        line for line in dump_lines(book) if f'"village_code": "{code}"' in line and '"package"' not in line
    ]


def households(book: Book) -> list[Household]:
    with book.reading() as reading:
        return reading.all(Household)


def rename(book: Book, name: str, place: int = 0) -> None:
    with book.changing(Deed("household-saved", "村里")) as change:
        change.change(Household, households(book)[place].id, {"head_name": name})


def refused(partners: Partners, path: Path) -> str:
    before = dump_hash(partners.town)
    with pytest.raises(Refusal) as caught:
        partners.merge(path)
    assert dump_hash(partners.town) == before
    return caught.value.code


def test_the_township_holds_every_row_as_the_village_wrote_it(partners: Partners) -> None:
    with partners.villages[0].changing(Deed("setting-chosen", "村里")) as change:
        choose(change, "lines", {"2025": 780_000})
    packed = partners.pack()
    arrival = partners.merge(packed.path)
    assert arrival.accepted
    assert (arrival.total.new, arrival.total.changed, arrival.total.left) == (10, 0, 0)
    code = partners.villages[0].village.code
    own = [line for line in rows_of(partners.villages[0], code) if '"partner"' not in line]
    assert rows_of(partners.town, code) == own
    assert verify(partners.town).problems == ()


def test_the_dry_run_says_the_same_and_changes_nothing(partners: Partners) -> None:
    packed = partners.pack()
    before = dump_hash(partners.town), partners.town.contents().entries
    tried = partners.merge(packed.path, only_trying=True)
    assert (dump_hash(partners.town), partners.town.contents().entries) == before
    assert not tried.accepted
    done = partners.merge(packed.path)
    assert (done.compared, done.findings) == (tried.compared, tried.findings)


def test_the_checks_find_in_the_rows_that_come_what_they_find_in_the_townships_book(
    partners: Partners,
) -> None:
    packed = partners.pack()
    arrival = partners.merge(packed.path)
    with partners.town.reading() as reading:
        package = package_of_village(reading, partners.villages[0].village.code)
        found = findings_of(reading, package, TODAY)
    assert arrival.findings == Counter(finding.level for finding in found) != {}


def test_what_changed_and_what_left_is_counted(partners: Partners) -> None:
    partners.merge(partners.pack().path)
    village = partners.villages[0]
    rename(village, "换了户主")
    with village.reading() as reading:
        line = reading.all(LedgerLine)[0]
    with village.changing(Deed("line-voided", "村里", "记错了")) as change:
        change.void(LedgerLine, line.id)
    total = partners.merge(partners.pack().path).total
    assert (total.new, total.changed, total.left) == (0, 1, 1)


def test_only_the_table_that_differs_is_written_and_read_back(partners: Partners) -> None:
    partners.merge(partners.pack().path)
    rename(partners.villages[0], "换了户主")
    packed = partners.pack()
    with statements_in(partners.town) as heard:
        partners.merge(packed.path)
    written = [one for one in heard if one.startswith(("INSERT INTO", "DELETE FROM"))]
    assert {one.split()[2] for one in written} == {"household", "package", "package_rows", "journal"}
    read = [one for one in heard if one.endswith("WHERE village_code = ? ORDER BY id")]
    assert len(read) == len(TRAVELLING) + 1
    assert sum("FROM household " in one for one in read) == 2


def test_of_a_table_of_which_few_rows_differ_only_these_are_read_back(partners: Partners) -> None:
    village = partners.villages[0]
    partners.merge(partners.pack().path)
    with village.changing(Deed("household-saved", "村里")) as change:
        change.change(Person, change.all(Person)[0].id, {"phone": "13900000000"})
    packed = partners.pack()
    with statements_in(partners.town) as heard:
        partners.merge(packed.path)
    read = [
        one
        for one in heard
        if one.startswith("SELECT") and one.endswith("ORDER BY id") and "FROM person " in one
    ]
    assert [one.partition("WHERE ")[2] for one in read] == [
        "village_code = ? ORDER BY id",
        "id IN (?) AND village_code = ? ORDER BY id",
    ]


def test_what_does_not_stand_in_the_book_as_it_was_sent_is_not_said_to_be_there(
    partners: Partners, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners.merge(partners.pack().path)
    with partners.villages[0].changing(Deed("household-saved", "村里")) as change:
        change.change(Person, change.all(Person)[0].id, {"phone": "13900000000"})
    packed = partners.pack()

    def lose(connection, table: str, names: Sequence[str], rows: Sequence[tuple]) -> None:
        place = [*names].index("phone")
        insert_tuples(connection, table, names, [(*row[:place], None, *row[place + 1 :]) for row in rows])

    monkeypatch.setattr(village_rows, "insert_tuples", lose)
    assert refused(partners, packed.path) == "package-not-confirmed"


def test_the_same_package_twice_is_harmless_and_an_older_one_is_refused_by_name(partners: Partners) -> None:
    first = partners.pack()
    rename(partners.villages[0], "换了户主")
    second = partners.pack()
    partners.merge(first.path)
    partners.merge(second.path)
    entries = partners.town.contents().entries
    again = partners.merge(second.path)
    assert again.is_known
    assert again.accepted
    assert partners.town.contents().entries == entries
    assert refused(partners, first.path) == "package-older"


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_every_order_and_every_repetition_ends_alike(partners: Partners, data: st.DataObject) -> None:
    if not list(partners.stick.iterdir()):
        for village in (0, 1, 0, 0):
            rename(partners.villages[village], f"第{village}村换了户主")
            partners.pack(village)
    paths = sorted(partners.stick.iterdir())
    for path in [
        *data.draw(st.lists(st.sampled_from(paths), max_size=6)),
        *data.draw(st.permutations(paths)),
    ]:
        with suppress(Refusal):  # an older one comes after a newer
            partners.merge(path)
    for book in partners.villages:
        own = [line for line in rows_of(book, book.village.code) if '"partner"' not in line]
        assert rows_of(partners.town, book.village.code) == own
    assert verify(partners.town).problems == ()
    while households(partners.town):
        partners.town.undo("乡镇")


def test_a_gap_and_a_broken_chain_are_said(partners: Partners) -> None:
    partners.merge(partners.pack().path)
    partners.pack()
    third = partners.merge(partners.pack().path)
    assert list(third.missing) == [2]
    assert not third.is_broken_chain


def test_an_old_book_put_back_is_noticed(partners: Partners, tmp_path: Path) -> None:
    village = partners.villages[0]
    path, key = village.path, village.data_key
    partners.merge(partners.pack().path)
    village.tidy()
    old = tmp_path / "旧.book"
    shutil.copy(path, old)
    shutil.copy(path.with_name(f"{path.name}.keys"), old.with_name(f"{old.name}.keys"))
    rename(village, "换了户主")
    partners.merge(partners.pack().path)
    from village_desk.store.book import open_book

    partners.villages.append(open_book(old, key))
    rename(partners.villages[-1], "旧账本里改的")
    forked = partners.pack(-1)
    assert refused(partners, forked.path) == "package-forked"
    following = partners.merge(partners.pack(-1).path)
    assert following.is_broken_chain


def test_undo_brings_back_the_package_before_and_then_the_empty_village(partners: Partners) -> None:
    code = partners.villages[0].village.code
    partners.merge(partners.pack(1).path)
    partners.merge(partners.pack().path)
    first = rows_of(partners.town, code)
    rename(partners.villages[0], "换了户主")
    partners.merge(partners.pack().path)
    second = rows_of(partners.town, code)
    other = rows_of(partners.town, partners.villages[1].village.code)
    assert partners.town.undo("乡镇")
    assert rows_of(partners.town, code) == first != second
    assert verify(partners.town).problems == ()
    assert partners.town.undo("乡镇")
    assert rows_of(partners.town, code) == []
    assert partners.town.redo("乡镇")
    assert partners.town.redo("乡镇")
    assert rows_of(partners.town, code) == second
    assert rows_of(partners.town, partners.villages[1].village.code) == other
    assert verify(partners.town).problems == ()


def test_undo_goes_back_as_far_as_rows_are_kept_and_says_so_there(partners: Partners) -> None:
    for name in ("甲户主", "乙户主", "丙户主", "丁户主"):
        rename(partners.villages[0], name)
        partners.merge(partners.pack().path)
    assert partners.town.undo("乡镇")
    assert partners.town.undo("乡镇")
    before = dump_hash(partners.town)
    with pytest.raises(Refusal) as caught:
        partners.town.undo("乡镇")
    assert caught.value.code == "package-rows-gone"
    assert dump_hash(partners.town) == before
    assert verify(partners.town).problems == ()


def test_a_package_in_the_place_of_one_taken_back_goes_back_to_the_one_before_both(
    partners: Partners,
) -> None:
    code = partners.villages[0].village.code
    partners.merge(partners.pack().path)
    first = rows_of(partners.town, code)
    for name in ("甲户主", "乙户主"):
        rename(partners.villages[0], name)
        partners.merge(partners.pack().path)
        assert rows_of(partners.town, code) != first
        assert partners.town.undo("乡镇")
        assert rows_of(partners.town, code) == first


def test_undo_in_the_village_never_calls_a_package_back(partners: Partners) -> None:
    rename(partners.villages[0], "换了户主")
    partners.pack()
    undone = partners.villages[0].undo("村里")
    assert undone is not None
    assert undone.kind == "household-saved"
    assert partners.pack().package.sequence == 2


def test_rows_changed_past_the_program_are_found_by_verification(partners: Partners) -> None:
    partners.merge(partners.pack().path)
    with partners.town.raw_connection() as connection:
        connection.execute("UPDATE household SET head_name = '改过的'")
        connection.commit()
    assert [problem.code for problem in verify(partners.town).problems] == ["rows-past-the-journal"]


def test_a_person_in_two_villages_is_a_conflict_and_both_stand(partners: Partners) -> None:
    number = Invented("x").identity_number()
    for book in partners.villages:
        people = Invented(book.village.code, seed=99)
        household = people.household(number="9999")
        put(book, [household, people.person(household, identity_number=number, name="两村都有")])
    assert partners.merge(partners.pack(0).path).conflicts == []
    (conflict,) = partners.merge(partners.pack(1).path).conflicts
    codes = [book.village.code for book in partners.villages]
    assert [conflict.one.village_code, conflict.other.village_code] == codes
    with partners.town.reading() as reading:
        assert sum(person.name == "两村都有" for person in reading.all(Person)) == 2


def test_who_has_left_one_village_and_come_to_another_has_moved(partners: Partners) -> None:
    number = Invented("x").identity_number()
    for book, left in zip(partners.villages, (date(2025, 1, 5), None), strict=True):
        people = Invented(book.village.code, seed=99)
        household = people.household(number="9999")
        put(book, [household, people.person(household, identity_number=number, left_on=left)])
    assert partners.merge(partners.pack(0).path).shared == []
    arrival = partners.merge(partners.pack(1).path)
    (move,) = arrival.moves
    assert arrival.conflicts == []
    assert (move.one.has_left, move.other.has_left) == (True, False)


def test_the_villages_own_settings_stay_its_own(partners: Partners) -> None:
    village = partners.villages[0]
    with village.changing(Deed("setting-chosen", "村里")) as change:
        choose(change, "lines", {"2025": 780_000})
        choose(change, "pins", {"张三": "secret"})
        choose(change, "staff", ["张三"])
    partners.merge(partners.pack().path)
    with partners.town.reading() as reading:
        assert {one.name for one in reading.all(Setting)} == {"lines"}
        assert book_settings(reading, PROFILE).lines == {}


def test_a_village_book_takes_no_package(partners: Partners) -> None:
    packed = partners.pack()
    partners.town, partners.villages[0] = partners.villages[0], partners.town
    assert refused(partners, packed.path) == "not-a-town-book"


def test_a_note_at_a_field_reaches_the_township_and_a_second_package_takes_it_away(
    partners: Partners,
) -> None:
    village = partners.villages[0]
    home = households(village)[0]
    note = FieldNote(new_id(), village.village.code, home.id, "household", home.id, "phone", "停机")
    put(village, [note])
    partners.merge(partners.pack().path)
    with partners.town.reading() as reading:
        assert reading.all(FieldNote) == [note]
    with village.changing(Deed("note-voided", "村里")) as change:
        change.void(FieldNote, note.id)
    partners.merge(partners.pack().path)
    with partners.town.reading() as reading:
        assert reading.all(FieldNote) == []
