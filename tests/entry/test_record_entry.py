"""A household's or member's form: saved field by field, and what is not understood stays in its field."""

from __future__ import annotations

import pytest

from village_desk.entry.records.record_entry import RecordEntry
from village_desk.rules.records import Household, Person
from village_desk.rules.refusals import Refusal

from .conftest import Family, journal_length, state_of, statements


@pytest.fixture
def form(sitting, family: Family) -> RecordEntry:
    with sitting.book.reading() as reading:
        return RecordEntry(sitting, reading.one(Household, family.household))


@pytest.fixture
def head(sitting, family: Family) -> RecordEntry:
    with sitting.book.reading() as reading:
        return RecordEntry(sitting, reading.one(Person, family.head))


def test_an_answer_is_on_disk_when_it_is_given(form, family, on_disk) -> None:
    assert form.answer("farmland", "3.5").is_saved
    assert on_disk(Household, family.household).farmland == 3500


def test_zero_and_nothing_differ_on_disk(form, family, on_disk) -> None:
    form.answer("farmland", "0")
    form.answer("orchard", "")
    found = on_disk(Household, family.household)
    assert (found.farmland, found.orchard) == (0, None)


def test_an_equal_answer_leaves_no_trace(form, sitting) -> None:
    form.answer("safe_water", "是")
    before = journal_length(sitting)
    assert form.answer("safe_water", " 是 ").text == "是"
    assert form.answer("safe_water", "有").is_saved
    assert journal_length(sitting) == before


def test_a_text_not_understood_stays_and_nothing_is_saved(form, sitting) -> None:
    before = state_of(sitting), journal_length(sitting)
    answer = form.answer("farmland", "三亩半")
    assert not answer.is_saved
    assert answer.problem == "不是数字，也不是算式"
    assert form.texts()["farmland"] == "三亩半"
    assert (state_of(sitting), journal_length(sitting)) == before
    assert form.answer("farmland", "3.5").is_saved
    assert form.texts()["farmland"] == "3.5"


def test_the_heads_own_name_is_the_households_head_name(head, family, on_disk) -> None:
    head.answer("name", "单秀莹")
    assert on_disk(Household, family.household).head_name == "单秀莹"


def test_whoever_becomes_head_gives_the_household_its_name(sitting, family) -> None:
    with sitting.book.reading() as reading:
        mother = RecordEntry(sitting, reading.one(Person, family.mother))
    mother.answer("name", "翟玉莲")
    with sitting.book.reading() as reading:
        assert reading.one(Household, family.household).head_name == "单秀英"
    mother.answer("relation", "户主")
    with sitting.book.reading() as reading:
        assert reading.one(Household, family.household).head_name == "翟玉莲"


def test_undo_takes_name_and_head_name_back_together(head, sitting, family) -> None:
    before = state_of(sitting)
    head.answer("name", "单秀莹")
    sitting.undo()
    assert state_of(sitting) == before


def test_a_household_is_never_without_a_number(form, sitting) -> None:
    before = state_of(sitting)
    assert not form.answer("number", " ").is_saved
    assert state_of(sitting) == before


def test_two_households_never_share_a_number(form, sitting, family) -> None:
    from village_desk.entry.operations import set_household

    set_household(sitting, "5302", {})
    before = state_of(sitting)
    with pytest.raises(Refusal) as refused:
        form.answer("number", "5302")
    assert refused.value.code == "already-there"
    assert state_of(sitting) == before


def test_one_answer_costs_few_statements_and_one_commit(form, sitting) -> None:
    with statements(sitting) as heard:
        form.answer("phone", "13812345678")
    assert heard.count("COMMIT") == 1
    assert len(heard) <= 12, heard


def test_a_form_shows_what_somebody_else_has_changed(form, sitting, family) -> None:
    with sitting.changing("household-saved", family.household) as change:
        change.change(Household, family.household, {"group": "三组"})
    form.reload()
    assert form.texts()["group"] == "三组"
