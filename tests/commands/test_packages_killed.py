"""A kill at any moment of packing or merging gives no number twice and leaves no half village."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Invented
from village_desk.exchange.packages.report import REPORT, read_package_file, report_of
from village_desk.exchange.packages.sealed_file import read_sealed
from village_desk.store.book import create_book, open_with
from village_desk.store.dump import dump_hash
from village_desk.store.journal import Deed
from village_desk.store.keys.key_card import card_of
from village_desk.store.partners import trust
from village_desk.store.verify import verify

from .kill_moments import moments, run_in_child
from .test_partners import EASY, GOOD, TOWN, VILLAGE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

PERIOD = ("--period", "2025Q2")
_MOMENTS = 3, 40
"""In every run, and in a slow one."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village of twenty families and its township, with each other's keys."""
    folder = tmp_path_factory.mktemp("村镇")
    village = create_book(folder / "village.book", VILLAGE, GOOD, cost=EASY)[0]
    town = create_book(folder / "town.book", TOWN, GOOD, cost=EASY)[0]
    today = date(2025, 4, 2)
    trust(village, card_of(TOWN, town.secret), "村里", today)
    trust(town, card_of(VILLAGE, village.secret), "乡镇", today)
    people = Invented(VILLAGE.code)
    with village.changing(Deed("household-saved", "村里")) as change:
        change.insert_many(record for _ in range(20) for record in people.family())
    village.close()
    town.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, phrase: Callable[[str], Path]) -> Path:
    phrase(GOOD)
    copy = shutil.copytree(made, tmp_path / "村镇")
    (copy / "U盘").mkdir()
    return copy


def packed(folder: Path) -> dict[str, object]:
    ended = run_in_child(("pack", folder / "village.book", *PERIOD, "--to", folder / "U盘", "--json"))
    assert ended.code == 0
    document: dict[str, object] = json.loads(ended.out)
    return document


@moments(*_MOMENTS)
def test_a_kill_while_packing_gives_no_number_twice(folder: Path, part: float) -> None:
    whole = run_in_child(("pack", folder / "village.book", *PERIOD, "--to", folder / "U盘"))
    run_in_child(
        ("pack", folder / "village.book", *PERIOD, "--to", folder / "U盘"), after=whole.seconds * part
    )
    packed(folder)
    files = [path for path in (folder / "U盘").iterdir() if path.suffix == ".xcb"]
    numbers = [report_of(read_package_file(path, REPORT)).sequence for path in files]
    assert len(set(numbers)) == len(numbers)
    for path in files:
        assert read_sealed(path.read_bytes()).head.code == VILLAGE.code
    assert [path for path in (folder / "U盘").iterdir() if path.suffix != ".xcb"] == []
    with open_with(folder / "village.book", GOOD) as book:
        assert verify(book).problems == ()


@moments(*_MOMENTS)
def test_a_kill_while_merging_leaves_the_village_as_it_was_or_whole(folder: Path, part: float) -> None:
    file = packed(folder)["file"]
    spare = shutil.copytree(folder, folder.with_name("量时"))
    whole = run_in_child(("merge", spare / "town.book", file))
    assert whole.code == 0
    states = {_state(folder / "town.book"), _state(spare / "town.book")}
    run_in_child(("merge", folder / "town.book", file), after=whole.seconds * part)
    assert _state(folder / "town.book") in states
    assert run_in_child(("merge", folder / "town.book", file)).code == 0
    assert _state(folder / "town.book") == _state(spare / "town.book")


def _state(path: Path) -> str:
    with open_with(path, GOOD) as book:
        assert verify(book).problems == ()
        return dump_hash(book)
