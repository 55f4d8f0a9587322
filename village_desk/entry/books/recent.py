"""Books opened lately: only where they lie, in the program's own folder; nothing of what is in them."""

from __future__ import annotations

import json
from pathlib import Path

from village_desk.store.server.address import BookAddress, book_address, may_be_there

_MOST = 8


class RecentBooks:
    """The list on the start page, newest first; a book that has gone is left out, not forgotten."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "recent.json"

    def paths(self) -> list[BookAddress]:
        """Books that are there now."""
        return [address for address in self._listed() if may_be_there(address)]

    def note(self, book: BookAddress) -> None:
        """Put a book on top of the list; of a server's address the password is left out."""
        from village_desk.places.files import write_whole

        newest = str(book.resolve() if isinstance(book, Path) else book)
        listed = [newest, *(str(address) for address in self._listed() if str(address) != newest)]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps(listed[:_MOST]).encode())

    def _listed(self) -> list[BookAddress]:
        try:
            listed = json.loads(self._path.read_bytes())
        except (OSError, ValueError):  # no list yet, or a broken one: it is only a convenience
            return []
        texts = listed if isinstance(listed, list) else []
        return [book_address(text) for text in texts if isinstance(text, str)]
