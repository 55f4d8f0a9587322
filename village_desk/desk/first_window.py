"""The way into the desk: the start window is there before what opens a book is loaded."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from village_desk.desk.asker import WindowAsker
from village_desk.desk.look import dress
from village_desk.desk.start.start_window import StartWindow
from village_desk.desk.untaken import tell_untaken
from village_desk.entry.asking import Asker
from village_desk.store.server.address import BookAddress

if TYPE_CHECKING:
    from village_desk.desk.window import DeskWindow
    from village_desk.entry.sitting import Sitting


def show(book: BookAddress | None) -> int:
    """Open the window and return when it is closed."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    dress(application)  # type: ignore[arg-type]  # the instance is the application itself
    asker = WindowAsker()
    tell_untaken(asker)
    start = StartWindow(asker, open_desk_now)
    start.show()
    if book is not None:
        QTimer.singleShot(0, lambda: start.open_book(book))
    return application.exec()


def open_desk_now(sitting: Sitting, asker: Asker, when_closed: Callable[[], None]) -> DeskWindow:
    """Load the desk and show it."""
    from village_desk.desk.window import open_desk

    return open_desk(sitting, asker, when_closed)
