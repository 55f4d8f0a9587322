"""Brings a file in by its headings: roster, ledger, problems or records; dry run first, then one deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from village_desk.exchange.incoming.import_plan import ImportPlan
from village_desk.exchange.incoming.roster_headings import looking_at_one_file
from village_desk.exchange.incoming.roster_plan import Decisions, import_shape, plan_roster
from village_desk.exchange.incoming.roster_sheets import is_ledger, is_problem_list, record_list_of
from village_desk.exchange.incoming.roster_writing import ImportOutcome, write_roster
from village_desk.exchange.reading.tables_in import TablesIn, read_tables
from village_desk.store.backups.backup import back_up_if_changed
from village_desk.store.book import Book

Progress = Callable[[int, int], None]


class Arrival(Struct, frozen=True):
    """A file that has been read and planned; nothing is written yet."""

    tables: TablesIn
    plan: ImportPlan


def look_at(
    book: Book,
    path: Path,
    *,
    year: int,
    decisions: Decisions | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Arrival:
    """Read a file safely and say what bringing it in would do.

    Raises:
        Refusal: The file cannot be read safely.
        NoHeading: None of its headings is recognised.
    """
    return plan_again(
        book, read_tables(path, cancelled=cancelled), year=year, decisions=decisions, progress=progress
    )


def plan_again(
    book: Book,
    tables: TablesIn,
    *,
    year: int,
    decisions: Decisions | None = None,
    heading_rows: Mapping[str, int] | None = None,
    progress: Progress | None = None,
) -> Arrival:
    """Plan a file that is read already, after its questions are answered or its heading is pointed at.

    Raises:
        NoHeading: None of its headings is recognised.
    """
    with book.reading() as reading, looking_at_one_file():
        plan: ImportPlan
        # Each kind of list brings modules of its own: a roster, the usual one, needs none of the others'.
        if is_problem_list(tables, heading_rows):
            from village_desk.exchange.incoming.problem_plan import plan_problems

            plan = plan_problems(tables, reading, heading_rows=heading_rows).plan
        elif is_ledger(tables, heading_rows):
            from village_desk.exchange.incoming.ledger_plan import plan_ledger

            plan = plan_ledger(tables, reading, decisions=decisions, heading_rows=heading_rows)
        elif kind := record_list_of(tables, heading_rows):
            from village_desk.exchange.incoming.records_plan import plan_records

            plan = plan_records(
                tables, reading, kind, year=year, decisions=decisions, heading_rows=heading_rows
            )
        else:
            name = book.village.name
            plan = plan_roster(
                tables,
                reading,
                year=year,
                decisions=decisions,
                village_name=name,
                heading_rows=heading_rows,
                progress=progress,
            )
    return Arrival(tables, plan)


def write_arrival(
    book: Book,
    arrival: Arrival,
    who: str,
    *,
    progress: Progress | None = None,
    correction: str | None = None,
) -> ImportOutcome:
    """Write a planned file in one deed; counts are read back before this returns.

    A verified backup comes first, unless the newest one holds all that is in the book: a second copy of the
    same would push an older one out.

    Raises:
        Refusal: The book has changed since the dry run, what was read back differs, or it changes a closed
            quarter and gives no reason for that: nothing is written.
    """
    back_up_if_changed(book, "import")
    return write_roster(book, arrival.plan, who, progress=progress, correction=correction)


def bring_in(book: Book, path: Path, *, who: str, year: int) -> ImportOutcome:
    """Look at a file and write it, for a file that raises no questions.

    Raises:
        Refusal: As for ``look_at`` and ``write_arrival``.
    """
    return write_arrival(book, look_at(book, path, year=year), who)


def arrival_shape(arrival: Arrival, *, is_written: bool) -> dict[str, object]:
    """An import as the command line prints it."""
    return import_shape(arrival.plan, is_written)
