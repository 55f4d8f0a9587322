"""Where pages end: the same for workbook and PDF."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from village_desk.exchange.paper.layout import Block, Cell, Layout, Row
from village_desk.exchange.paper.page_breaks import NUMBER_ROW, Page, break_pages
from village_desk.exchange.paper.paper_frame import frame_of
from village_desk.rules.refusals import Refusal

from .paper_samples import household, layout, one_text, signatures, table, title


def texts(page: Page) -> list[str]:
    return [cell.text for placed in page.rows for cell in placed.row.cells]


def test_a_household_that_fits_a_page_is_on_one_page() -> None:
    pages = break_pages(layout(*household(12, "张三"), *household(3, "李四"), *household(20, "王五")))
    assert len(pages) == 3
    for page, name in zip(pages, ("张三", "李四", "王五"), strict=True):
        assert texts(page)[0] == f"{name}的明白卡"
        assert texts(page)[-1] == "村（盖章）："


def test_a_long_table_repeats_its_head_on_every_page_and_ends_with_its_total() -> None:
    pages = break_pages(layout(title(), table(120), signatures()))
    assert len(pages) > 2
    assert all(texts(page)[:2] == ["序号", "姓名"] for page in pages[1:])
    numbers = [text for page in pages for text in texts(page) if text.isdigit()]
    assert numbers == [str(number) for number in range(1, 121)]
    assert "合计" in texts(pages[-1])


@pytest.mark.parametrize("lines", range(20, 45))
def test_a_head_is_never_alone_at_the_foot_of_a_page(lines: int) -> None:
    pages = break_pages(layout(title(), table(lines), title("附表", starts_page=False), table(40)))
    for page in pages:
        assert texts(page)[-1] not in {"金额", "附表"}


def test_no_page_is_fuller_than_the_paper() -> None:
    for landscape in (False, True):
        page_layout = layout(title(), table(200), signatures(), landscape=landscape)
        room = frame_of(page_layout).room
        assert all(sum(row.height for row in page.rows) <= room for page in break_pages(page_layout))


def test_a_households_rows_in_a_register_stay_together() -> None:
    rows = []
    for number in range(40):
        first = (
            Cell(str(number), rows=5, style="count"),
            Cell("张三", rows=5),
            Cell("一"),
            Cell("二"),
            Cell("三"),
        )
        rows += [Row(first), *[Row((Cell("一"), Cell("二"), Cell("三")))] * 4]
    pages = break_pages(layout(Block(tuple(rows))))
    assert len(pages) > 3
    assert all(len(page.rows) % 5 == 0 for page in pages)


def test_a_category_longer_than_a_page_goes_on_with_its_name_and_its_head() -> None:
    head = Row((Cell("类别", style="head"), Cell("项目", 4, style="head")))
    lines = [Row((Cell("转移性收入", rows=150, style="label"), Cell("低保金0", 4)))]
    lines += [Row((Cell(f"低保金{number}", 4),)) for number in range(1, 150)]
    pages = break_pages(layout(Block((head, *lines), head_rows=1)))
    assert len(pages) > 2
    for page in pages:
        assert texts(page)[:4:2] == ["类别", "转移性收入"]
        name = page.rows[1].row.cells[0]
        assert name.rows == len(page.rows) - 1
    assert [text for page in pages for text in texts(page) if "低保金" in text] == [
        f"低保金{n}" for n in range(150)
    ]


def test_a_caption_stays_with_its_table() -> None:
    caption = Block((Row((Cell("二、收入明细", 5, style="section"),), keep_with_next=True),))
    for lines in range(20, 40):
        for page in break_pages(layout(table(lines), caption, table(30))):
            assert texts(page)[-1] != "二、收入明细"


def test_pages_are_numbered_anew_for_each_household_when_asked() -> None:
    pages = break_pages(layout(*household(40), *household(3), numbering="group"))
    assert [(page.number, page.total) for page in pages] == [(1, 2), (2, 2), (1, 1)]


@pytest.mark.parametrize("lines", range(34, 90))
def test_no_page_of_a_household_is_too_full_for_its_number_in_the_workbook(lines: int) -> None:
    whose = Row((Cell("（续）张三", 5, style="continued"),))
    first, *others = household(lines)
    grouped = layout(replace(first, continuation=whose), *others, numbering="group")
    room = frame_of(grouped).room
    for page in break_pages(grouped):
        number = NUMBER_ROW if page.total > 1 else 0
        assert sum(row.height for row in page.rows) + number <= room


def test_further_pages_of_a_household_begin_with_its_own_row() -> None:
    whose = Row((Cell("（续）张三", 5, style="continued"),))
    first, *others = household(90)
    pages = break_pages(layout(replace(first, continuation=whose), *others, *household(3, "李四")))
    assert [texts(page)[0] for page in pages] == ["张三的明白卡", "（续）张三", "（续）张三", "李四的明白卡"]
    assert [page.repeated for page in pages] == [0, 2, 2, 0]
    numbers = [text for page in pages[:3] for text in texts(page) if text.isdigit()]
    assert numbers == [str(number) for number in range(1, 91)]


def test_a_text_of_several_pages_loses_nothing() -> None:
    text = "".join(f"第{number}条措施，" for number in range(2000))
    pages = break_pages(one_text(text))
    assert len(pages) > 1
    assert "".join(part for page in pages for part in texts(page)[1::2]).replace("\n", "") == text


def test_a_text_that_its_joined_cells_can_never_show_is_refused() -> None:
    rows = (Row((Cell("字" * 9000, rows=2), Cell("一"))), Row((Cell("二"),)))
    with pytest.raises(Refusal) as refusal:
        break_pages(layout(Block(rows)))
    assert refusal.value.code == "paper-cell-too-long"


def test_a_long_text_in_the_narrowest_column_loses_nothing() -> None:
    row = Row((Cell("字" * 70), Cell("一")))
    pages = break_pages(Layout("表", "表", (6.0, 100.0), (Block((row,)),)))
    assert "".join(part for page in pages for part in texts(page)).count("字") == 70
    assert max(placed.height for page in pages for placed in page.rows) < 409


def test_a_cell_over_rows_that_are_not_there_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="3 rows"):
        break_pages(layout(Block((Row((Cell("一", rows=3), Cell("二"))), Row((Cell("三"),))))))


def test_more_cells_than_columns_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="5 columns"):
        break_pages(layout(Block((Row((Cell("一", 3), Cell("二", 3))),))))


def test_columns_wider_than_the_paper_are_scaled_down() -> None:
    wide = frame_of(layout(table(1)))
    narrow = frame_of(layout(table(1), margins_mm=(20, 60, 20, 60)))
    assert wide.scale == 1.0
    assert narrow.scale == 0.52
