"""The printed sheets: an order and a still picture become a layout, and that a file of either kind."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.sheets import sheets
from village_desk.exchange.finished_file import write_finished
from village_desk.exchange.paper.contents_pages import PageRanges
from village_desk.exchange.paper.fonts import missing_characters
from village_desk.exchange.paper.layout import Block as LayoutBlock
from village_desk.exchange.paper.layout import BlocksInTurn, Layout, PageRange, every_text_of
from village_desk.exchange.paper.page_pictures import page_count
from village_desk.exchange.paper.pdf_out import Cancelled, Progress, write_pdf
from village_desk.exchange.paper.workbook_out import write_workbook
from village_desk.exchange.sheets.digests import GroupDigests, Papers, paper_key
from village_desk.exchange.sheets.sheet_layouts import make_layout
from village_desk.exchange.sheets.sheet_needs import records_needed
from village_desk.exchange.sheets.sheet_order import Format, SheetOrder, SheetSpecLine, file_name, sheet_ids
from village_desk.exchange.sheets.sheet_scope import chosen, wanted_ids
from village_desk.rules.income import Reckoner
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.store.bulk import without_collecting
from village_desk.store.pictures import village_in_turn, village_picture
from village_desk.store.reading import Reading
from village_desk.store.reckoned.findings import Finding
from village_desk.store.settings import BookSettings
from village_desk.store.system_answers import with_system

__all__ = [
    "SheetMade",
    "SheetOrder",
    "SheetSpecLine",
    "make_layout",
    "papers_of",
    "picture_for",
    "sheet_bytes",
    "sheet_ids",
    "write_sheet",
]

_PDF_SIGN = b"%PDF"


class SheetMade(Struct, frozen=True):
    """A finished file, still in memory."""

    content: bytes
    pages: int
    missing: Mapping[str, frozenset[str]]
    """Characters that no font has, by household label; to be shown before printing."""
    file_name: str
    """A name for the file that names nobody."""
    ranges: tuple[PageRange, ...] = ()
    """First and last page of each household of a batch; slips have none of their own."""
    names: tuple[tuple[str, ...], ...] = ()
    """Whose rows stand on each page."""
    digests: tuple[str, ...] = ()
    """What each household's sheet says, in the same order; equal ones say the same."""


def sheet_bytes(  # noqa: PLR0913 - what is printed, and how the printing is followed
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
    """Make a sheet's file in memory; the preview shows these very bytes.

    ``findings`` are those of the list of findings; without them the checks are run.

    Raises:
        Refusal: As make_layout, or stopped by the user.
    """
    layout = make_layout(order, picture, settings, reckoner, findings)
    name = file_name(order, picture.name, format)
    households = chosen(order, picture) if layout.groups else ()
    return layout_bytes(layout, order, name, households, progress=progress, cancelled=cancelled)


@without_collecting()
def layout_bytes(
    layout: Layout,
    order: SheetOrder,
    name: str,
    households: Sequence[HouseholdPicture] = (),
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> SheetMade:
    """Write a layout in memory, as the ending of its name says; ``households`` are those of its groups."""
    counter = _PageCounter(progress)
    write = write_pdf if name.endswith(".pdf") else write_workbook
    heard, ranges = _Heard(order, layout), PageRanges()
    content = write(
        replace(layout, blocks=BlocksInTurn(heard.blocks)),
        progress=counter,
        cancelled=cancelled,
        ranges=ranges,
    )
    lacking = heard.missing(households)
    return SheetMade(
        content, counter.pages, lacking, name, tuple(ranges.found), tuple(ranges.names), heard.digests()
    )


def papers_of(order: SheetOrder, picture: VillagePicture, made: SheetMade) -> Papers | None:
    """The households' sheets of a file; None where it is the village's own sheet, or nothing final."""
    if not made.digests or order.is_draft or order.is_empty:
        return None
    households = tuple(one.household.id for one in chosen(order, picture))
    return Papers(paper_key(order), households, made.digests, made.ranges, made.pages)


def picture_for(order: SheetOrder, reading: Reading, name: str) -> VillagePicture:
    """The village as a sheet needs it: whole, or where each household has a sheet those of the order in turn.

    For a sheet that adds up no household is read by itself. It can be printed as long as the reading lasts.
    """
    sheet = sheets().get(order.sheet)
    if order.copy != "public" and sheet is not None and (sheet.per == "household" or sheet.adds_up):
        return village_in_turn(reading, name, records_needed(sheet), wanted_ids(order))
    return with_system(reading, village_picture(reading, name))


def write_sheet(path: Path, made: SheetMade) -> None:
    """Write a finished file whole or not at all, after it has been opened again.

    Raises:
        Refusal: ``file-exists``: something that is no sheet has this name; else as write_whole.
    """
    write_finished(path, made.content, verify=partial(_verify, made=made))


class _PageCounter:
    """Hears the number of pages from the writer and passes the progress on."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.pages = 0

    def __call__(self, done: int, total: int) -> None:
        self.pages = total
        if self._progress is not None:
            self._progress(done, total)


class _Heard:
    """Hears each text on its way to the paper: what no font has, and what each household's sheet says."""

    def __init__(self, order: SheetOrder, layout: Layout) -> None:
        self._layout = layout
        self._seen: set[str] = set()
        self._lacking: set[str] = set()
        self._found: dict[int, frozenset[str]] = {}
        self._digests = GroupDigests(order) if layout.groups else None

    def blocks(self) -> Iterator[LayoutBlock]:
        """The layout's blocks; whoever goes through them has them heard."""
        group = -1
        self._take(group, self._layout.footer)
        for block in self._layout.blocks:
            group += block.starts_page
            text = "\n".join(every_text_of(block))
            if self._digests is not None:
                self._digests.take(block, text)
            self._take(group, text)
            yield block

    def digests(self) -> tuple[str, ...]:
        """A digest of each group, in their order."""
        return self._digests.finished() if self._digests is not None else ()

    def missing(self, households: Sequence[HouseholdPicture]) -> dict[str, frozenset[str]]:
        """What no font has, under the household's label; what belongs to nobody under the sheet's title."""
        found: dict[str, frozenset[str]] = {}
        for group, characters in self._found.items():
            label = _label(households[group]) if 0 <= group < len(households) else self._layout.title
            found[label] = found.get(label, frozenset()) | characters
        return found

    def _take(self, group: int, text: str) -> None:
        if not self._seen.issuperset(text):
            new = set(text) - self._seen
            self._seen |= new
            self._lacking |= missing_characters(new)
        if self._lacking and (here := self._lacking.intersection(text)):
            self._found[group] = self._found.get(group, frozenset()) | here


def _label(one: HouseholdPicture) -> str:
    return f"{one.household.number or ''} {one.household.head_name or ''}".strip()


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
