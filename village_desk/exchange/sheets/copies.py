"""What a copy shows of names and numbers."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from village_desk.definitions.public_copy import public_copy
from village_desk.definitions.words import say
from village_desk.rules.items import IncomeItem
from village_desk.rules.masking import (
    Copy,
    HeadNames,
    IdentityWriting,
    grouped_number,
    is_minor,
    masked_number,
    minor_name,
    starred_name,
)
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Person

HIDDEN = frozenset({"id", "phone", "account", "health"})
"""Kinds of sensitive fields that a public copy does not have at all."""
_NICKNAME = "nickname"
"""What the village calls somebody among itself: no copy that leaves it says so."""


class CopyMask(Struct, frozen=True):
    """Decides for one copy what is shown; what is masked is absent from the file, not hidden in it."""

    copy: Copy
    head_names: HeadNames
    day: date
    identity: IdentityWriting = IdentityWriting.WHOLE
    """How a copy for the township writes identity numbers."""

    @property
    def splits_identity(self) -> bool:
        """Whether day of birth, sex and age stand in place of the number."""
        return self.copy is Copy.REPORT and self.identity is IdentityWriting.PARTS

    def identity_number(self, number: str | None) -> str:
        """An identity number as this copy writes it."""
        if not number or self.copy is not Copy.REPORT:
            return number or ""
        if self.identity is IdentityWriting.GROUPS:
            return grouped_number(number)
        return masked_number(number) if self.identity is IdentityWriting.MASKED else number

    @property
    def is_public(self) -> bool:
        """Whether the copy will be posted."""
        return self.copy is Copy.PUBLIC

    def hides(self, sensitive: str) -> bool:
        """Whether fields of a sensitive kind are left out."""
        if sensitive == _NICKNAME:
            return self.copy is not Copy.INTERNAL
        return self.is_public and sensitive in HIDDEN

    def adult_name(self, name: str | None) -> str:
        """The name of a head, a helper or a visitor."""
        if name and self.is_public and self.head_names is HeadNames.STARRED:
            return starred_name(name)
        return name or ""

    def person_name(self, person: Person) -> str:
        """A member's name; a public copy never has a child's."""
        if self.is_public and person.name and is_minor(person.born_on, self.day):
            return minor_name(person.name)
        return self.adult_name(person.name)

    def head_name(self, picture: HouseholdPicture) -> str:
        """The head's name; a child may be the head of its own household."""
        name = picture.household.head_name
        head = next((person for person in picture.persons if person.name == name), None)
        if head is not None and head.born_on is not None:
            return self.person_name(head)
        return self.adult_name(name)

    def item_label(self, item: IncomeItem) -> str:
        """An item's label; one that tells of an illness or a disability stands as another benefit."""
        if self.is_public and public_copy().tells_of_health(item.label):
            return say("sheet.other_benefit")
        return item.label
