"""Still pictures of a household and a village: everything a check, a sheet or an indicator may look at."""

from __future__ import annotations

from dataclasses import dataclass

from village_desk.rules.records import (
    Household,
    LedgerLine,
    Person,
    Price,
    StatedTotals,
    Target,
    Verdict,
    Visit,
)


@dataclass(frozen=True, slots=True)
class HouseholdPicture:
    """One household with all that belongs to it; persons in household order, those who left included."""

    household: Household
    persons: tuple[Person, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    visits: tuple[Visit, ...] = ()
    stated: tuple[StatedTotals, ...] = ()
    targets: tuple[Target, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    def person(self, person_id: str | None) -> Person | None:
        """A member by id."""
        return next((person for person in self.persons if person.id == person_id), None)

    def stated_for(self, year: int) -> StatedTotals | None:
        """The national system's figures for a year."""
        return next((stated for stated in self.stated if stated.year == year), None)

    def target_for(self, year: int) -> Target | None:
        """The household's target for a year."""
        return next((target for target in self.targets if target.year == year), None)


@dataclass(frozen=True, slots=True)
class VillagePicture:
    """A whole village at one moment; households by 小组 and number."""

    code: str
    name: str
    households: tuple[HouseholdPicture, ...]
    prices: tuple[Price, ...] = ()
    chain_head: tuple[int, str] = (0, "")
    """Number and seal of the newest journal entry, printed in each footer as an outside anchor."""
