"""The summary: one row for each 小组, or each village of a township, then the whole and the classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from village_desk.definitions.codes import code_list
from village_desk.definitions.sheets import Block
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_cells import section_row, shown_cell
from village_desk.exchange.sheets.sheet_columns import captions_over, head_rows
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_shown import Shown, caption_of, find
from village_desk.exchange.sheets.sheet_subjects import SheetRun, UnitSubject
from village_desk.exchange.sheets.sheet_unit_values import BANDS, band_captions, band_shown, unit_values
from village_desk.rules.figures import (
    HouseholdIncome,
    RollUp,
    by_class,
    by_group,
    by_village,
    roll_up,
    roll_ups_together,
)
from village_desk.rules.indicators.scene import Group, is_in
from village_desk.rules.money import Fen
from village_desk.rules.records import Household

_SUM_STYLES = {"amount": "total-amount", "count": "total-count"}
_Cell = tuple[Household, RollUp]
"""One of some households of a part that are in the same classes, and all of them added up."""


def unit_rows(
    run: SheetRun,
    figures: Sequence[HouseholdIncome],
    line: Fen | None,
    fall_percent: int,
    villages: Mapping[str, str] | None = None,
) -> tuple[tuple[UnitSubject, ...], tuple[UnitSubject, ...]]:
    """The rows of the groups, and those of the totals that stay together on the last page.

    With the names of ``villages`` by code there is a row for each of these instead.
    """

    def rolled(chosen: Sequence[HouseholdIncome]) -> RollUp:
        return roll_up(chosen, run.reckoner, run.bands, line=line, fall_percent=fall_percent)

    def unit(label: str, chosen: Iterable[_Cell]) -> UnitSubject:
        return UnitSubject(
            run, label, roll_ups_together([rolled(()), *(one for _, one in chosen)], run.reckoner)
        )

    if villages is None:
        parts = [(name or say("sheet.no_group"), chosen) for name, chosen in by_group(figures).items()]
    else:
        parts = [(villages[code], chosen) for code, chosen in by_village(figures, villages).items()]
    rows: list[UnitSubject] = []
    cells: list[_Cell] = []
    for label, part in parts:
        own = [(alike[0].household, rolled(alike)) for alike in by_class(part)]
        rows.append(unit(label, own))
        cells += own
    lifted, monitored, tracked = (
        [cell for cell in cells if is_in(cell[0], group)]
        for group in (Group.LIFTED, Group.MONITORED, Group.TRACKED)
    )
    totals = [
        unit(say(f"sheet.{'village' if villages is None else 'town'}_total"), cells),
        unit(say("sheet.lifted"), lifted),
    ]
    for code in code_list("monitoring_class").codes:
        own = [cell for cell in monitored if cell[0].monitoring_class == code.label]
        totals.append(unit(code.label, own))
    totals += [unit(say("sheet.monitored"), monitored), unit(say("sheet.all_tracked"), tracked)]
    return tuple(rows), tuple(totals)


def drawn_units(
    run: SheetRun, block: Block, rows: tuple[tuple[UnitSubject, ...], tuple[UnitSubject, ...]], grid: Grid
) -> LayoutBlock:
    """The table with a repeated head; the totals are never parted from each other."""
    groups, totals = rows
    widths = grid.spans(_expanded_widths(block, run))
    head = list(head_rows(_over(block, run), widths))
    body = [Row(tuple(_cells(block, row, widths, is_sum=False)), name=row.label) for row in groups]
    sums = [
        Row(
            tuple(_cells(block, row, widths, is_sum=number in (0, len(totals) - 1))),
            keep_with_next=number < len(totals) - 1,
        )
        for number, row in enumerate(totals)
    ]
    if block.title:
        head.insert(0, section_row(block.title, grid))
    return LayoutBlock((*head, *body, *sums), head_rows=len(head), keep_together=True)


def expanded_widths(block: Block, run: SheetRun) -> tuple[float, ...]:
    """A block's widths with the bands each in a column of its own."""
    return _expanded_widths(block, run)


def _expanded_widths(block: Block, run: SheetRun) -> tuple[float, ...]:
    widths: list[float] = []
    bands = len(run.bands) + 1
    for name, width in zip(block.values, block.widths_mm, strict=True):
        widths += [width / bands] * bands if name == BANDS else [width]
    return tuple(widths)


def _over(block: Block, run: SheetRun) -> Iterator[tuple[str, Sequence[str]]]:
    """Captions over captions: each with the names below it, a blank one over a single name."""
    if BANDS in block.values:
        for name in block.values:
            yield (
                (caption_of(BANDS), band_captions(run.bands)) if name == BANDS else ("", (caption_of(name),))
            )
        return
    yield from captions_over(block, caption_of)


def _cells(block: Block, row: UnitSubject, widths: Sequence[int], *, is_sum: bool) -> Iterator[Cell]:
    spans = iter(widths)
    for name in block.values:
        value = find(unit_values(), name)
        style = _SUM_STYLES.get(value.style, "total") if is_sum else value.style
        shown = _bands(row) if name == BANDS else (value.show(row),)
        for one in shown:
            yield shown_cell(one, next(spans), style)


def _bands(row: UnitSubject) -> tuple[Shown, ...]:
    return tuple(band_shown(row, place) for place in range(len(row.figures.bands)))
