"""The sheets of a township: every list names the village, and a table adds its villages up."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from village_desk.exchange.paper.layout import Layout
from village_desk.exchange.sheets.making import SheetOrder, make_layout, sheet_bytes
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, LedgerLine, Person

from .sheet_village import PRINTED, RECKONER, SETTINGS, village

VILLAGES = {"990101001002": "柳树湾村", "990101001003": "桃花坞村", "990101001004": "石板桥村"}
LOW = replace(SETTINGS, profile="qujing_jkq_2022_2024")
"""Its line of 2024 is 10,000 yuan."""
PER_HEAD = {
    "990101001002": ((9_000, 12_000), (4_000, 5_000)),
    "990101001003": ((7_000, 7_500), (20_000, 9_000)),
    "990101001004": ((30_000, 31_000),),
}
"""By village, the wages of each of its households of one in yuan: of 2023 and of 2024."""


def _alone(code: str, place: int, before: int, now: int) -> HouseholdPicture:
    one = f"{code}-{place}"
    household = Household(
        one, code, number=f"{place:04d}", head_name=f"{place}户", group="二组", household_class="脱贫户"
    )
    lines = [
        LedgerLine(f"{one}-{month}", code, one, item="G01", month=Month(month), amount=Fen(yuan * 100))
        for month, yuan in ((202303, before), (202408, now))
    ]
    return HouseholdPicture(household, (Person(f"{one}-p", code, one, 1, name="户主"),), tuple(lines))


TOWN = VillagePicture(
    "990101001000",
    "九曲镇",
    tuple(
        _alone(code, place, *yuan)
        for code, households in PER_HEAD.items()
        for place, yuan in enumerate(households, 1)
    ),
    villages=VILLAGES,
)


def made(sheet: str, year: int = 2024) -> Layout:
    return make_layout(SheetOrder(sheet, "internal", year, None, None, PRINTED), TOWN, LOW, RECKONER)


def cells(layout: Layout) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for block in layout.blocks for row in block.rows]


def test_the_low_income_ledger_of_the_township_has_the_lowest_first_and_adds_its_villages_up() -> None:
    found = cells(made("F6"))
    villages = [row for row in found if row[0] in (*VILLAGES.values(), "全乡（镇）合计")]
    assert villages == [
        ["柳树湾村", "2", "1", "1", "0"],
        ["桃花坞村", "1", "0", "1", "1"],
        ["石板桥村", "0", "0", "0", "0"],
        ["全乡（镇）合计", "3", "1", "2", "1"],
    ]
    listed = [(row[1], row[7]) for row in found if row[0].isdecimal()]
    assert listed == [
        ("柳树湾村\n二组", "4000.00"),
        ("桃花坞村\n二组", "7000.00"),
        ("柳树湾村\n二组", "9000.00"),
    ]


def test_a_village_has_no_table_of_villages() -> None:
    own = village(3)
    layout = make_layout(SheetOrder("F6", "internal", 2024, None, None, PRINTED), own, LOW, RECKONER)
    assert "新增户数" in [cell for row in cells(layout) for cell in row]
    assert "村" not in [cell for row in cells(layout) for cell in row]


@pytest.mark.parametrize("sheet", ["F2", "F6", "F7", "F8", "F9", "F10", "F17", "F18", "F19", "F20", "F21"])
def test_what_lists_or_adds_up_is_written_for_a_township_as_pdf_and_workbook(sheet: str) -> None:
    order = SheetOrder(sheet, "internal", 2024, None, None, PRINTED)
    for kind in ("pdf", "xlsx"):
        assert sheet_bytes(order, TOWN, LOW, RECKONER, kind).pages >= 1  # type: ignore[arg-type]
