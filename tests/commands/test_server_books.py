"""The command line on a book that lies on a server: the same words, with an address in place of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server import Server
from village_desk.store.book import create_book
from village_desk.store.server.address import ServerAddress

from .conftest import Call
from .test_partners import EASY, GOOD, TOWN, VILLAGE, card

PERIOD = ("--period", "2025Q2")
NEW = ("--village", TOWN.code, "--name", TOWN.name, "--profile", TOWN.profile)


@pytest.fixture
def place(running_server: Server) -> Iterator[ServerAddress]:
    made = running_server.database()
    yield made
    running_server.drop(made)


@pytest.fixture
def town(call: Call, place: ServerAddress, phrase: Callable[[str], Path]) -> str:
    """The address of a new township's book."""
    phrase(GOOD)
    made = call("new", place, *NEW, "--town", "--json")
    assert made.code == 0, made.err
    assert made.document["book"] == str(place)
    return str(place)


def test_a_quarter_goes_from_the_village_to_the_server_and_its_answer_back(
    call: Call, town: str, tmp_path: Path
) -> None:
    village = tmp_path / "village.book"
    create_book(village, VILLAGE, GOOD, cost=EASY)[0].close()
    assert call("key", town, "--out", tmp_path / "town.key").code == 0
    assert call("trust", village, tmp_path / "town.key").code == 0
    assert call("trust", town, card(call, village)).code == 0
    packed = call("pack", village, *PERIOD, "--to", tmp_path, "--json").document["file"]
    assert call("merge", town, packed, "--dry-run", "--json").document["accepted"] is False
    assert call("merge", town, packed, "--json").document["accepted"] is True
    matrix = call("matrix", town, "--year", "2025", "--json").document
    assert "received" in str(matrix)
    asked = call("ask", town, "--village", VILLAGE.code, "--text", "收到没有？", "--json")
    assert asked.code == 0, asked.err
    (returned,) = call("return", town, "--to", tmp_path, "--json").document["returns"]
    assert call("receipt", village, returned["file"], "--json").document["new"] == 1
    assert call("verify", town).code == 0
    assert len(call("dump", town).out.splitlines()) > 2


@pytest.mark.parametrize(
    "command", [("backup", "{town}", "--to", "{folder}"), ("restore", "{folder}/x", "{town}")]
)
def test_what_a_file_alone_can_do_is_refused_in_words(
    call: Call, town: str, tmp_path: Path, command: tuple[str, ...]
) -> None:
    words = [word.format(town=town, folder=tmp_path) for word in command]
    refused = call(*words, "--json")
    assert (refused.code, refused.document["refused"]) == (2, "only-for-a-file-book")


def test_a_village_cannot_be_put_on_a_server(
    call: Call, place: ServerAddress, phrase: Callable[[str], Path]
) -> None:
    phrase(GOOD)
    refused = call("new", place, *NEW, "--json")
    assert (refused.code, refused.document["refused"]) == (2, "only-towns-on-a-server")


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "postgresql+psycopg://li:geheim@127.0.0.1:9/town"),
        ("verify", "postgresql+psycopg://li:geheim@127.0.0.1"),
        ("postgresql+psycopg://li:geheim@127.0.0.1:9/town", "--json"),
        ("verify", "x.book", "postgresql+psycopg://li:geheim@127.0.0.1:9/town"),
    ],
)
def test_no_answer_repeats_a_password(
    call: Call, phrase: Callable[[str], Path], own_home: Path, words: tuple[str, ...]
) -> None:
    phrase(GOOD)
    refused = call(*words)
    assert refused.code in (2, 3)
    assert refused.out + refused.err
    assert "geheim" not in refused.out + refused.err
    assert not any(
        "geheim" in path.read_text("utf-8", "replace") for path in own_home.rglob("*") if path.is_file()
    )
