"""Whatever is undone and done again gives back the same book, also after closing it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from tests.server import Server
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.book import Book, Village, create_book, open_book
from village_desk.store.dump import dump_hash
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed, broken_links
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.replay import unexplained_rows

pytestmark = pytest.mark.both_engines

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def test_undo_names_the_deed_it_takes_back(filled_book):
    past = filled_book.undo("演练员")
    assert past is not None
    assert past.kind == "import"
    assert filled_book.next_undo() is None
    redo = filled_book.next_redo()
    assert redo is not None
    assert redo.kind == "import"


def test_nothing_to_undo_is_none_and_no_trace(book):
    assert book.undo("演练员") is None
    assert book.redo("演练员") is None
    assert book.contents().entries == 0


def test_a_whole_import_is_taken_back_while_it_is_the_newest(book, invented):
    empty = dump_hash(book)
    with book.changing(Deed("import", "演练员")) as change:
        change.insert_many(invented.family())
        deed = change.deed_id
    book.undo("演练员")
    book.redo("演练员")
    assert book.undo_deed("another", "演练员") is None
    assert book.undo_deed(deed, "演练员") is not None
    assert dump_hash(book) == empty


def test_a_new_deed_ends_redoing(filled_book, invented):
    filled_book.undo("演练员")
    with filled_book.changing(Deed("record-saved", "演练员")) as change:
        change.insert(invented.household())
    assert filled_book.next_redo() is None


class Editing(RuleBasedStateMachine):
    """Random deeds, undone and redone, with the book closed and opened in between."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.number = 0

    @initialize()
    def make(self) -> None:
        village = Village("990101001001", "柳树湾村", "county_template_2022_2025", kind="practice")
        self.book: Book = self.made(village)
        self.states = [dump_hash(self.book)]
        self.undone: list[str] = []

    def made(self, village: Village) -> Book:
        return create_book(self.folder / "账.vdbook", village, "practice", cost=PRACTICE)[0]

    def typed(self, note: str) -> str:
        return note

    @rule(count=st.integers(1, 3), note=_TEXT)
    def insert(self, count: int, note: str) -> None:
        note = self.typed(note)
        with self._deed("import") as change:
            households = [self._household(note) for _ in range(count)]
            people = [Person(new_id(), change.village_code, one.id, 1, name=note) for one in households]
            lines = [LedgerLine(new_id(), change.village_code, one.id, amount=1) for one in households]
            change.insert_many([*lines, *people, *households])
        self._done()

    @precondition(lambda self: self._households())
    @rule(chosen=st.randoms(use_true_random=False), note=_TEXT | st.none(), flag=st.booleans() | st.none())
    def change(self, chosen, note: str | None, flag) -> None:
        household = chosen.choice(self._households())
        with self._deed("record-saved") as change:
            changed = change.change(
                Household, household.id, {"note": note and self.typed(note), "toilet": flag}
            )
        if changed:
            self._done()

    @precondition(lambda self: self._lines())
    @rule(chosen=st.randoms(use_true_random=False))
    def void(self, chosen) -> None:
        with self._deed("void") as change:
            change.void(LedgerLine, chosen.choice(self._lines()).id)
        self._done()

    @precondition(lambda self: self._voided())
    @rule(chosen=st.randoms(use_true_random=False))
    def bring_back(self, chosen) -> None:
        with self._deed("bring-back") as change:
            change.bring_back(LedgerLine, chosen.choice(self._voided()).id)
        self._done()

    @rule()
    def undo(self) -> None:
        past = self.book.undo("演练员")
        assert (past is None) == (len(self.states) == 1)
        if past is not None:
            self.undone.append(self.states.pop())

    @rule()
    def redo(self) -> None:
        past = self.book.redo("演练员")
        assert (past is None) == (not self.undone)
        if past is not None:
            self.states.append(self.undone.pop())

    @rule()
    def reopen(self) -> None:
        self.book.close()
        self.book = open_book(self.book.address, self.book.data_key)

    @invariant()
    def the_book_is_as_it_was_then(self) -> None:
        if hasattr(self, "book"):
            assert dump_hash(self.book) == self.states[-1]

    def teardown(self) -> None:
        if hasattr(self, "book"):
            with self.book.raw_connection() as connection:
                assert list(broken_links(connection)) == []
                assert list(unexplained_rows(connection)) == []
            self.book.close()
        shutil.rmtree(self.folder)

    def _deed(self, kind: str):
        return self.book.changing(Deed(kind, "演练员"))

    def _done(self) -> None:
        self.states.append(dump_hash(self.book))
        self.undone.clear()

    def _household(self, note: str) -> Household:
        self.number += 1
        return Household(new_id(), self.book.village.code, number=str(self.number), note=note)

    def _households(self) -> list[Household]:
        with self.book.reading() as reading:
            return reading.all(Household)

    def _lines(self) -> list[LedgerLine]:
        with self.book.reading() as reading:
            return reading.all(LedgerLine)

    def _voided(self) -> list[LedgerLine]:
        with self.book.reading() as reading:
            return [line for one in reading.all(Household) for line in reading.voided(LedgerLine, one.id)]


class EditingOnAServer(Editing):
    """The same; no zero byte in a text, which a server cannot hold and no keyboard types."""

    server: ClassVar[Server]

    def made(self, village: Village) -> Book:
        return self.server.book(replace(village, kind="town"), "practice", PRACTICE)

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "book"):
            self.server.forget(self.book)

    def typed(self, note: str) -> str:
        return note.replace("\0", "")


@pytest.fixture
def editing_on_a_server(running_server: Server) -> None:
    EditingOnAServer.server = running_server


TestEditingOnAServer = EditingOnAServer.TestCase
TestEditingOnAServer.settings = settings(max_examples=5, stateful_step_count=15, deadline=None)
TestEditingOnAServer.pytestmark = [pytest.mark.usefixtures("editing_on_a_server")]

TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=20, stateful_step_count=15, deadline=None)
TestEditing.pytestmark = [pytest.mark.filterwarnings("error")]
