"""A parser that explains itself in Chinese and refuses wrong use like everything else is refused."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from village_desk.definitions.words import say
from village_desk.rules.refusals import Refusal
from village_desk.store.server.address import without_passwords

_WRONG_USES = (
    ("missing", r"the following arguments are required: (?P<name>.+)"),
    ("unknown", r"unrecognized arguments: (?P<name>.+)"),
    ("choice", r"argument (?P<name>[^:]+): invalid choice: (?P<value>.+?) \(choose from (?P<known>.+)\)"),
    ("number", r"argument (?P<name>[^:]+): invalid int value: (?P<value>.+)"),
    ("value", r"argument (?P<name>[^:]+): expected (?:one|at least one) argument"),
    ("together", r"argument (?P<name>[^:]+): not allowed with argument (?P<value>.+)"),
)
"""What argparse says of wrong use, and the key under which the words have it."""


class ChineseParser(argparse.ArgumentParser):
    """Every word and option has its name and explanation in resources/words/commands.toml."""

    def __init__(self, *, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            formatter_class=_ChineseFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = say("arguments.words")
        self._optionals.title = say("arguments.options")
        self.add_argument("-h", "--help", action="help", help=say("arguments.help"))

    def word(self, name: str, *, type: Callable[[str], object] = str) -> None:  # noqa: A002 - argparse's word
        """Take a word by its place."""
        self.add_argument(
            name, type=type, metavar=say(f"arguments.{name}-name"), help=say(f"arguments.{name}")
        )

    def words(self, name: str, *, type: Callable[[str], object] = str) -> None:  # noqa: A002 - argparse's word
        """Take one or more words by their place."""
        shown = say(f"arguments.{name}-name")
        self.add_argument(name, type=type, nargs="+", metavar=shown, help=say(f"arguments.{name}"))

    def option(
        self,
        name: str,
        *,
        type: Callable[[str], object] = str,  # noqa: A002 - argparse's word
        choices: Sequence[str] | None = None,
        default: object = None,
        required: bool = False,
    ) -> None:
        """Take an option with a value."""
        key = name.removeprefix("--")
        shown = "|".join(choices) if choices else say(f"arguments.{key}-name")
        self.add_argument(
            name,
            type=type,
            choices=choices,
            default=default,
            required=required,
            metavar=shown,
            help=say(f"arguments.{key}"),
        )

    def switch(self, name: str) -> None:
        """Take an option that is there or not."""
        self.add_argument(name, action="store_true", help=say(f"arguments.{name.removeprefix('--')}"))

    def either(self, *switches: str, **options: Callable[[str], object]) -> None:
        """Take one of some switches, or one of some options with a value of a type."""
        group = self.add_mutually_exclusive_group()
        for key, type_ in options.items():
            shown = say(f"arguments.{key}-name")
            group.add_argument(f"--{key}", type=type_, metavar=shown, help=say(f"arguments.{key}"))
        for switch in switches:
            group.add_argument(
                switch, action="store_true", help=say(f"arguments.{switch.removeprefix('--')}")
            )

    def error(self, message: str) -> NoReturn:
        """Refuse wrong use.

        Raises:
            Refusal: ``wrong-use``, always.
        """
        message = without_passwords(message)
        for key, pattern in _WRONG_USES:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                raise Refusal("wrong-use", value=say(f"arguments.wrong-{key}", **match.groupdict()))
        raise Refusal("wrong-use", value=say("arguments.wrong-other"))


class _ChineseFormatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, say("arguments.usage") if prefix is None else prefix)
