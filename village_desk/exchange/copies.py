"""What a copy shows of names and numbers, and the last look that no public copy gives anybody away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from village_desk.definitions.public_copy import public_copy
from village_desk.definitions.screens import Kind, screen
from village_desk.definitions.words import say
from village_desk.exchange.layout import Layout, every_text
from village_desk.rules.items import IncomeItem
from village_desk.rules.masking import Copy, HeadNames, is_minor, minor_name, starred_name
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, Person, Visit
from village_desk.rules.refusals import Refusal

HIDDEN = frozenset({"id", "phone", "account", "health"})
"""Kinds of sensitive fields that a public copy does not have at all."""

_NUMBERS = frozenset({"id", "phone", "account"})
_DIGIT_RUN = re.compile(r"[0-9Xx]{7,}")
_IDENTITY_LIKE = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])")
_SHORTEST_NUMBER = 7
_LONG_TEXT = 4


@dataclass(frozen=True, slots=True)
class CopyMask:
    """Decides for one copy what is shown; what is masked is absent from the file, not hidden in it."""

    copy: Copy
    head_names: HeadNames
    day: date

    @property
    def is_public(self) -> bool:
        """Whether the copy will be posted."""
        return self.copy is Copy.PUBLIC

    def hides(self, sensitive: str) -> bool:
        """Whether fields of a sensitive kind are left out."""
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


def refuse_leak(layout: Layout, picture: VillagePicture, mask: CopyMask) -> None:
    """Read a finished public copy for anything that must not be posted.

    Raises:
        Refusal: would-leak: a number, a word about health or a child's name stands in it; nothing is written.
    """
    if not mask.is_public:
        return
    cells = set(every_text(layout))
    together = "\n".join(sorted(cells))
    for what in _leaks(together, cells, picture, mask):
        raise Refusal("would-leak", value=say(f"sheet_leak.{what}"))


def _leaks(together: str, cells: set[str], picture: VillagePicture, mask: CopyMask) -> Iterator[str]:
    runs = "\n".join(_DIGIT_RUN.findall(re.sub(r"(?<=[0-9])[ -](?=[0-9])", "", together)))
    if _IDENTITY_LIKE.search(together) or any(number in runs for number in _numbers(picture)):
        yield "number"
    if public_copy().tells_of_health(together):
        yield "health"
    for text in _health_texts(picture):
        if text in cells or (len(text) >= _LONG_TEXT and text in together):
            yield "health"
    if cells & _minors(picture, mask):
        yield "minor"


def _numbers(picture: VillagePicture) -> Iterator[str]:
    return (
        text.upper()
        for text, sensitive in _sensitive_texts(picture)
        if sensitive in _NUMBERS and len(text) >= _SHORTEST_NUMBER
    )


def _health_texts(picture: VillagePicture) -> set[str]:
    harmless = public_copy().harmless
    return {
        text
        for text, sensitive in _sensitive_texts(picture)
        if sensitive == "health" and text not in harmless
    }


def _sensitive_texts(picture: VillagePicture) -> Iterator[tuple[str, str]]:
    for household in picture.households:
        yield from _texts_of("household", (household.household,))
        yield from _texts_of("person", household.persons)
        yield from _texts_of("visit", household.visits)


def _texts_of(name: str, records: Iterable[Household | Person | Visit]) -> Iterator[tuple[str, str]]:
    # Choices need no look: their labels about health are among the words that are refused anyway.
    fields = [field for field in screen(name).fields if field.sensitive in HIDDEN and field.kind is Kind.TEXT]
    for record in records:
        for field in fields:
            text = getattr(record, field.key)
            if isinstance(text, str) and text:
                yield text, field.sensitive


def _minors(picture: VillagePicture, mask: CopyMask) -> set[str]:
    """Names that only children have: an adult of the same name may be printed."""
    children: set[str] = set()
    adults: set[str] = set()
    for household in picture.households:
        for person in household.persons:
            is_child = person.born_on is not None and is_minor(person.born_on, mask.day)
            (children if is_child else adults).add(person.name or "")
    return children - adults - {""}
