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
