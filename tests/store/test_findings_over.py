"""Many quarters straight from the book: the findings of each quarter's own run, a household at a time."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.listening import statements_in
from tests.rules.households import asking, clean_household, scaled, telling
from tests.rules.test_checks_run import QUARTERS, SETTINGS, lived_in
from village_desk.practice.village import make_practice_village, practice_quarters
from village_desk.rules.checks.registry import FILED
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household
from village_desk.store.book import Book, open_with
from village_desk.store.journal import Deed
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.pictures import streamed_pictures, village_picture, walking_order
from village_desk.store.reckoned.findings import Finding, village_findings, village_findings_over
from village_desk.store.reckoned.findings_over import Periods, book_findings_over
from village_desk.store.settings import BookSettings, book_settings


def keep(book: Book, *households: HouseholdPicture) -> None:
    with book.changing(Deed("import", "演练员")) as change:
        for one in households:
            change.insert_many([one.household, *one.persons, *one.lines, *one.visits])


def by_quarter(book: Book, settings: BookSettings, periods: Periods) -> list[list[Finding]]:
    """The findings of a run over the book, brought into walking order."""
    with book.reading() as reading:
        newest = {one.id: (one, found) for one, found in book_findings_over(reading, settings, periods)}
    found = sorted(newest.values(), key=lambda known: walking_order(known[0]))
    return [[one for _, quarters in found for one in quarters[place]] for place in range(len(periods))]


def agrees_with_each_quarter_alone(book: Book, settings: BookSettings, periods: Periods) -> int:
    with book.reading() as reading:
        picture = village_picture(reading, "测试村")
    alone = [village_findings(picture, settings, *period) for period in periods]
    assert by_quarter(book, settings, periods) == alone
    assert [found for _, found in village_findings_over(picture, settings, periods)] == alone
    return sum(map(len, alone))


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    made = make_practice_village(tmp_path_factory.mktemp("run") / "练习", 120, 7)
    with open_with(made.book, PRACTICE_PASSPHRASE) as book:
        yield book


def test_a_faulty_village_over_eight_quarters_has_the_findings_of_each_quarter(practised):
    periods = [(quarter, quarter.window.last_day) for quarter in practice_quarters()]
    with practised.reading() as reading:
        settings = book_settings(reading, practised.village.profile)
    assert agrees_with_each_quarter_alone(practised, settings, periods) > 500


def test_shared_numbers_births_and_departures_are_found_as_in_each_quarter(book):
    keep(book, *lived_in())
    assert agrees_with_each_quarter_alone(book, SETTINGS, QUARTERS) > 100


def test_households_that_rise_fall_and_repeat_others_are_not_passed_over(book):
    poor, rising = (
        scaled(clean_household(1), 20, 202410, 202509),
        scaled(clean_household(2), 300, 202501, 202509),
    )
    twins = [
        replace(
            twin,
            lines=tuple(
                replace(line, amount=line.amount and line.amount // 100 * 100) for line in twin.lines
            ),
        )
        for twin in (clean_household(serial) for serial in (3, 4, 5))
    ]
    same = [
        replace(
            twin,
            lines=tuple(
                replace(line, amount=other.amount)
                for line, other in zip(twin.lines, twins[0].lines, strict=True)
            ),
        )
        for twin in twins
    ]
    keep(book, poor, rising, *same)
    assert agrees_with_each_quarter_alone(book, SETTINGS, QUARTERS) > 0
    rules = {one.rule for found in by_quarter(book, SETTINGS, QUARTERS) for one in found}
    assert rules >= {"IN04", "IN08", "IN09", "IN10", "IN11"}


def test_what_a_voided_household_leaves_behind_goes_to_nobody(book):
    keep(book, *(clean_household(serial) for serial in (1, 2, 3)))
    with book.changing(Deed("record-voided", "演练员")) as change:
        change.void(Household, "h2")
    with book.reading() as reading:
        streamed = sorted(streamed_pictures(reading), key=lambda one: walking_order(one.household))
        assert streamed == list(village_picture(reading, "测试村").households)
        assert len(streamed) == 2


def statements_of_a_run(book: Book) -> int:
    with statements_in(book) as said:
        by_quarter(book, SETTINGS, QUARTERS)
    return len(said)


def test_a_run_costs_as_many_statements_for_ten_households_as_for_two(book):
    keep(book, *(clean_household(serial) for serial in range(1, 3)))
    of_two = statements_of_a_run(book)
    keep(book, *(clean_household(serial) for serial in range(3, 11)))
    assert statements_of_a_run(book) == of_two < 30


def held() -> int:
    return sum(isinstance(one, HouseholdPicture) for one in gc.get_objects())


def test_a_run_holds_one_household_at_a_time(book):
    keep(book, *(clean_household(serial) for serial in range(1, 11)))
    with book.reading() as reading:
        before = held()
        most = max(held() for _ in book_findings_over(reading, SETTINGS, QUARTERS))
    assert most - before <= 2


def test_a_household_in_order_is_asked_little_over_twelve_quarters(book, monkeypatch):
    """What makes a run fast holds on every machine: calls are counted, not seconds."""
    asked: Counter[str] = Counter()

    def counting(rule_id: str, look):
        def look_and_count(facts, limits):
            asked[rule_id] += 1
            return look(facts, limits)

        return look_and_count

    for rule_id, known in FILED.items():
        monkeypatch.setitem(FILED, rule_id, replace(known, look=counting(rule_id, known.look)))
    keep(book, clean_household(1))
    found = Counter(one.rule for quarter in by_quarter(book, SETTINGS, QUARTERS) for one in quarter)
    assert asked["IN12"] == found["IN12"] > 0 < found["PL01"] == asked["PL01"], "asked where it is so"
    assert asked["SN01"] == asked["HH13"] == 1, "what is said of answers is asked once"
    assert asked["LB10"] <= 8, "what is said of ages is asked again at birthdays that count"
    silent = {"IN03", "IN04", "IN05", "IN07", "IN37", "IN42", "IN48", "RK12", "PL04", "WK01", "WK17", "SN10"}
    silent |= {"SZ01", "SZ02", "SZ03", "SZ04", "SZ05", "RK19", "WK26", "WK27"}
    silent |= {"IN08", "IN09", "IN10", "IN20"}
    assert not silent & asked.keys(), "no quarter has anything for these"
    assert asked.total() < 13 * len(QUARTERS)


def test_a_spoiled_household_is_asked_all_the_same(book):
    spoiled = telling(asking(clean_household(1), safety_net_help="低保"), 2, public_post="护林员")
    keep(book, spoiled)
    found = {one.rule for of_quarter in by_quarter(book, SETTINGS, QUARTERS) for one in of_quarter}
    assert found >= {"SN09", "WK18"}


def test_no_quarters_have_no_findings(book):
    keep(book, clean_household(1))
    assert by_quarter(book, SETTINGS, []) == []
    with book.reading() as reading:
        assert list(village_findings_over(village_picture(reading, "测试村"), SETTINGS, [])) == []
