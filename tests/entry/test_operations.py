"""The desk's operations by number and text, and voiding with everything that belongs to it."""

from __future__ import annotations

import pytest

from village_desk.entry import operations
from village_desk.entry.records.plan_entry import set_target
from village_desk.entry.voiding import bring_back, void
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person, Visit
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import Plan
from village_desk.store.pictures import household_picture

from .conftest import Family, journal_length, line, state_of, store


def refused(sitting, do) -> str:
    """The code of a refusal that has left everything as it was."""
    before = state_of(sitting), journal_length(sitting)
    with pytest.raises(Refusal) as caught:
        do()
    assert (state_of(sitting), journal_length(sitting)) == before
    return caught.value.code


def test_an_unknown_number_makes_a_household_and_a_known_one_changes_it(sitting, on_disk) -> None:
    made = operations.set_household(sitting, " 5309 ", {"group": "三组"})
    again = operations.set_household(sitting, "5309", {"farmland": "2"})
    assert (made.is_new, again.is_new, made.id) == (True, False, again.id)
    found = on_disk(Household, made.id)
    assert (found.number, found.group, found.farmland) == ("5309", "三组", 2000)


def test_one_text_not_understood_refuses_the_whole_operation(sitting, family) -> None:
    texts = {"group": "九组", "farmland": "很多"}
    assert refused(sitting, lambda: operations.set_household(sitting, "5301", texts)) == "not-understood"
    assert (
        refused(sitting, lambda: operations.set_household(sitting, "5301", {"colour": "红"}))
        == "unknown-field"
    )
    assert refused(sitting, lambda: operations.set_household(sitting, " ", {})) == "no-household-number"
    half = "53\ud842"
    assert refused(sitting, lambda: operations.set_household(sitting, half, {})) == "not-understood"


def test_a_member_is_found_by_number_else_by_place(sitting, family: Family) -> None:
    assert operations.set_person(sitting, "5301", "530102", {"phone": "1"}).id == family.mother
    assert operations.set_person(sitting, "5301", "2", {"phone": "2"}).id == family.mother
    assert operations.set_person(sitting, "5301", "#1", {"phone": "3"}).id == family.head
    new = operations.set_person(sitting, "5301", "3", {"name": "单小宝"})
    assert new.is_new
    with sitting.book.reading() as reading:
        child = reading.one(Person, new.id)
    assert (child.position, child.number) == (3, "3")
    assert refused(sitting, lambda: operations.set_person(sitting, "5301", "#9", {})) == "no-such-person"
    assert refused(sitting, lambda: operations.set_person(sitting, "9999", None, {})) == "no-such-household"


def test_a_number_goes_before_a_place(sitting, family: Family) -> None:
    operations.set_person(sitting, "5301", "530101", {"number": "2"})
    assert operations.set_person(sitting, "5301", "2", {"phone": "1"}).id == family.head


def test_a_new_head_gives_the_household_its_name(sitting) -> None:
    made = operations.set_household(sitting, "5310", {})
    operations.set_person(sitting, "5310", None, {"name": "仇大海", "relation": "户主"})
    with sitting.book.reading() as reading:
        assert reading.one(Household, made.id).head_name == "仇大海"


def test_a_line_gets_unit_amount_span_and_origin_by_itself(sitting, family) -> None:
    texts = {"item": "G01", "month": "2025-05", "quantity": "3", "price": "4000"}
    done = operations.add_line(sitting, "5301", "1", texts)
    with sitting.book.reading() as reading:
        found = reading.one(LedgerLine, done.id)
    assert (found.unit, found.amount, found.span, found.origin) == ("月", 1_200_000, "月", "录入")
    assert found.person_id == family.head
    assert refused(sitting, lambda: operations.add_line(sitting, "5301", "77777", texts)) == "no-such-person"
    huge = {**texts, "quantity": "99999999999", "price": "99999999999"}
    assert refused(sitting, lambda: operations.add_line(sitting, "5301", None, huge)) == "not-understood"


def test_visit_and_target_are_made_once_and_changed_after(sitting, family) -> None:
    first = operations.set_visit(sitting, "5301", Month(202504), {"returned": "是"})
    again = operations.set_visit(sitting, "5301", Month(202504), {"house_spending": "0"})
    assert (first.is_new, again.is_new, first.id) == (True, False, again.id)
    with sitting.book.reading() as reading:
        visit = reading.one(Visit, first.id)
    assert (visit.work_state, visit.spending_state, visit.house_spending) == ("已询问", "已询问", 0)
    target = set_target(sitting, "5301", 2025, {"wages": 100})
    assert set_target(sitting, "5301", 2025, {"wages": 200}).id == target.id


def test_every_kind_of_record_is_voided_by_its_id_alone(sitting, family) -> None:
    store(sitting, one := line(family, "G01", 202505, 10))
    visit = operations.set_visit(sitting, "5301", Month(202504), {"returned": "是"})
    target = set_target(sitting, "5301", 2025, {"wages": 100})
    ids = {LedgerLine: one.id, Visit: visit.id, Plan: target.id, Person: family.mother}
    for kind, record_id in ids.items():
        before = state_of(sitting)
        void(sitting, record_id, "记错了")
        with sitting.book.reading() as reading:
            assert reading.one(kind, record_id) is None
        sitting.undo()
        assert state_of(sitting) == before
        sitting.redo()


def test_a_voided_household_takes_all_it_has_along_and_undo_brings_all_back(sitting, family) -> None:
    store(sitting, line(family, "G01", 202505, 10))
    before = state_of(sitting)
    void(sitting, family.household, "重复建户")
    with sitting.book.reading() as reading:
        assert household_picture(reading, family.household) is None
        assert reading.all(Person) == []
        assert reading.all(LedgerLine) == []
    sitting.undo()
    assert state_of(sitting) == before


def test_voiding_asks_for_a_reason_and_a_record(sitting, family) -> None:
    assert refused(sitting, lambda: void(sitting, family.mother, "  ")) == "no-reason"
    assert refused(sitting, lambda: void(sitting, "nothing", "错")) == "no-such-record"
    assert refused(sitting, lambda: void(sitting, family.mother, "错", "setting")) == "unknown-record"
    assert refused(sitting, lambda: void(sitting, family.mother, "错", "line")) == "no-such-record"


def test_a_voided_line_comes_back_with_a_reason(sitting, family) -> None:
    store(sitting, one := line(family, "G01", 202505, 10))
    before = state_of(sitting)
    void(sitting, one.id, "记错了")
    assert refused(sitting, lambda: bring_back(sitting, "line", one.id, family.household, "")) == "no-reason"
    bring_back(sitting, "line", one.id, family.household, "没有记错")
    assert state_of(sitting) == before
    assert (
        refused(sitting, lambda: bring_back(sitting, "line", one.id, family.household, "再来"))
        == "no-such-record"
    )


def test_households_without_a_number_are_counted_on(sitting, family) -> None:
    with sitting.book.reading() as reading:
        assert operations.next_number(reading) == "临0001"
    operations.set_household(sitting, "临0007", {})
    operations.set_household(sitting, "临时户", {})
    with sitting.book.reading() as reading:
        assert operations.next_number(reading) == "临0008"
