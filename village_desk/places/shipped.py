"""Finds the files that come with the program: in a frozen folder, an installed wheel or the source tree."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def shipped_root() -> Path:
    """The folder that holds ``forms`` and ``resources``.

    Raises:
        FileNotFoundError: The program's folder is incomplete.
    """
    package = Path(__file__).resolve().parents[1]
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen)] if frozen else []
    candidates += [package / "_shipped", package.parent]
    for root in candidates:
        if (root / "forms").is_dir() and (root / "resources").is_dir():
            return root
    raise FileNotFoundError("forms and resources are not beside the program")


def shipped(*parts: str) -> Path:
    """A shipped file or folder.

    Raises:
        FileNotFoundError: It is not there: the program's folder is incomplete.
    """
    path = shipped_root().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError("/".join(parts))
    return path
