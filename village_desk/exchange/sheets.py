"""The printed sheets: an order and a still picture become a layout, and that a file of either kind."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path

from village_desk.definitions.sheets import sheets
from village_desk.exchange.finished_file import write_finished
from village_desk.exchange.fonts import missing_characters
from village_desk.exchange.layout import Block as LayoutBlock
from village_desk.exchange.layout import Layout, every_text
from village_desk.exchange.page_pictures import page_count
from village_desk.exchange.pdf_out import Cancelled, Progress, write_pdf
from village_desk.exchange.sheet_layouts import chosen, make_layout
from village_desk.exchange.sheet_order import Format, SheetOrder, SheetSpecLine, file_name, sheet_ids
from village_desk.exchange.workbook_out import write_workbook
from village_desk.rules.income import Reckoner
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.store.findings import Finding
from village_desk.store.settings import BookSettings

__all__ = [
    "SheetMade",
    "SheetOrder",
    "SheetSpecLine",
    "make_layout",
    "sheet_bytes",
    "sheet_ids",
    "write_sheet",
]

_PDF_SIGN = b"%PDF"


@dataclass(frozen=True, slots=True)
class SheetMade:
    """A finished file, still in memory."""

    content: bytes = field(repr=False)
    pages: int
    missing: Mapping[str, frozenset[str]] = field(repr=False)
    """Characters that no font has, by household label; to be shown before printing."""
    file_name: str
    """A name for the file that names nobody."""


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
    counter = _PageCounter(progress)
    write = write_pdf if format == "pdf" else write_workbook
    content = write(layout, progress=counter, cancelled=cancelled)
    missing = _missing(layout, chosen(order, picture) if sheets()[order.sheet].per == "household" else ())
    return SheetMade(content, counter.pages, missing, file_name(order, picture.name, format))


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
