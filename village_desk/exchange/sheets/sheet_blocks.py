"""Draws the blocks of a household's sheet as rows of cells; one small function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from village_desk.definitions.sheets import Block, BlockKind
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_asked import drawn_asked
from village_desk.exchange.sheets.sheet_cells import head_row, shown_cell, titled
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_household_values import divisor_name, household_values, silent_words
from village_desk.exchange.sheets.sheet_lines import drawn_lines
from village_desk.exchange.sheets.sheet_measure_values import measure_values
from village_desk.exchange.sheets.sheet_records import drawn_records, record_rows
from village_desk.exchange.sheets.sheet_shown import SheetValue, Shown, caption_of, find
from village_desk.exchange.sheets.sheet_signatures import drawn_signatures
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject, MeasureSubject, SheetRun
from village_desk.rules.figures import MEASURES

_ORDINALS = "一二三四五六七八九十"
_SUMS = ("gross", "net", "per_capita")
_SUM_STYLES = {"amount": "total-amount", "label": "total"}


def household_blocks(subject: HouseholdSubject, grid: Grid, note: LayoutBlock) -> Iterator[LayoutBlock]:
    """The blocks of one household below its title, signed as signed has them."""
    yield from signed(numbered(subject.run), note, lambda block: _DRAWERS[block.kind](subject, block, grid))


def signed(
    blocks: Iterable[Block], note: LayoutBlock, draw: Callable[[Block], Iterable[LayoutBlock]]
) -> Iterator[LayoutBlock]:
    """Draw blocks, the note before the signatures, and these never alone on a page."""
    held: list[LayoutBlock] = []
    for block in blocks:
        if block.kind is BlockKind.SIGNATURES:
            held = [*map(_kept_with_next, held), note]
        for drawn in draw(block):
            yield from held
            held = [drawn]
    yield from held


def _kept_with_next(block: LayoutBlock) -> LayoutBlock:
    *rows, last = block.rows
    return replace(block, rows=(*rows, replace(last, keep_with_next=True)))


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
            style = "body" if pairs == 1 or value.style == "body" else "centre"
            label = Shown(_answer_caption(value, subject.run))
            cells.append(shown_cell(label, spans[2 * place], "label"))
            cells.append(shown_cell(shown if shown.text else Shown(silent), spans[2 * place + 1], style))
        rest = sum(spans[len(cells) :])
        if rest:
            cells[-1] = replace(cells[-1], columns=cells[-1].columns + rest)
        rows.append(Row(tuple(cells)))
    yield titled(block, rows, grid)


def _answer_caption(value: SheetValue[HouseholdSubject], run: SheetRun) -> str:
    letter = run.sheet.letters.get("divisor", "")
    is_divisor = letter and value.name == divisor_name(run.reckoner.basis.divisor)
    return f"{value.caption} {letter}" if is_divisor else value.caption


def _text(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    rows = []
    spans = grid.spans(block.widths_mm)
    for name in block.values:
        caption, text = _caption_and_text(subject, name)
        cells = (Cell(caption, spans[0], style="label"), Cell(text, spans[1], style="body"))
        rows.append(Row(cells, block.height_mm, keep_with_next=True))
    yield titled(block, rows, grid)


def _caption_and_text(subject: HouseholdSubject, name: str) -> tuple[str, str]:
    if name.startswith("writing."):
        return caption_of(name), ""
    value = find(household_values(), name)
    return value.caption, value.show(subject).text


def _records(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    yield drawn_records(subject.run, block, record_rows((subject,), block), grid)


def _statement(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    yield LayoutBlock((Row((Cell(block.text, grid.columns, style="text"),), keep_with_next=True),))


def _measures(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    values = [find(measure_values(), name) for name in block.values]
    spans = grid.spans(block.widths_mm)
    rows = [head_row(tuple(value.caption for value in values), spans)]
    columns = [(value.show, span, value.style) for value, span in zip(values, spans, strict=True)]
    of_sums = [(show, span, _SUM_STYLES.get(style, "total-count")) for show, span, style in columns]
    for measure in MEASURES:
        row = MeasureSubject(subject, measure)
        drawn = of_sums if measure in _SUMS else columns
        rows.append(Row(tuple([shown_cell(show(row), span, style) for show, span, style in drawn])))
    yield replace(titled(block, rows, grid), keep_together=True)


def _signatures(subject: HouseholdSubject, block: Block, grid: Grid) -> Iterator[LayoutBlock]:
    yield drawn_signatures(block, grid)


_DRAWERS: Mapping[BlockKind, Callable[[HouseholdSubject, Block, Grid], Iterator[LayoutBlock]]] = {
    BlockKind.ANSWERS: _answers,
    BlockKind.LINES: drawn_lines,
    BlockKind.MEASURES: _measures,
    BlockKind.RECORDS: _records,
    BlockKind.ASKED: drawn_asked,
    BlockKind.TEXT: _text,
    BlockKind.STATEMENT: _statement,
    BlockKind.SIGNATURES: _signatures,
}
