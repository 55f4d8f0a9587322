"""The county's list on the command line: imported, worked on by script, answered in its own workbook."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from .conftest import Call
from .test_monitoring import book_with


def county_list(tmp_path: Path) -> Path:
    path = tmp_path / "问题数据清单.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    for cells in (
        ("户编号", "规则编码", "规则名称", "问题值"),
        ("0001", "1_11_001", "未录入致贫返贫风险", None),
        ("0002", "9_99_001", "本县自定", "3"),
    ):
        sheet.append(cells)
    workbook.save(path)
    return path


@pytest.fixture
def script(call: Call, monkeypatch: pytest.MonkeyPatch):
    def run(book: Path, *operations: dict[str, object]) -> list[dict[str, object]]:
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in operations)
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        return [json.loads(line) for line in call("script", book).out.splitlines()]

    return run


def problems(call: Call, book: Path) -> list[dict[str, object]]:
    dumped = [json.loads(line) for line in call("dump", book).out.splitlines()]
    return [one for one in dumped if "county_rule" in one]


def test_a_list_is_imported_answered_and_sent_back(tmp_path: Path, call: Call, script) -> None:
    book, path, out = (
        book_with(tmp_path, ("单秀英", 202503, 1), ("翟玉兰", 202503, 2)),
        county_list(tmp_path),
        tmp_path / "回复.xlsx",
    )
    tried = call("import", book, path, "--dry-run", "--json").document
    assert (tried["rows"], tried["new"], tried["written"]) == (2, 2, False)
    assert problems(call, book) == []
    assert call("import", book, path, "--json").document["written"]
    assert call("import", book, path, "--json").document["same"] == 2
    known, own = problems(call, book)
    (answered,) = script(
        book,
        {
            "op": "problem",
            "id": own["id"],
            "set": {"answer": "属实", "done": "本县口径", "closed_on": "2025-07-01"},
        },
    )
    assert answered["ack"] == 1
    document = call("answer", book, path, "--out", out, "--json").document
    assert (document["rows"], document["answered"], document["proposed"], document["open"]) == (2, 2, 1, 0)
    told = [[cell.value for cell in row][4:] for row in load_workbook(out).active.iter_rows()]
    assert told[0] == ["核实情况", "整改情况", "核实人", "核实日期"]
    assert told[1][:3] == ["已改", "已改正，程序复核不再查出", None]
    assert told[2] == ["属实", "本县口径", "命令行", "2025-07-01"]
    assert known["household_id"] is not None


def test_problems_and_procedures_are_operations_of_the_script(tmp_path: Path, call: Call, script) -> None:
    book = book_with(tmp_path, ("单秀英", 202503, 1))
    noted, closed, begun, agreed, voided = script(
        book,
        {
            "op": "problem",
            "household": "0001",
            "set": {"title": "路灯坏了", "source": "信访", "due_on": "2025-08-01"},
        },
        {"op": "problem", "set": {"title": "公示栏", "closed_on": "2025-07-01"}},
        {"op": "procedure", "household": "0001", "set": {"kind": "识别纳入", "applied_on": "2025-06-02"}},
        {"op": "procedure", "household": "0001", "set": {"kind": "识别纳入"}},
        {"op": "undo"},
    )
    assert noted["new"]
    assert begun["new"]
    assert (closed["refused"], agreed["refused"]) == ("problem-not-answered", "procedure-under-way")
    assert voided["undone"] == "procedure-saved"
    finished = script(
        book,
        {
            "op": "procedure",
            "household": "0001",
            "set": {
                "kind": "识别纳入",
                "county_decided_on": "2025-06-16",
                "outcome": "同意",
                "monitoring_class": "边缘易致贫户",
                "monitored_from": "2025-06",
            },
        },
    )
    assert finished[0]["new"]
    assert call("candidates", book, "--month", "2025-06", "--json").document["candidates"][0]["monitored"]
