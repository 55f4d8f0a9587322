"""Asks at quiet moments whether another clerk has written: every few seconds and at the window's return."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from village_desk.desk.jobs import in_background, is_any_under_way
from village_desk.entry.others import Others
from village_desk.entry.sitting import Sitting
from village_desk.rules.refusals import Refusal

_EVERY_MS = 5_000


class QuietMoments(QObject):
    """Asks beside the window, and only while nothing else is under way and no box is open."""

    def __init__(self, parent: QObject, sitting: Sitting, tell: Callable[[], None]) -> None:
        super().__init__(parent)
        self._others = Others(sitting)
        self._tell = tell
        self._has_stopped = False
        self.timer = QTimer(self, interval=_EVERY_MS)
        self.timer.timeout.connect(self.ask)
        self.timer.start()
        application = QGuiApplication.instance()
        application.focusWindowChanged.connect(self.ask)  # type: ignore[union-attr]  # it is there

    def ask(self) -> None:
        """Ask once; a server that does not answer is met by whoever wants something of it."""
        if not (self._has_stopped or is_any_under_way() or QApplication.activeModalWidget()):
            in_background(lambda _: self._others.ask(), self._take, self._pass_over)

    def stop(self) -> None:
        """The book is being closed."""
        self._has_stopped = True
        self.timer.stop()
        self._others.stop()
        application = QGuiApplication.instance()
        application.focusWindowChanged.disconnect(self.ask)  # type: ignore[union-attr]  # it is there

    def _take(self, newest: int) -> None:
        if not self._has_stopped and self._others.take(newest):
            self._tell()

    def _pass_over(self, error: Exception) -> None:
        if not isinstance(error, Refusal):
            raise error
