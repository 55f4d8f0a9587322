"""An empty form: a household's sheet before it is in any register, with room to write and nothing entered."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from village_desk.exchange.paper.layout import every_text
from village_desk.exchange.sheets.making import SheetOrder, make_layout, papers_of, sheet_bytes, sheet_ids
from village_desk.rules.refusals import Refusal

from .sheet_village import PRINTED, QUARTER, RECKONER, SETTINGS, village

VILLAGE = village(4)
OWN = [line.id for line in sheet_ids() if line.per == "household"]


def order(sheet: str) -> SheetOrder:
    return SheetOrder(sheet, "internal", 2025, QUARTER, None, PRINTED, is_empty=True)


@pytest.mark.parametrize("sheet", OWN)
def test_nothing_stands_where_something_is_to_be_written(sheet: str) -> None:
    texts = every_text(make_layout(order(sheet), VILLAGE, SETTINGS, RECKONER))
    assert not {"—", "0", "没有", "0.00"} & set(texts)
    known = {one.household.head_name for one in VILLAGE.households} | {"2025年10月20日"}
    assert not [text for text in texts if any(name and name in text for name in known)]


@pytest.mark.parametrize("sheet", OWN)
def test_both_papers_have_as_many_pages_and_the_file_says_what_it_is(sheet: str) -> None:
    made = [sheet_bytes(order(sheet), VILLAGE, SETTINGS, RECKONER, kind) for kind in ("pdf", "xlsx")]
    assert made[0].pages == made[1].pages <= 2
    assert "空表-" in made[0].file_name
    openpyxl.load_workbook(BytesIO(made[1].content))


def test_there_is_room_for_members_and_measures() -> None:
    rows = [
        row for block in make_layout(order("F4A"), VILLAGE, SETTINGS, RECKONER).blocks for row in block.rows
    ]
    captions = [[cell.text for cell in row.cells] for row in rows]
    members = next(place for place, texts in enumerate(captions) if "与户主关系" in texts)
    empty = [texts for texts in captions[members + 1 : members + 7] if not any(texts)]
    assert len(empty) == 6


def test_an_empty_form_is_never_noted_as_a_households_printed_sheet() -> None:
    made = sheet_bytes(order("F3"), VILLAGE, SETTINGS, RECKONER, "pdf")
    assert papers_of(order("F3"), VILLAGE, made) is None


def test_a_list_of_the_village_has_no_empty_form() -> None:
    with pytest.raises(Refusal, match="no-empty-form"):
        make_layout(order("F8"), VILLAGE, SETTINGS, RECKONER)
