"""The list of households before a batch of their sheets: by 小组, with the pages of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block, Cell, PageRange, Row
from village_desk.exchange.sheets.sheet_cells import head_row
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_shown import caption_of
from village_desk.exchange.sheets.sheet_subjects import SheetRun
from village_desk.rules.pictures import HouseholdPicture

_HALVES = 2
_SHARES = (0.13, 0.24, 0.13)
"""Of the width for head, number and pages of one household; two stand side by side."""


class _Entry(Struct, frozen=True):
    group: str
    head: str
    number: str


class BatchContents:
    """Remembers the households that are drawn, and lists them when their pages are known."""

    def __init__(self, run: SheetRun, grid: Grid) -> None:
        self._run = run
        self._grid = grid
        self._entries: list[_Entry] = []

    def heard(self, households: Iterable[HouseholdPicture]) -> Iterator[HouseholdPicture]:
        """The same households; what the list needs of each is kept."""
        self._entries = []
        for one in households:
            own = one.household
            self._entries.append(_Entry(own.group or "", self._run.mask.head_name(one), own.number or ""))
            yield one

    def blocks(self, ranges: Sequence[PageRange]) -> Iterator[Block]:
        """Title and table; each 小组 under its name with its number of households and its pages."""
        grid = self._grid
        title = Row((Cell(say("sheet.contents"), grid.columns, style="title"),))
        what = Row((Cell(self._run.sheet.title, grid.columns, style="subtitle"),), keep_with_next=True)
        yield Block((title, what), keep_together=True, starts_page=True)
        spans = grid.halves(_SHARES * _HALVES)
        captions = tuple(caption_of(f"contents.{key}") for key in ("head", "number", "pages")) * _HALVES
        listed = zip(self._entries, ranges, strict=True)
        for group, members in groupby(listed, key=_group_of):
            yield Block(tuple(self._group_rows(group, list(members), captions, spans)), head_rows=2)

    def _group_rows(
        self,
        group: str,
        members: Sequence[tuple[_Entry, PageRange]],
        captions: tuple[str, ...],
        spans: tuple[int, ...],
    ) -> Iterator[Row]:
        pages = _pages_text((members[0][1][0], members[-1][1][1]))
        name = group or say("sheet.no_group")
        words = say("sheet.contents_group", group=name, count=len(members), pages=pages)
        yield Row((Cell(words, self._grid.columns, style="section"),), keep_with_next=True)
        yield head_row(captions, spans)
        for place in range(0, len(members), _HALVES):
            texts = [text for entry in members[place : place + _HALVES] for text in _texts(*entry)]
            texts += [""] * (len(spans) - len(texts))
            cells = (Cell(text, span, style="tight") for text, span in zip(texts, spans, strict=True))
            yield Row(tuple(cells))


def _group_of(listed: tuple[_Entry, PageRange]) -> str:
    return listed[0].group


def _texts(entry: _Entry, pages: PageRange) -> tuple[str, str, str]:
    return entry.head, entry.number, _pages_text(pages)


def _pages_text(pages: PageRange) -> str:
    first, last = pages
    return str(first) if first == last else f"{first}—{last}"
