"""The bar of long work: what it is, how far, how long still, and a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels

SHOWN_AFTER_MS = 300
"""Shorter work would only make the bar flicker."""


class JobBar(QWidget):
    """Shows one job at a time; it appears when the work takes longer than a moment.

    Signals:
        cancelled: The button was pressed.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(pixels("rail"))
        self.count = QLabel()
        self.left = QLabel()
        self.left.setProperty("role", "caption")
        self.cancel = QPushButton(say("jobs.cancel"))
        self.cancel.clicked.connect(self._cancel)
        self._patience = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._patience.timeout.connect(self.show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(pixels("step"))
        for part in (self.title, self.bar, self.count, self.left, self.cancel):
            row.addWidget(part)
        self.hide()

    def begin(self, title: str) -> None:
        """Get ready for a job."""
        self.title.setText(title or say("jobs.working"))
        self.cancel.setEnabled(True)
        self.bar.setRange(0, 0)
        self.count.clear()
        self.left.clear()
        self._patience.start()

    def show_progress(self, done: int, total: int, seconds_left: int) -> None:
        """Show how far the job is; a total of 0 is not known yet."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.count.setText(say("jobs.count", done=done, total=total) if total else "")
        self.left.setText(_left(seconds_left) if total and done else "")

    def end(self) -> None:
        """Put the bar away."""
        self._patience.stop()
        self.hide()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.left.setText(say("jobs.cancelling"))
        self.cancelled.emit()


def _left(seconds: int) -> str:
    if seconds < 60:
        return say("jobs.seconds_left", count=max(1, seconds))
    return say("jobs.minutes_left", count=round(seconds / 60))
