"""A kill at any moment loses no acknowledged answer and leaves no half file."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from village_desk.app import run
from village_desk.practice.village import BOOK_NAME, LEDGER_NAME
from village_desk.store.backups.backup_file import check_backup
from village_desk.store.book import open_with
from village_desk.store.dump import dump_hash, dump_lines
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.verify import verify

from .kill_moments import moments, run_in_child

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

_IN_SLOW_RUNS = 50
_OPERATIONS = 60

_lengths: dict[str, float] = {}


def length_of(action: str, finish: Callable[[], float]) -> float:
    """How long the work takes when nobody kills it, measured once."""
    if action not in _lengths:
        _lengths[action] = finish()
    return _lengths[action]


@pytest.fixture
def spare(small_village: Path, tmp_path: Path) -> Path:
    """A village of its own for the run that nobody kills."""
    return shutil.copytree(small_village, tmp_path / "量时")


def dumped(book: Path) -> list[str]:
    """Every record of a book that is sound; opening it settles what the kill left open."""
    with open_with(book, PRACTICE_PASSPHRASE) as opened:
        assert verify(opened).problems == ()
        return list(dump_lines(opened))


def state_of(book: Path) -> str:
    with open_with(book, PRACTICE_PASSPHRASE) as opened:
        return dump_hash(opened)


def parts_left(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if re.search(r"\.part$|\.ready$|^\.unfinished", path.name)]


@moments(4, _IN_SLOW_RUNS)
def test_every_acknowledged_answer_outlives_a_kill(
    part: float, practice: Path, spare: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "ops.jsonl"
    operations = [
        {
            "op": "line",
            "household": "9901010001",
            "item": "N09",
            "month": "2025-08",
            "amount": str(n),
            "note": f"第{n}笔",
        }
        for n in range(1, _OPERATIONS + 1)
    ]
    feed.write_text("\n".join(json.dumps(one) for one in operations), encoding="utf-8")
    words = ("script", practice)
    whole = length_of("script", lambda: run_in_child(("script", spare / BOOK_NAME), feed=feed).seconds)
    ended = run_in_child(words, feed=feed, after=part * whole)
    acknowledged = [json.loads(line)["ack"] for line in ended.out.splitlines() if line.endswith("}")]
    notes = [json.loads(line).get("note", "") for line in dumped(practice)]
    kept = sorted(int(note[1:-1]) for note in notes if note.startswith("第") and note.endswith("笔"))
    assert acknowledged == list(range(1, len(acknowledged) + 1))
    assert kept == list(range(1, len(kept) + 1)), "no gap"
    assert len(acknowledged) <= len(kept) <= len(acknowledged) + 1


@moments(4, _IN_SLOW_RUNS)
def test_a_killed_import_is_there_whole_or_not_at_all(
    part: float, practice: Path, spare: Path, tmp_path: Path
) -> None:
    more = _more_lines(practice.parent / LEDGER_NAME, tmp_path / "更多.csv")
    whole = length_of("import", lambda: run_in_child(("import", spare / BOOK_NAME, more)).seconds)
    before = len(dumped(practice))
    run_in_child(("import", practice, more), after=part * whole)
    assert len(dumped(practice)) - before in (0, 40)
    assert run(["import", str(practice), str(more)]) == 0
    assert len(dumped(practice)) - before == 40
    assert parts_left(practice.parent) == []


@moments(4, _IN_SLOW_RUNS)
def test_a_killed_sheet_leaves_the_old_file_or_the_new_one(
    part: float, practice: Path, tmp_path: Path
) -> None:
    form = "pdf" if int(part * 1000) % 2 else "xlsx"
    out = tmp_path / "出表" / f"卡片.{form}"
    out.parent.mkdir()
    words = (
        "sheet",
        practice,
        "F3",
        "--period",
        "2025",
        "--format",
        form,
        "--copy",
        "internal",
        "--out",
        out,
    )
    whole = length_of(f"sheet-{form}", lambda: run_in_child(words).seconds)
    assert_whole(out) if out.exists() else out.write_bytes(b"old")
    run_in_child(words, after=part * whole)
    if out.read_bytes() != b"old":
        assert_whole(out)
    assert run([str(word) for word in words]) == 0
    assert_whole(out)
    assert [path.name for path in out.parent.iterdir()] == [out.name]


@moments(3, _IN_SLOW_RUNS)
def test_a_killed_backup_leaves_whole_backups_only(part: float, practice: Path, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    words = ("backup", practice, "--to", stick)
    whole = length_of("backup", lambda: run_in_child(words).seconds)
    run_in_child(words, after=part * whole)
    for made in stick.glob("*.vdbak"):
        check_backup(made)
    assert run([str(word) for word in words]) == 0
    dumped(practice)
    assert parts_left(stick) == []


@moments(4, _IN_SLOW_RUNS)
def test_a_killed_restore_leaves_the_old_book_or_the_restored_one(
    part: float, practice: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    was = state_of(practice)
    assert run(["backup", str(practice), "--to", str(stick)]) == 0
    feed = tmp_path / "ops.jsonl"
    feed.write_text('{"op":"household","number":"9901019999","set":{"group":"九组"}}\n', encoding="utf-8")
    run_in_child(("script", practice), feed=feed)
    now = state_of(practice)
    assert was != now
    twin = shutil.copytree(practice.parent, tmp_path / "量时")
    (backup,) = stick.glob("*.vdbak")
    whole = length_of("restore", lambda: run_in_child(("restore", backup, twin / BOOK_NAME)).seconds)
    run_in_child(("restore", backup, practice), after=part * whole)
    dumped(practice)
    assert state_of(practice) in (was, now)
    assert run(["restore", str(backup), str(practice)]) == 0
    dumped(practice)
    assert state_of(practice) == was
    assert parts_left(practice.parent) == []


@moments(2, _IN_SLOW_RUNS)
def test_a_killed_demo_leaves_a_whole_village_or_none(part: float, tmp_path: Path) -> None:
    def words(folder: str) -> tuple[object, ...]:
        return ("demo", tmp_path / folder, "--households", 3, "--no-window", "--json")

    whole = length_of("demo", lambda: run_in_child(words("量时")).seconds)
    run_in_child(words("练习"), after=part * whole)
    folder = tmp_path / "练习"
    for sheet in (folder / "表格").glob("*.[px]*[fx]"):
        assert_whole(sheet)
    if (folder / BOOK_NAME).exists():
        assert len([line for line in dumped(folder / BOOK_NAME) if '"record": "household"' in line]) == 3
    else:
        assert run([str(word) for word in words("练习")]) == 0
        dumped(folder / BOOK_NAME)
        assert parts_left(folder) == []


def assert_whole(sheet: Path) -> None:
    if sheet.suffix == ".pdf":
        with pypdfium2.PdfDocument(sheet) as document:
            assert len(document) > 0
    else:
        with zipfile.ZipFile(sheet) as workbook:
            assert workbook.testzip() is None


def _more_lines(ledger: Path, path: Path) -> Path:
    assert ledger.is_file()
    rows = ["户编号,收入项目,月份,金额,说明"]
    rows += [f"99010100{1 + n % 12:02d},慰问金,2025-08,{100 + n}.00,更多{n}" for n in range(40)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    return path
