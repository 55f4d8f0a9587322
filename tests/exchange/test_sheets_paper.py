"""The sheets as files: pages, names without persons, missing characters, whole on the disk."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Literal

import openpyxl
import pytest

from village_desk.exchange.paper import fonts
from village_desk.exchange.paper.page_breaks import break_pages
from village_desk.exchange.paper.page_pictures import page_count
from village_desk.exchange.sheets.making import (
    SheetMade,
    SheetOrder,
    make_layout,
    sheet_bytes,
    sheet_ids,
    write_sheet,
)
from village_desk.rules.refusals import Refusal
from village_desk.store.reckoned.findings import village_findings

from .sheet_village import NAME, PRINTED, QUARTER, RECKONER, SETTINGS, village

VILLAGE = village(6)
SHEETS = tuple(line.id for line in sheet_ids())
USUAL_COPY = {line.id: line.usual_copy for line in sheet_ids()}


def order(sheet: str, household: str | None = None) -> SheetOrder:
    return SheetOrder(sheet, USUAL_COPY[sheet], 2025, QUARTER, household, PRINTED)


def made(sheet: str, format: Literal["pdf", "xlsx"] = "pdf", household: str | None = None) -> SheetMade:  # noqa: A002
    return sheet_bytes(order(sheet, household), VILLAGE, SETTINGS, RECKONER, format)


@pytest.mark.parametrize("sheet", SHEETS)
def test_both_papers_have_the_pages_they_say(sheet: str) -> None:
    pdf, workbook = made(sheet), made(sheet, "xlsx")
    assert page_count(pdf.content) == pdf.pages == workbook.pages > 0


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_same_order_gives_the_same_bytes(sheet: str) -> None:
    for format_ in ("pdf", "xlsx"):
        assert made(sheet, format_).content == made(sheet, format_).content  # type: ignore[arg-type]


def test_a_usual_card_is_one_page_and_a_long_one_repeats_its_head() -> None:
    pages = {
        page.group: page.total for page in break_pages(make_layout(order("F3"), VILLAGE, SETTINGS, RECKONER))
    }
    names = [one.household.id for one in VILLAGE.households]
    assert all(pages[place] == 1 for place, name in enumerate(names) if name.startswith("h"))
    long = break_pages(make_layout(order("F3", "large"), VILLAGE, SETTINGS, RECKONER))
    assert len(long) > 1
    assert long[1].repeated == 2
    whose, head = (long[1].rows[place].row.cells[0].text for place in (0, 1))
    assert whose == "收入明白卡（续）　户主：陈望山　户编号：9901010090002"
    assert head == "类别"


def test_a_file_name_says_sheet_village_period_and_copy_and_names_nobody() -> None:
    assert made("F3", household="h1").file_name == f"F3收入明白卡-{NAME}-2025年度-内部.pdf"
    assert made("F4", "xlsx").file_name == f"F4季度跟踪监测表-{NAME}-2025年第二季度-内部.xlsx"


def test_a_character_without_a_font_is_reported_with_its_household(monkeypatch: pytest.MonkeyPatch) -> None:
    has_no_rare = fonts.font_for
    monkeypatch.setattr(
        fonts, "font_for", lambda letter, face: None if letter == "𠮷" else has_no_rare(letter, face)
    )
    assert made("F3").missing == {"9901010090001 𠮷成海": frozenset("𠮷")}
    assert made("F3", household="h1").missing == {}


def test_a_rare_character_is_a_text_in_the_workbook_all_the_same() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("F3", "xlsx", "rare").content))
    values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "𠮷成海" in values
    assert 5200 in values


def test_a_written_sheet_is_whole_and_a_damaged_one_never_arrives(tmp_path: Path) -> None:
    for format_ in ("pdf", "xlsx"):
        good = made("F3", format_, "h1")  # type: ignore[arg-type]
        write_sheet(tmp_path / good.file_name, good)
        assert (tmp_path / good.file_name).read_bytes() == good.content
        broken = SheetMade(good.content[: len(good.content) // 2], good.pages, {}, f"坏{format_}.{format_}")
        with pytest.raises(Refusal):
            write_sheet(tmp_path / broken.file_name, broken)
        assert not (tmp_path / broken.file_name).exists()


def test_a_pdf_of_another_length_than_promised_is_not_placed(tmp_path: Path) -> None:
    good = made("F3", household="h1")
    with pytest.raises(Refusal, match="file-not-verified"):
        write_sheet(tmp_path / "一.pdf", SheetMade(good.content, good.pages + 1, {}, "一.pdf"))
    assert not list(tmp_path.iterdir())


def test_printing_can_be_stopped_and_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    sheet_bytes(order("F3"), VILLAGE, SETTINGS, RECKONER, "pdf", progress=lambda *done: told.append(done))
    assert told[-1][0] == told[-1][1] > 0
    with pytest.raises(Refusal, match="paper-stopped"):
        sheet_bytes(order("F3"), VILLAGE, SETTINGS, RECKONER, "pdf", cancelled=lambda: True)


@pytest.mark.slow
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_village_of_three_hundred_is_on_paper_in_seconds(sheet: str) -> None:
    large = village(300)
    # The invented households share their members' numbers; no real village has more than ten findings each.
    findings = village_findings(large, SETTINGS, QUARTER, PRINTED)[:3000]
    for format_ in ("pdf", "xlsx"):
        started = time.process_time()
        sheet_bytes(order(sheet), large, SETTINGS, RECKONER, format_, findings=findings)  # type: ignore[arg-type]
        assert time.process_time() - started < 3
