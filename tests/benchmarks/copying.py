"""A fresh copy of a book, so that each run begins alike."""

from __future__ import annotations

import shutil
from pathlib import Path


def copy_book(book: Path, folder: Path) -> Path:
    """Copy a book and its key files into an emptied folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in book.parent.glob(f"{book.name}*"):
        if path.is_file():
            shutil.copy(path, folder / path.name)
    return folder / book.name
