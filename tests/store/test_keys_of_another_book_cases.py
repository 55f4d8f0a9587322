"""Key files get mixed up when folders are copied: the own copy must outlive a stranger's beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import back_up
from village_desk.store.book import Book, Village, create_book, open_with
from village_desk.store.keys.key_copies import key_paths
from village_desk.store.keys.keyslots import PRACTICE

STRANGER = Village("990101001002", "桃花沟村", "county_template_2022_2025", kind="practice")
Strange = Callable[[str], bytes]


@pytest.fixture
def closed(filled_book: Book, book_path: Path) -> Path:
    """A closed book without any backup: its own two key files are all there is."""
    filled_book.close()
    return book_path


@pytest.fixture
def strange(tmp_path: Path) -> Strange:
    """The key file of another village's book with a passphrase."""

    def make(passphrase: str) -> bytes:
        path = tmp_path / "别的.vdbook"
        create_book(path, STRANGER, passphrase, cost=PRACTICE)[0].close()
        return key_paths(path)[0].read_bytes()

    return make


@pytest.mark.parametrize("copy", [0, 1])
@pytest.mark.parametrize("theirs", ["practice makes perfect", "another one"])
def test_a_strangers_key_file_in_one_place_shuts_nothing_and_is_put_right(
    closed: Path, passphrase: str, strange: Strange, copy: int, theirs: str
) -> None:
    own = key_paths(closed)[0].read_bytes()
    key_paths(closed)[copy].write_bytes(strange(theirs))
    with open_with(closed, passphrase) as book:
        assert book.village.name == "柳树湾村"
    assert [path.read_bytes() for path in key_paths(closed)] == [own, own]


def test_a_key_that_does_not_fit_the_book_never_overwrites_the_copy_that_does(
    closed: Path, strange: Strange
) -> None:
    own = key_paths(closed)[1].read_bytes()
    key_paths(closed)[0].write_bytes(strange("their own passphrase"))
    with pytest.raises(Refusal, match="book-damaged"):
        open_with(closed, "their own passphrase")
    assert key_paths(closed)[1].read_bytes() == own


def test_two_strangers_with_the_same_passphrase_are_replaced_from_the_backup(
    filled_book: Book, book_path: Path, passphrase: str, strange: Strange
) -> None:
    back_up(filled_book, "closing")
    filled_book.close()
    own = key_paths(book_path)[0].read_bytes()
    theirs = strange(passphrase)
    for path in key_paths(book_path):
        path.write_bytes(theirs)
    open_with(book_path, passphrase).close()
    assert [path.read_bytes() for path in key_paths(book_path)] == [own, own]


def test_a_damaged_book_keeps_its_key_files_and_says_that_it_is_damaged(
    closed: Path, passphrase: str, strange: Strange
) -> None:
    closed.write_bytes(closed.read_bytes()[:2000])
    key_paths(closed)[1].write_bytes(strange(passphrase))
    before = [path.read_bytes() for path in key_paths(closed)]
    with pytest.raises(Refusal, match="book-damaged"):
        open_with(closed, passphrase)
    assert [path.read_bytes() for path in key_paths(closed)] == before
