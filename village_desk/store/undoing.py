"""Undo and redo of whole deeds, read off the journal, so that they survive closing the book."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from village_desk.store.tables import JOURNAL

UNDO = "undo"
REDO = "redo"


@dataclass(frozen=True, slots=True)
class PastDeed:
    """A deed that can be undone or redone."""

    id: str
    kind: str
    undoes: str | None


def undo_and_redo_stacks(connection: Connection) -> tuple[list[PastDeed], list[PastDeed]]:
    """What undo and redo would take next, last first in each list.

    A new deed empties the redo stack, as in every editor.
    """
    query = (
        select(JOURNAL.c.deed, JOURNAL.c.kind, JOURNAL.c.undoes)
        .group_by(JOURNAL.c.deed, JOURNAL.c.kind, JOURNAL.c.undoes)
        .order_by(func.min(JOURNAL.c.seq))
    )
    undoable: list[PastDeed] = []
    redoable: list[PastDeed] = []
    for row in connection.execute(query):
        deed = PastDeed(row.deed, row.kind, row.undoes)
        if deed.kind == UNDO:
            undoable.pop()
            redoable.append(deed)
        else:
            if deed.kind == REDO:
                redoable.pop()
            else:
                redoable.clear()
            undoable.append(deed)
    return undoable, redoable
