"""Mutants of a rule: silent, always speaking, or with one of its conditions negated or dropped."""

from __future__ import annotations
import __future__

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from types import FunctionType
from typing import Any

from msgspec.structs import replace

from village_desk.rules.checks.registry import FILED, FILED_FOR_LINES, Hit

Look = Callable[..., Any]
Place = tuple[ast.AST, str, int | None]
"""A condition: the node it belongs to, under which name, and its number where there are several."""


def looks_of(rule: str) -> list[tuple[str, Look]]:
    """The functions filed under a number, each with the register it stands in."""
    looks = [("rule", FILED[rule].look)] if rule in FILED else []
    if rule in FILED_FOR_LINES:
        looks.append(("line", FILED_FOR_LINES[rule][1]))
    return looks


@contextmanager
def filed_instead(rule: str, register: str, look: Look) -> Iterator[None]:
    """Put another function in a rule's place for a while; it is asked of every household."""
    book: dict[str, Any] = FILED if register == "rule" else FILED_FOR_LINES
    kept = book[rule]
    book[rule] = replace(kept, look=look, on="household") if register == "rule" else (kept[0], look)
    try:
        yield
    finally:
        book[rule] = kept


def silent(register: str) -> Look:
    """A rule that finds nothing."""
    return (lambda facts, limits: ()) if register == "rule" else (lambda facts, limits, line: None)


def always(register: str, hit: Hit) -> Look:
    """A rule that finds the same thing everywhere."""
    return (lambda facts, limits: (hit,)) if register == "rule" else (lambda facts, limits, line: hit)


def negated(look: Look) -> Iterator[tuple[str, Look]]:
    """The function with each condition, or part of one, negated in turn; with the condition's text."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(look)))
    tree.body[0].decorator_list = []  # type: ignore[attr-defined] # a function
    for place in range(len(_conditions(tree))):
        mutant = deepcopy(tree)
        owner, key, number = _conditions(mutant)[place]
        holder = getattr(owner, key)
        test = holder[number] if number is not None else holder
        text = ast.unparse(test)
        opposite = ast.UnaryOp(ast.Not(), test)
        if number is None:
            setattr(owner, key, opposite)
        else:
            holder[number] = opposite
        yield text, _compiled(mutant, look)


def _conditions(tree: ast.AST) -> list[Place]:
    """Where conditions stand: what an ``if`` asks, whole, and each part of it where it has several."""
    found: list[Place] = []
    for node in ast.walk(tree):
        tests: list[tuple[Place, ast.expr]] = []
        if isinstance(node, ast.If):
            tests = [((node, "test", None), node.test)]
        elif isinstance(node, ast.comprehension):
            tests = [((node, "ifs", place), test) for place, test in enumerate(node.ifs)]
        for place, test in tests:
            found.append(place)
            if isinstance(test, ast.BoolOp):
                found.extend((test, "values", part) for part in range(len(test.values)))
    return found


def _compiled(tree: ast.Module, look: Look) -> Look:
    assert isinstance(look, FunctionType)
    names = dict(look.__globals__)
    code = compile(
        ast.fix_missing_locations(tree),
        look.__code__.co_filename,
        "exec",
        __future__.annotations.compiler_flag,
    )
    exec(code, names)
    mutant: Look = names[look.__name__]
    return mutant
