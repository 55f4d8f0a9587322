"""Operations on the records beside the ledger, by number and text: one way for every kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from village_desk.entry.operations import Done, Texts, household_of, member_of
from village_desk.entry.quarter.event_entry import HAPPENINGS, Happened, is_joining, note_event
from village_desk.entry.records.record_kinds import KINDS, RecordKind, period_for
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import typed
from village_desk.rules.followup_records import Meeting
from village_desk.rules.livelihood_records import Leader
from village_desk.rules.months import Month
from village_desk.rules.reading import Value
from village_desk.rules.records import Person, Record
from village_desk.rules.refusals import Refusal
from village_desk.store.reading import Reading

NOTHING_FOUND, STABLE = "无", "稳定"
"""What a sweep says that has found nothing; the opinion is one of codes/judgement."""
NAME = "name"
"""The name of a member who joins by an event: it is no question of the event itself."""


class RecordTexts(Struct, frozen=True):
    """What is said of one record."""

    household: str | None = None
    """Its number; a record that is named by its id needs none."""
    person: str | None = None
    id: str | None = None
    period: Mapping[str, int] = field(default_factory=dict)
    """The quarter, year or month it belongs to, by the record's own key; else the one in hand."""
    texts: Texts = field(default_factory=dict)


def set_record(sitting: Sitting, screen: str, said: RecordTexts) -> Done:
    """Add a record of a household or answer questions of one.

    A sweep of a month that has one already is answered further; so is the record that an id names.

    Raises:
        Refusal: ``no-such-household``, ``no-such-person``, ``no-such-record``, or a text is not understood.
    """
    kind = KINDS[screen]
    texts = {key: text for key, text in said.texts.items() if not (screen == "event" and key == NAME)}
    values = typed(screen, texts)
    with sitting.book.reading() as reading:
        known = _named(reading, kind, said.id)
        household = None if known and not said.household else household_of(reading, said.household or "")
        household_id = household.id if household else str(getattr(known, "household_id", ""))
        person_id = _person(reading, household_id, said)
    if known is not None and getattr(known, "household_id", None) != household_id:
        raise Refusal("no-such-record")
    answers: dict[str, Any] = {**said.period, **values}
    if said.person is not None:
        answers["person_id"] = person_id
    if known is None and screen == "event" and _follows(values):
        return note_event(sitting, household_id, _happened(person_id, said.texts.get(NAME, ""), values))
    return _write(sitting, kind, household_id, known, answers)


def note_swept(sitting: Sitting, household_id: str, month: Month) -> Done:
    """Note that a household was looked at today and nothing was found; more is said where it is kept.

    Raises:
        Refusal: The book cannot be written.
    """
    found: dict[str, Any] = {"swept_on": sitting.today, "sweeper": sitting.who, "found": NOTHING_FOUND}
    return _write(sitting, KINDS["sweep"], household_id, None, {"month": month, **found, "opinion": STABLE})


def set_meeting(sitting: Sitting, month: Month, texts: Texts) -> Done:
    """Answer questions of a month's meeting; the first answer makes it.

    Raises:
        Refusal: A text is not understood.
    """
    return keep_meeting(sitting, month, typed("meeting", texts))


def keep_meeting(sitting: Sitting, month: Month, values: Mapping[str, Value]) -> Done:
    """Write answers of a month's meeting that are understood already; the first makes it."""
    answers: dict[str, Any] = {"month": month, **values}
    with sitting.changing("record-saved") as change:
        known = meeting_of(change, month)
        if known is not None:
            if values:
                change.change(Meeting, known.id, values)
            return Done(known.id, is_new=False)
        meeting = Meeting(change.new_id(), change.village_code, **answers)
        change.insert(meeting)
        return Done(meeting.id, is_new=True)


def set_leader(sitting: Sitting, leader_id: str | None, texts: Texts) -> Done:
    """Answer questions of a leader of the village, or add one where no id names any.

    Raises:
        Refusal: ``no-such-record``, or a text is not understood.
    """
    answers: dict[str, Any] = dict(typed("leader", texts))
    with sitting.changing("record-saved") as change:
        if leader_id is None:
            leader = Leader(change.new_id(), change.village_code, **answers)
            change.insert(leader)
            return Done(leader.id, is_new=True)
        if change.one(Leader, leader_id) is None:
            raise Refusal("no-such-record")
        if answers:
            change.change(Leader, leader_id, answers)
        return Done(leader_id, is_new=False)


def meeting_of(reading: Reading, month: Month) -> Meeting | None:
    """The meeting over a month, if there was one."""
    return next((one for one in reading.all(Meeting) if one.month == month), None)


def _write(
    sitting: Sitting, kind: RecordKind, household_id: str, known: Record | None, answers: dict[str, Any]
) -> Done:
    picture = sitting.picture(household_id)
    if picture is not None and known is None:
        answers = {**period_for(kind, picture, sitting.quarter.first, sitting.year), **answers}
        if kind.screen == "sweep":
            known = next((one for one in kind.of(picture) if _month(one) == answers["month"]), None)
    with sitting.changing("record-saved", household_id) as change:
        if known is not None:
            if answers:
                change.change(kind.record_type, known.id, answers)
            return Done(known.id, is_new=False)
        made: Any = kind.record_type
        record: Record = made(change.new_id(), change.village_code, household_id, **answers)
        change.insert(record)
        return Done(record.id, is_new=True)


def _named(reading: Reading, kind: RecordKind, record_id: str | None) -> Record | None:
    if record_id is None:
        return None
    found: Record | None = reading.one(kind.record_type, record_id)
    if found is None:
        raise Refusal("no-such-record")
    return found


def _person(reading: Reading, household_id: str, said: RecordTexts) -> str | None:
    if not said.person:
        return None
    member = member_of(reading.of_household(Person, household_id), said.person)
    if member is None:
        raise Refusal("no-such-person", household=said.household or "", value=said.person)
    return member.id


def _follows(values: Mapping[str, Value]) -> bool:
    """Whether more is to be noted than the event itself: of what kind it is and when are known."""
    return values.get("kind") in HAPPENINGS and values.get("happened_on") is not None


def _happened(person_id: str | None, name: str, values: Mapping[str, Any]) -> Happened:
    kind, day = values["kind"], values["happened_on"]
    others = {key: value for key, value in values.items() if key not in ("kind", "happened_on")}
    return Happened(kind, day, None if is_joining(kind) else person_id, name.strip(), None, others)


def _month(record: Record) -> object:
    return getattr(record, "month", None)
