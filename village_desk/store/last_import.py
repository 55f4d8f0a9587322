"""When something was last imported and stands: read off the journal, so that it survives every copy."""

from __future__ import annotations

from sqlalchemy import Connection, select

from village_desk.store.reading import Reading
from village_desk.store.tables import JOURNAL
from village_desk.store.undoing import REDO, UNDO

_IMPORT = "import%"
_MOST = 50


def last_import(reading: Reading) -> str | None:
    """The moment of the newest import that has not been taken back, in UTC as ISO text; None for none."""
    connection = reading._connection  # noqa: SLF001 - the same store, one more question to the same moment
    query = select(JOURNAL.c.deed, JOURNAL.c.at).where(JOURNAL.c.kind.like(_IMPORT))
    newest = query.order_by(JOURNAL.c.seq.desc())
    seen: set[str] = set()
    for deed, at in connection.execute(newest):
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
        query = select(JOURNAL.c.deed, JOURNAL.c.kind).where(
            JOURNAL.c.undoes == following, JOURNAL.c.kind.in_((UNDO, REDO))
        )
        found = connection.execute(query.order_by(JOURNAL.c.seq.desc()).limit(1)).first()
        if found is not None:
            is_undone = found.kind == UNDO
        following = found.deed if found is not None else None
    return is_undone
