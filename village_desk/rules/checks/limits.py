"""The parameters of one rule: ages, amounts and words that a county may set, never written in code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from village_desk.rules.money import Fen

Limit = int | str | tuple[int, ...] | tuple[str, ...]
"""What a parameter may be; amounts are whole yuan (``…_yuan``), shares whole percent."""


class Limits:
    """The parameters of one rule by name; asking for one that is not there is the rule's mistake."""

    __slots__ = ("_days", "fen", "number", "starts", "values", "words")

    def __init__(self, values: Mapping[str, Limit]) -> None:
        self.values = values
        self._days: dict[str, tuple[int, int]] = {}
        numbers = {name: value for name, value in values.items() if isinstance(value, int)}
        lists = {name: tuple(map(str, value)) for name, value in values.items() if isinstance(value, tuple)}
        amounts = {name: Fen(value * 100) for name, value in numbers.items()}
        words = {name: frozenset(value) for name, value in lists.items()}
        # The rules ask hundreds of times for each household: a look-up without a call of ours.
        self.number: Callable[[str], int] = numbers.__getitem__
        """A whole number: an age, a count, a percentage."""
        self.fen: Callable[[str], Fen] = amounts.__getitem__
        """An amount, stated in yuan."""
        self.words: Callable[[str], frozenset[str]] = words.__getitem__
        """The words of a list."""
        self.starts: Callable[[str], tuple[str, ...]] = lists.__getitem__
        """The beginnings of item codes, for ``str.startswith``."""

    def text(self, name: str) -> str:
        """A word."""
        return str(self.values[name])

    def day(self, name: str) -> tuple[int, int]:
        """A day of the year, written MM-DD."""
        if name not in self._days:
            month, day = self.text(name).split("-")
            self._days[name] = (int(month), int(day))
        return self._days[name]
