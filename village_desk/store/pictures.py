"""Takes still pictures: a handful of statements for a household or a whole village, never one per row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from village_desk.rules.followup_records import (
    Analysis,
    Event,
    Meeting,
    Problem,
    Procedure,
    QuarterState,
    Stock,
    Sweep,
    Verdict,
)
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, LedgerLine, Person, Price, Record, StatedTotals, Visit
from village_desk.rules.support_records import Loan, Measure, Plan, PublicPost, WorkSpell
from village_desk.store.reading import Reading

_Part = (
    Person
    | LedgerLine
    | Visit
    | StatedTotals
    | Plan
    | Verdict
    | WorkSpell
    | PublicPost
    | Measure
    | Loan
    | Event
    | Stock
    | Sweep
    | Problem
    | Procedure
)

_PARTS: Mapping[str, type[_Part]] = {
    "persons": Person,
    "lines": LedgerLine,
    "visits": Visit,
    "stated": StatedTotals,
    "plans": Plan,
    "verdicts": Verdict,
    "spells": WorkSpell,
    "posts": PublicPost,
    "measures": Measure,
    "loans": Loan,
    "events": Event,
    "stocks": Stock,
    "sweeps": Sweep,
    "problems": Problem,
    "procedures": Procedure,
}

_NUMERALS = "一二三四五六七八九"
_LAST = 1_000_000
_AT_ONCE = 500
"""Households read together."""


def household_picture(reading: Reading, household_id: str) -> HouseholdPicture | None:
    """One household with all that belongs to it."""
    household = reading.one(Household, household_id)
    if household is None:
        return None
    parts = {name: tuple(reading.of_household(kind, household_id)) for name, kind in _PARTS.items()}
    return HouseholdPicture(household, **parts)  # type: ignore[arg-type]  # each name holds its own kind


def with_parts_anew(
    reading: Reading, picture: HouseholdPicture, kinds: Collection[type[Record]]
) -> HouseholdPicture | None:
    """A household's picture after a deed that touched these types: only their parts are read again."""
    household = picture.household
    if Household in kinds:
        found = reading.one(Household, household.id)
        if found is None:
            return None
        household = found
    parts = {
        name: tuple(reading.of_household(kind, household.id))
        for name, kind in _PARTS.items()
        if kind in kinds
    }
    return replace(picture, household=household, **parts)  # type: ignore[arg-type]  # as household_picture


def village_picture(reading: Reading, name: str) -> VillagePicture:
    """The whole village, households ordered by 小组 and number."""
    parts = {part: _by_household(reading.all(kind)) for part, kind in _PARTS.items()}
    households = sorted(reading.all(Household), key=walking_order)
    pictures = tuple(
        HouseholdPicture(
            household,
            **{part: tuple(grouped.get(household.id, ())) for part, grouped in parts.items()},  # type: ignore[arg-type]
        )
        for household in households
    )
    return VillagePicture(
        reading.village_code,
        name,
        pictures,
        prices=tuple(reading.all(Price)),
        quarters=tuple(reading.all(QuarterState)),
        meetings=tuple(reading.all(Meeting)),
        analyses=tuple(reading.all(Analysis)),
        chain_head=reading.chain_head(),
    )


def walking_ids(reading: Reading) -> list[str]:
    """The ids of all households in walking order."""
    return [found[0] for found in sorted(reading.walked(), key=lambda found: _place(*found[1:]))]


def pictures_of(
    reading: Reading, household_ids: Sequence[str], only: Mapping[type[Record], Collection[str]] | None = None
) -> Iterator[HouseholdPicture]:
    """Households by id in the order given, a few hundred in memory at a time.

    With ``only`` nothing but these fields of these types is read.
    """
    for start in range(0, len(household_ids), _AT_ONCE):
        ids = household_ids[start : start + _AT_ONCE]
        households = {one.id: one for one in reading.of_households(Household, ids, _fields(only, Household))}
        parts = {
            part: _by_household(reading.of_households(kind, ids, _fields(only, kind)))
            for part, kind in _PARTS.items()
            if only is None or kind in only
        }
        for household_id in ids:
            yield HouseholdPicture(
                households[household_id],
                **{part: tuple(grouped.get(household_id, ())) for part, grouped in parts.items()},  # type: ignore[arg-type]
            )


def walking_order(household: Household) -> tuple[int, str, str]:
    """The order of lists and sheets: by 小组, counted as people count (二组 before 十组), then by number."""
    return _place(household.group, household.number)


def _place(group: str | None, number: str | None) -> tuple[int, str, str]:
    return (_count_in(group or ""), group or "", number or "")


def _by_household(records: Iterable[_Part]) -> dict[str, list[_Part]]:
    grouped: dict[str, list[_Part]] = {}
    for record in records:
        if record.household_id is not None:
            grouped.setdefault(record.household_id, []).append(record)
    return grouped


def _fields(only: Mapping[type[Record], Collection[str]] | None, kind: type[Record]) -> Collection[str]:
    return () if only is None else only[kind]


def _count_in(group: str) -> int:
    """The number that a group's name begins with or holds; groups without one come last."""
    if (digits := re.search(r"[0-9]+", group)) is not None:
        return int(digits[0])
    match = re.search(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", group.lstrip("第"))
    tens, ten, ones = match.groups() if match else (None, None, None)
    if ten is None:
        return _NUMERALS.index(tens) + 1 if tens else _LAST
    return 10 * (_NUMERALS.index(tens) + 1 if tens else 1) + (_NUMERALS.index(ones) + 1 if ones else 0)
