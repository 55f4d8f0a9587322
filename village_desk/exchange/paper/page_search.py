"""Finds a text on the pages of a PDF: what can be copied out of it can be found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from village_desk.exchange.paper.page_pictures import opened


class Spot(Struct, frozen=True):
    """Where a text stands on a page: points from the left and upper edge, and its size."""

    left: float
    top: float
    width: float
    height: float


def first_page_with(pdf: bytes, text: str, pages: Iterable[int]) -> int | None:
    """The first of some pages, counted from 0, on which a text stands in one line."""
    with opened(pdf) as document:
        return next((page for page in pages if any(_spots(document[page], text))), None)


def spots_on(pdf: bytes, text: str, page: int) -> tuple[Spot, ...]:
    """Everywhere on a page that a text stands."""
    if not text:
        return ()
    with opened(pdf) as document:
        return tuple(_spots(document[page], text))


def _spots(page: Any, text: str) -> Iterator[Spot]:  # noqa: ANN401 - the library has no types
    words = page.get_textpage()
    height = page.get_height()
    searcher = words.search(text)
    while (found := searcher.get_next()) is not None:
        for place in range(words.count_rects(*found)):
            left, bottom, right, top = words.get_rect(place)
            yield Spot(left, height - top, right - left, top - bottom)
