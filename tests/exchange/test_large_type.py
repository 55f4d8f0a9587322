"""Large type: the same words on turned paper, half as large again, for old eyes and for the board."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from msgspec.structs import replace

from village_desk.exchange.paper.layout import every_text
from village_desk.exchange.paper.page_breaks import break_pages
from village_desk.exchange.paper.paper_frame import frame_of
from village_desk.exchange.sheets.making import SheetOrder, make_layout, sheet_bytes, sheet_ids

from .sheet_village import PRINTED, QUARTER, RECKONER, SETTINGS, village

VILLAGE = village(5)
UPRIGHT = [line.id for line in sheet_ids() if not line.landscape]
USUAL = {line.id: line.usual_copy for line in sheet_ids()}


def order(sheet: str) -> SheetOrder:
    return SheetOrder(sheet, USUAL[sheet], 2025, QUARTER, None, PRINTED, is_large=True)


@pytest.mark.parametrize("sheet", UPRIGHT)
def test_an_upright_sheet_is_set_half_as_large_again_on_turned_paper(sheet: str) -> None:
    large = make_layout(order(sheet), VILLAGE, SETTINGS, RECKONER)
    frame = frame_of(large)
    assert frame.is_landscape
    assert frame.scale >= 1.4
    usual = make_layout(replace(order(sheet), is_large=False), VILLAGE, SETTINGS, RECKONER)
    assert every_text(large) == every_text(usual), "it says the same"
    assert all(page.rows for page in break_pages(large))


@pytest.mark.parametrize("sheet", UPRIGHT)
def test_the_workbook_is_as_large_on_as_many_pages(sheet: str) -> None:
    made = {
        kind: sheet_bytes(order(sheet), VILLAGE, SETTINGS, RECKONER, kind)  # type: ignore[arg-type]
        for kind in ("pdf", "xlsx")
    }
    assert made["pdf"].pages == made["xlsx"].pages
    usual = sheet_bytes(replace(order(sheet), is_large=False), VILLAGE, SETTINGS, RECKONER, "xlsx")
    growth = frame_of(make_layout(order(sheet), VILLAGE, SETTINGS, RECKONER)).growth
    large, small = (openpyxl.load_workbook(BytesIO(one.content)).active for one in (made["xlsx"], usual))
    assert large["A1"].value == small["A1"].value
    assert large["A1"].font.size == pytest.approx(small["A1"].font.size * growth, abs=0.5)
    assert large.row_dimensions[1].height == pytest.approx(small.row_dimensions[1].height * growth, rel=0.01)
    widths = [sum(column.width for column in one.column_dimensions.values()) for one in (large, small)]
    assert widths[0] > 1.3 * widths[1]
    assert large.page_setup.orientation == "landscape"
    assert large.sheet_properties.pageSetUpPr.fitToPage, (
        "WPS on another computer has other widths of a letter"
    )


def test_a_slip_has_a_page_of_its_own_and_stays_on_it() -> None:
    made = sheet_bytes(order("F15"), VILLAGE, SETTINGS, RECKONER, "pdf")
    assert made.pages == len(VILLAGE.households) == len(made.ranges)


def test_the_same_words_in_large_type_are_the_same_sheet() -> None:
    usual = sheet_bytes(replace(order("F3"), is_large=False), VILLAGE, SETTINGS, RECKONER, "pdf")
    assert sheet_bytes(order("F3"), VILLAGE, SETTINGS, RECKONER, "pdf").digests == usual.digests
