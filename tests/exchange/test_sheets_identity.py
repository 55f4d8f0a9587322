"""A copy for the township writes identity numbers as the township asks; the other copies do not."""

from __future__ import annotations

import io

import openpyxl
import pytest
from msgspec.structs import replace

from village_desk.exchange.paper.layout import every_text
from village_desk.exchange.sheets.making import SheetOrder, make_layout, sheet_bytes
from village_desk.rules.masking import masked_number
from village_desk.rules.months import Month
from village_desk.rules.support_records import WorkSpell

from .sheet_village import CODE, PRINTED, RECKONER, SETTINGS, number_for, usual, village

HEAD = replace(usual(1).persons[0], sex="男")
ONE = replace(usual(1), persons=(HEAD, *usual(1).persons[1:]))
NUMBER = HEAD.identity_number or ""
VILLAGE = replace(
    village(0),
    households=(
        replace(ONE, spells=(WorkSpell("s1", CODE, "h1", HEAD.id, started=Month(202410), area="省外"),)),
    ),
)


def order(copy: str, identity: str) -> SheetOrder:
    return SheetOrder("F8", copy, 2025, None, None, PRINTED, identity=identity)  # type: ignore[arg-type]


def texts(copy: str, identity: str) -> tuple[str, ...]:
    return every_text(make_layout(order(copy, identity), VILLAGE, SETTINGS, RECKONER))


@pytest.mark.parametrize(
    ("identity", "written"),
    [
        ("whole", NUMBER),
        ("groups", f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"),
        ("parts", "1972.3.5 男 53岁"),
        ("masked", f"{NUMBER[:6]}********{NUMBER[14:]}"),
    ],
)
def test_a_number_goes_up_whole_in_groups_in_parts_or_masked(identity: str, written: str) -> None:
    found = texts("report", identity)
    assert written in found
    assert (NUMBER in "".join(found)) is (identity == "whole")
    assert ("证件号码" in found) is (identity != "parts")
    book = openpyxl.load_workbook(
        io.BytesIO(sheet_bytes(order("report", identity), VILLAGE, SETTINGS, RECKONER, "xlsx").content)
    )
    assert written in {cell.value for row in book.active.iter_rows() for cell in row}, (
        "a text, never a number"
    )


@pytest.mark.parametrize("identity", ["groups", "parts", "masked"])
def test_the_copy_that_stays_in_the_office_has_the_whole_number(identity: str) -> None:
    assert NUMBER in texts("internal", identity)


def test_a_number_too_short_to_be_masked_in_part_is_masked_whole() -> None:
    assert masked_number("1234567890") == "*" * 10
    assert masked_number(number_for(HEAD.born_on, 8)).count("*") == 8  # type: ignore[arg-type]
