"""Why income per head changed: the parts are the difference, whatever the figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from village_desk.definitions.bases import counting_basis
from village_desk.definitions.items import income_items
from village_desk.rules.income import Reckoner
from village_desk.rules.income_split import apportioned, split_change
from village_desk.rules.items import Category
from village_desk.rules.money import Fen, divide_half_up, per_head
from village_desk.rules.months import Month, rolling_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person

RECKONER = Reckoner(income_items(), counting_basis("P4"))
NOW = rolling_window(Month(202505))
BEFORE = NOW.year_earlier()

amounts = st.dictionaries(
    st.sampled_from(["G01", "G04", "J101", "Z10", "C3", "T011", "R01", "R02", "N09"]),
    st.integers(min_value=-(10**9), max_value=10**9),
    max_size=6,
)


def household(now: dict[str, int], before: dict[str, int], stays: int, leaves: int) -> HouseholdPicture:
    lines = [
        LedgerLine(f"{month}{item}", "v", "h", item=item, month=Month(month), amount=Fen(fen))
        for month, figures in ((202503, now), (202403, before))
        for item, fen in figures.items()
    ]
    left = [None] * stays + [date(2024, 12, 1)] * leaves
    persons = [Person(f"p{place}", "v", "h", place, left_on=day) for place, day in enumerate(left)]
    return HouseholdPicture(Household("h", "v"), tuple(persons), tuple(lines))


@given(amounts, amounts, st.integers(min_value=1, max_value=9), st.integers(min_value=0, max_value=4))
def test_the_parts_of_a_change_sum_to_it_to_the_fen(
    now: dict[str, int], before: dict[str, int], stays: int, leaves: int
) -> None:
    picture = household(now, before, stays, leaves)
    change = split_change(picture, RECKONER, NOW, BEFORE)
    assert change is not None
    parts = change.household_size + sum(change.of(category) for category in change.categories)
    assert parts == change.difference
    assert change.now == per_head(RECKONER.income(picture.lines, NOW, stays).net, stays)


@given(
    st.lists(st.fractions(min_value=-100, max_value=100, max_denominator=9), max_size=8),
)
def test_rounding_goes_to_the_largest_remainders_and_never_moves_a_part_by_a_whole_fen(
    exact: list[Fraction],
) -> None:
    total = sum(exact, Fraction(0))
    rounded = divide_half_up(total.numerator, total.denominator)
    parts = apportioned(exact, rounded)
    assert sum(parts) == rounded
    assert all(abs(part - true) <= 1 for part, true in zip(parts, exact, strict=True))


def test_fewer_mouths_raise_the_income_per_head_of_the_same_wages() -> None:
    change = split_change(household({"G01": 12_000_00}, {"G01": 12_000_00}, 3, 1), RECKONER, NOW, BEFORE)
    assert change is not None
    assert (change.before, change.now) == (3_000_00, 4_000_00)
    assert change.household_size == 1_000_00
    assert change.items == ()


def test_a_lost_wage_is_named_first_with_its_share() -> None:
    now, before = {"G01": 0, "T011": 900_00}, {"G01": 9_000_00, "T011": 600_00}
    change = split_change(household(now, before, 3, 0), RECKONER, NOW, BEFORE)
    assert change is not None
    assert [(item.code, item.per_head) for item in change.items] == [("G01", -3_000_00), ("T011", 100_00)]
    assert change.of(Category.WAGES) == -3_000_00
    assert change.household_size == 0


def test_a_household_in_which_nobody_counts_has_no_change_per_head() -> None:
    assert split_change(household({"G01": 1}, {}, 0, 0), RECKONER, NOW, BEFORE) is None
