"""Prints a PDF's own pages: what leaves the printer is what the preview shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from village_desk.definitions.words import say
from village_desk.desk.jobs import Progress
from village_desk.desk.page import Desk
from village_desk.desk.sheets.preview import picture_of
from village_desk.desk.sheets.shown_sheet import ShownSheet
from village_desk.exchange.paper.page_pictures import page_count, render_page
from village_desk.exchange.sheets.digests import Papers
from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST_DOTS = 300
"""Dots to the inch; finer pictures print no better on an office printer and take far longer."""
_POINTS = 72

PrinterChooser = Callable[[bytes, str, QWidget | None], "QPrinter | None"]
"""Gives the printer with copies and range as the person wants them; None when they turn back."""


def choose_printer(pdf: bytes, title: str, window: QWidget | None) -> QPrinter | None:
    """Ask by the system's own dialog, with copies, ranges of pages and both sides of the paper."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    lay_paper(printer, pdf, 0)
    dialog = QPrintDialog(printer, window)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    dialog.setMinMax(1, page_count(pdf))
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def print_shown(
    desk: Desk,
    shown: ShownSheet,
    printer: QPrinter,
    note: Callable[[Papers | None, Sequence[int]], object],
    failed: Callable[[Exception], None],
) -> None:
    """Print the pages that the printer's dialog asked for, beside the window; ``note`` hears which."""
    content, papers = shown.made.content, shown.papers
    pages = pages_wanted(printer, shown.made.pages)
    sides = sides_of(printer, pages, papers.starts if papers else ())

    def printed(_: object) -> None:
        note(papers, pages)
        desk.frame.tell(say("sheets.printed", pages=len(pages)))

    desk.frame.in_background(
        lambda progress: paint_pages(printer, content, sides, progress),
        printed,
        failed,
        title=say("sheets.printing"),
    )


def pages_wanted(printer: QPrinter, count: int) -> list[int]:
    """The pages, counted from 0, that the dialog's ranges ask for."""
    ranges = printer.pageRanges()
    return [page for page in range(count) if ranges.isEmpty() or ranges.contains(page + 1)]


def sides_of(printer: QPrinter, pages: Sequence[int], starts: Collection[int] = ()) -> list[int | None]:
    """The sides of paper in the order in which they are printed; None is left blank.

    Printed on both sides, what begins on a page of ``starts`` begins on a fresh sheet of paper: no household
    has another's figures on its back. A driver that makes no copies itself is sent each copy.
    """
    from PySide6.QtPrintSupport import QPrinter

    is_two_sided = printer.duplex() != QPrinter.DuplexMode.DuplexNone
    once: list[int | None] = []
    for page in pages:
        if is_two_sided and page in starts and len(once) % 2:
            once.append(None)
        once.append(page)
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if copies > 1 and is_two_sided and len(once) % 2:
        once.append(None)
    if printer.collateCopies() or is_two_sided:
        return once * copies
    return [side for side in once for _ in range(copies)]


def paint_pages(printer: QPrinter, pdf: bytes, sides: Sequence[int | None], progress: Progress) -> None:
    """Send sides to a printer; may run beside the window.

    Raises:
        Refusal: ``printer-refused``: the printer took nothing.
        CancelledJobError: The person stopped it.
    """
    progress.expect(len(sides))
    scale = min(printer.resolution(), MOST_DOTS) / _POINTS
    painter = QPainter()
    try:
        for place, page in enumerate(sides):
            if page is not None:
                lay_paper(printer, pdf, page)
            _begin_page(printer, painter, is_first=place == 0)
            if page is not None:
                painter.drawImage(_whole_page(printer), picture_of(render_page(pdf, page, scale)))
            progress.step()
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def lay_paper(printer: QPrinter, pdf: bytes, page: int) -> None:
    """Turn the paper as the page lies, without margins: the page brings its own."""
    drawn = render_page(pdf, page, 1.0)
    is_wide = drawn.width > drawn.height
    size = QSizeF(*sorted((drawn.width, drawn.height)))
    orientation = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    paper = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize(paper)
    printer.setPageOrientation(orientation)
    printer.setFullPage(True)


def _begin_page(printer: QPrinter, painter: QPainter, *, is_first: bool) -> None:
    if not (painter.begin(printer) if is_first else printer.newPage()):
        raise Refusal("printer-refused")


def _whole_page(printer: QPrinter) -> QRectF:
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    return QRectF(0, 0, paper.width(), paper.height())
