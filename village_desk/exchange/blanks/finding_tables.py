"""Finds the table of a blank: heading, empty rows, total, and what is written into its rows already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from village_desk.definitions.blank_words import blank_words
from village_desk.exchange.blanks.blank_sheets import COLON, Area, Grid
from village_desk.exchange.blanks.layouts import BlankTable, Column
from village_desk.exchange.incoming.headings import shown_heading

_MOST_HEAD_ROWS = 6
_LOOKED_AT = 60
"""Rows in which a heading is looked for."""
_FEWEST_HEADINGS = 3
_SERIAL = re.compile(r"[0-9]{1,4}")
_NUMBERING = re.compile(
    r"[（(]?[0-9]{1,2}[)）]?|[甲乙丙丁戊己庚辛壬癸]|[A-Z]{1,2}(?:[=＝].*)?|[0-9]{1,2}[=＝].*|栏次|—"
)
_MANY = 0.6
"""A line over more than this share of the columns is a title or a note."""


def find_table(grid: Grid) -> BlankTable | None:
    """The first heading with rows under it; None for a form."""
    is_form = False
    for row in range(1, min(grid.sheet.last_row, _LOOKED_AT) + 1):
        if not _may_be_heading(grid, row):
            continue
        last = _last_head_row(grid, row)
        table = _table(grid, row, last)
        if table is None:
            is_form = is_form or _is_stacked(grid, row)
        elif table.room > 1 or not is_form:
            return table
    return None


def _may_be_heading(grid: Grid, row: int) -> bool:
    filled = [area for area in grid.filled(row) if grid.text(row, area.left)]
    texts = [grid.text(row, area.left) for area in filled]
    if any(area.top < row for area in filled):
        return False
    if len(texts) < _FEWEST_HEADINGS and not _is_over_headings(grid, row, filled):
        return False
    if sum(bool(COLON.search(text)) for text in texts) * 2 >= len(texts):
        return False
    # In a form labels and empty cells stand in turn; a heading has next to no gap.
    gaps = sum(not grid.text(row, area.left) and _is_open(grid, area) for area in _within(grid, row, filled))
    return gaps * 3 < len(texts) and not all(_SERIAL.fullmatch(text) for text in texts)


def _is_over_headings(grid: Grid, row: int, filled: Sequence[Area]) -> bool:
    """Whether a row of few texts names groups of the headings below it."""
    below = [area for area in grid.filled(row + 1) if grid.text(row + 1, area.left)]
    is_wide = all(area.right > area.left or area.bottom > row for area in filled)
    return len(filled) > 1 and is_wide and len(below) >= _FEWEST_HEADINGS


def _within(grid: Grid, row: int, filled: Sequence[Area]) -> list[Area]:
    """What stands in a row between its first and last text."""
    return [area for area in grid.areas_of(row) if filled[0].left <= area.left <= filled[-1].right]


def _is_open(grid: Grid, area: Area) -> bool:
    """Whether an empty cell has nothing under it that would make it part of a heading."""
    return not grid.text(area.bottom + 1, area.left)


def _last_head_row(grid: Grid, first: int) -> int:
    last = max(area.bottom for area in grid.filled(first))
    while last - first + 1 < _MOST_HEAD_ROWS and _goes_on(grid, first, last):
        last = max(last + 1, *(area.bottom for area in grid.filled(last + 1)))
    if _is_numbering(grid, last + 1):
        last += 1
    return last


def _goes_on(grid: Grid, first: int, last: int) -> bool:
    """Whether the row below a heading still names columns."""
    below = [area for area in grid.filled(last + 1) if grid.text(last + 1, area.left)]
    if len(below) < 2 or any(_is_total(grid.text(last + 1, area.left)) for area in below[:1]):
        return False
    if _is_numbering(grid, last + 1) or any(_SERIAL.fullmatch(grid.text(last + 1, a.left)) for a in below):
        return False
    # Each name of the row stands under a group, or under an empty cell of a group that was not merged.
    return all(
        grid.area(last, area.left).right > grid.area(last, area.left).left
        or not grid.text(last, area.left)
        or _heads_group(grid, last, area.left)
        for area in below
    )


def _heads_group(grid: Grid, row: int, column: int) -> bool:
    """Whether the next cell to the right is an empty one that belongs to this one's group."""
    right = grid.area(row, column).right + 1
    return right <= grid.sheet.last_column and not grid.text(row, right) and bool(grid.text(row + 1, right))


def _is_numbering(grid: Grid, row: int) -> bool:
    texts = [grid.text(row, area.left) for area in grid.filled(row)]
    return len(texts) >= _FEWEST_HEADINGS and all(_NUMBERING.fullmatch(text) for text in texts)


def _table(grid: Grid, first: int, last: int) -> BlankTable | None:
    row = last + 1
    total: int | None = None
    if _is_total(_first_text(grid, row)):
        total, row = row, row + 1
    if any(_first_text(grid, row).startswith(word) for word in blank_words()["samples"]):
        row += 1
    start = row
    each = _record_rows(grid, start)
    has_lines = _mirrors(grid, first, start, each) and first + each - 1 in (last, last - 1)
    columns = tuple(_line_columns(grid, first, each) if has_lines else _columns(grid, first, last))
    keys: list[tuple[int, int, str]] = []
    while row <= grid.sheet.last_row and (found := _keys_of_row(grid, row, columns)) is not None:
        if len(found) > 1 and row > start and not keys:
            break  # labels of a form that goes on below its table
        if not found and row > start and _is_drawn(grid, start) and not _is_drawn(grid, row):
            break  # the gap between a table and its notes
        keys += found
        row += 1
    end = row - 1
    if total is None and _is_total(_first_text(grid, row)):
        total = row
    if (end < start and not _ends_here(grid, row, total)) or (end == start and _is_stacked(grid, row)):
        return None
    lines, block = (each, 1) if has_lines else (1, each)
    more = row <= grid.sheet.last_row
    halves = (0,) if has_lines else _halves(columns)
    own = columns[: len(columns) // len(halves)]
    return BlankTable(first, last, own, start, end, total, more, tuple(keys), lines, block, halves)


def _halves(columns: Sequence[Column]) -> tuple[int, ...]:
    """How far apart the same columns stand side by side; a serial number twice in a row says that they do."""
    serials = [column for column in columns if column.shown in blank_words()["serials"]]
    count = len(serials)
    width, rest = divmod(len(columns), max(count, 1))
    parts = [columns[place * width : (place + 1) * width] for place in range(count)]
    offsets = tuple(part[0].index - columns[0].index for part in parts) if width > 1 else ()
    is_repeated = all(
        [(one.headings, one.index - offset) for one in part]
        == [(one.headings, one.index) for one in columns[:width]]
        for part, offset in zip(parts, offsets, strict=False)
    )
    return offsets if count > 1 and not rest and offsets and is_repeated else (0,)


def _record_rows(grid: Grid, start: int) -> int:
    """How many rows the first record takes: those of the highest cell that begins in its first row."""
    return max((area.bottom - area.top + 1 for area in grid.areas_of(start) if area.top == start), default=1)


def _mirrors(grid: Grid, first: int, start: int, lines: int) -> bool:
    """Whether a record is laid out as its heading is, cell under cell: each line names one of its rows."""
    headings = [
        area
        for row in range(first, first + lines)
        for area in grid.filled(row)
        if area.top == row and grid.text(row, area.left)
    ]
    below = (grid.area(area.top - first + start, area.left) for area in headings)
    return lines > 1 and all(
        (one.left, one.right, one.bottom - one.top) == (area.left, area.right, area.bottom - area.top)
        for area, one in zip(headings, below, strict=True)
    )


def _line_columns(grid: Grid, first: int, lines: int) -> Iterator[Column]:
    for line in range(lines):
        for area in grid.filled(first + line):
            text = grid.text(area.top, area.left)
            if area.top == first + line and text:
                yield Column(area.left, (text,), line)


def _is_drawn(grid: Grid, row: int) -> bool:
    """Whether a row's cells have a look of their own, such as lines round them."""
    last = grid.sheet.last_column
    return any((cell := grid.sheet.cells.get((row, column))) and cell.style for column in range(1, last + 1))


def _ends_here(grid: Grid, row: int, total: int | None) -> bool:
    """Whether a heading without an empty row has nothing under it that would make it no heading."""
    return total is not None or row > grid.sheet.last_row or _is_line(grid, row)


def _is_stacked(grid: Grid, row: int) -> bool:
    """Whether rows of labels and of empty cells stand in turn: a form that looks like a table at first."""
    labels = [area for area in grid.filled(row) if grid.text(row, area.left)]
    return len(labels) > 1 and all(grid.is_empty_below(area) for area in labels)


def _columns(grid: Grid, first: int, last: int) -> Iterator[Column]:
    named = last - 1 if _is_numbering(grid, last) and last > first else last
    upper: dict[int, str] = {}
    for column in range(1, grid.sheet.last_column + 1):
        headings: list[str] = []
        for row in range(first, named + 1):
            text = grid.text(row, column)
            if text:
                upper[row] = text
            elif row < named and upper.get(row) and grid.text(row + 1, column) and column > 1:
                text = upper[row]  # a group that was written once and not merged
            if text and (not headings or headings[-1] != text):
                headings.append(text)
        if headings:
            yield Column(column, tuple(headings))


def _keys_of_row(grid: Grid, row: int, columns: Sequence[Column]) -> list[tuple[int, int, str]] | None:
    """What is written into a row already, its own number left aside; None for what is no row of the table."""
    if _is_total(_first_text(grid, row)) or _is_line(grid, row):
        return None
    keys = []
    filled = [area for area in grid.filled(row) if grid.text(row, area.left)]
    for area in filled:
        text = grid.text(row, area.left)
        if grid.is_formula(row, area.left) or _SERIAL.fullmatch(text):
            continue
        keys.append((row, area.left, text))
    return keys if len(keys) * 2 <= len(columns) or not keys else None


def _first_text(grid: Grid, row: int) -> str:
    return next((text for area in grid.filled(row) if (text := grid.text(row, area.left))), "")


def _is_total(text: str) -> bool:
    return shown_heading(text) in blank_words()["totals"]


def _is_line(grid: Grid, row: int) -> bool:
    """Whether a row is a note or a place for signatures."""
    filled = [area for area in grid.filled(row) if grid.text(row, area.left)]
    if not filled:
        return False
    text = shown_heading(grid.text(row, filled[0].left))
    is_wide = filled[0].right - filled[0].left + 1 > grid.sheet.last_column * _MANY
    begins = any(
        re.match(rf"{re.escape(word)}\s*(?:[（(].*?[)）])?(?:[:：]|$)", text)
        for word in blank_words()["lines"]
    )
    return begins or (len(filled) == 1 and (is_wide or bool(COLON.search(text))))
