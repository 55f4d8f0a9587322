"""The dry run of a county's list of doubtful data 问题数据清单: each row becomes a problem, once.

A row is the same problem when rule, household, member, value and day are the same. A row whose household,
member or rule is not known stays an open problem without it: nothing of a county's list is dropped.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.county_rules import rules_called
from village_desk.definitions.words import say
from village_desk.exchange.incoming.heading_words import HOUSEHOLD, PERSON, PROBLEM, problem_words
from village_desk.exchange.incoming.import_plan import ImportPlan
from village_desk.exchange.incoming.roster_changes import CHANGED, NEW, SAME, RecordChange
from village_desk.exchange.incoming.roster_drafts import changed_answers
from village_desk.exchange.incoming.roster_duplicates import REJECTED
from village_desk.exchange.incoming.roster_headings import Heading
from village_desk.exchange.incoming.roster_matching import Register, find_person, home_of
from village_desk.exchange.incoming.roster_rows import Answers, ImportProblem, RosterRow
from village_desk.exchange.incoming.roster_sheets import RosterSheets, plan_of_sheets, read_sheets
from village_desk.exchange.reading.tables_in import TablesIn
from village_desk.rules.followup_records import Problem
from village_desk.store.bulk import without_collecting
from village_desk.store.ids import new_id
from village_desk.store.reading import Reading

COUNTY_LIST = "县级问题数据清单"
_KEYS = frozenset(Problem.__struct_fields__)
_SAME = ("county_rule", "title", "shown_value", "found_on")
_WHO = ((HOUSEHOLD, "number"), (HOUSEHOLD, "head_name"), (PERSON, "number"), (PERSON, "name"))


class ListedProblem(Struct, frozen=True):
    """A row of the list with its problem as the book has it or would have it."""

    sheet: str
    row: int
    heading: Heading
    heading_row: int
    """The lower line of the heading in the file."""
    problem: Problem


class ProblemList(Struct, frozen=True):
    """A list that has been read and matched; nothing is written yet."""

    plan: ImportPlan
    rows: tuple[ListedProblem, ...]


@without_collecting()
def plan_problems(
    tables: TablesIn, reading: Reading, *, heading_rows: Mapping[str, int] | None = None
) -> ProblemList:
    """Say what importing a county's list would do; nothing is written.

    Raises:
        Refusal: ``import-no-heading``: no sheet has a heading that is recognised.
    """
    sheets = read_sheets(tables, problem_words(), 0, heading_rows=heading_rows)
    planning = _Planning(reading)
    rows = [listed for row in sheets.rows if (listed := planning.take(row)) is not None]
    return ProblemList(planning.plan(tables, sheets, reading), tuple(rows))


class _Planning:
    def __init__(self, reading: Reading) -> None:
        self._register = Register(reading)
        self._village_code = reading.village_code
        self._known: dict[Hashable, Problem] = {}
        for problem in reading.all(Problem):
            self._known.setdefault(_sameness(problem), problem)
        self._problems: list[ImportProblem] = []
        self._inserts: dict[str, Problem] = {}
        self._changes: list[RecordChange] = []

    def take(self, row: RosterRow) -> ListedProblem | None:
        """Match one row and give it its outcome; None where it names no rule at all."""
        problem = self._problem(row)
        if problem.title is None and problem.county_rule is None:
            row.outcome = REJECTED
            self._list(row, PROBLEM, "title", "no-rule")
            return None
        if not rules_called(problem.county_rule, problem.title):
            self._list(row, PROBLEM, "county_rule", "unknown-rule")
        known = self._known.get(_sameness(problem))
        if known is None:
            row.outcome = NEW
            self._inserts[problem.id] = problem
        else:
            problem = self._renewed(row, known)
        self._known[_sameness(problem)] = problem
        heading = row.sheet.heading
        heading_row = row.sheet.table.first_row + heading.first_index - 1
        return ListedProblem(row.sheet.name, row.row, heading, heading_row, problem)

    def plan(self, tables: TablesIn, sheets: RosterSheets, reading: Reading) -> ImportPlan:
        """All that was found, as every import shows it."""
        return plan_of_sheets(
            tables,
            reading,
            sheets,
            problems=self._problems,
            inserts=self._inserts.values(),
            changes=self._changes,
        )

    def _problem(self, row: RosterRow) -> Problem:
        home = home_of(row, self._register)
        found = find_person(row, home, self._register).person if _names_somebody(row) else None
        if home is None and found is not None:
            home = self._register.households[found.household_id]
        values: Answers = {"source": COUNTY_LIST, **_answers(row)}
        lacking = _who_is_meant(row) if home is None or (found is None and _names_somebody(row)) else ""
        if lacking:
            self._list(row, *_WHO[0 if home is None else 3], "whose-problem")
            values["note"] = say("import.problem-of", who=lacking)
        about = (home.id if home else None, found.id if found else None)
        return Problem(new_id(), self._village_code, *about, **values)  # type: ignore[arg-type]  # answers by key

    def _renewed(self, row: RosterRow, known: Problem) -> Problem:
        """The problem that the book has, with what the list tells anew."""
        after = changed_answers(known, _answers(row))
        row.outcome = CHANGED if after else SAME
        if not after:
            return known
        renewed = replace(known, **after)  # answers by key
        if known.id in self._inserts:  # two rows of this very file
            self._inserts[known.id] = renewed
        else:
            before = {key: getattr(known, key) for key in after}
            self._changes.append(RecordChange(Problem, known.id, before, after))
        return renewed

    def _list(self, row: RosterRow, place: str, key: str, reason: str) -> None:
        self._problems.append(row.problem(row.sheet.heading.column(place, key), reason))


def _sameness(problem: Problem) -> Hashable:
    """What makes two rows one problem; one whose household is not known is told apart by who is named."""
    who = (problem.household_id, problem.person_id)
    named = problem.note if problem.household_id is None or problem.person_id is None else None
    return (*who, named if _is_ours(named) else None, *(getattr(problem, key) for key in _SAME))


def _is_ours(note: str | None) -> bool:
    return note is not None and note.startswith(say("import.problem-of", who=""))


def _answers(row: RosterRow) -> Answers:
    return {key: value for key, value in row.person.items() if key in _KEYS}


def _names_somebody(row: RosterRow) -> bool:
    return not {"number", "name", "identity_number"}.isdisjoint(row.person)


def _who_is_meant(row: RosterRow) -> str:
    texts = [row.text_of(place, key).strip() for place, key in _WHO]
    return " ".join(text for text in texts if text)
