"""Something happens in a family: the event and what it changes are one deed, and papers may come later."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.definitions.codes import code_list
from village_desk.entry.quarter.duties import Village, next_duties
from village_desk.entry.quarter.event_entry import HAPPENINGS, Happened, note_event
from village_desk.rules.followup_records import Event
from village_desk.rules.months import Month, YearMode
from village_desk.rules.records import Person, Visit
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import WorkSpell
from village_desk.store.ids import new_id

from .conftest import state_of, store

DAY = date(2025, 5, 20)
QUARTER = Month(202504)


def of(sitting, kind, family):
    with sitting.book.reading() as reading:
        return reading.of_household(kind, family.household)


def test_a_death_is_noted_at_the_member_and_at_the_visit_in_one_deed(sitting, family) -> None:
    before = state_of(sitting)
    happened = Happened("去世", DAY, family.mother, visit_quarter=QUARTER)
    note_event(sitting, family.household, happened)
    mother = next(one for one in of(sitting, Person, family) if one.id == family.mother)
    assert (mother.left_on, mother.left_reason) == (DAY, "死亡")
    (event,) = of(sitting, Event, family)
    assert (event.kind, event.happened_on, event.person_id) == ("去世", DAY, family.mother)
    (visit,) = of(sitting, Visit, family)
    assert (visit.someone_left, visit.people_state) == (True, "已询问")
    sitting.undo()
    assert state_of(sitting) == before


def test_a_birth_adds_a_member(sitting, family) -> None:
    note_event(sitting, family.household, Happened("出生", DAY, name="单小宝", visit_quarter=QUARTER))
    child = of(sitting, Person, family)[-1]
    assert (child.name, child.born_on, child.joined_on, child.joined_reason) == (
        "单小宝",
        DAY,
        DAY,
        "新生儿",
    )
    assert of(sitting, Event, family)[0].person_id == child.id
    assert child.position == 3


def test_an_illness_is_added_to_what_the_member_has(sitting, family) -> None:
    with sitting.changing("person-saved", family.household) as change:
        change.change(Person, family.mother, {"health": ("长期慢性病",)})
    note_event(sitting, family.household, Happened("患病", DAY, family.mother))
    mother = next(one for one in of(sitting, Person, family) if one.id == family.mother)
    assert mother.health == ("长期慢性病", "患有大病")
    assert of(sitting, Visit, family) == []


def test_lost_work_ends_the_spell(sitting, family) -> None:
    store(
        sitting,
        WorkSpell(new_id(), "990101001001", family.household, family.head, working=True),
        WorkSpell(new_id(), "990101001001", family.household, family.mother, working=True),
    )
    note_event(sitting, family.household, Happened("失业", DAY, family.head, visit_quarter=QUARTER))
    spells = {spell.person_id: spell for spell in of(sitting, WorkSpell, family)}
    ended = spells[family.head]
    assert (ended.working, ended.ended, ended.returned_on) == (False, 202505, DAY)
    assert spells[family.mother].working is True
    assert of(sitting, Visit, family)[0].returned is True


def test_after_a_disaster_the_papers_stay_a_duty_until_they_are_complete(sitting, family) -> None:
    done = note_event(sitting, family.household, Happened("自然灾害", DAY))
    (event,) = of(sitting, Event, family)
    assert event.green_channel is True
    picture = sitting.picture(family.household)
    village = Village((picture,))
    duties = next_duties(date(2025, 6, 10), YearMode.INCOME_YEAR, village)
    duty = next(one for one in duties if one.kind == "papers")
    assert (duty.due_on, duty.is_overdue(date(2025, 6, 10))) == (date(2025, 6, 4), True)
    assert "单秀英" in duty.task
    with sitting.changing("record-saved", family.household) as change:
        change.change(Event, done.id, {"papers_done_on": date(2025, 6, 9)})
    kinds = [one.kind for one in _duties(sitting, family)]
    assert "papers" not in kinds


def _duties(sitting, family):
    return next_duties(date(2025, 6, 10), YearMode.INCOME_YEAR, Village((sitting.picture(family.household),)))


@pytest.mark.parametrize("happened", [Happened("去世", DAY), Happened("出生", DAY)])
def test_an_event_without_its_member_is_refused(sitting, family, happened) -> None:
    before = state_of(sitting)
    with pytest.raises(Refusal) as refusal:
        note_event(sitting, family.household, happened)
    assert refusal.value.code == "event-needs-member"
    assert state_of(sitting) == before


def test_what_events_say_of_members_stands_in_the_code_lists() -> None:
    kinds, joining, leaving = (code_list(name).labels for name in ("event_kind", "joining", "leaving"))
    health = code_list("health").labels
    for kind, follows in HAPPENINGS.items():
        assert kind in kinds
        assert follows.joins in ("", *joining)
        assert follows.leaves in ("", *leaving)
        assert follows.health in ("", *health)
