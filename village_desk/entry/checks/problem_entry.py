"""One problem 问题 of the list: noted, worked on, answered, closed; and noted by number and text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from village_desk.entry.operations import Done, household_of, member_of
from village_desk.entry.records.record_entry import RecordEntry
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import typed
from village_desk.rules.followup_records import Problem
from village_desk.rules.problems import is_answered
from village_desk.rules.reading import Value
from village_desk.rules.records import Person
from village_desk.rules.refusals import Refusal
from village_desk.store.reckoned.proposals import Answered

_DEED = "problem-saved"


class ProblemEntry(RecordEntry):
    """The form of one problem; a day of closing is taken only where answer and text are there."""

    record: Problem

    def _save(self, key: str, value: Value) -> None:
        change_problem(self._sitting, self.record, {key: value})
        self.reload()


def note_problem(
    sitting: Sitting, household_number: str | None, person_number: str | None, texts: Mapping[str, str]
) -> Done:
    """Add a problem of a household, of a member, or of the village where no household is named.

    Raises:
        Refusal: ``no-such-household``, ``no-such-person``, ``problem-not-answered``, or a text is not
            understood.
    """
    values = typed("problem", texts)
    household_id, person_id = _whose(sitting, household_number, person_number)
    return insert_problem(sitting, household_id, person_id, values)


def insert_problem(
    sitting: Sitting, household_id: str | None, person_id: str | None, values: Mapping[str, Value]
) -> Done:
    """Add a problem whose answers are understood already; found today unless another day is said.

    Raises:
        Refusal: ``problem-not-answered``.
    """
    answers: dict[str, Any] = {"found_on": sitting.today, "found_by": sitting.who, **values}
    draft = Problem("", "", household_id, person_id, **answers)
    answers |= _closing(sitting, draft)
    with sitting.changing(_DEED, household_id) as change:
        problem_id = change.new_id()
        change.insert(Problem(problem_id, change.village_code, household_id, person_id, **answers))
    return Done(problem_id, is_new=True)


def set_problem(sitting: Sitting, problem_id: str, texts: Mapping[str, str]) -> Done:
    """Answer questions of a problem.

    Raises:
        Refusal: ``no-such-record``, ``problem-not-answered``, or a text is not understood.
    """
    values = typed("problem", texts)
    with sitting.book.reading() as reading:
        problem = reading.one(Problem, problem_id)
    if not isinstance(problem, Problem):
        raise Refusal("no-such-record")
    change_problem(sitting, problem, values)
    return Done(problem_id, is_new=False)


def close_problem(
    sitting: Sitting, problem: Problem, answer: str, done: str, day: date | None = None
) -> None:
    """Close a problem 销号 with an answer and what was done, today unless another day is said.

    Raises:
        Refusal: ``problem-not-answered``; ``not-understood``: the answer is none of the list.
    """
    values = typed("problem", {"answer": answer, "done": done})
    change_problem(sitting, problem, {**values, "closed_on": day or sitting.today})


def close_as_proposed(sitting: Sitting, ready: Sequence[tuple[Problem, Answered]]) -> None:
    """Close several problems in one deed as the rules propose; none of it counts where one is refused.

    Raises:
        Refusal: ``problem-not-answered``.
    """
    answers: list[tuple[str, dict[str, Any]]] = []
    for problem, answered in ready:
        values = {"answer": answered.answer, "done": answered.done, "closed_on": sitting.today}
        whole = replace(problem, **values)  # answers by key
        answers.append((problem.id, {**values, **_closing(sitting, whole)}))
    with sitting.changing("problems-closed") as change:
        for problem_id, values in answers:
            change.change(Problem, problem_id, values)


def change_problem(sitting: Sitting, problem: Problem, values: Mapping[str, Value]) -> None:
    """Write answers of a problem that are understood already; who closes it is noted.

    Raises:
        Refusal: ``problem-not-answered``: a closed problem needs an answer and a text.
    """
    answers: dict[str, Any] = dict(values)
    answers |= _closing(sitting, replace(problem, **answers))
    if not answers:
        return
    with sitting.changing(_DEED, problem.household_id) as change:
        change.change(Problem, problem.id, answers)


def _closing(sitting: Sitting, problem: Problem) -> dict[str, Value]:
    if problem.closed_on is None:
        return {}
    if not is_answered(problem):
        raise Refusal("problem-not-answered")
    return {} if problem.closed_by else {"closed_by": sitting.who}


def _whose(
    sitting: Sitting, household_number: str | None, person_number: str | None
) -> tuple[str | None, str | None]:
    if not household_number:
        return None, None
    with sitting.book.reading() as reading:
        household = household_of(reading, household_number)
        member = member_of(reading.of_household(Person, household.id), person_number)
    if person_number and member is None:
        raise Refusal("no-such-person", household=household_number, value=person_number)
    return household.id, member.id if member else None
