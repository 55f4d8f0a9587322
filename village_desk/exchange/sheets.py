"""The printed sheets: an order and a still picture become a layout, and that a file of either kind."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Literal

from village_desk import __version__
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.sheets import BlockKind, sheets
from village_desk.definitions.words import say
from village_desk.exchange.copies import CopyMask, refuse_leak
from village_desk.exchange.fonts import missing_characters
from village_desk.exchange.layout import FOOTER_LIMIT, Cell, Layout, Row, every_text
from village_desk.exchange.layout import Block as LayoutBlock
from village_desk.exchange.page_pictures import page_count
from village_desk.exchange.pdf_out import Cancelled, Progress, write_pdf
from village_desk.exchange.sheet_blocks import household_blocks, numbered
from village_desk.exchange.sheet_grid import Grid
from village_desk.exchange.sheet_signatures import drawn_signatures
from village_desk.exchange.sheet_subjects import HouseholdSubject, SheetRun
from village_desk.exchange.sheet_units import drawn_units, expanded_widths, unit_rows
from village_desk.exchange.sheet_values import refuse_unknown_names
from village_desk.exchange.workbook_out import write_workbook
from village_desk.places.files import safe_name, write_whole
from village_desk.rules.figures import household_figure
from village_desk.rules.income import Reckoner
from village_desk.rules.masking import Copy, HeadNames
from village_desk.rules.money import Fen
from village_desk.rules.months import Quarter, year_window
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import ORIGIN_BY_RATIO
from village_desk.rules.refusals import Refusal
from village_desk.store.settings import BookSettings

Format = Literal["pdf", "xlsx"]
_PDF_SIGN = b"%PDF"


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """What to print for whom; ``household_id`` None is the whole village by 小组."""

    sheet: str
    copy: Literal["internal", "report", "public"]
    year: int
    quarter: Quarter | None
    household_id: str | None
    printed_on: date
    head_names: Literal["full", "starred"] = "full"
    """How a public copy shows the names of adults."""


@dataclass(frozen=True, slots=True)
class SheetSpecLine:
    """One sheet in the list to choose from."""

    id: str
    title: str
    short_title: str
    per: Literal["household", "village"]
    period: Literal["year", "quarter"]
    landscape: bool


@dataclass(frozen=True, slots=True)
class SheetMade:
    """A finished file, still in memory."""

    content: bytes = field(repr=False)
    pages: int
    missing: Mapping[str, frozenset[str]] = field(repr=False)
    """Characters that no font has, by household label; to be shown before printing."""
    file_name: str
    """A name for the file that names nobody."""


def sheet_ids() -> tuple[SheetSpecLine, ...]:
    """The sheets there are, in the order of their numbers."""
    return tuple(
        SheetSpecLine(sheet.id, sheet.title, sheet.short_title, sheet.per, sheet.period, sheet.landscape)
        for sheet in sorted(sheets().values(), key=lambda sheet: int(sheet.id[1:]))
    )


def make_layout(
    order: SheetOrder, picture: VillagePicture, settings: BookSettings, reckoner: Reckoner
) -> Layout:
    """Lay a sheet out; equal orders and pictures give equal layouts.

    Raises:
        Refusal: unknown-sheet, no-quarter, no-such-household, nothing-to-print; would-leak when a public copy
            would hold what must not be posted.
    """
    run = _run(order, settings, reckoner)
    if run.sheet.per == "village":
        grid = Grid(
            expanded_widths(block, run) for block in run.sheet.blocks if block.kind is BlockKind.UNITS
        )
        blocks = tuple(_village_blocks(order, run, picture, settings, grid))
    else:
        grid = Grid(block.widths_mm for block in run.sheet.blocks if block.widths_mm)
        blocks = tuple(_household_blocks(order, run, picture, settings, grid))
    layout = Layout(
        title=run.sheet.title,
        file_title=f"{run.sheet.id}{run.sheet.short_title}",
        column_widths_mm=grid.widths_mm,
        blocks=blocks,
        footer=_footer(order, run, picture),
        paper=run.sheet.paper,
        landscape=run.sheet.landscape,
        margins_mm=run.sheet.margins_mm,
        numbering="group" if run.sheet.per == "household" and order.household_id is None else "whole",
    )
    refuse_leak(layout, picture, run.mask)
    return layout


def sheet_bytes(  # noqa: PLR0913 - what is printed, and how the printing is followed
    order: SheetOrder,
    picture: VillagePicture,
    settings: BookSettings,
    reckoner: Reckoner,
    format: Format,  # noqa: A002 - the word of the command line
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> SheetMade:
    """Make a sheet's file in memory; the preview shows these very bytes.

    Raises:
        Refusal: As make_layout, or stopped by the user.
    """
    layout = make_layout(order, picture, settings, reckoner)
    counter = _PageCounter(progress)
    write = write_pdf if format == "pdf" else write_workbook
    content = write(layout, progress=counter, cancelled=cancelled)
    missing = _missing(layout, _chosen(order, picture) if sheets()[order.sheet].per == "household" else ())
    return SheetMade(content, counter.pages, missing, _file_name(order, picture, format))


def write_sheet(path: Path, made: SheetMade) -> None:
    """Write a finished file whole or not at all, after it has been opened again.

    Raises:
        Refusal: As write_whole.
    """
    write_whole(path, made.content, verify=partial(_verify, made=made))


class _PageCounter:
    """Hears the number of pages from the writer and passes the progress on."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.pages = 0

    def __call__(self, done: int, total: int) -> None:
        self.pages = total
        if self._progress is not None:
            self._progress(done, total)


def _run(order: SheetOrder, settings: BookSettings, reckoner: Reckoner) -> SheetRun:
    if order.sheet not in sheets():
        raise Refusal("unknown-sheet", value=order.sheet, known="、".join(line.id for line in sheet_ids()))
    sheet = sheets()[order.sheet]
    refuse_unknown_names(sheet)
    if sheet.period == "quarter" and order.quarter is None:
        raise Refusal("no-quarter", value=sheet.id)
    quarter = order.quarter if sheet.period == "quarter" else None
    year = quarter.year if quarter else order.year
    return SheetRun(
        sheet=sheet,
        year=year,
        year_window=year_window(year, settings.year_mode),
        quarter=quarter,
        reckoner=reckoner,
        mask=CopyMask(Copy(order.copy), HeadNames(order.head_names), order.printed_on),
        bands=policy_profiles()[settings.profile].bands_for(year),
    )


def _chosen(order: SheetOrder, picture: VillagePicture) -> Sequence[HouseholdPicture]:
    if order.household_id is None:
        chosen = picture.households
    else:
        chosen = tuple(one for one in picture.households if one.household.id == order.household_id)
        if not chosen:
            raise Refusal("no-such-household", household=order.household_id)
    if not chosen:
        raise Refusal("nothing-to-print", value=order.sheet)
    return chosen


def _household_blocks(
    order: SheetOrder, run: SheetRun, picture: VillagePicture, settings: BookSettings, grid: Grid
) -> Iterator[LayoutBlock]:
    for one in _chosen(order, picture):
        place = say("sheet.place", town=settings.town, village=picture.name, group=one.household.group or "")
        yield _title(order, run, place, grid)
        yield from household_blocks(HouseholdSubject(run, one), grid, _note(run, one, grid))


def _village_blocks(
    order: SheetOrder, run: SheetRun, picture: VillagePicture, settings: BookSettings, grid: Grid
) -> Iterator[LayoutBlock]:
    if not picture.households:
        raise Refusal("nothing-to-print", value=order.sheet)
    profile = policy_profiles()[settings.profile]
    figures = [household_figure(one, run.reckoner, run.year_window) for one in picture.households]
    rows = unit_rows(run, figures, _monitoring_line(settings, order.year), profile.falling_hint)
    yield _title(order, run, say("sheet.village_place", town=settings.town, village=picture.name), grid)
    for block in numbered(run):
        if block.kind is BlockKind.UNITS:
            yield drawn_units(run, block, rows, grid)
    yield _note(run, None, grid)
    for block in run.sheet.blocks:
        if block.kind is BlockKind.SIGNATURES:
            yield drawn_signatures(block, grid)


def _monitoring_line(settings: BookSettings, year: int) -> Fen | None:
    """The year's monitoring line; a document's target or mean is no line to be under."""
    is_line = str(year) in settings.lines or policy_profiles()[settings.profile].is_monitoring_line
    return settings.line_for(year) if is_line else None


def _title(order: SheetOrder, run: SheetRun, place: str, grid: Grid) -> LayoutBlock:
    period = run.quarter.text() if run.quarter else say("sheet.year", year=order.year)
    subtitle = say("sheet.subtitle", period=period, window=run.window.text())
    left, right = grid.halves((0.45, 0.55))
    filled = say("sheet.filled_by", day=_day_words(order.printed_on))
    rows = (
        Row((Cell(run.sheet.title, grid.columns, style="title"),)),
        Row((Cell(subtitle, grid.columns, style="subtitle"),)),
        Row(
            (Cell(place, left, style="caption"), Cell(filled, right, style="caption-right")),
            keep_with_next=True,
        ),
    )
    return LayoutBlock(rows, keep_together=True, starts_page=True)


def _note(run: SheetRun, one: HouseholdPicture | None, grid: Grid) -> LayoutBlock:
    basis = run.reckoner.basis
    divisor = say(f"sheet.divisor_{basis.divisor}")
    notes = [
        say(
            "sheet.note",
            basis=basis.name,
            revision=basis.revision,
            formula=basis.formula_text,
            divisor=divisor,
        )
    ]
    if one is None:
        notes.append(say("sheet.note_units"))
    elif any(line.origin == ORIGIN_BY_RATIO for line in one.lines):
        notes.append(say("sheet.note_ratio"))
    return LayoutBlock((Row((Cell("".join(notes), grid.columns, style="note"),), keep_with_next=True),))


def _footer(order: SheetOrder, run: SheetRun, picture: VillagePicture) -> str:
    number, seal = picture.chain_head
    journal = say("sheet.journal", number=number, seal=seal[:8]) if number else say("sheet.no_journal")
    basis = run.reckoner.basis
    text = say(
        "sheet.footer",
        copy=say(f"sheet_copy.{order.copy}"),
        basis=basis.name,
        revision=basis.revision,
        day=order.printed_on.isoformat(),
        form=run.sheet.revision,
        program=__version__,
        journal=journal,
    )
    return text[:FOOTER_LIMIT]


def _day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _file_name(order: SheetOrder, picture: VillagePicture, format: Format) -> str:  # noqa: A002
    sheet = sheets()[order.sheet]
    quarter = order.quarter if sheet.period == "quarter" else None
    period = quarter.text() if quarter else say("sheet.year", year=order.year)
    name = say(
        "sheet.file_name",
        sheet=sheet.id,
        title=sheet.short_title,
        village=picture.name,
        period=period,
        copy=say(f"sheet_copy_file.{order.copy}"),
    )
    return f"{safe_name(name)}.{format}"


def _missing(layout: Layout, households: Sequence[HouseholdPicture]) -> Mapping[str, frozenset[str]]:
    """Characters without a font by household; the village's own under its sheet's title."""
    lacking = missing_characters(every_text(layout))
    if not lacking:
        return {}
    if not households:
        return {layout.title: frozenset(lacking)}
    found: dict[str, frozenset[str]] = {}
    for one, blocks in zip(households, _by_household(layout), strict=True):
        texts = (cell.text for block in blocks for row in block.rows for cell in row.cells)
        here = frozenset(lacking & set().union(*texts))
        if here:
            found[f"{one.household.number or ''} {one.household.head_name or ''}".strip()] = here
    return found


def _by_household(layout: Layout) -> list[list[LayoutBlock]]:
    groups: list[list[LayoutBlock]] = []
    for block in layout.blocks:
        if block.starts_page:
            groups.append([])
        groups[-1].append(block)
    return groups


def _verify(part: Path, made: SheetMade) -> None:
    content = part.read_bytes()
    if content.startswith(_PDF_SIGN):
        if page_count(content) != made.pages:
            raise ValueError("the number of pages is another one")
        return
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if archive.testzip() is not None:
            raise ValueError("a part of the workbook is damaged")
    from openpyxl import load_workbook

    load_workbook(BytesIO(content), read_only=True).close()


__all__ = [
    "SheetMade",
    "SheetOrder",
    "SheetSpecLine",
    "make_layout",
    "sheet_bytes",
    "sheet_ids",
    "write_sheet",
]
