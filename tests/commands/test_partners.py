"""Public keys go out as a file and come in at the partner, with a fingerprint that both read out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from village_desk.store.book import Village, create_book
from village_desk.store.keys.keyslots import PRACTICE, KeyCost

from .conftest import Call

GOOD = "柳树湾 三月桃花 九曲桥头 老水车"
EASY = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
VILLAGE = Village("990101001002", "柳树湾村", "shidian_2025")
OTHER = Village("990101001003", "桃花坞村", "shidian_2025")
TOWN = Village("990101001000", "九曲镇", "shidian_2025", "town")


@pytest.fixture
def books(tmp_path: Path, phrase: Callable[[str], Path]) -> dict[str, Path]:
    """The books of a village, of another village and of their township."""
    phrase(GOOD)
    made = {"village": VILLAGE, "other": OTHER, "town": TOWN}
    for name, village in made.items():
        create_book(tmp_path / f"{name}.book", village, GOOD, cost=EASY)[0].close()
    return {name: tmp_path / f"{name}.book" for name in made}


def card(call: Call, book: Path) -> Path:
    """The card of a book as a file."""
    path = book.with_suffix(".key")
    assert call("key", book, "--out", path).code == 0
    return path


def test_both_sides_see_the_same_fingerprint(call: Call, books: dict[str, Path]) -> None:
    out = books["town"].with_suffix(".key")
    given = call("key", books["town"], "--out", out, "--json").document
    taken = call("trust", books["village"], out, "--json").document
    assert given["fingerprint"] == taken["fingerprint"]
    assert [len(group) for group in given["fingerprint"].split()] == [4] * 6
    assert (taken["code"], taken["name"], taken["kind"]) == (TOWN.code, TOWN.name, "town")


def test_the_same_card_again_changes_nothing(call: Call, books: dict[str, Path]) -> None:
    out = card(call, books["town"])
    call("trust", books["village"], out)
    before = call("dump-hash", books["village"]).out
    assert call("trust", books["village"], out).code == 0
    assert call("dump-hash", books["village"]).out == before


def test_every_flipped_byte_of_a_card_is_noticed(call: Call, books: dict[str, Path]) -> None:
    whole = card(call, books["town"]).read_bytes()
    forged = books["town"].with_name("伪造.key")
    for place in range(0, len(whole), 7):
        forged.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refused = call("trust", books["village"], forged, "--json")
        assert refused.document["refused"] in {"card-damaged", "card-newer"}
    assert "partner" not in call("dump", books["village"]).out


def test_another_name_in_a_card_is_noticed(call: Call, books: dict[str, Path]) -> None:
    path = card(call, books["town"])
    table = json.loads(path.read_bytes())
    table["name"] = "十八弯镇"
    path.write_text(json.dumps(table, ensure_ascii=True, indent=1, sort_keys=True) + "\n", "utf-8")
    assert call("trust", books["village"], path, "--json").document["refused"] == "card-damaged"


def test_a_key_that_has_changed_is_taken_only_when_said_so(
    call: Call, books: dict[str, Path], tmp_path: Path
) -> None:
    call("trust", books["village"], card(call, books["town"]))
    again = tmp_path / "重装.book"
    create_book(again, TOWN, GOOD, cost=EASY)[0].close()
    new = card(call, again)
    refused = call("trust", books["village"], new, "--json")
    assert refused.document["refused"] == "partner-has-another-key"
    replaced = call("trust", books["village"], new, "--replace", "--json")
    assert replaced.code == 0
    assert replaced.document["fingerprint"] in refused.document["message"]
    assert call("verify", books["village"]).code == 0


def test_a_village_takes_no_villages_card_and_nobody_its_own(call: Call, books: dict[str, Path]) -> None:
    other = card(call, books["other"])
    refused = call("trust", books["village"], other, "--json")
    assert refused.document["refused"] == "partner-is-a-village"
    assert call("trust", books["other"], other, "--json").document["refused"] == "own-card"
    assert call("trust", books["town"], other).code == 0


def test_a_practice_book_has_neither_card_nor_partner(call: Call, practice: Path, tmp_path: Path) -> None:
    out = tmp_path / "练习.key"
    assert call("key", practice, "--out", out, "--json").document["refused"] == "practice-has-no-partner"
    assert not out.exists()


def test_a_restored_book_signs_as_it_did_before(call: Call, books: dict[str, Path], tmp_path: Path) -> None:
    before = card(call, books["village"]).read_bytes()
    backup = call("backup", books["village"], "--to", tmp_path, "--json").document["file"]
    for path in tmp_path.glob("village.*"):
        path.unlink()
    assert call("restore", backup, books["village"]).code == 0
    assert card(call, books["village"]).read_bytes() == before


def test_keys_are_printed_with_their_square_code_and_taken_in_as_digits(
    call: Call, books: dict[str, Path]
) -> None:
    paper = books["town"].with_suffix(".pdf")
    given = call("key", books["town"], "--out", paper, "--json").document
    assert paper.read_bytes().startswith(b"%PDF")
    taken = call("trust", books["village"], given["digits"], "--name", TOWN.name, "--json").document
    assert (taken["code"], taken["name"], taken["kind"]) == (TOWN.code, TOWN.name, "town")
    assert taken["fingerprint"] == given["fingerprint"]
    refused = call("trust", books["other"], given["digits"][:-7], "--json")
    assert (refused.code, refused.document["refused"]) == (1, "card-mistyped")
