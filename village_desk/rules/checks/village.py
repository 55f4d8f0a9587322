"""What the households of a village have in common: who shares a number, a telephone, a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Frame
from village_desk.rules.income import Income
from village_desk.rules.money import Fen, per_head
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, Person

NUMBER = "number"
PHONE = "phone"
ACCOUNT = "account"
HEAD = "head"
FIGURES = "figures"

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One record's use of something that should be its own."""

    household: Household
    person: Person | None = None

    @property
    def place(self) -> tuple[str, str]:
        """Which record it is."""
        return (self.household.id, self.person.id if self.person else "")


class VillageFacts:
    """Indices over a village; a household taken up again takes the place of its earlier picture."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.households: dict[str, HouseholdFacts] = {}
        self.first_month: Month | None = None
        """The earliest month with a ledger line."""
        self._claims: dict[Key, list[Claim]] = {}
        self._keys: dict[str, list[Key]] = {}
        self._years: dict[str, Income] = {}
        self._net = 0
        self._persons = 0

    def take_up_all(self, pictures: Iterable[HouseholdPicture]) -> None:
        """Enter a whole village."""
        known = tuple(pictures)
        for picture in known:
            self._note_first_month(picture)
        for picture in known:
            self.take_up(picture)

    def take_up(self, picture: HouseholdPicture) -> HouseholdFacts:
        """Enter a household, or put its new picture in place of the old."""
        self._forget(picture.household.id)
        self._note_first_month(picture)
        facts = HouseholdFacts(picture, self.frame, self)
        self.households[facts.household.id] = facts
        keys = self._keys[facts.household.id] = []
        for key, claim in _claims(facts):
            keys.append(key)
            self._claims.setdefault(key, []).append(claim)
        if facts.income_year is not None:
            self._years[facts.household.id] = facts.income_year
            self._net += facts.income_year.net
            self._persons += facts.income_year.persons
        return facts

    def claims(self, *key: object) -> list[Claim]:
        """Who uses something, for example ``claims(PHONE, "13800000000")``."""
        return self._claims.get(key, [])

    def other_claim(self, own: Claim, *key: object) -> Claim | None:
        """Another household's or person's use: always the same one, so that one thing gives one finding."""
        others = [claim for claim in self.claims(*key) if claim.place != own.place]
        return min(others, key=lambda claim: claim.place) if others else None

    def mean_per_capita(self) -> Fen | None:
        """Net income per head of the village over twelve months: sum over sum."""
        return per_head(Fen(self._net), self._persons)

    def _forget(self, household_id: str) -> None:
        for key in self._keys.pop(household_id, ()):
            self._claims[key] = [claim for claim in self._claims[key] if claim.household.id != household_id]
        year = self._years.pop(household_id, None)
        if year is not None:
            self._net -= year.net
            self._persons -= year.persons

    def _note_first_month(self, picture: HouseholdPicture) -> None:
        for line in picture.lines:
            if line.month and (self.first_month is None or line.month < self.first_month):
                self.first_month = line.month


def figures_of(income: Income | None) -> tuple[int, int, int, int, int] | None:
    """Wages, production, cost, property and transfer; None where nothing has been entered."""
    if income is None:
        return None
    return (income.wages, income.production, income.cost, income.property, income.transfer)


def _claims(facts: HouseholdFacts) -> Iterator[tuple[Key, Claim]]:
    household = facts.household
    whole = Claim(household)
    if household.bank_account:
        yield (ACCOUNT, household.bank_account), whole
    if household.head_name:
        yield (HEAD, household.head_name, household.group), whole
    figures = figures_of(facts.income_now)
    if figures is not None:
        yield (FIGURES, *figures), whole
    for member in facts.members:
        person = member.person
        claim = Claim(household, person)
        if person.phone:
            yield (PHONE, person.phone), claim
        if member.number_key:
            yield (NUMBER, member.number_key), claim
