"""Starts the program: the command line, or the window when no command is named."""

from __future__ import annotations

import sys


def main() -> int:
    """Run what the arguments say and return the exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--reading-child"]:  # a frozen program has no other way to start its reading child
        from village_desk.exchange.reading_child import main as read

        return read(arguments[1:])
    from village_desk.app import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
