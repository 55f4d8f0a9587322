"""What an office expects of each sheet there is, seen on the sheets of the practice village."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from village_desk.definitions.sheets import sheets
from village_desk.entry.books.opening import sit_down
from village_desk.entry.sitting import Sitting
from village_desk.exchange.paper.layout import POINTS_PER_MM, STYLES, Cell, Layout
from village_desk.exchange.paper.page_breaks import Page, break_pages
from village_desk.exchange.paper.paper_frame import cell_lines, frame_of
from village_desk.exchange.sheets.making import SheetOrder, make_layout
from village_desk.exchange.sheets.sheet_order import sheet_ids
from village_desk.exchange.sheets.sheet_signatures import SEAL_ROOM_MM
from village_desk.practice.village import make_practice_village, practice_day
from village_desk.rules.pictures import VillagePicture
from village_desk.store.pictures import village_picture

SMALLEST_READ = 5.25
"""Points: 七号, the smallest size that office programs offer."""
_NAMES = [line.id for line in sheet_ids()]
_UNBROKEN = re.compile(
    r"[0-9]{11,20}[0-9Xx]{0,2}|[0-9]{4}年[0-9]{1,2}月([0-9]{1,2}日)?|[0-9]{4}[.][0-9]{1,2}[.][0-9]{1,2}"
    r"|[一二三四]季度|-?[0-9]+[.][0-9]{2}"
)
"""Numbers of people and phones, days, months and amounts: half of one misleads."""


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Layout]:
    """Every sheet of a village of thirty households."""
    book = make_practice_village(Path(tmp_path_factory.mktemp("practice")), 30, 11).book
    sitting = sit_down(book, "", "甲", practice_day())
    with sitting.book.reading() as reading:
        picture = village_picture(reading, "练习村")
        found = {name: _layout(name, picture, sitting) for name in _NAMES}
    sitting.book.close()
    return found


def _layout(name: str, picture: VillagePicture, sitting: Sitting) -> Layout:
    sheet = sheets()[name]
    quarter = sitting.quarter if sheet.by_quarter else None
    copy = "internal" if "internal" in sheet.copies else "public"
    order = SheetOrder(name, copy, sitting.year, quarter, None, practice_day())
    return make_layout(order, picture, sitting.settings, sitting.reckoner)


def placed(pages: tuple[Page, ...]) -> Iterator[tuple[Cell, int]]:
    """Each cell with the column that it starts in."""
    for page in pages:
        for row in page.rows:
            yield from zip(row.row.cells, row.columns, strict=True)


@pytest.mark.parametrize("name", _NAMES)
def test_no_number_day_or_amount_is_broken_in_two(layouts: dict[str, Layout], name: str) -> None:
    frame = frame_of(layouts[name])
    broken = {
        cell.text
        for cell, column in placed(break_pages(layouts[name]))
        if _UNBROKEN.fullmatch(cell.text) and len(cell_lines(cell, column, frame)) > 1
    }

    assert broken == set()


@pytest.mark.parametrize("name", _NAMES)
def test_the_margin_at_the_binding_is_wide_enough_to_be_punched(name: str) -> None:
    sheet = sheets()[name]
    top, _, _, left = sheet.margins_mm

    if sheet.slips == 1 and "internal" in sheet.copies and name != "F16":
        assert (top if sheet.landscape else left) >= 20


@pytest.mark.parametrize("name", _NAMES)
def test_beside_the_last_signatures_is_room_for_a_seal(layouts: dict[str, Layout], name: str) -> None:
    frame = frame_of(layouts[name])
    dates = [
        (cell, column)
        for cell, column in placed(break_pages(layouts[name]))
        if cell.text.endswith("月　　日")
    ]

    assert dates
    for cell, column in dates:
        width = frame.columns[column + cell.columns] - frame.columns[column]
        assert width * frame.scale * 25.4 / 72 >= SEAL_ROOM_MM * 0.9


@pytest.mark.parametrize("name", ["F5", "F10", "F14", "F21"])
def test_the_total_is_on_the_last_page_with_a_row_above_it(layouts: dict[str, Layout], name: str) -> None:
    pages = break_pages(layouts[name])
    totals = [
        (place, number)
        for place, page in enumerate(pages)
        for number, row in enumerate(page.rows)
        if row.row.cells[0].text.startswith("合计")
    ]

    assert [place for place, _ in totals] == [len(pages) - 1]
    assert totals[0][1] > pages[-1].repeated


@pytest.mark.parametrize("name", _NAMES)
def test_signatures_never_stand_alone_on_a_page(layouts: dict[str, Layout], name: str) -> None:
    for page in break_pages(layouts[name]):
        styles = {cell.style for row in page.rows[page.repeated :] for cell in row.row.cells}
        assert styles - {"signature", "note", "continued", "number", "blank"}


def test_a_sheet_for_a3_goes_onto_a4_whole_and_legible(layouts: dict[str, Layout]) -> None:
    wide = [name for name in _NAMES if sheets()[name].paper == "A3"]
    assert wide
    for name in wide:
        frame = frame_of(replace(layouts[name], paper="A4"))
        width = frame.columns[-1] * frame.scale
        assert (round(frame.width), round(frame.height)) == (842, 595)
        assert frame.left >= 10 * POINTS_PER_MM
        assert frame.left + width <= frame.width - 10 * POINTS_PER_MM
        assert min(style.size for style in STYLES.values()) * frame.scale > SMALLEST_READ
