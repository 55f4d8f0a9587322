"""Writes a layout as PDF: embedded fonts, text that copies out right, the same bytes for the same layout."""

from __future__ import annotations

from collections.abc import Callable

from village_desk.exchange.paper.contents_pages import PageRanges
from village_desk.exchange.paper.layout import Layout
from village_desk.exchange.paper.page_breaks import pages_expected, pages_in_turn
from village_desk.exchange.paper.page_painting import PagePainter
from village_desk.exchange.paper.paper_frame import frame_of
from village_desk.exchange.paper.paper_sheets import PaperSheets, sheet_size
from village_desk.rules.refusals import Refusal

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_PAGES_BETWEEN_LOOKS = 16


def write_pdf(
    layout: Layout,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    ranges: PageRanges | None = None,
) -> bytes:
    """Draw every page and return the finished file; equal layouts give equal bytes.

    Args:
        layout: What to draw.
        progress: Told pages done and pages in all, as far as they are known; at the end both are the number
            of the file's sheets.
        cancelled: Asked now and then; True stops.
        ranges: Knows afterwards on which pages each group stands.

    Raises:
        Refusal: Stopped by the user, or a text is too long for its cell; nothing was written.
    """
    from village_desk.exchange.paper.pdf_document import BareDocument

    frame = frame_of(layout)
    document = BareDocument(sheet_size(frame, two_up=layout.two_up), layout.file_title)
    painter = PagePainter(document, frame, is_draft=layout.is_draft)
    sheets = PaperSheets(document, frame, two_up=layout.two_up)
    ranges = ranges or PageRanges()
    ranges.pages_each = sheets.pages_each
    for done, page in enumerate(pages_in_turn(layout, frame)):
        if done % _PAGES_BETWEEN_LOOKS == 0:
            look(done, pages_expected(layout, done, page), progress, cancelled)
        sheets.add(painter.paint(page))
        ranges.hear(page)
    sheets.close()
    body = sheets.count
    for page in ranges.contents(layout, frame):
        sheets.add(painter.paint(page))
    sheets.close()
    look(sheets.count, sheets.count, progress, cancelled)
    return document.finished(last_to_front=sheets.count - body)


def look(done: int, total: int, progress: Progress | None, cancelled: Cancelled | None) -> None:
    """Tell how far the work is and stop it if asked to.

    Raises:
        Refusal: The user stopped it.
    """
    if cancelled is not None and cancelled():
        raise Refusal("paper-stopped")
    if progress is not None:
        progress(done, total)
