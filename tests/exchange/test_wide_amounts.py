"""An amount wider than its column is set smaller on paper and in the workbook: half a number misleads."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest

from village_desk.exchange.paper.layout import POINTS_PER_MM, Block, Cell, Layout, Row
from village_desk.exchange.paper.pdf_out import write_pdf
from village_desk.exchange.paper.workbook_out import write_workbook

WIDTH_MM = 12.0


def layout(text: str, number: Decimal | None, style: str = "tight-amount") -> Layout:
    cells = (Cell("左", style="tight"), Cell(text, style=style, number=number))
    return Layout("试", "试", (60.0, WIDTH_MM), (Block((Row(cells),)),))


def printed(text: str, style: str = "tight-amount") -> tuple[str, list[tuple[float, float, float, float]]]:
    """What copies out of the page, and the boxes of the amount's lines."""
    with pypdfium2.PdfDocument(write_pdf(layout(text, None, style))) as document:
        words = document[0].get_textpage()
        found = words.search(text).get_next()
        boxes = [words.get_rect(place) for place in range(words.count_rects(*found))] if found else []
        return words.get_text_bounded(), boxes


@pytest.mark.parametrize("text", ["1234567.89", "-123456789.01", "12345.6%"])
def test_an_amount_stands_on_one_line_inside_its_column(text: str) -> None:
    words, boxes = printed(text)
    assert text in words
    ((left, _, right, _),) = boxes
    assert right - left <= WIDTH_MM * POINTS_PER_MM


def test_a_running_number_of_four_digits_is_not_broken_either() -> None:
    words, boxes = printed("12345678", "tight-count")
    assert "12345678" in words
    assert len(boxes) == 1


def test_words_in_such_a_column_are_broken_as_ever() -> None:
    words, _ = printed("没有收入没有收入没有")
    assert "没有收入没有收入没有" not in words
    assert "没有收入没有收入没有" in "".join(words.split())


def test_the_workbook_sets_it_smaller_too_and_never_shows_hashes() -> None:
    content = write_workbook(layout("1234567.89", Decimal("1234567.89")))
    (cell,) = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(content)).active
        for cell in row
        if cell.value == 1234567.89
    ]
    assert cell.alignment.shrink_to_fit
    assert not cell.alignment.wrap_text
