"""Two hands at the desk's window: they press keys on whatever has the cursor, and count them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from village_desk.desk.window import DeskWindow
from village_desk.entry.asking import WrittenAsker
from village_desk.entry.sitting import Sitting
from village_desk.rules.months import YearMode, make_quarter
from village_desk.rules.records import Record
from village_desk.store.book import Book
from village_desk.store.journal import Deed

TODAY = date(2025, 7, 10)


class Hands:
    """Presses keys; a chord counts as one, and so does each Chinese character that an input method gives."""

    def __init__(self, window: DeskWindow) -> None:
        self.window = window
        self.count = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key or a chord."""
        self.count += 1
        QTest.keyClick(self._under_cursor(), key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type letters and figures; Chinese arrives from the input method."""
        for character in text:
            self.count += 1
            if character.isascii():
                QTest.keyClicks(self._under_cursor(), character)
            else:
                composed = QInputMethodEvent()
                composed.setCommitString(character)
                QApplication.sendEvent(self._under_cursor(), composed)
            QApplication.processEvents()

    def enter(self) -> None:
        """Press Enter."""
        self.press(Qt.Key.Key_Return)

    def control(self, key: Qt.Key) -> None:
        """Press Ctrl with a key."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def alt(self, key: Qt.Key) -> None:
        """Press Alt with a key."""
        self.press(key, Qt.KeyboardModifier.AltModifier)

    def _under_cursor(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window


def sit_at(book: Book, *records: Record, quarter: int = 3) -> Sitting:
    """Somebody at the book in July 2025, working on a quarter of the income year 2025."""
    if records:
        with book.changing(Deed("import", "演练员")) as change:
            change.insert_many(records)
    sitting = Sitting(book, "演练员", TODAY)
    sitting.choose("year_mode", YearMode.INCOME_YEAR.value)
    sitting.work_on(make_quarter(2025, quarter, YearMode.INCOME_YEAR))
    return sitting


def open_window(
    qtbot: QtBot, sitting: Sitting, page: str = "households", *answers: bool | int | str | None
) -> tuple[DeskWindow, Hands]:
    """Show the window of a sitting with a page in front."""
    window = DeskWindow(sitting, WrittenAsker(*answers))
    qtbot.addWidget(window, before_close_func=_let_go)
    window.resize(1366, 728)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.show_page(page)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window, Hands(window)


def _let_go(window: DeskWindow) -> None:
    """The book belongs to the test: the window closes without it."""
    window._close_book = lambda: None


def settle() -> None:
    """Let what was put off to the next moment happen now."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def is_on_screen(widget: QWidget) -> bool:
    """Whether a widget is shown within its window."""
    corner = widget.mapTo(widget.window(), QPoint(0, 0))
    return widget.isVisible() and 0 <= corner.x() <= widget.window().width() - widget.width()


class _Ear(QObject):
    """Hears who is sent events of one kind."""

    def __init__(self, kind: QEvent.Type) -> None:
        super().__init__()
        self._kind = kind
        self.heard: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() == self._kind:
            self.heard.append(watched)
        return False


@contextmanager
def sent(kind: QEvent.Type) -> Iterator[list[QObject]]:
    """Who is sent events of a kind in the block and until the window has come to rest."""
    ear, application = _Ear(kind), QApplication.instance()
    application.installEventFilter(ear)
    try:
        yield ear.heard
        settle()
    finally:
        application.removeEventFilter(ear)
