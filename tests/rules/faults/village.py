"""A village of 300 families from a seed, every rule broken in it twice, with the list of what was seeded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random

from msgspec import Struct, field
from msgspec.structs import replace

from tests.rules.faults.families import Kind, family, serial_of
from tests.rules.faults.fault import Fault, SharedFault
from tests.rules.faults.income_faults import INCOME_FAULTS, SHARED_INCOME_FAULTS
from tests.rules.faults.livelihood_faults import LIVELIHOOD_FAULTS
from tests.rules.faults.person_faults import PERSON_FAULTS, SHARED_PERSON_FAULTS, pupil
from tests.rules.faults.work_faults import WORK_FAULTS
from village_desk.rules.checks.frame import Earlier, LateChanges
from village_desk.rules.pictures import HouseholdPicture

FAMILIES = 300
TIMES = 2
"""How often each rule is broken at least."""
_PARTS = 3
"""Faults of different parts that one family may have."""
FAULTS = (*PERSON_FAULTS, *WORK_FAULTS, *INCOME_FAULTS, *LIVELIHOOD_FAULTS)
SHARED_FAULTS = (*SHARED_PERSON_FAULTS, *SHARED_INCOME_FAULTS)
LOOKING_BACK = ("ED11", "SZ05")
"""Rules that are broken by what the journal says."""


class FaultyVillage(Struct):
    """The families in the order of their numbers, and for each which rules it breaks and why."""

    families: list[HouseholdPicture] = field(default_factory=list)
    seeded: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The rules that were broken on purpose, by household id."""
    entailed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The rules that are broken for that reason."""
    earlier: Earlier = field(default_factory=Earlier)


def clean_village(seed: int) -> list[HouseholdPicture]:
    """Families of every kind without a fault."""
    chance = Random(seed)
    kinds = list(Kind)
    return [family(serial, chance.choice(kinds), chance) for serial in range(1, FAMILIES + 1)]


def faulty_village(seed: int) -> FaultyVillage:
    """Every rule broken twice; families that are left over are clean."""
    chance = Random(seed)
    serials = list(range(1, FAMILIES + 1))
    chance.shuffle(serials)
    village = FaultyVillage()
    for _ in range(TIMES):
        for together in _stacked(chance):
            _spoil_one(village, together, serials.pop(), chance)
    for shared in SHARED_FAULTS:
        _spoil_some(village, shared, [serials.pop() for _ in range(shared.families)], chance)
    village.earlier = _look_back(village, [serials.pop() for _ in LOOKING_BACK * TIMES], chance)
    for serial in serials:
        village.families.append(family(serial, chance.choice(list(Kind)), chance))
    village.families.sort(key=serial_of)
    return village


def _stacked(chance: Random) -> Iterator[list[Fault]]:
    """Each fault once; those of one part only are put together, so that 300 families are enough."""
    alone = [[fault] for fault in FAULTS if not fault.part]
    of_part: dict[str, list[Fault]] = defaultdict(list)
    for fault in FAULTS:
        if fault.part:
            of_part[fault.part].append(fault)
    for faults in of_part.values():
        chance.shuffle(faults)
    together: list[list[Fault]] = []
    while any(of_part.values()):
        fullest = sorted(of_part.values(), key=len, reverse=True)[:_PARTS]
        together.append([faults.pop() for faults in fullest if faults])
    yield from alone + together


def _spoil_one(village: FaultyVillage, faults: list[Fault], serial: int, chance: Random) -> None:
    picture = family(serial, faults[0].kind, chance)
    for fault in faults:
        picture = fault.spoil(picture)
        village.seeded[picture.household.id].add(fault.rule)
        village.entailed[picture.household.id].update(fault.entails)
    village.families.append(picture)


def _spoil_some(village: FaultyVillage, shared: SharedFault, serials: list[int], chance: Random) -> None:
    families = shared.spoil(tuple(family(serial, Kind.FAMILY, chance) for serial in serials))
    for picture in families:
        village.seeded[picture.household.id].add(shared.rule)
        village.entailed[picture.household.id].update(shared.entails)
        village.families.append(picture)


def _look_back(village: FaultyVillage, serials: list[int], chance: Random) -> Earlier:
    """Grades that have not advanced, and quarters changed after their closing."""
    schooling: dict[str, str] = {}
    late: dict[str, LateChanges] = {}
    for place, serial in enumerate(serials):
        picture, rule = family(serial, Kind.FAMILY, chance), LOOKING_BACK[place % len(LOOKING_BACK)]
        if rule == "ED11":
            picture = pupil(date(2011, 6, 1), schooling="八年级")(picture)
            schooling[f"p{serial}-3"] = "八年级"
        else:
            late[picture.household.id] = LateChanges(2, 1, date(2025, 10, 9))
        village.seeded[picture.household.id].add(rule)
        village.families.append(picture)
    return replace(Earlier(), schooling=schooling, late_changes=late)
