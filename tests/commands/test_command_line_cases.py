"""What a slip on the command line may cost: a sentence, never a book."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from village_desk.app import run
from village_desk.store.book import Book
from village_desk.store.keys.key_copies import key_paths

F7 = ["F7", "--period", "2025", "--format", "pdf", "--copy", "internal", "--all", "--out"]


@pytest.fixture
def closed(filled_book: Book, book_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A closed book that its passphrase file opens."""
    filled_book.close()
    (tmp_path / "口令.txt").write_text("practice makes perfect", encoding="utf-8")
    monkeypatch.setenv("VILLAGE_DESK_PASSPHRASE_FILE", str(tmp_path / "口令.txt"))
    monkeypatch.setenv("VILLAGE_DESK_HOME", str(tmp_path / "home"))
    return book_path


def test_a_sheet_never_takes_the_place_of_the_book_or_its_keys(
    closed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in (closed, *key_paths(closed)):
        before = path.read_bytes()
        assert run(["sheet", str(closed), *F7, str(path)]) == 1
        assert "没有覆盖它" in capfd.readouterr().err
        assert path.read_bytes() == before
    assert run(["verify", str(closed)]) == 0


def test_a_sheet_takes_the_place_of_an_earlier_one(closed: Path, tmp_path: Path) -> None:
    out = tmp_path / "汇总.pdf"
    out.touch()
    assert [run(["sheet", str(closed), *F7, str(out)]) for _ in range(2)] == [0, 0]
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("target", ["花名册.csv", "柳树湾村.vdbook"])
def test_a_marked_copy_never_takes_the_place_of_the_original_or_the_book(
    closed: Path, tmp_path: Path, target: str
) -> None:
    roster = tmp_path / "花名册.csv"
    roster.write_text("户编号,姓名,证件号码\nH1,甲,1\n", encoding="utf-8")
    before = (tmp_path / target).read_bytes()
    assert run(["import", str(closed), str(roster), "--marked-copy", str(tmp_path / target)]) == 1
    assert (tmp_path / target).read_bytes() == before


def test_a_marked_copy_over_the_imported_workbook_is_refused(closed: Path, tmp_path: Path) -> None:
    roster = tmp_path / "表.csv"
    roster.write_text("户编号,姓名,证件号码\nH1,甲,1\n", encoding="utf-8")
    book = tmp_path / "表.xlsx"
    assert run(["import", str(closed), str(roster), "--dry-run", "--marked-copy", str(book)]) == 0
    shutil.copy(book, tmp_path / "原件.xlsx")
    again = str(tmp_path / "原件.xlsx")
    assert run(["import", str(closed), again, "--dry-run", "--marked-copy", again]) == 1
    assert (tmp_path / "原件.xlsx").read_bytes() == book.read_bytes()


@pytest.mark.parametrize("name", ["长" * 300, "没有", "a/" * 3000])
def test_a_book_that_cannot_be_is_no_mishap(
    name: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VILLAGE_DESK_HOME", str(tmp_path))
    assert run(["dump-hash", name]) == 3
    assert "找不到账本" in capfd.readouterr().err


@pytest.mark.parametrize("backup", ["长" * 300, "没有", "/"])
def test_a_backup_that_cannot_be_is_no_mishap(
    backup: str, closed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["restore", backup, str(closed)]) == 3
    assert "没有用它" in capfd.readouterr().err


def test_a_practice_village_in_a_folder_that_cannot_be_is_no_mishap(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VILLAGE_DESK_HOME", str(tmp_path))
    assert run(["demo", "长" * 300, "--no-window"]) == 1
    assert "太长" in capfd.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_sheet_never_takes_the_place_of_a_device_or_pipe(closed: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "管道.pdf"
    os.mkfifo(pipe)
    assert run(["sheet", str(closed), *F7, str(pipe)]) == 1
    assert pipe.is_fifo()


def test_an_unknown_command_with_more_behind_it_opens_no_window(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["没有这个命令", "账本.book"]) == 2
    assert "命令写得不对" in capfd.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="file names are never ASCII there")
def test_a_book_with_a_chinese_name_opens_where_the_system_knows_only_ascii(closed: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "village_desk", "verify", str(closed)]
    ended = subprocess.run(command, env={**os.environ, **plain}, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    assert "账本完好" in ended.stdout.decode()
