"""The preview shows the file's own pages; the printer gets the same."""

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from village_desk.desk.jobs import Progress, _News
from village_desk.desk.look import colour
from village_desk.desk.sheets.preview import FIT_PAGE, FIT_WIDTH, ZOOMS, Preview
from village_desk.desk.sheets.printing import MOST_DOTS, lay_paper, pages_wanted, paint_pages, sides_of
from village_desk.exchange.paper.page_pictures import page_count, render_page
from village_desk.exchange.sheets.making import SheetOrder, sheet_bytes

from ..exchange.sheet_village import PRINTED, RECKONER, SETTINGS, village
from .village_book import settle


@pytest.fixture(scope="module")
def pdf():
    """Three pages, each with another width, so that each can be told."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for place in range(3):
        canvas.setPageSize((595, 842) if place < 2 else (842, 595))
        canvas.drawString(100, 500, f"page {place + 1}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def preview(dressed, qtbot, pdf):
    made = Preview()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    made.set_pdf(pdf)
    settle()
    return made


def test_the_page_in_sight_is_drawn_from_the_file(preview, pdf):
    shown = preview.paper.pixmap()
    plain = render_page(pdf, 0, 1.0)
    assert shown.width() / shown.height() == pytest.approx(plain.width / plain.height, rel=0.01)
    assert preview.pages == 3


def test_keys_turn_pages_and_stop_at_both_ends(preview):
    preview.zoom = FIT_PAGE
    preview.set_pdf(preview._pdf)
    seen = []
    for _ in range(5):
        preview.page_down()
        settle()
        seen.append(preview.page)
    assert seen[-1] == 2
    for _ in range(12):
        preview.page_up()
        settle()
    assert preview.page == 0


def found(preview, text):
    preview.seek(text)
    for _ in range(6):
        settle()
    return preview.page


def is_marked(preview):
    picture = preview.paper.pixmap().toImage()
    tint = colour("wheat-tint").rgb()
    points = ((x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2))
    return any(picture.pixel(x, y) == tint for x, y in points)


def test_a_text_is_found_on_its_page_and_marked_there(preview):
    assert not is_marked(preview)
    assert found(preview, "page 3") == 2
    assert is_marked(preview)
    preview.go_to(0)
    assert not is_marked(preview)
    assert found(preview, "") == 0


def test_the_next_one_is_sought_from_the_last_page_on_to_the_first(preview):
    seen = [found(preview, "page")]
    for _ in range(3):
        preview.seek_next()
        for _ in range(6):
            settle()
        seen.append(preview.page)
    assert seen == [0, 1, 2, 0]


def test_what_stands_nowhere_is_said_and_no_page_is_turned(preview):
    preview.go_to(1)
    assert found(preview, "page 9") == 1
    assert preview.count_line.text() == "没有找到“page 9”"


def test_fitting_the_width_never_needs_to_scroll_sideways(preview):
    assert preview.zoom == FIT_WIDTH
    settle()
    assert preview.view.horizontalScrollBar().maximum() == 0


def test_the_page_is_as_wide_as_its_room_after_the_list_of_pages_has_gone(preview, pdf):
    one = pypdfium2.PdfDocument.new()
    one.import_pages(pypdfium2.PdfDocument(pdf), [0])
    stream = io.BytesIO()
    one.save(stream)
    beside_the_list = preview.paper.pixmap().width()
    preview.set_pdf(stream.getvalue())
    settle()
    assert preview.list.isHidden()
    room = preview.view.viewport().width()
    assert preview.paper.pixmap().width() > beside_the_list
    assert preview.paper.pixmap().width() == pytest.approx(room, abs=40)


def test_beside_a_narrow_page_the_list_has_a_third_at_most(preview, pdf):
    preview.set_pdf(pdf, [(f"一个名字很长的户主{place}",) for place in range(3)])
    wide = preview.list.width()
    preview.resize(300, 600)
    settle()
    assert preview.list.width() <= 100 < wide
    preview.resize(800, 600)
    settle()
    assert preview.list.width() == wide


def test_a_larger_size_draws_a_larger_page_and_the_sizes_end(preview):
    preview.zoom = 100
    preview.set_pdf(preview._pdf)
    before = preview.paper.pixmap().width()
    preview.change_zoom(+1)
    assert preview.paper.pixmap().width() > before
    for _ in ZOOMS:
        preview.change_zoom(+1)
    assert preview.zoom == ZOOMS[-1]


def test_another_file_with_fewer_pages_does_not_leave_one_behind(preview, pdf):
    preview.go_to(2)
    preview.clear()
    assert preview.pages == 0
    assert preview.count_line.text() == ""
    preview.set_pdf(pdf)
    assert preview.page == 0


NAMES = (("吴艳强",), ("吴艳强", "赵红旺", "李禾"), ("单秀英",))


def listed(preview):
    return [preview.list.item(place).text() for place in range(preview.list.count())]


def test_each_page_is_listed_under_its_names(preview, pdf):
    assert listed(preview) == ["1", "2", "3"]
    preview.set_pdf(pdf, NAMES)
    assert listed(preview) == ["1　吴艳强", "2　吴艳强—李禾", "3　单秀英"]
    assert preview.list.item(1).toolTip() == "吴艳强、赵红旺、李禾"


def typed(preview, text):
    QTest.keyClicks(preview.list, text)
    settle()
    return preview.page


def test_a_page_is_gone_to_by_number_and_by_the_initials_of_anybody_on_it(preview, pdf):
    preview.set_pdf(pdf, NAMES)
    preview.list_pages()
    assert QApplication.focusWidget() is preview.list
    assert typed(preview, "3") == 2
    assert typed(preview, "zhw") == 1, "what goes on with nothing begins anew"
    assert typed(preview, "sxy") == 2
    assert typed(preview, "q") == 2, "nobody is called so"


def test_the_arrows_go_through_the_list(preview, pdf):
    preview.set_pdf(pdf, NAMES)
    preview.list_pages()
    QTest.keyClick(preview.list, Qt.Key.Key_Down)
    settle()
    assert preview.page == 1


def test_the_printer_gets_exactly_the_pages_asked_for(qapp, pdf, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 3)
    assert pages_wanted(printer, 3) == [1, 2]
    lay_paper(printer, pdf, 1)
    paint_pages(printer, pdf, pages_wanted(printer, 3), Progress(_News()))
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert page_count(printed) == 2
    first, second = render_page(printed, 0, 1.0), render_page(printed, 1, 1.0)
    assert first.width < first.height
    assert second.width > second.height


@pytest.fixture
def to_file(qapp, tmp_path):
    """A printer whose paper is a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    return printer


def print_with(printer, pdf, starts=()):
    pages = pages_wanted(printer, page_count(pdf))
    paint_pages(printer, pdf, sides_of(printer, pages, starts), Progress(_News()))
    return Path(printer.outputFileName()).read_bytes()


def picture_on(printed, page):
    """The one picture that a printed page is."""
    document = pypdfium2.PdfDocument(printed)
    (found,) = [one for one in document[page].get_objects() if isinstance(one, pypdfium2.PdfImage)]
    return found.get_bitmap(render=False).to_pil().convert("RGB")


def are_the_same(one, drawn):
    """Whether a picture is a page of the preview, but for the colours that the file leaves out."""
    other = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.pixels)
    return one.size == other.size and all(
        most < 20 for _, most in ImageChops.difference(one, other).getextrema()
    )


def sheet_pdf():
    """A real sheet of two households, with lines, grey heads and three fonts."""
    order = SheetOrder("F3", "internal", 2025, None, None, PRINTED)
    return sheet_bytes(order, village(2), SETTINGS, RECKONER, "pdf").content


def test_what_leaves_the_printer_is_what_the_preview_shows(to_file):
    pdf = sheet_pdf()
    printed = print_with(to_file, pdf)
    assert page_count(printed) == page_count(pdf) > 2
    for page in range(page_count(pdf)):
        assert are_the_same(picture_on(printed, page), render_page(pdf, page, MOST_DOTS / 72))
    assert not are_the_same(picture_on(printed, 0), render_page(pdf, 1, MOST_DOTS / 72))


def test_copies_and_ranges_reach_the_printer_and_stay_as_they_were_chosen(to_file, pdf):
    to_file.setCopyCount(2)
    to_file.setPageRanges(QPageRanges.fromString("1,3"))
    printed = print_with(to_file, pdf)
    assert [picture_on(printed, page).size[0] > 2_600 for page in range(page_count(printed))] == [
        *(False, True),
        *(False, True),
    ]
    assert (to_file.copyCount(), to_file.pageRanges().toString()) == (2, "1,3")


def test_without_a_range_every_page_is_printed(qapp):
    assert pages_wanted(QPrinter(), 4) == [0, 1, 2, 3]


class Driver:
    """What a printer says of itself, for drivers that this machine does not have."""

    def __init__(self, *, ranges="", copies=1, makes_copies=False, collates=True, duplex=False):
        self.pageRanges = lambda: QPageRanges.fromString(ranges)
        self.copyCount = lambda: copies
        self.supportsMultipleCopies = lambda: makes_copies
        self.collateCopies = lambda: collates
        modes = QPrinter.DuplexMode
        self.duplex = lambda: modes.DuplexLongSide if duplex else modes.DuplexNone


def test_several_ranges_may_be_asked_for():
    assert pages_wanted(Driver(ranges="1-2,5"), 6) == [0, 1, 4]


def test_on_both_sides_every_household_begins_on_a_fresh_sheet():
    assert sides_of(Driver(duplex=True), range(5), {0, 1, 3}) == [0, None, 1, 2, 3, 4]
    assert sides_of(Driver(), range(5), {0, 1, 3}) == [0, 1, 2, 3, 4]
    assert sides_of(Driver(duplex=True), range(3)) == [0, 1, 2], "a table of the village just goes on"


def test_a_driver_that_makes_no_copies_is_sent_each_of_them():
    assert sides_of(Driver(copies=2), range(2)) == [0, 1, 0, 1]
    assert sides_of(Driver(copies=2, collates=False), range(2)) == [0, 0, 1, 1]
    assert sides_of(Driver(copies=2, makes_copies=True), range(2)) == [0, 1]
    assert sides_of(Driver(copies=2, duplex=True), range(3)) == [0, 1, 2, None] * 2


def test_a_side_that_stays_blank_is_a_page_of_its_own(qapp, pdf, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    paint_pages(printer, pdf, [0, None, 1], Progress(_News()))
    assert page_count((tmp_path / "printed.pdf").read_bytes()) == 3
