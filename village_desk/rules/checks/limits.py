"""The parameters of one rule: ages, amounts and words that a county may set, never written in code."""

from __future__ import annotations

from collections.abc import Mapping

from village_desk.rules.money import Fen

Limit = int | str | tuple[int, ...] | tuple[str, ...]
"""What a parameter may be; amounts are whole yuan (``…_yuan``), shares whole percent."""


class Limits:
    """The parameters of one rule by name; asking for one that is not there is the rule's mistake."""

    __slots__ = ("_days", "_fen", "_numbers", "_starts", "_words", "values")

    def __init__(self, values: Mapping[str, Limit]) -> None:
        self.values = values
        self._days: dict[str, tuple[int, int]] = {}
        self._numbers = {name: value for name, value in values.items() if isinstance(value, int)}
        self._fen = {name: Fen(value * 100) for name, value in self._numbers.items()}
        self._words = {
            name: frozenset(str(word) for word in value)
            for name, value in values.items()
            if isinstance(value, tuple)
        }

        self._starts = {
            name: tuple(str(word) for word in value)
            for name, value in values.items()
            if isinstance(value, tuple)
        }

    def number(self, name: str) -> int:
        """A whole number: an age, a count, a percentage."""
        return self._numbers[name]

    def fen(self, name: str) -> Fen:
        """An amount, stated in yuan."""
        return self._fen[name]

    def words(self, name: str) -> frozenset[str]:
        """The words of a list."""
        return self._words[name]

    def starts(self, name: str) -> tuple[str, ...]:
        """The beginnings of item codes, for ``str.startswith``."""
        return self._starts[name]

    def text(self, name: str) -> str:
        """A word."""
        return str(self.values[name])

    def day(self, name: str) -> tuple[int, int]:
        """A day of the year, written MM-DD."""
        if name not in self._days:
            month, day = self.text(name).split("-")
            self._days[name] = (int(month), int(day))
        return self._days[name]
