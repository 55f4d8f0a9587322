"""The three kinds of copy, and what the one to be posted shows of names (domain.md 5.3)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from village_desk.rules.months import age_on

ADULT_AGE = 18
"""Under it a person is a minor in law; a minor's name is never posted."""


class Copy(StrEnum):
    """Who a copy is for; footer and file name say which one it is."""

    INTERNAL = "internal"
    """Stays in the village office, complete."""
    REPORT = "report"
    """Goes up to the township, complete."""
    PUBLIC = "public"
    """Is posted: no numbers, no accounts, nothing about health."""


class HeadNames(StrEnum):
    """How a public copy shows the names of adults."""

    FULL = "full"
    STARRED = "starred"


class IdentityWriting(StrEnum):
    """How a copy for the township writes identity numbers; the other copies have them whole or not at all."""

    WHOLE = "whole"
    GROUPS = "groups"
    """In groups of six, eight and four digits, to be read aloud and compared."""
    PARTS = "parts"
    """What the number says instead of the number: day of birth, sex and age."""
    MASKED = "masked"


_AREA, _BIRTH = 6, 14
_TAIL = 4


def grouped_number(number: str) -> str:
    """An identity number in groups: place, day of birth, the rest."""
    return " ".join(part for part in (number[:_AREA], number[_AREA:_BIRTH], number[_BIRTH:]) if part)


def masked_number(number: str) -> str:
    """An identity number with nothing left but its first six and last four digits."""
    hidden = len(number) - _AREA - _TAIL
    return f"{number[:_AREA]}{'*' * hidden}{number[-_TAIL:]}" if hidden > 0 else "*" * len(number)


def is_minor(born_on: date | None, day: date) -> bool:
    """Whether a person's name must be masked for age; an unknown birthday counts as a minor's."""
    return born_on is None or age_on(born_on, day) < ADULT_AGE


def starred_name(name: str) -> str:
    """A name with its second character starred; of a name with ``·`` only the first part stays."""
    first, dot, rest = name.partition("·")
    if dot:
        return f"{first}·{'*' * len(rest)}"
    return f"{name[:1]}*{name[2:]}" if len(name) > 1 else name


def minor_name(name: str) -> str:
    """A child's name with nothing left but its first character."""
    return f"{name[:1]}{'*' * max(len(name) - 1, 1)}" if name else ""
