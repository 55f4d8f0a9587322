"""The visit queue resumes where the work stopped."""

from __future__ import annotations

import pytest

from village_desk.entry.operations import set_household
from village_desk.entry.quarter.tracking_queue import TrackingQueue
from village_desk.entry.quarter.visit_entry import VisitEntry


@pytest.fixture
def ids(sitting) -> list[str]:
    return [set_household(sitting, f"53{place}", {"group": f"{place}组"}).id for place in range(1, 5)]


def test_the_queue_walks_by_group_and_skips_what_is_done(sitting, ids) -> None:
    queue = TrackingQueue(sitting)
    assert queue.next_open() == ids[0]
    for done in (ids[0], ids[2]):
        VisitEntry(sitting, done).no_change()
        queue.refresh(done)
    assert (queue.done, len(queue.rows)) == (2, 4)
    assert queue.next_open(ids[0]) == ids[1]
    assert queue.next_open(ids[1]) == ids[3]
    assert queue.next_open(ids[3]) == ids[1]


def test_another_day_the_queue_begins_with_the_first_open_household(sitting, ids) -> None:
    VisitEntry(sitting, ids[0]).no_change()
    assert TrackingQueue(sitting).next_open() == ids[1]


def test_a_half_answered_household_stays_in_the_queue(sitting, ids) -> None:
    VisitEntry(sitting, ids[0]).no_change("people_state")
    queue = TrackingQueue(sitting)
    assert (queue.rows[0].answered, queue.rows[0].blocks, queue.rows[0].is_done) == (1, 8, False)
    assert queue.next_open() == ids[0]


def test_when_all_is_done_there_is_no_next(sitting, ids) -> None:
    for household in ids:
        VisitEntry(sitting, household).no_change()
    queue = TrackingQueue(sitting)
    assert queue.next_open() is None
    assert queue.next_open(ids[1]) is None


def test_the_route_is_changed_within_a_group_and_a_new_household_comes_behind_it(sitting) -> None:
    street = [set_household(sitting, f"54{place}", {"group": "一组"}).id for place in range(1, 4)]
    set_household(sitting, "549", {"group": "二组"})
    queue = TrackingQueue(sitting)
    assert queue.move(street[2], -1)
    assert [row.household_id for row in queue.rows[:3]] == [street[0], street[2], street[1]]
    assert not queue.move(street[1], +1)
    late = set_household(sitting, "540", {"group": "一组"}).id
    queue.reload()
    assert [row.household_id for row in queue.rows[:4]] == [street[0], street[2], street[1], late]
    sitting.undo()
    sitting.undo()
    assert [row.number for row in TrackingQueue(sitting).rows[:3]] == ["541", "542", "543"]


def test_each_quarter_has_its_own_queue(sitting, ids) -> None:
    VisitEntry(sitting, ids[0]).no_change()
    sitting.work_on(sitting.quarter.shifted(1))
    assert TrackingQueue(sitting).done == 0


def test_a_household_made_meanwhile_comes_into_the_queue(sitting, ids) -> None:
    queue = TrackingQueue(sitting)
    queue.refresh(set_household(sitting, "539", {"group": "9组"}).id)
    assert len(queue.rows) == 5
