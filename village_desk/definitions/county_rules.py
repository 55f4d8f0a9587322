"""Our rules by the county's own numbers and titles: how a line of a 问题数据清单 is matched."""

from __future__ import annotations

import re
from collections.abc import Mapping

from village_desk.definitions.checks import rule_specs
from village_desk.definitions.codes import comparing_form
from village_desk.definitions.toml_files import read_once

_SHORTEST_PART = 6
"""A title that is part of another one must have so many characters to mean the same rule."""
_SEPARATORS = re.compile(r"[^0-9a-z]+")
_MARKS = re.compile(r"[^\w]|_")


def rules_called(number: str | None, title: str | None) -> tuple[str, ...]:
    """Our rules for a county's number, or where none has it, for a title; empty where none is meant.

    Several of our rules may share a number; a number of ours is known too.
    """
    by_number = _by_number().get(_plain_number(number)) if number else None
    return by_number or (_by_title(title) if title else ())


def _by_title(title: str) -> tuple[str, ...]:
    wanted = _plain_title(title)
    exact = _titles().get(wanted)
    if exact or len(wanted) < _SHORTEST_PART:
        return exact or ()
    near = [rules for known, rules in _titles().items() if _is_part(wanted, known)]
    return near[0] if len(near) == 1 else ()


def _is_part(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST_PART and short in long


@read_once
def _by_number() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for spec in rule_specs().values():
        for number in dict.fromkeys(map(_plain_number, (*spec.county, spec.id))):
            found[number] = (*found.get(number, ()), spec.id)
    return found


@read_once
def _titles() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for spec in rule_specs().values():
        title = _plain_title(spec.title)
        found[title] = (*found.get(title, ()), spec.id)
    return found


def _plain_number(number: str) -> str:
    """5_16_002, 5-16-002 and 5.16.002 are one number."""
    return _SEPARATORS.sub("_", comparing_form(number)).strip("_")


def _plain_title(title: str) -> str:
    return _MARKS.sub("", comparing_form(title))
