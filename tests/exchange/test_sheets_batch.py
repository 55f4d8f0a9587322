"""A batch of sheets: a list of the households before it, two pages on a sheet of paper, drafts."""

from __future__ import annotations

import io
import re
from functools import cache

import openpyxl
import pypdfium2
import pytest

from village_desk.exchange.paper.page_pictures import page_count
from village_desk.exchange.sheets.making import SheetMade, SheetOrder, sheet_bytes

from .sheet_village import PRINTED, QUARTER, RECKONER, SETTINGS, village

VILLAGE = village(80)


@cache
def made(format_: str = "pdf", sheet: str = "F3", copy: str = "internal", **more: object) -> SheetMade:
    order = SheetOrder(sheet, copy, 2025, QUARTER, None, PRINTED, **more)  # type: ignore[arg-type]
    return sheet_bytes(order, VILLAGE, SETTINGS, RECKONER, format_)  # type: ignore[arg-type]


def texts_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def listed(texts: list[str], pages: int) -> dict[str, tuple[int, int]]:
    """Number of each household in the list to its first and last page."""
    found: dict[str, tuple[int, int]] = {}
    for number, first, last in re.findall(
        r"(9901010[0-9]{6})\s*([0-9]+)(?:—([0-9]+))?", "\n".join(texts[:pages])
    ):
        found[number] = (int(first), int(last or first))
    return found


@pytest.mark.parametrize("two_up", [False, True])
def test_every_household_stands_on_the_pages_that_the_list_says(two_up: bool) -> None:  # noqa: FBT001
    plain = made(two_up=two_up).pages
    batch = made(contents=True, two_up=two_up)
    texts = texts_of(batch.content)
    assert len(texts) == batch.pages
    found = listed(texts, batch.pages - plain)
    assert set(found) == {one.household.number for one in VILLAGE.households}
    for number, (first, last) in found.items():
        on = [place for place, text in enumerate(texts, 1) if number in text]
        assert [place for place in on if place > batch.pages - plain] == list(range(first, last + 1))


def test_the_list_counts_the_households_of_each_group() -> None:
    first = texts_of(made(contents=True).content)[0]
    groups = [one.household.group for one in VILLAGE.households]
    assert f"一组　{groups.count('一组')}户　第" in first


def test_the_workbook_has_the_same_list_in_a_worksheet_of_its_own() -> None:
    pdf, workbook = made(contents=True), made("xlsx", contents=True)
    assert pdf.pages == workbook.pages
    book = openpyxl.load_workbook(io.BytesIO(workbook.content))
    assert book.sheetnames[0] == "目录"
    rows = [[value for value in row if value] for row in book.worksheets[0].values]
    numbers = {
        value: row[row.index(value) + 1] for row in rows for value in row if str(value).startswith("9901010")
    }
    on_paper = listed(texts_of(pdf.content), 3)
    assert {number: str(pages).partition("—")[0] for number, pages in numbers.items()} == {
        number: str(first) for number, (first, _) in on_paper.items()
    }


def test_the_list_of_a_posted_batch_has_the_names_as_the_sheets_have_them() -> None:
    head = VILLAGE.households[0].household.head_name or ""
    texts = "".join(texts_of(made(copy="public", head_names="starred", contents=True).content))
    assert head not in texts
    assert f"{head[0]}*{head[2:]}" in texts


def test_slips_and_single_sheets_have_no_list() -> None:
    assert made(sheet="F15", contents=True).pages == made(sheet="F15").pages
    assert made(sheet="F5", contents=True).pages == made(sheet="F5").pages


@pytest.mark.parametrize("sheet", ["F3", "F5"])
def test_two_pages_on_a_sheet_take_half_the_paper_and_lose_nothing(sheet: str) -> None:
    one, two = made(sheet=sheet), made(sheet=sheet, two_up=True)
    assert two.pages == page_count(two.content) == -(-one.pages // 2)
    characters = [sorted("".join("".join(texts_of(each.content)).split())) for each in (one, two)]
    assert characters[0] == characters[1]
    sizes = []
    for each in (one, two):
        with pypdfium2.PdfDocument(each.content) as document:
            sizes.append(document[0].get_size())
    assert sizes[1] == pytest.approx(tuple(reversed(sizes[0])), abs=0.5)


def test_a_draft_says_so_on_every_page_of_both_papers() -> None:
    assert all("草稿" in text for text in texts_of(made(is_draft=True).content))
    assert not any("草稿" in text for text in texts_of(made().content))
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", is_draft=True).content))
    assert "草稿" in (book.active.oddHeader.right.text or "")


@pytest.mark.parametrize(("contents", "two_up"), [(False, False), (True, False), (True, True)])
def test_each_page_is_known_by_the_households_on_it(contents: bool, two_up: bool) -> None:  # noqa: FBT001
    batch = made(contents=contents, two_up=two_up)
    texts = texts_of(batch.content)
    assert len(batch.names) == len(texts) == batch.pages
    heads = {one.household.head_name for one in VILLAGE.households}
    own = [names for names in batch.names if "录" not in "".join(names)]
    assert (len(own) < len(batch.names)) == contents
    assert {name for names in own for name in names} == heads
    for names, text in list(zip(batch.names, texts, strict=True))[-len(own) :]:
        assert all(name in text for name in names)


@pytest.mark.parametrize("sheet", ["F2", "F5", "F11"])
def test_a_page_of_a_village_is_known_by_whoever_has_a_row_on_it(sheet: str) -> None:
    texts = [re.sub(r"\s", "", text) for text in texts_of(made(sheet=sheet).content)]
    for names, text in zip(made(sheet=sheet).names, texts, strict=True):
        assert all(re.sub(r"\s", "", name) in text for name in names)
    assert sum(map(len, made(sheet=sheet).names)) > len(texts)


def test_a_posted_copy_names_nobody_in_its_list_whom_it_hides() -> None:
    posted = made(sheet="F3", copy="public", head_names="starred")
    shown = {name for names in posted.names for name in names}
    assert shown
    assert not shown & {one.household.head_name for one in VILLAGE.households}
