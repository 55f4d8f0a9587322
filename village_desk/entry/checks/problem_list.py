"""The list of problems 问题清单 from any source, with filters, and what the program would answer to each."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from village_desk.entry.sitting import Sitting
from village_desk.rules.followup_records import Problem
from village_desk.rules.problems import ProblemFilter, ProblemState, in_order, state_of
from village_desk.rules.records import Household, Person
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.findings import check_day
from village_desk.store.reckoned.proposals import Answered, proposer_for


class ProblemRow(Struct, frozen=True):
    """One problem with whom it is about and how far it has come."""

    problem: Problem
    number: str
    head: str
    person: str
    state: ProblemState


class ProblemList:
    """The village's problems; ``propose`` is long work, the rest answers at once."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self.rows: tuple[ProblemRow, ...] = ()

    def read(self) -> None:
        """Read the problems as they are in the book."""
        with self._sitting.book.reading() as reading:
            problems = reading.all(Problem)
            households = {one.id: one for one in reading.all(Household)} if problems else {}
            persons = {one.id: one for one in reading.all(Person)} if problems else {}
        self.rows = tuple(
            _row(one, households, persons, state_of(one, self._sitting.today))
            for one in in_order(problems, self._sitting.today)
        )

    def shown(self, wanted: ProblemFilter, search: str = "") -> list[ProblemRow]:
        """The problems that a filter and the search text let through."""
        text, today = search.strip(), self._sitting.today
        return [
            row
            for row in self.rows
            if wanted.fits(row.problem, today)
            and any(text in word for word in (row.head, row.person, row.number, row.problem.title or ""))
        ]

    def counts(self) -> dict[ProblemState, int]:
        """How many there are of each state."""
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in ProblemState}

    def sources(self) -> list[str]:
        """The sources that occur."""
        return sorted({row.problem.source or "" for row in self.rows})

    def responsible(self) -> list[str]:
        """Who is responsible for any."""
        return sorted({row.problem.responsible or "" for row in self.rows})

    def propose(self) -> dict[str, Answered]:
        """What the rules say of each open problem now, by its id; only the rules that are named are run."""
        sitting, quarter = self._sitting, self._sitting.quarter
        with sitting.book.reading() as reading:
            picture = village_picture(reading, sitting.book.village.name)
        problems = [row.problem for row in self.rows if row.problem.closed_on is None]
        as_of = check_day(quarter, sitting.today)
        proposer = proposer_for(picture, sitting.settings, quarter, as_of, problems)
        found = ((one.id, proposer.proposed(one)) for one in problems)
        return {problem_id: answered for problem_id, answered in found if answered is not None}


def _row(
    problem: Problem, households: dict[str, Household], persons: dict[str, Person], state: ProblemState
) -> ProblemRow:
    home = households.get(problem.household_id or "")
    person = persons.get(problem.person_id or "")
    return ProblemRow(
        problem,
        (home.number if home else None) or "",
        (home.head_name if home else None) or "",
        (person.name if person else None) or "",
        state,
    )
