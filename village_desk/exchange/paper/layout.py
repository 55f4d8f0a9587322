"""One printed sheet as cells: what workbook, PDF and preview all show, in millimetres."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import zip_longest
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from village_desk.exchange.paper.drawing import Drawing

POINTS_PER_MM = 72 / 25.4
FOOTER_LIMIT = 200
"""Characters of a footer: Excel keeps 255 for footer, page number and type size together."""


class Align(StrEnum):
    """Where a line stands between the left and right edge of its cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Face(StrEnum):
    """The three shipped faces: serif for text, sans for figures (digits of one width), bold for heads."""

    SERIF = "serif"
    SANS = "sans"
    BOLD = "bold"


class Style(Struct, frozen=True):
    """How a cell looks; sizes in points, paddings in mm, fill as a share of white (1 = white)."""

    face: Face = Face.SERIF
    size: float = 9.5
    align: Align = Align.LEFT
    border: bool = True
    fill: float | None = None
    above_mm: float = 0.8
    below_mm: float = 0.8
    side_mm: float = 1.3
    at_top: bool = False

    @property
    def leading(self) -> float:
        """Points from one line to the next."""
        return self.size * 1.3


_GREY = 0.93
CHART = "chart"
"""The style of a cell that holds a drawing."""
STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "title": Style(Face.BOLD, 16, Align.CENTRE, border=False, above_mm=0, below_mm=1.4),
        "subtitle": Style(Face.SERIF, 10, Align.CENTRE, border=False, above_mm=0, below_mm=1),
        "mark": Style(Face.SANS, 12, Align.LEFT, border=False, above_mm=0, below_mm=2, side_mm=0),
        "caption": Style(Face.SERIF, 9.5, Align.LEFT, border=False, above_mm=0.6, below_mm=0.9, side_mm=0.4),
        "caption-right": Style(
            Face.SERIF, 9.5, Align.RIGHT, border=False, above_mm=0.6, below_mm=0.9, side_mm=0.4
        ),
        "section": Style(Face.BOLD, 10, Align.LEFT, border=False, above_mm=1.6, below_mm=0.8, side_mm=0.4),
        "head": Style(Face.BOLD, 9.5, Align.CENTRE, fill=_GREY, side_mm=0.7),
        "label": Style(Face.SANS, 9.5, Align.CENTRE, fill=0.965),
        "body": Style(),
        "centre": Style(align=Align.CENTRE),
        "tight": Style(size=9, align=Align.CENTRE, side_mm=0.7),
        "tight-small": Style(size=8, align=Align.CENTRE, side_mm=0.7),
        "tight-amount": Style(Face.SANS, 9, Align.RIGHT, side_mm=0.7),
        "tight-count": Style(Face.SANS, 9, Align.CENTRE, side_mm=0.7),
        "tight-total-amount": Style(Face.BOLD, 8, Align.RIGHT, fill=_GREY, side_mm=0.7),
        "tight-total": Style(Face.BOLD, 9, Align.CENTRE, fill=_GREY, side_mm=0.7),
        "amount": Style(Face.SANS, 9, Align.RIGHT),
        "count": Style(Face.SANS, 9, Align.CENTRE),
        "small": Style(size=8),
        "total": Style(Face.BOLD, 9.5, Align.CENTRE, fill=_GREY),
        "total-amount": Style(Face.BOLD, 9, Align.RIGHT, fill=_GREY),
        "total-count": Style(Face.BOLD, 9, Align.CENTRE, fill=_GREY),
        "text": Style(size=10, at_top=True, above_mm=1.4, below_mm=1.4, side_mm=2),
        "note": Style(size=8.5, border=False, above_mm=0.8, below_mm=0.4, side_mm=0.4),
        "continued": Style(size=9, border=False, above_mm=0, below_mm=0.9, side_mm=0.4),
        "cut": Style(size=8, align=Align.CENTRE, border=False, above_mm=1, below_mm=1),
        "signature": Style(size=10, border=False, above_mm=2.2, below_mm=2.2, side_mm=0.4),
        CHART: Style(Face.SANS, border=False, above_mm=1, below_mm=1, side_mm=0),
        "blank": Style(border=False, above_mm=0, below_mm=0),
        "number": Style(Face.SANS, 8, Align.RIGHT, border=False, above_mm=1, below_mm=0, side_mm=0),
        "number-left": Style(Face.SANS, 8, Align.LEFT, border=False, above_mm=1, below_mm=0, side_mm=0),
    }
)
"""Every style by name. A new look goes here, never into a sheet."""


class Cell(Struct, frozen=True):
    """A text over one or more columns and rows; a number beside it makes the workbook's cell a number.

    The number is shown in the workbook as the text shows it (decimals, per cent), so both papers agree.
    """

    text: str
    columns: int = 1
    rows: int = 1
    style: str = "body"
    number: Decimal | int | None = None
    drawing: Drawing | None = None
    """A chart instead of a text; what it shows stands in a table beside it as well."""

    def __post_init__(self) -> None:
        if self.style not in STYLES or self.columns < 1 or self.rows < 1:
            raise ValueError(f"no such cell: style {self.style}, {self.columns} x {self.rows}")

    def __hash__(self) -> int:
        """Of the text and its style alone: cells are looked up by the hundred thousand."""
        return hash((self.text, self.style))


class Row(Struct, frozen=True):
    """Cells from left to right, skipping columns that a cell above still covers.

    ``height_mm`` is the least height; a row always grows until its text fits. ``name`` says whose row it is,
    for the list of pages; it is not printed.
    """

    cells: tuple[Cell, ...]
    height_mm: float | None = None
    keep_with_next: bool = False
    name: str = ""

    @property
    def has_charts(self) -> bool:
        """Whether it holds drawings instead of texts."""
        return bool(self.cells) and self.cells[0].style == CHART


class Block(Struct, frozen=True):
    """Rows that belong together: a table, a title, a line of signatures.

    The first ``head_rows`` are repeated on every page that the block runs over. A block that starts a page
    opens a group (a household, a group of the village), which lasts until the next such block; its
    ``continuation`` stands at the top of the group's further pages and says whose they are.
    """

    rows: tuple[Row, ...]
    head_rows: int = 0
    keep_together: bool = False
    starts_page: bool = False
    continuation: Row | None = None


class BlocksInTurn(Struct, frozen=True, eq=False):
    """Blocks drawn anew each time they are gone through, so that a whole village is never held at once.

    They equal others that draw equal blocks.
    """

    draw: Callable[[], Iterator[Block]]

    def __iter__(self) -> Iterator[Block]:
        return self.draw()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BlocksInTurn) and all(one == two for one, two in zip_longest(self, other))

    __hash__ = None  # type: ignore[assignment]  # as every type whose equality looks inside


PageRange = tuple[int, int]
"""First and last page of a group in the whole file, from 1."""
Contents = Callable[[Sequence[PageRange]], Iterable[Block]]
"""Draws the list of the groups that were gone through last, given their pages."""


class Layout(Struct, frozen=True):
    """A whole file of paper: one household or a whole village.

    ``blocks`` may be drawn only while they are gone through; ``groups`` then says how many of them start a
    page, so that progress can be told. ``title`` may name people; ``file_title`` goes into the file's own
    properties and must not.
    ``numbering`` "group" counts pages anew for each group. Columns wider than the paper are scaled down.
    ``slips`` groups stand on one page, each in its equal part of it, to be cut apart.
    ``contents`` is a list of the groups with their pages, which stands before them.
    A draft says so across each page; ``two_up`` puts two pages beside each other on a sheet of a PDF.
    """

    title: str
    file_title: str
    column_widths_mm: tuple[float, ...]
    blocks: Iterable[Block]
    footer: str = ""
    paper: Literal["A4", "A3"] = "A4"
    landscape: bool = False
    margins_mm: tuple[float, float, float, float] = (20, 20, 20, 20)
    numbering: Literal["whole", "group"] = "whole"
    slips: int = 1
    groups: int = 0
    contents: Contents | None = None
    enlarged: bool = False
    """Whether columns narrower than the paper are made as wide as it: large type."""
    is_draft: bool = False
    two_up: bool = False

    def __post_init__(self) -> None:
        if len(self.footer.replace("&", "&&")) > FOOTER_LIMIT:
            raise ValueError(f"the footer has more than {FOOTER_LIMIT} characters")
        is_blank = isinstance(self.blocks, tuple) and not any(block.rows for block in self.blocks)
        if not self.column_widths_mm or is_blank:
            raise ValueError("a layout needs columns and rows")


def every_text(layout: Layout) -> tuple[str, ...]:
    """All texts that will be printed, to ask for missing characters before printing."""
    texts = {text for block in layout.blocks for text in every_text_of(block)}
    if layout.contents is not None:
        listed = layout.contents([(1, 1)] * layout.groups)
        texts |= {text for block in listed for text in every_text_of(block)}
    return (layout.footer, *sorted(texts))


def every_text_of(block: Block) -> list[str]:
    """The texts of a block and of the row that stands above its later pages."""
    rows = block.rows if block.continuation is None else (*block.rows, block.continuation)
    cells = [cell for row in rows for cell in row.cells]
    return [cell.text for cell in cells] + [
        text for cell in cells if cell.drawing is not None for text in cell.drawing.texts
    ]
