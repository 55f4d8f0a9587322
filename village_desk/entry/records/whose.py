"""Whose a row of a pasted list is: its household and member by the columns that name them."""

from __future__ import annotations

from collections.abc import Mapping

from village_desk.definitions.words import say
from village_desk.rules.reading import matching_text
from village_desk.rules.records import Household, Person
from village_desk.store.reading import Reading

WHOSE = {"household": ("number", "head_name", "group"), "person": ("name", "identity_number")}
"""The questions that may say whose a row is, by screen."""
ANCHORS = frozenset({"number", "head_name", "identity_number"})
"""Of these a row must have one."""
MEMBER = ("name", "identity_number")


class People:
    """Every household of the book and its members who have not left."""

    def __init__(self, reading: Reading) -> None:
        self.households = reading.all(Household)
        self.members: dict[str, list[Person]] = {}
        for person in reading.all(Person):
            if not person.left_on:
                self.members.setdefault(person.household_id, []).append(person)

    def household(self, texts: Mapping[str, str]) -> tuple[Household | None, str]:
        """The one household of a row, or why there is none."""
        found = [home for home in self.households if self._fits(home, texts)]
        if len(found) == 1 and ANCHORS & texts.keys():
            return found[0], ""
        return None, say("pasting.no_household" if not found else "pasting.which_household")

    def member(self, home: Household, texts: Mapping[str, str]) -> tuple[Person | None, str]:
        """The member that a row names, none where it names nobody, or why it cannot be told."""
        if not texts.keys() & set(MEMBER):
            return None, ""
        found = [person for person in self.members.get(home.id, ()) if _is_person(person, texts)]
        return (found[0], "") if len(found) == 1 else (None, say("not-understood.not-a-member"))

    def _fits(self, home: Household, texts: Mapping[str, str]) -> bool:
        for key in WHOSE["household"]:
            wanted = texts.get(key)
            if wanted and matching_text(getattr(home, key) or "") != matching_text(wanted):
                return False
        identity = texts.get("identity_number")
        if identity and not {"number", "head_name"} & texts.keys():
            return any(_is_person(person, texts) for person in self.members.get(home.id, ()))
        return True


def _is_person(person: Person, texts: Mapping[str, str]) -> bool:
    pairs = ((person.name, texts.get("name")), (person.identity_number, texts.get("identity_number")))
    return all(not wanted or matching_text(own or "") == matching_text(wanted) for own, wanted in pairs)
