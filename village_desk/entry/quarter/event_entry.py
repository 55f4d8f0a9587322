"""Something happens in a household 家庭大事: the event and what it changes of the member are one deed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from village_desk.entry.operations import Done, tell_visit
from village_desk.entry.sitting import Sitting
from village_desk.entry.visit_blocks import with_states
from village_desk.rules.followup_records import Event
from village_desk.rules.months import Month, month_of
from village_desk.rules.reading import Value
from village_desk.rules.records import Person
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import WorkSpell
from village_desk.store.changing import Changing

DISASTERS = ("自然灾害", "意外事故")
_HEALTHY = "健康"


class Happening(Struct, frozen=True):
    """What an event of one kind says of a member and of the visit."""

    flag: str = ""
    """The question of the visit that it answers with yes."""
    joins: str = ""
    """The reason for which a new member joins."""
    leaves: str = ""
    """The reason for which the member leaves."""
    health: str = ""
    """What is added to the member's health."""
    ends_work: bool = False
    is_born: bool = False


HAPPENINGS: Mapping[str, Happening] = {
    "出生": Happening("someone_joined", joins="新生儿", is_born=True),
    "嫁入": Happening("someone_joined", joins="嫁入"),
    "迁入": Happening("someone_joined", joins="其他转入"),
    "去世": Happening("someone_left", leaves="死亡"),
    "嫁出": Happening("someone_left", leaves="嫁出"),
    "迁出": Happening("someone_left", leaves="其他转出"),
    "患病": Happening("someone_ill", health="患有大病"),
    "残疾": Happening("someone_disabled", health="残疾"),
    "辍学": Happening("someone_dropped_out"),
    "失业": Happening("returned", ends_work=True),
}
"""Kinds of forms/screens/event.toml that say something of a member; the others concern the household."""


class Happened(Struct, frozen=True):
    """An event about to be noted."""

    kind: str
    happened_on: date
    person_id: str | None = None
    """Whom it concerns; None for the household, or for a member who joins by it."""
    name: str = ""
    """The name of the member who joins."""
    visit_quarter: Month | None = None
    """The visit at which it was told; None where it was not told at a visit."""
    others: Mapping[str, Value] | None = None
    """Further answers of the event's screen."""


def is_of_member(kind: str) -> bool:
    """Whether an event of a kind concerns somebody who is a member already."""
    known = HAPPENINGS.get(kind)
    return known is not None and not known.joins


def is_joining(kind: str) -> bool:
    """Whether somebody joins the household by it."""
    known = HAPPENINGS.get(kind)
    return known is not None and bool(known.joins)


def note_event(sitting: Sitting, household_id: str, happened: Happened) -> Done:
    """Note an event with all that follows from it: the member, the work spell and the visit.

    A disaster goes by the green channel: help first, its papers stay a duty until they are complete.

    Raises:
        Refusal: ``event-needs-member``; or the book cannot be written.
    """
    follows = HAPPENINGS.get(happened.kind, Happening())
    if (is_of_member(happened.kind) and happened.person_id is None) or (follows.joins and not happened.name):
        raise Refusal("event-needs-member", value=happened.kind)
    with sitting.changing("event-noted", household_id) as change:
        person_id = happened.person_id
        if follows.joins:
            person_id = _join(change, household_id, happened, follows)
        elif person_id is not None:
            _change_member(change, person_id, happened, follows)
        if follows.ends_work and person_id is not None:
            _end_work(change, household_id, person_id, happened.happened_on)
        if follows.flag and happened.visit_quarter is not None:
            told, who = with_states({follows.flag: True}), sitting.who
            quarter = happened.visit_quarter
            tell_visit(change, household_id, quarter, told, visited_on=sitting.today, visitor_1=who)
        event_id = change.new_id()
        answers: dict[str, Any] = {
            "kind": happened.kind,
            "happened_on": happened.happened_on,
            **({"green_channel": True} if happened.kind in DISASTERS else {}),
            **(happened.others or {}),
        }
        change.insert(Event(event_id, change.village_code, household_id, person_id, **answers))
    return Done(event_id, is_new=True)


def _join(change: Changing, household_id: str, happened: Happened, follows: Happening) -> str:
    persons = change.of_household(Person, household_id)
    place = max((person.position for person in persons), default=0) + 1
    new = Person(
        change.new_id(),
        change.village_code,
        household_id,
        place,
        name=happened.name,
        joined_on=happened.happened_on,
        joined_reason=follows.joins,
        born_on=happened.happened_on if follows.is_born else None,
    )
    change.insert(new)
    return new.id


def _change_member(change: Changing, person_id: str, happened: Happened, follows: Happening) -> None:
    person = change.one(Person, person_id)
    if person is None:
        raise Refusal("no-such-record")
    values: dict[str, object] = {}
    if follows.leaves and person.left_on is None:
        values = {"left_on": happened.happened_on, "left_reason": follows.leaves}
    if follows.health:
        known = tuple(one for one in person.health or () if one not in (_HEALTHY, follows.health))
        values["health"] = (*known, follows.health)
    if values:
        change.change(Person, person_id, values)


def _end_work(change: Changing, household_id: str, person_id: str, day: date) -> None:
    for spell in change.of_household(WorkSpell, household_id):
        if spell.person_id == person_id and is_current(spell):
            values = {"working": False, "ended": month_of(day), "returned_on": day}
            change.change(WorkSpell, spell.id, values)


def is_current(spell: WorkSpell) -> bool:
    """Whether somebody is still at that work, as far as the book knows."""
    return spell.working is not False and spell.ended is None and spell.returned_on is None
