"""The columns of a layout: the fewest that every block of a sheet can stand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

_SAME_MM = 0.6
"""Edges nearer than this are one: a hair's breadth is no column."""


class Grid:
    """Edges shared by all blocks; each block's widths become spans of columns."""

    def __init__(self, blocks: Iterable[Sequence[float]]) -> None:
        edges: list[float] = [0.0]
        for edge in sorted({edge for widths in blocks for edge in accumulate(widths)}):
            if edge - edges[-1] > _SAME_MM:
                edges.append(edge)
        self._edges = edges
        self._spans: dict[tuple[float, ...], tuple[int, ...]] = {}

    @property
    def widths_mm(self) -> tuple[float, ...]:
        """The layout's columns."""
        return tuple(round(right - left, 2) for left, right in pairwise(self._edges))

    @property
    def columns(self) -> int:
        """How many there are."""
        return len(self._edges) - 1

    def spans(self, widths_mm: Sequence[float]) -> tuple[int, ...]:
        """How many columns each of a block's cells covers, the last to the right edge."""
        widths = tuple(widths_mm)
        if widths not in self._spans:
            places = [0, *(self._nearest(edge) for edge in accumulate(widths))]
            places[-1] = self.columns
            self._spans[widths] = tuple(after - before for before, after in pairwise(places))
        return self._spans[widths]

    def halves(self, shares: Sequence[float]) -> tuple[int, ...]:
        """Spans for parts of the whole width; each part has a column at least."""
        whole = self._edges[-1]
        places = [0]
        for share in accumulate(shares[:-1]):
            nearest = self._nearest(share * whole)
            places.append(min(max(nearest, places[-1] + 1), self.columns - 1))
        places.append(self.columns)
        return tuple(after - before for before, after in pairwise(places))

    def left_of(self, from_right_mm: float) -> int:
        """Columns that end at least so far from the right edge."""
        limit = self._edges[-1] - from_right_mm
        return max(place for place, edge in enumerate(self._edges) if edge <= limit)

    def _nearest(self, wanted: float) -> int:
        return min(range(len(self._edges)), key=lambda place: abs(self._edges[place] - wanted))
