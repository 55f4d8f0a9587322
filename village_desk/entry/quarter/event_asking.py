"""Asks what happened in a family, to whom and when: a few choices, no form."""

from __future__ import annotations

from datetime import date

from village_desk.definitions.codes import code_list
from village_desk.entry.asking import Asker, grave_question, question
from village_desk.entry.keyboard.member_names import member_label
from village_desk.entry.quarter.event_entry import Happened, is_joining, is_of_member
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.reading import NotUnderstoodError, read_day


def ask_event(asker: Asker, picture: HouseholdPicture, today: date, quarter: Quarter) -> Happened | None:
    """Ask for an event that was told at a quarter's visit; None when the person turned back."""
    kinds = code_list("event_kind").labels_on(today)
    chosen = asker.choose(question("visit.event_what"), kinds)
    if chosen is None:
        return None
    kind, person_id, name = kinds[chosen], None, ""
    if is_of_member(kind):
        person_id = _ask_member(asker, picture, today, kind)
        if person_id is None:
            return None
    elif is_joining(kind):
        name = (asker.ask_text(question("visit.event_name", kind=kind)) or "").strip()
        if not name:
            return None
    day = _ask_day(asker, kind, min(today, quarter.window.last_day))
    return None if day is None else Happened(kind, day, person_id, name, quarter.first)


def _ask_member(asker: Asker, picture: HouseholdPicture, today: date, kind: str) -> str | None:
    here = [person for person in picture.persons if is_member_on(person, today)]
    labels = [member_label(picture.persons, person.id) for person in here]
    chosen = asker.choose(question("visit.event_who", kind=kind), labels)
    return None if chosen is None else here[chosen].id


def _ask_day(asker: Asker, kind: str, proposed: date) -> date | None:
    typed = asker.ask_text(question("visit.event_when", kind=kind), initial=proposed.isoformat())
    try:
        return read_day(typed) if typed else None
    except NotUnderstoodError:
        asker.tell(grave_question("not-understood.not-a-day"))
        return None
