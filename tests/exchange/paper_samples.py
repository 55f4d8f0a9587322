"""Small layouts for the tests of paper; everyone in them is invented."""

from __future__ import annotations

from decimal import Decimal

from village_desk.exchange.paper.layout import Block, Cell, Layout, Row

FOOTER = "口径：P1（2025年县级）　数据截至2025年9月30日　上报版　表式F3-2025.1　程序0.1.0"
WIDTHS = (14.0, 40.0, 40.0, 40.0, 36.0)


def title(text: str = "家庭年收入测算明细表", *, starts_page: bool = True) -> Block:
    return Block(
        (Row((Cell(text, columns=5, style="title"),), keep_with_next=True),), starts_page=starts_page
    )


def table(lines: int, *, name: str = "张三") -> Block:
    head = Row(tuple(Cell(text, style="head") for text in ("序号", "姓名", "项目", "说明", "金额")))
    rows = [
        Row(
            (
                Cell(str(number), style="count"),
                Cell(name),
                Cell("务工收入"),
                Cell(""),
                Cell(f"{number}00.50", style="amount", number=Decimal(f"{number}00.50")),
            )
        )
        for number in range(1, lines + 1)
    ]
    total = Row((Cell("合计", columns=4, style="total"), Cell("999.00", style="total-amount", number=999)))
    return Block((head, *rows, total), head_rows=1)


def signatures() -> Block:
    row = Row(
        (Cell("户主（签字）：", 3, style="signature"), Cell("村（盖章）：", 2, style="signature")),
        height_mm=40,
    )
    return Block((row,), keep_together=True)


def household(lines: int, name: str = "张三") -> tuple[Block, ...]:
    return (title(f"{name}的明白卡"), table(lines, name=name), signatures())


def layout(*blocks: Block, **more: object) -> Layout:
    return Layout("明白卡", "收入明白卡", WIDTHS, blocks, footer=FOOTER, **more)  # type: ignore[arg-type]


def one_text(text: str, style: str = "body") -> Layout:
    return layout(Block((Row((Cell("一", style="label"), Cell(text, 4, style=style))),)))
