"""Roll-ups: sums over sums, bands with edges, falls that need two years, shares that add up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.definitions.bases import counting_basis, with_exceptions
from village_desk.definitions.codes import code_list
from village_desk.definitions.items import income_items
from village_desk.rules.figures import (
    LABOURLESS,
    HeadCount,
    HouseholdFigure,
    PeriodIncome,
    by_class,
    by_group,
    contributions_of,
    growth_of,
    has_fallen,
    household_figure,
    period_income,
    roll_up,
    roll_ups_together,
    structure_per_mille,
)
from village_desk.rules.income import Income, Reckoner
from village_desk.rules.items import Category, Counting
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode, year_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person

RECKONER = Reckoner(income_items(), counting_basis("P1"))
WINDOW = year_window(2025, YearMode.INCOME_YEAR)
EDGES = (Fen(1_000_000), Fen(1_500_000))


def figure(
    yuan_now: int | None, yuan_before: int | None = None, persons: int = 1, **more: object
) -> HouseholdFigure:
    people = tuple(
        Person(f"p{place}", "v", "h", place, labour="普通劳动力") for place in range(1, persons + 1)
    )
    amounts = ((202503, yuan_now), (202403, yuan_before))
    lines = tuple(
        LedgerLine(f"l{month}", "v", "h", item="G04", month=Month(month), amount=Fen(yuan * 100))
        for month, yuan in amounts
        if yuan is not None
    )
    return household_figure(HouseholdPicture(Household("h", "v", **more), people, lines), RECKONER, WINDOW)  # type: ignore[arg-type]


def test_a_village_mean_is_the_quotient_of_sums_and_no_mean_of_means() -> None:
    rolled = roll_up([figure(10_000, persons=1), figure(10_000, persons=4)], RECKONER, EDGES)
    assert rolled.income.per_capita == Fen(400_000)


def test_growth_compares_households_that_have_both_years() -> None:
    rolled = roll_up([figure(1_100, 1_000), figure(9_000, None), figure(None, 5_000)], RECKONER, EDGES)
    assert rolled.growth_per_mille == 100
    assert rolled.before is not None
    assert rolled.before.per_capita == Fen(300_000)
    assert roll_up([figure(9_000)], RECKONER, EDGES).growth_per_mille is None


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(-30_000, 30_000),
            st.none() | st.integers(-30_000, 30_000),
            st.integers(0, 4),
            st.sampled_from(["脱贫户", "一般农户"]),
        ),
        max_size=12,
    )
)
def test_parts_added_up_are_the_whole(households: list[tuple[int | None, int | None, int, str]]) -> None:
    figures = [
        figure(now, before, persons=persons, household_class=own) for now, before, persons, own in households
    ]
    nobody = roll_up([], RECKONER, EDGES, line=Fen(870_000))
    parts = [roll_up(alike, RECKONER, EDGES, line=Fen(870_000)) for alike in by_class(figures)]
    assert len(parts) == len({own for *_, own in households})
    assert roll_ups_together([nobody, *parts], RECKONER) == roll_up(
        figures, RECKONER, EDGES, line=Fen(870_000)
    )


def only_of(category: Category, counting: Counting | None = None) -> PeriodIncome:
    """A household of which one line is known, of an item of a category."""
    code = next(item.code for item in income_items().values() if item.category is category)
    basis = with_exceptions(counting_basis("P1"), {code: counting} if counting else {})
    line = LedgerLine("l", "v", "h", item=code, month=Month(202503), amount=Fen(5))
    picture = HouseholdPicture(Household("h", "v"), lines=(line,))
    return period_income(picture, Reckoner(income_items(), basis), WINDOW)


def test_a_receipt_that_the_county_counts_is_entered_as_transfer_income() -> None:
    found = only_of(Category.MEMO, counting=Counting.COUNTED)
    assert found.amount("transfer") == found.amount("net") == 5


def test_what_only_stands_beside_a_formula_is_no_income_that_was_entered() -> None:
    found = only_of(Category.CLAIM)
    assert found.income.of(Category.CLAIM) == 5
    assert not found.entered
    assert found.amount("net") is None


def test_an_income_on_an_edge_belongs_to_the_band_above() -> None:
    rolled = roll_up([figure(10_000), figure(9_999), figure(15_000, persons=1)], RECKONER, EDGES)
    assert rolled.bands == (HeadCount(1, 1), HeadCount(1, 1), HeadCount(1, 1))


def test_a_household_in_which_nobody_counts_is_in_no_band() -> None:
    rolled = roll_up([figure(5_000, persons=0)], RECKONER, EDGES, line=Fen(870_000))
    assert sum(band.households for band in rolled.bands) == 0
    assert rolled.under_line == HeadCount()
    assert rolled.households == 1


def test_without_a_line_nobody_is_said_to_be_under_it() -> None:
    assert roll_up([figure(1)], RECKONER, EDGES).under_line is None


@pytest.mark.parametrize(
    ("now", "before", "percent", "fallen"),
    [
        (90, 100, 0, True),
        (100, 100, 0, False),
        (90, 100, 10, False),
        (89, 100, 10, True),
        (90, None, 0, False),
    ],
)
def test_a_fall_needs_two_years_and_more_than_the_limit(
    now: int, before: int | None, percent: int, *, fallen: bool
) -> None:
    assert has_fallen(figure(now, before), percent) is fallen


def test_a_household_with_nothing_entered_has_no_amount_and_zero_is_an_amount() -> None:
    assert figure(None).now.amount("wages") is None
    assert figure(None).now.amount("net") is None
    assert figure(0).now.amount("wages") == 0


def test_the_own_mark_of_a_household_goes_before_what_its_members_labour_says() -> None:
    assert figure(1, without_labour=True).is_without_labour
    assert not figure(1).is_without_labour


def test_the_labels_of_no_labour_are_labels_of_the_list() -> None:
    assert {code.label for code in code_list("labour").codes} >= LABOURLESS


def test_groups_keep_the_order_in_which_they_are_met() -> None:
    assert list(by_group([figure(1, group="二组"), figure(1, group="一组"), figure(1, group="二组")])) == [
        "二组",
        "一组",
    ]


@given(st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=6).filter(any))
def test_shares_add_to_the_whole_and_each_is_within_one_thousandth(parts: list[int]) -> None:
    shares = structure_per_mille(parts)
    assert shares is not None
    assert sum(shares) == 1000
    assert all(
        abs(share * sum(parts) - part * 1000) < sum(parts) for share, part in zip(shares, parts, strict=True)
    )


@pytest.mark.parametrize("parts", [(0, 0, 0), (10, -1, 5), (-10, 3)])
def test_a_loss_or_nothing_has_no_structure(parts: tuple[int, ...]) -> None:
    assert structure_per_mille(parts) is None


def test_a_person_who_left_before_the_end_of_the_window_is_no_member() -> None:
    gone = Person("p", "v", "h", 1, left_on=date(2025, 9, 1))
    assert household_figure(HouseholdPicture(Household("h", "v"), (gone,)), RECKONER, WINDOW).members == 0


def test_the_same_households_are_those_with_both_years() -> None:
    rolled = roll_up([figure(1_100, 1_000), figure(9_000, None), figure(None, 5_000)], RECKONER, EDGES)
    assert (rolled.same_now.net, rolled.same_before.net) == (110_000, 100_000)
    assert growth_of(rolled.same_now, rolled.same_before) == rolled.growth_per_mille == 100
    assert growth_of(rolled.income, rolled.before) == round(1000 * (10_100 / 3 - 3_000) / 3_000)


def _income(persons: int, wages: int = 0, production: int = 0, cost: int = 0, transfer: int = 0) -> Income:
    net = wages + production - cost + transfer
    return Income(
        *map(Fen, (wages, production, cost, 0, transfer)),
        further={},
        net=Fen(net),
        persons=persons,
        per_capita=Fen(net // persons) if persons else None,
    )


def test_what_each_income_pulled_is_in_parts_of_last_years_whole_per_head() -> None:
    """From 8,000 of 2 people to 15,000 of 3: 4,000 to 5,000 a head, wages alone from 2,000 to 3,000."""
    before = _income(2, wages=4_000, production=3_000, cost=1_000, transfer=2_000)
    now = _income(3, wages=9_000, production=4_500, cost=1_500, transfer=3_000)
    assert contributions_of(now, before) == (250, 0, 0, 0)
    assert sum(contributions_of(now, before) or ()) == growth_of(now, before)
    assert contributions_of(now, _income(2)) is None
    assert contributions_of(now, _income(0)) is None
