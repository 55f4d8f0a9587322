"""Draws the blocks of a village's sheet: summary, register, findings, and rows to be written on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property, partial

from msgspec.structs import replace

from village_desk.definitions.analysis_words import analysis_draft
from village_desk.definitions.checks import DOUBT, HINT, MUST_CHANGE
from village_desk.definitions.screens import screen
from village_desk.definitions.sheets import Block, BlockKind
from village_desk.definitions.typing_list import TypingLine, typing_lines
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Row
from village_desk.exchange.sheets.sheet_analysis import drawn_analysis, drawn_charts, shown_analysis
from village_desk.exchange.sheets.sheet_blocks import numbered, signed
from village_desk.exchange.sheets.sheet_cells import shown_cell, titled
from village_desk.exchange.sheets.sheet_findings import drawn_findings, finding_rows
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_household_values import written
from village_desk.exchange.sheets.sheet_low_income import drawn_low_income, shown_low_income
from village_desk.exchange.sheets.sheet_order import SheetOrder, day_words
from village_desk.exchange.sheets.sheet_records import drawn_records, record_rows, shown_records
from village_desk.exchange.sheets.sheet_register import drawn_register, shown_register
from village_desk.exchange.sheets.sheet_register_values import RegisterRow
from village_desk.exchange.sheets.sheet_scope import part_of
from village_desk.exchange.sheets.sheet_shown import NOT_APPLICABLE, Shown, amount, caption_of, count, percent
from village_desk.exchange.sheets.sheet_signatures import drawn_signatures
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject, SheetRun, UnitSubject
from village_desk.exchange.sheets.sheet_typing import drawn_typing
from village_desk.exchange.sheets.sheet_units import drawn_units, expanded_widths, unit_rows
from village_desk.exchange.sheets.sheet_villages import VILLAGE_NAME, drawn_villages
from village_desk.rules.analysis import AnalysisFigures
from village_desk.rules.figures import household_incomes, period_income
from village_desk.rules.followup_records import Meeting
from village_desk.rules.low_income import LowIncomeLedger, low_income_ledger
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.system_answers import differences
from village_desk.store.reckoned.analysis import village_analysis
from village_desk.store.reckoned.findings import Finding, check_day, fixed_findings, village_findings
from village_desk.store.reckoned.run_rules import specs_of
from village_desk.store.settings import BookSettings


class VillageSubject:
    """A village as a sheet sees it; what costs time is worked out when a block first asks for it."""

    def __init__(
        self,
        run: SheetRun,
        order: SheetOrder,
        picture: VillagePicture,
        settings: BookSettings,
        *,
        month: Month | None = None,
        findings: Sequence[Finding] | None = None,
    ) -> None:
        self.run = run
        self.picture = part_of(order, picture)
        """The households that the sheet is of, as if they were all of the village."""
        self._whole = picture
        self.month = month
        """The month, where each month of the quarter has a sheet of its own."""
        self._order = order
        self._settings = settings
        self._findings = findings

    @cached_property
    def unit_rows(self) -> tuple[tuple[UnitSubject, ...], tuple[UnitSubject, ...]]:
        """The rows of the groups and those of the totals."""
        figures = household_incomes(self.picture.households, self.run.reckoner, self.run.year_window)
        return unit_rows(self.run, figures, self._monitoring_line, self._fall_percent, self.picture.villages)

    @cached_property
    def register(self) -> list[RegisterRow]:
        """The households in walking order."""
        return [
            RegisterRow(place, household, self._fall_percent)
            for place, household in enumerate(self.households, 1)
        ]

    def of_month(self, month: Month | None) -> VillageSubject:
        """The same village for the sheet of one month."""
        if month is None:
            return self
        return VillageSubject(
            self.run, self._order, self._whole, self._settings, month=month, findings=self._findings
        )

    @cached_property
    def villages(self) -> list[VillageSubject]:
        """Each village of a township by itself, in the order of their codes."""
        households: dict[str, list[HouseholdPicture]] = {code: [] for code in self.picture.villages or {}}
        for one in self.picture.households:
            households[one.household.village_code].append(one)
        whose = {one.household.id: one.household.village_code for one in self.picture.households}
        found = self._findings
        return [
            VillageSubject(
                self.run,
                self._order,
                VillagePicture(code, (self.picture.villages or {})[code], own),
                self._settings,
                findings=found and [one for one in found if whose.get(one.household_id) == code],
            )
            for code, own in households.items()
        ]

    @cached_property
    def households(self) -> list[HouseholdSubject]:
        """The households in walking order."""
        return [HouseholdSubject(self.run, one) for one in self.picture.households]

    @cached_property
    def meeting(self) -> Meeting | None:
        """The meeting of the month."""
        return next((one for one in self.picture.meetings if one.month == self.month), None)

    @cached_property
    def analysis(self) -> AnalysisFigures:
        """The figures of the half-year.

        Raises:
            ValueError: The sheet is not one of a half-year.
        """
        if self.run.half is None:
            raise ValueError("not a sheet of a half-year")
        return village_analysis(self.picture, self._settings, self.run.reckoner, self.run.half)

    @cached_property
    def low_income(self) -> LowIncomeLedger | None:
        """The low-income ledger of the year; None where nobody has stated its threshold."""
        line = self._settings.policy.low_income_for(self.run.year)
        if line is None:
            return None
        mode = self._settings.year_mode
        before = self._settings.policy.low_income_for(self.run.year - 1)
        year = self.run.year
        return low_income_ledger(self.picture.households, self.run.reckoner, year, mode, line, before)

    @cached_property
    def analysis_texts(self) -> Mapping[str, str]:
        """What somebody wrote of the half-year; where nobody has, what the figures say."""
        if self.run.half is None:
            return {}
        last = self.run.half.last_quarter.first
        # What a village has written of itself does not speak for the township.
        own = self.picture.analyses if self.picture.villages is None else ()
        written = next((one for one in own if one.quarter == last), None)
        draft = analysis_draft(self.analysis, self.run.half)
        return {key: (getattr(written, key) if written else None) or text for key, text in draft.items()}

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """What the caller has found, else what the checks find in the quarter now; the mended come last."""
        quarter, found = self.run.quarter, self._findings
        if quarter is None:
            return found or ()
        if found is None:
            day = check_day(quarter, self._order.printed_on)
            found = village_findings(self._whole, self._settings, quarter, day)
        if (only := self._order.only) is not None:  # judged beside the whole village all the same
            found = [one for one in found if one.household_id in only]
        since = quarter.window.first_day
        return [*found, *fixed_findings(self.picture.households, found, specs_of(self._settings), since)]

    @cached_property
    def typing(self) -> Sequence[TypingLine]:
        """What is still to be typed into the national system; income of a year that is over."""
        picture, window = self.picture, self.run.year_window
        is_over = window.last_day <= self._order.printed_on
        income = partial(period_income, reckoner=self.run.reckoner, window=window) if is_over else None
        found = differences(picture.households, picture.system, income, self._order.printed_on)
        return [line for line in typing_lines(found, picture.typed) if not line.is_typed]

    def notice(self, days: int) -> Mapping[str, str]:
        """What the gaps of a notice stand for; it is posted from the day of printing on."""
        from_day = self._order.printed_on
        until = from_day + timedelta(days=max(days - 1, 0))
        return {
            "village": say("sheet.own_village", part=self._order.part),
            "period": say("sheet.year", year=self.run.year),
            "days": str(days),
            "from": day_words(from_day),
            "until": day_words(until),
            "phone": self._settings.complaint_phone or say("sheet.blank_phone"),
        }

    @property
    def _fall_percent(self) -> int:
        return self._settings.policy.falling_hint

    @property
    def _monitoring_line(self) -> Fen | None:
        """The year's monitoring line; a document's target or mean is no line to be under."""
        return self._settings.monitoring_line(self._order.year)


def village_grid(run: SheetRun) -> Grid:
    """The columns that all blocks of a village's sheet stand on."""
    return Grid(_widths(block, run) for block in run.sheet.blocks if block.widths_mm)


def village_blocks(subject: VillageSubject, grid: Grid, note: LayoutBlock) -> Iterator[LayoutBlock]:
    """The blocks below the title; the note stands before the signatures, which are never alone on a page."""
    yield from signed(
        numbered(subject.run), note, lambda block: (_DRAWERS[block.kind](subject, block, grid),)
    )


def _widths(block: Block, run: SheetRun) -> Sequence[float]:
    if block.kind is BlockKind.UNITS:
        return expanded_widths(block, run)
    shown = _SHOWN.get(block.kind)
    return shown(block, run).widths_mm if shown else block.widths_mm


_SHOWN: Mapping[BlockKind, Callable[[Block, SheetRun], Block]] = {
    BlockKind.REGISTER: shown_register,
    BlockKind.RECORDS: shown_records,
    BlockKind.ANALYSIS: shown_analysis,
    BlockKind.LOW_INCOME: shown_low_income,
}
"""Blocks of which a copy may lack columns."""


def _answers(subject: VillageSubject, block: Block, grid: Grid) -> LayoutBlock:
    spans = grid.spans(block.widths_mm)
    pairs = len(spans) // 2
    rows = []
    for start in range(0, len(block.values), pairs):
        cells: list[Cell] = []
        for place, name in enumerate(block.values[start : start + pairs]):
            shown = _shown(subject, name)
            cells.append(Cell(village_caption(name), spans[2 * place], style="label"))
            cells.append(Cell(shown.text, spans[2 * place + 1], style="centre", number=shown.number))
        rows.append(Row(tuple(cells), block.height_mm or None))
    return titled(block, rows, grid)


def _text(subject: VillageSubject, block: Block, grid: Grid) -> LayoutBlock:
    spans = grid.spans(block.widths_mm)
    rows = [
        Row(
            (
                Cell(village_caption(name), spans[0], style="label"),
                shown_cell(_shown(subject, name), spans[1], "body"),
            ),
            block.height_mm,
            keep_with_next=True,
        )
        for name in block.values
    ]
    return titled(block, rows, grid)


def _records(subject: VillageSubject, block: Block, grid: Grid) -> LayoutBlock:
    rows = record_rows(subject.households, block, subject.month)
    return drawn_records(subject.run, block, rows, grid)


def village_caption(name: str) -> str:
    """The caption of a value of the village: a question of its meeting or analysis, or words of its own.

    Raises:
        UnknownValueError: Nobody has worded it.
    """
    kind, _, key = name.partition(".")
    if kind in _ASKED and key in {field.key for field in screen(kind).fields}:
        return screen(kind).field(key).label
    return caption_of(name)


def _shown(subject: VillageSubject, name: str) -> Shown:
    kind, _, key = name.partition(".")
    if kind == "meeting" and subject.meeting is not None:
        value = getattr(subject.meeting, key)
        field = screen("meeting").field(key)
        is_name = field.sensitive == "name" and isinstance(value, str)
        return Shown(subject.run.mask.adult_name(value)) if is_name else written(field, value)
    if kind == "analysis":
        return Shown(subject.analysis_texts.get(key, ""))
    return VILLAGE_VALUES[name](subject) if name in VILLAGE_VALUES else Shown()


def _is_monitored_now(subject: VillageSubject) -> int:
    households = (one.household for one in subject.picture.households)
    return sum(bool(one.monitoring_class) and not one.risk_removed for one in households)


def _signatures(subject: VillageSubject, block: Block, grid: Grid) -> LayoutBlock:
    if subject.picture.villages is not None and block.town_labels:
        return drawn_signatures(replace(block, labels=block.town_labels), grid)
    return drawn_signatures(block, grid)


def _statement(subject: VillageSubject, block: Block, grid: Grid) -> LayoutBlock:
    text = block.text.format_map(subject.notice(block.days))
    return LayoutBlock((Row((Cell(text, grid.columns, style="text"),)),))


def _level(level: str) -> Callable[[VillageSubject], Shown]:
    return lambda subject: count(sum(finding.level == level for finding in subject.findings))


VILLAGE_VALUES: Mapping[str, Callable[[VillageSubject], Shown]] = {
    VILLAGE_NAME: lambda subject: Shown(
        subject.picture.name if subject.picture.villages is None else say("sheet.town_total")
    ),
    "village.must": _level(MUST_CHANGE),
    "village.doubts": _level(DOUBT),
    "village.hints": _level(HINT),
    "village.households_found": lambda subject: count(
        len({finding.household_id for finding in subject.findings})
    ),
    **dict.fromkeys(
        ("village.households", "village.all_households"),
        lambda subject: count(len(subject.picture.households)),
    ),
    "village.monitored": lambda subject: count(_is_monitored_now(subject)),
    "village.persons": lambda subject: count(subject.analysis.half.income.persons),
    "village.visited": lambda subject: count(subject.analysis.visited),
    "village.per_capita_year": lambda subject: amount(
        subject.analysis.year.income.per_capita, NOT_APPLICABLE
    ),
    "village.growth": lambda subject: percent(subject.analysis.half.growth_per_mille),
    "village.falling": lambda subject: count(len(subject.analysis.falls)),
    "village.low_line": lambda subject: amount(
        subject.low_income.line if subject.low_income else None, NOT_APPLICABLE
    ),
    "village.low_start": lambda subject: count(len(subject.low_income.rows) if subject.low_income else None),
    "village.low_before": lambda subject: count(
        subject.low_income.start_before if subject.low_income else None
    ),
    "village.low_change": lambda subject: count(subject.low_income.change if subject.low_income else None),
    "village.low_lifted": lambda subject: count(subject.low_income.lifted if subject.low_income else None),
    "village.low_remaining": lambda subject: count(
        subject.low_income.remaining if subject.low_income else None
    ),
    "village.low_new": lambda subject: count(
        len(subject.low_income.newly_in) if subject.low_income else None
    ),
    "village.idle": lambda subject: count(len(subject.analysis.idle)),
}
"""What the figures say of a village as a whole."""

_ASKED = frozenset({"meeting", "analysis"})


_DRAWERS: Mapping[BlockKind, Callable[[VillageSubject, Block, Grid], LayoutBlock]] = {
    BlockKind.UNITS: lambda subject, block, grid: drawn_units(subject.run, block, subject.unit_rows, grid),
    BlockKind.REGISTER: lambda subject, block, grid: drawn_register(
        subject.run, block, subject.register, grid
    ),
    BlockKind.FINDINGS: lambda subject, block, grid: drawn_findings(
        block, finding_rows(subject.run, subject.findings, subject.picture), grid
    ),
    BlockKind.TYPING: lambda subject, block, grid: drawn_typing(
        block, subject.typing, subject.households, grid
    ),
    BlockKind.RECORDS: _records,
    BlockKind.ANALYSIS: lambda subject, block, grid: drawn_analysis(
        subject.run, block, subject.analysis, grid
    ),
    BlockKind.CHARTS: lambda subject, block, grid: drawn_charts(subject.run, block, subject.analysis, grid),
    BlockKind.LOW_INCOME: lambda subject, block, grid: drawn_low_income(
        subject.run, block, subject.low_income, grid
    ),
    BlockKind.VILLAGES: lambda subject, block, grid: drawn_villages(
        block, subject.villages, subject, lambda name, one: VILLAGE_VALUES[name](one), grid
    ),
    BlockKind.ANSWERS: _answers,
    BlockKind.TEXT: _text,
    BlockKind.STATEMENT: _statement,
    BlockKind.SIGNATURES: _signatures,
}
