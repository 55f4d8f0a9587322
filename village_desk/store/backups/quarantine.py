"""Quarantine 隔离: what stands in the way of a book is put aside whole, never deleted and never mixed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from village_desk.places.disk_faults import refusing
from village_desk.store.keys.key_copies import key_paths


def book_set(book: Path) -> tuple[Path, ...]:
    """Name all files that make up a book; one of them beside another book gives wrong answers in silence."""
    return (
        book,
        *(book.with_name(book.name + end) for end in ("-wal", "-shm", "-journal")),
        *key_paths(book),
    )


def new_quarantine(book: Path) -> Path:
    """Choose a folder for what is put aside now; it does not exist yet."""
    home = book.with_name(f"{book.stem}-隔离")
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = (stamp if number == 1 else f"{stamp}-{number}" for number in count(1))
    return next(home / name for name in names if not (home / name).exists())


def put_aside(files: Iterable[Path], quarantine: Path) -> None:
    """Move those files that are there into the quarantine; what an earlier attempt has put there stays.

    Raises:
        Refusal: The disk or the folder refuses.
    """
    with refusing(quarantine):
        quarantine.mkdir(parents=True, exist_ok=True)
        for file in files:
            if file.exists() and not (quarantine / file.name).exists():
                file.rename(quarantine / file.name)


def take_back(files: Iterable[Path], quarantine: Path) -> None:
    """Move files out of the quarantine to where they were.

    Raises:
        Refusal: The disk or the folder refuses.
    """
    for file in files:
        aside = quarantine / file.name
        if aside.exists() and not file.exists():
            with refusing(file):
                aside.rename(file)
