"""A township's book on a server: made whole, opened with its passphrase, used by many, and nobody else's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from msgspec.structs import replace
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import ForeignKeyConstraint, create_engine

from tests.conftest import Invented
from tests.server import OWNER, Server
from village_desk.rules.records import Household, Person
from village_desk.rules.refusals import Refusal
from village_desk.store import steps
from village_desk.store.backups.backup import back_up, back_up_if_changed
from village_desk.store.book import Book, Village, create_book, open_book, open_with, open_with_code
from village_desk.store.dump import dump_hash
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.server.address import ServerAddress, book_address
from village_desk.store.server.connection import plain_connection
from village_desk.store.server.faults import in_words
from village_desk.store.tables import metadata
from village_desk.store.verify import verify

PHRASE = "九曲镇 石桥 老水车"
TOWN = Village("990101001000", "九曲镇", "county_template_2022_2025", "town")
DEED = Deed("record-saved", "演练员")


@pytest.fixture
def place(running_server: Server) -> Iterator[ServerAddress]:
    """An empty database."""
    made = running_server.database()
    yield made
    running_server.drop(made)


@pytest.fixture
def town(running_server: Server) -> Iterator[Book]:
    """An empty township's book."""
    made = running_server.book(TOWN, PHRASE, PRACTICE)
    yield made
    running_server.forget(made)


def at(book: Book) -> ServerAddress:
    assert isinstance(book.address, ServerAddress)
    return book.address


def told(book: Book, statement: str) -> list[tuple[object, ...]]:
    """One statement as the book's owner, past the program."""
    with psycopg.connect(at(book).conninfo, autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []


def test_a_new_book_opens_again_with_passphrase_code_and_key(place: ServerAddress) -> None:
    book, code = create_book(place, TOWN, PHRASE, cost=PRACTICE)
    with book:
        key = book.data_key
    ways: tuple[Callable[[], Book], ...] = (
        lambda: open_with(place, PHRASE),
        lambda: open_with_code(place, code),
        lambda: open_book(place, key),
    )
    for way in ways:
        with way() as opened:
            assert (opened.village, opened.data_key) == (TOWN, key)
            assert verify(opened).problems == ()
    with pytest.raises(Refusal, match="wrong-passphrase"):
        open_with(place, "别的口令 别的口令")


@pytest.mark.parametrize("kind", ["village", "practice"])
def test_a_village_keeps_its_book_to_itself(place: ServerAddress, kind: str) -> None:
    with pytest.raises(Refusal, match="only-towns-on-a-server"):
        create_book(place, replace(TOWN, kind=kind), PHRASE, cost=PRACTICE)
    with pytest.raises(Refusal, match="server-has-no-such-book"):
        open_with(place, PHRASE)


def test_a_database_that_holds_anything_is_left_as_it_is(town: Book) -> None:
    before = dump_hash(town)
    with pytest.raises(Refusal, match="server-holds-something"):
        create_book(at(town), TOWN, "另一个口令 另一个", cost=PRACTICE)
    assert dump_hash(town) == before
    open_with(at(town), PHRASE).close()


def test_a_book_whose_making_fails_is_not_there(
    place: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("village_desk.store.server.suiting._BOOK_FILE", "THIS IS NO STATEMENT")
    with pytest.raises(psycopg.Error, match="SQLSTATE 42601"):
        create_book(place, TOWN, PHRASE, cost=PRACTICE)
    monkeypatch.undo()
    create_book(place, TOWN, PHRASE, cost=PRACTICE)[0].close()


def test_who_is_not_let_in_hears_why_and_never_the_password(running_server: Server, town: Book) -> None:
    where = at(town)
    wrong = {
        "server-has-no-such-book": running_server.address("no_such_database"),
        "server-lets-nobody-in": running_server.address(where.name, role="nobody_at_all"),
        "server-not-reached": book_address("postgresql+psycopg://li:geheim@127.0.0.1:9/town"),
    }
    for code, address in wrong.items():
        with pytest.raises(Refusal) as refused:
            open_with(address, PHRASE)
        assert refused.value.code == code
        assert "geheim" not in f"{refused.value} {refused.value.values} {address} {address!r}"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('FATAL:  password authentication failed for user "li"', "server-lets-nobody-in"),
        ('致命错误:  用户 "li" Password 认证失败', "server-lets-nobody-in"),
        ('致命错误:  数据库 "role" 不存在', "server-has-no-such-book"),
        ("FATAL:  the database system is starting up", "server-not-reached"),
        ('connection to server at "password.county", port 5432 failed: timeout', "server-not-reached"),
    ],
)
def test_what_a_server_says_before_it_lets_anybody_in_is_understood(said: str, code: str) -> None:
    address = book_address("postgresql+psycopg://li@db.county/town")
    assert isinstance(address, ServerAddress)
    with pytest.raises(Refusal, match=code), in_words(address):
        raise psycopg.OperationalError(said)


def test_an_address_shows_all_but_the_password() -> None:
    for text in (
        "postgresql+psycopg://li:geheim@db.county:5433/town?sslmode=require",
        "postgresql+psycopg://li@db.county:5433/town?sslmode=require&password=geheim",
    ):
        shown = "postgresql+psycopg://li@db.county:5433/town?sslmode=require"
        assert str(book_address(text)) == shown
        assert str(book_address(shown)) == shown


@pytest.mark.parametrize(
    "text", ["postgresql+psycopg://li@db", "postgresql://db:port/town", "postgresql:///"]
)
def test_an_address_without_a_database_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="server-address-wrong"):
        book_address(text)


def test_to_another_computer_nothing_goes_in_clear_unless_it_is_said() -> None:
    from village_desk.store.server.connection import _conninfo

    def mode(text: str) -> str:
        address = book_address(text)
        assert isinstance(address, ServerAddress)
        return _conninfo(address).partition("sslmode=")[2].split()[0]

    assert mode("postgresql+psycopg://li@db.county/town") == "require"
    assert mode("postgresql+psycopg://li@db.county/town?sslmode=verify-full") == "verify-full"
    assert mode("postgresql+psycopg:///town") == "prefer"


def test_a_book_in_a_file_needs_nothing_that_speaks_to_servers(book: Book) -> None:
    code = (
        "import sys; from pathlib import Path; from village_desk.store.book import open_with;"
        f"open_with(Path({str(book.path)!r}), 'practice makes perfect').close();"
        "print([name for name in sys.modules if name.startswith(('psycopg', 'sqlalchemy'))])"
    )
    book.close()
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def _is_of_every_engine(_: object, name: str, kind: str, *__: object) -> bool:
    """The key file is the server's own, so are indexes by village; links that can wait have a test below."""
    return kind != "foreign_key_constraint" and name != "book_file" and not name.endswith("_of_village")


def test_the_steps_lead_to_the_tables_of_today_there_too(town: Book) -> None:
    drawn = create_engine("postgresql+psycopg://", creator=lambda: plain_connection(at(town)))
    with drawn.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_of_every_engine})
        assert compare_metadata(context, metadata) == []
    drawn.dispose()


def test_the_server_holds_to_every_rule_of_the_tables(town: Book) -> None:
    of_tables = "connamespace = 'public'::regnamespace AND conrelid <> 'book_file'::regclass"
    there = dict(told(town, f"SELECT conname, condeferrable FROM pg_constraint WHERE {of_tables}"))
    constraints = [one for table in metadata.tables.values() for one in table.constraints]
    assert there.keys() == {str(one.name) for one in constraints}
    links = {str(one.name) for one in constraints if isinstance(one, ForeignKeyConstraint)}
    assert {name for name, can_wait in there.items() if can_wait} == links


def test_texts_stand_in_the_order_of_their_bytes_whatever_the_server_speaks(town: Book) -> None:
    columns = "FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text'"
    other = "table_name <> 'book_file' AND collation_name IS DISTINCT FROM 'C'"
    assert told(town, f"SELECT table_name, column_name {columns} AND {other}") == []


def test_the_journal_cannot_be_emptied_either(town: Book) -> None:
    with pytest.raises(psycopg.Error, match="only ever added to"):
        told(town, "TRUNCATE journal")


def test_a_missing_guard_or_an_open_door_between_villages_is_found(town: Book) -> None:
    told(town, "ALTER TABLE journal DISABLE TRIGGER journal_is_kept")
    told(town, "ALTER TABLE person DISABLE ROW LEVEL SECURITY")
    found = [(problem.code, problem.value) for problem in verify(town).problems]
    assert found == [("part-missing", "journal_is_kept"), ("part-missing", "person_of_its_village")]


def test_a_role_of_one_village_sees_and_writes_its_rows_only(running_server: Server, town: Book) -> None:
    codes = ("990101001001", "990101001002")
    for code in codes:
        people = Invented(code)
        household = people.household()
        with town.changing(DEED) as change:
            change.insert_many([household, people.person(household)])
    running_server.say(f'CREATE ROLE "{codes[0]}" LOGIN')
    told(town, f'GRANT SELECT, INSERT, UPDATE, DELETE ON household, person, journal TO "{codes[0]}"')
    address = running_server.address(at(town).name, role=codes[0])
    with psycopg.connect(address.conninfo, autocommit=True) as its_own:
        for table in ("household", "person"):
            seen = its_own.execute(f"SELECT DISTINCT village_code FROM {table}").fetchall()  # type: ignore[call-overload]
            assert seen == [(codes[0],)]
        assert its_own.execute("SELECT count(*) FROM journal").fetchone() == (0,)
        assert its_own.execute("UPDATE household SET note = '改'").rowcount == 1
        with pytest.raises(InsufficientPrivilege, match="row-level security"):
            its_own.execute("UPDATE person SET village_code = '990101001002'")
        with pytest.raises(InsufficientPrivilege):
            its_own.execute("SELECT keyslots FROM book_file")
    with town.reading() as reading:
        assert {one.village_code: one.note for one in reading.all(Household)} == {
            codes[0]: "改",
            codes[1]: None,
        }


def test_the_key_file_in_the_database_opens_nothing_by_itself(town: Book) -> None:
    ((kept,),) = told(town, "SELECT keyslots FROM book_file")
    assert isinstance(kept, bytes)
    assert town.data_key not in kept
    assert b"argon2id" in kept


def test_what_only_a_file_can_do_is_refused_in_words(town: Book) -> None:
    with pytest.raises(Refusal, match="only-for-a-file-book"):
        back_up(town, "hand")
    assert back_up_if_changed(town, "merge") is None


def test_a_clerk_with_an_account_in_the_group_makes_a_book_that_the_others_open(
    running_server: Server, place: ServerAddress
) -> None:
    for name in ("li", "wang"):
        running_server.say(f"CREATE ROLE {name} LOGIN IN ROLE {OWNER}")
        running_server.say(f"ALTER ROLE {name} SET role TO {OWNER}")
    create_book(running_server.address(place.name, role="li"), TOWN, PHRASE, cost=PRACTICE)[0].close()
    with open_with(running_server.address(place.name, role="wang"), PHRASE) as book:
        with book.changing(DEED) as change:
            change.insert(Household("h1", TOWN.code, "0001"))
        with book.reading() as reading:
            assert len(reading.all(Household)) == 1
        assert verify(book).problems == ()


def test_several_clerks_write_at_once_and_each_sees_what_the_other_has_done(town: Book) -> None:
    with open_with(at(town), PHRASE) as other:
        for number, book in enumerate((town, other, town, other), 1):
            with book.changing(DEED) as change:
                change.insert(Household(f"h{number}", TOWN.code, f"{number:04d}"))
        for book in (town, other):
            assert book.contents().counts["household"] == 4
            assert verify(book).problems == ()


def test_deeds_of_two_villages_go_on_side_by_side_and_the_chain_is_one(town: Book) -> None:
    with open_with(at(town), PHRASE) as other:
        with town.changing(DEED, of_village="990101001001") as first:
            first.insert(Household("h1", TOWN.code, "0001"))
            with other.changing(DEED, of_village="990101001002") as second:
                second.insert(Household("h2", TOWN.code, "0002"))
            assert other.contents().entries == 1
        assert town.contents().entries == 2
    assert verify(town).problems == ()


def test_two_deeds_of_one_village_take_turns(town: Book) -> None:
    with open_with(at(town), PHRASE) as other, town.changing(DEED, of_village="990101001001"):
        with other.bare_connection() as connection:
            connection.execute("SET lock_timeout = '10ms'")
        with pytest.raises(Refusal, match="book-busy"), other.changing(DEED, of_village="990101001001"):
            pass
        with pytest.raises(Refusal, match="book-busy"), other.changing(DEED):
            pass


def test_nobody_takes_back_what_another_has_done(town: Book) -> None:
    with town.changing(Deed("record-saved", "李会计")) as change:
        change.insert(Household("h1", TOWN.code, "0001"))
    with open_with(at(town), PHRASE) as other:
        with pytest.raises(Refusal, match="undo-of-another"):
            other.undo("王会计")
        assert other.undo("李会计") is not None
    assert town.next_undo() is None


def test_a_deed_that_is_no_longer_the_newest_is_not_taken_back(
    town: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(book: Book, number: str) -> None:
        with book.changing(DEED) as change:
            change.insert(Household(f"h{number}", TOWN.code, number))

    write(town, "0001")
    with open_with(at(town), PHRASE) as other:
        monkeypatch.setattr(town, "_refuse_of_another", lambda *_: write(other, "0002"))
        with pytest.raises(Refusal, match="book-busy"):
            town.undo(DEED.who)
    assert town.contents().counts["household"] == 2


def test_lost_connections_are_said_once_and_then_made_anew(running_server: Server, town: Book) -> None:
    with town.reading(), town.reading():
        pass
    running_server.say(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{at(town).name}'"
    )
    with pytest.raises(Refusal, match="server-not-reached"):
        town.contents()
    assert town.contents().entries == 0


@pytest.fixture
def next_step(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Operations], None]], None]:
    """Pretend that this program has a second format, made by a function."""

    def add(upgrade: Callable[[Operations], None]) -> None:
        module = ModuleType("village_desk.store.steps.s0002_next")
        module.upgrade = upgrade  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(steps, "_STEPS", ("s0001_first", "s0002_next"))

    return add


Next = Callable[[Callable[[Operations], None]], None]


def test_an_older_book_is_raised_when_it_is_opened(town: Book, next_step: Next) -> None:
    with town.changing(DEED) as change:
        change.insert(Household("h1", TOWN.code, "0001", note="还在"))
    next_step(lambda op: op.execute("ALTER TABLE household ALTER COLUMN note TYPE varchar"))
    with open_with(at(town), PHRASE) as raised:
        assert raised.contents().book_format == 2
        with raised.reading() as reading:
            assert [one.note for one in reading.all(Household)] == ["还在"]
            assert reading.all(Person) == []


def test_a_step_that_fails_changes_nothing(town: Book, next_step: Next) -> None:
    def half(op: Operations) -> None:
        op.execute("CREATE TABLE later (id TEXT)")
        op.execute("THIS IS NO STATEMENT")

    next_step(half)
    with pytest.raises(psycopg.Error, match="SQLSTATE 42601"):
        open_with(at(town), PHRASE)
    assert told(town, "SELECT to_regclass('later'), format FROM book_file") == [(None, 1)]


def test_a_newer_book_is_refused(town: Book) -> None:
    told(town, f"UPDATE book_file SET format = {steps.newest_format() + 1}")
    with pytest.raises(Refusal, match="book-newer"):
        open_with(at(town), PHRASE)
