"""A kill at any moment of giving a part out, handing it back or taking it in leaves both books whole."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Invented
from village_desk.exchange.packages.handing_out import Giving, hand_out
from village_desk.exchange.packages.opening_part import open_part, read_part
from village_desk.rules.records import Household
from village_desk.store.book import create_book, open_with
from village_desk.store.dump import dump_hash
from village_desk.store.journal import Deed
from village_desk.store.parts.given_out import parts_given_out
from village_desk.store.verify import verify

from .kill_moments import moments, run_in_child
from .test_partners import EASY, GOOD, VILLAGE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

_MOMENTS = 3, 40
"""In every run, and in a slow one."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village of twenty families, ten of them in a second desk's book that has changed each."""
    folder, today = tmp_path_factory.mktemp("两边"), date(2025, 7, 3)
    people = Invented(VILLAGE.code)
    with create_book(folder / "first.book", VILLAGE, GOOD, cost=EASY)[0] as first:
        with first.changing(Deed("household-saved", "村里")) as change:
            change.insert_many(record for _ in range(20) for record in people.family())
        with first.reading() as reading:
            chosen = [one.id for one in reading.all(Household)][:10]
        given = hand_out(first, Giving(chosen, "李会计"), folder / "分账.xcp", "村里", today)
    package = read_part(given.path, given.part.code, today)
    with open_part(folder / "second.book", package, GOOD, cost=EASY)[0] as second:
        for household in chosen:
            with second.changing(Deed("household-saved", "李会计")) as change:
                change.change(Household, household, {"note": "问过"})
                change.insert(people.line(change.one(Household, household)))  # type: ignore[arg-type]
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, phrase: Callable[[str], Path]) -> Path:
    phrase(GOOD)
    return shutil.copytree(made, tmp_path / "两边")


@moments(*_MOMENTS)
def test_a_kill_while_giving_out_leaves_the_part_noted_or_nothing(folder: Path, part: float) -> None:
    command = ("hand-out", folder / "first.book", "--households", "0015,0016", "--desk", "王", "--out")
    whole = run_in_child((*command, shutil.copytree(folder, folder.with_name("量时")) / "王.xcp"))
    run_in_child(("take-back", folder / "first.book", "--desk", "王", "--reason", "量时"))
    run_in_child((*command, folder / "王二.xcp"), after=whole.seconds * part)
    with open_with(folder / "first.book", GOOD) as book:
        assert verify(book).problems == ()
        with book.reading() as reading:
            waiting = [one for one in parts_given_out(reading) if one.desk == "王" and one.is_out]
    if (folder / "王二.xcp").exists():
        (noted,) = waiting
        read_part(folder / "王二.xcp", noted.code, date(2025, 7, 3))


@moments(*_MOMENTS)
def test_a_kill_while_taking_in_leaves_the_book_as_it_was_or_whole(folder: Path, part: float) -> None:
    back = run_in_child(("hand-back", folder / "second.book", "--out", folder / "交回.xcr", "--json"))
    assert back.code == 0
    file = json.loads(back.out)["file"]
    spare = shutil.copytree(folder, folder.with_name("量时"))
    whole = run_in_child(("hand-in", spare / "first.book", file))
    assert whole.code == 0
    states = {_state(folder / "first.book"), _state(spare / "first.book")}
    run_in_child(("hand-in", folder / "first.book", file), after=whole.seconds * part)
    assert _state(folder / "first.book") in states
    assert run_in_child(("hand-in", folder / "first.book", file)).code == 0
    assert _state(folder / "first.book") == _state(spare / "first.book")


@moments(*_MOMENTS)
def test_a_kill_while_handing_back_lets_it_be_handed_back_again(folder: Path, part: float) -> None:
    spare = shutil.copytree(folder, folder.with_name("量时"))
    whole = run_in_child(("hand-back", spare / "second.book", "--out", spare / "交回.xcr"))
    assert whole.code == 0
    run_in_child(
        ("hand-back", folder / "second.book", "--out", folder / "一.xcr"), after=whole.seconds * part
    )
    run_in_child(("take-back", folder / "second.book", "--reason", "断电"))
    assert run_in_child(("hand-back", folder / "second.book", "--out", folder / "二.xcr")).code == 0
    assert run_in_child(("hand-in", folder / "first.book", folder / "二.xcr")).code == 0
    with open_with(folder / "first.book", GOOD) as first, first.reading() as reading:
        assert sum(one.note == "问过" for one in reading.all(Household)) == 10
    for name in ("first", "second"):
        _state(folder / f"{name}.book")


def _state(path: Path) -> str:
    with open_with(path, GOOD) as book:
        assert verify(book).problems == ()
        return dump_hash(book)
