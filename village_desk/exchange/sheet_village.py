"""Draws the blocks of a village's sheet: summary, register, findings, and rows to be written on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.sheets import Block, BlockKind
from village_desk.exchange.layout import Block as LayoutBlock
from village_desk.exchange.layout import Cell, Row
from village_desk.exchange.sheet_blocks import drawn_ruled, numbered
from village_desk.exchange.sheet_cells import titled
from village_desk.exchange.sheet_findings import drawn_findings, finding_rows
from village_desk.exchange.sheet_grid import Grid
from village_desk.exchange.sheet_order import SheetOrder
from village_desk.exchange.sheet_register import drawn_register, shown_register
from village_desk.exchange.sheet_register_values import RegisterRow
from village_desk.exchange.sheet_shown import Shown, caption_of, count
from village_desk.exchange.sheet_signatures import drawn_signatures
from village_desk.exchange.sheet_subjects import HouseholdSubject, SheetRun, UnitSubject
from village_desk.exchange.sheet_units import drawn_units, expanded_widths, unit_rows
from village_desk.rules.figures import household_figure
from village_desk.rules.money import Fen
from village_desk.rules.pictures import VillagePicture
from village_desk.store.findings import Finding, check_day, village_findings
from village_desk.store.settings import BookSettings


class VillageSubject:
    """A village as a sheet sees it; what costs time is worked out when a block first asks for it."""

    def __init__(
        self,
        run: SheetRun,
        order: SheetOrder,
        picture: VillagePicture,
        settings: BookSettings,
        findings: Sequence[Finding] | None,
    ) -> None:
        self.run = run
        self.picture = picture
        self._order = order
        self._settings = settings
        self._findings = findings

    @cached_property
    def unit_rows(self) -> tuple[tuple[UnitSubject, ...], tuple[UnitSubject, ...]]:
        """The rows of the groups and those of the totals."""
        figures = [
            household_figure(one, self.run.reckoner, self.run.year_window) for one in self.picture.households
        ]
        return unit_rows(self.run, figures, self._monitoring_line, self._fall_percent)

    @cached_property
    def register(self) -> list[RegisterRow]:
        """The households in walking order."""
        return [
            RegisterRow(place, HouseholdSubject(self.run, one), self._fall_percent)
            for place, one in enumerate(self.picture.households, 1)
        ]

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """What the caller has found, else what the checks find in the quarter now."""
        if self._findings is not None or self.run.quarter is None:
            return self._findings or ()
        day = check_day(self.run.quarter, self._order.printed_on)
        return village_findings(self.picture, self._settings, self.run.quarter, day)

    @property
    def _fall_percent(self) -> int:
        return policy_profiles()[self._settings.profile].falling_hint

    @property
    def _monitoring_line(self) -> Fen | None:
        """The year's monitoring line; a document's target or mean is no line to be under."""
        settings, year = self._settings, self._order.year
        is_line = str(year) in settings.lines or policy_profiles()[settings.profile].is_monitoring_line
        return settings.line_for(year) if is_line else None


def village_grid(run: SheetRun) -> Grid:
    """The columns that all blocks of a village's sheet stand on."""
    return Grid(_widths(block, run) for block in run.sheet.blocks if block.widths_mm)


def village_blocks(subject: VillageSubject, grid: Grid, note: LayoutBlock) -> Iterator[LayoutBlock]:
    """The blocks below the title; the note stands before the signatures."""
    for block in numbered(subject.run):
        if block.kind is BlockKind.SIGNATURES:
            yield note
        yield _DRAWERS[block.kind](subject, block, grid)


def _widths(block: Block, run: SheetRun) -> Sequence[float]:
    if block.kind is BlockKind.UNITS:
        return expanded_widths(block, run)
    return shown_register(block, run).widths_mm if block.kind is BlockKind.REGISTER else block.widths_mm


def _answers(subject: VillageSubject, block: Block, grid: Grid) -> LayoutBlock:
    spans = grid.spans(block.widths_mm)
    pairs = len(spans) // 2
    rows = []
    for start in range(0, len(block.values), pairs):
        cells: list[Cell] = []
        for place, name in enumerate(block.values[start : start + pairs]):
            shown = VILLAGE_VALUES[name](subject.picture) if name in VILLAGE_VALUES else Shown()
            cells.append(Cell(caption_of(name), spans[2 * place], style="label"))
            cells.append(Cell(shown.text, spans[2 * place + 1], style="centre", number=shown.number))
        rows.append(Row(tuple(cells), block.height_mm or None))
    return titled(block, rows, grid)


def _text(subject: VillageSubject, block: Block, grid: Grid) -> LayoutBlock:
    spans = grid.spans(block.widths_mm)
    rows = [
        Row((Cell(caption_of(name), spans[0], style="label"), Cell("", spans[1])), block.height_mm)
        for name in block.values
    ]
    return titled(block, rows, grid)


def _is_monitored_now(picture: VillagePicture) -> int:
    return sum(
        bool(one.household.monitoring_class) and not one.household.risk_removed for one in picture.households
    )


VILLAGE_VALUES: Mapping[str, Callable[[VillagePicture], Shown]] = {
    "village.households": lambda picture: count(len(picture.households)),
    "village.monitored": lambda picture: count(_is_monitored_now(picture)),
}
"""What is known of a village before anybody has walked through it."""


_DRAWERS: Mapping[BlockKind, Callable[[VillageSubject, Block, Grid], LayoutBlock]] = {
    BlockKind.UNITS: lambda subject, block, grid: drawn_units(subject.run, block, subject.unit_rows, grid),
    BlockKind.REGISTER: lambda subject, block, grid: drawn_register(
        subject.run, block, subject.register, grid
    ),
    BlockKind.FINDINGS: lambda subject, block, grid: drawn_findings(
        block, finding_rows(subject.findings, subject.picture), grid
    ),
    BlockKind.ANSWERS: _answers,
    BlockKind.TEXT: _text,
    BlockKind.RULED: lambda _, block, grid: drawn_ruled(block, grid),
    BlockKind.SIGNATURES: lambda _, block, grid: drawn_signatures(block, grid),
}
