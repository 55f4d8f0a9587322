"""The household read last, kept until a deed puts it out of date."""

from __future__ import annotations

from msgspec import Struct

from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Record
from village_desk.store.changing import Changing
from village_desk.store.pictures import with_records


class KeptPicture(Struct, frozen=True):
    """A picture and the book's count of deeds that it belongs to."""

    picture: HouseholdPicture
    deeds: int
    outdated: frozenset[type[Record]] = frozenset()
    """Types of records of which the household's own deeds have added or taken some since."""

    def fits(self, household_id: str, deeds: int) -> bool:
        """Whether it shows this household and no unknown deed has come between."""
        return self.picture.household.id == household_id and self.deeds == deeds

    def after(self, household_id: str, deed: Changing, before: int, deeds: int) -> KeptPicture | None:
        """What is left of it after a deed of a household; None where it must be read anew as a whole."""
        if not self.fits(household_id, before) or deeds - before > 1:
            return None
        picture = with_records(self.picture, deed.changed) if deed.changed else self.picture
        return KeptPicture(picture, deeds, self.outdated | deed.touched)
