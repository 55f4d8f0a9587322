"""The clocks of a monitoring procedure 识别纳入、风险消除: which step is next, by when, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from village_desk.rules.followup_records import Procedure
from village_desk.rules.months import Month, add_months, last_day_of, month_of

POSTED_FROM, POSTED_UNTIL = "posted_from", "posted_until"


class Step(Struct, frozen=True):
    """One step by the key of forms/screens/procedure.toml that takes its day."""

    key: str
    papers: tuple[str, ...]
    days: int | None = None
    """How many days it may take after the step before; None: no clock of its own."""


class Way(Struct, frozen=True):
    """A procedure as a county prescribes it."""

    kind: str
    steps: tuple[Step, ...]
    whole_days: int
    posting_days: int
    stable_months: int
    """Months that must have passed since identification."""


class StepState(StrEnum):
    """How a step stands; the value is the key of its words."""

    DONE = "done"
    DONE_LATE = "done_late"
    """Later than its days allow."""
    TOO_SHORT = "too_short"
    """The notice hung for fewer days than it must."""
    OUT_OF_ORDER = "out_of_order"
    """Before the step before it."""
    DUE = "due"
    """It is the next one."""
    LATE = "late"
    """It is the next one and its day has passed."""
    AHEAD = "ahead"


class StepStanding(Struct, frozen=True):
    """One step of a procedure on a day."""

    step: Step
    done_on: date | None
    due_on: date | None
    """The last day its clock allows; for the end of the notice, the first."""
    state: StepState


class Standing(Struct, frozen=True):
    """A procedure on a day."""

    steps: tuple[StepStanding, ...]
    whole_due_on: date | None
    """The day on which the last step must be done."""
    is_whole_late: bool
    stable_from: date | None
    """The first day on which the risk may be called removed; None where nothing is waited for."""
    is_too_early: bool
    """It has been decided before that day."""

    @property
    def next(self) -> StepStanding | None:
        """The step to take now; None when all are done."""
        return next((one for one in self.steps if one.state in (StepState.DUE, StepState.LATE)), None)

    @property
    def faults(self) -> tuple[StepStanding, ...]:
        """The steps with which something is wrong."""
        wrong = (StepState.DONE_LATE, StepState.TOO_SHORT, StepState.OUT_OF_ORDER, StepState.LATE)
        return tuple(one for one in self.steps if one.state in wrong)

    @property
    def is_late(self) -> bool:
        """Whether the next step or the whole is late."""
        following = self.next
        return self.is_whole_late or (following is not None and following.state is StepState.LATE)


def standing(procedure: Procedure, way: Way, today: date, monitored_from: Month | None = None) -> Standing:
    """How a procedure stands on a day under the clocks of its way; a finished one has nothing left to do."""
    steps = tuple(_steps(procedure, way, today))
    first, last = steps[0].done_on, steps[-1].done_on
    whole_due = first + timedelta(way.whole_days) if first else None
    ends_on = last or (None if procedure.outcome else today)
    stable = _stable_from(way, monitored_from)
    decided = procedure.county_decided_on
    return Standing(
        steps,
        whole_due,
        is_whole_late=whole_due is not None and ends_on is not None and ends_on > whole_due,
        stable_from=stable,
        is_too_early=stable is not None and decided is not None and decided < stable,
    )


def _steps(procedure: Procedure, way: Way, today: date) -> Iterator[StepStanding]:
    before: date | None = None
    is_open = procedure.outcome is None
    for step in way.steps:
        done: date | None = getattr(procedure, step.key)
        due = _due(step, way, before)
        if done is not None:
            state = _done_state(step, done, due, before)
            before = done
        elif is_open:
            is_late = due is not None and today > due and step.key != POSTED_UNTIL
            state = StepState.LATE if is_late else StepState.DUE
            is_open, before = False, None
        else:
            state, due = StepState.AHEAD, None
        yield StepStanding(step, done, due, state)


def _due(step: Step, way: Way, before: date | None) -> date | None:
    if before is None:
        return None
    if step.key == POSTED_UNTIL:
        return before + timedelta(way.posting_days)
    return before + timedelta(step.days) if step.days is not None else None


def _done_state(step: Step, done: date, due: date | None, before: date | None) -> StepState:
    if before is not None and done < before:
        return StepState.OUT_OF_ORDER
    if step.key == POSTED_UNTIL:
        return StepState.TOO_SHORT if due is not None and done < due else StepState.DONE
    return StepState.DONE_LATE if due is not None and done > due else StepState.DONE


def _stable_from(way: Way, monitored_from: Month | None) -> date | None:
    if not way.stable_months or monitored_from is None:
        return None
    return last_day_of(add_months(monitored_from, way.stable_months - 1)) + timedelta(1)


def removal_month(procedure: Procedure, today: date) -> Month:
    """The month from which a removed risk counts: that of the county's decision."""
    return month_of(procedure.county_decided_on or today)
