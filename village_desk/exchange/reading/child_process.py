"""Runs the reading child under a clock: it answers in time, or it is ended and the file is refused."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from village_desk.exchange.reading.handover import WorkbookRead, receive
from village_desk.rules.refusals import Refusal

READING = "reading.reading_child"
"""The child that reads rows, by its module in the exchange."""
MEMORY_MIB = 700
_LOOK_EVERY = 0.05


class Patience(Struct, frozen=True):
    """How long the child may be silent, and how long it may take in all, in seconds."""

    silence: float
    whole: float

    @classmethod
    def of(cls, inflated: int) -> Patience:
        """More for larger workbooks: an old computer parses three mebibytes in a second at worst."""
        seconds = inflated / (3 * 1024 * 1024)
        return cls(silence=min(60.0, 8.0 + seconds), whole=min(120.0, 9.0 + 2 * seconds))


def read_in_child(
    content: bytes,
    file: str,
    patience: Patience,
    *,
    is_plain: bool,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> WorkbookRead:
    """Have a scanned workbook parsed by a process of its own.

    Raises:
        Refusal: The child refused, died, used too much time, or the user cancelled.
    """
    process = _started(READING)
    watch = _Watch(process, patience, cancelled)
    read: WorkbookRead | None = None
    with process, watch:
        settings = {"file": file, "is_plain": is_plain, "memory_mib": MEMORY_MIB}
        # A child that dies early closes its input: what it said before is on its output.
        with contextlib.suppress(OSError):
            _write(process, json.dumps(settings).encode() + b"\n", content)
        with contextlib.suppress(ValueError):
            for read in _received(process):
                watch.heard()
                if progress is not None and read.sheets:
                    progress(sum(len(sheet.rows) for sheet in read.sheets))
    if read is not None and read.is_whole and not watch.verdict:
        return read
    raise Refusal(watch.verdict or "table-unreadable-inside", file=file)


def answer_of_child(
    child: str,
    content: bytes,
    file: str,
    order: Mapping[str, object],
    patience: Patience,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """What a child that answers at once makes of a scanned workbook and an order.

    Raises:
        Refusal: The child refused, died, used too much time, or the user cancelled.
    """
    process = _started(child)
    watch = _Watch(process, patience, cancelled)
    answer = b""
    head: dict[str, Any] = {}
    with process, watch:
        settings = {**order, "file": file, "memory_mib": MEMORY_MIB}
        with contextlib.suppress(OSError):
            _write(process, json.dumps(settings).encode() + b"\n", content)
        if process.stdout is not None:
            with contextlib.suppress(ValueError):
                head = json.loads(process.stdout.readline())
            answer = process.stdout.read()
    if "refused" in head:
        raise Refusal(head["refused"], **head["values"])
    if watch.verdict or head.get("length") != len(answer):
        raise Refusal(watch.verdict or "table-unreadable-inside", file=file)
    return answer


def _started(child: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        _command(child),
        env=_surroundings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=_no_window(),
    )


def _command(child: str) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, f"--{child.rpartition('.')[2].replace('_', '-')}"]
    # Without -P a file in the folder of the day, such as a stick's, could pose as one of our modules.
    return [sys.executable, "-P", "-m", f"village_desk.exchange.{child}"]


def _surroundings() -> dict[str, str]:
    """The child finds the very program that started it, wherever that was started."""
    root = str(Path(__file__).resolve().parents[3])
    before = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{before}" if before else root}


def _no_window() -> int:
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))


def _write(process: subprocess.Popen[bytes], *pieces: bytes) -> None:
    if process.stdin is None:
        return
    with process.stdin as stream:
        for piece in pieces:
            stream.write(piece)


def _received(process: subprocess.Popen[bytes]) -> Iterator[WorkbookRead]:
    if process.stdout is not None:
        yield from receive(process.stdout)


class _Watch:
    """Ends the child when it is silent too long; a pipe cannot be waited on with a clock on every system."""

    def __init__(
        self, process: subprocess.Popen[bytes], patience: Patience, cancelled: Callable[[], bool] | None
    ) -> None:
        self.verdict = ""
        self._process = process
        self._patience = patience
        self._cancelled = cancelled
        self._begun = self._heard = time.monotonic()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()
        # Whatever ended the reading, no child is left behind.
        self._process.kill()

    def heard(self) -> None:
        self._heard = time.monotonic()

    def _look(self) -> None:
        while not self._is_over.wait(_LOOK_EVERY):
            self.verdict = self._judge()
            if self.verdict:
                self._process.kill()
                return

    def _judge(self) -> str:
        if self._cancelled is not None and self._cancelled():
            return "table-cancelled"
        now = time.monotonic()
        if now - self._heard > self._patience.silence or now - self._begun > self._patience.whole:
            return "table-too-slow"
        return ""
