"""Two copies of the key file: either is enough, and a refusal changes neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from village_desk.definitions.words import sentence_of
from village_desk.places.files import write_whole
from village_desk.rules.refusals import Refusal
from village_desk.store.keys import key_copies, keyslots
from village_desk.store.keys.keyslots import PRACTICE

KEYS = keyslots.make_keyslots("old", village_code="990101001", cost=PRACTICE)
OLD = KEYS.content
NEW = keyslots.change_passphrase(OLD, KEYS.data_key, "new")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    keyslots.write_keyslots(tmp_path / "村.book", OLD)
    return tmp_path / "村.book"


def test_both_copies_are_beside_the_book(book: Path) -> None:
    assert sorted(path.name for path in book.parent.iterdir()) == ["村.book.keys", "村.book.keys2"]
    assert keyslots.read_keyslots(book) == OLD


@pytest.mark.parametrize("damage", [None, b"", OLD[:100], bytes(len(OLD))])
@pytest.mark.parametrize("copy", [0, 1])
def test_either_copy_is_enough_and_mends_the_other(book: Path, damage: bytes | None, copy: int) -> None:
    path = key_copies.key_paths(book)[copy]
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    assert keyslots.read_keyslots(book) == OLD
    assert keyslots.mend_keyslots(book)
    assert path.read_bytes() == OLD
    assert not keyslots.mend_keyslots(book)


def test_no_copy_is_a_sentence_that_says_where_to_look(book: Path) -> None:
    for path in key_copies.key_paths(book):
        path.unlink()
    with pytest.raises(Refusal) as refused:
        keyslots.read_keyslots(book)
    assert refused.value.code == "keyslots-missing"
    assert "备份" in sentence_of(refused.value)
    assert "恢复码" in sentence_of(refused.value)


def test_two_damaged_copies_are_told_from_missing_ones(book: Path) -> None:
    for path in key_copies.key_paths(book):
        path.write_bytes(b"x")
    with pytest.raises(Refusal) as refused:
        keyslots.read_keyslots(book)
    assert refused.value.code == "keyslots-damaged"


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_passphrase_is_changed_in_both_copies_or_in_none(
    book: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    calls: list[Path] = []

    def failing(path: Path, content: bytes) -> None:
        calls.append(path)
        if len(calls) == fails_at:
            raise Refusal("disk-full", name=path.name, folder="x")
        write_whole(path, content)

    monkeypatch.setattr(key_copies, "write_whole", failing)
    with pytest.raises(Refusal):
        keyslots.write_keyslots(book, NEW)
    assert [path.read_bytes() for path in key_copies.key_paths(book)] == [OLD, OLD]


def test_a_power_cut_between_the_copies_keeps_the_old_passphrase(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(path: Path, content: bytes) -> None:
        if path.name.endswith(".keys"):
            raise KeyboardInterrupt
        write_whole(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(key_copies, "write_whole", cut)
        with pytest.raises(KeyboardInterrupt):
            keyslots.write_keyslots(book, NEW)
    assert keyslots.read_keyslots(book) == OLD
    assert keyslots.mend_keyslots(book)
    assert [path.read_bytes() for path in key_copies.key_paths(book)] == [OLD, OLD]


def test_what_is_no_key_file_never_takes_its_place(book: Path) -> None:
    with pytest.raises(Refusal):
        keyslots.write_keyslots(book, NEW[:-5])
    assert keyslots.read_keyslots(book) == OLD
