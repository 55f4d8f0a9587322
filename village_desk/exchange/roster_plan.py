"""The dry run of a roster import: what would be added, changed, left and asked; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from village_desk.definitions.words import say
from village_desk.exchange.bulk import without_collecting
from village_desk.exchange.roster_changes import (
    CHANGED,
    NEW,
    SAME,
    RecordChange,
    RosterChanges,
    gather_changes,
)
from village_desk.exchange.roster_duplicates import REJECTED
from village_desk.exchange.roster_matching import Register
from village_desk.exchange.roster_rows import ImportProblem
from village_desk.exchange.roster_settling import (
    AMBIGUOUS,
    DECIDED_NEW,
    DECIDED_SKIP,
    Ambiguity,
    Candidate,
    Decisions,
    Settling,
)
from village_desk.exchange.roster_sheets import read_sheets
from village_desk.exchange.tables_in import TablesIn
from village_desk.rules.records import Record
from village_desk.store.reading import Reading

__all__ = [
    "DECIDED_NEW",
    "DECIDED_SKIP",
    "OUTCOMES",
    "Ambiguity",
    "Candidate",
    "Decisions",
    "ImportProblem",
    "RecordChange",
    "RosterPlan",
    "import_shape",
    "plan_roster",
]

OUTCOMES = (NEW, CHANGED, SAME, REJECTED, AMBIGUOUS)

Progress = Callable[[int, int], None]
"""Hears steps done and steps in all."""

_STEPS = 4


@dataclass(slots=True)
class RosterPlan:
    """What an import will do; each filled row counts in exactly one of the five outcomes.

    A row is changed when it holds an answer, about the member or the household, that differs from the book.
    """

    file_name: str
    digest: str
    chain_head: tuple[int, str]
    """The book's newest journal entry at the time of planning: a plan for an older state is not written."""
    outcomes: dict[tuple[str, int], str] = field(default_factory=dict)
    """Sheet and row to outcome."""
    unknown_columns: list[str] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    second_columns: list[str] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    decisions: list[Ambiguity] = field(default_factory=list)
    inserts: list[Record] = field(default_factory=list)
    changes: list[RecordChange] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """Filled rows in the file."""
        return len(self.outcomes)

    @property
    def new(self) -> int:
        """Rows that add somebody."""
        return self.count(NEW)

    @property
    def changed(self) -> int:
        """Rows that change an answer."""
        return self.count(CHANGED)

    @property
    def same(self) -> int:
        """Rows that say what the book says."""
        return self.count(SAME)

    @property
    def rejected(self) -> int:
        """Rows that are not imported; each stands in ``problems``."""
        return self.count(REJECTED)

    @property
    def ambiguous(self) -> int:
        """Rows that wait for a decision and are not imported before."""
        return self.count(AMBIGUOUS)

    @property
    def adds_up(self) -> bool:
        """Whether every row has one of the five outcomes."""
        return self.rows == sum(self.count(outcome) for outcome in OUTCOMES)

    def count(self, outcome: str) -> int:
        """Rows with an outcome."""
        if self._counts.total() != len(self.outcomes):
            self._counts = Counter(self.outcomes.values())
        return self._counts[outcome]


@without_collecting()
def plan_roster(  # noqa: PLR0913 - each keyword answers a question that only a person can
    tables: TablesIn,
    book_reading: Reading,
    *,
    year: int,
    decisions: Decisions | None = None,
    village_name: str = "",
    heading_rows: Mapping[str, int] | None = None,
    progress: Progress | None = None,
) -> RosterPlan:
    """Say what importing a file into the book would do; nothing is written.

    Args:
        tables: The file as the reader gives it.
        book_reading: The book at one moment.
        year: The year of stated totals where the file has no 年度 column.
        decisions: Answers to the questions of an earlier dry run of the same file.
        village_name: The book's village, to notice rows of another one.
        heading_rows: Row of the heading by sheet, where somebody had to point at it.
        progress: Hears steps done and steps in all.

    Raises:
        Refusal: ``import-no-heading``: no sheet has a heading that is recognised.
    """
    tell = progress or (lambda _done, _total: None)
    sheets = read_sheets(tables, year, village_name, heading_rows)
    tell(1, _STEPS)
    register = Register(book_reading)
    tell(2, _STEPS)
    settling = Settling(register, decisions or {})
    settling.settle(sheets.rows)
    tell(3, _STEPS)
    changes = gather_changes(sheets.rows, register, book_reading.village_code)
    tell(4, _STEPS)
    problems = sheets.problems + settling.problems + changes.problems
    order = {sheet.name: place for place, sheet in enumerate(tables.tables)}
    problems.sort(key=lambda problem: (order[problem.sheet], problem.row))
    return RosterPlan(
        file_name=tables.file_name,
        digest=tables.digest,
        chain_head=book_reading.chain_head(),
        outcomes={(row.sheet.name, row.row): row.outcome for row in sheets.rows},
        unknown_columns=sheets.unknown,
        ignored_columns=sheets.ignored,
        second_columns=sheets.seconds,
        problems=problems,
        notices=sheets.notices + _missing(register, changes),
        decisions=settling.questions,
        inserts=changes.inserts,
        changes=changes.changes,
    )


def import_shape(plan: RosterPlan, written: bool) -> dict[str, object]:  # noqa: FBT001 - the command line's contract
    """The import as the command line prints it."""
    return {
        "rows": plan.rows,
        **{outcome: plan.count(outcome) for outcome in OUTCOMES},
        "unknown_columns": plan.unknown_columns,
        "ignored_columns": plan.ignored_columns,
        "second_columns": plan.second_columns,
        "problems": [
            {
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "reason": problem.reason,
            }
            for problem in plan.problems
        ],
        "decisions": [
            {
                "sheet": question.sheet,
                "row": question.row,
                "what": question.what,
                "candidates": [{"id": one.id, "shown": one.shown} for one in question.candidates],
            }
            for question in plan.decisions
        ],
        "notices": plan.notices,
        "written": written,
    }


def _missing(register: Register, changes: RosterChanges) -> list[str]:
    """A notice of persons whose household is in the file and who are not: they may have left."""
    known = [
        person
        for household in changes.households
        for person in register.members.get(household, ())
        if not person.left_on
    ]
    count = sum(person.id not in changes.matched for person in known)
    return [say("import.missing-from-file", count=count)] if count and changes.matched else []
