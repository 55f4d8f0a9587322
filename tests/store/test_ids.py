"""Ids of rows."""

import time
from uuid import UUID

from village_desk.store import ids
from village_desk.store.ids import new_id


def test_ids_rise_with_every_id_made():
    made = [new_id() for _ in range(20_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_an_id_is_a_uuid_of_version_seven():
    made = UUID(new_id())

    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_a_clock_set_back_does_not_turn_the_order_round(monkeypatch):
    before = new_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: time.monotonic_ns() // 10**6)

    assert new_id() > before
