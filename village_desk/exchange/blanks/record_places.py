"""Where the records of a table go: into its empty rows, rows that come in, blocks of a household."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from village_desk.exchange.blanks.layouts import BlankTable
from village_desk.rules.refusals import Refusal


class Joined(Struct, frozen=True):
    """Cells that become one for each household."""

    rows: Sequence[int] = ()
    columns: Sequence[int] = ()
    """In these rows and columns merged cells are parted first."""
    merged: Sequence[tuple[int, int, int, int]] = ()
    """First and last row, first and last column."""


class Places(Struct, frozen=True):
    """The first row of each record, and the rows that must come in for them."""

    starts: Sequence[int]
    stretch: tuple[int, int] | None
    """Behind which row so many come in."""
    lines: int

    def model(self, row: int) -> int:
        """The first row of the record whose look a record at a row has."""
        return self.stretch[0] - self.lines + 1 if self.stretch and row > self.stretch[0] else row

    def moved(self, row: int) -> int:
        """Where what stood in a row stands afterwards."""
        return row + self.stretch[1] if self.stretch and row > self.stretch[0] else row


NOTHING_MOVED = Places((), None, 1)


def places_for(table: BlankTable, sizes: Sequence[int], file: str) -> Places:
    """Put records of these sizes, counted in records of one member, below each other.

    Raises:
        Refusal: ``blank-no-rows``: it has no empty row, and something stands below it.
    """
    lines = table.lines
    taken = {row for row, _, _ in table.keys}
    starts = range(table.first_row, table.last_row - lines + 2, lines)
    free = [start for start in starts if not taken.intersection(range(start, start + lines))]
    missing = sum(sizes) - len(free)
    last = free[-1] + lines - 1 if free else table.last_row
    if missing > 0 and not free and table.has_more_below:
        raise Refusal("blank-no-rows", file=file)
    more = range(last + 1, last + 1 + max(missing, 0) * lines, lines)
    stretch = (last, len(more) * lines) if more and free else None
    rows = [*free, *more]
    begins = accumulate(sizes[:-1], initial=0) if sizes else ()
    return Places([rows[place] for place in begins], stretch, lines)
