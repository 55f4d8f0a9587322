"""Every file a cadre is handed: whatever the disk does, one sentence, the old file kept, nothing half."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from village_desk.entry.books.opening import open_with
from village_desk.practice.village import ROSTER_NAME
from village_desk.rules.refusals import Refusal
from village_desk.rules.summaries import Fold, SummaryColumn, SummaryPlan
from village_desk.store.changing import Deed
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.summaries import keep_plan

from .conftest import Call, Outcome
from .test_disk_errors import assert_sentence

Words = Callable[[Path], list[object]]
SUMMARY = "各户纯收入"
_YEAR = ("--period", 2025, "--copy", "internal")


def _sheet(name: str, form: str) -> Callable[[Path], Words]:
    def of(book: Path) -> Words:
        return lambda out: ["sheet", book, name, *_YEAR, "--format", form, "--out", out, "--json"]

    return of


def _fill(book: Path) -> Words:
    return lambda out: [
        *("fill", book, book.parent / "空表.xlsx", "--period", 2025, "--all-worksheets"),
        *("--out", out, "--json"),
    ]


def _export(book: Path) -> Words:
    return lambda out: ["export", book, "--out", out, "--json"]


def _marked(book: Path) -> Words:
    roster = book.parent / ROSTER_NAME
    return lambda out: ["import", book, roster, "--dry-run", "--marked-copy", out, "--json"]


WRITERS: dict[str, tuple[str, Callable[[Path], Words]]] = {
    "sheet as PDF": ("pdf", _sheet("F3", "pdf")),
    "sheet as workbook": ("xlsx", _sheet("F3", "xlsx")),
    "summary as PDF": ("pdf", _sheet(SUMMARY, "pdf")),
    "summary as workbook": ("xlsx", _sheet(SUMMARY, "xlsx")),
    "filled blank": ("xlsx", _fill),
    "export": ("xlsx", _export),
    "marked copy": ("xlsx", _marked),
}
EVERY = pytest.mark.parametrize("writer", WRITERS)


@pytest.fixture
def ready(practice: Path) -> Path:
    """A book with a kept summary, and beside it a township's blank of two tables."""
    columns = (SummaryColumn("household.head_name"), SummaryColumn("year.net", Fold.SUM))
    with (
        open_with(practice, PRACTICE_PASSPHRASE) as book,
        book.changing(Deed("summary-kept", "甲")) as change,
    ):
        keep_plan(change, SUMMARY, SummaryPlan("household", columns))
    blank = Workbook()
    for sheet, headings in (
        (blank.active, ("序号", "户主姓名", "人均纯收入")),
        (blank.create_sheet("成员"), ("户主姓名", "姓名", "性别")),
    ):
        for column, text in enumerate(headings, 1):
            sheet.cell(1, column, text)
            sheet.cell(2, column).number_format = "@"
    blank.save(practice.with_name("空表.xlsx"))
    return practice


def out_and_words(writer: str, book: Path, folder: Path) -> tuple[Path, Words]:
    ending, of = WRITERS[writer]
    return folder / f"成果.{ending}", of(book)


def assert_refused(told: Outcome, code: str) -> None:
    assert (told.code, told.document["refused"]) == (1, code)
    assert_sentence(told.document)


@EVERY
def test_what_is_written_replaces_an_older_one_and_leaves_no_part(
    call: Call, ready: Path, tmp_path: Path, writer: str
) -> None:
    out, words = out_and_words(writer, ready, tmp_path)
    out.write_bytes(b"PK\x03\x04 or %PDF of last month")

    assert call(*words(out)).code == 0
    assert out.stat().st_size > 1_000
    assert list(tmp_path.glob("*.part")) == []


@EVERY
@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EROFS, "folder-read-only"), (errno.EACCES, "folder-read-only"), (errno.ENOSPC, "disk-full")],
)
def test_a_disk_that_takes_nothing_is_said(
    call: Call,
    ready: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    writer: str,
    number: int,
    code: str,
) -> None:
    def refusing_claim(path: Path) -> int:
        raise OSError(number, "the system's own words")

    out, words = out_and_words(writer, ready, tmp_path)
    out.write_bytes(b"old")
    monkeypatch.setattr("village_desk.places.files.claim", refusing_claim)

    assert_refused(call(*words(out)), code)
    assert out.read_bytes() == b"old"


@EVERY
def test_a_file_that_is_open_in_another_program_is_said(
    call: Call, ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    def held(part: Path, path: Path, **_: object) -> None:
        raise Refusal("file-in-use", name=path.name, folder=str(path.parent))

    out, words = out_and_words(writer, ready, tmp_path)
    out.write_bytes(b"old")
    monkeypatch.setattr("village_desk.places.files._place", lambda part, path, *_, **__: held(part, path))

    assert_refused(call(*words(out)), "file-in-use")
    assert out.read_bytes() == b"old"
    assert list(tmp_path.glob("*.part")) == []


@EVERY
def test_a_pulled_stick_and_a_forbidden_name_are_said(
    call: Call, ready: Path, tmp_path: Path, writer: str
) -> None:
    out, words = out_and_words(writer, ready, tmp_path)

    assert_refused(call(*words(tmp_path / "拔掉" / out.name)), "no-such-folder")
    assert_refused(call(*words(out.with_name(f"成果?{out.suffix}"))), "name-not-allowed")
    assert not out.exists()


@EVERY
def test_a_book_is_never_replaced_by_it(call: Call, ready: Path, tmp_path: Path, writer: str) -> None:
    _, words = out_and_words(writer, ready, tmp_path)
    before = ready.read_bytes()

    assert_refused(call(*words(ready)), "file-exists")
    assert ready.read_bytes() == before


@EVERY
def test_a_stick_that_fills_up_half_way_keeps_what_it_had(
    call: Call, ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    def half(part: Path, content: bytes) -> None:
        part.write_bytes(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "the system's own words")

    out, words = out_and_words(writer, ready, tmp_path)
    out.write_bytes(b"old")
    monkeypatch.setattr("village_desk.places.files._write", half)

    assert_refused(call(*words(out)), "disk-full")
    assert out.read_bytes() == b"old"
    assert list(tmp_path.glob("*.part")) == []


@EVERY
def test_a_stick_that_gives_back_something_else_is_found_out(
    call: Call, ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    def spoilt(part: Path, content: bytes) -> None:
        part.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    out, words = out_and_words(writer, ready, tmp_path)
    monkeypatch.setattr("village_desk.places.files._write", spoilt)

    assert_refused(call(*words(out)), "file-not-verified")
    assert list(tmp_path.glob("成果*")) == []
