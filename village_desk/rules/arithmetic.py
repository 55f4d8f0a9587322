"""Arithmetic as it is typed into a cell, such as ``1200*3+450`` or ``1.2万``: exact, never handed to eval."""

from __future__ import annotations

import re
from fractions import Fraction

_MOST_TOKENS = 200
_DEEPEST = 20
_TEN_THOUSAND = 10_000
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+"
_TOKEN = re.compile(rf"\s*({_NUMBER}|[-+*/()万])\s*", re.ASCII)
_IS_NUMBER = re.compile(_NUMBER, re.ASCII)


class NoArithmeticError(ValueError):
    """The text is no arithmetic, or divides by zero."""


def reckon(text: str) -> Fraction:
    """Reckon numbers, the four operations, brackets and 万; commas may only part thousands.

    One sign may stand before a number; two in a row are a slip, and so is a comma anywhere else.

    Raises:
        NoArithmeticError: It is none, or it is too long to be meant.
    """
    return _Reckoning(_tokens(text)).value()


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or len(tokens) == _MOST_TOKENS:
            raise NoArithmeticError
        tokens.append(match[1])
        at = match.end()
    return tokens


class _Reckoning:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def value(self) -> Fraction:
        try:
            value = self._sum()
        except ZeroDivisionError:
            raise NoArithmeticError from None
        if self._at != len(self._tokens):
            raise NoArithmeticError
        return value

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        word = self._next()
        self._at += 1
        return word

    def _sum(self) -> Fraction:
        value = self._signed_product()
        while self._next() in ("+", "-"):
            value = value + self._product() if self._take() == "+" else value - self._product()
        return value

    def _signed_product(self) -> Fraction:
        if self._next() not in ("+", "-"):
            return self._product()
        return self._product() if self._take() == "+" else -self._product()

    def _product(self) -> Fraction:
        value = self._factor()
        while self._next() in ("*", "/"):
            value = value * self._factor() if self._take() == "*" else value / self._factor()
        return value

    def _factor(self) -> Fraction:
        word = self._take()
        if word == "(":
            value = self._bracket()
        elif _IS_NUMBER.fullmatch(word):
            value = Fraction(word.replace(",", "").removesuffix("."))
        else:
            raise NoArithmeticError
        if self._next() == "万":
            self._take()
            return value * _TEN_THOUSAND
        return value

    def _bracket(self) -> Fraction:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NoArithmeticError
        value = self._sum()
        self._depth -= 1
        if self._take() != ")":
            raise NoArithmeticError
        return value
