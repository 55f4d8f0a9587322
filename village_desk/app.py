"""Puts the parts together: the only module that knows both the command line and the desk."""

from __future__ import annotations

import sys
from pathlib import Path

from village_desk.rules.refusals import Refusal


def run(arguments: list[str]) -> int:
    """Run a command, or open the window on a book; the exit code says what came of it."""
    from village_desk.commands.answers import refuse, use_utf8

    use_utf8(sys.stdout)
    use_utf8(sys.stderr)
    as_json = "--json" in arguments
    try:
        return _run(arguments)
    except Refusal as refusal:
        return refuse(refusal, as_json=as_json)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last place: nobody may see a traceback or a name in one
        from village_desk.places.folders import find_folders
        from village_desk.places.mishaps import note_mishap

        report = note_mishap(find_folders().logs, error)
        return refuse(Refusal("mishap", file=report.name), as_json=as_json)


def _run(arguments: list[str]) -> int:
    if not arguments or not _is_command(arguments[0]):
        return open_window(Path(arguments[0]) if arguments else None)
    from village_desk.commands.parser import run_command

    code = run_command(arguments)()
    if arguments[0] == "demo" and "--no-window" not in arguments and code == 0:
        from village_desk.practice.village import BOOK_NAME

        folder = next(word for word in arguments[1:] if not word.startswith("-"))
        return open_window(Path(folder) / BOOK_NAME)
    return code


def _is_command(word: str) -> bool:
    from village_desk.commands.parser import command_names

    return word.startswith("-") or word in command_names()


def open_window(book: Path | None) -> int:
    """Open the desk's window; a book given opens it at once when its key is known."""
    from village_desk.desk.window import show

    return show(book)
