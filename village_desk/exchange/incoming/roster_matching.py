"""Who is who: finds the household and the person of a row in the book, and asks where it cannot be sure.

A match is made by 户编号 and 人编号, then by an identity number with a right check digit; empty, damaged
and placeholder numbers never match anybody. Within a household that has been found, a name may settle it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from village_desk.exchange.incoming.roster_drafts import identities_of
from village_desk.exchange.incoming.roster_rows import RosterRow, same_name
from village_desk.rules.identity import matching_number
from village_desk.rules.reading import matching_text
from village_desk.rules.records import Household, Person, StatedTotals
from village_desk.store.reading import Reading

OWN_NUMBER = "临"
"""A household that the national system does not know yet has a number of ours that begins so."""


class Found(Struct, frozen=True):
    """The answer for one row: a person, nobody, or a question with its candidates."""

    person: Person | None = None
    question: str = ""
    """Key of the words ``import``."""
    candidates: tuple[Person, ...] = ()


class Register:
    """Everybody in the book, taken with three statements and looked up from then on."""

    def __init__(self, reading: Reading) -> None:
        self.households: dict[str, Household] = {}
        self.by_number: dict[str, Household] = {}
        self.members: dict[str, list[Person]] = {}
        self.by_identity: dict[str, list[Person]] = {}
        self.persons: dict[str, Person] = {}
        self._by_head: dict[str, list[Household]] = {}
        self._last_own = 0
        for household in reading.all(Household):
            self._add_household(household)
        for person in reading.all(Person):
            self._add_person(person)
        self.stated = {(stated.household_id, stated.year): stated for stated in reading.all(StatedTotals)}

    def by_head(self, name: str, group: str | None) -> list[Household]:
        """The households of a head in a 小组; without a group, all of that head's name."""
        found = self._by_head.get(matching_text(name), [])
        return [household for household in found if group is None or household.group == group]

    def of_head(self, identity: str) -> list[Household]:
        """The households whose head has this identity number."""
        heads = [person for person in self.by_identity.get(identity, []) if person.relation == "户主"]
        return list({one.household_id: self.households[one.household_id] for one in heads}.values())

    def own_numbered(self, rows: Sequence[RosterRow]) -> Household | None:
        """The one household with a number of ours where all these persons are: it has its real number now."""
        if not self._last_own:
            return None
        homes = {
            person.household_id
            for identity in identities_of(rows)
            for person in self.by_identity.get(identity, [])
        }
        if len(homes) != 1:
            return None
        household = self.households[homes.pop()]
        return household if (household.number or "").startswith(OWN_NUMBER) else None

    def next_own_number(self) -> str:
        """A number for a household that comes without one; each is given once."""
        self._last_own += 1
        return f"{OWN_NUMBER}{self._last_own:04d}"

    def _add_household(self, household: Household) -> None:
        self.households[household.id] = household
        if household.number:
            self.by_number[household.number] = household
            if household.number.startswith(OWN_NUMBER) and household.number[1:].isdecimal():
                self._last_own = max(self._last_own, int(household.number[1:]))
        if household.head_name:
            self._by_head.setdefault(matching_text(household.head_name), []).append(household)

    def _add_person(self, person: Person) -> None:
        self.persons[person.id] = person
        self.members.setdefault(person.household_id, []).append(person)
        identity = matching_number(person.identity_number)
        if identity is not None:
            self.by_identity.setdefault(identity, []).append(person)


def home_of(row: RosterRow, register: Register) -> Household | None:
    """The household of a row: by 户编号, else by its one head in the 小组, else by the member."""
    shared = row.shared.household
    head, group = shared.get("head_name"), shared.get("group")
    if row.household_number:
        return register.by_number.get(row.household_number)
    if isinstance(head, str):
        homes = register.by_head(head, group if isinstance(group, str) else None)
        return homes[0] if len(homes) == 1 else None
    people = register.by_identity.get(matching_number(row.identity) or "", [])
    return register.households[people[0].household_id] if len(people) == 1 else None


def find_person(row: RosterRow, home: Household | None, register: Register) -> Found:
    """Find a row's person; ``home`` is the row's household where the book has it."""
    members = register.members.get(home.id, []) if home else []
    identity = matching_number(row.identity) if register.by_identity and not row.shares_identity else None
    by_identity = register.by_identity.get(identity, []) if identity else []
    number = row.person.get("number")
    numbered = next((person for person in members if number and person.number == number), None)
    if numbered is not None:
        return _by_number(row, numbered, by_identity)
    near = [person for person in by_identity if home and person.household_id == home.id]
    if len(near) == 1:
        return Found(near[0])
    if by_identity:
        return Found(question="several" if near else "moved", candidates=tuple(near or by_identity))
    return _by_name(row, members)


def _by_number(row: RosterRow, numbered: Person, by_identity: Sequence[Person]) -> Found:
    if by_identity and numbered not in by_identity:
        return Found(question="two-persons", candidates=(numbered, *by_identity))
    if not by_identity and _contradicts(row, numbered):
        return Found(question="number-other-person", candidates=(numbered,))
    return Found(numbered)


def _contradicts(row: RosterRow, person: Person) -> bool:
    names_differ = bool(row.name and person.name) and not same_name(row.name, person.name)
    numbers_differ = bool(row.identity and person.identity_number) and row.identity != person.identity_number
    return names_differ and numbers_differ


def _by_name(row: RosterRow, members: Sequence[Person]) -> Found:
    everybody = [person for person in members if same_name(row.name, person.name)]
    number = row.person.get("number")
    namesakes = [person for person in everybody if not (number and person.number and person.number != number)]
    exact = [person for person in namesakes if person.identity_number == row.identity]
    if exact and not row.is_damaged:
        return Found(exact[0]) if len(exact) == 1 else Found(question="several", candidates=tuple(exact))
    open_ones = [person for person in namesakes if not (row.identity and person.identity_number)]
    if len(open_ones) == 1 and len(everybody) == 1:  # among namesakes a name settles nobody
        return Found(open_ones[0])
    if not namesakes:
        return Found()
    return Found(question="several" if open_ones else "identity-differs", candidates=tuple(namesakes))
