"""Checks over a village and at each save: the same findings, in order, with verdicts, limits and an end."""

from __future__ import annotations

import gc
import json
from datetime import date
from random import Random

import pytest
from msgspec.structs import replace

from tests.rules.households import (
    AS_OF,
    PERIOD,
    VILLAGE,
    asking,
    clean_household,
    person,
    scaled,
    telling,
    village,
)
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.registry import FILED, FILED_FOR_LINES, Hit
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person
from village_desk.store.book import Village, create_book
from village_desk.store.bulk import without_collecting
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.reckoned.earlier import earlier, school_year_begins
from village_desk.store.reckoned.findings import (
    HouseholdChecker,
    check_day,
    digest_of,
    finding_shape,
    village_findings,
)
from village_desk.store.settings import BookSettings

SETTINGS = BookSettings(profile="xinyang_2023_2025", lines={"2025": 8000_00})
ONE, TWO, THREE = (clean_household(serial) for serial in (1, 2, 3))


def findings_of(*households: object, settings: BookSettings = SETTINGS, **options: object) -> list:
    return village_findings(village(*households), settings, PERIOD, AS_OF, **options)


def test_findings_come_in_walking_order_and_in_the_order_of_the_catalogue():
    spoiled = [telling(asking(known, phone=None), 2, nation=None, relation=None) for known in (ONE, TWO)]
    found = [(finding.household_number, finding.rule) for finding in findings_of(*spoiled)]
    assert found == [
        (known.household.number, rule) for known in (ONE, TWO) for rule in ("HH06", "HH13", "ID09")
    ]


def test_a_full_check_leaves_nothing_for_the_collector():
    def held() -> int:
        return sum(isinstance(one, HouseholdFacts) for one in gc.get_objects())

    gc.collect()
    with without_collecting():
        before = held()
        findings_of(ONE, TWO, THREE)
        assert held() == before


def test_a_save_finds_what_a_full_check_finds():
    checker = HouseholdChecker(village(ONE, TWO, THREE), SETTINGS, PERIOD, AS_OF)
    assert checker.findings(ONE) == []
    copied = telling(TWO, 2, identity_number=ONE.persons[1].identity_number, phone="12")
    assert checker.findings(copied) == findings_of(ONE, copied, THREE)[1:]
    assert [finding.rule for finding in checker.findings(ONE)] == ["ID05"]


def _typed(chance: Random, picture: HouseholdPicture, turn: int) -> HouseholdPicture:
    """A household after one more answer: mostly in its ledger, now and then about a person."""
    lines = list(picture.lines)
    place = chance.randrange(len(lines)) if lines else 0
    kind = chance.choice(("amount", "price", "note", "item", "month", "new", "gone", "person"))
    if kind == "person":
        return telling(picture, 1, phone=chance.choice((None, "12", picture.persons[0].phone)))
    if kind == "new" or not lines:
        lines.append(replace(_LINE, id=f"typed-{turn}", household_id=picture.household.id))
    elif kind == "gone":
        del lines[place]
    else:
        value = {
            "amount": chance.choice((None, -5, 31_00 + turn, 900_000_00 + turn)),
            "price": chance.choice((None, 1_000, 900_000_000)),
            "note": chance.choice((None, "向亲戚借款")),
            "item": chance.choice(("G03", "Z10", "Z30", "J101", "C3", "T071")),
            "month": chance.choice((None, PERIOD.first, PERIOD.window.last, PERIOD.shifted(-4).first)),
        }[kind]
        lines[place] = replace(lines[place], **{kind: value})
    return replace(picture, lines=tuple(lines))


_LINE = LedgerLine(
    *("", VILLAGE, ""), item="G03", month=PERIOD.first, quantity=3_000, price=1_500_000, amount=4_501_00
)


@pytest.mark.parametrize("seed", range(3))
def test_many_answers_one_after_another_find_what_full_checks_find(seed):
    chance, households = Random(seed), [ONE, TWO, THREE]
    checker = HouseholdChecker(village(*households), SETTINGS, PERIOD, AS_OF)
    rules: set[str] = set()
    for turn in range(150):
        place = chance.randrange(3)
        households[place] = _typed(chance, households[place], turn)
        found = checker.findings(households[place])
        whole = findings_of(*households)
        assert found == [one for one in whole if one.household_id == households[place].household.id], turn
        rules |= {finding.rule for finding in found}
    assert len(rules) >= 8


def test_a_changed_line_is_all_that_is_looked_at_again(monkeypatch):
    asked: list[object] = []

    def nobody(facts, limits):
        asked.append("people")
        return ()

    monkeypatch.setitem(FILED, "HH06", replace(FILED["HH06"], look=nobody))
    monkeypatch.setitem(FILED_FOR_LINES, "IN39", ("amount", lambda facts, limits, line: asked.append(line)))
    lines = tuple(replace(_LINE, id=str(place), household_id=ONE.household.id) for place in range(4))
    picture = replace(ONE, lines=lines)
    checker = HouseholdChecker(village(picture), SETTINGS, PERIOD, AS_OF)
    checker.findings(picture)
    assert asked == ["people", *lines]
    asked.clear()
    changed = replace(lines[2], amount=7_000_00)
    checker.findings(replace(picture, lines=(*lines[:2], changed, lines[3])))
    assert asked == [changed]
    asked.clear()
    others = tuple(replace(line, amount=8_000_00) for line in lines)
    checker.findings(replace(picture, lines=others))
    assert asked == [*others]
    asked.clear()
    checker.findings(telling(picture, 1, phone=None))
    assert asked == ["people", *lines]


def test_what_a_save_mends_is_forgotten_by_the_whole_village():
    copied = telling(TWO, 2, identity_number=ONE.persons[1].identity_number)
    checker = HouseholdChecker(village(ONE, copied), SETTINGS, PERIOD, AS_OF)
    assert checker.findings(copied)
    assert checker.findings(TWO) == []
    assert checker.findings(ONE) == []


def test_a_number_that_a_whole_village_shares_gives_one_finding_each():
    many = [
        telling(asking(clean_household(serial), bank_account="1"), 2, phone="13800000000")
        for serial in range(1, 41)
    ]
    found = findings_of(*many, rules={"ID12", "ID13"})
    assert [finding.rule for finding in found] == ["ID12", "ID13"] * 40


def test_only_the_chosen_rules_run():
    spoiled = telling(asking(ONE, phone=None), 2, nation=None)
    assert [finding.rule for finding in findings_of(spoiled, rules={"HH13"})] == ["HH13"]


def test_the_run_tells_how_far_it_is_and_stops_when_told():
    seen: list[tuple[int, int]] = []
    spoiled = [asking(known, phone=None) for known in (ONE, TWO, THREE)]
    found = findings_of(
        *spoiled, progress=lambda done, all_: seen.append((done, all_)), cancelled=lambda: len(seen) == 2
    )
    assert seen == [(1, 3), (2, 3)]
    assert len(found) == 2


def test_a_county_sets_its_own_numbers_and_levels():
    county = replace(SETTINGS, limits={"IN04": {"least_yuan": 20_000, "level": "提示"}})
    found = findings_of(ONE, settings=county)
    assert [(finding.rule, finding.level) for finding in found] == [("IN04", "提示")]


def test_a_line_that_is_only_a_target_makes_nobody_a_candidate_for_monitoring():
    poor = scaled(ONE, 60, 202310, 202512)
    qujing = BookSettings(profile="qujing_jkq_2022_2024")
    assert "IN03" not in {finding.rule for finding in findings_of(poor, settings=qujing)}
    own = replace(qujing, lines={"2025": 8000_00})
    assert "IN03" in {finding.rule for finding in findings_of(poor, settings=own)}


def test_a_finding_is_printed_as_the_command_line_promises():
    shape = finding_shape(findings_of(telling(ONE, 2, nation=None))[0])
    assert json.loads(json.dumps(shape)) == shape
    assert (shape["rule"], shape["county"], shape["level"]) == ("HH13", ["2_01_001"], "必改")
    assert (shape["household"], shape["person"], shape["state"]) == (ONE.household.number, "测妻", "open")
    assert shape["message"] == "测妻没有填民族。"


def test_a_verdict_given_long_ago_still_holds_for_what_was_judged():
    of_sex = Hit(None, {"relation": "之子", "sex": "女"})
    of_phone = Hit(None, {"phone": "1"}, "missing", "138")
    assert digest_of("HH05", of_sex) == "a98ceac6c4fa4a07b87b386b12720fa9"
    assert digest_of("ID09", of_phone) == "64b64db4979b998520e7aa27e536e936"


@pytest.mark.parametrize(
    ("today", "day"), [(date(2025, 2, 3), date(2025, 2, 3)), (date(2025, 8, 1), date(2025, 3, 31))]
)
def test_a_quarter_is_judged_on_its_last_day_or_today_while_it_runs(today, day):
    assert check_day(PERIOD, today) == day


def test_the_school_year_begins_on_the_newest_first_of_september():
    assert school_year_begins(date(2025, 8, 31)) == date(2024, 9, 1)
    assert school_year_begins(date(2025, 9, 1)) == date(2025, 9, 1)


def test_the_journal_knows_the_imported_number_and_the_grade_before_the_school_year(tmp_path):
    book, _ = create_book(
        tmp_path / "账.vdbook",
        Village(VILLAGE, "测试村", "xinyang_2023_2025"),
        "测试口令 甲乙丙丁",
        cost=PRACTICE,
    )
    with book:
        with book.changing(Deed("import", "演练员")) as change:
            change.insert(Household("h1", VILLAGE, number="530001"))
            change.insert(person(1, 1, "测娃", "户主", "男", date(2012, 6, 1), schooling="七年级"))
        with book.changing(Deed("record-saved", "演练员")) as change:
            change.change(Household, "h1", {"number": "530002"})
            change.change(Person, "p1-1", {"phone": "13811110000"})
        with book.reading() as reading:
            pictures = [replace(ONE, persons=(replace(ONE.persons[0], schooling="七年级"),))]
            looked_up = earlier(reading, pictures, date(2199, 1, 1))
            too_new = earlier(reading, pictures, date(2020, 1, 1))
    assert looked_up.household_numbers == {"h1": "530001"}
    assert looked_up.schooling == {"p1-1": "七年级"}
    assert too_new.schooling == {}
