"""Notices that nobody is at the desk: no key, no mouse and nothing composed for some minutes."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

_MS = 60_000
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class LockedAt(Struct, frozen=True):
    """Where somebody was when the desk was locked, to go on there."""

    who: str
    page: str
    household_id: str


class IdleLock(QObject):
    """Listens to the system's windows, not to every widget, so that typing costs nothing more.

    Signals:
        idle: The time is over.
    """

    idle = Signal()

    def __init__(self, parent: QObject, minutes: int) -> None:
        super().__init__(parent)
        self._heard: QWindow | None = None
        self.timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.idle)
        application = QGuiApplication.instance()
        application.focusWindowChanged.connect(self._listen_to)  # type: ignore[union-attr]  # it is there
        # What an input method composes does not pass through the window.
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._go_on)
        self._listen_to(QGuiApplication.focusWindow())
        self.wait(minutes)

    def wait(self, minutes: int) -> None:
        """Wait so many minutes from now on."""
        self.timer.start(minutes * _MS)

    def stop(self) -> None:
        """The window is closed."""
        self.timer.stop()
        self._listen_to(None)
        application = QGuiApplication.instance()
        application.focusWindowChanged.disconnect(self._listen_to)  # type: ignore[union-attr]  # it is there
        QGuiApplication.inputMethod().cursorRectangleChanged.disconnect(self._go_on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to wait anew; the event goes its way."""
        if event.type() in _INPUT:
            self._go_on()
        return super().eventFilter(watched, event)

    def _go_on(self) -> None:
        if self.timer.isActive():
            self.timer.start()

    def _listen_to(self, window: QWindow | None) -> None:
        # A window that is gone tells nobody, and the next one comes to the front after it went.
        if self._heard is not None and isValid(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = window
        if window is not None:
            window.installEventFilter(self)
