"""Members by name: how a field says whose a record is, and how a typed name is read."""

from __future__ import annotations

from collections.abc import Sequence

from village_desk.definitions.words import say
from village_desk.rules.reading import NotUnderstoodError
from village_desk.rules.records import Person


def member_label(persons: Sequence[Person], person_id: str | None) -> str:
    """A member's name, with the place in the household where two bear the same; blank for the household."""
    person = next((one for one in persons if one.id == person_id), None)
    if person is None:
        return ""
    name = person.name or ""
    if sum(one.name == person.name for one in persons) == 1 and name:
        return name
    return say("records.namesake", name=name, position=person.position)


def member_labels(persons: Sequence[Person]) -> list[str]:
    """Every member in the order of the household."""
    return [member_label(persons, person.id) for person in persons]


def member_named(persons: Sequence[Person], text: str) -> str | None:
    """The id of the member that a text names by name or by place; None for a blank.

    Raises:
        NotUnderstoodError: ``not-a-member``: nobody or several are called so.
    """
    name = text.strip()
    if not name:
        return None
    found = [person.id for person in persons if name in (person.name, member_label(persons, person.id))]
    if not found and name.isdecimal():
        found = [person.id for person in persons if person.position == int(name)]
    if len(found) != 1:
        raise NotUnderstoodError("not-a-member")
    return found[0]
