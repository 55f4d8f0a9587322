"""What makes a batch of sheets fast and small holds on every machine: steps are counted, not seconds."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from typing import Literal

import pytest
from msgspec.structs import replace

from village_desk.exchange.paper import paper_frame, workbook_out
from village_desk.exchange.paper.page_breaks import Page
from village_desk.exchange.paper.pdf_out import write_pdf
from village_desk.exchange.paper.workbook_out import write_workbook
from village_desk.exchange.sheets.making import SheetOrder, sheet_bytes
from village_desk.rules.pictures import HouseholdPicture, VillagePicture

from .paper_samples import household, layout
from .sheet_village import PRINTED, QUARTER, RECKONER, SETTINGS, village

Format = Literal["pdf", "xlsx"]
F3 = SheetOrder("F3", "internal", 2025, QUARTER, None, PRINTED)
HOUSEHOLDS = 60


class Watched(Sequence[HouseholdPicture]):
    """Households that note how many of them have been taken."""

    def __init__(self, households: Sequence[HouseholdPicture]) -> None:
        self.households = households
        self.taken = 0

    def __len__(self) -> int:
        return len(self.households)

    def __getitem__(self, place: int) -> HouseholdPicture:  # type: ignore[override]
        return self.households[place]

    def __iter__(self) -> Iterator[HouseholdPicture]:
        for one in self.households:
            self.taken += 1
            yield one


@pytest.fixture
def watched() -> tuple[VillagePicture, Watched]:
    whole = village(HOUSEHOLDS)
    households = Watched(whole.households)
    return replace(whole, households=households), households


@pytest.mark.parametrize("format_", ["pdf", "xlsx"])
def test_a_batch_is_written_while_it_is_read(
    watched: tuple[VillagePicture, Watched], format_: Format
) -> None:
    picture, households = watched
    ahead: list[int] = []
    pages: list[int] = []

    def heard(done: int, total: int) -> None:
        if done < total:
            ahead.append(households.taken - done)
            pages.append(sum(type(one) is Page for one in gc.get_objects()))

    sheet_bytes(F3, picture, SETTINGS, RECKONER, format_, progress=heard)
    assert len(ahead) > 3
    assert max(ahead) <= 2, "one household is on its page, the next has been opened"
    assert max(pages) <= 5, "a household's pages are forgotten when they are written"


@pytest.mark.parametrize("format_", ["pdf", "xlsx"])
def test_each_household_is_read_once(watched: tuple[VillagePicture, Watched], format_: Format) -> None:
    picture, households = watched
    sheet_bytes(F3, picture, SETTINGS, RECKONER, format_)
    assert households.taken == len(households)


@pytest.mark.parametrize("write", [write_pdf, write_workbook])
def test_equal_texts_are_measured_once(monkeypatch: pytest.MonkeyPatch, write: object) -> None:
    measured: list[str] = []
    whole = paper_frame.fits_one_line

    def counted(text: str, *more: object) -> bool:
        measured.append(text)
        return whole(text, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(paper_frame, "fits_one_line", counted)

    def calls(households: int) -> int:
        measured.clear()
        blocks = [block for _ in range(households) for block in household(9, "古丽仙·吐尔逊" * 5)]
        write(layout(*blocks, numbering="group"))  # type: ignore[operator]
        return len(measured)

    assert 0 < calls(40) == calls(5)


def test_no_amount_of_a_workbook_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    whole = paper_frame.fits_one_line
    monkeypatch.setattr(
        paper_frame, "fits_one_line", lambda text, *more: measured.append(text) or whole(text, *more)
    )
    sheet_bytes(F3, village(3), SETTINGS, RECKONER, "xlsx")
    assert measured
    assert [text for text in measured if re.fullmatch(r"[0-9,]+\.[0-9]{2}", text)] == []


def test_rows_of_one_shape_are_drawn_once_in_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes: list[object] = []
    whole = workbook_out.row_shape
    monkeypatch.setattr(workbook_out, "row_shape", lambda *of: shapes.append(of) or whole(*of))
    write_workbook(layout(*[block for _ in range(40) for block in household(9)]))
    assert 0 < len(shapes) < 12
