"""What a layout refuses to be, and how texts are cut into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.exchange.paper.layout import STYLES, Block, Cell, Face, Layout, Row, every_text
from village_desk.exchange.paper.line_breaks import lines_of, text_width

CHINESE = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x9FA5, exclude_categories=("Cs", "Cc", "Zl", "Zp"))
)


def test_a_style_nobody_made_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="pretty"):
        Cell("张三", style="pretty")


def test_a_footer_that_excel_would_not_keep_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="footer"):
        Layout("表", "表", (10.0,), (Block((Row((Cell("一"),)),)),), footer="口" * 201)


def test_every_printed_text_can_be_asked_for() -> None:
    page = Layout("表", "表", (10.0,), (Block((Row((Cell("李四"),)),)),), footer="口径")
    assert set(every_text(page)) == {"李四", "口径"}


def test_all_styles_are_large_enough_to_read_on_paper() -> None:
    assert min(style.size for style in STYLES.values()) >= 8


@given(CHINESE, st.floats(20, 400))
def test_lines_joined_again_are_the_text(text: str, room: float) -> None:
    assert "".join(lines_of(text, Face.SERIF, 9.5, room)) == text


@given(CHINESE, st.floats(30, 400))
def test_no_line_is_wider_than_its_cell(text: str, room: float) -> None:
    for line in lines_of(text, Face.SERIF, 9.5, room):
        assert text_width(line.rstrip(" "), Face.SERIF, 9.5) <= room + 0.02 or len(line) == 1


def test_a_number_is_not_cut_in_two() -> None:
    assert lines_of("全年收入12345.67元", Face.SERIF, 10, 62) == ("全年收入", "12345.67元")


def test_no_line_begins_with_a_comma_or_ends_with_an_opening_bracket() -> None:
    lines = lines_of("种植玉米，（含自用）折价，养猪三头。" * 8, Face.SERIF, 10, 55)
    assert len(lines) > 10
    assert not any(line[0] in "，。）" or line[-1] == "（" for line in lines)


def test_a_written_line_end_is_kept_as_one() -> None:
    assert lines_of("一\n\n二", Face.SERIF, 10, 100) == ("一", "", "二")
