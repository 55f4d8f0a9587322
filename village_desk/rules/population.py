"""Who belongs to a household and who is counted when income is divided (domain.md 2.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol

from village_desk.rules.months import month_of
from village_desk.rules.records import Person


class Dated(Protocol):
    """What says when somebody came to a household and left it."""

    @property
    def joined_on(self) -> date | None:
        """The first day; None for always."""

    @property
    def left_on(self) -> date | None:
        """The first day no longer; None for still there."""


class Lasting(NamedTuple):
    """Members of a household whom nothing dates and no mark leaves out: members, and counted, on any day."""

    members: int
    able: int
    """Those whose ability to work is not said to be none."""


NOBODY = Lasting(0, 0)


def is_member_on(person: Dated, day: date) -> bool:
    """Whether a person is on the register on a day; a person who left stays on file but is no member."""
    if person.joined_on is not None and person.joined_on > day:
        return False
    return person.left_on is None or person.left_on > day


def is_counted_on(person: Person, day: date) -> bool:
    """Whether a member counts in the divisor on a day; a dated exception holds only between its months."""
    if not is_member_on(person, day):
        return False
    if person.counted is not False:
        return True
    month = month_of(day)
    started = person.not_counted_from is None or person.not_counted_from <= month
    ended = person.not_counted_until is not None and person.not_counted_until < month
    return not started or ended


def registered_count(persons: Iterable[Person], day: date) -> int:
    """How many members are on the register 登记人口 on a day."""
    return sum(is_member_on(person, day) for person in persons)


def counted_count(persons: Iterable[Person], day: date) -> int:
    """How many members count 计入人口 on a day."""
    return sum(is_counted_on(person, day) for person in persons)
