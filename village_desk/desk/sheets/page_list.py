"""The list of a preview's pages: number and whose it is; digits and initials typed in it find a page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.entry.keyboard.initials import initials_of

_NUMBER_WIDTH, _NAMED_WIDTH = 5, 11
"""In widths of a character."""
_TURNING = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ERASING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


_SHARE = 3
"""The page is what people look at: beside it the list has a third at most."""


class PageList(QListWidget):
    """Pages by number and name; of a page of many rows the first and the last name are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._names: Sequence[tuple[str, ...]] = ()
        self._typed = ""
        self._room = 0
        self.setProperty("role", "listed")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)

    def show_pages(self, count: int, names: Sequence[tuple[str, ...]], page: int) -> None:
        """List so many pages; ``names`` says whose rows stand on each, where that is known."""
        self._names = names if any(names) else ((),) * count
        self._typed = ""
        self.blockSignals(True)
        self.clear()
        self.addItems([_entry(place, own) for place, own in enumerate(self._names, 1)])
        for place, own in enumerate(self._names):
            self.item(place).setToolTip("、".join(own))
        self.setCurrentRow(page if count else -1)
        self.blockSignals(False)
        self.setVisible(count > 1)
        self._fit()

    def find_page(self, typed: str) -> int | None:
        """The page of a number, else the first with a name that begins so, or whose initials do."""
        if typed.isdecimal():
            return int(typed) - 1 if 0 < int(typed) <= self.count() else None
        wanted = typed.lower()
        return next((place for place, own in enumerate(self._names) if _has(own, wanted)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the page of what is typed sign by sign; a sign that goes on with nothing begins anew."""
        if event.key() in _TURNING:
            event.ignore()  # they turn the pages, as everywhere on the page
        elif event.key() in _ERASING:
            self._typed = ""
        elif not (event.text().isalnum() and self._go_on(event.text())):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after the text size has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def sizeHint(self) -> QSize:
        """As high as there is room, and as wide as the names."""
        return QSize(self.width(), super().sizeHint().height())

    def fit_beside(self, room: int) -> None:
        """Take no more than a share of the room that list and page have together, in pixels."""
        self._room = room
        self._fit()

    def _go_on(self, sign: str) -> bool:
        for typed in (self._typed + sign, sign):
            page = self.find_page(typed)
            if page is not None:
                self._typed = typed
                self.setCurrentRow(page)
                return True
        return False

    def _fit(self) -> None:
        wanted = (_NAMED_WIDTH if any(self._names) else _NUMBER_WIDTH) * pixels("text")
        self.setFixedWidth(min(wanted, self._room // _SHARE) if self._room else wanted)


def _entry(number: int, names: Sequence[str]) -> str:
    if not names:
        return str(number)
    first, last = names[0], names[-1]
    name = first if first == last else say("preview.from_to", first=first, last=last)
    return say("preview.page_of", page=number, name=name)


def _has(names: Sequence[str], wanted: str) -> bool:
    return any(
        name.startswith(wanted) or any(form.startswith(wanted) for form in initials_of(name))
        for name in names
    )
