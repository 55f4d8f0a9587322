"""What the command line accepts; the shape of every command is a contract with its users' scripts."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from village_desk.definitions.words import say
from village_desk.rules.refusals import Refusal

Command = Callable[[argparse.Namespace], int]

_COPIES = ("internal", "report", "public")


class _Parser(argparse.ArgumentParser):
    """Wrong use is a refusal like any other, so that ``--json`` gets its one document."""

    def error(self, message: str) -> NoReturn:
        raise Refusal("wrong-use", value=message)


def run_command(arguments: list[str]) -> Callable[[], int]:
    """Read the arguments of a command and return what runs it.

    Raises:
        Refusal: ``wrong-use``.
    """
    options = build_parser().parse_args(arguments)
    module, function = options.run.split(":")
    command: Command = getattr(import_module(f"village_desk.commands.{module}"), function)
    return lambda: command(options)


def command_names() -> frozenset[str]:
    """The commands there are: any other first word is a book to open in the window."""
    return frozenset(_commands(_Parser(add_help=False)).choices)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(prog="village-desk", description=say("commands.about"))
    _commands(parser)
    return parser


def _commands(parser: argparse.ArgumentParser) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_books(commands)
    _add_reckoning(commands)
    _add_upkeep(commands)
    return commands


def _add_books(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = _command(commands, "demo", "demo:demo")
    demo.add_argument("folder", type=Path)
    demo.add_argument("--households", type=int, default=300)
    demo.add_argument("--seed", type=int, default=7)
    demo.add_argument("--no-window", action="store_true")
    new = _command(commands, "new", "books:new")
    new.add_argument("book", type=Path)
    new.add_argument("--village", required=True)
    new.add_argument("--name", required=True)
    new.add_argument("--profile", required=True)
    new.add_argument("--town", action="store_true")
    bring_in = _command(commands, "import", "imports:bring_in")
    bring_in.add_argument("book", type=Path)
    bring_in.add_argument("file", type=Path)
    bring_in.add_argument("--dry-run", action="store_true")
    bring_in.add_argument("--year", type=int)
    bring_in.add_argument("--marked-copy", type=Path)
    script = _command(commands, "script", "script:script")
    script.add_argument("book", type=Path)


def _add_reckoning(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = _command(commands, "check", "reckoning:check")
    check.add_argument("book", type=Path)
    check.add_argument("--period", required=True)
    income = _command(commands, "income", "reckoning:income")
    income.add_argument("book", type=Path)
    income.add_argument("--year", type=int, required=True)
    income.add_argument("--window", default="")
    income.add_argument("--basis", default="")
    sheet = _command(commands, "sheet", "sheets:sheet")
    sheet.add_argument("book", type=Path)
    sheet.add_argument("sheet")
    sheet.add_argument("--period", required=True)
    sheet.add_argument("--format", choices=("xlsx", "pdf"), required=True)
    sheet.add_argument("--copy", choices=_COPIES, required=True)
    scope = sheet.add_mutually_exclusive_group()
    scope.add_argument("--household")
    scope.add_argument("--all", action="store_true")
    sheet.add_argument("--out", type=Path, required=True)


def _add_upkeep(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    backup = _command(commands, "backup", "upkeep:backup")
    backup.add_argument("book", type=Path)
    backup.add_argument("--to", type=Path, required=True)
    restore = _command(commands, "restore", "upkeep:restore")
    restore.add_argument("file", type=Path)
    restore.add_argument("book", type=Path)
    for name in ("verify", "dump"):
        _command(commands, name, f"upkeep:{name}").add_argument("book", type=Path)
    _command(commands, "dump-hash", "upkeep:dump_hash").add_argument("book", type=Path)
    _command(commands, "selftest", "upkeep:selftest")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=say(f"commands.{name}"))
    parser.add_argument("--json", action="store_true", help=say("commands.json"))
    parser.set_defaults(run=run)
    return parser
