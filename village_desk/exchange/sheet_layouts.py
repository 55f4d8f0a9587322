"""Lays a sheet out: title, blocks, note, signatures and footer as one layout for both papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from village_desk import __version__
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.sheets import BlockKind, sheets
from village_desk.definitions.words import say
from village_desk.exchange.copies import CopyMask, refuse_leak
from village_desk.exchange.layout import FOOTER_LIMIT, Cell, Layout, Row
from village_desk.exchange.layout import Block as LayoutBlock
from village_desk.exchange.sheet_blocks import household_blocks, numbered
from village_desk.exchange.sheet_grid import Grid
from village_desk.exchange.sheet_order import SheetOrder, day_words, sheet_ids
from village_desk.exchange.sheet_signatures import drawn_signatures
from village_desk.exchange.sheet_subjects import HouseholdSubject, SheetRun
from village_desk.exchange.sheet_units import drawn_units, expanded_widths, unit_rows
from village_desk.exchange.sheet_values import refuse_unknown_names
from village_desk.rules.figures import household_figure
from village_desk.rules.income import Reckoner
from village_desk.rules.masking import Copy, HeadNames
from village_desk.rules.money import Fen
from village_desk.rules.months import year_window
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import ORIGIN_BY_RATIO
from village_desk.rules.refusals import Refusal
from village_desk.store.settings import BookSettings


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


def chosen(order: SheetOrder, picture: VillagePicture) -> Sequence[HouseholdPicture]:
    """The households of an order, in the picture's own order by 小组.

    Raises:
        Refusal: no-such-household or nothing-to-print.
    """
    if order.household_id is None:
        chosen = picture.households
    else:
        chosen = tuple(one for one in picture.households if one.household.id == order.household_id)
        if not chosen:
            raise Refusal("no-such-household", household=order.household_id)
    if not chosen:
        raise Refusal("nothing-to-print", value=order.sheet)
    return chosen


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
        item_places={code: place for place, code in enumerate(reckoner.items)},
    )


def _household_blocks(
    order: SheetOrder, run: SheetRun, picture: VillagePicture, settings: BookSettings, grid: Grid
) -> Iterator[LayoutBlock]:
    for one in chosen(order, picture):
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
    filled = say("sheet.filled_by", day=day_words(order.printed_on))
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
