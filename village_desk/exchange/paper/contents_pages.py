"""The list of a batch's groups before their pages: it is known when the last of them is written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from msgspec.structs import replace

from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Layout, PageRange
from village_desk.exchange.paper.page_breaks import pages_in_turn
from village_desk.exchange.paper.paper_frame import Frame
from village_desk.exchange.paper.printed_page import Page

_TRIES = 4
"""A list that grows by its own page numbers is settled at the second."""


class PageRanges:
    """Hears the pages of a batch as they are written and knows where each group stands.

    Where a sheet of paper takes several pages, what counts is the sheet.
    """

    def __init__(self) -> None:
        self.pages_each = 1
        self.found: Sequence[PageRange] = ()
        """The groups' pages in the finished file, in their order."""
        self.names: Sequence[tuple[str, ...]] = ()
        """Whose rows stand on each sheet of the finished file."""
        self._ranges: list[PageRange] = []
        self._names: list[tuple[str, ...]] = []

    def hear(self, page: Page) -> None:
        """Take the next page."""
        self._names.append(page.names)
        if page.number == 1:
            first = len(self._names)
            self._ranges.append((first, first + page.total - 1))

    def contents(self, layout: Layout, frame: Frame) -> Sequence[Page]:
        """The pages of the list, whose own number moves the others on; none where the layout has no list."""
        self.found = self._moved(0)
        self.names = self._on_sheets()
        if layout.contents is None:
            return ()
        pages: Sequence[Page] = ()
        for _ in range(_TRIES):
            before = self._sheet(len(pages))
            self.found = self._moved(before)
            listed = replace(layout, blocks=tuple(layout.contents(self.found)), contents=None)
            pages = tuple(pages_in_turn(listed, frame))
            if self._sheet(len(pages)) == before:
                break
        self.names = [(say("sheet.contents"),)] * self._sheet(len(pages)) + self._on_sheets()
        return pages

    def _moved(self, before: int) -> list[PageRange]:
        return [(before + self._sheet(first), before + self._sheet(last)) for first, last in self._ranges]

    def _on_sheets(self) -> list[tuple[str, ...]]:
        starts = range(0, len(self._names), self.pages_each)
        pages = [self._names[start : start + self.pages_each] for start in starts]
        return [tuple(dict.fromkeys(chain.from_iterable(names))) for names in pages]

    def _sheet(self, page: int) -> int:
        return -(-page // self.pages_each)
