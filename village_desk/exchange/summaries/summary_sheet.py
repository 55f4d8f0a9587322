"""A summary on paper and as a workbook: the same layout, copies and small print as any sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from village_desk.definitions.sheets import Block, BlockKind, Sheet
from village_desk.definitions.value_words import RowsOf, ValueKind
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import Cell, Layout, Row
from village_desk.exchange.paper.pdf_out import Cancelled, Progress
from village_desk.exchange.sheets.copies import CopyMask
from village_desk.exchange.sheets.leaks import refuse_leak
from village_desk.exchange.sheets.making import SheetMade, SheetOrder, layout_bytes, sheet_bytes
from village_desk.exchange.sheets.sheet_cells import head_row, shown_cell
from village_desk.exchange.sheets.sheet_grid import Grid
from village_desk.exchange.sheets.sheet_order import Format, SheetSpecLine, named_file
from village_desk.exchange.sheets.sheet_scope import part_of, refuse_part
from village_desk.exchange.sheets.sheet_signatures import SEAL_ROOM_MM, drawn_signatures
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.sheets.sheet_title import footer_text, note_block, title_block, village_place
from village_desk.exchange.summaries.summary_table import SummaryTable
from village_desk.exchange.summaries.summary_words import refuse_posting, refuse_unfit
from village_desk.exchange.values.asked_values import IDENTITY_NUMBER
from village_desk.exchange.values.directory import value_directory
from village_desk.exchange.values.known_values import KnownValue
from village_desk.exchange.values.value_rows import Scene
from village_desk.rules.income import Reckoner
from village_desk.rules.masking import Copy, HeadNames, IdentityWriting
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal
from village_desk.rules.summaries import SummaryPlan
from village_desk.store.reckoned.findings import Finding
from village_desk.store.settings import BookSettings

_REVISION = "2026-2"
_MARGIN_MM, _BOUND_MM = 15.0, 20.0
"""Turned paper is bound at its head."""
_PAPERS: tuple[tuple[str, bool, float], ...] = (("A4", False, 180), ("A4", True, 267), ("A3", True, 390))
"""Papers from the smallest on, and the width that tables have on them in millimetres."""
_WIDTHS_MM = {ValueKind.TEXT: 24.0, ValueKind.MONEY: 23.0, ValueKind.DAY: 25.0, ValueKind.MONTH: 20.0}
_USUAL_WIDTH_MM = 15.0
_LONG_MM = {"id": 38.0, "account": 38.0, "phone": 26.0, "name": 18.0}
"""What takes more room, or less, than other texts, by the kind of secret that it is."""
_FIGURES = frozenset({ValueKind.MONEY, ValueKind.NUMBER, ValueKind.PERCENT})
_LIST_BLOCK = Block(BlockKind.SIGNATURES)


def printed_bytes(  # noqa: PLR0913 - as sheet_bytes
    order: SheetOrder,
    picture: VillagePicture,
    settings: BookSettings,
    reckoner: Reckoner,
    format: Format,  # noqa: A002 - the word of the command line
    *,
    findings: Sequence[Finding] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> SheetMade:
    """Make the file of a sheet, or of a summary where the order has its plan.

    Raises:
        Refusal: As for sheet_bytes and summary_layout.
    """
    if order.plan is None:
        return sheet_bytes(
            order,
            picture,
            settings,
            reckoner,
            format,
            findings=findings,
            progress=progress,
            cancelled=cancelled,
        )
    layout = summary_layout(order, order.plan, picture, settings, reckoner)
    name = named_file(order.sheet, picture.name + order.part, _period(order, order.plan), order.copy, format)
    return layout_bytes(layout, order, name, progress=progress, cancelled=cancelled)


def scene_for(
    order: SheetOrder,
    plan: SummaryPlan,
    picture: VillagePicture,
    settings: BookSettings,
    reckoner: Reckoner,
) -> Scene:
    """What holds for every row of a summary: period, copy, paper."""
    quarter = order.quarter if plan.by_quarter else None
    year = quarter.year if quarter else order.year
    copy = Copy(order.copy)
    scene = Scene.of(picture, settings, reckoner, year, quarter, copy, order.printed_on)
    # A column is one cell wide: where other sheets write the number's parts, a summary masks it.
    asked = IdentityWriting(order.identity)
    identity = IdentityWriting.MASKED if asked is IdentityWriting.PARTS else asked
    mask = CopyMask(copy, HeadNames(order.head_names), order.printed_on, identity)
    return replace(scene, run=replace(scene.run, mask=mask, sheet=_sheet(order.sheet, plan)))


def summary_layout(
    order: SheetOrder,
    plan: SummaryPlan,
    picture: VillagePicture,
    settings: BookSettings,
    reckoner: Reckoner,
) -> Layout:
    """Lay a summary out.

    Raises:
        Refusal: As refuse_unfit; ``summary-secret`` or ``would-leak`` for a copy to be posted;
            ``nothing-to-print`` for a village without households.
    """
    refuse_unfit(plan)
    if Copy(order.copy) is Copy.PUBLIC:
        refuse_posting(plan)
    refuse_part(order, order.sheet, whole_village=plan.rows == RowsOf.VILLAGE)
    if not picture.households:
        raise Refusal("nothing-to-print", value=order.sheet)
    scene = scene_for(order, plan, picture, settings, reckoner)
    run = scene.run
    households = part_of(order, picture).households
    table = SummaryTable(plan, scene, [HouseholdSubject(run, one) for one in households])
    widths = _widths(table.columns, run.sheet)
    half = (sum(widths) - SEAL_ROOM_MM) / 2
    grid = Grid((widths, (half, half, SEAL_ROOM_MM)))  # room for signatures, however few columns there are
    blocks = (
        title_block(run, village_place(order, picture, settings), order, grid),
        _table_block(table, grid.spans(widths)),
        note_block(run, None, grid),
        drawn_signatures(_signatures(), grid),
    )
    layout = Layout(
        title=order.sheet,
        file_title=order.sheet,
        column_widths_mm=grid.widths_mm,
        blocks=blocks,
        footer=footer_text(order, run, picture),
        paper="A4" if order.on_a4 else run.sheet.paper,
        landscape=run.sheet.landscape,
        margins_mm=run.sheet.margins_mm,
        numbering="whole",
        is_draft=order.is_draft,
        two_up=order.two_up,
    )
    refuse_leak(layout, picture, run.mask)
    return layout


def summary_line(name: str, plan: SummaryPlan) -> SheetSpecLine:
    """A summary in the list of sheets."""
    sheet = _sheet(name, plan)
    has_identity = any(column.value.endswith(f".{IDENTITY_NUMBER}") for column in plan.columns)
    return SheetSpecLine(
        name,
        name,
        name,
        "village",
        sheet.period,
        sheet.landscape,
        has_identity=has_identity,
        paper=sheet.paper,
        whole_village=plan.rows == RowsOf.VILLAGE,
    )


def _table_block(table: SummaryTable, spans: Sequence[int]) -> LayoutBlock:
    head = head_row(table.captions, tuple(spans))
    return LayoutBlock((head, *_body(table, spans)), head_rows=1)


def _body(table: SummaryTable, spans: Sequence[int]) -> Iterator[Row]:
    styles = [_style(value) for value in table.columns]
    sum_styles = ["tight-total-amount" if style == "tight-amount" else "tight-total" for style in styles]
    lead = table.lead
    if not table.count:
        yield Row((Cell(say("sheet.nobody"), sum(spans), style="centre"),))
    for row in table.rows():
        if not row.is_sum:
            cells = zip(row.cells, spans, styles, strict=True)
        else:
            under = [sum(spans[:lead]), *spans[lead:]]
            cells = zip(
                (row.cells[0], *row.cells[lead:]), under, ("tight-total", *sum_styles[lead:]), strict=True
            )
        yield Row(tuple(shown_cell(shown, span, style) for shown, span, style in cells))


def _style(value: KnownValue) -> str:
    return "tight-amount" if value.words.kind in _FIGURES else "tight"


def _sheet(title: str, plan: SummaryPlan) -> Sheet:
    known = (value_directory().get(column.value) for column in plan.columns)
    wanted = sum(_width(value) for value in known if value is not None)
    paper, landscape, _ = next((one for one in _PAPERS if one[2] >= wanted), _PAPERS[-1])
    return Sheet(
        id="",
        title=title,
        short_title=title,
        per="village",
        period="quarter" if plan.by_quarter else "year",
        paper="A3" if paper == "A3" else "A4",
        landscape=landscape,
        margins_mm=(_BOUND_MM if landscape else _MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
        revision=_REVISION,
        blocks=(),
        notes=("short",),
    )


def _widths(columns: Sequence[KnownValue], sheet: Sheet) -> tuple[float, ...]:
    """The columns' widths, together as wide as the paper's tables."""
    room = next(
        width for paper, landscape, width in _PAPERS if (paper, landscape) == (sheet.paper, sheet.landscape)
    )
    wanted = [_width(value) for value in columns]
    scale = room / sum(wanted)
    widths = [round(width * scale, 1) for width in wanted]
    widths[-1] += room - sum(widths)
    return tuple(widths)


def _width(value: KnownValue) -> float:
    words = value.words
    return _LONG_MM.get(words.sensitive) or _WIDTHS_MM.get(words.kind, _USUAL_WIDTH_MM)


def _signatures() -> Block:
    return replace(_LIST_BLOCK, labels=(say("summary.filled_by"), say("summary.checked_by")))


def _period(order: SheetOrder, plan: SummaryPlan) -> str:
    quarter = order.quarter if plan.by_quarter else None
    return quarter.text() if quarter else say("sheet.year", year=order.year)
