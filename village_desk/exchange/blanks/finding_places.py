"""Finds the cells of a blank that want one value each: beside their labels, or in gaps of their own texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from village_desk.definitions.blank_words import blank_words
from village_desk.exchange.blanks.blank_sheets import COLON, Area, Grid
from village_desk.exchange.blanks.layouts import BlankTable, Place
from village_desk.exchange.incoming.headings import shown_heading

_ORDINAL = re.compile(r"^(?:[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．])?(?:其中[:：])?")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、")
_GAP = re.compile(r"([^\s_＿:：，,；;]{1,14})\s*[:：](?=[ 　_＿]|$|[^\s:：]{1,14}[:：])")
_MOST_ROWS = 500


def asked_places(table: BlankTable) -> Iterator[Place]:
    """The cells of a table whose rows are questions with their answers in one column."""
    own = {column.headings[-1]: column.index for column in table.columns}
    questions = [own[word] for word in blank_words()["questions"] if word in own]
    answers = [own[word] for word in blank_words()["answers"] if word in own]
    if not questions or not answers:
        return
    for row, column, text in table.keys:
        if column in questions[:1] and not _SECTION.match(text):
            yield Place(_ORDINAL.sub("", shown_heading(text)), row, answers[0])


def places_beside(grid: Grid, table: BlankTable | None) -> Iterator[Place]:
    """Cells outside the table that want one value each."""
    inside = range(table.first_head, max(table.last_row, table.total_row or 0) + 1) if table else range(0)
    for row in range(1, min(grid.sheet.last_row, _MOST_ROWS) + 1):
        if row in inside:
            continue
        for area in grid.filled(row):
            if (
                area.top == row
                and (text := grid.text(row, area.left))
                and not grid.is_formula(row, area.left)
            ):
                yield from _places_of(grid, area, text)


def _places_of(grid: Grid, area: Area, text: str) -> Iterator[Place]:
    gaps = list(_GAP.finditer(text))
    own = shown_heading(text)
    if gaps and not (len(gaps) == 1 and own.endswith((":", "：")) and _beside(grid, area)):
        for gap in gaps:
            yield Place(gap[1], area.top, area.left, COLON.search(text, gap.end(1)).end())  # type: ignore[union-attr]  # the gap has a colon
        return
    beside = _beside(grid, area)
    if beside is not None:
        yield Place(own.rstrip(":："), beside.top, beside.left)


def _beside(grid: Grid, area: Area) -> Area | None:
    """The empty cell that a label is followed by: to the right, behind its unit, else below."""
    right = area.right + 1
    if right <= grid.sheet.last_column and grid.text(area.top, right) in blank_words()["units"]:
        right = grid.area(area.top, right).right + 1
    if right <= max(grid.sheet.last_column, area.right + 1) and (area.top, right) in grid.sheet.cells:
        beside = grid.area(area.top, right)
        if not grid.text(area.top, right) and not grid.is_formula(area.top, right):
            return beside
    below = grid.area(area.bottom + 1, area.left)
    return below if grid.is_empty_below(area) and below.left == area.left else None
