"""Another passphrase, another recovery code: what was known before opens nothing, what was written stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server
from village_desk.places import files
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book, Village, create_book, open_with, open_with_code
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.new_keys import give_passphrase, give_recovery_code
from village_desk.store.server.address import ServerAddress

pytestmark = pytest.mark.both_engines

OLD, NEW = "柳树湾 三月桃花 九曲桥头 老水车", "青石坪 九月核桃 半坡梨园 石拱桥"
EASY = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
WRONG_CODE = " ".join(["000001", "000002", "000003", "000004", "000005", "000006", "000007", "000008"])


@pytest.fixture
def made(tmp_path: Path, server: Server | None) -> Iterator[tuple[Book, str]]:
    village = Village("990101001001", "青石坪村", "shidian_2025", "town" if server else "village")
    place = server.database() if server else tmp_path / "青石坪村.book"
    book, code = create_book(place, village, OLD, cost=EASY)
    yield book, code
    book.close()
    if server and isinstance(place, ServerAddress):
        server.drop(place)


def _refused(code: str, open_: object, *given: object) -> None:
    with pytest.raises(Refusal) as refused:
        open_(*given)  # type: ignore[operator]
    assert refused.value.code == code


def test_the_new_passphrase_opens_and_the_old_one_does_not(made: tuple[Book, str]) -> None:
    book, code = made
    give_passphrase(book, OLD, NEW)
    book.close()
    _refused("wrong-passphrase", open_with, book.address, OLD)
    open_with(book.address, NEW).close()
    open_with_code(book.address, code).close()


def test_who_has_forgotten_the_passphrase_shows_the_recovery_code(made: tuple[Book, str]) -> None:
    book, code = made
    give_passphrase(book, code, NEW)
    book.close()
    open_with(book.address, NEW).close()


def test_another_recovery_code_takes_the_place_of_the_one_that_was_seen(made: tuple[Book, str]) -> None:
    book, code = made
    fresh = give_recovery_code(book, OLD)
    assert fresh != code
    book.close()
    _refused("wrong-recovery-code", open_with_code, book.address, code)
    open_with_code(book.address, fresh).close()
    open_with(book.address, OLD).close()


@pytest.mark.parametrize(
    ("shown", "new", "why"),
    [
        (NEW, NEW, "wrong-passphrase"),
        ("", NEW, "wrong-passphrase"),
        (WRONG_CODE, NEW, "wrong-recovery-code"),
        (OLD, "123456", "weak-passphrase"),
        (OLD, "青石坪村青石坪村", "weak-passphrase"),
    ],
)
def test_a_refused_change_leaves_every_copy_as_it_was(
    made: tuple[Book, str], shown: str, new: str, why: str
) -> None:
    book, _ = made
    before = book.key_files()
    _refused(why, give_passphrase, book, shown, new)
    assert book.key_files() == before


@pytest.mark.in_a_file("a disk")
def test_a_disk_that_refuses_leaves_the_old_passphrase_in_force(
    made: tuple[Book, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    book, _ = made

    def full(*_given: object, **_further: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(Refusal):
        give_passphrase(book, OLD, NEW)
    monkeypatch.undo()
    book.close()
    open_with(book.path, OLD).close()
