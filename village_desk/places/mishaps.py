"""Notes a mistake of the program itself: where it happened, never what was being handled."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import village_desk

_KEPT = 50
"""A mistake that repeats itself must not fill the disk."""


def note_mishap(folder: Path, error: BaseException) -> Path:
    """Write a report with file, line and kind of error only: messages and values may hold people's data."""
    now = datetime.now(UTC)
    path = folder / f"mishap-{now:%Y%m%d-%H%M%S-%f}.txt"
    steps = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    head = f"village_desk {village_desk.__version__}, Python {platform.python_version()}, {sys.platform}"
    lines = [head, now.isoformat(timespec="seconds"), *steps, type(error).__qualname__]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _forget_old(folder)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:  # the report is a courtesy: a full disk must not hide the first mistake
        return path
    return path


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("mishap-*.txt"))[: 1 - _KEPT]:
        old.unlink(missing_ok=True)
