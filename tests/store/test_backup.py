"""A backup is whole, verified, readable without the key, and thinned along its sequence."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal
from village_desk.store.backups.backup import (
    back_up,
    back_up_file,
    back_up_if_changed,
    backup_folder,
    has_changed,
    keep_all_backups,
    list_backups,
)
from village_desk.store.backups.backup_file import Manifest, check_backup, read_backup_keyslots, read_manifest
from village_desk.store.backups.thinning import LAST, day_after, is_due, sequences_to_remove
from village_desk.store.journal import Deed
from village_desk.store.keys.key_copies import read_keyslots

DEED = Deed("record-saved", "演练员")


def _ring(book, number: int) -> None:
    with book.changing(DEED) as change:
        change.change(Household, change.household("0001").id, {"phone": str(number)})


def test_a_backup_says_what_it_holds_without_the_key(filled_book, book_path):
    made = back_up(filled_book, "hand")
    (seen,) = list_backups(backup_folder(book_path))
    assert seen.path == made.path
    assert seen.manifest is not None
    assert seen.manifest.contents == filled_book.contents()
    assert (seen.manifest.why, seen.manifest.sequence, seen.sequence) == ("hand", 1, 1)
    assert made.counts["person"] == 9
    assert made.path.name.startswith("柳树湾村-000001-")
    assert read_backup_keyslots(made.path) == read_keyslots(book_path)


def test_nothing_in_a_backup_lies_in_clear(filled_book):
    with filled_book.reading() as reading:
        number = reading.all(Household)[0].id.encode()
    content = back_up(filled_book, "hand").path.read_bytes()
    assert number not in content
    assert b"SQLite format" not in content


def test_a_backup_holds_what_is_still_in_the_write_ahead_log(filled_book, book_path):
    assert book_path.with_name(book_path.name + "-wal").stat().st_size > 0
    assert back_up(filled_book, "hand").counts["household"] == 3


def test_a_backup_leaves_no_parts_and_does_not_touch_a_closed_book(filled_book, book_path):
    filled_book.close()
    before = book_path.read_bytes()
    back_up_file(book_path, filled_book.data_key, why="hand")
    assert book_path.read_bytes() == before
    names = {
        path.name.split("-")[-1].split(".")[-1] for path in book_path.parent.rglob("*") if path.is_file()
    }
    assert names == {"vdbook", "keys", "keys2", "vdbak"}


def test_a_backup_is_only_made_when_something_has_changed(filled_book):
    assert has_changed(filled_book)
    assert back_up_if_changed(filled_book, "opening") is not None
    assert back_up_if_changed(filled_book, "closing") is None
    _ring(filled_book, 1)
    assert back_up_if_changed(filled_book, "closing") is not None


def test_a_backup_to_a_stick_continues_the_sequence_and_thins_nothing(filled_book, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    back_up(filled_book, "hand")
    made = [back_up(filled_book, "hand", to=stick) for _ in range(LAST + 2)]
    assert [one.sequence for one in made] == list(range(2, LAST + 4))
    assert len(list_backups(stick)) == LAST + 2


def test_a_stick_that_is_not_there_is_refused(filled_book, tmp_path):
    with pytest.raises(Refusal, match="no-such-folder"):
        back_up(filled_book, "hand", to=tmp_path / "gone")


def test_a_full_disk_leaves_no_backup_that_only_looks_like_one(filled_book, book_path, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("village_desk.store.backups.backup.write_backup", fail)
    with pytest.raises(Refusal, match="disk-full"):
        back_up(filled_book, "hand")
    assert list(backup_folder(book_path).iterdir()) == []


def test_every_flipped_byte_of_a_backup_is_noticed(filled_book, tmp_path):
    content = back_up(filled_book, "hand").path.read_bytes()
    broken = tmp_path / "broken.vdbak"
    for place in range(0, len(content), len(content) // 60):
        flipped = bytearray(content)
        flipped[place] ^= 0x41
        broken.write_bytes(flipped)
        assert _is_noticed(broken) or read_manifest(broken) == read_manifest(broken)
        if not _is_noticed(broken):
            # Only what a zip says twice or nobody reads may differ: the parts themselves may not.
            assert _members(broken) == _members_of(content, tmp_path)


def _is_noticed(path: Path) -> bool:
    try:
        check_backup(path)
    except Refusal as refusal:
        return refusal.code in {"backup-damaged", "backup-newer"}
    return False


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as backup:
        return {name: backup.read(name) for name in ("book", "keyslots", "manifest.json")}


def _members_of(content: bytes, folder: Path) -> dict[str, bytes]:
    whole = folder / "whole.vdbak"
    whole.write_bytes(content)
    return _members(whole)


def test_another_book_put_into_a_backup_is_noticed(filled_book, tmp_path):
    forged = tmp_path / "forged.vdbak"
    members = _members(back_up(filled_book, "hand").path)
    for name in ("book", "keyslots"):
        with zipfile.ZipFile(forged, "w") as backup:
            for member, content in members.items():
                backup.writestr(member, content + b" " if member == name else content)
        with pytest.raises(Refusal, match="backup-damaged"):
            check_backup(forged)


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"PK\x03\x04", b"[]", "文字".encode()])
def test_what_is_no_backup_is_listed_as_unreadable(tmp_path, content):
    fake = tmp_path / "柳树湾村-000007-20250101-手工.vdbak"
    fake.write_bytes(content)
    (seen,) = list_backups(tmp_path)
    assert (seen.sequence, seen.manifest) == (7, None)
    with pytest.raises(Refusal, match="backup-damaged"):
        check_backup(fake)


def test_a_backup_of_a_newer_program_is_told_apart(filled_book, tmp_path):
    newer = tmp_path / "newer.vdbak"
    members = _members(back_up(filled_book, "hand").path)
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), "backup": 2}).encode()
    with zipfile.ZipFile(newer, "w") as backup:
        for name, content in members.items():
            backup.writestr(name, content)
    with pytest.raises(Refusal, match="backup-newer"):
        read_manifest(newer)


def test_a_missing_folder_holds_no_backups(tmp_path):
    assert list_backups(tmp_path / "gone") == []


def test_only_the_books_own_old_backups_are_thinned(filled_book, book_path):
    home = backup_folder(book_path)
    home.mkdir()
    foreign = home / "柳树湾村-000000-20200101-手工.vdbak"
    foreign.write_bytes(b"not ours")
    for number in range(LAST + 3):
        _ring(filled_book, number)
        back_up(filled_book, "work")
    assert foreign.exists()
    assert [seen.sequence for seen in list_backups(home)][:-1] == list(range(LAST + 3, 3, -1))


def test_nothing_is_thinned_before_a_restore_is_confirmed(filled_book, book_path):
    keep_all_backups(book_path)
    for _ in range(LAST + 3):
        back_up(filled_book, "work")
    assert len(list_backups(backup_folder(book_path))) == LAST + 3


def test_a_backup_is_due_after_half_an_hour_of_changes():
    assert is_due(changed=True, minutes_since=30)
    assert not is_due(changed=True, minutes_since=29.9)
    assert not is_due(changed=False, minutes_since=300)


def _made(sequence: int, moment: datetime, before: Manifest | None) -> Manifest:
    at = moment.isoformat(timespec="seconds")
    return Manifest(
        sequence, day_after(before, moment), at, "work", "1", 1, "", "", "", "", {}, {}, 0, "", "", ""
    )


def _kept_after(moments: list[datetime]) -> list[Manifest]:
    kept: list[Manifest] = []
    for sequence, moment in enumerate(moments, start=1):
        kept.append(_made(sequence, moment, kept[-1] if kept else None))
        gone = sequences_to_remove(kept)
        assert sequence not in gone
        kept = [backup for backup in kept if backup.sequence not in gone]
    return kept


def test_a_thousand_days_leave_days_weeks_and_months():
    first = datetime(2023, 1, 1, 8, tzinfo=UTC)
    moments = [first + timedelta(days=day, hours=hour) for day in range(1000) for hour in (0, 4, 9)]
    days = sorted({(moments[-1] - datetime.fromisoformat(one.made_at)).days for one in _kept_after(moments)})
    assert days[:14] == list(range(14))
    assert len([day for day in days if day > 13]) <= 8 + 12
    assert sum(day >= 14 for day in days) >= 8
    assert 300 <= days[-1] <= 366


@pytest.mark.parametrize("jump", [datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)])
def test_a_jump_of_the_clock_makes_nothing_old(jump):
    first = datetime(2025, 1, 1, 8, tzinfo=UTC)
    before = [first + timedelta(days=day) for day in range(30)]
    kept = _kept_after(before)
    after = _kept_after([*before, jump, jump + timedelta(hours=1)])
    lost = {one.sequence for one in kept} - {one.sequence for one in after}
    assert len(lost) <= 2
    assert len(after) >= len(kept)


def test_a_clock_that_starts_at_2000_every_morning_still_leaves_days_and_weeks():
    morning = datetime(2000, 1, 1, tzinfo=UTC)
    kept = _kept_after([morning + timedelta(hours=hour) for _ in range(200) for hour in (1, 9)])
    assert len(kept) > LAST + 10
    assert min(one.sequence for one in kept) < 200


@given(st.lists(st.datetimes(datetime(1999, 1, 1), datetime(2120, 1, 1)), max_size=60))  # noqa: DTZ001
def test_whatever_the_clock_says_the_newest_ten_stay(moments):
    kept = _kept_after([moment.replace(tzinfo=UTC) for moment in moments])
    newest = list(range(len(moments), max(0, len(moments) - LAST), -1))
    assert [one.sequence for one in kept][::-1][:LAST] == newest
    assert len(kept) <= LAST + 14 + 8 + 12
