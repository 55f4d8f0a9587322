"""``sheet``: each sheet, copy and format for one household or the village; files whole or not at all."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from village_desk.exchange.sheets.making import sheet_ids
from village_desk.rules.masking import Copy
from village_desk.rules.summaries import Fold, SummaryColumn, SummaryPlan
from village_desk.store.book import open_with
from village_desk.store.journal import Deed
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.summaries import keep_plan

from .conftest import Call

SHEETS = [(line.id, "2025Q4" if line.by_quarter else "2025") for line in sheet_ids()]
COPIES = ("internal", "report", "public")
NEVER_MADE = {(line.id, copy.value) for line in sheet_ids() for copy in Copy if copy not in line.copies}
FIRST = "9901010001"


@pytest.mark.parametrize(
    ("sheet", "period", "copy"),
    [(sheet, period, copy) for sheet, period in SHEETS for copy in COPIES if (sheet, copy) not in NEVER_MADE],
)
def test_every_sheet_comes_as_page_and_as_workbook(
    call: Call, practice: Path, tmp_path: Path, sheet: str, period: str, copy: str
) -> None:
    for form in ("pdf", "xlsx"):
        out = tmp_path / f"{sheet}.{form}"
        words = ("sheet", practice, sheet, "--period", period, "--format", form, "--copy", copy)
        made = call(*words, "--all", "--out", out, "--json")
        if copy == "public" and made.code == 2:  # a list of what is wrong in each household is not posted
            assert made.document["refused"] == "no-such-copy"
            assert not out.exists()
            continue
        assert made.code == 0, made.out
        assert made.document["file"] == str(out)
        assert made.document["sheet"] == sheet
        assert made.document["missing"] == {}
        assert made.document["pages"] > 0
        assert_whole(out, made.document["pages"])
    assert list(tmp_path.glob("*.part")) == []


def assert_whole(path: Path, pages: int) -> None:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            assert len(document) == pages
        return
    with zipfile.ZipFile(path) as workbook:
        assert workbook.testzip() is None
    rows = list(openpyxl.load_workbook(path).active.values)
    assert len(rows) > pages, "every page has its rows"


def test_one_household_is_a_shorter_file_than_all(call: Call, practice: Path, tmp_path: Path) -> None:
    words = ("sheet", practice, "F3", "--period", 2025, "--format", "pdf", "--copy", "internal", "--json")
    one = call(*words, "--household", FIRST, "--out", tmp_path / "一户.pdf").document
    everyone = call(*words, "--out", tmp_path / "全村.pdf").document
    asked_for_all = call(*words, "--all", "--out", tmp_path / "全村又.pdf").document
    assert one["pages"] < everyone["pages"] == asked_for_all["pages"]
    assert (tmp_path / "全村.pdf").read_bytes() == (tmp_path / "全村又.pdf").read_bytes()


def test_a_file_that_is_there_is_replaced_whole(call: Call, practice: Path, tmp_path: Path) -> None:
    out = tmp_path / "卡片.pdf"
    out.write_bytes(b"old" * 1_000_000)
    (tmp_path / "卡片.pdf.0123abcd.part").write_bytes(b"left by a power cut")
    words = ("--period", 2025, "--format", "pdf", "--copy", "report", "--household", FIRST)
    assert call("sheet", practice, "F3", *words, "--out", out).code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert len(out.read_bytes()) < 1_000_000
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(
    ("sheet", "words", "code", "refused"),
    [
        ("F99", ("--period", "2025"), 2, "unknown-sheet"),
        ("", ("--period", "2025"), 2, "unknown-sheet"),
        ("F4", ("--period", "2025"), 2, "no-quarter"),
        ("F3", ("--period", "明年"), 2, "not-a-period"),
        ("F3", ("--period", "2025Q9"), 2, "not-a-period"),
        ("F3", ("--period", "2025", "--household", "没有"), 1, "no-such-household"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_no_file_appears(
    call: Call, practice: Path, tmp_path: Path, sheet: str, words: tuple[str, ...], code: int, refused: str
) -> None:
    out = tmp_path / "表.pdf"
    told = call(
        "sheet", practice, sheet, *words, "--format", "pdf", "--copy", "internal", "--out", out, "--json"
    )
    assert (told.code, told.document["refused"]) == (code, refused)
    assert not out.exists()


def test_a_character_without_a_font_is_told_and_is_a_finding(
    call: Call, practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = {"op": "person", "household": FIRST, "number": "#1", "set": {"name": "单\U0003134a"}}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(name) + "\n"))
    assert call("script", practice).code == 0
    words = ("--period", 2025, "--format", "pdf", "--copy", "internal", "--household", FIRST)
    told = call("sheet", practice, "F3", *words, "--out", tmp_path / "表.pdf", "--json")
    assert told.code == 1
    assert list(told.document["missing"].values()) == ["\U0003134a"]
    assert "\U0003134a" in told.err


def test_a_kept_summary_is_printed_by_its_name(call: Call, practice: Path, tmp_path: Path) -> None:
    columns = (SummaryColumn("household.head_name"), SummaryColumn("year.net", Fold.SUM))
    with (
        open_with(practice, PRACTICE_PASSPHRASE) as book,
        book.changing(Deed("summary-kept", "甲")) as change,
    ):
        keep_plan(change, "各户纯收入", SummaryPlan("household", columns))
    out = tmp_path / "汇总.xlsx"
    words = ("--period", 2025, "--format", "xlsx", "--copy", "internal", "--out", out, "--json")
    made = call("sheet", practice, "各户纯收入", *words)
    assert (made.code, made.document["sheet"]) == (0, "各户纯收入")
    rows = list(openpyxl.load_workbook(out).active.values)
    assert any(str(row[0]).startswith("合计") for row in rows)
    assert call("sheet", practice, "没有的汇总", *words).document["refused"] == "unknown-sheet"
