"""Lays a sheet out: title, blocks, note, signatures and footer as one layout for both papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from village_desk.definitions.sheets import BlockKind, Sheet, sheets
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import BlocksInTurn, Layout
from village_desk.exchange.sheets.copies import CopyMask
from village_desk.exchange.sheets.empty_form import emptied, with_room
from village_desk.exchange.sheets.leaks import refuse_leak
from village_desk.exchange.sheets.sheet_blocks import household_blocks
from village_desk.exchange.sheets.sheet_contents import BatchContents
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_order import SheetOrder, sheet_ids
from village_desk.exchange.sheets.sheet_scope import chosen, refuse_part
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject, SheetRun
from village_desk.exchange.sheets.sheet_title import footer_text, note_block, title_block, village_place
from village_desk.exchange.sheets.sheet_values import refuse_unknown_names
from village_desk.exchange.sheets.sheet_village import VillageSubject, village_blocks, village_grid
from village_desk.rules.analysis import half_of
from village_desk.rules.income import Reckoner
from village_desk.rules.masking import Copy, HeadNames, IdentityWriting
from village_desk.rules.months import Month, add_months, year_window
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.refusals import Refusal
from village_desk.store.bulk import without_collecting
from village_desk.store.reckoned.findings import Finding
from village_desk.store.settings import BookSettings


@without_collecting()
def make_layout(
    order: SheetOrder,
    picture: VillagePicture,
    settings: BookSettings,
    reckoner: Reckoner,
    findings: Sequence[Finding] | None = None,
) -> Layout:
    """Lay a sheet out; equal orders and pictures give equal layouts.

    ``findings`` are those of the list of findings; without them the checks are run.

    Raises:
        Refusal: unknown-sheet, no-quarter, no-such-household, nothing-to-print, no-such-copy,
            no-empty-form, sheet-not-of-a-town, sheet-of-whole-village; would-leak when a public copy
            would hold what must not be posted.
    """
    run = _run(order, settings, reckoner, picture.villages)
    if picture.villages is not None and not run.sheet.is_for_town:
        known = "、".join(line.id for line in sheet_ids() if sheets()[line.id].is_for_town)
        raise Refusal("sheet-not-of-a-town", value=run.sheet.short_title, known=known)
    refuse_part(order, run.sheet.short_title, whole_village=run.sheet.whole_village)
    contents = None
    groups = 0
    if run.sheet.per == "village":
        grid = village_grid(run)
        subject = VillageSubject(run, order, picture, settings, findings=findings)
        blocks: Iterable[LayoutBlock] = tuple(_village_blocks(order, subject, settings, grid))
    else:
        grid = Grid(block.widths_mm for block in run.sheet.blocks if block.widths_mm)
        households = chosen(order, picture)
        groups = len(households)
        place = partial(say, "sheet.place", town=settings.town, village=picture.name)
        contents = BatchContents(run, grid) if order.contents and groups > 1 and _is_for_each(run) else None
        blocks = BlocksInTurn(partial(_household_blocks, order, run, households, place, grid, contents))
    layout = Layout(
        title=run.sheet.title,
        file_title=f"{run.sheet.id}{run.sheet.short_title}",
        column_widths_mm=grid.widths_mm,
        blocks=blocks,
        footer=footer_text(order, run, picture),
        paper="A4" if order.on_a4 else run.sheet.paper,
        landscape=run.sheet.landscape,
        margins_mm=run.sheet.margins_mm,
        numbering="group" if order.household_id is None and _is_for_each(run) else "whole",
        slips=run.sheet.slips,
        groups=groups,
        contents=contents.blocks if contents else None,
        enlarged=order.is_large,
        is_draft=order.is_draft,
        two_up=order.two_up,
    )
    refuse_leak(layout, picture, run.mask)
    return layout


def _run(
    order: SheetOrder, settings: BookSettings, reckoner: Reckoner, villages: Mapping[str, str] | None
) -> SheetRun:
    if order.sheet not in sheets():
        raise Refusal("unknown-sheet", value=order.sheet, known="、".join(line.id for line in sheet_ids()))
    sheet = sheets()[order.sheet]
    refuse_unknown_names(sheet)
    if sheet.by_quarter and order.quarter is None:
        raise Refusal("no-quarter", value=sheet.id)
    if order.is_empty and sheet.per == "village":
        raise Refusal("no-empty-form", value=sheet.short_title)
    if Copy(order.copy) not in sheet.copies:
        raise Refusal("no-such-copy", value=sheet.short_title, copy=say(f"sheet_copy.{order.copy}"))
    half = half_of(order.quarter) if sheet.period == "half" and order.quarter else None
    quarter = half.last_quarter if half else order.quarter if sheet.by_quarter else None
    year = quarter.year if quarter else order.year
    return SheetRun(
        sheet=_as_ordered(sheet, order, villages),
        year=year,
        year_window=year_window(year, settings.year_mode),
        quarter=quarter,
        half=half,
        reckoner=reckoner,
        mask=CopyMask(
            Copy(order.copy), HeadNames(order.head_names), order.printed_on, IdentityWriting(order.identity)
        ),
        bands=settings.policy.bands_for(year),
        item_places={code: place for place, code in enumerate(reckoner.items)},
        villages=villages,
    )


def _as_ordered(sheet: Sheet, order: SheetOrder, villages: Mapping[str, str] | None) -> Sheet:
    if order.is_large:
        sheet = replace(sheet, landscape=True, slips=1)
    if order.is_empty:
        return with_room(sheet)
    return _of_village(sheet) if villages is None else _of_town(sheet)


def _of_village(sheet: Sheet) -> Sheet:
    return replace(sheet, blocks=tuple(one for one in sheet.blocks if one.kind is not BlockKind.VILLAGES))


def _of_town(sheet: Sheet) -> Sheet:
    return replace(sheet, title=sheet.town_title or sheet.title)


def _is_for_each(run: SheetRun) -> bool:
    """Whether each household has pages of its own."""
    return run.sheet.per == "household" and run.sheet.slips == 1


def _household_blocks(
    order: SheetOrder,
    run: SheetRun,
    households: Iterable[HouseholdPicture],
    place: Callable[..., str],
    grid: Grid,
    contents: BatchContents | None,
) -> Iterator[LayoutBlock]:
    for one in contents.heard(households) if contents else households:
        yield title_block(run, place(group=one.household.group or ""), order, grid, one=one)
        blocks = household_blocks(HouseholdSubject(run, one), grid, note_block(run, one, grid))
        yield from map(emptied, blocks) if order.is_empty else blocks


def _village_blocks(
    order: SheetOrder, subject: VillageSubject, settings: BookSettings, grid: Grid
) -> Iterator[LayoutBlock]:
    if not subject.picture.households:
        raise Refusal("nothing-to-print", value=order.sheet)
    run = subject.run
    place = village_place(order, subject.picture, settings)
    note = note_block(run, None, grid)
    for month in _months(run):
        yield title_block(run, place, order, grid, month=month)
        yield from village_blocks(subject.of_month(month), grid, note)


def _months(run: SheetRun) -> tuple[Month | None, ...]:
    """The months that have a sheet of their own; None where the period has one sheet."""
    if not run.sheet.monthly:
        return (None,)
    return tuple(add_months(run.window.first, place) for place in range(run.window.months))
