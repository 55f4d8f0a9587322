"""The results of plain formulas, so that a filled table shows its sums even where nothing reckons them."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation

from village_desk.exchange.blanks.references import place_of

_SUM = re.compile(r"SUM\(([A-Z0-9:,$ ]+)\)", re.IGNORECASE)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.IGNORECASE)
_ARITHMETIC = re.compile(r"[0-9.+\-*/() ]+")
_OPERATORS: Mapping[type[ast.AST], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_LONGEST = 400

Numbers = Mapping[tuple[int, int], Decimal]
"""Numbers by row and column; a cell that is not there is empty and counts as nothing."""


def value_of(formula: str, numbers: Numbers) -> Decimal | None:
    """The result of a formula of sums and the four operations; None for any other formula."""
    plain = formula.replace("$", "").strip()
    if len(plain) > _LONGEST:
        return None
    try:
        plain = _SUM.sub(lambda match: f"({_sum(match[1], numbers):f})", plain)
        plain = _CELL.sub(lambda match: f"({numbers.get(place_of(match[0].upper()), Decimal(0)):f})", plain)
        if not _ARITHMETIC.fullmatch(plain):
            return None
        return _reckoned(ast.parse(plain.strip(), mode="eval").body)
    except (ValueError, SyntaxError, DivisionByZero, InvalidOperation, RecursionError):
        return None


def _sum(ranges: str, numbers: Numbers) -> Decimal:
    total = Decimal(0)
    for one in ranges.upper().split(","):
        first, _, last = one.strip().partition(":")
        total += sum(_numbers_in(*place_of(first), *place_of(last or first), numbers), Decimal(0))
    return total


def _numbers_in(top: int, left: int, bottom: int, right: int, numbers: Numbers) -> Iterator[Decimal]:
    """The numbers of a range, looked up cell by cell unless there are fewer numbers than cells."""
    if (bottom - top + 1) * (right - left + 1) > len(numbers):
        for (row, column), number in numbers.items():
            if top <= row <= bottom and left <= column <= right:
                yield number
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (found := numbers.get((row, column))) is not None:
                yield found


def _reckoned(node: ast.expr) -> Decimal:
    """The value of an expression.

    Raises:
        ValueError: It is not made of numbers and the four operations.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Decimal(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_reckoned(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_reckoned(node.left), _reckoned(node.right))
    raise ValueError(ast.dump(node)[:20])
