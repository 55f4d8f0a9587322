"""What is posted on the notice board (F14): one row for what a household got, until when, whom to tell."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from village_desk.exchange.paper.layout import Layout
from village_desk.exchange.sheets.making import SheetOrder, make_layout
from village_desk.rules.money import yuan_text
from village_desk.rules.refusals import Refusal

from .sheet_village import PRINTED, RECKONER, SETTINGS, village

VILLAGE = village(6)


def made(sheet: str, copy: str = "public", phone: str = "") -> Layout:
    settings = replace(SETTINGS, complaint_phone=phone)
    return make_layout(SheetOrder(sheet, copy, 2025, None, None, PRINTED), VILLAGE, settings, RECKONER)  # type: ignore[arg-type]


def rows(layout: Layout) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for block in layout.blocks for row in block.rows]


def test_a_household_has_one_row_for_a_benefit_of_twelve_months() -> None:
    one = next(one for one in VILLAGE.households if one.household.id == "h1")
    listed = [row for row in rows(made("F14")) if row[0].isdecimal() and row[2] == one.household.head_name]
    monthly = sum(line.amount or 0 for line in one.lines if line.item == "T02" and line.month >= 202410)  # type: ignore[operator]
    assert [row[5] for row in listed].count(yuan_text(monthly)) == 1  # type: ignore[arg-type]
    assert len({row[4] for row in listed}) == len(listed)


def test_the_sum_of_what_is_posted_stands_under_it() -> None:
    found = rows(made("F14"))
    (total,) = [row for row in found if row[0].startswith("合计")]
    amounts = [float(row[5]) for row in found if row[0].isdecimal()]
    assert float(total[1]) == pytest.approx(sum(amounts))
    assert total[0] == f"合计（{len(amounts)}行）"


@pytest.mark.parametrize("sheet", ["F14", "F14A", "F14B"])
def test_a_notice_says_from_when_until_when_and_where_to_object(sheet: str) -> None:
    texts = "".join("".join(row) for row in rows(made(sheet, phone="0999-5550000")))
    assert "公示期7天，自2025年10月20日起至2025年10月26日止" in texts
    assert "监督电话：0999-5550000。" in texts
    assert "监督电话：＿＿" in "".join("".join(row) for row in rows(made(sheet)))


def test_a_households_posted_income_is_that_of_its_card() -> None:
    order = SheetOrder("F3", "internal", 2025, None, "h1", PRINTED)
    card = rows(make_layout(order, VILLAGE, SETTINGS, RECKONER))
    net = next(row for row in card if any("家庭纯收入" in text for text in row[:2]))
    head = next(one.household.head_name for one in VILLAGE.households if one.household.id == "h1")
    (posted,) = [row for row in rows(made("F14B")) if row[2:3] == [head] and row[0].isdecimal()]
    assert posted[5] in net


@pytest.mark.parametrize("sheet", ["F14", "F14A", "F14B"])
def test_a_notice_is_made_for_the_board_and_for_nothing_else(sheet: str) -> None:
    with pytest.raises(Refusal, match="no-such-copy"):
        made(sheet, "internal")
