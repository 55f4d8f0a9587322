"""What the command line accepts; the shape of every command is a contract with its users' scripts."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from village_desk.commands.chinese_parser import ChineseParser
from village_desk.definitions.words import say
from village_desk.store.server.address import book_address

Command = Callable[[argparse.Namespace], int]

_COPIES = ("internal", "report", "public")
_IDENTITY = ("whole", "groups", "parts", "masked")
_BETWEEN = re.compile(r"\s*[,，、]\s*")


def read_options(arguments: list[str]) -> argparse.Namespace:
    """Read a whole command line.

    Raises:
        Refusal: ``wrong-use``.
    """
    return _CommandLine().parser.parse_args(arguments)


def command_of(options: argparse.Namespace) -> Command:
    """The function that a command line asks for; its module is imported only now."""
    module, function = options.run.split(":")
    command: Command = getattr(import_module(f"village_desk.commands.{module}"), function)
    return command


def command_names() -> frozenset[str]:
    """The commands there are: any other first word is a book to open in the window."""
    return frozenset(_CommandLine().parsers)


def _names(given: str) -> list[str]:
    """Names with commas between them; of a blank text that blank, which nothing is called."""
    return [name for name in _BETWEEN.split(given.strip()) if name] or [""]


class _CommandLine:
    """The parser of the whole command line, built command by command."""

    def __init__(self) -> None:
        self.parser = ChineseParser(prog="village-desk", description=say("commands.about"))
        self.parsers: dict[str, ChineseParser] = {}
        self._commands = self.parser.add_subparsers(
            dest="command", required=True, metavar=say("arguments.command"), title=say("arguments.commands")
        )
        self._add_books()
        self._add_reckoning()
        self._add_upkeep()
        self._add_exchange()

    def _add_books(self) -> None:
        demo = self._command("demo", "demo:demo", "folder")
        demo.option("--households", type=int, default=300)
        demo.option("--seed", type=int, default=7)
        demo.switch("--no-window")
        new = self._command("new", "books:new", "book")
        for name in ("--village", "--name", "--profile", "--code"):
            new.option(name, default="")
        new.option("--from", type=Path)
        new.switch("--town")
        bring_in = self._command("import", "imports:bring_in", "book", "file")
        bring_in.switch("--dry-run")
        bring_in.option("--year", type=int)
        bring_in.option("--marked-copy", type=Path)
        bring_in.option("--reason", default="")
        export = self._command("export", "imports:export", "book")
        export.option("--out", type=Path, required=True)
        export.option("--year", type=int)
        self._command("answer", "problems:answer_problems", "book", "file").option(
            "--out", type=Path, required=True
        )
        self._command("script", "script:script", "book")

    def _add_reckoning(self) -> None:
        check = self._command("check", "checking:check", "book")
        check.option("--period", required=True)
        tracking = self._command("tracking", "tracking:tracking", "book")
        tracking.option("--period", required=True)
        income = self._command("income", "reckoning:income", "book")
        income.option("--year", type=int, required=True)
        income.option("--window", default="")
        income.option("--basis", default="")
        indicators = self._command("indicators", "indicators:indicators", "book")
        plan = self._command("plan", "plans:plan", "book")
        for one in (indicators, plan):
            one.option("--year", type=int, required=True)
        candidates = self._command("candidates", "monitoring:candidates", "book")
        candidates.option("--month", required=True)
        sheet = self._command("sheet", "sheets:sheet", "book")
        sheet.word("sheet")
        sheet.option("--period", required=True)
        sheet.option("--format", choices=("xlsx", "pdf"), required=True)
        sheet.option("--copy", choices=_COPIES, required=True)
        sheet.option("--identity", choices=_IDENTITY, default="whole")
        for switch in ("--contents", "--large", "--draft", "--two-up", "--on-a4"):
            sheet.switch(switch)
        sheet.either("--all", "--empty", household=str, group=_names)
        sheet.option("--out", type=Path, required=True)
        for one in (check, tracking, income, indicators, plan, candidates, sheet):
            one.option("--village", default="")
        fill = self._command("fill", "fill:fill", "book", "blank")
        fill.option("--period", required=True)
        fill.option("--out", type=Path, required=True)
        fill.option("--copy", choices=_COPIES, default="report")
        fill.option("--household")
        fill.option("--worksheet")
        fill.switch("--all-worksheets")

    def _add_upkeep(self) -> None:
        self._command("backup", "upkeep:backup", "book").option("--to", type=Path, required=True)
        self._command("restore", "upkeep:restore", "file", "book")
        for name in ("verify", "dump"):
            self._command(name, f"upkeep:{name}", "book")
        self._command("dump-hash", "upkeep:dump_hash", "book")
        self._command("selftest", "upkeep:selftest").set_defaults(further_parts={})

    def _add_exchange(self) -> None:
        self._command("key", "partners:key", "book").option("--out", type=Path, required=True)
        trust = self._command("trust", "partners:trust", "book", "file")
        trust.option("--name", default="")
        trust.switch("--replace")
        pack = self._command("pack", "packages:pack", "book")
        pack.option("--period", required=True)
        pack.option("--to", type=Path, required=True)
        pack.switch("--with-sheets")
        self._command("sheets-of", "packages:sheets_of", "book", "file").option(
            "--to", type=Path, required=True
        )
        merge = self._command("merge", "packages:merge", "book")
        merge.words("packages", type=Path)
        merge.switch("--dry-run")
        returning = self._command("return", "township:write_returns", "book")
        returning.option("--to", type=Path, required=True)
        returning.option("--village")
        returning.switch("--with-parameters")
        self._command("duplicates", "deciding:duplicates", "book")
        decide = self._command("decide", "deciding:settle", "book")
        decide.word("pair")
        for name in ("--village", "--reason"):
            decide.option(name, required=True)
        ask = self._command("ask", "township:ask_village", "book")
        for name in ("--village", "--text"):
            ask.option(name, required=True)
        ask.option("--household", default="")
        self._command("receipt", "township:receipt", "book", "file").switch("--take-parameters")
        self._command("matrix", "township:matrix", "book").option("--year", type=int, required=True)
        self._add_parts()

        pack = self._command("pack-parameters", "parameters:pack_parameters", "book")
        pack.option("--out", type=Path, required=True)
        for name in ("--valid-from", "--valid-until", "--document"):
            pack.option(name, default="")
        self._command("load-parameters", "parameters:load_parameters", "book", "file").switch("--dry-run")
        self._command("shipped-parameters", "parameters:shipped", "book").switch("--dry-run")

    def _add_parts(self) -> None:
        hand_out = self._command("hand-out", "parts:hand_out", "book")
        for name in ("--group", "--households"):
            hand_out.option(name, type=_names, default=())
        hand_out.option("--desk", required=True)
        hand_in = self._command("hand-in", "parts:hand_in", "book", "file")
        hand_in.switch("--dry-run")
        hand_in.option("--reason", default="")
        for command in (hand_out, self._command("hand-back", "parts:hand_back", "book")):
            command.option("--out", type=Path, required=True)
        take_back = self._command("take-back", "parts:take_back", "book")
        take_back.option("--reason", required=True)
        take_back.option("--desk", default="")
        clashes = self._command("clashes", "parts:clashes", "book")
        clashes.option("--settle", default="")
        clashes.option("--take", choices=("here", "there"), default="here")

    def _command(self, name: str, run: str, *paths: str) -> ChineseParser:
        about = say(f"commands.{name}")
        parser: ChineseParser = self._commands.add_parser(name, help=about, description=about)
        for path in paths:
            parser.word(path, type=book_address if path == "book" else Path)
        parser.switch("--json")
        parser.set_defaults(run=run)
        self.parsers[name] = parser
        return parser
