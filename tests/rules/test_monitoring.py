"""Candidates for monitoring: the line and its band, sudden falls with their items, sudden spending."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from village_desk.definitions.bases import counting_basis
from village_desk.definitions.items import income_items
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen
from village_desk.rules.monitoring import Candidate, ReasonKind, Screening, candidates
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person, Visit

RECKONER = Reckoner(income_items(), counting_basis("P4"))
JUNE = Screening(Month(202506), Fen(8_700_00), 10, 20, 50, Fen(10_000_00), ("R02",))
OLD = ("G01", 202306, 20_000)
"""Makes the ledger reach two years back."""


def household(
    *lines: tuple[str, int, int], visits: tuple[Visit, ...] = (), **answers: object
) -> HouseholdPicture:
    made = [
        LedgerLine(f"l{place}", "v", "h", item=item, month=Month(month), amount=Fen(yuan * 100))
        for place, (item, month, yuan) in enumerate(lines)
    ]
    return HouseholdPicture(
        Household("h", "v", number="1", **answers),  # type: ignore[arg-type]
        (Person("p", "v", "h", 1),),
        tuple(made),
        visits,
    )


def found(*pictures: HouseholdPicture, screening: Screening = JUNE) -> list[Candidate]:
    return candidates(pictures, RECKONER, screening)


def kinds(*pictures: HouseholdPicture) -> list[ReasonKind]:
    return [reason.kind for one in found(*pictures) for reason in one.reasons]


@pytest.mark.parametrize(
    ("yuan", "expected"),
    [(8_699, [ReasonKind.UNDER]), (8_700, [ReasonKind.NEAR]), (9_570, [ReasonKind.NEAR]), (9_571, [])],
)
def test_the_line_itself_and_ten_percent_above_it_are_the_watch_band(
    yuan: int, expected: list[ReasonKind]
) -> None:
    assert kinds(household(("G01", 202503, yuan))) == expected


@pytest.mark.parametrize(
    ("month", "counts"), [(202405, False), (202406, True), (202505, True), (202506, False)]
)
def test_the_twelve_months_before_the_month_count(month: int, *, counts: bool) -> None:
    head = found(household(("T011", 202502, 1_000), ("G01", month, 500)))[0].per_capita
    assert head == (1_500_00 if counts else 1_000_00)


def test_claims_add_and_own_payments_take_as_the_reference_formula_has_it() -> None:
    one = found(household(("G01", 202503, 9_000), ("R01", 202503, 500), ("R02", 202504, 2_000)))[0]
    assert one.per_capita == 7_500_00
    assert one.gap == -1_200_00


def test_a_household_in_which_nothing_is_entered_is_no_candidate() -> None:
    assert found(household()) == []
    assert found(household(("N09", 202503, 10))) == []


def test_a_fall_by_a_fifth_names_the_items_that_fell_and_the_cause_that_a_visit_told() -> None:
    visit = Visit("v", "v", "h", Month(202504), fall_cause="失业")
    one = found(household(OLD, ("T011", 202503, 4_000), ("G01", 202412, 12_000), visits=(visit,)))[0]
    fall = next(reason for reason in one.reasons if reason.kind is ReasonKind.FALL)
    assert (fall.amount, fall.against, fall.percent) == (16_000_00, 20_000_00, 20)
    assert fall.change is not None
    assert [item.code for item in fall.change.items if item.per_head < 0] == ["G01"]
    assert fall.cause == "失业"
    assert kinds(household(OLD, ("G01", 202412, 16_001))) == []


def test_without_a_ledger_of_the_year_before_nothing_has_fallen() -> None:
    assert kinds(household(("G01", 202404, 20_000), ("G01", 202503, 10_000))) == []


@pytest.mark.parametrize(("spent", "much"), [(10_000, False), (10_001, True)])
def test_own_payments_above_the_amount_are_sudden_spending(spent: int, *, much: bool) -> None:
    assert (ReasonKind.SPENDING in kinds(household(("G01", 202503, 50_000), ("R02", 202504, spent)))) is much


def test_what_visits_tell_is_not_counted_twice_with_own_payments() -> None:
    visit = Visit("v", "v", "h", Month(202501), medical_spending=Fen(9_000_00), reimbursed=Fen(2_000_00))
    lines = (("G01", 202503, 50_000), ("R02", 202503, 7_000))
    assert kinds(household(*lines, visits=(visit,))) == []
    dear = replace(visit, accident_spending=Fen(4_000_00))
    assert kinds(household(*lines, visits=(dear,))) == [ReasonKind.SPENDING]


def test_the_poorest_come_first_and_a_removed_risk_is_no_longer_monitored() -> None:
    watched = household(("G01", 202503, 5_000), monitoring_class="边缘易致贫户")
    removed = household(("G01", 202503, 3_000), monitoring_class="边缘易致贫户", risk_removed=True)
    assert [(one.per_capita, one.is_monitored) for one in found(watched, removed)] == [
        (3_000_00, False),
        (5_000_00, True),
    ]


def test_without_a_line_only_falls_and_spending_are_reasons() -> None:
    assert found(household(("G01", 202503, 10)), screening=replace(JUNE, line=None)) == []
