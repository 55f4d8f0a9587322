"""Puts the parts together: the only module that knows both the command line and the desk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from village_desk.rules.refusals import Refusal
from village_desk.store.server.address import BookAddress, book_address

INTERRUPTED = 130
NOBODY_READS = 141
"""What a shell reports for a program that was interrupted, or whose output nobody read any more."""


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
    except SystemExit as end:  # how the parser ends after --help
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _point_output_nowhere()
        return NOBODY_READS
    except Exception as error:  # noqa: BLE001 - the last place: nobody may see a traceback or a name in one
        from village_desk.places.folders import find_folders
        from village_desk.places.mishaps import note_mishap

        report = note_mishap(find_folders().logs, error)
        return refuse(Refusal("mishap", file=report.name), as_json=as_json)


def _run(arguments: list[str]) -> int:
    if not arguments or (len(arguments) == 1 and not _is_command(arguments[0])):
        return open_window(book_address(arguments[0]) if arguments else None)
    from village_desk.commands.parser import command_of, read_options

    options = read_options(arguments)
    if options.command == "selftest":
        options.further_parts = {"window": _window_works}
    with _own_temporary_folder():
        code = command_of(options)(options)
        sys.stdout.flush()
    if options.command == "demo" and not options.no_window and code == 0:
        from village_desk.practice.village import BOOK_NAME

        return open_window(options.folder / BOOK_NAME)
    return code


def _is_command(word: str) -> bool:
    from village_desk.commands.parser import command_names

    return word.startswith("-") or word in command_names()


def open_window(book: BookAddress | None) -> int:
    """Open the desk's window; a book given opens it at once when its key is known."""
    from village_desk.desk.first_window import show

    with _own_temporary_folder():
        return show(book)


@contextmanager
def _own_temporary_folder() -> Iterator[None]:
    """What libraries write for a moment goes to a folder of ours; what a crash left there goes now."""
    from village_desk.places.folders import end_temporary_folder, find_folders, start_temporary_folder

    own: Path | None = None
    with suppress(Refusal):  # a program on a stick that lets nothing be written still opens books
        own = start_temporary_folder(find_folders())
    try:
        yield
    finally:
        if own is not None:
            end_temporary_folder(own)


def _window_works() -> bool:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # without a screen Qt would end the program, not fail
    from PySide6.QtWidgets import QApplication

    from village_desk.desk.window import DeskWindow

    application = QApplication.instance() or QApplication(sys.argv[:1])
    return isinstance(application, QApplication) and hasattr(DeskWindow, "show")


def _point_output_nowhere() -> None:
    # Python writes what is left in its buffer at the end, and would complain once more.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
