"""The low-income ledger opens with the closed year and shrinks as households come over the line."""

from datetime import date

from village_desk.definitions.bases import counting_basis
from village_desk.definitions.items import income_items
from village_desk.rules.income import Reckoner
from village_desk.rules.low_income import low_income_ledger
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, YearMode
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.rules.support_records import Plan

RECKONER = Reckoner(income_items(), counting_basis("P1"))
LINE = Fen(1_000_000)


def _household(
    name: str, *lines: tuple[int, int], labour: str = "普通劳动力", plan: int | None = None, **more: object
):
    wanted = {"household_class": "脱贫户", **more}
    person = Person(f"{name}1", "v", name, 1, name="甲", labour=labour, born_on=date(1980, 1, 1))
    return HouseholdPicture(
        Household(name, "v", number=name, **wanted),  # type: ignore[arg-type]
        (person,),
        tuple(
            LedgerLine(f"{name}{month}", "v", name, item="G01", month=Month(month), amount=Fen(yuan * 100))
            for month, yuan in lines
        ),
        plans=(Plan(f"{name}p", "v", name, 2025, wages=Fen(plan * 100)),) if plan else (),
    )


def _ledger(*households: HouseholdPicture):
    return low_income_ledger(households, RECKONER, 2025, YearMode.INCOME_YEAR, LINE)


def test_it_holds_the_lifted_households_that_were_under_the_line_the_lowest_first():
    ledger = _ledger(
        _household("a", (202406, 9_000)),
        _household("b", (202406, 3_000)),
        _household("over", (202406, 10_000)),
        _household("ordinary", (202406, 3_000), household_class="一般农户"),
        _household("safety-net", (202406, 3_000), labour="无劳动力"),
        _household("unknown"),
    )
    assert [row.picture.household.number for row in ledger.rows] == ["b", "a"]
    assert [row.before for row in ledger.rows] == [300_000, 900_000]


def test_income_adds_up_by_quarter_and_the_quarter_that_reaches_the_line_lifts():
    ledger = _ledger(
        _household("a", (202406, 9_000), (202411, 4_000), (202502, 7_000), (202505, 1_000)),
        _household("b", (202406, 8_000), (202502, 500)),
    )
    b, a = ledger.rows
    assert a.so_far == (400_000, 1_100_000, 1_200_000, None)
    assert a.lifted_in is not None
    assert a.lifted_in.name == "2025Q2"
    assert b.so_far == (None, 50_000, None, None)
    assert b.lifted_in is None
    assert (ledger.lifted, ledger.remaining) == (1, 1)


def test_the_target_is_the_plans_per_head():
    (row,) = _ledger(_household("a", (202406, 9_000), plan=15_000)).rows
    assert row.target == 1_500_000
    (row,) = _ledger(_household("a", (202406, 9_000))).rows
    assert row.target is None


def test_who_newly_came_under_the_line_is_seen_once_the_year_is_entered_to_its_end():
    under = _household("a", (202406, 12_000), (202411, 3_000), (202508, 4_000))
    early = _household("b", (202406, 12_000), (202411, 3_000))
    ledger = _ledger(under, early)
    assert ledger.rows == ()
    assert [row.picture.household.number for row in ledger.newly_in] == ["a"]


def test_the_day_of_lifting_is_the_end_of_the_month_that_reached_the_line():
    ledger = _ledger(_household("a", (202406, 9_000), (202411, 4_000), (202501, 5_999), (202502, 1)))
    (row,) = ledger.rows
    assert (row.lifted_in and row.lifted_in.name, row.lifted_on) == ("2025Q2", date(2025, 2, 28))
    assert _ledger(_household("b", (202406, 9_000), (202502, 1))).rows[0].lifted_on is None


def test_it_is_told_by_how_many_it_has_shrunk_each_year_by_its_own_line():
    def both(name: str, before: int, closed: int) -> HouseholdPicture:
        return _household(name, (202306, before), (202406, closed))

    households = (both("up", 8_000, 12_000), both("still", 8_000, 9_000), both("edge", 9_000, 9_500))
    mode = YearMode.INCOME_YEAR
    ledger = low_income_ledger(households, RECKONER, 2025, mode, LINE, Fen(900_000))
    assert (len(ledger.rows), ledger.start_before, ledger.change) == (2, 2, 0)
    ledger = low_income_ledger(households, RECKONER, 2025, mode, LINE, LINE)
    assert (ledger.start_before, ledger.change) == (3, -1)
    assert low_income_ledger(households, RECKONER, 2025, mode, LINE).change is None
    assert low_income_ledger((_household("a", (202406, 1)),), RECKONER, 2025, mode, LINE, LINE).change is None
