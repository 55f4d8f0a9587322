"""What has been acknowledged is on the disk, at the price of one sync."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from village_desk.rules.records import Household
from village_desk.store.backups.backup import back_up_file, backup_folder, list_backups
from village_desk.store.backups.backup_file import check_backup
from village_desk.store.backups.inspecting import inspect_book
from village_desk.store.book import create_book, open_book, open_with
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.verify import verify

_PROJECT = Path(__file__).parents[2]
_KILL_LOOP = Path(__file__).with_name("kill_loop.py")
_DEED = Deed("record-saved", "演练员")
_MOST_LOG_BYTES = 16 * 1024 * 1024

_WRITER = """
import os, sys
from pathlib import Path
from village_desk.rules.records import Household
from village_desk.store.book import open_book
from village_desk.store.backups.backup import back_up_file, backup_folder, list_backups
from village_desk.store.backups.backup_file import check_backup
from village_desk.store.book import create_book, open_book, open_with
from village_desk.store.backups.inspecting import inspect_book
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE

book = open_book(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
with book.reading() as reading:
    household = reading.household("0001")
for number in range(int(sys.argv[3])):
    with book.changing(Deed("record-saved", "x")) as change:
        change.change(Household, household.id, {"phone": str(number)})
os._exit(0)
"""


def _killed(folder: Path, kills: int, seed: int) -> dict[str, int]:
    command = [sys.executable, _KILL_LOOP, folder, "--kills", str(kills), "--seed", str(seed)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=_PROJECT, env=_environment(), check=False
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(_PROJECT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_thirty_kills_lose_no_acknowledged_answer(tmp_path):
    told = _killed(tmp_path, kills=30, seed=7)
    assert told["acknowledged"] > 30  # more than one for each kill, however slow the machine is
    assert (told["lost"], told["broken"]) == (0, 0)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_three_hundred_kills_lose_no_acknowledged_answer(tmp_path):
    told = _killed(tmp_path, kills=300, seed=11)
    assert (told["lost"], told["broken"]) == (0, 0)


def test_a_book_being_made_is_whole_or_not_there(tmp_path, village, passphrase, killed_at):
    for call in itertools.count(1):
        path = tmp_path / f"new-{call}" / "账.vdbook"
        path.parent.mkdir()
        making = partial(create_book, path, village, passphrase, cost=PRACTICE)
        killed = killed_at(call, making)
        if path.exists():
            open_with(path, passphrase).close()
        else:
            assert inspect_book(path).problem.code == "no-such-book"
            create_book(path, village, passphrase, cost=PRACTICE)[0].close()
        with open_with(path, passphrase) as book:
            assert verify(book).is_sound
        if not killed:
            break
    assert call > 8


def test_a_backup_being_made_is_whole_or_not_there(filled_book, book_path, killed_at):
    filled_book.close()
    for call in itertools.count(1):
        killed = killed_at(call, lambda: back_up_file(book_path, filled_book.data_key, why="hand"))
        seen = list_backups(backup_folder(book_path))
        for backup in seen:
            check_backup(backup.path)
        open_book(book_path, filled_book.data_key).close()
        parts = [path for path in backup_folder(book_path).iterdir() if path.suffix == ".part"]
        assert parts == []
        if not killed:
            break
    assert call > 4
    assert seen


def _syncs(path: Path, key: bytes, changes: int, trace: Path) -> int:
    command = ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", trace, sys.executable, "-c", _WRITER]
    done = subprocess.run(
        [*command, path, key.hex(), str(changes)],
        cwd=_PROJECT,
        env=_environment(),
        capture_output=True,
        check=False,
    )
    if done.returncode and b"ptrace" in done.stderr:
        pytest.skip("strace may not trace here: one sync for each save was not counted")
    assert done.returncode == 0, done.stderr
    return len(re.findall(r"\bf(?:data)?sync\(", trace.read_text()))


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace: one sync for each save was not counted")
def test_a_saved_field_costs_one_sync(filled_book, book_path, tmp_path):
    filled_book.close()
    key = filled_book.data_key
    opening = _syncs(book_path, key, 0, tmp_path / "none.txt")
    hundred = _syncs(book_path, key, 100, tmp_path / "hundred.txt")
    assert 100 <= hundred - opening <= 103


def test_the_log_stays_small_over_long_work(filled_book, book_path, invented):
    log = book_path.with_name(book_path.name + "-wal")
    with filled_book.reading() as reading:
        household = reading.all(Household)[0]
    for _ in range(12):
        with filled_book.changing(_DEED) as change:
            change.insert_many([invented.line(household) for _ in range(1500)])
    assert log.stat().st_size <= _MOST_LOG_BYTES
    assert verify(filled_book).is_sound


def test_every_commit_waits_for_the_disk(book):
    with book.bare_connection() as connection:
        told = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "journal_mode", "foreign_keys", "secure_delete", "trusted_schema")
        }
    assert told == {
        "synchronous": 2,
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }
