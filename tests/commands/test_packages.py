"""``pack`` and ``merge`` as a script calls them: documents, exit codes, and a stick that refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from village_desk.rules.records import Setting
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Village, create_book, open_with
from village_desk.store.journal import Deed
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.villages.row_stream import TRAVELLING

from .conftest import Call
from .test_partners import EASY, GOOD, TOWN, VILLAGE, card

PERIOD = ("--period", "2025Q2")
CORRECTION = Deed("import", "命令行", "试", is_correction=True)
NOT_TRAVELLING = ('{"record": "partner"', '{"record": "package"')
OTHER = Village("990101001003", "桃花坞村", "shidian_2025")


@pytest.fixture
def books(tmp_path: Path, phrase: Callable[[str], Path], call: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a village's book that knows its township's key, and the other way round."""
    phrase(GOOD)
    for name, village in (("village", VILLAGE), ("other", OTHER), ("town", TOWN)):
        create_book(tmp_path / f"{name}.book", village, GOOD, cost=EASY)[0].close()
    keys = card(call, tmp_path / "town.book")
    (tmp_path / "U盘").mkdir()
    for number, name in enumerate(("village", "other")):
        call("trust", tmp_path / f"{name}.book", keys)
        call("trust", tmp_path / "town.book", card(call, tmp_path / f"{name}.book"))
        family = {"op": "household", "number": f"000{number}", "set": {"head_name": "张三"}}
        monkeypatch.setattr("sys.stdin", _typed(json.dumps(family, ensure_ascii=False)))
        assert call("script", tmp_path / f"{name}.book").code == 0
    return tmp_path


def _typed(text: str) -> object:
    import io

    return io.StringIO(f"{text}\n")


def packed(call: Call, books: Path, name: str = "village") -> dict[str, object]:
    made = call("pack", books / f"{name}.book", *PERIOD, "--to", books / "U盘", "--json")
    assert made.code == 0, made.out
    document: dict[str, object] = made.document
    return document


def test_a_packed_quarter_is_merged_with_its_counts(call: Call, books: Path) -> None:
    made = packed(call, books)
    assert (made["sequence"], made["period"], made["townships"]) == (1, "2025Q2", [TOWN.name])
    merged = call("merge", books / "town.book", made["file"], "--json")
    assert merged.code == 0
    document = merged.document
    assert document["village"] == VILLAGE.code
    assert (document["period"], document["sequence"]) == ("2025Q2", 1)
    assert (document["new"], document["changed"], document["same"], document["left"]) == (1, 0, 0, 0)
    assert (document["conflicts"], document["rejected"], document["accepted"]) == ([], [], True)


def test_a_package_says_how_many_households_are_worked_on_elsewhere(call: Call, books: Path) -> None:
    village = books / "village.book"
    assert packed(call, books)["handed_out"] == 0
    number = json.loads(
        next(line for line in call("dump", village).out.splitlines() if '"record": "household"' in line)
    )["number"]
    part = ("--households", number, "--desk", "李会计", "--out", books / "分账.xcp")
    assert call("hand-out", village, *part).code == 0
    assert packed(call, books)["handed_out"] == 1
    said = call("pack", village, *PERIOD, "--to", books / "U盘").out
    assert "有 1 户分在别处办" in said


def test_several_packages_give_a_list_in_the_order_asked_for(call: Call, books: Path) -> None:
    files = [packed(call, books)["file"], packed(call, books)["file"], packed(call, books, "other")["file"]]
    noise = books / "U盘" / "别的.xcb"
    noise.write_bytes(b"something else")
    merged = call("merge", books / "town.book", noise, files[1], files[0], files[2], "--json")
    assert merged.code == 1
    shapes = merged.document
    assert [shape["package"] for shape in shapes] == [
        Path(str(name)).name for name in (noise, files[1], files[0], files[2])
    ]
    assert [shape["accepted"] for shape in shapes] == [False, True, True, True]
    assert shapes[0]["refused"] == "not-a-package"


def test_a_dry_run_leaves_the_book_as_it_was(call: Call, books: Path) -> None:
    made = packed(call, books)
    before = call("dump", books / "town.book").out
    tried = call("merge", books / "town.book", made["file"], "--dry-run", "--json")
    assert (tried.code, tried.document["accepted"], tried.document["new"]) == (0, False, 1)
    assert call("dump", books / "town.book").out == before


def test_a_flipped_byte_is_refused_and_the_book_is_as_it_was(call: Call, books: Path) -> None:
    file = Path(str(packed(call, books)["file"]))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    before = call("dump", books / "town.book").out
    refused = call("merge", books / "town.book", file, "--json")
    assert (refused.code, refused.document["refused"]) == (1, "package-damaged")
    assert call("dump", books / "town.book").out == before


def test_a_practice_book_is_never_packed(call: Call, practice: Path, tmp_path: Path) -> None:
    refused = call("pack", practice, *PERIOD, "--to", tmp_path, "--json")
    assert (refused.code, refused.document["refused"]) == (1, "practice-not-packed")
    assert list(tmp_path.glob("*.xcb")) == []


def test_without_the_townships_key_nothing_is_packed(call: Call, books: Path) -> None:
    lonely = books / "lonely.book"
    create_book(lonely, Village("990101001009", "独村", "shidian_2025"), GOOD, cost=EASY)[0].close()
    refused = call("pack", lonely, *PERIOD, "--to", books / "U盘", "--json")
    assert refused.document["refused"] == "no-township-key"


@pytest.mark.parametrize("step", ["_write", "_read_back", "_place"])
def test_a_stick_that_fails_leaves_no_file_and_uses_no_number(
    call: Call, books: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as broken:
        broken.setattr(f"village_desk.places.files.{step}", fail)
        refused = call("pack", books / "village.book", *PERIOD, "--to", books / "U盘", "--json")
    assert (refused.code, refused.document["refused"]) == (1, "disk-full")
    assert list((books / "U盘").iterdir()) == []
    assert packed(call, books)["sequence"] == 1
    assert call("verify", books / "village.book").code == 0


def test_what_cannot_be_opened_from_the_stick_is_not_called_done(
    call: Call, books: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise Refusal("package-damaged")

    with monkeypatch.context() as broken:
        broken.setattr("village_desk.exchange.packages.packing._read_back", unreadable)
        refused = call("pack", books / "village.book", *PERIOD, "--to", books / "U盘", "--json")
    assert refused.code == 1
    assert list((books / "U盘").iterdir()) == []


def test_earlier_packages_on_the_stick_are_never_touched(call: Call, books: Path) -> None:
    first = Path(str(packed(call, books)["file"]))
    content = first.read_bytes()
    packed(call, books)
    assert first.read_bytes() == content
    assert len(list((books / "U盘").glob("*.xcb"))) == 2


def test_every_kind_of_record_comes_over_as_it_is(call: Call, books: Path, practice: Path) -> None:
    with open_with(practice, PRACTICE_PASSPHRASE) as book, book.reading() as reading:
        records = [one for kind in TRAVELLING if kind is not Setting for one in reading.all(kind)]
    assert len({type(one) for one in records}) > len(TRAVELLING) // 2
    with open_with(books / "other.book", GOOD) as book, book.changing(CORRECTION) as change:
        change.insert_many(replace(one, village_code=OTHER.code) for one in records)
    merged = call("merge", books / "town.book", packed(call, books, "other")["file"], "--json")
    assert merged.document["rejected"] == []
    assert merged.document["accepted"]
    there, here = (_dumped(call, books / f"{name}.book") for name in ("other", "town"))
    assert here == there
    assert call("verify", books / "town.book").code == 0


def _dumped(call: Call, book: Path) -> list[str]:
    own = f'"village_code": "{OTHER.code}"'
    lines = call("dump", book).out.splitlines()
    return [line for line in lines if own in line and not line.startswith(NOT_TRAVELLING)]


def test_sheets_go_beside_the_package_where_they_are_wanted(call: Call, books: Path) -> None:
    assert packed(call, books)["sheets"] is None
    how = (*PERIOD, "--to", books / "U盘", "--with-sheets", "--json")
    made = call("pack", books / "village.book", *how).document
    (out := books / "取出").mkdir()
    taken = call("sheets-of", books / "town.book", made["sheets"], "--to", out, "--json")
    assert (taken.code, len(taken.document["files"])) == (0, 8)
    assert all(Path(name).exists() for name in taken.document["files"])
    again = call("sheets-of", books / "town.book", made["sheets"], "--to", out, "--json")
    assert (again.code, again.document["refused"]) == (1, "file-exists")
