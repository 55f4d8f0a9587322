"""A procedure's standing in words: what to do now, by when, with which papers, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.entry.checks.procedure_entry import ProcedureRow
from village_desk.rules.procedures import POSTED_UNTIL, StepStanding, StepState


def next_words(row: ProcedureRow) -> tuple[str, str]:
    """The step to take now and its day; blank where nothing is left to do."""
    following = row.standing.next
    if following is None:
        return "", ""
    return _label(following), _day(following.due_on)


def state_words(row: ProcedureRow) -> str:
    """How the procedure stands in a word or two."""
    if row.procedure.outcome is not None:
        return row.procedure.outcome
    following = row.standing.next
    if row.standing.is_late:
        return say("procedures.state_late")
    return say("procedures.state_ready" if following is None else "procedures.state_under_way")


def standing_lines(row: ProcedureRow) -> Iterator[str]:
    """Every step with its day and papers, then what the whole says."""
    for one in row.standing.steps:
        yield say("procedures.step", sign=_SIGNS[one.state], label=_label(one), words=_step_words(one))
        if one.state in (StepState.DUE, StepState.LATE):
            yield say("procedures.papers", papers="、".join(one.step.papers))
    found = row.standing
    if found.whole_due_on is not None:
        key = "procedures.whole_late" if found.is_whole_late else "procedures.whole"
        yield say(key, day=_day(found.whole_due_on))
    if found.stable_from is not None:
        key = "procedures.too_early" if found.is_too_early else "procedures.stable_from"
        yield say(key, day=_day(found.stable_from))


_SIGNS = {
    StepState.DONE: "√",
    StepState.DONE_LATE: "√",
    StepState.TOO_SHORT: "√",
    StepState.OUT_OF_ORDER: "√",
    StepState.DUE: "→",
    StepState.LATE: "→",
    StepState.AHEAD: "·",
}


def _step_words(one: StepStanding) -> str:
    if one.state is StepState.AHEAD or (one.state is StepState.DUE and one.due_on is None):
        return ""
    key = one.state.value
    if one.step.key == POSTED_UNTIL and one.state is StepState.DUE:
        key = "not_before"
    return say(f"procedures.step_{key}", day=_day(one.done_on), due=_day(one.due_on))


def _label(one: StepStanding) -> str:
    return screen("procedure").field(one.step.key).label.removesuffix(say("procedures.day"))


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
