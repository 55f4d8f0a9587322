"""A page of placed rows, and small sheets that share a page to be cut apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import floor

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.paper.paper_frame import Frame
from village_desk.exchange.paper.row_heights import PlacedRow, place_rows

NUMBER_ROW = 12.75
"""Points: in the workbook a group's own page number is a row, kept free where a group has several pages."""
_STEP = 0.75
"""Points in which Excel keeps row heights."""


_BELOW_CUT = 15.0
"""Points between the line to cut along and the sheet below it."""


class Page(Struct, frozen=True):
    """One page of rows; ``repeated`` rows at its top are printed again: whose page it is, and a head."""

    rows: tuple[PlacedRow, ...]
    repeated: int
    number: int
    total: int
    group: int

    @property
    def names(self) -> tuple[str, ...]:
        """Whose rows stand on it, each once, from the top down."""
        return tuple(dict.fromkeys(placed.row.name for placed in self.rows if placed.row.name))


def number_text(page: Page) -> str:
    """The page's number as it is printed."""
    return f"第{page.number}页 共{page.total}页"


def number_is_left(page: int, *, is_landscape: bool) -> bool:
    """Whether a page's number stands at the left (GB/T 9704).

    On every second page, so that it is outside in a bound volume; and on a turned sheet, whose left side
    lies at the foot of the volume.
    """
    return is_landscape or page % 2 == 0


def rows_height(rows: Sequence[PlacedRow]) -> float:
    """Points that rows take together."""
    return sum(placed.height for placed in rows)


def joined_slips(pages: Iterable[Page], slips: int, frame: Frame) -> Iterator[Page]:
    """Put so many pages on one, each in its equal part of the paper, with lines to cut along between them.

    A group that needs more than its part keeps its pages to itself.
    """
    (cut,) = place_rows([whole_row(say("sheet.cut_line"), "cut", frame)], frame)
    (blank,) = place_rows([whole_row("", "blank", frame)], frame)
    part = frame.height / slips / frame.scale
    starts = [
        0.0,
        *(place * part - frame.top / frame.scale + cut.height / 2 + _BELOW_CUT for place in range(1, slips)),
    ]
    ends = [start - _BELOW_CUT - cut.height for start in starts[1:]] + [frame.room]
    room = min(end - start for start, end in zip(starts, ends, strict=True))
    waiting: list[Page] = []
    for page in pages:
        fits = page.total == 1 and rows_height(page.rows) <= room
        if waiting and (not fits or len(waiting) == slips):
            yield _joined(waiting, starts, cut, blank)
            waiting = []
        if fits:
            waiting.append(page)
        else:
            yield page
    if waiting:
        yield _joined(waiting, starts, cut, blank)


def whole_row(text: str, style: str, frame: Frame) -> Row:
    """A row of one cell over all columns."""
    return Row((Cell(text, len(frame.columns) - 1, style=style),))


def _joined(pages: Sequence[Page], starts: Sequence[float], cut: PlacedRow, blank: PlacedRow) -> Page:
    rows: list[PlacedRow] = []
    for page, start in zip(pages, starts, strict=False):
        if rows:
            rows += [
                replace(blank, height=_whole_steps(start - rows_height(rows) - _BELOW_CUT - cut.height)),
                cut,
                replace(blank, height=_whole_steps(_BELOW_CUT)),
            ]
        rows += page.rows
    return replace(pages[0], rows=tuple(rows))


def _whole_steps(height: float) -> float:
    return floor(height / _STEP) * _STEP
