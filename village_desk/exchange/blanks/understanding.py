"""Understands a sheet of a blank: what is title, what is label, what is table."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.exchange.blanks.blank_sheets import COLON, BlankSheet, Grid
from village_desk.exchange.blanks.finding_places import asked_places, places_beside
from village_desk.exchange.blanks.finding_tables import find_table
from village_desk.exchange.blanks.layouts import BlankLayout
from village_desk.exchange.incoming.headings import shown_heading

_LOOKED_AT = 60
"""Rows in which a title is looked for."""


def layout_of(sheet: BlankSheet) -> BlankLayout:
    """Understand a sheet; one without a table and labels has neither."""
    grid = Grid(sheet)
    table = find_table(grid)
    asked = tuple(asked_places(table)) if table else ()
    places = tuple(places_beside(grid, table))
    begins = [one.row for one in places if one.gap is None]
    title = " ".join(_title_lines(grid, min([table.first_head if table else sheet.last_row + 1, *begins])))
    if asked:
        return BlankLayout(sheet.name, title, (*places, *asked), None)
    return BlankLayout(sheet.name, title, places, table)


def _title_lines(grid: Grid, head: int) -> Iterator[str]:
    """The texts above a heading that name the table, not its place or date."""
    for row in range(1, min(head, _LOOKED_AT)):
        filled = grid.filled(row)
        if len(filled) == 1:
            text = grid.text(row, filled[0].left)
            if text and not COLON.search(text) and not text.startswith("附件"):
                yield shown_heading(text)
