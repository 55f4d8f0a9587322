"""The one-folder program for measuring: build_installer.spec with the measured script as its entry."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from racing import ROOT, Runner, command_of, surroundings_of

_ENTRY = '"village_desk/__main__.py"'
_MEASURED = '"tests/benchmarks/our_start.py"'
_SAID = re.compile(r"MiB read +([0-9.]+)")


def built(work: Path) -> Path:
    """Build it anew and give its program; a minute."""
    spec = (ROOT / "build_installer.spec").read_text("utf-8")
    if _ENTRY not in spec:
        raise SystemExit("build_installer.spec names another entry")
    measured = ROOT / "measured_start.spec"  # beside its model, whose paths are relative
    measured.write_text(spec.replace(_ENTRY, _MEASURED), "utf-8")
    folders = ["--distpath", str(work / "frozen"), "--workpath", str(work / "freezing")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *folders]
    try:
        subprocess.run([*command, str(measured)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    finally:
        measured.unlink()
    return next((work / "frozen").glob("village-desk-*/village-desk"))


def cold_read(floors: Path, trees: Sequence[Path], runner: Runner) -> float:
    """Read from disk by a program, MiB, when these trees are put out of memory first; median of five."""
    command = [sys.executable, str(floors / "cold.py"), "5", ",".join(map(str, trees)), "--"]
    said = subprocess.run(
        [*command, *command_of(runner)],
        check=True,
        capture_output=True,
        text=True,
        cwd=runner.folder,
        env=surroundings_of(runner),
    ).stdout
    found = _SAID.search(said)
    if found is None:
        raise SystemExit(said)
    return float(found[1])
