"""The next step of the quarter as one button: begin, check, close, open again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from village_desk.definitions.words import say
from village_desk.desk.job_steps import steps_of
from village_desk.desk.jobs import Job, Progress
from village_desk.desk.page import Desk
from village_desk.entry.asking import grave_question, question
from village_desk.entry.parts import still_out, still_out_words
from village_desk.entry.quarter.duties import quarter_words
from village_desk.entry.quarter.quarter_entry import NEXT_STEP, Outstanding, QuarterEntry, Step
from village_desk.rules.refusals import Refusal


class QuarterSteps:
    """Takes the quarter in hand one step further; rules run beside the window."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        self._desk = desk
        self._failed = failed
        self._job: Job[Outstanding] | None = None

    def go_on(self) -> None:
        """Take the next step; what stands in its way is said."""
        entry = QuarterEntry(self._desk.sitting)
        step = NEXT_STEP[entry.state]
        if step is Step.BEGIN:
            self._try(entry, entry.begin)
        elif step is Step.REOPEN:
            self._reopen(entry)
        elif step is Step.CHECK or self._is_sure(entry):
            self._look(entry, entry.check if step is Step.CHECK else entry.close)

    def _is_sure(self, entry: QuarterEntry) -> bool:
        """Closing is asked about; where a part is out, with which it is: its lines would come too late."""
        window, out = entry.quarter.window.text(), still_out(self._desk.sitting)
        asked = grave_question("today.close_sure", window=window)
        if out:
            asked = grave_question("today.close_without", window=window, parts=still_out_words(out))
        return self._desk.asker.confirm(asked)

    def _reopen(self, entry: QuarterEntry) -> None:
        asked = question("today.reopen_why", window=entry.quarter.window.text())
        reason = self._desk.asker.ask_text(asked)
        if reason is not None:
            self._try(entry, partial(entry.reopen, reason))

    def _look(self, entry: QuarterEntry, then: Callable[[Outstanding], None]) -> None:
        if self._job is not None:
            return
        _ = self._desk.sitting.settings  # read here, so that the work needs nothing of the window's thread

        def work(progress: Progress) -> Outstanding:
            found = entry.outstanding(steps_of(progress), lambda: progress.is_cancelled)
            progress.check()
            return found

        def take(outstanding: Outstanding) -> None:
            self._job = None
            self._try(entry, partial(then, outstanding))

        title = say("today.step_running")
        self._job = self._desk.frame.in_background(work, take, self._stop, title=title)

    def _stop(self, error: Exception) -> None:
        self._job = None
        self._failed(error)

    def _try(self, entry: QuarterEntry, deed: Callable[[], None]) -> None:
        try:
            deed()
        except Refusal as refusal:
            self._desk.refused(refusal)
            return
        words = say("today.step_done", quarter=quarter_words(entry.quarter), state=entry.state)
        self._desk.frame.tell(words)
