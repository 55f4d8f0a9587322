"""``sheet``: each sheet, copy and format for one household or the village; files whole or not at all."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from village_desk.exchange.sheets.making import sheet_ids
from village_desk.rules.masking import Copy
from village_desk.rules.records import Person
from village_desk.rules.summaries import Fold, SummaryColumn, SummaryPlan
from village_desk.store.book import open_with
from village_desk.store.journal import Deed
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.reading import Reading
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
        ("F8", ("--period", "2025", "--household", FIRST), 1, "sheet-of-households"),
        ("低于监测线的户", ("--period", "2025Q4", "--household", FIRST), 1, "sheet-of-households"),
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


def test_a_sheet_of_one_small_group_is_of_its_households_and_says_so(
    call: Call, practice: Path, tmp_path: Path
) -> None:
    words = ("sheet", practice, "F5", "--period", "2025Q4", "--format", "xlsx", "--copy", "internal")
    whole, part = tmp_path / "全村.xlsx", tmp_path / "一组.xlsx"
    assert call(*words, "--all", "--out", whole).code == 0
    assert call(*words, "--group", "一组", "--out", part).code == 0
    groups = [groups_in(whole), groups_in(part)]
    assert groups[1] == {"一组"} < groups[0]
    assert "范围：一组" in texts_in(part)
    assert "范围" not in texts_in(whole)
    several = tmp_path / "两组.xlsx"
    assert call(*words, "--group", "一组，二组", "--out", several).code == 0
    assert groups_in(several) == {"一组", "二组"}


@pytest.mark.parametrize(
    ("words", "code", "refused"),
    [
        (("F3", "--period", 2025, "--group", "九十九组"), 1, "no-such-group"),
        (("F3", "--period", 2025, "--group", ""), 1, "no-such-group"),
        (("F7", "--period", 2025, "--group", "一组"), 2, "sheet-of-whole-village"),
        (("F3", "--period", 2025, "--group", "一组", "--household", FIRST), 2, "wrong-use"),
        (("F3", "--period", 2025, "--group", "一组", "--all"), 2, "wrong-use"),
    ],
)
def test_a_group_that_there_is_not_or_that_a_sheet_is_not_made_of_is_refused(
    call: Call, practice: Path, tmp_path: Path, words: tuple[object, ...], code: int, refused: str
) -> None:
    out = tmp_path / "表.pdf"
    told = call("sheet", practice, *words, "--format", "pdf", "--copy", "internal", "--out", out, "--json")
    assert (told.code, told.document["refused"]) == (code, refused)
    assert not out.exists()
    if refused == "no-such-group":
        assert "一组、二组" in told.document["message"], "it says which groups there are"


def test_of_a_groups_cards_nothing_else_is_read(
    call: Call, practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    of_households = Reading.of_households

    def counting(self: Reading, kind: type[Person], ids: Sequence[str]) -> list[Person]:
        asked.append(len(ids))
        return of_households(self, kind, ids)

    monkeypatch.setattr(Reading, "of_households", counting)
    words = ("sheet", practice, "F3", "--period", 2025, "--format", "pdf", "--copy", "internal", "--json")
    made = call(*words, "--group", "一组", "--out", tmp_path / "一组.pdf")
    assert made.document["pages"] == max(asked) < 12


def texts_in(path: Path) -> str:
    return "\n".join(str(cell) for row in openpyxl.load_workbook(path).active.values for cell in row if cell)


def groups_in(path: Path) -> set[str]:
    rows = openpyxl.load_workbook(path).active.values
    return {str(row[1]) for row in rows if str(row[0]).isdecimal()}


def test_a_ready_list_is_printed_by_its_name_of_a_group_too(
    call: Call, practice: Path, tmp_path: Path
) -> None:
    words = (
        "sheet",
        practice,
        "60岁以上老人名单",
        "--period",
        2025,
        "--format",
        "xlsx",
        "--copy",
        "internal",
    )
    whole, part = tmp_path / "全村.xlsx", tmp_path / "一组.xlsx"
    assert call(*words, "--all", "--out", whole).code == 0
    assert call(*words, "--group", "一组", "--out", part).code == 0
    assert groups_in(part) <= {"一组"}
    assert groups_in(part) < groups_in(whole)


def test_an_empty_form_is_asked_for_in_place_of_a_household(
    call: Call, practice: Path, tmp_path: Path
) -> None:
    words = ("sheet", practice, "F4A", "--period", "2025Q4", "--format", "xlsx", "--copy", "internal")
    out = tmp_path / "空表.xlsx"
    assert call(*words, "--empty", "--out", out, "--json").document["pages"] <= 2
    assert "季度走访采集表" in texts_in(out)
    both = call(*words, "--empty", "--household", FIRST, "--out", tmp_path / "没有.xlsx", "--json")
    assert (both.code, both.document["refused"]) == (2, "wrong-use")
    of_village = call(
        "sheet", practice, "F5", *words[3:], "--empty", "--out", tmp_path / "没有.xlsx", "--json"
    )
    assert (of_village.code, of_village.document["refused"]) == (2, "no-empty-form")


def test_large_type_takes_more_paper(call: Call, practice: Path, tmp_path: Path) -> None:
    words = ("sheet", practice, "F3", "--period", 2025, "--format", "pdf", "--copy", "internal", "--json")
    usual = call(*words, "--household", FIRST, "--out", tmp_path / "一户.pdf").document
    large = call(*words, "--household", FIRST, "--large", "--out", tmp_path / "大字.pdf").document
    assert large["pages"] > usual["pages"]
