"""Charts are drawn once: bars as long as their figures, told apart in black and white, on any paper alike."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from msgspec.structs import replace

from village_desk.exchange.paper.charts import Datum, Room, bar_chart, column_chart, line_chart, parts_chart
from village_desk.exchange.paper.drawing import Bar, Drawing, Line, hatched
from village_desk.exchange.paper.layout import CHART, Block, Cell, Row, every_text
from village_desk.exchange.paper.pdf_out import write_pdf
from village_desk.exchange.paper.workbook_out import write_workbook

from .paper_samples import layout
from .test_pdf import text_of

ROOM = Room(300, 100, 8)


def datum(label: str, value: int | None, hatch: str = "") -> Datum:
    return Datum(label, None if value is None else Fraction(value), f"{value}户", "green", hatch)


def bars(drawing: Drawing) -> list[Bar]:
    return [shape for shape in drawing.shapes if isinstance(shape, Bar)]


def test_a_bar_is_as_long_as_its_figure_and_a_loss_goes_the_other_way() -> None:
    four, two, loss = bars(bar_chart("图", [datum("甲", 4), datum("乙", 2), datum("丙", -2)], ROOM))
    assert four.width == pytest.approx(2 * two.width)
    assert loss.width == pytest.approx(two.width)
    assert loss.x + loss.width == pytest.approx(two.x) == pytest.approx(four.x)


def test_columns_stand_on_one_line_and_what_has_no_figure_has_no_column() -> None:
    drawing = column_chart("图", [datum("甲", 4), datum("乙", None), datum("丙", -2)], ROOM)
    four, loss = bars(drawing)
    assert four.height == pytest.approx(2 * loss.height)
    assert four.y + four.height == pytest.approx(loss.y)
    assert {"甲", "乙", "丙", "4户", "-2户"} <= set(drawing.texts)
    assert "None户" not in drawing.texts


def test_a_line_is_broken_where_nothing_is_known() -> None:
    drawing = line_chart("图", [datum("一", 1), datum("二", 2), datum("三", None), datum("四", 4)], ROOM)
    strokes = [shape for shape in drawing.shapes if isinstance(shape, Line) and shape.ink == "green"]
    assert len(bars(drawing)) == 3
    assert len(strokes) == 1


def test_the_parts_of_a_bar_stand_side_by_side_on_one_scale_and_a_loss_has_no_length() -> None:
    rows = [
        ("本期", "6", [datum("工资", 4), datum("经营", 2), datum("财产", -1)]),
        ("上年", "3", [datum("工资", 3)]),
    ]
    wages, produced, before, *key = bars(parts_chart("图", rows, ROOM))
    assert produced.x == pytest.approx(wages.x + wages.width)
    assert wages.width / before.width == pytest.approx(4 / 3)
    assert len(key) == 3


@pytest.mark.parametrize("hatch", ["/", "\\", "-"])
def test_the_strokes_of_a_hatch_stay_inside_its_bar(hatch: str) -> None:
    bar, *strokes = hatched(Bar(10, 20, 31, 13, "green"), hatch)
    assert isinstance(bar, Bar)
    assert strokes
    for stroke in strokes:
        assert isinstance(stroke, Line)
        assert all(10 <= x <= 41 for x in (stroke.x, stroke.to_x))
        assert all(20 <= y <= 33 for y in (stroke.y, stroke.to_y))


@pytest.mark.parametrize("count", [1, 3, 12])
@pytest.mark.parametrize("chart", [bar_chart, column_chart, line_chart])
def test_a_chart_keeps_to_its_room(chart, count: int) -> None:  # type: ignore[no-untyped-def]
    drawing = chart("名称", [datum(f"第{place}项", (-1) ** place * place) for place in range(count)], ROOM)
    for bar in bars(drawing):
        assert -0.01 <= bar.x <= bar.x + bar.width <= ROOM.width + 0.01
        assert -0.01 <= bar.y <= bar.y + bar.height <= ROOM.height + 0.01


def _charted() -> tuple[Drawing, Block]:
    drawing = bar_chart("收入下降原因", [datum("患病", 4), datum("灾害", 2)], ROOM)
    cell = Cell("", 4, style=CHART, drawing=drawing)
    return drawing, Block((Row((cell,), 40),))


def test_paper_has_the_chart_with_its_texts() -> None:
    drawing, block = _charted()
    page = replace(layout(block), column_widths_mm=(40, 40, 40, 40))
    pdf = write_pdf(page)
    assert all(text in text_of(pdf) for text in drawing.texts)
    assert set(drawing.texts) <= set(every_text(page))
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    assert any(count > 200 and colour == (30, 107, 82) for count, colour in picture.getcolors(1 << 20))


def test_a_workbook_has_the_chart_as_a_picture_in_its_own_row() -> None:
    _, block = _charted()
    before = Block((Row((Cell("上面一行", 4),)),))
    page = replace(layout(before, block), column_widths_mm=(40, 40, 40, 40))
    written = write_workbook(page)
    assert written == write_workbook(page)
    sheet = openpyxl.load_workbook(BytesIO(written)).active
    (picture,) = sheet._images
    assert picture.anchor._from.row == picture.anchor.to.row == 1
