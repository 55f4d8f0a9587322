"""What stands above and below every sheet: title, period and place, small print and footer."""

from __future__ import annotations

from village_desk import __version__
from village_desk.definitions.analysis_words import half_words
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import FOOTER_LIMIT, Cell, Row
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_order import SheetOrder, day_words
from village_desk.exchange.sheets.sheet_subjects import SheetRun
from village_desk.rules.months import Month, month_words
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import ORIGIN_BY_RATIO
from village_desk.store.settings import BookSettings


def title_block(
    run: SheetRun,
    place: str,
    order: SheetOrder,
    grid: Grid,
    *,
    month: Month | None = None,
    one: HouseholdPicture | None = None,
) -> LayoutBlock:
    """The head of a sheet, which starts a page; further pages of a household say whose they are."""
    left, right = grid.halves((0.45, 0.55))
    filled = say("sheet.filled_by", day=day_words(order.printed_on))
    if month is not None or order.is_empty:
        filled = say("sheet.filled_by_hand")
    name = run.mask.head_name(one) if one else month_words(month) if month is not None else ""
    rows = (
        Row((Cell(run.sheet.title, grid.columns, style="title"),), name=name),
        Row((Cell(_subtitle(run, month), grid.columns, style="subtitle"),)),
        Row(
            (Cell(place, left, style="caption"), Cell(filled, right, style="caption-right")),
            keep_with_next=True,
        ),
    )
    continuation = _continuation(run, one, grid) if one else None
    return LayoutBlock(rows, keep_together=True, starts_page=True, continuation=continuation)


def village_place(order: SheetOrder, picture: VillagePicture, settings: BookSettings) -> str:
    """Where a sheet of the village is from, and which part of the village it is of."""
    if picture.villages is not None:
        return say("sheet.town_place", town=picture.name, villages=len(picture.villages))
    key = "part_place" if order.part else "village_place"
    return say(f"sheet.{key}", town=settings.town, village=picture.name, part=order.part)


def note_block(run: SheetRun, one: HouseholdPicture | None, grid: Grid) -> LayoutBlock:
    """The small print: what the figures rest on and how blanks are meant."""
    notes = [_note(run, name) for name in run.sheet.notes]
    rests_on_lines = run.sheet.notes[0] in ("basis", "short")
    if one and rests_on_lines and any(line.origin == ORIGIN_BY_RATIO for line in one.lines):
        notes.append(say("sheet.note_ratio"))
    return LayoutBlock((Row((Cell("".join(notes), grid.columns, style="note"),), keep_with_next=True),))


def footer_text(order: SheetOrder, run: SheetRun, picture: VillagePicture) -> str:
    """Kind of copy, basis, day, form, program and journal: what a sheet can be traced by."""
    number, seal = picture.chain_head
    journal = say("sheet.journal", number=number, seal=seal[:8]) if number else say("sheet.no_journal")
    basis = run.reckoner.basis
    copy = say(f"sheet_copy.{order.copy}")
    if order.part and run.sheet.per == "village":
        copy = say("sheet.copy_of_part", copy=copy, part=order.part)
    text = say(
        "sheet.footer",
        copy=copy,
        basis=basis.name,
        revision=basis.revision,
        day=order.printed_on.isoformat(),
        form=run.sheet.revision,
        program=__version__,
        journal=journal,
    )
    return text[:FOOTER_LIMIT]


def _subtitle(run: SheetRun, month: Month | None) -> str:
    period = run.quarter.text() if run.quarter else say("sheet.year", year=run.year)
    if run.half:
        period = half_words(run.half)
    if month is not None:
        return say("sheet.subtitle_month", month=month_words(month), period=period)
    return say("sheet.subtitle", period=period, window=run.window.text())


def _continuation(run: SheetRun, one: HouseholdPicture, grid: Grid) -> Row:
    head = run.mask.head_name(one)
    words = say(
        "sheet.continuation", sheet=run.sheet.short_title, head=head, number=one.household.number or ""
    )
    return Row((Cell(words, grid.columns, style="continued"),), keep_with_next=True, name=head)


def _note(run: SheetRun, name: str) -> str:
    basis = run.reckoner.basis
    if name == "basis":
        formula, divisor = basis.formula_text, say(f"sheet.divisor_{basis.divisor}")
        return say("sheet.note", basis=basis.name, revision=basis.revision, formula=formula, divisor=divisor)
    if name == "short":
        divisor = say(f"sheet.divisor_{basis.divisor}")
        return say("sheet.note_short", basis=basis.name, revision=basis.revision, divisor=divisor)
    return say(f"sheet.note_{name}")
