"""A township's book added up: each of its villages, and all of them as one picture, nobody in it twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.exchange_records import Decision, Package
from village_desk.rules.merging import SharedPerson
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Person, Record
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import village_of_one, village_picture
from village_desk.store.reading import Reading
from village_desk.store.villages.claims import decisions_of, pairs_of
from village_desk.store.villages.one_village import one_village

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told villages done and all; what it raises ends the work."""
_PARTS = tuple(name for name in HouseholdPicture.__struct_fields__ if name not in ("household", "persons"))


class Township(Struct, frozen=True):
    """What the villages have sent, to be added up: the villages' rows always make up the whole."""

    whole: VillagePicture
    """Every household of every village."""
    villages: tuple[VillagePicture, ...]
    """The same, village by village in the order of their codes."""
    counted_once: int
    """Persons whom several villages hold now: each is counted in one of these villages only."""


class Villages:
    """The villages of a township's book, of which one picture at a time stands in memory, nobody in two.

    A person whom two villages claim stays where the township has decided; while it has not, with the village
    whose code comes first. Who has left one of the two is no double: each village has the months that were
    lived there. They can be gone through as long as the reading lasts.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.names = {code: package.village_name for code, package in newest_packages(reading).items()}
        """The villages' names by code, in the order of the codes."""
        self._doubles = _doubles(reading, self.names)

    @property
    def counted_once(self) -> int:
        """Persons whom several villages hold now: each is counted in one of these villages only."""
        return len(self._doubles)

    def __len__(self) -> int:
        return len(self.names)

    def of_each(
        self,
        tell: Callable[[VillagePicture], T],
        only: Collection[type[Record]] | None = None,
        progress: Progress | None = None,
    ) -> Iterator[T]:
        """What a function tells of each village, in the order of the codes; its picture is gone by the next.

        With ``only`` its households have no other records.
        """
        return self.in_turn(lambda code: tell(self.picture(code, only)), progress)

    def in_turn(self, tell: Callable[[str], T], progress: Progress | None = None) -> Iterator[T]:
        """What a function tells of each village's code, in their order."""
        for place, code in enumerate(self.names, 1):
            yield tell(code)
            if progress is not None:
                progress(place, len(self))

    @property
    def doubles(self) -> frozenset[str]:
        """Persons (ids) who are not counted where they stand, because another village has them."""
        return self._doubles

    def picture(self, code: str, only: Collection[type[Record]] | None = None) -> VillagePicture:
        """One of them."""
        with one_village(self._reading, code) as alone:
            picture = village_picture(alone, self.names[code], None if only is None else {Person, *only})
        return self.once(picture)

    def household(self, code: str, household_id: str) -> VillagePicture:
        """One of them with one household alone; with none where it has no such household."""
        with one_village(self._reading, code) as alone:
            picture = village_of_one(alone, self.names[code], household_id)
        return self.once(picture)

    def once(self, picture: VillagePicture) -> VillagePicture:
        """A village without whom another one has."""
        if not self._doubles:
            return picture
        kept = (_without(one, self._doubles) for one in picture.households)
        return replace(picture, households=tuple(one for one in kept if one is not None))


def township(reading: Reading, name: str) -> Township:
    """Read a township's book with all its villages at once."""
    found = Villages(reading)
    villages = tuple(map(found.picture, found.names))
    households = tuple(one for village in villages for one in village.households)
    return Township(_whole(reading, name, villages, households), villages, found.counted_once)


def _doubles(reading: Reading, village_codes: Collection[str]) -> frozenset[str]:
    """Which persons are not counted where they stand, because another village has them."""
    decided = decisions_of(reading)
    return frozenset(
        double
        for pair in pairs_of(reading, village_codes)
        if not (pair.one.has_left or pair.other.has_left)
        and (double := _double(pair, decided.get(pair.persons))) is not None
    )


def _double(pair: SharedPerson, decision: Decision | None) -> str | None:
    """Which of the two is not counted; None where they are two persons."""
    if decision is None:
        return pair.other.person_id
    return None if decision.stays_in is None else pair.beside(decision.stays_in).person_id


def newest_packages(reading: Reading) -> dict[str, Package]:
    """The newest package of each village, by code and in the order of the codes."""
    newest: dict[str, Package] = {}
    for package in sorted(reading.all(Package), key=lambda one: (one.village_code, one.sequence)):
        newest[package.village_code] = package
    return newest


def package_of_village(reading: Reading, village_code: str) -> Package:
    """The newest package of a village.

    Raises:
        Refusal: ``no-package-of-village``.
    """
    package = newest_packages(reading).get(village_code)
    if package is None:
        raise Refusal("no-package-of-village", value=village_code)
    return package


def _whole(
    reading: Reading,
    name: str,
    villages: tuple[VillagePicture, ...],
    households: tuple[HouseholdPicture, ...],
) -> VillagePicture:
    return VillagePicture(
        reading.village_code,
        name,
        households,
        analyses=tuple(one for village in villages for one in village.analyses),
        leaders=tuple(one for village in villages for one in village.leaders),
        chain_head=reading.chain_head(),
        villages={village.code: village.name for village in villages},
    )


def _without(picture: HouseholdPicture, doubles: Collection[str]) -> HouseholdPicture | None:
    """A household without some persons and all that is theirs; None where nobody is left of it."""
    persons = tuple(person for person in picture.persons if person.id not in doubles)
    if len(persons) == len(picture.persons):
        return picture
    if not persons:
        return None
    parts = {
        name: tuple(
            part for part in getattr(picture, name) if getattr(part, "person_id", None) not in doubles
        )
        for name in _PARTS
    }
    return replace(picture, persons=persons, **parts)  # each name holds its own kind
