"""``backup``, ``restore``, ``verify``, ``dump``, ``dump-hash``: a book cared for from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from village_desk.store.backups.backup import awaits_confirmation
from village_desk.store.book import open_with
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

from .conftest import Call


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


def change_something(call: Call, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = {"op": "household", "number": "9901019999", "set": {"group": "九组"}}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(operation) + "\n"))
    assert call("script", book).code == 0


def test_what_a_backup_holds_comes_back(
    call: Call, practice: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = call("dump-hash", practice, "--json").document["hash"]
    made = call("backup", practice, "--to", stick, "--json")
    assert made.code == 0
    assert made.document["counts"]["household"] == 12
    assert made.document["sequence"] >= 1
    change_something(call, practice, monkeypatch)
    assert call("dump-hash", practice, "--json").document["hash"] != was
    back = call("restore", made.document["file"], practice, "--json")
    assert back.code == 0
    assert back.document["counts"]["household"] == 12
    assert Path(back.document["quarantine"]).is_dir()
    assert back.document["awaits_confirmation"] is awaits_confirmation(practice) is True
    assert "旧备份一份也不精简" in call("restore", made.document["file"], practice).out
    assert call("dump-hash", practice, "--json").document["hash"] == was
    assert call("verify", practice).code == 0


def test_a_backup_restores_where_there_was_no_book(
    call: Call, practice: Path, stick: Path, tmp_path: Path
) -> None:
    was = call("dump-hash", practice).out
    backup = call("backup", practice, "--to", stick, "--json").document["file"]
    (tmp_path / "另一台电脑").mkdir()
    book = tmp_path / "另一台电脑" / "练习村.book"
    assert call("restore", backup, book).code == 0
    assert call("dump-hash", book).out == was


@pytest.mark.parametrize(
    "spoil", [lambda c: c[: len(c) // 2], lambda c: c[:-60] + bytes(60), lambda _: b"no"]
)
def test_a_damaged_backup_is_not_used(call: Call, practice: Path, stick: Path, spoil: object) -> None:
    was = call("dump-hash", practice).out
    backup = Path(call("backup", practice, "--to", stick, "--json").document["file"])
    backup.write_bytes(spoil(backup.read_bytes()))  # type: ignore[operator]
    refused = call("restore", backup, practice, "--json")
    assert (refused.code, refused.document["refused"]) == (3, "backup-damaged")
    assert call("dump-hash", practice).out == was


def test_a_missing_backup_is_a_refusal(call: Call, practice: Path, tmp_path: Path) -> None:
    refused = call("restore", tmp_path / "没有.vdbak", practice, "--json")
    assert refused.code in (1, 3)
    assert "没有.vdbak" in refused.document["message"]


def test_a_backup_to_a_stick_that_was_pulled_is_a_refusal(call: Call, practice: Path, tmp_path: Path) -> None:
    refused = call("backup", practice, "--to", tmp_path / "拔掉的盘", "--json")
    assert (refused.code, refused.document["refused"]) == (1, "no-such-folder")


def test_verify_is_content_with_a_sound_book(call: Call, practice: Path) -> None:
    told = call("verify", practice, "--json")
    assert told.code == 0
    assert told.document["problems"] == []
    assert told.document["entries"] > 0
    assert str(told.document["entries"]) in call("verify", practice).out


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("UPDATE household SET group_name = '九组'", "rows-past-the-journal"),
        ("UPDATE ledger_line SET amount = amount + 1 WHERE id = (SELECT min(id) FROM ledger_line)", ""),
        ("DELETE FROM visit WHERE id = (SELECT max(id) FROM visit)", ""),
    ],
)
def test_verify_finds_what_was_done_behind_the_program(
    call: Call, practice: Path, deed: str, code: str
) -> None:
    with open_with(practice, PRACTICE_PASSPHRASE) as book, book.bare_connection() as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(household)")]
        column = next(name for name in columns if name.startswith("group"))
        connection.execute(deed.replace("group_name", f'"{column}"'))
        connection.commit()
    told = call("verify", practice, "--json")
    assert told.code == 3
    assert (code or "rows-past-the-journal") in {problem["code"] for problem in told.document["problems"]}
    assert call("verify", practice).code == 3


def test_a_dump_is_the_same_twice_and_holds_every_record(call: Call, practice: Path) -> None:
    first, second = call("dump", practice), call("dump", practice, "--json")
    assert first.code == second.code == 0
    assert first.out == second.out
    records = [json.loads(line) for line in first.out.splitlines()]
    kinds = [record["record"] for record in records]
    assert kinds.count("household") == 12
    assert {"person", "ledger_line", "visit", "plan"} <= set(kinds)
    order = [(kinds.index(record["record"]), record["id"]) for record in records]
    assert order == sorted(order)


def test_the_hash_follows_the_state(call: Call, practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    was = call("dump-hash", practice)
    assert call("dump-hash", practice, "--json").document == {"hash": was.out.strip()}
    change_something(call, practice, monkeypatch)
    assert call("dump-hash", practice).out != was.out
    monkeypatch.setattr("sys.stdin", io.StringIO('{"op":"undo"}\n'))
    assert call("script", practice).code == 0
    assert call("verify", practice).code == 0
