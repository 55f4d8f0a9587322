"""When something was last imported and stands: read off the journal, so that it survives every copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from village_desk.store.reading import Reading
from village_desk.store.undoing import REDO, UNDO

if TYPE_CHECKING:
    from sqlite3 import Connection

_IMPORTS = "SELECT deed, at FROM journal WHERE kind LIKE 'import%' ORDER BY seq DESC"
_TAKEN_BACK = "SELECT deed, kind FROM journal WHERE undoes = ? AND kind IN (?, ?) ORDER BY seq DESC LIMIT 1"
_MOST = 50


def last_import(reading: Reading) -> str | None:
    """The moment of the newest import that has not been taken back, in UTC as ISO text; None for none."""
    connection = reading._connection  # noqa: SLF001 - the same store, one more question to the same moment
    seen: set[str] = set()
    for deed, at in connection.execute(_IMPORTS):
        if deed in seen:
            continue
        seen.add(deed)
        if not _is_undone(connection, deed):
            return str(at)
        if len(seen) >= _MOST:
            break
    return None


def _is_undone(connection: Connection, deed: str) -> bool:
    """Follow undo and redo to the newest of the chain: each names the one it takes back."""
    is_undone = False
    following: str | None = deed
    while following is not None:
        found = connection.execute(_TAKEN_BACK, (following, UNDO, REDO)).fetchone()
        if found is not None:
            is_undone = found[1] == UNDO
        following = found[0] if found is not None else None
    return is_undone
