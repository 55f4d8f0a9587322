"""What a blank wants, once it is understood: its title, the cells beside its labels, and its table."""

from __future__ import annotations

from msgspec import Struct

from village_desk.exchange.incoming.headings import shown_heading


class Column(Struct, frozen=True):
    """One column of a table and the headings over it, from the top down."""

    index: int
    headings: tuple[str, ...]
    line: int = 0
    """In which of a record's rows it is filled, counted from 0."""

    @property
    def shown(self) -> str:
        """The headings on one line."""
        return "-".join(map(shown_heading, self.headings))


class Place(Struct, frozen=True):
    """A cell that wants one value: beside its label, or in a gap of the label's own text."""

    label: str
    row: int
    column: int
    gap: int | None = None
    """Where in the cell's own text the value belongs; None for a cell of its own."""


class BlankTable(Struct, frozen=True):
    """A heading with rows under it."""

    first_head: int
    last_head: int
    columns: tuple[Column, ...]
    first_row: int
    last_row: int
    """Below ``first_row`` by one where the blank has no empty row."""
    total_row: int | None
    has_more_below: bool
    keys: tuple[tuple[int, int, str], ...] = ()
    """Row, column and text of what the township has written into the rows already."""
    lines: int = 1
    """How many rows a record takes, each under its own line of the heading."""
    block: int = 1
    """How many rows stand beside cells that are merged for a whole household."""
    halves: tuple[int, ...] = (0,)
    """How far to the right the same columns stand again, to save paper; filled one after the other."""

    @property
    def room(self) -> int:
        """How many rows the blank has."""
        return max(0, self.last_row - self.first_row + 1)


class BlankLayout(Struct, frozen=True):
    """One sheet as it is understood."""

    sheet: str
    title: str
    places: tuple[Place, ...]
    table: BlankTable | None
