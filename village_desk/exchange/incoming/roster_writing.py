"""Writes a planned import in one transaction and says so only after reading it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from village_desk.exchange.incoming.roster_changes import RecordChange
from village_desk.rules.records import Record
from village_desk.rules.refusals import Refusal
from village_desk.rules.system_records import SystemExport
from village_desk.store.book import Book
from village_desk.store.bulk import without_collecting
from village_desk.store.journal import Deed
from village_desk.store.read_back import is_as_written

_AT_ONCE = 2_000
"""Records made into rows at a time, so that a large roster does not stand in memory twice."""


class WritablePlan(Protocol):
    """What a roster's and a ledger's plan share."""

    file_name: str
    chain_head: tuple[int, str]
    inserts: list[Record]
    changes: list[RecordChange]
    export: SystemExport | None

    @property
    def has_work(self) -> bool:
        """Whether writing it would do anything."""

    @property
    def rows(self) -> int:
        """Filled rows in the file."""

    @property
    def adds_up(self) -> bool:
        """Whether every row has one of the five outcomes."""


class ImportOutcome(Struct, frozen=True):
    """A finished import."""

    deed_id: str
    """For taking the whole import back with ``book.undo_deed``; blank when there was nothing to write."""
    rows: int
    inserted: int
    changed: int


@without_collecting()
def write_roster(
    book: Book,
    plan: WritablePlan,
    who: str,
    *,
    progress: Callable[[int, int], None] | None = None,
    correction: str | None = None,
) -> ImportOutcome:
    """Write a plan whole or not at all; the caller has made a verified backup before.

    Raises:
        Refusal: ``import-book-changed``: the book is no longer as it was when the plan was made.
            ``import-not-confirmed``: reading back gave something else; the book is as before.
            ``quarter-closed``: it changes a closed quarter, and no reason for the correction is given.
    """
    if not plan.adds_up:
        raise Refusal("import-not-confirmed", file=plan.file_name)
    if not plan.has_work:
        return ImportOutcome("", plan.rows, 0, 0)
    total = len(plan.inserts) + len(plan.changes)
    why = f"{plan.file_name}：{correction}" if correction else plan.file_name
    with book.changing(Deed("import", who, why, is_correction=bool(correction))) as change:
        if change.chain_head() != plan.chain_head:
            raise Refusal("import-book-changed", file=plan.file_name)
        for start in range(0, len(plan.inserts), _AT_ONCE):
            change.insert_many(plan.inserts[start : start + _AT_ONCE])
            if progress is not None:
                progress(min(start + _AT_ONCE, len(plan.inserts)), total)
        for made in plan.changes:
            change.change(made.record_type, made.id, made.after)
        if plan.export is not None:
            change.insert(plan.export)  # last: what comes after it in the journal, the system does not know
        changed = ((made.record_type, made.id, made.after) for made in plan.changes)
        kept = [plan.export] if plan.export is not None else []
        if not is_as_written(change, [*plan.inserts, *kept], changed):
            raise Refusal("import-not-confirmed", file=plan.file_name)
        deed_id = change.deed_id
    if progress is not None:
        progress(total, total)
    return ImportOutcome(deed_id, plan.rows, len(plan.inserts), len(plan.changes))
