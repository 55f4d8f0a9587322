"""A practice village appears as a whole: built aside, and moved to its place when it is done."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from village_desk.places.claims import claim, is_claimed
from village_desk.places.disk_faults import refusing

_UNFINISHED = ".unfinished-"
_IN_USE = "in-use"


@contextmanager
def appearing_in(folder: Path, last: str) -> Iterator[Path]:
    """A folder to build in; when the block ends well its files move to ``folder``, ``last`` the last of them.

    What a killed program left half built goes at the next start; nothing else in the folder is touched.

    Raises:
        Refusal: The folder cannot be made or written.
    """
    with refusing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _forget_unfinished(folder)
        building = folder / f"{_UNFINISHED}{secrets.token_hex(4)}"
        building.mkdir(mode=0o700)
    try:
        with refusing(folder):
            in_use = claim(building / _IN_USE)
        try:
            yield building
        finally:
            os.close(in_use)
        with refusing(folder):
            (building / _IN_USE).unlink()
            _move(building, folder, last)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _forget_unfinished(folder: Path) -> None:
    for left in folder.glob(f"{_UNFINISHED}*"):
        if not is_claimed(left / _IN_USE):
            shutil.rmtree(left, ignore_errors=True)


def _move(source: Path, target: Path, last: str) -> None:
    for entry in sorted(source.iterdir(), key=lambda path: (path.name == last, path.name)):
        if entry.is_dir():
            (target / entry.name).mkdir(exist_ok=True)
            _move(entry, target / entry.name, last)
        else:
            entry.replace(target / entry.name)
