"""Who in a village uses which number, telephone, account and name, whatever the quarter."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from msgspec import Struct

from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.ledger import Effects
from village_desk.rules.checks.members import number_key
from village_desk.rules.income import Reckoner
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, Person

NUMBER = "number"
PHONE = "phone"
ACCOUNT = "account"
HEAD = "head"

Key = tuple[object, ...]
D = TypeVar("D", bound=Dossier)


class Claim(Struct, frozen=True):
    """One record's use of something that should be its own."""

    household: Household
    person: Person | None = None

    @property
    def place(self) -> tuple[str, str]:
        """Which record it is."""
        return (self.household.id, self.person.id if self.person else "")


class VillageIndex:
    """The households of a village with what they use; those who left are in it, with their dates."""

    def __init__(self, reckoner: Reckoner, day: date) -> None:
        self.dossiers: dict[str, Dossier] = {}
        self.first_month: Month | None = None
        """The earliest month with a ledger line."""
        self._reckoner = reckoner
        self._effects = Effects(reckoner)
        self._day = day
        self._claims: dict[Key, list[Claim]] = {}
        self._keys: dict[str, list[Key]] = {}
        self._shared: set[Key] = set()
        """What more than one record uses."""

    def take_up(self, picture: HouseholdPicture) -> Dossier:
        """Enter a household, or put its new picture in place of the old."""
        dossier = Dossier(picture, self._reckoner, self._effects, self._day)
        earlier = self.dossiers.get(picture.household.id)
        if earlier is None or not dossier.take_over(earlier):
            return self.enter(dossier)
        self._put(dossier)  # it uses what it used before
        return dossier

    def enter(self, dossier: D) -> D:
        """The same with a dossier that has been opened."""
        picture, household_id = dossier.picture, dossier.picture.household.id
        self._forget(household_id)
        self._put(dossier)
        keys = self._keys[household_id] = []
        for key, person in used_by(picture):
            keys.append(key)
            claims = self._claims.setdefault(key, [])
            claims.append(Claim(picture.household, person))
            if len(claims) > 1:
                self._shared.add(key)
        return dossier

    def _put(self, dossier: Dossier) -> None:
        self.dossiers[dossier.picture.household.id] = dossier
        if dossier.first_month and (self.first_month is None or dossier.first_month < self.first_month):
            self.first_month = dossier.first_month

    def claims(self, key: Key) -> list[Claim]:
        """Who uses something, or ever did."""
        return self._claims.get(key, [])

    def is_contested(self, household_id: str) -> bool:
        """Whether a household uses something that another record uses too."""
        shared = self._shared
        return bool(shared) and not shared.isdisjoint(self._keys.get(household_id, ()))

    def _forget(self, household_id: str) -> None:
        for key in self._keys.pop(household_id, ()):
            claims = [claim for claim in self._claims[key] if claim.household.id != household_id]
            self._claims[key] = claims
            if len(claims) < 2:
                self._shared.discard(key)


def used_by(picture: HouseholdPicture) -> list[tuple[Key, Person | None]]:
    """What a household and its members use that should be theirs alone, and whose it is."""
    household = picture.household
    used: list[tuple[Key, Person | None]] = []
    if household.bank_account:
        used.append(((ACCOUNT, household.bank_account), None))
    if household.head_name:
        used.append(((HEAD, household.head_name, household.group), None))
    for person in picture.persons:
        if person.phone:
            used.append(((PHONE, person.phone), person))
        if person.identity_number and (key := number_key(person.identity_number)):
            used.append(((NUMBER, key), person))
    return used
