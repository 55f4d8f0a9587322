"""What is due and insured: subsidies, wages, loans, insurance, asset income, worked out by hand."""

from datetime import date
from fractions import Fraction

from tests.rules.small_village import ask, household, lines, names, person, village_year
from village_desk.rules.entitlements import paid_of
from village_desk.rules.indicators.figure import NOTHING, Unit, shown
from village_desk.rules.livelihood_records import Entitlement, Insurance
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode, year_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine
from village_desk.rules.support_records import Loan, PublicPost, WorkSpell

WINDOW = year_window(2025, YearMode.INCOME_YEAR)


def _due(name: str, item: str, yuan: int | None, **more: object) -> Entitlement:
    known = {"year": 2025, "item": item, "due": yuan and Fen(yuan * 100), **more}
    return Entitlement(f"{name}{item}", "v", name, **known)  # type: ignore[arg-type]


def _line(name: str, item: str, yuan: int, month: int, person_id: str | None = None) -> LedgerLine:
    return LedgerLine(
        f"{name}{item}{month}{yuan}",
        "v",
        name,
        person_id,
        item=item,
        month=Month(month),
        amount=Fen(yuan * 100),
    )


def test_what_was_paid_is_read_from_the_ledger_of_the_year_and_of_whom_it_is_due_to():
    entitlement = _due("a", "T02", 300)
    paid = (
        _line("a", "T02", 100, 202410, "a1"),
        _line("a", "T02", 50, 202509, "a2"),
        _line("a", "T02", 999, 202409),
        _line("a", "T071", 999, 202506),
    )
    assert paid_of(entitlement, paid, WINDOW) == 15_000
    assert paid_of(entitlement, paid, WINDOW, Month(202508)) == 10_000
    assert paid_of(_due("a", "T02", 300, person_id="a2"), paid, WINDOW) == 5_000


def test_a_household_is_paid_when_everything_due_by_now_came_in_full_and_in_time():
    full = household("full", (_line("full", "T071", 450, 202506),), entitlements=(_due("full", "T071", 450),))
    short = household(
        "short", (_line("short", "T071", 449, 202506),), entitlements=(_due("short", "T071", 450),)
    )
    late = household(
        "late",
        (_line("late", "T071", 450, 202507),),
        entitlements=(_due("late", "T071", 450, due_by=Month(202506)),),
    )
    unknown = household("unknown", entitlements=(_due("unknown", "T071", None),))
    rent = household("rent", (_line("rent", "C4", 300, 202506),), entitlements=(_due("rent", "C4", 300),))
    scene = village_year(full, short, late, unknown, rent)
    figure = ask(scene, "subsidies_paid")
    assert (figure.value, names(figure)) == (Fraction(1, 3), ["full"])
    assert names(ask(scene, "asset_income_paid")) == ["rent"]
    assert ask(village_year(short, as_of=date(2025, 9, 29)), "subsidies_paid").value is None


def test_the_pay_of_a_post_is_full_when_the_ledger_has_each_month_held():
    def holder(name: str, months: int, **more: object) -> HouseholdPicture:
        pay = tuple(_line(name, "G06", 800, 202504 + place, f"{name}1") for place in range(months))
        post = PublicPost(
            f"{name}p", "v", name, f"{name}1", started=Month(202504), month_pay=Fen(80_000), **more
        )  # type: ignore[arg-type]
        return household(name, pay, posts=(post,))

    scene = village_year(holder("full", 6), holder("short", 5), holder("left", 2, ended=Month(202505)))
    figure = ask(scene, "post_wages_paid")
    assert (figure.value, names(figure)) == (Fraction(2, 3), ["full1", "left1"])
    assert ask(village_year(holder("full", 5), as_of=date(2025, 9, 2)), "post_wages_paid").value == 1


def test_arrears_count_until_they_are_settled_by_amount_and_by_month():
    def owed(name: str, yuan: int | None, **more: object) -> HouseholdPicture:
        spell = WorkSpell(
            f"{name}w", "v", name, f"{name}1", arrears=None if yuan is None else Fen(yuan * 100), **more
        )  # type: ignore[arg-type]
        return household(name, spells=(spell,))

    scene = village_year(
        owed("a", 3_000, arrears_from=Month(202507)),
        owed("b", 1_000),
        owed("none", 0),
        owed("settled", 5_000, arrears_settled_on=date(2025, 8, 1)),
        owed("unasked", None),
    )
    assert names(ask(scene, "wage_arrears")) == ["a1", "b1"]
    assert len(ask(scene, "wage_arrears").base) == 4
    assert shown(ask(scene, "wage_arrears_amount").value, Unit.YUAN) == "4000.00"
    assert ask(scene, "wage_arrears_months").value == 3
    assert ask(village_year(owed("unasked", None)), "wage_arrears_amount") == NOTHING


def test_loans_are_granted_to_those_who_want_them_and_late_after_their_day():
    def lent(name: str, **more: object) -> HouseholdPicture:
        return household(name, loans=(Loan(f"{name}l", "v", name, **more),))  # type: ignore[arg-type]

    scene = village_year(
        lent("runs", due_on=date(2026, 1, 1)),
        lent("late", due_on=date(2025, 9, 29)),
        lent("repaid", repaid_on=date(2025, 9, 1)),
        household("wants", loan_wish=True),
        household("not", loan_wish=False),
    )
    assert names(ask(scene, "microloan_rate")) == ["runs", "late"]
    assert ask(scene, "microloan_rate").value == Fraction(2, 3)
    assert names(ask(scene, "microloans_overdue")) == ["late"]


def test_the_insured_are_held_against_those_of_whom_it_was_asked():
    scene = village_year(
        household("a", people=(person("a", resident_medical=True, resident_pension=True),)),
        household(
            "b", people=(person("b", resident_medical=False, employee_medical=True, resident_pension=False),)
        ),
        household("c", people=(person("c", resident_medical=False),)),
        household("child", people=(person("child", born_on=date(2012, 1, 1), resident_pension=False),)),
        household("unasked"),
    )
    assert ask(scene, "medical_insured_rate").value == Fraction(2, 3)
    pension = ask(scene, "pension_insured_rate")
    assert (pension.value, names(pension)) == (Fraction(1, 2), ["a1"])


def test_an_industry_is_insured_by_a_policy_of_the_year_that_was_taken_out():
    def insured(name: str, **more: object) -> HouseholdPicture:
        known = {"year": 2025, "item": "J101", "insured_on": date(2025, 3, 1), **more}
        return household(
            name, lines(name, J101=1_000), insurances=(Insurance(f"{name}i", "v", name, **known),)
        )  # type: ignore[arg-type]

    scene = village_year(
        insured("yes"),
        insured("last", year=2024),
        insured("planned", insured_on=None),
        insured("house", item=None),
        household("idle"),
    )
    figure = ask(scene, "industry_insured_rate")
    assert (figure.value, names(figure)) == (Fraction(1, 4), ["yes"])


def test_each_subsidy_is_a_row_with_what_was_due_what_came_and_what_lacks():
    """More than was due of one makes up for nothing of another."""
    a = household(
        "a",
        (_line("a", "T071", 500, 202506), _line("a", "T02", 100, 202506)),
        entitlements=(_due("a", "T071", 450), _due("a", "T02", 300)),
    )
    b = household("b", (_line("b", "T071", 440, 202506),), entitlements=(_due("b", "T071", 450),))
    rows = {row.name: row.figure for row in ask(village_year(a, b), "subsidies_paid").rows}
    assert {name: (names(row), len(row.base)) for name, row in rows.items()} == {
        "T02": ([], 1),
        "T071": (["a"], 2),
    }
    assert [(one.name, one.value) for one in rows["T071"].beside] == [
        ("due", 90_000),
        ("received", 94_000),
        ("lacking", 1_000),
    ]
