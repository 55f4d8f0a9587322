"""How the command line answers: one document, one sentence, an exit code that means something."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from village_desk.commands.parser import command_names

from .conftest import Call, Outcome

_ENGLISH = re.compile(r"\b(usage|options|positional|arguments|show this|required|invalid|choose|error)\b")


def in_process_of_its_own(*words: object, env: dict[str, str] | None = None) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "village_desk", *map(str, words)],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"} | (env or {}),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def test_help_is_in_chinese_and_names_every_command(call: Call) -> None:
    told = call("--help")
    assert told.code == 0
    assert told.out.startswith("用法：village-desk")
    assert not _ENGLISH.search(told.out)
    assert all(re.search(rf"^ +{name}\b", told.out, re.MULTILINE) for name in command_names())


@pytest.mark.parametrize("name", sorted(command_names()))
def test_each_command_explains_its_words(call: Call, name: str) -> None:
    told = call(name, "--help")
    assert told.code == 0
    assert "--json" in told.out
    assert not _ENGLISH.search(told.out)


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "x.book"),
        ("check", "x.book", "--period"),
        ("income", "x.book", "--year", "去年"),
        ("sheet", "x.book", "F1", "--format", "doc"),
        (
            *(
                "sheet",
                "x.book",
                "F1",
                "--period",
                "2025",
                "--format",
                "pdf",
                "--copy",
                "public",
                "--out",
                "o",
            ),
            "--al",
        ),
        ("sheet", "x.book", "F1", "--household", "1", "--all"),
        ("verify", "x.book", "y.book"),
        ("--json",),
        ("demo", "x", "--households", "0"),
    ],
)
def test_wrong_use_is_one_refusal_in_chinese(call: Call, words: tuple[str, ...]) -> None:
    plain, as_json = call(*words), call(*words, "--json")
    assert (plain.code, as_json.code) == (2, 2)
    assert plain.out == "" or "--json" in words
    assert as_json.document["refused"] == "wrong-use"
    assert not _ENGLISH.search(as_json.document["message"])


def test_a_mistake_of_the_program_is_noted_without_what_it_was_about(
    call: Call, practice: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("罗秀英 990101198001010013")

    monkeypatch.setattr("village_desk.commands.reckoning.looking_at", broken)
    failed = call("income", practice, "--year", 2025, "--json")
    assert failed.code == 1
    assert failed.document["refused"] == "mishap"
    (note,) = (own_home / "logs").glob("mishap-*.txt")
    text = note.read_text(encoding="utf-8")
    assert "reckoning.py" in text
    assert "ValueError" in text
    assert "罗秀英" not in text + failed.out + failed.err
    assert "990101198001010013" not in text + failed.out + failed.err


def test_mistakes_that_repeat_do_not_fill_the_disk(tmp_path: Path) -> None:
    from village_desk.places.mishaps import note_mishap

    for _ in range(60):
        last = note_mishap(tmp_path, ValueError())
    assert last.is_file()
    assert len(list(tmp_path.iterdir())) == 50


def test_a_console_of_another_code_page_gets_every_name(practice: Path) -> None:
    told = in_process_of_its_own("income", practice, "--year", 2025, "--json")
    assert told.code == 0
    assert told.document["village"]["households"] == 12


def test_output_that_nobody_reads_ends_quietly(practice: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "village_desk", "dump", str(practice)],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 141
    assert done.stderr == b""


def test_the_program_knows_its_own_wholeness(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    good = call("selftest", "--json")
    assert (good.code, good.document) == (0, {"problems": []})
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    bad = call("selftest", "--json")
    assert (bad.code, bad.document) == (1, {"problems": ["窗口"]})
    assert "窗口" in call("selftest").out


def test_a_refusal_names_the_book_that_is_not_there(call: Call, tmp_path: Path) -> None:
    missing = call("verify", tmp_path / "没有.book", "--json")
    assert missing.code == 3
    assert missing.document["refused"] == "no-such-book"
    assert "没有.book" in missing.document["message"]
    assert list(tmp_path.glob("*.book*")) == []
    assert json.loads(missing.out) == missing.document
