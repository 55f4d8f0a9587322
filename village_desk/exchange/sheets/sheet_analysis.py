"""The tables of the half-year analysis: structure, bands, falls and their causes, nobody earning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate

from msgspec import Struct

from village_desk.definitions.sheets import Block
from village_desk.definitions.words import say
from village_desk.exchange.paper.charts import Room
from village_desk.exchange.paper.layout import CHART, POINTS_PER_MM, Cell, Row
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.sheets.analysis_charts import ANALYSIS_CHARTS
from village_desk.exchange.sheets.income_tables import (
    band_rows,
    cause_rows,
    compared,
    growth_rows,
    industry_rows,
    structure_rows,
)
from village_desk.exchange.sheets.sheet_cells import shown_cell, titled
from village_desk.exchange.sheets.sheet_columns import captions_over, head_rows, without_columns
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_shown import (
    NOT_APPLICABLE,
    Shown,
    UnknownValueError,
    amount,
    caption_of,
    count,
)
from village_desk.exchange.sheets.sheet_subjects import SheetRun
from village_desk.rules.analysis import AnalysisFigures, Fall, labourers
from village_desk.rules.figures import HouseholdFigure

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "structure": ("part", "now", "before", "change", "growth", "share", "pull"),
    "growth": ("compared", "now", "before", "change", "growth", "against"),
    "bands": ("band", "households", "persons", "share"),
    "causes": ("cause", "households", "share"),
    "industries": ("industry", "households", "persons", "scale", "output", "income", "net", "net_each"),
    "falling": ("number", "group", "head", "persons", "before", "now", "growth", "cause"),
    "idle": ("number", "group", "head", "persons", "labourers", "now"),
}
_STYLES = {
    **dict.fromkeys(("now", "before", "change", "income", "net", "net_each"), "tight-amount"),
    **dict.fromkeys(("growth", "share", "pull", "against"), "tight-count"),
    **dict.fromkeys(("households", "persons", "number", "labourers"), "tight-count"),
}
_CHART_TEXT = 8.0
"""Points."""
_BETWEEN_MM, _AROUND_MM = 5.0, 3.0
"""Kept free between two charts, and above and below them together."""
_HEALTH = frozenset({"cause"})
"""Columns that a public copy does not have: a cause may tell of an illness."""

_Cells = Mapping[str, Shown]


class _Table(Struct, frozen=True):
    """What a table is made of."""

    run: SheetRun
    figures: AnalysisFigures


def refuse_unknown_column(table: str, name: str) -> None:
    """Look a column of a table up.

    Raises:
        UnknownValueError: There is no such table, or no such column in it.
    """
    if table not in _COLUMNS or name.removeprefix("analysis.") not in _COLUMNS[table]:
        raise UnknownValueError(f"{table}: {name}")
    caption_of(name)


def refuse_unknown_chart(name: str) -> None:
    """Look a chart up.

    Raises:
        UnknownValueError: There is no such chart.
    """
    if name.removeprefix("chart.") not in ANALYSIS_CHARTS:
        raise UnknownValueError(name)


def shown_analysis(block: Block, run: SheetRun) -> Block:
    """The block with the columns that this copy has."""
    return without_columns(block, lambda name: run.mask.hides("health") and _key(name) in _HEALTH)


def drawn_analysis(run: SheetRun, block: Block, figures: AnalysisFigures, grid: Grid) -> LayoutBlock:
    """One table with a repeated head; one that has no rows says so."""
    block = shown_analysis(block, run)
    spans = grid.spans(block.widths_mm)
    head = tuple(head_rows(captions_over(block, caption_of), spans))
    keys = [_key(name) for name in block.values]
    rows = [
        Row(
            tuple(
                shown_cell(cells.get(key, Shown()), span, _STYLES.get(key, "tight"))
                for key, span in zip(keys, spans, strict=True)
            ),
            name=cells.get("head", Shown()).text,
        )
        for cells in _TABLES[block.table](_Table(run, figures))
    ]
    if not rows:
        rows = [Row((Cell(say("sheet.nobody"), grid.columns, style="centre"),))]
    return titled(block, (*head, *rows), grid, head_rows=len(head))


def drawn_charts(run: SheetRun, block: Block, figures: AnalysisFigures, grid: Grid) -> LayoutBlock:
    """Charts beside each other; what they show stands in the tables above."""
    spans = grid.spans(block.widths_mm)
    edges = (0, *accumulate(spans))
    cells = []
    for name, start, end in zip(block.values, edges, edges[1:], strict=False):
        width = sum(grid.widths_mm[start:end]) - (_BETWEEN_MM if end < grid.columns else 0)
        room = Room(width * POINTS_PER_MM, block.height_mm * POINTS_PER_MM, _CHART_TEXT)
        drawing = ANALYSIS_CHARTS[name.removeprefix("chart.")](figures, run.bands, room)
        cells.append(Cell("", end - start, style=CHART, drawing=drawing))
    if all(cell.drawing is None or cell.drawing.is_empty for cell in cells):
        return LayoutBlock(())
    return titled(block, (Row(tuple(cells), block.height_mm + _AROUND_MM),), grid)


def _key(name: str) -> str:
    return name.removeprefix("analysis.")


def _falling(table: _Table) -> Iterator[_Cells]:
    for place, fall in enumerate(table.figures.falls, 1):
        yield {
            **_household(table.run, place, fall.figure),
            **compared(fall.figure.now.amount("per_capita"), fall.figure.before.amount("per_capita")),
            "cause": _cause(fall),
        }


def _cause(fall: Fall) -> Shown:
    return Shown(fall.cause or say("sheet.no_cause"))


def _idle(table: _Table) -> Iterator[_Cells]:
    for place, figure in enumerate(table.figures.idle, 1):
        yield {
            **_household(table.run, place, figure),
            "labourers": count(labourers(figure)),
            "now": amount(figure.now.amount("per_capita"), NOT_APPLICABLE),
        }


def _household(run: SheetRun, place: int, figure: HouseholdFigure) -> dict[str, Shown]:
    return {
        "number": count(place),
        "group": Shown(run.place_of(figure.picture.household)),
        "head": Shown(run.mask.head_name(figure.picture)),
        "persons": count(figure.now.income.persons),
    }


_TABLES: Mapping[str, Callable[[_Table], Iterator[_Cells]]] = {
    "structure": lambda table: structure_rows(table.figures),
    "growth": lambda table: growth_rows(table.figures, is_town=table.run.villages is not None),
    "bands": lambda table: band_rows(table.figures, table.run.bands),
    "causes": lambda table: cause_rows(table.figures),
    "industries": lambda table: industry_rows(table.figures),
    "falling": _falling,
    "idle": _idle,
}
