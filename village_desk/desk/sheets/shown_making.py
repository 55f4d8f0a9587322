"""Makes what the preview shows beside the window, one file at a time: work on an older choice is stopped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from village_desk.definitions.words import say
from village_desk.desk.jobs import Job
from village_desk.desk.page import Desk
from village_desk.desk.sheets.shown_sheet import Asked, ShownSheet, make_shown
from village_desk.rules.pictures import VillagePicture


class ShownMaking(QObject):
    """Keeps the picture of the village from one file to the next, until it is told to read the book anew.

    ``wanted`` is asked at the end of a file whether it is still wanted.

    Signals:
        made: A file (ShownSheet) that is wanted.
        failed: Why (an exception) there is none of what is wanted.
        outdated: Something else is wanted by now than what was made or failed.
    """

    made = Signal(object)
    failed = Signal(object)
    outdated = Signal()

    def __init__(self, desk: Desk, wanted: Callable[[], Asked | None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = wanted
        self.picture: VillagePicture | None = None
        """What the last file was made of; None: the book is to be read anew."""
        self._asked: Asked | None = None
        self._job: Job[ShownSheet] | None = None
        self._begins_again = False  # stopped for another choice, even if the first was chosen again since
        self._has_left = False

    def leave(self) -> None:
        """The book is being closed: what is being made is stopped, and nothing is told any more."""
        self._has_left = True
        self.stop()

    def stop(self) -> bool:
        """Stop what is being made for something else that is wanted; False where nothing is."""
        if self._job is None:
            return False
        self._begins_again = True
        self._job.cancel()
        return True

    def begin(self, asked: Asked) -> None:
        """Make a file."""
        if self._asked is not None and self._asked.village != asked.village:
            self.picture = None
        sitting, picture = self._desk.sitting, self.picture
        self._asked = asked
        self._job = self._desk.frame.in_background(
            lambda progress: make_shown(sitting, asked, picture, progress),
            self._take,
            self._fail,
            title=say("sheets.making"),
        )

    def _take(self, shown: ShownSheet) -> None:
        self._job, self._begins_again = None, False
        if self._has_left:
            return
        self.picture = shown.picture
        if shown.asked == self._wanted():
            self.made.emit(shown)
        else:
            self.outdated.emit()

    def _fail(self, error: Exception) -> None:
        begins_again = self._begins_again
        self._job, self._begins_again = None, False
        if self._has_left:
            return
        if begins_again or self._wanted() != self._asked:
            self.outdated.emit()  # what became of the older choice is no matter
        else:
            self.failed.emit(error)
