"""What a large deed has written is looked at again before it ends."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from village_desk.rules.records import Household, Person
from village_desk.store.read_back import is_as_written

pytestmark = pytest.mark.both_engines


def test_what_is_in_the_book_is_as_written(filled_book, invented):
    with filled_book.reading() as reading:
        records = [*reading.all(Household), *reading.all(Person)]
        changes = [(Person, records[-1].id, {"name": records[-1].name, "born_on": records[-1].born_on})]
        assert is_as_written(reading, records[:-1], changes)


@pytest.mark.parametrize("other", [{"name": "别人"}, {"born_on": None}, {"id": "nobody"}])
def test_one_record_that_differs_is_seen(filled_book, other):
    with filled_book.reading() as reading:
        persons = reading.all(Person)
        assert not is_as_written(reading, [*persons[1:], replace(persons[0], **other)], [])


@pytest.mark.parametrize(("person", "after"), [(0, {"name": "别人"}), (None, {"name": None})])
def test_one_answer_that_differs_is_seen(filled_book, person, after):
    with filled_book.reading() as reading:
        persons = reading.all(Person)
        record_id = "nobody" if person is None else persons[person].id
        assert not is_as_written(reading, persons[1:], [(Person, record_id, after)])
