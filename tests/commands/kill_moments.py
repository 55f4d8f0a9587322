"""Kills the command line at a random moment of its work and returns what it had said until then."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec import Struct

from village_desk.app import run

_STUCK_SECONDS = 120.0
_GOLDEN = 0.6180339887
"""Multiples of it spread evenly over the work, however many there are."""


def moments(everyday: int, in_all: int) -> pytest.MarkDecorator:
    """Moments as parts of the whole work: a few in every run, all of them in a slow one."""
    parts = [round(number * _GOLDEN % 1, 4) for number in range(1, in_all + 1)]
    slow = [pytest.param(part, marks=pytest.mark.slow) for part in parts[everyday:]]
    return pytest.mark.parametrize("part", [*parts[:everyday], *slow])


class Ended(Struct, frozen=True):
    """How a child ended, and what it had printed."""

    was_killed: bool
    out: str
    seconds: float
    code: int
    """-9 when it was killed."""


def run_in_child(
    words: Sequence[object],
    *,
    feed: Path | None = None,
    after: float | None = None,
    most_bytes: int | None = None,
) -> Ended:
    """Run a command in a child of this process and kill it after so many seconds; None lets it finish.

    A fork starts where the imports are done, so every moment falls into the work itself. ``most_bytes`` is
    where the disk is full for every file.
    """
    reading, writing = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        _limit_files(most_bytes)
        _work(words, feed, writing)
    os.close(writing)
    out = _read_until(reading, child, None if after is None else started + after)
    status = os.waitpid(child, 0)[1]
    seconds = time.monotonic() - started
    return Ended(os.WIFSIGNALED(status), out.decode(), seconds, os.waitstatus_to_exitcode(status))


def _limit_files(most_bytes: int | None) -> None:
    if most_bytes is not None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def _work(words: Sequence[object], feed: Path | None, writing: int) -> NoReturn:
    code = 99
    try:
        os.dup2(writing, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.dup2(os.open(feed or Path(os.devnull), os.O_RDONLY), 0)
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate("rww"))
        code = run([str(word) for word in words])
        sys.stdout.flush()
    finally:
        os._exit(code)


def _read_until(reading: int, child: int, moment: float | None) -> bytes:
    """Read what the child says until it ends; kill it when its moment has come."""
    said = b""
    due = moment or time.monotonic() + _STUCK_SECONDS
    with contextlib.closing(os.fdopen(reading, "rb", buffering=0)) as pipe:
        while True:
            left = due - time.monotonic()
            if left <= 0:
                os.kill(child, signal.SIGKILL)
                return said + b"".join(iter(lambda: pipe.read(65536), b""))
            if select.select([pipe], [], [], left)[0]:
                piece = pipe.read(65536)
                if not piece:
                    return said
                said += piece
