"""Decides once, for workbook, PDF and preview alike, how high each row is and where each page ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import ceil, floor

from village_desk.exchange.layout import POINTS_PER_MM, STYLES, Block, Cell, Face, Layout, Row
from village_desk.exchange.line_breaks import WIDEST_EM, fits_one_line, lines_of
from village_desk.rules.refusals import Refusal

FOOTER_FACE = Face.SERIF
FOOTER_SIZE = 8.0
FOOTER_LEADING = 10.5
NUMBER_ROOM_MM = 34.0
"""Kept free at the right of the footer for 第x页 共y页."""

_PAPER_MM = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
_FOOTER_FROM_EDGE_MM = 9.0
_SLACK = 0.985
"""Excel and WPS round every row to a pixel of the printer; this much of the page stays free for that."""
_GROUP_NUMBER_MM = 6.0
_TALLEST_ROW = 396.0
"""Points; Excel knows no row higher than 409."""
_SURELY_LOW = 80
"""Characters that cannot make a row too tall in any column."""
_STEP = 0.75
"""Points in a pixel of the screen: Excel stores row heights in these steps."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The paper around the rows, in points; ``scale`` is 1 unless the columns are wider than the paper."""

    width: float
    height: float
    top: float
    left: float
    room: float
    scale: float
    columns: tuple[float, ...]
    footer_lines: tuple[str, ...]
    footer_top: float
    footer_left: float
    footer_right: float


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row on its page: the column at which each cell starts and the height in points."""

    row: Row
    columns: tuple[int, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows; ``repeated`` rows at its top are a head that is printed again."""

    rows: tuple[PlacedRow, ...]
    repeated: int
    number: int
    total: int
    group: int


@dataclass(slots=True)
class _Chunk:
    """Rows that no page end may separate, and the heads to repeat above them or after a forced cut.

    From ``first_rows`` on, rows under a cell of more than half a page may be separated after all: else a
    category with many lines would leave half a page empty.
    """

    rows: list[PlacedRow]
    first_rows: int
    head: tuple[PlacedRow, ...]
    head_after_cut: tuple[PlacedRow, ...]

    @property
    def height(self) -> float:
        return _height(self.rows)


def frame_of(layout: Layout) -> Frame:
    """Measure the paper: what is free for rows, how far the columns are scaled, how the footer is cut."""
    short, long = _PAPER_MM[layout.paper]
    wide, high = (long, short) if layout.landscape else (short, long)
    top, right, bottom, left = layout.margins_mm
    usable = (wide - left - right) * POINTS_PER_MM
    columns = sum(layout.column_widths_mm) * POINTS_PER_MM
    scale = min(1.0, floor(100 * usable / columns + 1e-6) / 100)
    lines = lines_of(layout.footer, FOOTER_FACE, FOOTER_SIZE, usable - NUMBER_ROOM_MM * POINTS_PER_MM)
    footer_height = len(lines) * FOOTER_LEADING
    footer_top = _FOOTER_FROM_EDGE_MM * POINTS_PER_MM + footer_height
    lowest = max(bottom * POINTS_PER_MM, footer_top + 3 * POINTS_PER_MM)
    room = (high - top) * POINTS_PER_MM - lowest
    if layout.numbering == "group":
        room -= _GROUP_NUMBER_MM * POINTS_PER_MM
    return Frame(
        width=wide * POINTS_PER_MM,
        height=high * POINTS_PER_MM,
        top=top * POINTS_PER_MM,
        left=left * POINTS_PER_MM + (usable - columns * scale) / 2,
        room=room * _SLACK / scale,
        scale=scale,
        columns=_edges(layout.column_widths_mm),
        footer_lines=lines,
        footer_top=footer_top,
        footer_left=left * POINTS_PER_MM,
        footer_right=(wide - right) * POINTS_PER_MM,
    )


def break_pages(layout: Layout) -> tuple[Page, ...]:
    """Place every row on a page.

    A group that fits a page is on one page; rows joined by a cell over several rows or by ``keep_with_next``
    stay together while a page can hold them; a head is never alone at the foot of a page.

    Raises:
        Refusal: A text is longer than its joined cells can ever show.
    """
    frame = frame_of(layout)
    pages: list[Page] = []
    for group, blocks in enumerate(_groups(layout.blocks)):
        chunks = [chunk for block in blocks for chunk in _chunks(block, frame)]
        filled = list(_filled(_joined(chunks), frame.room))
        for number, (rows, repeated) in enumerate(filled, 1):
            pages.append(Page(tuple(rows), repeated, number, len(filled), group))
    if layout.numbering == "group":
        return tuple(pages)
    return tuple(replace(page, number=number, total=len(pages)) for number, page in enumerate(pages, 1))


def number_text(page: Page) -> str:
    """The page's number as it is printed."""
    return f"第{page.number}页 共{page.total}页"


def cell_room(cell: Cell, column: int, frame: Frame) -> float:
    """Points that a line of the cell may take."""
    width = frame.columns[column + cell.columns] - frame.columns[column]
    return width - 2 * STYLES[cell.style].side_mm * POINTS_PER_MM


def cell_lines(cell: Cell, column: int, frame: Frame) -> tuple[str, ...]:
    """The cell's text as the lines that are drawn."""
    style = STYLES[cell.style]
    room = cell_room(cell, column, frame)
    if fits_one_line(cell.text, style.face, style.size, room):
        return (cell.text,)
    return lines_of(cell.text, style.face, style.size, room)


def _edges(widths_mm: tuple[float, ...]) -> tuple[float, ...]:
    edges = [0.0]
    for width in widths_mm:
        edges.append(edges[-1] + width * POINTS_PER_MM)
    return tuple(edges)


def _groups(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        if block.starts_page and group:
            yield group
            group = []
        if block.rows:
            group.append(block)
    if group:
        yield group


def _chunks(block: Block, frame: Frame) -> Iterator[_Chunk]:
    rows = [part for row in block.rows for part in _parts_of_tall(row, frame)]
    placed = _placed(rows, frame)
    head = tuple(placed[: block.head_rows])
    whole = _Chunk(placed, len(placed), (), head)
    if block.keep_together and whole.height <= frame.room:
        yield whole
        return
    above: tuple[PlacedRow, ...] = ()
    run: list[PlacedRow] = list(head)
    covered = 0
    for placed_row in placed[len(head) :]:
        run.append(placed_row)
        covered = max(covered - 1, *(cell.rows - 1 for cell in placed_row.row.cells), 0)
        if not covered and not placed_row.row.keep_with_next:
            yield _Chunk(run, _rows_kept(run, len(head) if not above else 0, frame.room), above, head)
            run, above = [], head
    if run:
        yield _Chunk(run, len(run), above, head)


def _rows_kept(run: list[PlacedRow], head_rows: int, room: float) -> int:
    loose = not any(placed.row.keep_with_next for placed in run[head_rows:])
    least = head_rows + 2
    return least if loose and len(run) > least + 1 and _height(run) > room / 2 else len(run)


def _joined(chunks: list[_Chunk]) -> list[_Chunk]:
    """Join a chunk to the next one when its last row asks for it: a caption stays with its table."""
    joined: list[_Chunk] = []
    for chunk in chunks:
        if joined and joined[-1].rows[-1].row.keep_with_next:
            before = joined[-1]
            kept = len(before.rows) + chunk.first_rows
            joined[-1] = _Chunk(before.rows + chunk.rows, kept, before.head, chunk.head_after_cut)
        else:
            joined.append(chunk)
    return joined


def _filled(chunks: list[_Chunk], room: float) -> Iterator[tuple[list[PlacedRow], int]]:
    page: list[PlacedRow] = []
    repeated = 0
    used = 0.0
    for chunk in chunks:
        if page and used + chunk.height > room and not _may_begin_here(chunk, room - used):
            yield page, repeated
            page, used = list(chunk.head), _height(chunk.head)
            repeated = len(page)
        for part in _fitting_parts(chunk, room, used):
            if part is None:
                yield page, repeated
                page, used = list(chunk.head_after_cut), _height(chunk.head_after_cut)
                repeated = len(page)
                continue
            page += part
            used += _height(part)
    if page:
        yield page, repeated


def _may_begin_here(chunk: _Chunk, room: float) -> bool:
    return chunk.first_rows < len(chunk.rows) and _rows_that_fit(chunk.rows, room) >= chunk.first_rows


def _fitting_parts(chunk: _Chunk, room: float, used: float) -> Iterator[list[PlacedRow] | None]:
    """The chunk whole if it fits, else cut row by row; None stands for the end of a page."""
    rows = chunk.rows
    while used + _height(rows) > room:
        count = _rows_that_fit(rows, room - used)
        before, rows = _cut(rows, count)
        yield before
        yield None
        used = _height(chunk.head_after_cut)
    yield rows


def _height(rows: Sequence[PlacedRow]) -> float:
    return sum(placed.height for placed in rows)


def _rows_that_fit(rows: Sequence[PlacedRow], room: float) -> int:
    for count, placed in enumerate(rows):
        room -= placed.height
        if room < 0:
            return max(count, 1)
    return len(rows)


def _cut(rows: list[PlacedRow], count: int) -> tuple[list[PlacedRow], list[PlacedRow]]:
    """Cut rows in two; a cell over several rows stands on both sides with the rows left to it."""
    before: list[PlacedRow] = []
    carried: dict[int, Cell] = {}
    for index, placed in enumerate(rows[:count]):
        cells = []
        for cell, column in zip(placed.row.cells, placed.columns, strict=True):
            left = index + cell.rows - count
            if left > 0:
                carried[column] = replace(cell, rows=left, number=None)
                cell = replace(cell, rows=cell.rows - left)  # noqa: PLW2901 - the same cell, shortened
            cells.append(cell)
        before.append(replace(placed, row=replace(placed.row, cells=tuple(cells))))
    if not carried or count >= len(rows):
        return before, rows[count:]
    first = rows[count]
    standing = dict(zip(first.columns, first.row.cells, strict=True)) | carried
    columns = tuple(sorted(standing))
    row = replace(first.row, cells=tuple(standing[column] for column in columns))
    return before, [replace(first, row=row, columns=columns), *rows[count + 1 :]]


def _placed(rows: list[Row], frame: Frame) -> list[PlacedRow]:
    positions = _positions(rows, len(frame.columns) - 1)
    heights = [_natural_height(row, columns, frame) for row, columns in zip(rows, positions, strict=True)]
    for index, (row, columns) in enumerate(zip(rows, positions, strict=True)):
        for cell, column in zip(row.cells, columns, strict=True):
            if cell.rows > 1:
                _stretch(heights, index, cell, _cell_height(cell, column, frame))
    return [
        PlacedRow(row, columns, _stepped(height))
        for row, columns, height in zip(rows, positions, heights, strict=True)
    ]


def _positions(rows: list[Row], width: int) -> list[tuple[int, ...]]:
    """The column of every cell, skipping what cells above still cover.

    Raises:
        ValueError: A row has more cells than the layout has columns.
    """
    covered: dict[int, int] = {}
    positions: list[tuple[int, ...]] = []
    for row in rows:
        columns: list[int] = []
        column = 0
        opened: dict[int, int] = {}
        for cell in row.cells:
            while column in covered:
                column += 1
            columns.append(column)
            if cell.rows > 1:
                opened.update(dict.fromkeys(range(column, column + cell.columns), cell.rows))
            column += cell.columns
        if column > width:
            raise ValueError(f"a row has more cells than {width} columns hold")
        positions.append(_one_for_all(tuple(columns)))
        if covered or opened:
            covered = {taken: left - 1 for taken, left in (covered | opened).items() if left > 1}
    return positions


@lru_cache(maxsize=1024)
def _one_for_all(columns: tuple[int, ...]) -> tuple[int, ...]:
    return columns


def _natural_height(row: Row, columns: tuple[int, ...], frame: Frame) -> float:
    height = (row.height_mm or 0.0) * POINTS_PER_MM
    edges = frame.columns
    for cell, column in zip(row.cells, columns, strict=True):
        if cell.rows > 1:
            continue
        one_line, sides, widest = _line_measures(cell.style)
        height = max(height, one_line)
        text = cell.text
        # most texts are so short that they need not be measured: this loop sees every cell of a village
        if len(text) * widest + sides > edges[column + cell.columns] - edges[column] or "\n" in text:
            height = max(height, _cell_height(cell, column, frame))
    return height


def _cell_height(cell: Cell, column: int, frame: Frame) -> float:
    lines = len(cell_lines(cell, column, frame))
    return _line_measures(cell.style)[0] + STYLES[cell.style].leading * (lines - 1)


@cache
def _line_measures(style_name: str) -> tuple[float, float, float]:
    """Height of a cell of one line, both paddings at its sides, and the widest that a character can be."""
    style = STYLES[style_name]
    one_line = style.leading + (style.above_mm + style.below_mm) * POINTS_PER_MM
    return one_line, 2 * style.side_mm * POINTS_PER_MM, WIDEST_EM * style.size


def _stretch(heights: list[float], first: int, cell: Cell, needed: float) -> None:
    covered = heights[first : first + cell.rows]
    more = (needed - sum(covered)) / len(covered)
    if more <= 0:
        return
    for index in range(first, first + len(covered)):
        heights[index] += more
        if heights[index] > _TALLEST_ROW:
            raise Refusal("paper-cell-too-long", length=len(cell.text))


def _stepped(height: float) -> float:
    return ceil(height / _STEP - 1e-6) * _STEP


def _parts_of_tall(row: Row, frame: Frame) -> Iterator[Row]:
    """The row, or several rows if its text is higher than a page or than Excel allows."""
    if not any(len(cell.text) > _SURELY_LOW or "\n" in cell.text for cell in row.cells):
        yield row
        return
    (columns,) = _positions([row], len(frame.columns) - 1)
    limit = min(_TALLEST_ROW, frame.room / 2)
    if _natural_height(row, columns, frame) <= limit:
        yield row
        return
    lines = [cell_lines(cell, column, frame) for cell, column in zip(row.cells, columns, strict=True)]
    size = min(int(limit / STYLES[cell.style].leading) - 2 for cell in row.cells)
    for start in range(0, max(map(len, lines)), size):
        texts = ["\n".join(part[start : start + size]) for part in lines]
        cells = (
            replace(cell, text=text, number=None if start else cell.number)
            for cell, text in zip(row.cells, texts, strict=True)
        )
        yield replace(row, cells=tuple(cells), height_mm=None)
