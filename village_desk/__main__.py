"""Starts the program: the command line, or the window when no command is named."""

from __future__ import annotations

import os
import sys

_UTF8 = "PYTHONUTF8"


def main() -> int:
    """Run what the arguments say and return the exit code."""
    _start_again_in_utf8()
    arguments = sys.argv[1:]
    if arguments[:1] == ["--reading-child"]:  # a frozen program has no other way to start its children
        from village_desk.exchange.reading.reading_child import main as read

        return read(arguments[1:])
    if arguments[:1] == ["--blank-child"]:
        from village_desk.exchange.blanks.blank_child import main as fill

        return fill(arguments[1:])
    from village_desk.app import run

    return run(arguments)


def _start_again_in_utf8() -> None:
    """Start again where the system's locale cannot spell the name of a village: no book could be opened."""
    is_utf8 = sys.getfilesystemencoding().replace("-", "").lower() == "utf8"
    if is_utf8 or os.environ.get(_UTF8) == "1" or getattr(sys, "frozen", False):
        return
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, _UTF8: "1"})  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
