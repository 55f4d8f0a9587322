"""Undo and redo of whole deeds, read off the journal, so that they survive closing the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from sqlite3 import Connection

UNDO = "undo"
REDO = "redo"
GONE_OUT = frozenset(
    {"package-sent", "package-not-written", "part-given-out", "part-opened", "part-handed-back"}
)
"""Deeds that undo passes over: what has left on a stick is not called back by a key."""

_DEEDS = "SELECT deed, kind FROM journal GROUP BY deed, kind ORDER BY min(seq)"


class PastDeed(Struct, frozen=True):
    """A deed that can be undone or redone."""

    id: str
    """The deed whose entries would be taken back: the first one, or its latest undo or redo."""
    kind: str
    """The word of the first deed, as undo and redo name it to the user."""
    first: str
    """The id of the first deed."""


class PastDeeds:
    """The two stacks of an editor, last first to go; a new deed empties the redo stack."""

    def __init__(self) -> None:
        self.undoable: list[PastDeed] = []
        self.redoable: list[PastDeed] = []

    def note(self, deed_id: str, kind: str) -> None:
        """Take note of a deed that has just reached the journal."""
        if kind in GONE_OUT:
            return
        if kind == UNDO:
            self.redoable.append(replace(self.undoable.pop(), id=deed_id))
        elif kind == REDO:
            self.undoable.append(replace(self.redoable.pop(), id=deed_id))
        else:
            self.redoable.clear()
            self.undoable.append(PastDeed(deed_id, kind, first=deed_id))


def past_deeds(connection: Connection) -> PastDeeds:
    """Read off the journal what undo and redo would take next."""
    past = PastDeeds()
    for deed_id, kind in connection.execute(_DEEDS):
        past.note(deed_id, kind)
    return past
