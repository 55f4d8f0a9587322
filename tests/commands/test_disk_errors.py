"""Full disks, read-only folders and pulled sticks: one Chinese sentence, an exit code, nothing changed."""

from __future__ import annotations

import errno
import json
import re
import sys
from pathlib import Path

import pytest

from village_desk.practice.village import LEDGER_NAME

from .conftest import Call, Outcome
from .kill_moments import Ended, run_in_child

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SHEET = ("F3", "--period", 2025, "--copy", "internal", "--json")


def assert_sentence(document: dict[str, str]) -> None:
    assert document["refused"] != "mishap"
    message = document["message"]
    assert _CHINESE.search(message)
    assert message.endswith("。")
    assert "Errno" not in message
    assert "\n" not in message


def refused(ended: Ended) -> str:
    assert ended.code in (1, 3)
    document = json.loads(ended.out.splitlines()[-1])
    assert_sentence(document)
    return str(document["refused"])


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of file size")
class TestAFullDisk:
    def test_leaves_the_old_sheet(self, call: Call, practice: Path, tmp_path: Path) -> None:
        for form in ("pdf", "xlsx"):
            out = tmp_path / f"表.{form}"
            words = ("sheet", practice, *_SHEET, "--format", form, "--out", out)
            assert call(*words).code == 0
            size = out.stat().st_size
            out.write_bytes(b"old")
            assert refused(run_in_child(words, most_bytes=size - 1)) == "disk-full"
            assert out.read_bytes() == b"old"
            assert list(tmp_path.glob("*.part")) == []
            assert call(*words).code == 0, "the next one works"

    def test_makes_no_half_backup(self, practice: Path, tmp_path: Path) -> None:
        stick = tmp_path / "U盘"
        stick.mkdir()
        words = ("backup", practice, "--to", stick, "--json")
        assert refused(run_in_child(words, most_bytes=8192)) in (
            "disk-full",
            "disk-failing",
            "file-not-written",
        )
        assert list(stick.iterdir()) == []

    def test_makes_no_half_import(self, call: Call, practice: Path, tmp_path: Path) -> None:
        before = call("dump-hash", practice).out
        ledger = tmp_path / "台账.csv"
        rows = ["户编号,收入项目,月份,金额", *(f"9901010001,慰问金,2025-08,{n}" for n in range(1, 400))]
        ledger.write_text("\n".join(rows), encoding="utf-8-sig")
        limit = practice.stat().st_size // 4096 * 4096
        refused(run_in_child(("import", practice, ledger, "--json"), most_bytes=limit // 4))
        assert call("dump-hash", practice).out == before
        assert call("verify", practice).code == 0
        assert call("import", practice, ledger).code == 0

    def test_refuses_the_answer_that_found_no_room(self, call: Call, practice: Path, tmp_path: Path) -> None:
        feed = tmp_path / "ops.jsonl"
        one = {"op": "line", "household": "9901010001", "item": "N09", "month": "2025-08", "amount": "5"}
        feed.write_text(
            "\n".join(json.dumps(one | {"note": f"第{n}笔"}) for n in range(200)), encoding="utf-8"
        )
        ended = run_in_child(("script", practice), feed=feed, most_bytes=256 * 1024)
        replies = [json.loads(line) for line in ended.out.splitlines()]
        kept = call("dump", practice).out.count("笔")
        assert kept == sum("ack" in reply for reply in replies)
        assert any("refused" in reply for reply in replies)
        for reply in replies:
            if "refused" in reply:
                assert_sentence(reply)
        assert call("verify", practice).code == 0

    def test_makes_no_half_practice_village(self, tmp_path: Path) -> None:
        folder = tmp_path / "练习"
        words = ("demo", folder, "--households", 3, "--no-window", "--json")
        refused(run_in_child(words, most_bytes=64 * 1024))
        assert list(folder.iterdir()) == []
        assert run_in_child(words).code == 0


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_folder_that_lets_nothing_be_written_is_one_sentence(
    call: Call, practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refusing_claim(path: Path) -> int:
        raise OSError(number, "the system's own words")

    out = tmp_path / "表.pdf"
    out.write_bytes(b"old")
    with monkeypatch.context() as broken:
        broken.setattr("village_desk.places.files.claim", refusing_claim)
        told = call("sheet", practice, *_SHEET, "--format", "pdf", "--out", out)
    assert told.code == 1
    assert_sentence(told.document)
    assert out.read_bytes() == b"old"


def test_pulled_sticks_and_folders_in_the_way_are_one_sentence(
    call: Call, practice: Path, tmp_path: Path
) -> None:
    pulled, way = tmp_path / "拔掉", tmp_path / "挡路"
    way.write_bytes(b"")
    calls: list[Outcome] = []
    for target in (pulled / "表.pdf", way / "表.pdf", tmp_path, tmp_path / "表?.pdf"):
        calls.append(call("sheet", practice, *_SHEET, "--format", "pdf", "--out", target))
    for target in (pulled, way):
        calls.append(call("backup", practice, "--to", target, "--json"))
    calls.append(call("demo", way, "--no-window", "--json"))
    calls.append(call("demo", way / "里面", "--no-window", "--json"))
    calls.append(call("import", practice, pulled / LEDGER_NAME, "--json"))
    calls.append(call("import", practice, tmp_path, "--json"))
    calls.append(call("restore", pulled / "备份.vdbak", practice, "--json"))
    calls.append(call("restore", way, practice, "--json"))
    calls.append(call("verify", tmp_path, "--json"))
    for told in calls:
        assert told.code in (1, 3)
        assert_sentence(told.document)
    assert call("verify", practice).code == 0
