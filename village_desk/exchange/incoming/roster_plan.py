"""The dry run of a roster import: what would be added, changed, left and asked; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from village_desk.definitions.words import say
from village_desk.exchange.incoming.export_record import export_record, is_export
from village_desk.exchange.incoming.heading_words import roster_words
from village_desk.exchange.incoming.import_plan import OUTCOMES, ImportPlan, import_shape
from village_desk.exchange.incoming.roster_changes import RecordChange, RosterChanges, gather_changes
from village_desk.exchange.incoming.roster_matching import Register
from village_desk.exchange.incoming.roster_rows import ImportProblem
from village_desk.exchange.incoming.roster_settling import (
    DECIDED_NEW,
    DECIDED_SKIP,
    Ambiguity,
    Candidate,
    Decisions,
    Settling,
)
from village_desk.exchange.incoming.roster_sheets import read_sheets
from village_desk.exchange.reading.tables_in import TablesIn
from village_desk.store.bulk import without_collecting
from village_desk.store.reading import Reading
from village_desk.store.system_answers import pending_answers

__all__ = [
    "DECIDED_NEW",
    "DECIDED_SKIP",
    "OUTCOMES",
    "Ambiguity",
    "Candidate",
    "Decisions",
    "ImportPlan",
    "ImportProblem",
    "RecordChange",
    "RosterPlan",
    "import_shape",
    "plan_roster",
]

RosterPlan = ImportPlan

Progress = Callable[[int, int], None]
"""Hears steps done and steps in all."""

_STEPS = 4


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
) -> ImportPlan:
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
    sheets = read_sheets(tables, roster_words(), year, village_name, heading_rows)
    tell(1, _STEPS)
    register = Register(book_reading)
    tell(2, _STEPS)
    settling = Settling(register, decisions or {})
    settling.settle(sheets.rows)
    tell(3, _STEPS)
    pending = pending_answers(book_reading) if is_export(sheets) else {}
    changes = gather_changes(sheets.rows, register, book_reading.village_code, pending)
    tell(4, _STEPS)
    problems = sheets.problems + settling.problems + changes.problems
    order = {sheet.name: place for place, sheet in enumerate(tables.tables)}
    problems.sort(key=lambda problem: (order[problem.sheet], problem.row))
    return ImportPlan(
        file_name=tables.file_name,
        digest=tables.digest,
        chain_head=book_reading.chain_head(),
        outcomes={(row.sheet.name, row.row): row.outcome for row in sheets.rows},
        unknown_columns=sheets.unknown,
        ignored_columns=sheets.ignored,
        second_columns=sheets.seconds,
        problems=problems,
        notices=sheets.notices + _missing(register, changes) + _kept(changes),
        decisions=settling.questions,
        inserts=changes.inserts,
        changes=changes.changes,
        export=export_record(sheets, register, changes, book_reading),
    )


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


def _kept(changes: RosterChanges) -> list[str]:
    """A notice of answers of the system that are older than ours: they wait to be typed there."""
    return [say("import.kept-ours", count=len(changes.kept))] if changes.kept else []
