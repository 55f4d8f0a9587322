"""No name, number, phone or account stands in clear anywhere but in the files that were asked for."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from village_desk.practice.village import BOOK_NAME, LEDGER_NAME, ROSTER_NAME

from .conftest import Call
from .kill_moments import run_in_child

ACCOUNT = "6228480399001012345"
NOTE = "罗秀英住院借了她哥五千"
_SECRET = ("name", "identity_number", "phone", "bank_account", "note")


def canaries(dump: str) -> set[str]:
    found = {ACCOUNT, NOTE, "13700010001"}
    for line in dump.splitlines():
        record = json.loads(line)
        found |= {str(record[key]) for key in _SECRET if key in record}
    # Two characters are four bytes: chance alone would find them in what is encrypted.
    return {text for text in found if len(text) >= 3}


def places_in_clear(folder: Path, secrets: set[str], asked_for: set[Path]) -> Iterator[str]:
    needles = {
        text.encode(code) for text in secrets for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    }
    for path in folder.rglob("*"):
        if any(secret in path.name for secret in secrets):
            yield f"the name of a file in {path.parent.name}"
        if path.is_file() and path not in asked_for:
            content = path.read_bytes()
            if any(needle in content for needle in needles):
                yield path.name


@pytest.fixture
def own_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "system-temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.mark.usefixtures("own_temporary")
def test_a_whole_workflow_leaves_nothing_in_clear(
    call: Call, practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workflow ends with a mistake of the program itself and, where there is fork, with kills."""
    operations = (
        {"op": "household", "number": "9901010001", "set": {"bank_account": ACCOUNT}},
        {
            "op": "line",
            "household": "9901010001",
            "item": "N09",
            "month": "2025-08",
            "amount": "9",
            "note": NOTE,
        },
        {"op": "line", "household": NOTE, "item": NOTE, "month": NOTE},
    )
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, operations))))
    assert call("script", practice).code == 1
    secrets = canaries(call("dump", practice).out)
    assert len(secrets) > 100
    asked_for = {practice.parent / ROSTER_NAME, practice.parent / LEDGER_NAME}
    call("check", practice, "--period", "2025Q4")
    for form in ("pdf", "xlsx"):
        out = tmp_path / f"表.{form}"
        words = ("--period", 2025, "--format", form, "--copy", "internal", "--out", out)
        assert call("sheet", practice, "F3", *words).code == 0
        asked_for.add(out)
    assert call("import", practice, practice.parent / ROSTER_NAME, "--year", 2025).code in (0, 1)
    backup = call("backup", practice, "--to", tmp_path, "--json").document["file"]
    assert call("restore", backup, practice).code == 0
    with monkeypatch.context() as broken:
        broken.setattr("village_desk.commands.reckoning.looking_at", lambda *_: {}[NOTE])
        assert call("income", practice, "--year", 2025, "--json").document["refused"] == "mishap"
    if sys.platform != "win32":
        for moment in (0.05, 0.1, 0.15, 0.2, 0.3, 0.4):
            asked_for |= _killed_work(practice, tmp_path, moment)
    assert list(places_in_clear(tmp_path, secrets, asked_for)) == []


def _killed_work(book: Path, folder: Path, moment: float) -> set[Path]:
    """Parts of a workbook that was asked for stand beside it under its name until the next start."""
    out = folder / f"断电{moment}.xlsx"
    words = ("--period", 2025, "--format", "xlsx", "--copy", "internal", "--out", out)
    run_in_child(("sheet", book, "F3", *words), after=moment)
    run_in_child(("import", book, book.parent / LEDGER_NAME, "--year", 2025), after=moment)
    run_in_child(("backup", book, "--to", folder), after=moment)
    return set(folder.glob(f"{out.name}*"))


@pytest.mark.usefixtures("own_temporary")
def test_the_search_finds_what_is_in_clear(call: Call, practice: Path, tmp_path: Path) -> None:
    secrets = canaries(call("dump", practice).out)
    (tmp_path / "漏.txt").write_text(sorted(secrets)[0], encoding="utf-16-le")
    shutil.copy(practice.parent / LEDGER_NAME, tmp_path / "ledger.xlsx")
    found = set(places_in_clear(tmp_path, secrets, set()))
    assert "漏.txt" in found
    assert BOOK_NAME not in found
