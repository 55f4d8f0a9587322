"""How much paper a household takes: the usual one a page of each sheet, slips half a page each."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from msgspec.structs import replace

from village_desk.exchange.paper.layout import POINTS_PER_MM, STYLES, Layout
from village_desk.exchange.paper.page_breaks import Page, break_pages
from village_desk.exchange.paper.paper_frame import frame_of
from village_desk.exchange.sheets.making import SheetOrder, make_layout
from village_desk.rules.money import Thousandths
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import LedgerLine

from .sheet_village import (
    CODE,
    NAME,
    PRINTED,
    QUARTER,
    RECKONER,
    SETTINGS,
    line,
    person,
    sold,
    usual,
    village,
)

_WAGES = ("G01", "G03", "G04")
_CROPS = ("J101", "J102", "J103", "J104", "J301")
_COSTS = ("Z10", "Z11", "Z12")
_BENEFITS = ("T02", "T071", "T072", "T073", "T08")


def laid_out(sheet: str, picture: VillagePicture, household: str | None = None) -> Layout:
    order = SheetOrder(sheet, "internal", 2025, QUARTER, household, PRINTED)
    return make_layout(order, picture, SETTINGS, RECKONER)


def of(*households: HouseholdPicture) -> VillagePicture:
    return VillagePicture(CODE, NAME, households)


def eighteen_lines() -> tuple[LedgerLine, ...]:
    """Eighteen entries that are all rows of their own, in every category."""
    wages = [sold("h1", item, 202503, 3, 3000, person="h1-p1", unit="月", place="县城") for item in _WAGES]
    crops = [
        sold("h1", item, 202502, 900, 1.2, unit="斤", scale=Thousandths(1500), scale_unit="亩")
        for item in _CROPS
    ]
    costs = [line("h1", item, 202502, 150, origin="按比例推算") for item in _COSTS]
    rents = [line("h1", item, 202501, 300) for item in ("C4", "C1")]
    benefits = [sold("h1", item, 202501, 1, 312, person="h1-p1", unit="月") for item in _BENEFITS]
    return (*wages, *crops, *costs, *rents, *benefits)


@pytest.mark.parametrize("members", [3, 5])
def test_a_card_of_eighteen_lines_is_one_page(members: int) -> None:
    people = tuple(
        person("h1", place, f"李安{place}", date(1980, 1, place)) for place in range(1, members + 1)
    )
    card = replace(usual(1), persons=people, lines=eighteen_lines())
    pages = break_pages(laid_out("F3", of(card)))
    assert sum(cell.text == "计入" for page in pages for row in page.rows for cell in row.row.cells) == 18
    assert len(pages) == 1


def test_a_quarter_of_six_lines_is_one_page() -> None:
    lines = tuple(
        replace(one, person_id=None, month=202502) for one in (*eighteen_lines()[:4], *eighteen_lines()[8:10])
    )
    assert len(lines) == 6
    assert len(break_pages(laid_out("F4", of(replace(usual(1), lines=lines))))) == 1


def test_a_plan_with_four_rows_of_measures_is_one_page() -> None:
    assert len(break_pages(laid_out("F1", of(usual(1))))) == 1


def test_the_usual_village_takes_a_page_for_each_household() -> None:
    usual_ones = of(*(usual(number) for number in range(1, 9)))
    for sheet in ("F1", "F3", "F4"):
        assert len(break_pages(laid_out(sheet, usual_ones))) == 8


def test_what_is_read_is_set_in_nine_points_at_least() -> None:
    for name in ("body", "centre", "label", "head", "amount", "count", "tight", "tight-amount", "text"):
        assert STYLES[name].size >= 9


def test_further_pages_say_whose_they_are_in_both_papers() -> None:
    pages = break_pages(laid_out("F3", village(2)))
    further = [page for page in pages if page.number > 1]
    assert further
    for page in further:
        assert page.rows[0].row.cells[0].text == "收入明白卡（续）　户主：陈望山　户编号：9901010090002"
        assert page.repeated >= 1


def _texts(page: Page) -> list[str]:
    return [cell.text for row in page.rows for cell in row.row.cells]


def _top_of(page: Page, text: str, which: int) -> float:
    """Millimetres from the paper's edge to the which-th row that has a text."""
    top, found = 15.0, 0
    for row in page.rows:
        if any(text in cell.text for cell in row.row.cells):
            found += 1
            if found == which:
                return top
        top += row.height / POINTS_PER_MM
    raise AssertionError(text)


def test_two_slips_share_a_page_each_in_its_half() -> None:
    pages = break_pages(laid_out("F15", of(usual(1), usual(2), usual(3))))
    assert [sum("收入确认单" in text for text in _texts(page)) for page in pages] == [2, 1]
    assert 145 < _top_of(pages[0], "裁 开", 1) < 148.5
    assert 148.5 < _top_of(pages[0], "收入确认单", 2) < 165
    last = sum(row.height for row in pages[0].rows)
    assert last <= frame_of(laid_out("F15", of(usual(1)))).room


def test_a_slip_has_categories_per_head_and_both_who_verify() -> None:
    texts = _texts(break_pages(laid_out("F15", of(usual(1)), "h1"))[0])
    for text in ("工资性收入", "转移性收入", "人均纯收入", "核实人一（签字）：", "户主（签字/按手印）："):
        assert text in texts
    assert any("情况属实" in text for text in texts)
    assert not any("裁 开" in text for text in texts)


@pytest.mark.parametrize("sheet", ["F1", "F3", "F4", "F15"])
@pytest.mark.parametrize("copy", ["report", "public"])
def test_other_copies_take_no_more_paper(sheet: str, copy: Literal["report", "public"]) -> None:
    picture = of(*(usual(number) for number in range(1, 5)))
    order = SheetOrder(sheet, copy, 2025, QUARTER, None, PRINTED)
    pages = break_pages(make_layout(order, picture, SETTINGS, RECKONER))
    assert len(pages) <= len(break_pages(laid_out(sheet, picture)))


def test_a_long_journal_costs_no_household_a_line_of_paper() -> None:
    picture = replace(of(usual(1)), chain_head=(999_999, "9f3a77c01be24d55"))
    for sheet in ("F1", "F3", "F4", "F15"):
        assert len(frame_of(laid_out(sheet, picture)).footer_lines) == 1
