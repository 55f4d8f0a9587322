"""Draws ledger lines: each category beside its rows; their sums stand in the table of measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from village_desk.definitions.sheets import Block
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_cells import head_row, shown_cell, titled
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_household_values import silent_words
from village_desk.exchange.sheets.sheet_line_values import line_values
from village_desk.exchange.sheets.sheet_measure_values import group_label
from village_desk.exchange.sheets.sheet_shown import NOT_APPLICABLE, SheetValue, Shown, caption_of, find
from village_desk.exchange.sheets.sheet_subjects import (
    SEPARATE,
    HouseholdSubject,
    LineGroup,
    LineSubject,
    line_groups,
)

_MOST_ROWS_TOGETHER = 10
"""More lines of one category are cut, so that half a page is never left empty for them."""


def drawn_lines(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    """A block of ledger lines; separate items are left out where there are none."""
    values = [find(line_values(), name) for name in block.values]
    spans = grid.spans(block.widths_mm)
    captions = (caption_of("line.group"), *(value.caption for value in values))
    rows = [head_row(captions, spans)] if block.head else []
    for group in _groups(subject, block):
        if group.rows or group.group != SEPARATE:
            rows += _group_rows(subject, group, values, spans)
    rows += [Row(tuple(Cell("", span, style="body") for span in spans))] * block.count
    yield titled(block, rows, grid, head_rows=1 if block.head else 0)


def _groups(subject: HouseholdSubject, block: Block) -> tuple[LineGroup, ...]:
    if block.window in ("quarter", "before"):
        window = subject.run.window
        return line_groups(subject, block.groups, window.before() if block.window == "before" else window)
    return tuple(subject.year_groups[group] for group in block.groups)


def _group_rows(
    subject: HouseholdSubject,
    group: LineGroup,
    values: Sequence[SheetValue[LineSubject]],
    spans: Sequence[int],
) -> Iterator[Row]:
    """The lines of a category beside its name."""
    body = list(_line_rows(group, values, spans))
    if not body:
        body = [_empty_row(subject, group, values, spans)]
    label = group_label(group.group, subject.run.sheet.ordinals)
    for place, rows in enumerate(_even_parts(body)):
        beside = say("sheet.continued", label=label) if place else label
        yield Row((Cell(beside, spans[0], len(rows), "label"), *rows[0]))
        yield from (Row(cells) for cells in rows[1:])


def _even_parts(rows: list[tuple[Cell, ...]]) -> Iterator[list[tuple[Cell, ...]]]:
    """Rows in as few parts as allowed and of about one length, so that no row stands alone."""
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
    texts = {"line.letter": letter, "line.item": words or NOT_APPLICABLE, "line.now": ""}
    return tuple(
        shown_cell(
            Shown(texts.get(value.name, NOT_APPLICABLE)),
            span,
            "centre" if value.style == "body" else value.style,
        )
        for value, span in zip(values, spans[1:], strict=True)
    )
