"""The sticks that are plugged in: what is carried away is offered there first."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Iterator
from pathlib import Path

MOUNTED: tuple[Path, ...] = (Path("/media"), Path("/run/media"))
"""Where the systems of village offices show a stick, perhaps under the name of the person."""

_REMOVABLE = 2
"""What Windows calls a drive that can be taken out."""


def first_stick() -> Path | None:
    """The stick that is plugged in; the first by name where there are several, None where there is none."""
    return next(iter(_drives() if sys.platform == "win32" else _mounts()), None)


def _mounts() -> Iterator[Path]:
    for root in MOUNTED:
        for pattern in ("*", "*/*"):
            yield from (folder for folder in sorted(root.glob(pattern)) if os.path.ismount(folder))


def _drives() -> list[Path]:
    found: list[Path] = []
    if sys.platform == "win32":
        import ctypes

        there = ctypes.windll.kernel32.GetLogicalDrives()
        for place, letter in enumerate(string.ascii_uppercase):
            drive = f"{letter}:\\"
            if there >> place & 1 and ctypes.windll.kernel32.GetDriveTypeW(drive) == _REMOVABLE:
                found.append(Path(drive))
    return found
