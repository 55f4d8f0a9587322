"""``import``: the dry run changes nothing, the real one says what it did, and twice is the same as once."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from village_desk.practice import rosters
from village_desk.practice.village import LEDGER_NAME, ROSTER_NAME, VILLAGE
from village_desk.store.book import create_book
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

from .conftest import Call

KEYS = {"rows", "new", "changed", "same", "rejected", "ambiguous", "unknown_columns", "problems", "written"}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A practice book with nothing in it."""
    path = tmp_path / "新村.book"
    create_book(path, VILLAGE, PRACTICE_PASSPHRASE, cost=PRACTICE)[0].close()
    return path


@pytest.fixture
def roster(small_village: Path) -> Path:
    return small_village / ROSTER_NAME


def test_a_dry_run_tells_everything_and_leaves_the_state(call: Call, empty: Path, roster: Path) -> None:
    before = call("dump-hash", empty).out
    told = call("import", empty, roster, "--dry-run", "--year", 2025, "--json")
    assert told.code == 0
    assert told.document.keys() >= KEYS
    assert told.document["written"] is False
    assert told.document["rows"] == told.document["new"] > 12
    assert call("dump-hash", empty).out == before


def test_what_was_imported_once_is_all_the_same_the_second_time(
    call: Call, empty: Path, roster: Path, small_village: Path
) -> None:
    for file in (roster, small_village / LEDGER_NAME):
        first = call("import", empty, file, "--year", 2025, "--json")
        assert (first.code, first.document["written"]) == (0, True)
        state = call("dump-hash", empty).out
        again = call("import", empty, file, "--year", 2025, "--json")
        assert again.code == 0
        assert again.document["same"] == again.document["rows"] == first.document["rows"]
        assert again.document["new"] == again.document["changed"] == 0
        assert call("dump-hash", empty).out == state


def test_rejected_rows_are_named_with_their_place_and_are_findings(
    call: Call, practice: Path, tmp_path: Path
) -> None:
    ledger = tmp_path / "台账.csv"
    rows = ["户编号,收入项目,月份,金额", "9901010001,慰问金,2025-08,200", "没有这户,慰问金,2025-08,200"]
    ledger.write_text("\n".join(rows), encoding="utf-8-sig")
    marked = tmp_path / "标注.xlsx"
    told = call("import", practice, ledger, "--marked-copy", marked, "--json")
    assert told.code == 1
    assert told.document["rejected"] == 1
    (problem,) = told.document["problems"]
    assert problem.keys() >= {"sheet", "row", "column", "value", "reason"}
    assert problem["row"] == 3
    assert marked.is_file()


def test_nothing_is_called_written_where_every_row_was_refused(
    call: Call, practice: Path, tmp_path: Path
) -> None:
    ledger = tmp_path / "台账.csv"
    ledger.write_text("户编号,收入项目,月份,金额\n没有这户,慰问金,2025-08,200", encoding="utf-8-sig")
    before = call("dump-hash", practice).out
    told = call("import", practice, ledger, "--json")
    assert (told.code, told.document["rejected"], told.document["written"]) == (1, 1, False)
    assert "没有一行可以导入" in call("import", practice, ledger).out
    assert call("dump-hash", practice).out == before


def test_one_number_on_two_members_comes_in_and_must_be_put_right(
    call: Call, empty: Path, tmp_path: Path
) -> None:
    roster = tmp_path / "花名册.csv"
    rows = ["户编号,人编号,姓名,证件号码,与户主关系"]
    rows += [f"H1,{number},人{number},530102198001010016,其他" for number in (1, 2)]
    roster.write_text("\n".join(rows), encoding="utf-8-sig")
    told = call("import", empty, roster, "--json")
    assert (told.code, told.document["new"], told.document["written"]) == (0, 2, True)
    found = call("check", empty, "--period", "2025Q2", "--json").document["findings"]
    assert [one["level"] for one in found if one["rule"] == "ID05"] == ["必改", "必改"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.xlsx", b""),
        ("零.xlsx", bytes(4096)),
        ("假.xlsx", b"<html>"),
        ("坏.csv", b"\xff\xfe\xff"),
        (None, b""),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_nothing_changes(
    call: Call, practice: Path, tmp_path: Path, name: str | None, content: bytes
) -> None:
    file = tmp_path / (name or "没有.xlsx")
    if name:
        file.write_bytes(content)
    before = call("dump-hash", practice).out
    told = call("import", practice, file, "--json")
    assert told.code == 1
    assert told.document.keys() >= {"refused", "message"}
    assert file.name in told.document["message"]
    assert call("dump-hash", practice).out == before


def test_a_year_that_is_none_is_wrong_use(call: Call, practice: Path, roster: Path) -> None:
    told = call("import", practice, roster, "--year", 99999, "--json")
    assert (told.code, told.document["refused"]) == (2, "not-a-period")


def test_the_village_goes_back_as_the_system_exported_it(call: Call, practice: Path, tmp_path: Path) -> None:
    out = tmp_path / "系统导出表.xlsx"
    told = call("export", practice, "--out", out, "--json")
    assert (told.code, told.document) == (0, {"file": str(out), "like_import": True})
    sheet = openpyxl.load_workbook(out).active
    rows = [["" if text is None else text for text in row] for row in sheet.iter_rows(values_only=True)]
    assert tuple(rows[2]) == rosters.HEADINGS
    numbers = [row[rosters.HEADINGS.index("证件号码")] for row in rows[3:]]
    assert all(isinstance(number, str) for number in numbers)
