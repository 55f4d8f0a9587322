"""Ledger lines to income under each formula, worked out by hand beside it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.rules.income import Reckoner, change_per_mille, line_month, lines_in
from village_desk.rules.items import Category, Counting, CountingBasis, IncomeItem
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Window, YearMode, make_quarter, year_window
from village_desk.rules.records import LedgerLine, Person

FOUR = frozenset({Category.WAGES, Category.PRODUCTION, Category.PROPERTY, Category.TRANSFER})
BASES = {
    "P1": (FOUR, frozenset({Category.COST})),
    "P2": (FOUR, frozenset({Category.COST, Category.TAX, Category.GIFT})),
    "P3": (FOUR, frozenset({Category.COST, Category.OUTLAY})),
    "P4": (FOUR | {Category.CLAIM}, frozenset({Category.COST, Category.OWN_PAYMENT})),
}
ITEMS = {
    code: IncomeItem(code, code, category, "b", "either", counting=counting, sign=sign)
    for code, category, counting, sign in (
        ("G", Category.WAGES, Counting.COUNTED, 1),
        ("G99", Category.WAGES, Counting.MEMO, -1),
        ("J", Category.PRODUCTION, Counting.COUNTED, 1),
        ("Z", Category.COST, Counting.COUNTED, 1),
        ("C", Category.PROPERTY, Counting.COUNTED, 1),
        ("T", Category.TRANSFER, Counting.COUNTED, 1),
        ("N", Category.MEMO, Counting.MEMO, 1),
        ("XO", Category.OUTLAY, Counting.SEPARATE, 1),
        ("XT", Category.TAX, Counting.SEPARATE, 1),
        ("XG", Category.GIFT, Counting.SEPARATE, 1),
        ("R1", Category.CLAIM, Counting.SEPARATE, 1),
        ("R2", Category.OWN_PAYMENT, Counting.SEPARATE, 1),
    )
}
ALL_COUNTED = dict.fromkeys(("XO", "XT", "XG", "R1", "R2"), Counting.COUNTED)
YEAR = year_window(2025, YearMode.INCOME_YEAR)
AMOUNTS = {"G": 48_000, "J": 9_000, "Z": 3_600, "C": 800, "T": 2_400, "N": 5_000,
           "XO": 1_000, "XT": 200, "XG": 300, "R1": 4_000, "R2": 7_000, "G99": 6_000}  # fmt: skip


def reckoner(basis: str = "P1", divisor: str = "counted", **marks: Counting) -> Reckoner:
    adds, takes = BASES[basis]
    return Reckoner(ITEMS, CountingBasis(basis, basis, "", adds, takes, divisor, marks))


def line(item: str, yuan: int | None, month: int = 202503, span: str = "月") -> LedgerLine:
    amount = None if yuan is None else Fen(yuan * 100)
    return LedgerLine("l", "v", "h", item=item, month=Month(month), span=span, amount=amount)


LINES = [line(item, yuan) for item, yuan in AMOUNTS.items()]


@pytest.mark.parametrize(
    ("basis", "marks", "net"),
    [
        ("P1", {}, 48_000 + 9_000 - 3_600 + 800 + 2_400),
        ("P2", ALL_COUNTED, 56_600 - 200 - 300),
        ("P3", ALL_COUNTED, 56_600 - 1_000),
        ("P4", ALL_COUNTED, 56_600 + 4_000 - 7_000),
        ("P1", ALL_COUNTED, 56_600),
        ("P1", {"T": Counting.MEMO}, 56_600 - 2_400),
        ("P1", {"T": Counting.SEPARATE}, 56_600 - 2_400),
        ("P1", {"G99": Counting.COUNTED}, 56_600 - 6_000),
        ("P1", {"Z": Counting.MEMO}, 56_600 + 3_600),
        ("P1", {"N": Counting.COUNTED}, 56_600 + 5_000),
    ],
)
def test_each_formula_gives_the_net_worked_out_by_hand(
    basis: str, marks: Mapping[str, Counting], net: int
) -> None:
    income = reckoner(basis, **marks).income(LINES, YEAR, 4)
    assert income.net == net * 100
    assert income.per_capita == net * 25


@given(st.lists(st.tuples(st.sampled_from(sorted(ITEMS)), st.integers(-(10**6), 10**6))),
       st.dictionaries(st.sampled_from(sorted(ITEMS)), st.sampled_from(Counting)))  # fmt: skip
def test_under_the_systems_formula_the_net_is_always_the_four_less_cost(
    lines: list[tuple[str, int]], marks: dict[str, Counting]
) -> None:
    income = reckoner("P1", **marks).income([line(*one) for one in lines], YEAR, 3)
    assert income.net == income.gross - income.cost


def test_a_switched_item_leaves_its_category_too() -> None:
    assert reckoner(T=Counting.MEMO).income(LINES, YEAR, 4).transfer == 0
    assert reckoner(N=Counting.COUNTED).income(LINES, YEAR, 4).transfer == (2_400 + 5_000) * 100


def test_claims_and_payments_stand_beside_a_formula_that_does_not_use_them() -> None:
    income = reckoner("P1").income(LINES, YEAR, 4)
    assert income.of(Category.CLAIM) == 400_000
    assert income.of(Category.OWN_PAYMENT) == 700_000
    assert income.of(Category.WAGES) == 4_800_000
    assert reckoner("P1", R1=Counting.MEMO).income(LINES, YEAR, 4).of(Category.CLAIM) == 0


@pytest.mark.parametrize(
    ("month", "counts"), [(202409, False), (202410, True), (202509, True), (202510, False)]
)
def test_a_month_counts_only_inside_the_window(month: int, counts: bool) -> None:  # noqa: FBT001
    assert bool(reckoner().income([line("G", 1, month)], YEAR, 1).net) is counts


@pytest.mark.parametrize("month", [202507, 202508, 202509])
def test_a_line_known_by_quarter_counts_in_its_last_month(month: int) -> None:
    known_by_quarter = line("G", 1, month, "季")
    assert line_month(known_by_quarter) == 202509
    assert lines_in([known_by_quarter], YEAR) == [known_by_quarter]
    assert lines_in([known_by_quarter], Window(Month(202507), Month(202508))) == []


@pytest.mark.parametrize(
    ("number", "year"), [(number, year) for year in (2024, 2025) for number in (1, 2, 3, 4)]
)
@pytest.mark.parametrize("mode", YearMode)
def test_a_line_known_by_quarter_lies_in_that_quarter_and_no_other(
    number: int, year: int, mode: YearMode
) -> None:
    quarter = make_quarter(year, number, mode)
    known = line("G", 1, quarter.first, "季")
    assert lines_in([known], quarter.window) == [known]
    assert lines_in([known], quarter.shifted(1).window) == lines_in([known], quarter.shifted(-1).window) == []


def test_lines_without_amount_month_or_known_item_add_nothing() -> None:
    nothing = [line("G", None), LedgerLine("l", "v", "h", item="G", amount=Fen(1)), line("unknown", 5)]
    income = reckoner().income(nothing, YEAR, 2)
    assert (income.net, income.per_capita) == (0, 0)


def test_nobody_counted_has_no_income_per_head() -> None:
    assert reckoner().income(LINES, YEAR, 0).per_capita is None


@pytest.mark.parametrize(
    ("net", "persons", "each"), [(100, 3, 33), (200, 3, 67), (-100, 3, -33), (-1, 2, -1), (1, 2, 1)]
)
def test_the_figure_per_head_is_rounded_half_up_once(net: int, persons: int, each: int) -> None:
    income = reckoner().income(
        [LedgerLine("l", "v", "h", item="G", month=Month(202503), amount=Fen(net))], YEAR, persons
    )
    assert income.per_capita == each


@given(st.lists(st.tuples(st.integers(-(10**7), 10**7), st.integers(0, 9)), max_size=12))
def test_a_village_is_the_sum_of_its_households_and_never_a_mean_of_means(
    households: list[tuple[int, int]],
) -> None:
    incomes = [
        reckoner().income([line("G", yuan), line("R1", 5)], YEAR, persons) for yuan, persons in households
    ]
    village = reckoner().total(incomes)
    persons = sum(count for _, count in households)
    assert village.net == sum(yuan for yuan, _ in households) * 100
    assert village.of(Category.CLAIM) == 500 * len(households)
    assert village.persons == persons
    assert (village.per_capita is None) == (persons == 0)


def test_the_divisor_is_whom_the_basis_names() -> None:
    family = [Person("p", "v", "h", 1), Person("q", "v", "h", 2, counted=False)]
    assert reckoner(divisor="counted").divisor(family, YEAR, 5) == 1
    assert reckoner(divisor="registered").divisor(family, YEAR, 5) == 2
    assert reckoner(divisor="stated").divisor(family, YEAR, 5) == 5
    assert reckoner(divisor="stated").divisor(family, YEAR, None) == 1


def test_growth_from_nothing_or_from_a_loss_has_no_rate() -> None:
    assert change_per_mille(110, 100) == 100
    assert change_per_mille(90, 100) == -100
    assert change_per_mille(100, 0) is None
    assert change_per_mille(100, -5) is None
