"""A run over several quarters finds what each quarter's own run finds, and window sums are the reckoner's."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.rules.check_cases import SETTINGS
from tests.rules.faults.village import faulty_village
from tests.rules.households import asking, clean_household, line, number_for, scaled, telling, village
from tests.rules.test_checks_catalogue import pictures
from tests.rules.test_checks_digital_growth import ROUND, pasted
from tests.rules.test_faulty_village import ONLY_BY_ALL
from village_desk.definitions.checks import rule_specs
from village_desk.definitions.items import income_items
from village_desk.rules.checks import course
from village_desk.rules.checks.frame import Earlier
from village_desk.rules.checks.ledger import Effects, Ledger
from village_desk.rules.checks.outline import Outline
from village_desk.rules.income import lines_in
from village_desk.rules.money import Fen
from village_desk.rules.months import Month, Quarter, Window, YearMode, make_quarter
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import LedgerLine, StatedTotals
from village_desk.store.pictures import walking_order
from village_desk.store.reckoned.findings import village_findings, village_findings_over
from village_desk.store.settings import BookSettings, reckoner_for

QUARTERS = [
    (quarter, quarter.window.last_day)
    for year in (2023, 2024, 2025)
    for quarter in (make_quarter(year, number, YearMode.INCOME_YEAR) for number in (1, 2, 3, 4))
]
BASES = ("P1", "P2", "P3", "P4")


def lived_in() -> list[HouseholdPicture]:
    """Households in which people are born, leave, grow up, share numbers and fall into poverty."""
    one, two, three = (clean_household(serial) for serial in (1, 2, 3))
    growing = telling(one, 3, born_on=date(2008, 11, 30), identity_number=None, schooling="八年级")
    leaving = telling(two, 4, left_on=date(2024, 5, 1), left_reason="死亡", phone="13811110003")
    joining = telling(three, 3, joined_on=date(2024, 2, 1), identity_number=two.persons[3].identity_number)
    mistaken = telling(asking(clean_household(4), phone="1"), 1, born_on=date(2024, 8, 1))
    return [scaled(growing, 50, 202406, 202509), leaving, joining, mistaken]


def same_in_every_quarter(
    *households: HouseholdPicture,
    earlier: Mapping[Quarter, Earlier] | None = None,
    chosen: BookSettings = SETTINGS,
) -> Counter[str]:
    """How often each rule was found, the same in one run as in each quarter's own."""
    in_order = sorted(households, key=lambda one: walking_order(one.household))
    whole, known = village(*in_order), earlier or {}
    rules: Counter[str] = Counter()
    run = village_findings_over(whole, chosen, QUARTERS, earlier=earlier)
    for (quarter, day), (told, found) in zip(QUARTERS, run, strict=True):
        assert told == quarter
        assert found == village_findings(whole, chosen, quarter, day, earlier=known.get(quarter))
        rules.update(finding.rule for finding in found)
    return rules


def test_quarters_in_one_run_find_what_each_finds_alone():
    assert same_in_every_quarter(*lived_in()).total() > 100


def test_no_rule_that_is_broken_is_passed_over_in_a_run():
    faulty = faulty_village(1)
    found = same_in_every_quarter(*faulty.families, earlier={QUARTERS[-1][0]: faulty.earlier})
    assert set(found) >= set(rule_specs()) - ONLY_BY_ALL


def test_what_a_whole_village_shows_is_not_passed_over_in_a_run():
    assert same_in_every_quarter(*ROUND)["SZ02"] == len(ROUND)
    assert same_in_every_quarter(*(pasted(serial) for serial in (1, 2, 3)))["SZ01"] == 3


def test_a_county_that_compares_fewer_categories_finds_as_much_in_a_run():
    alike = [replace(one, lines=only_wages(one)) for one in map(clean_household, (1, 2, 3))]
    assert not same_in_every_quarter(*alike)["IN11"], "one category is not compared"
    closer = replace(SETTINGS, limits={"IN11": {"categories_least": 1}})
    assert same_in_every_quarter(*alike, chosen=closer)["IN11"] == 3 * 4


def only_wages(picture: HouseholdPicture) -> tuple[LedgerLine, ...]:
    """One line for the whole household, the same for each."""
    return (line(int(picture.household.id[1:]), 90, "G02", 202410, 24_000),)


def test_a_fall_against_two_stated_years_is_found_once():
    one = scaled(clean_household(1), 50, 202310, 202509)
    stated = [StatedTotals(f"s{year}", "v", "h1", year, per_capita=Fen(90_000_00)) for year in (2022, 2023)]
    assert same_in_every_quarter(replace(one, stated=tuple(stated)))["IN08"] == 1


def test_ledgers_of_the_same_months_are_laid_out_once(monkeypatch):
    made = []
    monkeypatch.setattr(course, "Outline", lambda *given: made.append(given) or Outline(*given))
    list(village_findings_over(village(*map(clean_household, (1, 2, 3))), SETTINGS, QUARTERS))
    assert len(made) == 1
    late = clean_household(4)
    late = replace(late, lines=(*late.lines, line(4, 90, "G02", 202301, 100)))
    list(village_findings_over(village(clean_household(1), late), SETTINGS, QUARTERS))
    assert len(made) == 3, "other months are laid out for themselves"


def test_a_birthday_at_which_a_rule_begins_to_see_something_is_not_passed_over():
    born = date(1964, 8, 15)
    ageing = telling(clean_household(1), 2, born_on=born, identity_number=number_for(born, "女"))
    found = {
        quarter.name: [finding.rule for finding in findings if finding.rule == "LB10"]
        for quarter, findings in village_findings_over(village(ageing), SETTINGS, QUARTERS)
    }
    seen = [name for name, rules in found.items() if rules]
    assert seen == ["2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4"]


def test_garbage_is_looked_for_again_once_the_quarters_are_taken_or_left():
    run = village_findings_over(village(clean_household(1)), SETTINGS, QUARTERS)
    next(run)
    assert not gc.isenabled()
    run.close()
    assert gc.isenabled()


@settings(max_examples=25, deadline=None)
@given(pictures(1), pictures(2))
def test_whatever_a_book_holds_one_run_finds_what_each_quarter_finds(one, two):
    same_in_every_quarter(one, two)


_MONTHS = st.sampled_from([Month(month) for month in (202309, 202310, 202312, 202401, 202403, 202404)])
_LINES = st.lists(
    st.builds(
        lambda item, month, span, yuan: replace(line(1, 1, item, month, yuan), span=span),
        st.sampled_from([*income_items(), "ZZZ"]),
        _MONTHS,
        st.sampled_from([None, "月", "季"]),
        st.integers(-500, 5000),
    )
    | st.just(LedgerLine("l", "v", "h", item="G01")),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(_LINES, _MONTHS, _MONTHS, st.sampled_from(BASES), st.integers(0, 9))
def test_the_sums_of_a_window_are_those_of_the_reckoner(lines, first, last, basis, persons):
    reckoner = reckoner_for(BookSettings(profile="xinyang_2023_2025", basis=basis))
    window = Window(min(first, last), max(first, last))
    ledger = Ledger(lines, Effects(reckoner))
    shown = ledger.between(window)
    expected = reckoner.income(lines, window, persons)
    earned = ledger.income(window, persons)
    assert (earned is not None) == bool(shown)
    if earned is not None:
        assert {name: getattr(expected, name) for name in earned._fields} == earned._asdict()
        assert earned.gross == expected.gross
    counted = [known for known in lines_in(lines, window) if known.amount is not None]
    assert sorted(map(repr, shown)) == sorted(map(repr, counted))
