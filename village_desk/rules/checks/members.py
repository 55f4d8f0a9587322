"""A person as the rules see one: the identity number read once, the age exact."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from village_desk.rules.checks.answers import HEALTHY
from village_desk.rules.identity import ID_LENGTH, PLACEHOLDER_REGION, Identity, read_identity
from village_desk.rules.months import age_on
from village_desk.rules.records import Person


class Member(Struct, eq=False):
    """A person on the register, with what the identity number says and the exact age; None where unknown.

    One is another only if it is the same object: a birthday makes a new one (see aged_on).
    """

    person: Person
    identity: Identity | None
    born: date | None
    age: int | None
    number_key: str | None
    """By which two persons are held to be one (see number_key)."""
    is_placeholder: bool
    """The number only stands in for a missing registration."""
    reads_otherwise: bool
    """The number has another birthday than the one stated."""

    @property
    def is_checked(self) -> bool:
        """The number's check digit is right."""
        return self.identity is not None and self.identity.is_checked

    @property
    def is_healthy(self) -> bool:
        """Said to be healthy, and nothing else."""
        return self.person.health == HEALTHY

    def aged_on(self, as_of: date) -> Member:
        """The member on a day: the very same one unless a birthday lies between, stated or in the number."""
        born = self.born
        if born is None:
            return self
        age = age_on(born, as_of)
        if age == self.age and not self.reads_otherwise:
            return self
        return replace(self, age=age)


def member_of(person: Person, as_of: date) -> Member:
    """Read a person once; the stated birthday counts before the one in the number."""
    number = person.identity_number or ""
    identity = _read_once(number) if number else None
    born = person.born_on or (identity.born if identity else None)
    is_placeholder = number.startswith(PLACEHOLDER_REGION)
    age = age_on(born, as_of) if born else None
    reads_otherwise = identity is not None and identity.born != born
    return Member(person, identity, born, age, number_key(number), is_placeholder, reads_otherwise)


def number_key(number: str) -> str | None:
    """By which two persons are held to be one: eighteen characters, even wrong, never a placeholder."""
    if len(number) < ID_LENGTH - 3 or number.startswith(PLACEHOLDER_REGION):
        return None
    return number[:ID_LENGTH]


@lru_cache(maxsize=8192)
def _read_once(number: str) -> Identity:
    """Read a number; each save and each quarter reads the same ones again."""
    return read_identity(number)
