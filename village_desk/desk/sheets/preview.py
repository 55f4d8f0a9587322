"""Shows a PDF page by page, drawn from its own bytes: what is seen is what is printed and saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from village_desk.definitions.words import say
from village_desk.desk.look import colour, pixels
from village_desk.desk.sheets.page_list import PageList
from village_desk.exchange.paper.page_pictures import PagePicture, page_count, render_page
from village_desk.exchange.paper.page_search import first_page_with, spots_on

FIT_WIDTH, FIT_PAGE = 0, -1
ZOOMS = (FIT_WIDTH, FIT_PAGE, 75, 100, 125, 150, 200)
"""Whole percent; at 100 a page is as large as on paper on a screen of 96 dots to the inch."""
_DOTS_AT_100 = 96 / 72
_PAGES_AT_ONCE = 40
"""Some hundredths of a second of searching between two looks at the keys."""
_MARK_EDGE = 1.5
"""Points around a text that was found."""


class Preview(QWidget):
    """The pages of a PDF.

    Signals:
        turned: Another page (counted from 0) is shown.
    """

    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdf = b""
        self._count = 0
        self._page = 0
        self.zoom = FIT_WIDTH
        self.paper = QLabel()
        self.paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.view = QScrollArea()
        self.list = PageList()
        self.count_line = QLabel()
        self.zoom_line = QLabel()
        self._text = ""
        self._left_to_search: Iterator[int] = iter(())
        self._search_on = QTimer(self, singleShot=True, interval=0)
        self._search_on.timeout.connect(self._search)
        self._patience = QTimer(self, singleShot=True, interval=0)
        self._patience.timeout.connect(self._draw)
        self._build()
        self.clear()

    @property
    def page(self) -> int:
        """The page shown, counted from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._count

    def clear(self) -> None:
        """Show no file."""
        self.set_pdf(b"")

    def set_pdf(self, pdf: bytes, names: Sequence[tuple[str, ...]] = ()) -> None:
        """Show a file from its first page, or stay on the page in hand where it has it.

        ``names`` says whose rows stand on each page.

        Raises:
            ValueError: It is no PDF that can be read.
        """
        self._pdf = pdf
        self._count = page_count(pdf) if pdf else 0
        self._page = min(self._page, max(0, self._count - 1))
        self.list.show_pages(self._count, names, self._page)
        self._draw()

    def go_to(self, page: int) -> None:
        """Show a page; past either end nothing happens."""
        if 0 <= page < self._count and page != self._page:
            self._page = page
            self.list.setCurrentRow(page)
            self._draw()
            self.view.verticalScrollBar().setValue(0)
            self.turned.emit(page)

    def list_pages(self) -> None:
        """Put the cursor into the list of pages; a number or initials go on from there."""
        if self.list.isVisible():
            self.list.setFocus()

    def page_down(self) -> None:
        """Scroll down, and at the lower edge turn to the next page."""
        bar = self.view.verticalScrollBar()
        if bar.value() < bar.maximum():
            bar.setValue(bar.value() + bar.pageStep())
        else:
            self.go_to(self._page + 1)

    def page_up(self) -> None:
        """Scroll up, and at the upper edge turn to the foot of the page before."""
        bar = self.view.verticalScrollBar()
        if bar.value() > bar.minimum():
            bar.setValue(bar.value() - bar.pageStep())
        elif self._page > 0:
            self.go_to(self._page - 1)
            bar.setValue(bar.maximum())

    def seek(self, text: str) -> None:
        """Go to the next page, this one included, that has a text, and mark it there; blank marks none."""
        self._text = text.strip()
        self._begin_search(self._page)

    def seek_next(self) -> None:
        """Go to the next page after this one on which the text stands, from the last on to the first."""
        self._begin_search(self._page + 1)

    def _begin_search(self, start: int) -> None:
        self._left_to_search = iter([(start + step) % self._count for step in range(self._count)])
        if self._text and self._count:
            self._search_on.start()
        else:
            self._draw()

    def _search(self) -> None:
        """Look at some pages and let the window live before the next ones."""
        some = list(islice(self._left_to_search, _PAGES_AT_ONCE))
        page = first_page_with(self._pdf, self._text, some)
        if page is not None:
            self.go_to(page)
            self._draw()
        elif some:
            self._search_on.start()
        else:
            self._draw()
            self.count_line.setText(say("preview.not_found", text=self._text))

    def change_zoom(self, by: int) -> None:
        """Go to the next or the last of the sizes; those that fit the window come first."""
        place = ZOOMS.index(self.zoom) + by
        if 0 <= place < len(ZOOMS):
            self.zoom = ZOOMS[place]
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self.list.fit_beside(self.width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the page anew to its room, which is another one too when the list of pages comes or goes."""
        if event.type() == QEvent.Type.Resize and self.zoom <= 0:
            self._patience.start()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """Any size will do: the page is scrolled."""
        return QSize(12 * pixels("text"), 4 * pixels("field"))

    def _draw(self) -> None:
        self._say_where()
        if not self._count:
            self.paper.clear()
            return
        ratio = self.devicePixelRatio()
        scale = self._scale() * ratio
        shown = QPixmap.fromImage(picture_of(render_page(self._pdf, self._page, scale)))
        self._mark_found(shown, scale)
        shown.setDevicePixelRatio(ratio)
        self.paper.setPixmap(shown)

    def _mark_found(self, shown: QPixmap, scale: float) -> None:
        spots = spots_on(self._pdf, self._text, self._page)
        painter = QPainter(shown)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for spot in spots:
            box = QRectF(spot.left * scale, spot.top * scale, spot.width * scale, spot.height * scale)
            edge = scale * _MARK_EDGE
            painter.fillRect(box.adjusted(-edge, -edge, edge, edge), colour("wheat-tint"))
        painter.end()

    def _scale(self) -> float:
        if self.zoom > 0:
            return self.zoom / 100 * _DOTS_AT_100
        plain = render_page(self._pdf, self._page, 0.25)
        room = self.view.viewport().size()
        edge = pixels("gap")
        across = (room.width() - edge) / (4 * plain.width)
        down = (room.height() - edge) / (4 * plain.height)
        return max(0.2, min(across, down) if self.zoom == FIT_PAGE else across)

    def _say_where(self) -> None:
        where = say("preview.where", page=self._page + 1, pages=self._count) if self._count else ""
        self.count_line.setText(where)
        named = {FIT_WIDTH: say("preview.fit_width"), FIT_PAGE: say("preview.fit_page")}
        self.zoom_line.setText(named.get(self.zoom, f"{self.zoom}%"))

    def _build(self) -> None:
        self.view.setWidget(self.paper)
        self.view.setWidgetResizable(True)
        self.view.viewport().installEventFilter(self)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Always there, or fitting the width would change the width that is to be fitted.
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.list.currentRowChanged.connect(self.go_to)
        bar = QHBoxLayout()
        bar.setSpacing(pixels("step"))
        self.count_line.setProperty("role", "caption")
        self.zoom_line.setProperty("role", "caption")
        self.zoom_line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom_line.setMinimumWidth(3 * pixels("text"))
        bar.addWidget(self.count_line)
        bar.addStretch(1)
        bar.addWidget(self._zoom_button("smaller", -1))
        bar.addWidget(self.zoom_line)
        bar.addWidget(self._zoom_button("larger", +1))
        middle = QHBoxLayout()
        middle.setSpacing(pixels("step"))
        middle.addWidget(self.list)
        middle.addWidget(self.view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("step"))
        column.addLayout(bar)
        column.addLayout(middle, 1)

    def _zoom_button(self, key: str, by: int) -> QPushButton:
        button = QPushButton(say(f"preview.{key}"))
        button.setAutoDefault(True)
        button.clicked.connect(lambda: self.change_zoom(by))
        return button


def picture_of(drawn: PagePicture) -> QImage:
    """The pixels of a page as the window paints them."""
    image = QImage(drawn.pixels, drawn.width, drawn.height, 3 * drawn.width, QImage.Format.Format_RGB888)
    return image.copy()  # the bytes are let go when this returns
