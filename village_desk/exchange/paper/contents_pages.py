"""The list of a batch's groups before their pages: it is known when the last of them is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
        self._ranges: list[PageRange] = []
        self._pages = 0

    def hear(self, page: Page) -> None:
        """Take the next page."""
        self._pages += 1
        if page.number == 1:
            self._ranges.append((self._pages, self._pages + page.total - 1))

    def contents(self, layout: Layout, frame: Frame) -> Sequence[Page]:
        """The pages of the list, whose own number moves the others on; none where the layout has no list."""
        self.found = self._moved(0)
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
        return pages

    def _moved(self, before: int) -> list[PageRange]:
        return [(before + self._sheet(first), before + self._sheet(last)) for first, last in self._ranges]

    def _sheet(self, page: int) -> int:
        return -(-page // self.pages_each)
