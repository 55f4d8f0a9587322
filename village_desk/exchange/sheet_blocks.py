"""Draws each kind of block as rows of cells; one small function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from village_desk.definitions.sheets import Block, BlockKind
from village_desk.definitions.words import say
from village_desk.exchange.layout import Block as LayoutBlock
from village_desk.exchange.layout import Cell, Row
from village_desk.exchange.sheet_grid import Grid
from village_desk.exchange.sheet_subjects import (
    MEMO,
    SEPARATE,
    HouseholdSubject,
    LineGroup,
    LineSubject,
    MeasureSubject,
    SheetRun,
    line_groups,
)
from village_desk.exchange.sheet_values import (
    NOT_APPLICABLE,
    SheetValue,
    Shown,
    amount,
    caption_of,
    divisor_name,
    find,
    group_label,
    household_values,
    line_letter,
    line_values,
    measure_label,
    measure_values,
    silent_words,
)
from village_desk.rules.figures import MEASURES

SEAL_ROOM_MM = 40.0
"""Kept free at the right of the signatures for the round seal (domain.md 5.2)."""

_MOST_ROWS_TOGETHER = 10
"""More lines of one category are cut, so that half a page is never left empty for them."""
_SIGNATURE_HEIGHT_MM = 9.8
_HEAD_ROWS = 1
_ORDINALS = "一二三四五六七八九十"


def household_blocks(subject: HouseholdSubject, grid: Grid, note: LayoutBlock) -> Iterator[LayoutBlock]:
    """The blocks of one household below its title; the note stands before the signatures."""
    for block in numbered(subject.run):
        if block.kind is BlockKind.SIGNATURES:
            yield note
        yield from _DRAWERS[block.kind](subject, block, grid)


def numbered(run: SheetRun) -> Iterator[Block]:
    """The blocks that this kind of copy has, their titles numbered without a gap."""
    place = 0
    for block in run.sheet.blocks:
        if run.mask.copy not in block.copies:
            continue
        if block.title:
            yield replace(block, title=f"{_ORDINALS[place]}、{block.title}")
            place += 1
        else:
            yield block


def drawn_signatures(block: Block, grid: Grid) -> LayoutBlock:
    """Two signatures to a line, and room for date and seal at the right."""
    left = grid.left_of(SEAL_ROOM_MM)
    first = max(_half(grid, left), 1)
    labels = [f"{label}：" for label in block.labels]
    pairs = [[*labels[place : place + 2], ""][:2] for place in range(0, len(labels), 2)]
    rows = [
        Row(
            (Cell(pair[0], first, style="signature"), Cell(pair[1], left - first, style="signature")),
            _SIGNATURE_HEIGHT_MM,
        )
        for pair in pairs
    ]
    # The seal is stamped over the date, so both have the one place that stays free.
    seal = Cell(say("sheet.date_line"), grid.columns - left, len(rows), style="signature")
    rows[0] = replace(rows[0], cells=(*rows[0].cells, seal))
    return LayoutBlock(tuple(rows), keep_together=True)


def section_row(title: str, grid: Grid) -> Row:
    """The title of a block, never alone at the foot of a page."""
    return Row((Cell(title, grid.columns, style="section"),), keep_with_next=True)


def shown_cell(shown: Shown, columns: int, style: str) -> Cell:
    """A value as a cell."""
    return Cell(shown.text, columns, style=style, number=shown.number)


def _half(grid: Grid, left: int) -> int:
    """The column edge nearest to the middle of the columns left of the seal."""
    edges = list(accumulate(grid.widths_mm[:left]))
    return 1 + min(range(left - 1), key=lambda place: abs(edges[place] - edges[-1] / 2))


def _answers(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    values = [find(household_values(), name) for name in block.values]
    values = [value for value in values if not subject.run.mask.hides(value.sensitive)]
    if not values:
        return
    silent = silent_words(subject, block.state.partition(".")[2]) if block.state else ""
    spans = grid.spans(block.widths_mm)
    pairs = len(spans) // 2
    rows = []
    for start in range(0, len(values), pairs):
        cells: list[Cell] = []
        for place, value in enumerate(values[start : start + pairs]):
            shown = value.show(subject)
            style = "body" if pairs == 1 else "centre"
            cells.append(Cell(_answer_caption(value, subject.run), spans[2 * place], style="label"))
            cells.append(shown_cell(shown if shown.text else Shown(silent), spans[2 * place + 1], style))
        rest = sum(spans[len(cells) :])
        if rest:
            cells[-1] = replace(cells[-1], columns=cells[-1].columns + rest)
        rows.append(Row(tuple(cells)))
    yield _titled(block, rows, grid)


def _answer_caption(value: SheetValue[HouseholdSubject], run: SheetRun) -> str:
    letter = run.sheet.letters.get("divisor", "")
    is_divisor = letter and value.name == divisor_name(run.reckoner.basis.divisor)
    return f"{value.caption} {letter}" if is_divisor else value.caption


def _titled(block: Block, rows: Sequence[Row], grid: Grid, *, head_rows: int = 0) -> LayoutBlock:
    """Rows under their title, which a repeated head has with it."""
    if block.title:
        return LayoutBlock((section_row(block.title, grid), *rows), 0 if not head_rows else head_rows + 1)
    return LayoutBlock(tuple(rows), head_rows)


def _text(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    rows = []
    spans = grid.spans(block.widths_mm)
    for name in block.values:
        caption, text = _caption_and_text(subject, name)
        cells = (Cell(caption, spans[0], style="label"), Cell(text, spans[1], style="body"))
        rows.append(Row(cells, block.height_mm, keep_with_next=True))
    yield _titled(block, rows, grid)


def _caption_and_text(subject: HouseholdSubject, name: str) -> tuple[str, str]:
    if name.startswith("writing."):
        return caption_of(name), ""
    value = find(household_values(), name)
    return value.caption, value.show(subject).text


def _ruled(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    spans = grid.spans(block.widths_mm)
    head = Row(
        tuple(
            Cell(caption_of(name), span, style="head") for name, span in zip(block.values, spans, strict=True)
        )
    )
    rows = [head]
    for number in range(1, block.count + 1):
        texts = (str(number) if name == "writing.number" else "" for name in block.values)
        cells = tuple(Cell(text, span, style="count") for text, span in zip(texts, spans, strict=True))
        rows.append(Row(cells, block.height_mm))
    yield _titled(block, rows, grid, head_rows=_HEAD_ROWS)


def _measures(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    values = [find(measure_values(), name) for name in block.values]
    spans = grid.spans(block.widths_mm)
    rows = [_head(values, spans)]
    for measure in MEASURES:
        row = MeasureSubject(subject, measure)
        is_sum = measure in ("gross", "net", "per_capita")
        cells = (
            shown_cell(value.show(row), span, _sum_style(value.style) if is_sum else value.style)
            for value, span in zip(values, spans, strict=True)
        )
        rows.append(Row(tuple(cells)))
    yield replace(_titled(block, rows, grid), keep_together=True)


def _head(values: Iterable[SheetValue[MeasureSubject]], spans: Sequence[int]) -> Row:
    return Row(
        tuple(Cell(value.caption, span, style="head") for value, span in zip(values, spans, strict=True))
    )


def _sum_style(style: str) -> str:
    return {"amount": "total-amount", "label": "total", "count": "total-count"}.get(style, "total-count")


def _lines(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    values = [find(line_values(), name) for name in block.values]
    spans = grid.spans(block.widths_mm)
    captions = [caption_of("line.group"), *(value.caption for value in values)]
    head = Row(
        tuple(Cell(caption, span, style="head") for caption, span in zip(captions, spans, strict=True))
    )
    rows = [head] if block.head else []
    window = subject.run.window if block.window == "quarter" else subject.run.year_window
    for group in line_groups(subject, block.groups, window):
        if group.rows or group.group != SEPARATE:
            rows += _group_rows(subject, group, values, spans)
    yield _titled(block, rows, grid, head_rows=_HEAD_ROWS if block.head else 0)


def _group_rows(
    subject: HouseholdSubject,
    group: LineGroup,
    values: Sequence[SheetValue[LineSubject]],
    spans: Sequence[int],
) -> Iterator[Row]:
    """The lines of a category and their sum beside the category's name."""
    body = list(_line_rows(group, values, spans))
    if not body:
        body = [_empty_row(subject, group, values, spans)]
    elif group.group not in (SEPARATE, MEMO) and len(body) > 1:
        body.append(_total_row(subject.run, group, values, spans))
    label = group_label(group.group, subject.run.sheet.ordinals)
    for rows in _even_parts(body):
        for number, cells in enumerate(rows):
            first = (Cell(label, spans[0], len(rows), "label"),) if number == 0 else ()
            yield Row((*first, *cells))


def _even_parts(rows: list[tuple[Cell, ...]]) -> Iterator[list[tuple[Cell, ...]]]:
    """Rows in as few parts as allowed and of about one length, so that no sum stands alone."""
    parts = -(-len(rows) // _MOST_ROWS_TOGETHER)
    size = -(-len(rows) // parts)
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _line_rows(
    group: LineGroup, values: Sequence[SheetValue[LineSubject]], spans: Sequence[int]
) -> Iterator[tuple[Cell, ...]]:
    for row in group.rows:
        yield tuple(
            shown_cell(value.show(row), span, value.style)
            for value, span in zip(values, spans[1:], strict=True)
        )


def _empty_row(
    subject: HouseholdSubject,
    group: LineGroup,
    values: Sequence[SheetValue[LineSubject]],
    spans: Sequence[int],
) -> tuple[Cell, ...]:
    letter = subject.run.sheet.letters.get(group.group, NOT_APPLICABLE)
    words = silent_words(subject, group.group) if subject.run.quarter else ""
    texts = {"line.letter": letter, "line.item": words or NOT_APPLICABLE}
    return tuple(
        Cell(
            texts.get(value.name, NOT_APPLICABLE),
            span,
            style="centre" if value.style == "body" else value.style,
        )
        for value, span in zip(values, spans[1:], strict=True)
    )


def _total_row(
    run: SheetRun, group: LineGroup, values: Sequence[SheetValue[LineSubject]], spans: Sequence[int]
) -> tuple[Cell, ...]:
    place = next(place for place, value in enumerate(values) if value.name == "line.amount")
    label = say("sheet.total", label=measure_label(group.group, {}))
    if group.group in run.sheet.letters:
        label = f"{label}　{_sum_formula(run.sheet.letters[group.group], group.rows)}"
    before, after = sum(spans[1 : place + 1]), sum(spans[place + 2 :])
    total = amount(group.total, NOT_APPLICABLE)
    cells = [
        Cell(label, before, style="total"),
        Cell(total.text, spans[place + 1], 1, "total-amount", total.number),
    ]
    return (*cells, *((Cell("", after, style="total"),) if after else ()))


def _sum_formula(letter: str, rows: Sequence[LineSubject]) -> str:
    first, last = line_letter(rows[0]), line_letter(rows[-1])
    parts = first if len(rows) == 1 else f"{first}+{last}" if len(rows) == 2 else f"{first}+…+{last}"
    return say("sheet.total_formula", letter=letter, parts=parts)


def _signatures(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    yield drawn_signatures(block, grid)


_DRAWERS: Mapping[BlockKind, Callable[[HouseholdSubject, Block, Grid], Iterator[LayoutBlock]]] = {
    BlockKind.ANSWERS: _answers,
    BlockKind.LINES: _lines,
    BlockKind.MEASURES: _measures,
    BlockKind.TEXT: _text,
    BlockKind.RULED: _ruled,
    BlockKind.SIGNATURES: _signatures,
}
