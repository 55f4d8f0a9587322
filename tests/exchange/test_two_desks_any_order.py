"""Whatever two desks change: one side's answer is taken, both sides' is asked, nothing is dropped."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from village_desk.exchange.packages.handing_back import hand_back
from village_desk.exchange.packages.handing_in import HandedIn, hand_in
from village_desk.exchange.packages.handing_out import take_back
from village_desk.rules.meeting import VOIDED, Answer, meet
from village_desk.rules.records import Household, LedgerLine, Person, Record
from village_desk.store.book import Book, open_book
from village_desk.store.dump import dump_hash
from village_desk.store.journal import Deed
from village_desk.store.parts.given_out import open_clashes, parts_given_out
from village_desk.store.rows import TABLE_NAMES, Stored, rows_of
from village_desk.store.verify import verify

from .two_desks import TODAY, make_two_desks

FIELDS: tuple[tuple[type[Record], str], ...] = (
    (Household, "note"),
    (Household, "group"),
    (Person, "phone"),
    (LedgerLine, "note"),
)
CELLS = st.one_of(st.none(), st.sampled_from(["甲", "乙", "丙"]))
ROW = {VOIDED: 0, "a": None, "b": None, "c": "甲"}


def answers(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Answer]]:
    said = {name: st.builds(Answer, CELLS, st.just("某人"), st.just("2025-07-03")) for name in names}
    voided = {VOIDED: st.builds(Answer, st.sampled_from([0, 1]), st.just("某人"), st.just("2025-07-03"))}
    return st.fixed_dictionaries({}, optional={**said, **voided})


@given(answers(("a", "b", "c")), answers(("a", "b", "c")), st.dictionaries(st.sampled_from("abc"), CELLS))
def test_every_answer_of_the_other_desk_is_taken_asked_or_known(
    ours: dict[str, Answer], theirs: dict[str, Answer], asked_before: dict[str, str | None]
) -> None:
    now = ROW | {name: answer.now for name, answer in ours.items()}
    met = meet(now, ours, theirs, asked_before)
    assert not met.taken.keys() & met.asked.keys()
    assert not met.taken.keys() & (ours.keys() | asked_before.keys())
    for name, answer in theirs.items():
        is_known = name in asked_before and asked_before[name] == answer.now
        stands = met.taken.get(name, met.asked.get(name, now[name]))
        assert stands == answer.now or is_known


class Act(Struct, frozen=True):
    """What somebody does at a desk."""

    is_there: bool
    kind: str
    household: int
    field: int = 0
    text: str = ""


ACTS = st.builds(
    Act,
    st.booleans(),
    st.sampled_from(["change", "change", "change", "line", "void", "bring back", "undo"]),
    st.integers(0, 1),
    st.integers(0, len(FIELDS) - 1),
    st.sampled_from(["甲", "乙", "丙"]),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, bytes]:
    """A part that is worked on at both desks: the first no longer waits for it."""
    folder = tmp_path_factory.mktemp("两边")
    desks = make_two_desks(folder, 2)
    second = desks.open(desks.give())
    with desks.first.reading() as reading:
        (part,) = parts_given_out(reading)
    take_back(desks.first, part, "不等了", "王主任", TODAY)
    keys = desks.first.data_key, second.data_key
    desks.close()
    return folder, *keys


def do(book: Book, act: Act) -> None:
    """Do it, as far as it can be done: a voided record is not changed."""
    if act.kind == "undo":
        past = book.next_undo()
        if past is not None and past.kind == "line-changed":
            book.undo("某人")
        return
    with book.changing(Deed("line-changed", "某人")) as change:
        household = sorted(change.all(Household), key=lambda one: one.id)[act.household]
        lines = change.of_household(LedgerLine, household.id)
        record_type, name = FIELDS[act.field]
        found = [household] if record_type is Household else change.of_household(record_type, household.id)
        if act.kind == "change" and found:
            change.change(record_type, found[0].id, {name: act.text})
        elif act.kind == "line":
            change.insert(
                LedgerLine(change.new_id(), change.village_code, household.id, None, item="101", month=202504)
            )
        elif act.kind == "void" and lines:
            change.void(LedgerLine, lines[0].id)
        elif act.kind == "bring back" and (voided := change.voided(LedgerLine, household.id)):
            change.bring_back(LedgerLine, voided[0].id)


Rows = dict[tuple[str, str], Stored]


def rows(book: Book) -> Rows:
    with book.raw_connection() as connection:
        return {
            (TABLE_NAMES[one], str(row["id"])): row
            for one in (Household, Person, LedgerLine)
            for row in rows_of(connection, one)
        }


@settings(max_examples=25, deadline=None)
@given(st.lists(ACTS, max_size=12))
def test_any_work_at_two_desks_meets_without_loss(
    prepared: tuple[Path, bytes, bytes], acts: list[Act]
) -> None:
    made, first_key, second_key = prepared
    with tempfile.TemporaryDirectory() as name:
        folder = shutil.copytree(made, Path(name) / "两边")
        with open_book(folder / "村.book", first_key) as first:
            with open_book(folder / "分账0.book", second_key) as second:
                base = rows(second)
                for act in acts:
                    do(second if act.is_there else first, act)
                theirs, ours = rows(second), rows(first)
                hand_back(second, folder / "交回.xcr", "李会计", TODAY)
            done = hand_in(first, folder / "交回.xcr", "王主任", TODAY, only_trying=False)
            met = rows(first)
            _hold(base, ours, theirs, met, done)
            state = dump_hash(first)
            assert hand_in(first, folder / "交回.xcr", "王主任", TODAY, only_trying=False).is_known
            assert dump_hash(first) == state
            with first.reading() as reading:
                assert [one.id for one in open_clashes(reading)] == [one.id for one in done.clashes]
            assert verify(first).problems == ()
            first.undo("王主任")
            assert rows(first) == ours


def _hold(base: Rows, ours: Rows, theirs: Rows, met: Rows, done: HandedIn) -> None:
    asked = {(one.record, one.row_id, one.field) for one in done.clashes}
    assert met.keys() == ours.keys() | theirs.keys()
    for key, row in met.items():
        for name, now in row.items():
            was = base.get(key, {}).get(name)
            here, there = (side.get(key, base.get(key, row)).get(name) for side in (ours, theirs))
            if (*key, name) in asked:
                assert now == here, "what is asked stays as it is here"
            elif there != was:
                assert now == there, "nothing is dropped"
                assert here in (was, there), "what both changed is asked"
            else:
                assert now == here, "what only we changed stays"
