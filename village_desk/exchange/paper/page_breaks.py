"""Decides once, for workbook, PDF and preview alike, where each page ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from village_desk.exchange.paper.layout import Block, Cell, Layout
from village_desk.exchange.paper.paper_frame import Frame, frame_of
from village_desk.exchange.paper.printed_page import NUMBER_ROW, Page, joined_slips, number_text, rows_height
from village_desk.exchange.paper.row_heights import PlacedRow, place_rows
from village_desk.exchange.paper.row_plans import shape_of

__all__ = ["NUMBER_ROW", "Page", "break_pages", "number_text", "pages_expected", "pages_in_turn"]


class _Chunk(Struct):
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
        return rows_height(self.rows)


def break_pages(layout: Layout) -> tuple[Page, ...]:
    """Every page of a layout, as pages_in_turn."""
    return tuple(pages_in_turn(layout, frame_of(layout)))


def pages_in_turn(layout: Layout, frame: Frame) -> Iterator[Page]:
    """Place every row on a page; where pages are counted by group, no more than one group is held.

    A group that fits a page is on one page; rows joined by a cell over several rows or by ``keep_with_next``
    stay together while a page can hold them; a head is never alone at the foot of a page.

    Raises:
        Refusal: A text is longer than its joined cells can ever show.
    """
    in_groups = layout.numbering == "group"
    pages = _pages_by_group(layout.blocks, frame, NUMBER_ROW if in_groups else 0.0)
    if layout.slips > 1:
        pages = joined_slips(pages, layout.slips, frame)
    if in_groups:
        yield from pages
        return
    whole = list(pages)
    for number, page in enumerate(whole, 1):
        yield replace(page, number=number, total=len(whole))


def pages_expected(layout: Layout, done: int, page: Page) -> int:
    """How many pages there will be as far as it is known at a page, counting one for each group to come."""
    if layout.numbering == "whole":
        return page.total
    return done + page.total - page.number + max(layout.groups - page.group, 1)


def _pages_by_group(blocks: Iterable[Block], frame: Frame, number_row: float) -> Iterator[Page]:
    for group, own in enumerate(_groups(blocks)):
        filled = _group_pages(own, frame, number_row)
        for number, (rows, repeated) in enumerate(filled, 1):
            yield Page(tuple(rows), repeated, number, len(filled), group)


def _group_pages(
    blocks: Sequence[Block], frame: Frame, number_row: float
) -> list[tuple[list[PlacedRow], int]]:
    """One group's pages; only where one page does not hold it is room kept for its page numbers."""
    chunks = _joined([chunk for block in blocks for chunk in _chunks(block, frame)])
    if sum(chunk.height for chunk in chunks) <= frame.room:
        return [([row for chunk in chunks for row in chunk.rows], 0)]
    continuation = blocks[0].continuation
    top = place_rows([continuation], frame) if continuation else []
    room = frame.room - number_row - rows_height(top)
    first, *others = _filled(chunks, room, rows_height(top))
    return [first, *(([*top, *rows], len(top) + repeated) for rows, repeated in others)]


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
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
    placed = place_rows(block.rows, frame)
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
        covered = max(covered - 1, placed_row.plan.covers)
        if not covered and not placed_row.row.keep_with_next:
            yield _Chunk(run, _rows_kept(run, len(head) if not above else 0, frame.room), above, head)
            run, above = [], head
    if run:
        yield _Chunk(run, len(run), above, head)


def _rows_kept(run: list[PlacedRow], head_rows: int, room: float) -> int:
    loose = not any(placed.row.keep_with_next for placed in run[head_rows:])
    least = head_rows + 2
    return least if loose and len(run) > least + 1 and rows_height(run) > room / 2 else len(run)


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


def _filled(chunks: list[_Chunk], room: float, more_at_first: float) -> Iterator[tuple[list[PlacedRow], int]]:
    page: list[PlacedRow] = []
    repeated = 0
    used = -more_at_first
    for chunk in chunks:
        if page and used + chunk.height > room and not _may_begin_here(chunk, room - used):
            yield page, repeated
            page, used = list(chunk.head), rows_height(chunk.head)
            repeated = len(page)
        for part in _fitting_parts(chunk, room, used):
            if part is None:
                yield page, repeated
                page, used = list(chunk.head_after_cut), rows_height(chunk.head_after_cut)
                repeated = len(page)
                continue
            page += part
            used += rows_height(part)
    if page:
        yield page, repeated


def _may_begin_here(chunk: _Chunk, room: float) -> bool:
    return chunk.first_rows < len(chunk.rows) and _rows_that_fit(chunk.rows, room) >= chunk.first_rows


def _fitting_parts(chunk: _Chunk, room: float, used: float) -> Iterator[list[PlacedRow] | None]:
    """The chunk whole if it fits, else cut row by row; None stands for the end of a page."""
    rows = chunk.rows
    while used + rows_height(rows) > room:
        count = _rows_that_fit(rows, room - used)
        before, rows = _cut(rows, count)
        yield before
        yield None
        used = rows_height(chunk.head_after_cut)
    yield rows


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
        before.append(_with_cells(placed, cells, placed.columns))
    if not carried or count >= len(rows):
        return before, rows[count:]
    first = rows[count]
    standing = dict(zip(first.columns, first.row.cells, strict=True)) | carried
    columns = tuple(sorted(standing))
    return before, [_with_cells(first, [standing[column] for column in columns], columns), *rows[count + 1 :]]


def _with_cells(placed: PlacedRow, cells: Sequence[Cell], columns: tuple[int, ...]) -> PlacedRow:
    row = replace(placed.row, cells=tuple(cells))
    return replace(placed, row=row, plan=replace(placed.plan, shape=shape_of(row), columns=columns))
