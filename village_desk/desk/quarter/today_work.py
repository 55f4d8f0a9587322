"""What the first page reads beside the window: its figures first, the checks after them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import CancelledJobError, Job, Progress, in_background
from village_desk.desk.page import Desk
from village_desk.entry.news import Event, HouseholdSaved
from village_desk.entry.quarter.today import Today, TodayReader
from village_desk.entry.quarter.today_findings import FindingsToday, TodayFindings

_REST_MS = 300


class TodayWork(QObject):
    """Reads again after news, once for several that come together, and never twice at a time.

    Signals:
        counted: The figures (Today) are there.
        checked: The open findings (FindingsToday) are there.
        checking: So many of so many households are checked.
        failed: The work ended early (its exception).
    """

    counted = Signal(object)
    checked = Signal(object)
    checking = Signal(int, int)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = TodayReader(desk.sitting)
        self._findings = TodayFindings(desk.sitting)
        self._reading: Job[Today] | None = None
        self._check: Job[FindingsToday] | None = None
        self._is_wanted = False
        self._is_resting = False
        self._has_left = False
        self._changed: set[str] | None = None
        """Households changed since the checks; None: everything is to be checked."""
        self._needs_check = True
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._read)

    @property
    def is_busy(self) -> bool:
        """Something is being read, or will be in a moment."""
        return self._rest.isActive() or self._reading is not None or self._check is not None

    def hear(self, event: Event) -> None:
        """Remember what has changed."""
        self._needs_check = True
        if isinstance(event, HouseholdSaved):
            if self._changed is not None:
                self._changed.add(event.household_id)
        else:
            self._changed = None

    def start(self) -> None:
        """Read the figures: at once the first time, later after a moment in which more may come."""
        self._is_wanted = True
        self._rest.start(_REST_MS if self._is_resting else 0)
        self._is_resting = True

    def go_on(self) -> None:
        """The page is in front again: take up checks that were broken off."""
        self._is_wanted = True
        if self._needs_check and not self.is_busy:
            self._run_check()

    def pause(self) -> None:
        """The page is out of sight: other pages need the machine more than the checks do."""
        self._is_wanted = False
        if self._check is not None:
            self._check.cancel()

    def leave(self) -> None:
        """The book is being closed."""
        self._has_left = True
        self._rest.stop()
        self.pause()

    def _read(self) -> None:
        if self._reading is not None:
            self._rest.start(_REST_MS)
            return
        errand = self._reader.errand()
        self._reading = in_background(lambda _: errand(), self._take, self._fail)

    def _take(self, today: Today) -> None:
        self._reading = None
        if self._has_left:
            return
        self.counted.emit(today)
        if today.rows and self._needs_check and self._is_wanted and self._check is None:
            self._run_check()

    def _run_check(self) -> None:
        changed, self._changed = self._changed, set()
        self._needs_check = False
        errand = self._findings.errand(changed)

        def work(progress: Progress) -> FindingsToday:
            found = errand(steps_of(progress), lambda: progress.is_cancelled)
            progress.check()
            return found

        self.checking.emit(0, 0)
        self._check = in_background(work, self._take_check, self._fail_check)
        self._check.news.progressed.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)

    def _tell_progress(self, done: int, total: int, _: int) -> None:
        if self._check is not None:
            self.checking.emit(done, total)

    def _take_check(self, found: FindingsToday) -> None:
        self._check = None
        if self._has_left:
            return
        self.checked.emit(found)
        if self._needs_check and self._is_wanted and not self.is_busy:
            self._run_check()

    def _fail_check(self, error: Exception) -> None:
        # What was half done is not known: next time everything is checked.
        self._changed, self._needs_check = None, True
        self._check = None
        if self._has_left:
            return
        if not isinstance(error, CancelledJobError):
            self.failed.emit(error)
        elif self._is_wanted:
            self._run_check()

    def _fail(self, error: Exception) -> None:
        self._reading = None
        if not self._has_left:
            self.failed.emit(error)
