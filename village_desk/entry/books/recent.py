"""Books opened lately: only their paths, in the program's own folder; nothing of what is in them."""

from __future__ import annotations

import json
from pathlib import Path

_MOST = 8


class RecentBooks:
    """The list on the start page, newest first; a book that has gone is left out, not forgotten."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "recent.json"

    def paths(self) -> list[Path]:
        """Books that are there now."""
        return [path for path in self._listed() if path.is_file()]

    def note(self, book: Path) -> None:
        """Put a book on top of the list."""
        from village_desk.places.files import write_whole

        listed = [book.resolve(), *(path for path in self._listed() if path != book.resolve())]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps([str(path) for path in listed[:_MOST]]).encode())

    def _listed(self) -> list[Path]:
        try:
            listed = json.loads(self._path.read_bytes())
        except (OSError, ValueError):  # no list yet, or a broken one: it is only a convenience
            return []
        return [Path(path) for path in listed if isinstance(path, str)] if isinstance(listed, list) else []
