"""Long work off the window's thread: it takes along what it needs, touches no widget and can be stopped."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from village_desk.desk.job_bar import JobBar

Yield = TypeVar("Yield")
_SELDOM_SECONDS = 0.05
"""Progress is told at most so often, or the window would be busy painting it."""


class CancelledJobError(Exception):
    """The person stopped the work; what it had begun was left as it was before."""


class _News(QObject):
    """Carries what a job says over to the window's thread."""

    progressed = Signal(int, int, int)
    ended = Signal(object, object)


class Progress:
    """What a job is given: it counts, and asks between two pieces of work whether to go on."""

    def __init__(self, news: _News) -> None:
        self._news = news
        self._begun = monotonic()
        self._told = 0.0
        self._done = 0
        self._total = 0
        self._is_cancelled = False

    @property
    def is_cancelled(self) -> bool:
        """The person wants it stopped."""
        return self._is_cancelled

    def expect(self, total: int) -> None:
        """Say how many pieces there are."""
        self._total = total
        self._tell()

    def step(self, count: int = 1) -> None:
        """Count finished pieces.

        Raises:
            CancelledJobError: The person wants it stopped; let it pass, so that nothing half-done stays.
        """
        self._done += count
        self.check()
        if monotonic() - self._told >= _SELDOM_SECONDS or self._done >= self._total:
            self._tell()

    def check(self) -> None:
        """Go on only if wanted.

        Raises:
            CancelledJobError: The person wants it stopped.
        """
        if self._is_cancelled:
            raise CancelledJobError

    def cancel(self) -> None:
        """Ask the job to stop; it does so between two pieces, never in the middle of one."""
        self._is_cancelled = True

    def _tell(self) -> None:
        self._told = monotonic()
        taken = self._told - self._begun
        left = taken / self._done * (self._total - self._done) if self._done else 0.0
        self._news.progressed.emit(self._done, self._total, round(left))


class Job(QObject, Generic[Yield]):
    """One piece of long work under way; kept alive until its end has been delivered."""

    def __init__(
        self,
        work: Callable[[Progress], Yield],
        then: Callable[[Yield], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        super().__init__()
        self._then = then
        self._otherwise = otherwise
        self.news = _News()
        self.progress = Progress(self.news)
        self.news.ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._errand = _Errand(work, self.progress, self.news)

    def start(self) -> None:
        """Hand the work to the pool."""
        _under_way.add(self)
        QThreadPool.globalInstance().start(self._errand)

    def cancel(self) -> None:
        """Ask it to stop; ``otherwise`` then hears CancelledJobError."""
        self.progress.cancel()

    def _deliver(self, outcome: Yield, error: Exception | None) -> None:
        _under_way.discard(self)
        _just_ended.append(self._errand)
        if error is None:
            self._then(outcome)
        else:
            self._otherwise(error)


class _Errand(QRunnable):
    """Runs in the pool."""

    def __init__(self, work: Callable[[Progress], object], progress: Progress, news: _News) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._work = work
        self._progress = progress
        self._news = news

    def run(self) -> None:
        """Do the work and send its outcome, whatever it is, to the window's thread."""
        try:
            outcome = self._work(self._progress)
        except Exception as error:  # noqa: BLE001 - every failure is for the window to tell, none may vanish here
            self._news.ended.emit(None, error)
        else:
            self._news.ended.emit(outcome, None)


_under_way: set[Job[Any]] = set()
# The news of an end may come a moment before the thread has left the errand: it must not be freed yet.
_just_ended: deque[_Errand] = deque(maxlen=16)


def in_background(
    work: Callable[[Progress], Yield],
    then: Callable[[Yield], None],
    otherwise: Callable[[Exception], None],
    *,
    title: str = "",
    bar: JobBar | None = None,
) -> Job[Yield]:
    """Run long work beside the window; exactly one of the two callbacks is called, on the window's thread."""
    job = Job(work, then, otherwise)
    if bar is not None:
        bar.begin(title)
        job.news.progressed.connect(bar.show_progress, Qt.ConnectionType.QueuedConnection)
        job.news.ended.connect(bar.end, Qt.ConnectionType.QueuedConnection)
        bar.cancelled.connect(job.cancel)
    job.start()
    return job


def is_any_under_way() -> bool:
    """Whether the window should wait before it closes."""
    return bool(_under_way)


def cancel_all(wait_ms: int) -> bool:
    """Ask every job to stop and wait for them; False when one is still at work. No thread is ever killed."""
    for job in tuple(_under_way):
        job.cancel()
    return QThreadPool.globalInstance().waitForDone(wait_ms)
