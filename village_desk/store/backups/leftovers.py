"""What a crash leaves unfinished beside a book; its next owner removes it, for nobody else writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from village_desk.places.files import discard
from village_desk.store.backups.backup import backup_folder

_PART_END = re.compile(r"\.[0-9a-f]{8}\.part(-journal|-wal|-shm)?$")


def remove_leftovers(book: Path) -> None:
    """Remove the parts of this book, its key files and its backups; the caller owns the book."""
    for part in [*_parts(book.parent, book.name), *_parts(backup_folder(book), book.stem)]:
        discard(part)


def _parts(folder: Path, start: str) -> Iterator[Path]:
    with suppress(OSError):
        for file in folder.iterdir():
            if file.name.startswith(start) and _PART_END.search(file.name):
                yield file
