"""A restore leaves the whole old or the whole new book, keeps what was there, and mixes nothing."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
from pathlib import Path

import pytest

from village_desk.definitions.words import sentence_of
from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import (
    awaits_confirmation,
    back_up,
    backup_folder,
    confirm_restore,
    list_backups,
)
from village_desk.store.backups.inspecting import inspect_book
from village_desk.store.backups.quarantine import put_aside
from village_desk.store.backups.restore import differences, restore
from village_desk.store.backups.restore_steps import settle_restore
from village_desk.store.book import create_book, open_book, open_with
from village_desk.store.dump import dump_hash
from village_desk.store.journal import Deed
from village_desk.store.keys.key_copies import key_paths, read_keyslots, write_keyslots
from village_desk.store.keys.keyslots import PRACTICE, change_passphrase
from village_desk.store.verify import verify

DEED = Deed("record-saved", "演练员")


def _ring(book, phone: str) -> None:
    with book.changing(DEED) as change:
        change.change(Household, change.household("0001").id, {"phone": phone})


@pytest.fixture
def saved(filled_book):
    """A backup, the state it holds, and a book that has gone on since."""
    made, then = back_up(filled_book, "hand"), dump_hash(filled_book)
    _ring(filled_book, "later")
    return made, then, dump_hash(filled_book)


def _state(path: Path, key: bytes) -> str:
    with open_book(path, key) as book:
        return dump_hash(book)


def test_a_restored_book_is_the_one_of_the_backup(filled_book, book_path, saved):
    made, then, _ = saved
    filled_book.close()
    restored = restore(made.path, book_path, data_key=filled_book.data_key)
    assert (restored.sequence, restored.counts["person"]) == (1, 9)
    with open_book(book_path, filled_book.data_key) as book:
        assert dump_hash(book) == then
        assert verify(book).problems == ()


def test_the_passphrase_is_enough(filled_book, book_path, passphrase, saved):
    made, then, _ = saved
    filled_book.close()
    with pytest.raises(Refusal, match="wrong-passphrase"):
        restore(made.path, book_path, passphrase="guess")
    restore(made.path, book_path, passphrase=passphrase)
    assert _state(book_path, filled_book.data_key) == then


def test_what_was_there_is_kept_whole_in_quarantine(filled_book, book_path, saved):
    made, _, now = saved
    filled_book.close()
    restored = restore(made.path, book_path, data_key=filled_book.data_key)
    assert _state(restored.quarantine / book_path.name, filled_book.data_key) == now


def test_an_open_book_is_not_restored_over(filled_book, book_path, saved):
    with pytest.raises(Refusal, match="book-in-use"):
        restore(saved[0].path, book_path, data_key=filled_book.data_key)


def test_a_hot_log_is_never_mixed_into_a_restored_book(filled_book, book_path, saved):
    made, then, _ = saved
    log = book_path.with_name(book_path.name + "-wal")
    crashed = {path: path.read_bytes() for path in (book_path, log)}
    filled_book.close()
    for path, content in crashed.items():
        path.write_bytes(content)
    restored = restore(made.path, book_path, data_key=filled_book.data_key)
    assert _state(book_path, filled_book.data_key) == then
    assert (restored.quarantine / log.name).read_bytes() == crashed[log]


def test_a_damaged_book_is_replaced_and_kept_as_it_was(filled_book, book_path, saved):
    filled_book.close()
    book_path.write_bytes(b"\x07" * 9000)
    restored = restore(saved[0].path, book_path, data_key=filled_book.data_key)
    assert (restored.quarantine / book_path.name).read_bytes() == b"\x07" * 9000
    assert _state(book_path, filled_book.data_key) == saved[1]


def test_a_lost_folder_comes_back_from_the_backup_alone(filled_book, passphrase, tmp_path, saved):
    new = tmp_path / "新电脑" / "柳树湾村.vdbook"
    new.parent.mkdir()
    restore(saved[0].path, new, passphrase=passphrase)
    with open_with(new, passphrase) as book:
        assert dump_hash(book) == saved[1]


def test_a_damaged_backup_changes_nothing(filled_book, book_path, saved):
    made, _, now = saved
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    filled_book.close()
    with pytest.raises(Refusal, match="backup-damaged"):
        restore(made.path, book_path, data_key=filled_book.data_key)
    assert _state(book_path, filled_book.data_key) == now
    assert not list(book_path.parent.glob("*-隔离"))


def test_another_books_backup_is_refused_by_the_open_key(filled_book, book_path, village, tmp_path):
    other, _ = create_book(tmp_path / "别的.vdbook", village, "practice", cost=PRACTICE)
    with other:
        made = back_up(other, "hand")
    now = dump_hash(filled_book)
    filled_book.close()
    with pytest.raises(Refusal, match="book-damaged"):
        restore(made.path, book_path, data_key=filled_book.data_key)
    assert _state(book_path, filled_book.data_key) == now


def test_a_passphrase_changed_since_the_backup_goes_on_holding(filled_book, book_path, passphrase, saved):
    changed = change_passphrase(read_keyslots(book_path), filled_book.data_key, "a newer passphrase")
    write_keyslots(book_path, changed)
    filled_book.close()
    with pytest.raises(Refusal, match="wrong-passphrase"):
        restore(saved[0].path, book_path, passphrase=passphrase)
    restore(saved[0].path, book_path, passphrase="a newer passphrase")
    open_with(book_path, "a newer passphrase").close()


def test_backups_are_made_before_and_after_and_none_is_thinned_until_confirmed(filled_book, book_path, saved):
    filled_book.close()
    restore(saved[0].path, book_path, data_key=filled_book.data_key)
    whys = [seen.manifest.why for seen in list_backups(backup_folder(book_path)) if seen.manifest]
    assert whys == ["restored", "restore", "hand"]
    assert awaits_confirmation(book_path)
    confirm_restore(book_path)
    assert not awaits_confirmation(book_path)


def test_the_difference_is_told_before(filled_book, invented, saved):
    with filled_book.changing(DEED) as change:
        change.insert_many(invented.family(2))
    told = differences(saved[0].path, filled_book.contents())
    assert (told.in_backup["household"], told.in_book["household"]) == (3, 4)
    assert (told.in_backup["person"], told.in_book["person"]) == (9, 11)
    assert told.later_entries == 5


class _PowerCut(BaseException):
    pass


def test_a_restore_killed_anywhere_ends_whole_old_or_whole_new(
    filled_book, book_path, saved, tmp_path, killed_at
):
    made, then, now = saved
    filled_book.close()
    key, seen = filled_book.data_key, []
    for call in itertools.count(1):
        place = tmp_path / f"killed-{call}" / book_path.name
        place.parent.mkdir()
        for file in (book_path, *key_paths(book_path)):
            shutil.copy(file, place.parent)
        killed = killed_at(call, lambda: restore(made.path, place, data_key=key))  # noqa: B023
        seen.append(_state(place, key))
        assert inspect_book(place, key).problem is None
        assert not list(place.parent.glob("*.restor*"))
        if seen[-1] == then:
            (aside,) = place.parent.glob(f"*-隔离/*/{place.name}")
            assert _state(aside, key) == now
        shutil.rmtree(place.parent)
        if not killed:
            break
    new = seen.index(then)
    assert (set(seen[:new]), set(seen[new:])) == ({now}, {then})
    assert min(new, len(seen) - new) > 5


def test_a_restore_refused_by_the_disk_anywhere_ends_whole_old_or_whole_new(
    filled_book, book_path, saved, tmp_path, monkeypatch
):
    made, then, now = saved
    filled_book.close()
    key, refused = filled_book.data_key, 0
    for call in itertools.count(1):
        place = tmp_path / f"full-{call}" / book_path.name
        place.parent.mkdir()
        for file in (book_path, *key_paths(book_path)):
            shutil.copy(file, place.parent)
        with monkeypatch.context() as patch:
            calls = itertools.count(1)
            for owner, name in ((Path, "rename"), (Path, "replace"), (os, "fsync"), (os, "write")):
                patch.setattr(owner, name, _full_at(call, calls, getattr(owner, name)))
            try:
                restore(made.path, place, data_key=key)
            except Refusal as refusal:
                refused += bool(sentence_of(refusal))
            came_so_far = next(calls) > call
        assert _state(place, key) in {then, now}
        shutil.rmtree(place.parent)
        if not came_so_far:
            break
    assert refused > 10


def _full_at(call: int, calls, real):
    def maybe(*args, **keywords):
        if next(calls) == call:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **keywords)

    return maybe


def test_a_restore_whose_new_book_has_gone_takes_the_old_set_back(filled_book, book_path, saved, monkeypatch):
    filled_book.close()

    def cut(*_: object, **__: object) -> None:
        raise _PowerCut

    monkeypatch.setattr("village_desk.store.backups.restore_steps.place_whole", cut)
    with pytest.raises(_PowerCut):
        restore(saved[0].path, book_path, data_key=filled_book.data_key)
    book_path.with_name(book_path.name + ".restored").unlink()
    assert not book_path.exists()
    settle_restore(book_path)
    assert _state(book_path, filled_book.data_key) == saved[2]


def test_what_an_earlier_attempt_put_aside_is_never_written_over(tmp_path):
    keys, quarantine = tmp_path / "账.vdbook.keys", tmp_path / "隔离" / "1"
    keys.write_bytes(b"old")
    put_aside([keys], quarantine)
    keys.write_bytes(b"new")
    put_aside([keys], quarantine)
    assert (quarantine / keys.name).read_bytes() == b"old"
    assert keys.read_bytes() == b"new"


def test_a_restore_cut_before_its_own_backup_is_ended_by_the_next_opening(
    filled_book, book_path, saved, monkeypatch
):
    filled_book.close()

    def cut(*_: object, why: str, **__: object) -> None:
        if why == "restored":
            raise _PowerCut

    monkeypatch.setattr("village_desk.store.backups.restore.back_up_file", cut)
    with pytest.raises(_PowerCut):
        restore(saved[0].path, book_path, data_key=filled_book.data_key)
    monkeypatch.undo()

    with open_book(book_path, filled_book.data_key) as book:
        assert verify(book).problems == ()
    assert not inspect_book(book_path).is_restore_unfinished
