"""Where the program keeps its own files: books, backups, logs and things of the moment."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from village_desk.places.claims import claim, is_claimed
from village_desk.places.disk_faults import refusing

HOME_VARIABLE = "VILLAGE_DESK_HOME"

_PROGRAM = "village-desk"
_IN_USE = "in-use"


class Folders(Struct, frozen=True):
    """The program's folders; nothing is made by naming them."""

    home: Path

    @property
    def books(self) -> Path:
        """Books and their key files."""
        return self.home / "books"

    @property
    def backups(self) -> Path:
        """Verified copies of books."""
        return self.home / "backups"

    @property
    def logs(self) -> Path:
        """What the program did, without names or numbers of people."""
        return self.home / "logs"

    @property
    def temporary(self) -> Path:
        """One folder for each running program; what a crash leaves is removed at the next start."""
        return self.home / "temporary"


def find_folders(home: Path | None = None) -> Folders:
    """Find the folders under ``home``, else where VILLAGE_DESK_HOME says, else in the system's place."""
    chosen = home or _home_said() or _home_of_system()
    return Folders(chosen.expanduser().absolute())


def make_folders(folders: Folders) -> None:
    """Make the folders, readable by their owner only; those that are there stay as they are.

    Raises:
        Refusal: A folder cannot be made: folder-read-only, disk-full, path-too-long, file-not-written.
    """
    for folder in (folders.home, folders.books, folders.backups, folders.logs, folders.temporary):
        with refusing(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def start_temporary_folder(folders: Folders) -> Path:
    """Empty what crashes left and make this program's own temporary folder.

    Libraries that write in clear through `tempfile` write there until `end_temporary_folder`.

    Raises:
        Refusal: It cannot be made.
    """
    make_folders(folders)
    empty_temporary(folders)
    own = folders.temporary / os.urandom(4).hex()
    with refusing(own):
        own.mkdir(mode=0o700)
        claim(own / _IN_USE)  # held until the program ends, however it ends
    tempfile.tempdir = str(own)
    return own


def end_temporary_folder(own: Path) -> None:
    """Remove what is in the program's own temporary folder; the rest goes at the next start."""
    tempfile.tempdir = None
    with suppress(OSError):
        for entry in list(own.iterdir()):
            if entry.name != _IN_USE:
                _remove(entry)


def empty_temporary(folders: Folders) -> None:
    """Remove everything in the temporary folder that no running program uses."""
    with suppress(OSError):
        for entry in list(folders.temporary.iterdir()):
            if not is_claimed(entry / _IN_USE):
                _remove(entry)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        with suppress(OSError):
            entry.unlink()


def _home_said() -> Path | None:
    said = os.environ.get(HOME_VARIABLE, "").strip()
    return Path(said) if said else None


def _home_of_system() -> Path:
    from platformdirs import user_data_path

    return user_data_path(_PROGRAM, appauthor=False)
