"""Households named on a command line: those of some 小组, and those with some numbers."""

from __future__ import annotations

from collections.abc import Collection

from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import walking_order
from village_desk.store.reading import Reading


def households_chosen(
    reading: Reading, groups: Collection[str] = (), numbers: Collection[str] = ()
) -> list[Household]:
    """The households of some groups 小组, and those with some numbers.

    Raises:
        Refusal: ``no-such-group``, ``no-such-household``.
    """
    households = reading.all(Household)
    known = dict.fromkeys(one.group for one in sorted(households, key=walking_order) if one.group)
    for wanted in groups:
        if wanted not in known:
            raise Refusal("no-such-group", value=wanted, known="、".join(known))
    for wanted in numbers:
        if wanted not in {household.number for household in households}:
            raise Refusal("no-such-household", household=wanted)
    return [one for one in households if one.group in groups or one.number in numbers]
