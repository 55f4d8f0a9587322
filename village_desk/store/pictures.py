"""Takes still pictures: a handful of statements for a household or a whole village, never one per row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import overload

from msgspec.structs import replace

from village_desk.rules.chosen_records import Price
from village_desk.rules.figures import HouseholdIncome
from village_desk.rules.followup_records import (
    Analysis,
    Event,
    FieldNote,
    Meeting,
    Problem,
    Procedure,
    QuarterState,
    Stock,
    Sweep,
    Verdict,
)
from village_desk.rules.income import Reckoner
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Leader, Study, Training
from village_desk.rules.months import Window
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, LedgerLine, Person, Record, StatedTotals, Visit
from village_desk.rules.support_records import Loan, Measure, Plan, PublicPost, WorkSpell
from village_desk.store.bulk import without_collecting
from village_desk.store.incomes import summed_incomes
from village_desk.store.reading import Reading, Records

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
    | Training
    | Study
    | Industry
    | Insurance
    | Entitlement
    | Event
    | Stock
    | Sweep
    | Problem
    | Procedure
    | FieldNote
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
    "trainings": Training,
    "studies": Study,
    "industries": Industry,
    "insurances": Insurance,
    "entitlements": Entitlement,
    "events": Event,
    "stocks": Stock,
    "sweeps": Sweep,
    "problems": Problem,
    "procedures": Procedure,
    "notes": FieldNote,
}

HOUSEHOLDS_AT_ONCE = 64
"""Some hundred statements read a village of thousands; a few megabytes of it are in memory at a time."""
_NUMERALS = "一二三四五六七八九"
_LAST = 1_000_000
WalkingOrder = tuple[int, str, int, str]


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
    return replace(picture, household=household, **parts)  # as household_picture


def with_records(picture: HouseholdPicture, changed: Mapping[str, Record]) -> HouseholdPicture:
    """A household's picture with records of the same ids in place of its own: nothing is read."""
    kinds = {type(record) for record in changed.values()}
    parts = {
        name: tuple(changed.get(part.id, part) for part in getattr(picture, name))
        for name, kind in _PARTS.items()
        if kind in kinds
    }
    household = changed.get(picture.household.id, picture.household)
    return replace(picture, household=household, **parts)  # as household_picture


@without_collecting()
def village_picture(
    reading: Reading, name: str, only: Collection[type[Record]] | None = None
) -> VillagePicture:
    """The whole village, households ordered by 小组 and number; with ``only`` without other records."""
    return _village(reading, name, households_in(reading, only))


def households_in(
    records: Records, only: Collection[type[Record]] | None = None
) -> tuple[HouseholdPicture, ...]:
    """Every household of a village with all that is its own, in the same order."""
    parts = {part: records.all(kind) for part, kind in _parts(only).items()}
    return tuple(_joined(_walked(records), parts))


def village_of_one(reading: Reading, name: str, household_id: str) -> VillagePicture:
    """A village with one of its households; with none where it has no such household."""
    picture = household_picture(reading, household_id)
    return _village(reading, name, () if picture is None else (picture,))


def village_in_turn(
    reading: Reading,
    name: str,
    only: Collection[type[Record]] | None = None,
    ids: Collection[str] | None = None,
) -> VillagePicture:
    """The same for somebody who goes through the households once: each time anew, a few are read at a time.

    With ``only`` the households have no other records than these, with ``ids`` there are no other households.
    It can be gone through as long as the reading lasts.
    """
    return _village(reading, name, _InTurn(reading, _parts(only), ids))


def _parts(only: Collection[type[Record]] | None) -> Mapping[str, type[_Part]]:
    return {part: kind for part, kind in _PARTS.items() if only is None or kind in only}


def pictures_of(reading: Reading, household_ids: Collection[str]) -> Iterator[HouseholdPicture]:
    """Some households, in the order of their ids, of which a few are in memory at a time."""
    in_order = sorted(household_ids)
    for start in range(0, len(in_order), HOUSEHOLDS_AT_ONCE):
        households = reading.some(Household, in_order[start : start + HOUSEHOLDS_AT_ONCE])
        yield from _with_parts(reading, households, _PARTS)


def _with_parts(
    reading: Reading, households: Sequence[Household], parts: Mapping[str, type[_Part]]
) -> Iterator[HouseholdPicture]:
    ids = [household.id for household in households]
    return _joined(households, {part: reading.of_households(kind, ids) for part, kind in parts.items()})


class _InTurn(Sequence[HouseholdPicture]):
    """Households that are nowhere together in memory."""

    def __init__(
        self, reading: Reading, parts: Mapping[str, type[_Part]], ids: Collection[str] | None
    ) -> None:
        self._reading = reading
        self._parts = parts
        self._ids = ids

    def incomes(self, reckoner: Reckoner, window: Window) -> Sequence[HouseholdIncome]:
        """What each earned in a window and a year earlier, by 小组; none is read with all its records."""
        incomes = summed_incomes(self._reading, reckoner, window)
        found = [one for one in incomes if self._has(one.household)]
        return sorted(found, key=lambda one: walking_key(one.household.group or "", None, ""))

    @cached_property
    def _households(self) -> Sequence[Household]:
        return [one for one in _walked(self._reading) if self._has(one)]

    def _has(self, household: Household) -> bool:
        return self._ids is None or household.id in self._ids

    def __bool__(self) -> bool:
        """Whether there are any; they need not be read for that."""
        return bool(self._reading.count(Household) if self._ids is None else self._households)

    def __len__(self) -> int:
        return len(self._households)

    @overload
    def __getitem__(self, place: int) -> HouseholdPicture: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[HouseholdPicture, ...]: ...

    def __getitem__(self, place: int | slice) -> HouseholdPicture | tuple[HouseholdPicture, ...]:
        if isinstance(place, slice):
            return tuple(self._read(self._households[place]))
        return next(self._read([self._households[place]]))

    def __iter__(self) -> Iterator[HouseholdPicture]:
        for start in range(0, len(self), HOUSEHOLDS_AT_ONCE):
            yield from self._read(self._households[start : start + HOUSEHOLDS_AT_ONCE])

    def _read(self, households: Sequence[Household]) -> Iterator[HouseholdPicture]:
        return _with_parts(self._reading, households, self._parts)


def _walked(records: Records) -> list[Household]:
    return sorted(records.all(Household), key=walking_order)


def _village(reading: Reading, name: str, households: Sequence[HouseholdPicture]) -> VillagePicture:
    return VillagePicture(
        reading.village_code,
        name,
        households,
        prices=tuple(reading.all(Price)),
        quarters=tuple(reading.all(QuarterState)),
        meetings=tuple(reading.all(Meeting)),
        analyses=tuple(reading.all(Analysis)),
        leaders=tuple(reading.all(Leader)),
        chain_head=reading.chain_head(),
    )


def streamed_pictures(reading: Reading) -> Iterator[HouseholdPicture]:
    """Every household in the order of their ids, one after another: a township need not stand in memory."""
    parts = {part: _Beside(reading.household_by_household(kind)) for part, kind in _PARTS.items()}
    there = [(part, beside) for part, beside in parts.items() if beside]
    for household in reading.household_by_household(Household):
        own = {part: beside.of(household.id) for part, beside in there}
        yield HouseholdPicture(household, **own)  # type: ignore[arg-type]  # as household_picture


class _Beside:
    """Records in the order of their households, of which each household takes its own."""

    def __init__(self, records: Iterator[_Part]) -> None:
        self._records = records
        self._next = next(records, None)

    def __bool__(self) -> bool:
        """Whether any are left."""
        return self._next is not None

    def of(self, household_id: str) -> tuple[_Part, ...]:
        """A household's records; those of nobody, or of voided households before it, are passed over."""
        own: list[_Part] = []
        record = self._next
        while record is not None and (record.household_id or "") <= household_id:
            if record.household_id == household_id:
                own.append(record)
            record = next(self._records, None)
        self._next = record
        return tuple(own)


def _joined(
    households: Iterable[Household], parts: Mapping[str, Iterable[_Part]]
) -> Iterator[HouseholdPicture]:
    """Each household with what is its own of the parts."""
    grouped = {part: _by_household(records) for part, records in parts.items()}
    for household in households:
        own = {part: tuple(records.get(household.id, ())) for part, records in grouped.items()}
        yield HouseholdPicture(household, **own)  # type: ignore[arg-type]  # each name holds its own kind


def walking_order(household: Household) -> WalkingOrder:
    """The order of lists and sheets: by 小组, counted as people count (二组 before 十组), along its route."""
    return walking_key(household.group or "", household.walking_place, household.number or "")


def walking_key(group: str, place: int | None, number: str) -> WalkingOrder:
    """Where a 小组, 走访次序 and 户编号 stand in that order; without a place it comes behind."""
    return (group_number(group), group, _LAST if place is None else place, number)


def _by_household(records: Iterable[_Part]) -> dict[str, list[_Part]]:
    grouped: dict[str, list[_Part]] = {}
    for record in records:
        if record.household_id is not None:
            grouped.setdefault(record.household_id, []).append(record)
    return grouped


@lru_cache(maxsize=1024)
def group_number(group: str) -> int:
    """The number that a group's name begins with or holds; groups without one come last."""
    if (digits := re.search(r"[0-9]+", group)) is not None:
        return int(digits[0])
    match = re.search(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", group.lstrip("第"))
    tens, ten, ones = match.groups() if match else (None, None, None)
    if ten is None:
        return _NUMERALS.index(tens) + 1 if tens else _LAST
    return 10 * (_NUMERALS.index(tens) + 1 if tens else 1) + (_NUMERALS.index(ones) + 1 if ones else 0)
