"""The lists of 全村台账: the records of a kind, or some questions of every member or household."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from village_desk.definitions.screens import Field
from village_desk.entry.records.record_kinds import KINDS
from village_desk.entry.typing import fields_of
from village_desk.rules.livelihood_records import Leader
from village_desk.rules.records import Household, Person, Record

WISHES, LIVING = "wishes", "living"
_WISHES = (
    *("labour", "skill", "training_wish", "work_wish", "work_planned", "work_planned_county"),
    *("resident_medical", "employee_medical", "resident_pension", "employee_pension", "accident_insurance"),
)
_LIVING = (
    *("relocated", "relocation_way", "relocation_site", "moved_in_on"),
    *("cooperative", "leading_enterprise", "leader_driven", "industry_wish", "loan_wish"),
)
OF_HOUSEHOLDS = (
    *("work_spell", "public_post", "training", "study", "industry", "loan", "insurance", "entitlement"),
)
"""The kinds of record that a list of the village may hold, by screen."""


class VillageKind(Struct, frozen=True):
    """One list, by its name in resources/words."""

    name: str
    screen: str
    record_type: type[Record]
    columns: tuple[str, ...]

    @property
    def has_household(self) -> bool:
        """Whether its rows belong to households."""
        return self.record_type is not Leader

    @property
    def has_person(self) -> bool:
        """Whether a row may be about a member."""
        return self.record_type is Person or (self.name in KINDS and KINDS[self.name].has_person)

    @property
    def is_of_year(self) -> bool:
        """Whether each year has records of its own, which the next year may take over."""
        return self.name in KINDS and KINDS[self.name].period == "year"

    @property
    def grows(self) -> bool:
        """Whether rows are added here: members and households come in elsewhere."""
        return self.record_type not in (Person, Household)

    def fields(self) -> list[Field]:
        """The questions across, in order."""
        known = fields_of(self.screen)
        return [known[key] for key in self.columns]


def whole_list(screen: str, record_type: type[Record], without: frozenset[str] = frozenset()) -> VillageKind:
    """The list of a kind of record with every question of its screen, save some."""
    return VillageKind(
        screen, screen, record_type, tuple(key for key in fields_of(screen) if key not in without)
    )


def village_kinds() -> Mapping[str, VillageKind]:
    """Every list by name, in the order of the page."""
    kinds = [whole_list(name, KINDS[name].record_type) for name in OF_HOUSEHOLDS]
    kinds += [
        VillageKind(WISHES, "person", Person, _WISHES),
        VillageKind(LIVING, "household", Household, _LIVING),
        whole_list("leader", Leader),
    ]
    return {kind.name: kind for kind in kinds}
