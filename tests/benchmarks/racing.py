"""Runs whole processes round robin and compares their medians, so that a slow moment falls on all alike."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
MODULES = Path(tempfile.gettempdir()) / "village-desk-benchmarks"
"""Where the compiled modules of all measured programs are kept."""
_NUMBER_OF_ENTRY = re.compile(r"median (?P<median>[0-9.]+) .*p95 (?P<p95>[0-9.]+) .*per key (?P<key>[0-9.]+)")


@dataclass(frozen=True, slots=True)
class Runner:
    """One command; what it prints as its last line may hold further figures."""

    label: str
    command: Sequence[str]
    folder: Path = ROOT
    surroundings: Mapping[str, str] = field(default_factory=dict)
    once: bool = False
    """Too slow for several rounds."""


Figures = dict[str, float]


def race(runners: Sequence[Runner], rounds: int) -> dict[str, list[Figures]]:
    """Run everybody once to warm up and then so many rounds; CPU seconds and peak memory of each run."""
    found: dict[str, list[Figures]] = {runner.label: [] for runner in runners}
    for turn in range(rounds + 1):
        for runner in runners:
            if runner.once and turn != 1:
                continue
            figures = _run(runner)
            if turn:
                found[runner.label].append(figures)
    return found


def middle(runs: Sequence[Figures], figure: str) -> float:
    """The median of a figure."""
    return median(run[figure] for run in runs)


def ratio(ours: Sequence[Figures], floor: Sequence[Figures], figure: str = "cpu") -> float:
    """The median of the ratios round by round; against a floor that ran once, of all rounds against it."""
    pairs = zip(ours, floor if len(floor) == len(ours) else list(floor) * len(ours), strict=False)
    return median(our[figure] / their[figure] for our, their in pairs)


def show(found: Mapping[str, Sequence[Figures]]) -> None:
    """Print what was measured, a line for each runner."""
    for label, runs in found.items():
        shown = {key: [run[key] for run in runs] for key in runs[0]}
        texts = [
            f"{key} {median(values):.3f} [{min(values):.3f}-{max(values):.3f}]"
            for key, values in shown.items()
        ]
        print(f"  {label:28} {'   '.join(texts)}", flush=True)


def say_must(goal: str, measured: float, most: float) -> None:
    """Print one goal with what came of it."""
    print(
        f"  -> {goal}: {measured:.3f}, must {most:g}: {'met' if measured <= most else 'MISSED'}", flush=True
    )


def made(runner: Runner) -> str:
    """Run a process that makes something; what it printed last."""
    return _finished(runner)[0]


def _run(runner: Runner) -> Figures:
    line, figures = _finished(runner)
    return figures | _said(line)


def command_of(runner: Runner) -> list[str]:
    """The command as it is run."""
    return [sys.executable if word == "{python}" else word for word in runner.command]


def surroundings_of(runner: Runner) -> dict[str, str]:
    """The environment that a command is run in."""
    # Users have compiled modules; without them each start would compile the program anew.
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": str(MODULES),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        **runner.surroundings,
    }


def _finished(runner: Runner) -> tuple[str, Figures]:
    command, surroundings = command_of(runner), surroundings_of(runner)
    with tempfile.TemporaryFile() as said:
        before = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=runner.folder, env=surroundings, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode()
    if process.returncode != 0:
        raise SystemExit(f"{runner.label} ended with {process.returncode}:\n{text[-2000:]}")
    figures = {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "mib": used.ru_maxrss / 1024}
    return text.strip().rsplit("\n", 1)[-1], figures


def _said(line: str) -> Figures:
    """Figures that a process printed itself: as JSON, or the floor of entry in words."""
    if found := _NUMBER_OF_ENTRY.search(line):
        return {key: float(text) for key, text in found.groupdict().items()}
    if not line.startswith("{"):
        return {}
    document = json.loads(line)
    inside = document.pop("cpu", None)
    figures = {key: float(value) for key, value in document.items() if isinstance(value, int | float)}
    return figures | ({"inside": median(inside)} if isinstance(inside, list) else {})
