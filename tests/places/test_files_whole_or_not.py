"""A file appears whole or not at all, whichever call to the disk fails."""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from village_desk.definitions.words import sentence_of
from village_desk.places import claims, disk_faults, files, placing
from village_desk.rules.refusals import Refusal

OLD = b"the report of last quarter"
NEW = b"the report of this quarter" * 100
OWN_CODES = ["name-not-allowed", "file-not-verified", "file-not-written", "file-not-confirmed"]
FAULTS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT]
CALLS = [
    (os, "open"),
    (os, "write"),
    (os, "fsync"),
    (os, "replace"),
    (os, "rename"),
    (os, "link"),
    (os, "close"),
    (io, "open"),
    (builtins, "open"),
    (shutil, "disk_usage"),
]


class FailingDisk:
    """Answers every call to the disk, but the one at ``fails_at`` with an error."""

    def __init__(self, number: int, fails_at: int) -> None:
        self.number = number
        self.fails_at = fails_at
        self.calls = 0
        self.failed = ""

    def around(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def asked(*args: object, **kwargs: object) -> object:
            self.calls += 1
            if self.calls != self.fails_at:
                return call(*args, **kwargs)
            self.failed = name
            if name == "close":
                call(*args, **kwargs)
            raise OSError(self.number, os.strerror(self.number))

        return asked

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module, name in CALLS:
            monkeypatch.setattr(module, name, self.around(name, getattr(module, name)))


def sweep(
    monkeypatch: pytest.MonkeyPatch, number: int, act: Callable[[], None], after: Callable[..., None]
) -> int:
    """Let the first, second, third ... call fail until none is left; return how many there were."""
    for fails_at in range(1, 200):
        disk = FailingDisk(number, fails_at)
        refused = None
        with monkeypatch.context() as patched:
            disk.install(patched)
            try:
                act()
            except Refusal as refusal:
                refused = refusal
        if refused:
            assert len(sentence_of(refused)) > 10
        after(refused=refused is not None)
        if not disk.failed:
            return fails_at - 1
    raise AssertionError("the calls never end")


@pytest.mark.parametrize("number", FAULTS)
def test_whatever_call_fails_the_old_file_is_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "季度表.xlsx"
    path.write_bytes(OLD)

    def after(*, refused: bool) -> None:
        assert path.read_bytes() == (OLD if refused else NEW)
        assert names_in(tmp_path) == [path.name]
        path.write_bytes(OLD)

    assert sweep(monkeypatch, number, lambda: files.write_whole(path, NEW), after) >= 12


@pytest.mark.parametrize("number", FAULTS)
def test_whatever_call_fails_a_new_name_is_whole_or_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "990101001-12.xcb"

    def after(*, refused: bool) -> None:
        assert names_in(tmp_path) == ([] if refused else [path.name])
        assert refused or path.read_bytes() == NEW
        path.unlink(missing_ok=True)

    assert sweep(monkeypatch, number, lambda: files.write_whole(path, NEW, replace=False), after) >= 12


@pytest.mark.parametrize("number", FAULTS)
def test_a_part_from_elsewhere_is_placed_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "备份.book"
    path.write_bytes(OLD)
    part = tmp_path / "备份.book.0a1b2c3d.part"
    part.write_bytes(NEW)

    def after(*, refused: bool) -> None:
        assert path.read_bytes() == (OLD if refused else NEW)
        assert names_in(tmp_path) == [path.name]
        path.write_bytes(OLD)
        part.write_bytes(NEW)

    assert sweep(monkeypatch, number, lambda: files.place_whole(part, path), after) >= 6


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EROFS, "folder-read-only"),
        (errno.EACCES, "folder-read-only"),
        (errno.EIO, "file-not-written"),
    ],
)
def test_the_refusal_says_what_can_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_args: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(Refusal) as refused:
        files.write_whole(tmp_path / "a.xlsx", NEW)
    assert refused.value.code == code


def test_too_little_room_is_found_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = shutil._ntuple_diskusage(10**9, 10**9 - 4096, 4096)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: room)
    monkeypatch.setattr(os, "open", lambda *_args: pytest.fail("something was opened"))
    with pytest.raises(Refusal) as refused:
        files.write_whole(tmp_path / "a.xlsx", NEW)
    assert refused.value.code == "disk-full"


def test_a_disk_that_gives_back_something_else_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(OLD)
    really_write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, piece: really_write(descriptor, bytes(len(piece))))
    with pytest.raises(Refusal) as refused:
        files.write_whole(path, NEW)
    assert refused.value.code == "file-not-verified"
    assert path.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.xlsx"]


def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, piece: really_write(descriptor, piece[:7]))
    files.write_whole(tmp_path / "a.xlsx", NEW)
    assert (tmp_path / "a.xlsx").read_bytes() == NEW


@pytest.mark.parametrize(
    "error", [ValueError("李四 1234"), MemoryError(), RecursionError(), OSError(errno.EIO, "x")]
)
def test_what_the_check_dislikes_never_takes_the_name(tmp_path: Path, error: Exception) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(OLD)

    def verify(part: Path) -> None:
        assert part.read_bytes() == NEW
        raise error

    with pytest.raises(Refusal) as refused:
        files.write_whole(path, NEW, verify=verify)
    assert refused.value.code == "file-not-verified"
    assert "李四" not in str(refused.value.values)
    assert path.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.pdf"]


def test_an_interruption_leaves_no_part(tmp_path: Path) -> None:
    def verify(_part: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.write_whole(tmp_path / "a.pdf", NEW, verify=verify)
    assert names_in(tmp_path) == []


def test_a_file_held_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(placing, "sleep", waits.append)
    really_replace = os.replace

    def held_twice(source: object, target: object) -> None:
        if len(waits) < 2:
            raise _windows_error(32)
        really_replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", held_twice)
    files.write_whole(tmp_path / "a.xlsx", NEW)
    assert len(waits) == 2
    assert (tmp_path / "a.xlsx").read_bytes() == NEW


@pytest.mark.parametrize("windows_number", [5, 32, 33])
def test_a_file_held_for_good_is_refused_after_three_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows_number: int
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(OLD)
    waits: list[float] = []
    monkeypatch.setattr(placing, "sleep", waits.append)

    def held(*_names: object) -> None:
        raise _windows_error(windows_number)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(Refusal) as refused:
        files.write_whole(path, NEW)
    assert refused.value.code == "file-in-use"
    assert 2.5 <= sum(waits) <= 3.5
    assert path.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.xlsx"]


def test_the_file_is_synced_again_under_its_new_name_and_then_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story: list[str] = []
    really_open, really_fsync, really_replace = os.open, os.fsync, os.replace
    opened: dict[int, str] = {}

    def opening(name: object, *args: object, **kwargs: object) -> int:
        descriptor = really_open(name, *args, **kwargs)  # type: ignore[arg-type]
        opened[descriptor] = Path(str(name)).name
        return descriptor

    def syncing(descriptor: int) -> None:
        story.append(f"sync {opened[descriptor]}")
        really_fsync(descriptor)

    def replacing(source: object, target: object) -> None:
        story.append("replace")
        really_replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "replace", replacing)
    files.write_whole(tmp_path / "a.xlsx", NEW)
    place = story.index("replace")
    assert story[place + 1 :] == ["sync a.xlsx", f"sync {tmp_path.name}"]
    assert place > 0
    assert all(step.endswith(".part") for step in story[:place])


def test_an_existing_file_is_never_overwritten_on_a_stick(tmp_path: Path) -> None:
    path = tmp_path / "a.xcb"
    path.write_bytes(OLD)
    with pytest.raises(Refusal) as refused:
        files.write_whole(path, NEW, replace=False)
    assert refused.value.code == "file-exists"
    assert path.read_bytes() == OLD


def test_a_name_taken_in_the_meantime_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.xcb"
    with pytest.raises(Refusal) as refused:
        files.write_whole(path, NEW, replace=False, verify=lambda _part: void(path.write_bytes(OLD)))
    assert refused.value.code == "file-exists"
    assert path.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.xcb"]


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_a_stick_without_second_names_takes_new_and_replaced_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    files.write_whole(tmp_path / "a.xcb", OLD, replace=False)
    files.write_whole(tmp_path / "a.xcb", NEW)
    assert (tmp_path / "a.xcb").read_bytes() == NEW
    assert names_in(tmp_path) == ["a.xcb"]


def test_a_folder_that_is_not_there_or_in_the_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        files.write_whole(tmp_path / "pulled" / "a.xcb", NEW)
    assert refused.value.code == "no-such-folder"
    (tmp_path / "b.xcb").mkdir()
    with pytest.raises(Refusal) as refused:
        files.write_whole(tmp_path / "b.xcb", NEW)
    assert refused.value.code == "file-exists"


def test_parts_of_a_crash_are_removed_and_nothing_else(tmp_path: Path) -> None:
    stale = tmp_path / "a.xlsx.0123abcd.part"
    running = tmp_path / "b.xlsx.0123abcd.part"
    strangers = [tmp_path / "film.part", tmp_path / "c.xlsx", tmp_path / "a.xlsx.0123ABCD.part"]
    for path in (stale, *strangers):
        path.write_bytes(OLD)
    descriptor = claims.claim(running)
    try:
        assert files.remove_stale_parts(tmp_path) == 1
    finally:
        os.close(descriptor)
    assert not stale.exists()
    assert running.exists()
    assert all(path.exists() for path in strangers)
    assert files.remove_stale_parts(tmp_path) == 1
    assert files.remove_stale_parts(tmp_path / "not there") == 0


def test_a_part_being_written_is_not_taken_for_stale(tmp_path: Path) -> None:
    files.write_whole(tmp_path / "a.pdf", NEW, verify=lambda _part: void(files.remove_stale_parts(tmp_path)))
    assert (tmp_path / "a.pdf").read_bytes() == NEW


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def void(_value: object) -> None:
    """Drop a value."""


def _windows_error(number: int) -> OSError:
    error = PermissionError(errno.EACCES, "held")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize("code", [*sorted(set(disk_faults._CODES.values())), *OWN_CODES])
def test_every_refusal_of_a_file_has_a_sentence_that_names_it(code: str) -> None:
    sentence = sentence_of(Refusal(code, name="季度表.xlsx", folder="/媒体/U盘"))
    assert "季度表.xlsx" in sentence
    assert sentence.endswith("。")
