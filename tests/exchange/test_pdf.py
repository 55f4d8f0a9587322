"""The PDF: what is written copies out as it was, equal input gives equal bytes."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from village_desk.exchange.paper.layout import Layout
from village_desk.exchange.paper.page_pictures import page_count, render_page
from village_desk.exchange.paper.pdf_out import write_pdf
from village_desk.rules.refusals import Refusal

from .paper_samples import household, layout, one_text, signatures, table, title


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    "name",
    [
        "阿卜杜拉·买买提·艾合买提江",
        "𠮷田太郎",  # in no shipped font: drawn as □, still copied out as itself
        "莫𡐓村",
        "王㛃䶮",
        "<b>张三</b> & <img src=x>",
        "=HYPERLINK(1)",
        "长shan村委会（一组）",
        "⼈人",
    ],
)
def test_a_name_copies_out_as_it_was_written(name: str) -> None:
    assert squeezed(name) in squeezed(text_of(write_pdf(one_text(name))))


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=120))
def test_any_common_characters_copy_out_exactly(text: str) -> None:
    assert text in squeezed(text_of(write_pdf(one_text(text))))


def test_every_figure_of_a_village_copies_out() -> None:
    blocks = [block for number in range(12) for block in household(10 + number % 3, f"张{number}")]
    text = text_of(write_pdf(layout(*blocks)))
    for number in range(12):
        assert f"张{number}的明白卡" in text
        assert f"第{number + 1}页 共12页" in text
    assert text.count("1000.50") == 12
    assert text.count("口径：P1") == 12


def left_of(pdf: bytes, page: int, text: str) -> float:
    """How far from the paper's left edge a text begins, as a share of the width."""
    found = pypdfium2.PdfDocument(pdf)[page]
    words = found.get_textpage()
    place = words.search(text).get_next()
    assert place is not None
    return words.get_charbox(place[0])[0] / found.get_width()


def test_the_number_is_outside_in_a_bound_volume_and_the_small_print_opposite() -> None:
    pdf = write_pdf(layout(title(), table(90)))

    assert [left_of(pdf, page, "共") > 0.5 for page in (0, 1)] == [True, False]
    assert [left_of(pdf, page, "口径") > left_of(pdf, page, "共") for page in (0, 1)] == [False, True]


def test_on_turned_paper_every_number_is_at_the_left() -> None:
    pdf = write_pdf(layout(title(), table(60), landscape=True))

    assert all(left_of(pdf, page, "共") < 0.2 for page in (0, 1))


def test_equal_layouts_give_equal_bytes() -> None:
    blocks = (*household(12, "𠮷田"), *household(50, "李四"), *household(12, "王五"))
    assert write_pdf(layout(*blocks)) == write_pdf(layout(*blocks))


def test_another_figure_gives_other_bytes() -> None:
    assert write_pdf(layout(title(), table(3))) != write_pdf(layout(title(), table(4)))


def test_no_font_is_left_to_the_readers_computer() -> None:
    pdf = write_pdf(layout(*household(3)))
    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type0") == 3


def test_the_files_own_properties_name_nobody() -> None:
    document = pypdfium2.PdfDocument(write_pdf(layout(*household(3, "欧阳娜娜"))))
    properties = document.get_metadata_dict()
    document.close()
    assert properties["Title"] == "收入明白卡"
    assert "欧阳" not in str(properties)


def test_what_many_pages_share_is_written_once() -> None:
    one = len(write_pdf(layout(*household(12))))
    many = len(write_pdf(layout(*[block for _ in range(40) for block in household(12)])))
    assert many - one < 40 * 1_000


def test_work_can_be_watched_and_stopped() -> None:
    blocks = [block for _ in range(40) for block in household(2)]
    seen: list[tuple[int, int]] = []
    write_pdf(layout(*blocks), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (40, 40)
    assert len(seen) > 2
    with pytest.raises(Refusal) as refusal:
        write_pdf(layout(*blocks), cancelled=lambda: True)
    assert refusal.value.code == "paper-stopped"


@pytest.mark.parametrize(
    ("paper", "landscape", "size"), [("A4", False, (210, 297)), ("A3", True, (420, 297))]
)
def test_the_preview_shows_the_papers_own_shape(
    *, paper: str, landscape: bool, size: tuple[int, int]
) -> None:
    sheet: Layout = layout(title(), table(3), signatures(), paper=paper, landscape=landscape)
    pdf = write_pdf(sheet)
    picture = render_page(pdf, 0, 0.5)
    assert page_count(pdf) == 1
    assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.01)
    assert len(picture.pixels) == picture.width * picture.height * 3
    assert min(picture.pixels) < 128 < max(picture.pixels)


def test_a_page_that_is_not_there_is_not_shown() -> None:
    with pytest.raises(IndexError):
        render_page(write_pdf(one_text("一")), 1, 1.0)
    with pytest.raises(ValueError, match="PDF"):
        page_count(b"no pdf")
