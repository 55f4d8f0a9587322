"""A book is made whole, opened by one owner, changed whole or not at all."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.listening import statements_in
from village_desk.rules.chosen_records import Setting
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Village, create_book, open_book, open_with, open_with_code
from village_desk.store.dump import dump_hash, dump_lines
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.rows import record_of, stored

pytestmark = pytest.mark.both_engines

DEED = Deed("record-saved", "演练员")


@pytest.mark.in_a_file("makes its own; a server's is in test_server_book")
def test_a_new_book_opens_again_with_passphrase_code_and_key(tmp_path, village, passphrase):
    path = tmp_path / "新账.vdbook"
    book, code = create_book(path, village, passphrase, cost=PRACTICE)
    with book:
        key = book.data_key
    ways = (
        lambda: open_with(path, passphrase),
        lambda: open_with_code(path, code),
        lambda: open_book(path, key),
    )
    for way in ways:
        with way() as opened:
            assert opened.village == village
            assert opened.data_key == key


@pytest.mark.in_a_file("a folder")
def test_a_new_book_leaves_nothing_else_beside_it(book, book_path):
    book.close()
    names = {path.name for path in book_path.parent.iterdir()}
    assert names == {book_path.name, f"{book_path.name}.keys", f"{book_path.name}.keys2"}


@pytest.mark.in_a_file("a file's bytes")
def test_a_book_is_never_written_over(book, book_path, village, passphrase):
    book.close()
    before = book_path.read_bytes()
    with pytest.raises(Refusal, match="file-exists"):
        create_book(book_path, village, passphrase, cost=PRACTICE)
    assert book_path.read_bytes() == before


@pytest.mark.in_a_file("a folder")
def test_a_book_that_cannot_be_made_leaves_nothing(book_path, village, passphrase, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise Refusal("disk-full", name="", folder="")

    monkeypatch.setattr("village_desk.store.making.place_whole", fail)
    with pytest.raises(Refusal, match="disk-full"):
        create_book(book_path, village, passphrase, cost=PRACTICE)
    assert list(book_path.parent.iterdir()) == []


@pytest.mark.in_a_file("key files")
def test_key_files_left_without_their_book_are_kept_aside(book, book_path, village, passphrase):
    book.close()
    keys = book_path.with_name(book_path.name + ".keys").read_bytes()
    book_path.rename(book_path.with_suffix(".away"))
    create_book(book_path, village, passphrase, cost=PRACTICE)[0].close()
    aside = [path.read_bytes() for path in book_path.parent.glob("*-隔离/*/*.keys")]
    assert aside == [keys]


@pytest.mark.in_a_file("a server keeps rows in clear on its own disk")
def test_nothing_of_a_book_lies_in_clear(filled_book, book_path):
    filled_book.close()
    with open_book(book_path, filled_book.data_key) as book, book.reading() as reading:
        names = [person.name.encode() for person in reading.all(Person)]
    content = b"".join(path.read_bytes() for path in book_path.parent.iterdir())
    assert names
    assert not any(name in content for name in (*names, b"SQLite format", b"household"))


@pytest.mark.in_a_file("a server has many clerks")
def test_only_one_owner_at_a_time(book, book_path):
    with pytest.raises(Refusal, match="book-in-use"):
        open_book(book_path, book.data_key)
    book.close()
    open_book(book_path, book.data_key).close()


@pytest.mark.in_a_file("a server has many clerks")
def test_of_many_who_start_at_once_exactly_one_owns_the_book(book, book_path):
    book.close()
    opened, refused = [], []
    gate = threading.Barrier(8)

    def start() -> None:
        gate.wait()
        try:
            opened.append(open_book(book_path, book.data_key))
        except Refusal as refusal:
            refused.append(refusal.code)

    starts = [threading.Thread(target=start) for _ in range(8)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join()
    for one in opened:
        one.close()
    assert (len(opened), set(refused)) == (1, {"book-in-use"})


def test_half_a_change_is_no_change(filled_book, invented):
    before, head = dump_hash(filled_book), filled_book.contents()
    with pytest.raises(ZeroDivisionError), filled_book.changing(DEED) as change:  # noqa: PT012
        change.insert_many(invented.family())
        raise ZeroDivisionError
    assert dump_hash(filled_book) == before
    assert filled_book.contents() == head


def test_a_refused_row_takes_its_whole_deed_with_it(filled_book, invented):
    before = dump_hash(filled_book)
    taken = invented.household(number="0001")
    with pytest.raises(Refusal, match="already-there"), filled_book.changing(DEED) as change:  # noqa: PT012
        change.insert(invented.household(number="0099"))
        change.insert(taken)
    assert dump_hash(filled_book) == before


def test_a_member_of_no_household_is_refused(book, invented):
    with pytest.raises(Refusal, match="no-such-record"), book.changing(DEED) as change:
        change.insert(invented.person(invented.household()))


@pytest.mark.parametrize("value", ["夏天", 1 << 70, "半个\ud842字"])
def test_what_a_column_cannot_hold_is_refused_without_repeating_it(filled_book, value):
    with filled_book.reading() as reading:
        household = reading.all(Household)[0]
    key = "note" if isinstance(value, str) and "字" in value else "lifted_year"
    with pytest.raises(Refusal, match="value-not-allowed") as refused, filled_book.changing(DEED) as change:
        change.change(Household, household.id, {key: value})
    told = str(refused.value) + str(refused.value.values) + str(refused.value.__cause__)
    assert str(value).encode(errors="replace") not in told.encode(errors="replace")
    assert refused.value.__suppress_context__


def test_faults_of_the_driver_never_show_what_was_typed(filled_book, invented):
    secret = invented.identity_number()
    with (
        filled_book.raw_connection() as connection,
        pytest.raises(Exception, match=r"no such table|does not exist") as caught,
    ):
        connection.execute("INSERT INTO nowhere VALUES (?)", (secret,))
    assert secret not in str(caught.value)


def test_equal_values_leave_no_trace(filled_book):
    before = filled_book.contents()
    with filled_book.reading() as reading:
        person = reading.all(Person)[0]
    with filled_book.changing(DEED) as change:
        assert not change.change(Person, person.id, {"name": person.name, "born_on": person.born_on})
    assert filled_book.contents() == before


def test_a_reader_sees_the_old_picture_while_a_change_is_open(filled_book, invented):
    with filled_book.changing(DEED) as change:
        new = invented.household()
        change.insert(new)
        with filled_book.reading() as reading:
            assert reading.one(Household, new.id) is None
        assert change.one(Household, new.id) == new
    with filled_book.reading() as reading:
        assert reading.one(Household, new.id) == new


def test_those_who_change_at_the_same_time_take_turns(filled_book):
    with filled_book.reading() as reading:
        household = reading.all(Household)[0]
    gate, refused = threading.Barrier(4), []

    def count_up() -> None:
        gate.wait()
        for _ in range(10):
            try:
                with filled_book.changing(DEED) as change:
                    now = change.one(Household, household.id)
                    change.change(Household, household.id, {"phone": str(int(now.phone or 0) + 1)})
            except Refusal as refusal:
                refused.append(refusal.code)

    counting = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in counting:
        thread.start()
    for thread in counting:
        thread.join()
    with filled_book.reading() as reading:
        assert reading.one(Household, household.id).phone == "40"
    assert refused == []


def test_voided_records_leave_every_view_and_come_back(filled_book):
    with filled_book.reading() as reading:
        line = reading.all(LedgerLine)[0]
    with filled_book.changing(Deed("void", "演练员", reason="重复")) as change:
        change.void(LedgerLine, line.id)
    with filled_book.reading() as reading:
        assert line not in reading.all(LedgerLine)
        assert reading.one(LedgerLine, line.id) is None
        assert reading.voided(LedgerLine, line.household_id) == [line]
    with filled_book.changing(DEED) as change:
        change.bring_back(LedgerLine, line.id)
    with filled_book.reading() as reading:
        assert line in reading.all(LedgerLine)


def test_a_voided_record_cannot_be_changed_unseen(filled_book):
    with filled_book.reading() as reading:
        line = reading.all(LedgerLine)[0]
    with filled_book.changing(DEED) as change:
        change.void(LedgerLine, line.id)
    with pytest.raises(Refusal, match="no-such-record"), filled_book.changing(DEED) as change:
        change.change(LedgerLine, line.id, {"amount": 1})


def test_reading_finds_by_number_month_quarter_and_name(filled_book, invented):
    with filled_book.changing(DEED) as change:
        household = change.household("0002")
        assert household is not None
        april = invented.line(household, 202504)
        change.insert(april)
        change.insert(Setting(new_id(), change.village_code, "basis", '"P2"'))
    with filled_book.reading() as reading:
        assert reading.household("9999") is None
        assert reading.lines_of_month(household.id, Month(202504), Month(202506)) == [april]
        assert [person.position for person in reading.of_household(Person, household.id)] == [1, 2, 3]
        setting = reading.setting("basis")
        assert setting is not None
        assert setting.value == '"P2"'


def test_saving_one_field_takes_few_statements(filled_book):
    with filled_book.reading() as reading:
        household = reading.all(Household)[0]
    with statements_in(filled_book) as said, filled_book.changing(DEED) as change:
        change.change(Household, household.id, {"phone": "0000"})
    held = ["SELECT"] * 3 if filled_book.is_shared else []  # the book; what is closed now, what is lent
    after = ["SELECT", "SELECT", "UPDATE", "INSERT", "COMMIT"]
    assert [text.split()[0] for text in said] == ["BEGIN", *held, *after]


def test_who_saves_again_and_again_keeps_to_one_connection(filled_book):
    """Another would have to decrypt anew the pages that it has not written itself."""
    with filled_book.reading() as reading, filled_book.raw_connection():
        household = reading.all(Household)[0]
    connections = filled_book._connections
    used: set[int] = set()
    for number in range(5):
        with filled_book.changing(DEED) as change:
            used.add(id(change._connection))
            change.change(Household, household.id, {"phone": str(number)})
    assert len(connections._idle) == 2
    assert len(used) == 1


def test_a_village_is_inserted_in_one_statement_per_table(book, invented):
    records = [record for _ in range(50) for record in invented.family()]
    with statements_in(book) as said, book.changing(DEED) as change:
        change.insert_many(reversed(records))
    assert sum(text.startswith("INSERT") for text in said) == 4


@pytest.mark.in_a_file("the log beside a file")
def test_folding_the_log_empties_it(filled_book, book_path):
    log = book_path.with_name(book_path.name + "-wal")
    assert log.stat().st_size > 0
    filled_book.tidy()
    assert log.stat().st_size == 0
    assert filled_book.contents().counts["household"] == 3


def test_the_dump_is_the_same_for_equal_states(filled_book):
    lines = list(dump_lines(filled_book))
    assert len(lines) == 15
    assert lines == list(dump_lines(filled_book))


@pytest.fixture(scope="module")
def lasting_book(tmp_path_factory):
    """One book for many examples."""
    village = Village("990101001001", "柳树湾村", "county_template_2022_2025", kind="practice")
    path = tmp_path_factory.mktemp("lasting") / "账.vdbook"
    with create_book(path, village, "practice", cost=PRACTICE)[0] as book:
        yield book


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_MAYBE = st.none()


@given(
    st.builds(
        Person,
        id=st.uuids().map(str),
        village_code=st.just("990101001001"),
        household_id=st.uuids().map(str),
        position=st.integers(1, 99),
        name=_MAYBE | _TEXT,
        born_on=_MAYBE | st.dates(),
        soldier=_MAYBE | st.booleans(),
        health=_MAYBE | st.lists(st.sampled_from(["健康", "残疾", "大病"]), unique=True).map(tuple),
        resident_months=_MAYBE | st.integers(0, 12),
    )
)
def test_every_person_comes_back_from_its_row_as_it_was(person):
    row = stored(person)
    assert record_of(Person, row) == person
    assert all(value is None or isinstance(value, str | int) for value in row)


@given(name=_TEXT, day=st.dates(min_value=date(1000, 1, 1)))
def test_evil_text_comes_back_from_the_disk_as_it_was(lasting_book, name, day):
    book = lasting_book
    household = Household(new_id(), book.village.code, number=new_id(), note=name)
    person = Person(new_id(), book.village.code, household.id, 1, name=name, born_on=day)
    with book.changing(DEED) as change:
        change.insert_many([household, person])
    with book.reading() as reading:
        assert reading.one(Person, person.id) == person
        assert reading.one(Household, household.id) == household


def test_ids_sort_as_they_were_made_and_never_repeat():
    ids = [new_id() for _ in range(2000)]
    assert len(set(ids)) == len(ids)
    times = [made[:13] for made in ids]
    assert times == sorted(times)
