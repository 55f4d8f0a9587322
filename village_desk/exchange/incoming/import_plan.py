"""What an import will do, from whatever table: the dry run that is shown before anything is written."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field

from village_desk.exchange.incoming.roster_changes import CHANGED, NEW, SAME, RecordChange
from village_desk.exchange.incoming.roster_duplicates import REJECTED
from village_desk.exchange.incoming.roster_rows import ImportProblem
from village_desk.exchange.incoming.roster_settling import AMBIGUOUS, Ambiguity
from village_desk.rules.records import Record
from village_desk.rules.system_records import SystemExport

OUTCOMES = (NEW, CHANGED, SAME, REJECTED, AMBIGUOUS)


class ImportPlan(Struct):
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
    export: SystemExport | None = None
    """What is kept of an export of the national system; None for other tables and where it says no news."""
    _counts: Counter[str] = field(default_factory=Counter)

    @property
    def has_work(self) -> bool:
        """Whether writing it would do anything."""
        return bool(self.inserts or self.changes or self.export)

    @property
    def rows(self) -> int:
        """Filled rows in the file."""
        return len(self.outcomes)

    @property
    def new(self) -> int:
        """Rows that add something."""
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


def import_shape(plan: ImportPlan, written: bool) -> dict[str, object]:  # noqa: FBT001 - the command line's contract
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
