"""Making a book, and every way in which one stays closed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from village_desk.store.book import Village, create_book, open_with
from village_desk.store.keys.keyslots import PRACTICE, KeyCost

from .conftest import Call

Phrase = Callable[[str | bytes], Path]

GOOD = "柳树湾 三月桃花 九曲桥头 老水车"
NEW = ("--village", "990101001002", "--name", "柳树湾村", "--profile", "shidian_2025")
EASY = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
"""Nearly as cheap as practice, but a book with this cost asks for its passphrase."""


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """An empty book that asks for its passphrase."""
    path = tmp_path / "上锁.book"
    create_book(path, Village("990101001002", "柳树湾村", "shidian_2025"), GOOD, cost=EASY)[0].close()
    return path


def test_a_new_book_opens_with_its_passphrase_and_prints_its_code_once(
    call: Call, phrase: Phrase, tmp_path: Path
) -> None:
    phrase(GOOD)
    book = tmp_path / "柳树湾.book"
    made = call("new", book, *NEW, "--json")
    assert made.code == 0
    assert made.document["village"] == "990101001002"
    assert made.document["profile"] == "shidian_2025"
    code = made.document["recovery_code"]
    assert len(code.split()) == 8
    assert all(code.encode() not in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert call("verify", book).code == 0
    phrase(code)
    assert call("verify", book).code == 0, "the code from the safe opens it too"


def test_a_lost_book_comes_back_from_its_backup_with_the_code(
    call: Call, phrase: Phrase, tmp_path: Path
) -> None:
    phrase(GOOD)
    book, stick = tmp_path / "柳树湾.book", tmp_path / "U盘"
    stick.mkdir()
    code = call("new", book, *NEW, "--json").document["recovery_code"]
    was = call("dump-hash", book).out
    backup = call("backup", book, "--to", stick, "--json").document["file"]
    for path in tmp_path.glob("柳树湾.book*"):
        path.unlink()
    phrase(code)
    assert call("restore", backup, book).code == 0
    assert call("dump-hash", book).out == was
    phrase(GOOD)
    assert call("dump-hash", book).out == was, "and the passphrase still opens it"


@pytest.mark.parametrize("weak", ["12345678", "柳树湾村", "990101001002", "password123", ""])
def test_a_weak_passphrase_makes_no_book(call: Call, phrase: Phrase, tmp_path: Path, weak: str) -> None:
    phrase(weak)
    refused = call("new", tmp_path / "新.book", *NEW, "--json")
    assert refused.code == 1
    assert refused.document["refused"] == "weak-passphrase"
    assert list(tmp_path.glob("新*")) == []


def test_a_book_in_the_way_is_not_overwritten(call: Call, phrase: Phrase, locked: Path) -> None:
    phrase(GOOD)
    before = locked.read_bytes()
    refused = call("new", locked, *NEW, "--json")
    assert refused.code == 1
    assert refused.document["refused"] == "file-exists"
    assert locked.read_bytes() == before


def test_an_unknown_profile_is_wrong_use_and_names_those_there_are(call: Call, tmp_path: Path) -> None:
    words = ("--village", "990101001002", "--name", "柳树湾村", "--profile", "没有")
    refused = call("new", tmp_path / "新.book", *words, "--json")
    assert refused.code == 2
    assert refused.document["refused"] == "unknown-profile"
    assert "shidian_2025" in refused.document["message"]


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        f"{GOOD}\n".encode(),
        f"{GOOD}\r\n".encode(),
        f"\ufeff{GOOD}\r\n".encode(),
    ],
)
def test_editors_may_end_the_passphrase_file_as_they_like(
    call: Call, phrase: Phrase, locked: Path, content: bytes
) -> None:
    phrase(content)
    assert call("dump-hash", locked).code == 0


def test_nobody_at_the_keyboard_and_no_file_is_a_refusal(call: Call, locked: Path) -> None:
    refused = call("verify", locked, "--json")
    assert (refused.code, refused.document["refused"]) == (3, "no-passphrase")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_passphrase_file_that_cannot_be_read_is_a_refusal(
    call: Call, phrase: Phrase, locked: Path, content: bytes | None
) -> None:
    path = phrase(content or b"")
    if content is None:
        path.unlink()
    refused = call("verify", locked, "--json")
    assert (refused.code, refused.document["refused"]) == (3, "no-passphrase")


@pytest.mark.parametrize("wrong", ["不是这个口令 完全不是", "", "123456 " * 8])
def test_a_wrong_key_opens_nothing_and_says_so(call: Call, phrase: Phrase, locked: Path, wrong: str) -> None:
    phrase(wrong)
    refused = call("verify", locked, "--json")
    assert refused.code == 3
    assert refused.document["refused"] in (
        "wrong-passphrase",
        "wrong-recovery-code",
        "recovery-code-mistyped",
    )


def _without_keys(book: Path) -> str:
    for keys in book.parent.glob(f"{book.name}.keys*"):
        keys.unlink()
    return "keyslots-missing"


def _with_broken_keys(book: Path) -> str:
    for keys in book.parent.glob(f"{book.name}.keys*"):
        keys.write_bytes(b"{")
    return "keyslots-damaged"


def _damaged(book: Path) -> str:
    content = bytearray(book.read_bytes())
    for start in range(
        5000, len(content), 4096
    ):  # every page but the first: which are read is not ours to say
        content[start : start + 64] = bytes(64)
    book.write_bytes(bytes(content))
    return "book-damaged"


def _cut(book: Path) -> str:
    book.write_bytes(book.read_bytes()[:100])
    return "book-damaged"


def _gone(book: Path) -> str:
    book.unlink()
    return "no-such-book"


def _empty(book: Path) -> str:
    book.write_bytes(b"")
    return "book-damaged"


def _text(book: Path) -> str:
    book.write_text("户编号,姓名\n1,单秀英\n" * 200, encoding="utf-8")
    return "book-damaged"


@pytest.mark.parametrize("harm", [_without_keys, _with_broken_keys, _damaged, _cut, _gone, _empty, _text])
def test_each_harm_has_its_refusal_and_leaves_the_files_alone(
    call: Call, phrase: Phrase, locked: Path, harm: Callable[[Path], str]
) -> None:
    phrase(GOOD)
    expected = harm(locked)
    before = {path.name: path.read_bytes() for path in locked.parent.glob("上锁.book*")}
    refused = call("check", locked, "--period", "2025Q2", "--json")
    assert refused.code == 3
    assert refused.document["refused"] in (expected, "not-a-book")
    plain = call("check", locked, "--period", "2025Q2")
    assert plain.out == ""
    assert plain.err.strip() == refused.document["message"]
    after = {path.name: path.read_bytes() for path in locked.parent.glob("上锁.book*")}
    assert {name: after.get(name) for name in before} == before


def test_a_plain_text_file_is_no_book(call: Call, phrase: Phrase, tmp_path: Path) -> None:
    phrase(GOOD)
    text = tmp_path / "说明.txt"
    text.write_text("这不是账本", encoding="utf-8")
    refused = call("verify", text, "--json")
    assert refused.code == 3
    assert refused.document["refused"] in ("not-a-book", "keyslots-missing")
    assert text.read_text(encoding="utf-8") == "这不是账本"


def test_a_book_of_a_newer_program_is_left_alone(call: Call, phrase: Phrase, locked: Path) -> None:
    phrase(GOOD)
    with open_with(locked, GOOD) as book, book.bare_connection() as connection:
        connection.execute("PRAGMA user_version = 9999")
    refused = call("verify", locked, "--json")
    assert (refused.code, refused.document["refused"]) == (3, "book-newer")


def test_a_book_that_is_open_elsewhere_is_not_opened_twice(call: Call, phrase: Phrase, locked: Path) -> None:
    phrase(GOOD)
    with open_with(locked, GOOD):
        refused = call("verify", locked, "--json")
    assert (refused.code, refused.document["refused"]) == (3, "book-in-use")
    assert call("verify", locked).code == 0


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs folder rights")
def test_a_new_book_where_there_is_no_folder_is_refused(call: Call, phrase: Phrase, tmp_path: Path) -> None:
    phrase(GOOD)
    refused = call("new", tmp_path / "拔掉的盘" / "新.book", *NEW, "--json")
    assert (refused.code, refused.document["refused"]) == (1, "no-such-folder")


def test_the_demo_is_not_made_over_another(call: Call, village_folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in village_folder.rglob("*")}
    refused = call("demo", village_folder, "--no-window", "--json")
    assert (refused.code, refused.document["refused"]) == (1, "practice-there")
    assert "练习村.book" in refused.document["message"]
    assert {path: path.stat().st_mtime_ns for path in village_folder.rglob("*")} == before


def test_after_the_demo_the_window_opens_on_its_book(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path | None] = []
    monkeypatch.setattr("village_desk.app.open_window", lambda book: shown.append(book) or 0)
    made = call("demo", "--seed", 9, tmp_path / "甲", "--households", 2)
    assert made.code == 0
    assert shown == [tmp_path / "甲" / "练习村.book"]
    assert call("demo", tmp_path / "乙", "--households", 2, "--no-window").code == 0
    assert len(shown) == 1
    shutil.rmtree(tmp_path / "乙")
