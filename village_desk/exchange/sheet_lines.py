"""Draws ledger lines: each category beside its rows, and under them their sum with its formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from village_desk.definitions.sheets import Block
from village_desk.definitions.words import say
from village_desk.exchange.layout import Block as LayoutBlock
from village_desk.exchange.layout import Cell, Row
from village_desk.exchange.sheet_cells import shown_cell, titled
from village_desk.exchange.sheet_grid import Grid
from village_desk.exchange.sheet_household_values import silent_words
from village_desk.exchange.sheet_line_values import line_letter, line_values
from village_desk.exchange.sheet_measure_values import group_label, measure_label
from village_desk.exchange.sheet_shown import NOT_APPLICABLE, SheetValue, amount, caption_of, find
from village_desk.exchange.sheet_subjects import (
    MEMO,
    SEPARATE,
    HouseholdSubject,
    LineGroup,
    LineSubject,
    SheetRun,
    line_groups,
)

_MOST_ROWS_TOGETHER = 10
"""More lines of one category are cut, so that half a page is never left empty for them."""


def drawn_lines(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    """A block of ledger lines; separate items are left out where there are none."""
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
    yield titled(block, rows, grid, head_rows=1 if block.head else 0)


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
    for place, rows in enumerate(_even_parts(body)):
        beside = say("sheet.continued", label=label) if place else label
        yield Row((Cell(beside, spans[0], len(rows), "label"), *rows[0]))
        yield from (Row(cells) for cells in rows[1:])


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
