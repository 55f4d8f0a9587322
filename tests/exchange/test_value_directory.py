"""The directory of values: every value has words and a source, and is found by Chinese and by initials."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from village_desk.definitions.value_words import RowsOf, value_words
from village_desk.entry.keyboard.initials import initials_of
from village_desk.exchange.sheets.sheet_subjects import HouseholdSubject
from village_desk.exchange.values.directory import search, value_directory, values_of
from village_desk.exchange.values.value_rows import Scene, ValueRow, rows_of
from village_desk.rules.masking import Copy

from .sheet_village import PRINTED, QUARTER, RECKONER, SETTINGS, village


def table(kind: RowsOf, copy: Copy = Copy.REPORT) -> list[ValueRow]:
    """The rows of a table of the invented village for the second quarter."""
    picture = village()
    scene = Scene.of(picture, SETTINGS, RECKONER, 2025, QUARTER, copy, PRINTED)
    return rows_of(kind, scene, [HouseholdSubject(scene.run, one) for one in picture.households])


def test_every_value_that_is_worded_has_a_source() -> None:
    assert set(value_words().values) - set(value_directory()) == set()


def test_every_value_says_what_it_means_and_whose_it_is() -> None:
    wordless = [value.name for value in value_directory().values() if not value.words.meaning]
    ownerless = [value.name for value in value_directory().values() if not value.words.of]

    assert (wordless, ownerless) == ([], [])


@pytest.mark.parametrize("kind", RowsOf)
def test_no_two_values_of_a_row_are_called_the_same(kind: RowsOf) -> None:
    labels = [value.words.label for value in values_of(kind)]

    assert sorted({label for label in labels if labels.count(label) > 1}) == []


@pytest.mark.parametrize("kind", RowsOf)
def test_every_value_answers_for_every_row_of_its_kind(kind: RowsOf) -> None:
    for row in table(kind):
        for value in values_of(kind):
            assert isinstance(value.shown(row).text, str)


def test_a_household_row_agrees_with_the_village_row_that_adds_it_up() -> None:
    net = value_directory()["year.net"]
    whole = value_directory()["unit.net"]
    (village_row,) = table(RowsOf.VILLAGE)

    amounts = [amount for row in table(RowsOf.HOUSEHOLD) if isinstance(amount := net.take(row), int)]

    assert amounts
    assert whole.take(village_row) == sum(amounts)


def test_a_row_for_each_group_and_their_counts_make_the_village() -> None:
    households = value_directory()["unit.households"]
    groups = [households.take(row) for row in table(RowsOf.GROUP)]

    assert [value_directory()["unit.label"].take(row) for row in table(RowsOf.GROUP)][:2] == ["一组", "二组"]
    assert sum(count for count in groups if isinstance(count, int)) == len(village().households)


def test_the_head_of_a_household_lends_it_the_identity_number() -> None:
    for row in table(RowsOf.HOUSEHOLD):
        assert row.household is not None
        heads = [one for one in row.household.picture.persons if one.relation == "户主"]
        assert value_directory()["head.identity_number"].take(row) == (
            heads[0].identity_number if heads else None
        )


def test_the_age_is_that_of_the_last_day_of_the_months() -> None:
    row = next(row for row in table(RowsOf.PERSON) if row.person and row.person.born_on)
    assert row.person is not None
    born = row.person.born_on
    assert isinstance(born, date)
    last = row.scene.run.window.last_day

    age = last.year - born.year - ((last.month, last.day) < (born.month, born.day))

    assert value_directory()["person.age"].take(row) == age


def test_a_public_copy_has_no_numbers_and_nothing_about_health() -> None:
    hidden = [
        value for value in values_of(RowsOf.PERSON) if value.words.sensitive in ("id", "phone", "health")
    ]

    assert hidden
    assert {value.shown(row).text for row in table(RowsOf.PERSON, Copy.PUBLIC) for value in hidden} == {""}
    assert any(value.shown(row).text for row in table(RowsOf.PERSON) for value in hidden)


def test_a_nickname_is_on_no_copy_that_leaves_the_village() -> None:
    value = value_directory()["person.nickname"]

    for copy, shown in ((Copy.INTERNAL, "老歪嘴"), (Copy.REPORT, ""), (Copy.PUBLIC, "")):
        row = next(iter(table(RowsOf.PERSON, copy)))
        assert row.person is not None
        called = replace(row, person=replace(row.person, nickname="老歪嘴"))
        assert value.shown(called).text == shown


@pytest.mark.parametrize(
    ("kind", "typed", "label"),
    [
        (RowsOf.HOUSEHOLD, "qnrjcsr", "全年人均纯收入"),
        (RowsOf.HOUSEHOLD, "上年人均", "上年人均纯收入"),
        (RowsOf.HOUSEHOLD, "家庭人口", "登记人口"),
        (RowsOf.PERSON, "身份证", "证件号码"),
        (RowsOf.PERSON, "nl", "年龄"),
        (RowsOf.GROUP, "hs", "户数"),
    ],
)
def test_a_value_is_found_first_by_what_is_typed(kind: RowsOf, typed: str, label: str) -> None:
    assert search(values_of(kind), typed, initials_of)[0].words.label == label


def test_what_nobody_knows_is_not_found() -> None:
    assert search(values_of(RowsOf.HOUSEHOLD), "火星", initials_of) == []
