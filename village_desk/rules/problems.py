"""A problem's way from the day it was found to the day it was closed 问题清单、销号."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct

from village_desk.rules.followup_records import MENDED, VERDICT_TRUE, Problem

CLOSING_ANSWERS = (MENDED, VERDICT_TRUE)
"""What a problem can be closed with; what is still to be looked into stays open."""

SOURCE_TOWNSHIP = "乡镇检查"
"""Where a problem comes from that the township asks about."""


class ProblemState(StrEnum):
    """How far a problem has come; the value is the word on screen."""

    OPEN = "未销号"
    OVERDUE = "逾期"
    CLOSED = "已销号"


class ProblemFilter(Struct, frozen=True):
    """Which problems are wanted; what is not said leaves all."""

    states: frozenset[ProblemState] = frozenset(ProblemState)
    source: str | None = None
    responsible: str | None = None

    def fits(self, problem: Problem, today: date) -> bool:
        """Whether a problem is wanted on a day."""
        return (
            state_of(problem, today) in self.states
            and self.source in (None, problem.source or "")
            and self.responsible in (None, problem.responsible or "")
        )


def state_of(problem: Problem, today: date) -> ProblemState:
    """How far a problem has come on a day; it is overdue on the day after the last."""
    if problem.closed_on is not None:
        return ProblemState.CLOSED
    is_late = problem.due_on is not None and problem.due_on < today
    return ProblemState.OVERDUE if is_late else ProblemState.OPEN


def is_answered(problem: Problem) -> bool:
    """Whether a problem may be closed: its answer says how it stands, and a text what was done."""
    return problem.answer in CLOSING_ANSWERS and bool(problem.done)


def in_order(problems: Iterable[Problem], today: date) -> list[Problem]:
    """The overdue first, then the open by their last day, the closed last, each as they were found."""
    places = {ProblemState.OVERDUE: 0, ProblemState.OPEN: 1, ProblemState.CLOSED: 2}
    return sorted(
        problems,
        key=lambda one: (
            places[state_of(one, today)],
            one.due_on or date.max,
            one.found_on or date.max,
            one.id,
        ),
    )
