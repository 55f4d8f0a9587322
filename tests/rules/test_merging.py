"""What has changed between two states of a village, and who is claimed by two of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from village_desk.rules.identity import check_digit
from village_desk.rules.merging import Claim, Compared, Kind, compare, same_persons, unfit_cells

ROWS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from("xyz"), st.sampled_from((0, 1))), max_size=6
)


@given(ROWS, ROWS)
def test_every_living_row_is_counted_once(before: dict, after: dict) -> None:
    found = compare(before, after)
    assert found.new + found.changed + found.same == sum(not row[-1] for row in after.values())
    assert found.left + found.changed + found.same == sum(not row[-1] for row in before.values())


@given(ROWS)
def test_the_same_state_has_changed_in_nothing(rows: dict) -> None:
    living = sum(not row[-1] for row in rows.values())
    assert compare(rows, rows) == Compared(same=living)


def test_a_row_that_comes_back_is_new_and_one_that_is_voided_has_left() -> None:
    assert compare({"a": ("x", 1)}, {"a": ("x", 0)}) == Compared(new=1)
    assert compare({"a": ("x", 0)}, {"a": ("x", 1)}) == Compared(left=1)
    assert compare({"a": ("x", 0)}, {}) == Compared(left=1)


def claim(village: str, person: str, number: str) -> Claim:
    return Claim(village, f"h-{person}", "0001", person, "张三", number)


NUMBER = "99010119800101001" + check_digit("99010119800101001")


def test_two_villages_with_one_person_are_one_conflict_whatever_the_order() -> None:
    claims = [claim("2", "b", f"{NUMBER}44"), claim("1", "a", NUMBER), claim("1", "c", "")]
    found = [list(same_persons(order)) for order in (claims, claims[::-1])]
    assert found[0] == found[1]
    ((one, other),) = [(pair.one, pair.other) for pair in found[0]]
    assert (one.village_code, other.village_code) == ("1", "2")


def test_nobody_is_matched_on_a_wrong_or_stand_in_number() -> None:
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    for number in (wrong, "999999198001010019", "", "1"):
        assert list(same_persons([claim("1", "a", number), claim("2", "b", number)])) == []


def test_the_same_person_twice_in_one_village_is_that_villages_own_matter() -> None:
    assert list(same_persons([claim("1", "a", NUMBER), claim("1", "b", NUMBER)])) == []


def test_the_first_unfit_row_of_each_column_is_named() -> None:
    kinds = {"id": Kind.TEXT, "month": Kind.MONTH, "flag": Kind.FLAG}
    rows = [("a", 202501, 1), ("b", 202513, 0), ("c", 202500, 2)]
    found = unfit_cells("line", ("id", "month", "flag"), kinds, rows)
    assert [(one.row, one.column, one.reason) for one in found] == [
        (2, "month", "not-a-month"),
        (3, "flag", "not-a-flag"),
    ]
