"""Incomes added up in the book: of every household what the rules make of its lines and persons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Invented
from tests.listening import statements_in
from village_desk.definitions.bases import counting_bases, with_exceptions
from village_desk.definitions.items import income_items
from village_desk.practice.village import PracticeVillage, make_practice_village
from village_desk.rules.figures import LABOURLESS, HouseholdIncome, household_figure
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.scene import Group, is_in
from village_desk.rules.items import Counting
from village_desk.rules.months import Month, Window, YearMode, add_months, rolling_window, year_window
from village_desk.rules.records import SPAN_MONTH, SPAN_QUARTER
from village_desk.store.book import Book, open_with
from village_desk.store.incomes import summed_incomes
from village_desk.store.journal import Deed
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.pictures import village_picture
from village_desk.store.reading import Reading

Answers = dict[str, object]
YEAR = year_window(2025, YearMode.INCOME_YEAR)
ITEMS = income_items()
NOTED = next(code for code, item in ITEMS.items() if item.counting is Counting.MEMO)
"""An item that is only noted: a county may count it."""
OF_EACH_CATEGORY = list({item.category: code for code, item in ITEMS.items()}.values())
RECKONERS = [
    Reckoner(ITEMS, with_exceptions(basis, marks))
    for basis in counting_bases().values()
    for marks in ({}, {NOTED: Counting.COUNTED})
]


def by_the_rules(reading: Reading, reckoner: Reckoner, window: Window) -> dict[str, tuple[object, ...]]:
    households = village_picture(reading, "村").households
    return told(household_figure(one, reckoner, window) for one in households)


def told(incomes: Iterable[HouseholdIncome]) -> dict[str, tuple[object, ...]]:
    """All that a roll-up and its rows may ask of each household."""
    return {
        one.household.id: (
            *(one.now, one.before, one.members, one.is_without_labour),
            *(one.household.village_code, one.household.group, one.household.monitoring_class),
            {group for group in Group if is_in(one.household, group)},
        )
        for one in incomes
    }


months = st.integers(-26, 2).map(lambda step: add_months(YEAR.last, step))
days = st.sampled_from([None, None, None, date(2022, 6, 1), YEAR.first_day, YEAR.last_day, date(2026, 3, 31)])
persons = st.fixed_dictionaries(
    {
        "joined_on": days,
        "left_on": days,
        "counted": st.sampled_from([None, True, False]),
        "not_counted_from": st.none() | months,
        "not_counted_until": st.none() | months,
        "labour": st.sampled_from([None, "普通劳动力", *sorted(LABOURLESS)]),
    }
)
plain_persons = st.fixed_dictionaries({"labour": st.sampled_from([None, "技能劳动力", *sorted(LABOURLESS)])})
lines = st.fixed_dictionaries(
    {
        "item": st.sampled_from([None, "不在目录", *OF_EACH_CATEGORY]),
        "month": months,
        "span": st.sampled_from([SPAN_MONTH, SPAN_QUARTER]),
        "amount": st.none() | st.integers(-(10**7), 10**10),
    }
)
households = st.fixed_dictionaries(
    {
        "group": st.sampled_from([None, "一组"]),
        "household_class": st.sampled_from([None, "脱贫户", "一般农户"]),
        "monitoring_class": st.sampled_from([None, "脱贫不稳定户"]),
        "risk_removed": st.sampled_from([None, True, False]),
        "relocated": st.sampled_from([None, True]),
        "without_labour": st.sampled_from([None, None, True, False]),
        "stated_members_year": st.sampled_from([None, 0, 3]),
    }
)
villages = st.lists(
    st.tuples(households, st.lists(plain_persons | persons, max_size=4), st.lists(lines, max_size=8)),
    min_size=1,
    max_size=4,
)
windows = st.sampled_from(
    [YEAR, year_window(2025, YearMode.CALENDAR), Window(Month(202508), Month(202508))]
) | months.map(rolling_window)


@pytest.mark.both_engines
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(villages, windows, st.sampled_from(RECKONERS))
def test_sums_of_the_book_are_what_the_rules_make_of_each_household(
    book: Book,
    invented: Invented,
    made: list[tuple[Answers, list[Answers], list[Answers]]],
    window: Window,
    reckoner: Reckoner,
) -> None:
    with book.changing(Deed("import", "演练员")) as change:
        for household, people, own_lines in made:
            kept = invented.household(**household)
            change.insert(kept)
            change.insert_many([invented.person(kept, place, **one) for place, one in enumerate(people, 1)])
            change.insert_many([invented.line(kept, **one) for one in own_lines])  # type: ignore[arg-type]
    with book.reading() as reading:
        assert told(summed_incomes(reading, reckoner, window)) == by_the_rules(reading, reckoner, window)


@pytest.mark.both_engines
def test_a_line_known_by_quarter_and_a_member_not_counted_are_told_by_the_rules(
    book: Book, invented: Invented
) -> None:
    """The line stands in May and is reckoned to June; who is away by then is a member and not counted."""
    household = invented.household()
    away = invented.person(household, 2, counted=False, not_counted_from=Month(202506))
    line = invented.line(household, 202505, item="G02", span=SPAN_QUARTER)
    with book.changing(Deed("import", "演练员")) as change:
        change.insert_many([household, invented.person(household), away, line])
    with book.reading() as reading:
        (found,) = summed_incomes(reading, RECKONERS[0], Window(Month(202506), Month(202507)))
    assert (found.now.income.net, found.now.income.persons, found.members) == (line.amount, 1, 2)


@pytest.mark.both_engines
def test_what_is_voided_adds_nothing_and_what_has_no_household_is_nobodys(
    book: Book, invented: Invented
) -> None:
    kept, gone = invented.household(), invented.household()
    line, struck = invented.line(kept, item="G02"), invented.line(kept, item="G02")
    left = invented.person(kept, 2)
    with book.changing(Deed("import", "演练员")) as change:
        change.insert_many(
            [kept, gone, invented.person(kept), left, line, struck, invented.line(gone, item="G02")]
        )
    with book.changing(Deed("entry", "演练员")) as change:
        for record in (gone, struck, left):
            change.void(type(record), record.id)
    with book.reading() as reading:
        (found,) = summed_incomes(reading, RECKONERS[0], YEAR)
    assert (found.household.id, found.now.income.net, found.members) == (kept.id, line.amount, 1)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> PracticeVillage:
    return make_practice_village(tmp_path_factory.mktemp("practice"), 40, 7)


@pytest.mark.parametrize("reckoner", RECKONERS, ids=lambda one: one.basis.id)
def test_so_they_are_in_the_practice_village_under_every_formula(
    practice: PracticeVillage, reckoner: Reckoner
) -> None:
    shown = [year_window(year, mode) for mode in YearMode for year in (2024, 2025)]
    shown += [rolling_window(add_months(YEAR.last, -step)) for step in range(5)]
    shown += [Window(add_months(YEAR.last, -2), YEAR.last), Window(YEAR.last, YEAR.last)]
    with open_with(practice.book, PRACTICE_PASSPHRASE) as book, book.reading() as reading:
        for window in shown:
            assert told(summed_incomes(reading, reckoner, window)) == by_the_rules(reading, reckoner, window)


def test_they_take_four_statements_and_read_two_years_of_lines_and_few_fields(
    book: Book, invented: Invented, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[tuple[object, ...]] = []
    streamed: Callable[..., list[tuple[object, ...]]] = Reading._streamed

    def counted(reading: Reading, statement: str, *values: str | int) -> list[tuple[object, ...]]:
        found = list(streamed(reading, statement, *values))
        rows.extend(found)
        return found

    with book.changing(Deed("import", "演练员")) as change:
        for _ in range(20):
            household = invented.household()
            people = [invented.person(household, place) for place in range(1, 6)]
            steps = range(-35, 1)
            monthly = [invented.line(household, add_months(YEAR.last, step), item="G02") for step in steps]
            change.insert_many([household, *people, *monthly])
    monkeypatch.setattr(Reading, "_streamed", counted)
    with statements_in(book) as statements, book.reading() as reading:
        summed_incomes(reading, RECKONERS[0], YEAR)
    assert len([one for one in statements if one.startswith("SELECT")]) == 4
    assert len(rows) == 20 * (1 + 1 + 24), "of each household itself, its members as one, two years of lines"
    assert max(map(len, rows)) < 10, "and few of their fields"
